"""An area's names, place and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.peers import SIZE_RULE
from analysis.indicators.records import IndicatorRow
from analysis.reference.files import neighbours_of
from analysis.report.data import Municipality, ReportData, municipality_rows

BORNHOLM: Final = "400"
COPENHAGEN: Final = "101"
GENITIVES: Final = ("480", "820")
RATE: Final = "active_runners_rate"


@dataclass(frozen=True)
class AreaFacts:
    """One municipality or region, and what its sheet says of it.

    Attributes:
        context: The quarter's numbers and words.
        code: Code of a municipality or region.
    """

    context: ReportData
    code: str

    def __post_init__(self) -> None:
        """Refuse an area that has no sheet.

        Raises:
            ValueError: The code is that of no municipality or region of the quarter.
        """
        if self.code not in sheet_codes(self.context):
            raise ValueError(f"{self.code!r} is the code of no municipality or region")

    @cached_property
    def rate(self) -> IndicatorRow:
        """The row of the area's rate."""
        return self.context.figures.row(RATE, self.code)

    @property
    def known(self) -> bool:
        """Whether the area's rate is published."""
        return self.rate.value is not None

    @property
    def partly_known(self) -> bool:
        """Whether that rate is of some of its municipalities alone."""
        return self.known and self.context.is_partly_known(self.code)

    @property
    def count_shown(self) -> str:
        """Its number of runners; the least it can be, or words, where that is not published."""
        return self.context.count_shown(self.code)

    @property
    def is_region(self) -> bool:
        """Whether the area is a region."""
        return str(self.rate.level) == "region"

    @property
    def name(self) -> str:
        """The area's name as tables show it."""
        return str(self.rate.area)

    @property
    def title(self) -> str:
        """The area's full name."""
        if self.is_region:
            return self.name
        kind = {BORNHOLM: "bornholm", COPENHAGEN: "copenhagen"}.get(self.code, "municipality")
        return self.context.texts(f"sheet-name-{kind}", name=self.name)

    @property
    def subject(self) -> str:
        """The area's name as a sentence needs it: the full one where the short one is a genitive."""
        return self.title if self.code in GENITIVES else self.name

    @property
    def stem(self) -> str:
        """Name of the sheet's files."""
        return f"{self.code}-{show.as_slug(self.name)}" if self.code.isdigit() else self.code

    @cached_property
    def place(self) -> Municipality:
        """The municipality with the region around it."""
        (own,) = municipality_rows(self.context.municipalities.filter(municipality_code=self.code))
        return own

    @property
    def region(self) -> str:
        """Name of the region that is drawn darker than the others."""
        return self.name if self.is_region else self.place.region

    @property
    def region_code(self) -> str:
        """Code of that region."""
        return self.code if self.is_region else self.place.region_code

    @property
    def people(self) -> int:
        """Inhabitants."""
        return self.context.population[self.code]


def sheet_codes(context: ReportData) -> list[str]:
    """Codes of the areas that have a sheet: regions in the report's order, municipalities by the alphabet."""
    regions = [row.area_code for row in context.figures.areas("active_runners", "region")]
    return [*regions, *context.municipalities["municipality_code"]]


def linked_areas(sheet: AreaFacts) -> list[AreaFacts]:
    """The sheets one goes on to: a region's municipalities, a municipality's region and neighbours."""
    if sheet.is_region:
        own = sheet.context.municipalities.filter(pl.col("region_code") == sheet.code)
        codes = own["municipality_code"].to_list()
    else:
        codes = [sheet.region_code, *(code for code, _ in neighbours(sheet))]
    return [AreaFacts(sheet.context, code) for code in codes]


def neighbours(sheet: AreaFacts) -> list[tuple[str, str]]:
    """Codes of the municipalities around one in alphabetical order, and how one gets there.

    A municipality without a land border has the nearest one over the water; that one has it as well.
    """
    found = neighbours_of(sheet.context.snapshot.reference, sheet.code)
    codes = sheet.context.municipalities["municipality_code"]
    return [(code, found[code]) for code in codes if code in found]


def municipalities_of_like_size(sheet: AreaFacts) -> list[str]:
    """Codes of the municipalities nearest in population in alphabetical order, and the sheet's own last."""
    nearest = sheet.context.figures.beside(SIZE_RULE, sheet.code)
    codes = sheet.context.municipalities["municipality_code"]
    return [*(code for code in codes if code in nearest), sheet.code]


def has_aeds(sheet: AreaFacts) -> bool:
    """Whether AEDs of areas like it are known; those of the area itself may be missing."""
    return sheet.context.figures.find("aed_rate", sheet.code) is not None
