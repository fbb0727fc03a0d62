"""What notebooks import: one quarter's tables and pages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from analysis.components import Section
from analysis.figures import Figures
from analysis.layout import DATA_VARIABLE, DEFAULT_DATA, DataRoot
from analysis.pages import (
    about,
    appendix,
    comparison,
    development,
    front,
    guidance,
    national,
    quality,
    regions,
)
from analysis.pages.context import Context
from analysis.pages.sheet import Sheet, sheet_codes, sheet_list
from analysis.quarters import Quarter
from analysis.snapshot import Snapshot, read_inputs, read_snapshot, write_indicators, write_snapshot
from analysis.texts import Texts
from analysis.trends import compute_table


def data_root(folder: str = "") -> DataRoot:
    """The data root that is named, else the environment's, else the project's own."""
    named = folder or os.environ.get(DATA_VARIABLE, "")
    return DataRoot(Path(named)) if named else DEFAULT_DATA


@lru_cache(maxsize=1)
def _opened(folder: Path, language: str, *_written: int) -> Context:
    """What pages and sheets are made from, kept as long as the files in the folder stay as they are."""
    table = pl.read_parquet(folder / "indicators.parquet")
    return Context(read_snapshot(folder), Figures(table), Texts(language))


class Statusrapport:
    """One quarter: its checked inputs, its numbers and the pages of its report.

    The three steps of a report are `ingest`, `compute` and the pages; each reads what the one before it wrote
    below ``data/processed/<quarter>/``.
    """

    def __init__(self, quarter: str, *, lang: str = "da", data: str = "") -> None:
        """Name a quarter; nothing is read yet.

        Args:
            quarter: For example ``2025Q2``.
            lang: Language of the report.
            data: Another data root than the project's.

        Raises:
            ValueError: The quarter is not of the form 2025Q2, or the report has no edition in that language.
        """
        self.quarter = Quarter.parse(quarter)
        self.texts = Texts(lang)
        self.data = data_root(data)

    @property
    def folder(self) -> Path:
        """Where the notebooks of this quarter write."""
        return self.data.processed(str(self.quarter))

    def ingest(self) -> Snapshot:
        """Read and check the delivery and reference data, and keep what was read for the next steps.

        Raises:
            InputError: Something in the inputs is wrong.
        """
        snapshot = read_inputs(self.data, self.quarter)
        write_snapshot(snapshot, self.folder)
        return snapshot

    def compute(self) -> pl.DataFrame:
        """Compute the tidy table of numbers from what was ingested, and write it."""
        table = compute_table(self.snapshot)
        write_indicators(table, self.folder)
        return table

    @cached_property
    def snapshot(self) -> Snapshot:
        """The checked inputs of the quarter."""
        return read_snapshot(self.folder)

    @cached_property
    def indicators(self) -> pl.DataFrame:
        """The tidy table: a row per level, area and indicator."""
        return pl.read_parquet(self.folder / "indicators.parquet")

    @property
    def _context(self) -> Context:
        written = [self.folder / name for name in ("indicators.parquet", "deliveries.json")]
        return _opened(self.folder, self.texts.language, *(path.stat().st_mtime_ns for path in written))

    def cover(self) -> Section:
        """The report's front matter and the cover's picture."""
        return front.cover(self._context)

    def important(self) -> Section:
        """What to know before reading on."""
        return front.important(self._context)

    def national(self) -> Section:
        """The country on a page."""
        return national.national(self._context)

    def development(self) -> Section:
        """How the country's numbers have moved; empty for the first delivery."""
        return development.development(self._context)

    def development_regions(self) -> Section:
        """How the regions' numbers have moved; empty for the first delivery."""
        return development.development_regions(self._context)

    def development_municipalities(self) -> Section:
        """Which municipalities moved otherwise than the country; empty where nothing can be compared."""
        return development.development_municipalities(self._context)

    def control(self) -> Section:
        """Whether the country's quarters vary more than usual; empty before there are eight."""
        return development.control(self._context)

    def municipalities_compared(self) -> Section:
        """All municipalities in one funnel."""
        return comparison.municipalities_compared(self._context)

    @property
    def region_codes(self) -> list[str]:
        """Codes of the regions, in the report's order."""
        return regions.region_codes(self._context)

    def regions_title(self) -> Section:
        """The opening page of the part on regions."""
        return regions.regions_title(self._context)

    def region(self, code: str) -> Section:
        """The pages of one region."""
        return regions.region(self._context, code)

    def about_title(self) -> Section:
        """The opening page of the part on the scheme."""
        return about.about_title(self._context)

    def programme(self) -> Section:
        """How often the scheme is activated."""
        return about.programme(self._context)

    def cancellations(self) -> Section:
        """Why alarms were cancelled; empty where the delivery does not count it."""
        return about.cancellations(self._context)

    def aeds(self) -> Section:
        """AEDs and their availability."""
        return about.aeds(self._context)

    def aed_history(self) -> Section:
        """AEDs as they were published before; empty where no earlier figure is known."""
        return development.aed_history(self._context)

    def arrests(self) -> Section:
        """Cardiac arrest outside hospital."""
        return about.arrests(self._context)

    def appendix_title(self) -> Section:
        """The opening page of the appendix."""
        return appendix.appendix_title(self._context)

    def all_municipalities(self) -> Section:
        """All municipalities in alphabetical order."""
        return appendix.all_municipalities(self._context)

    def basis(self) -> Section:
        """Numerator, denominator, date and source of each national number."""
        return appendix.basis(self._context)

    def quality(self) -> Section:
        """What the check of the delivery found, and which cells were corrected."""
        return quality.quality(self._context)

    def resuscitation(self) -> Section:
        """When health personnel attempt resuscitation, as a diagram."""
        return guidance.resuscitation(self._context)

    def resuscitation_exceptions(self) -> Section:
        """The six exceptions in plain words."""
        return guidance.exceptions(self._context)

    def resuscitation_runners(self) -> Section:
        """What the guidance on resuscitation means for runners."""
        return guidance.runners(self._context)

    @property
    def sheet_codes(self) -> list[str]:
        """Codes of the areas that have a sheet: regions, then municipalities."""
        return sheet_codes(self._context)

    def sheet(self, code: str) -> Sheet:
        """The sheet of one municipality or region.

        Raises:
            ValueError: No municipality or region has that code.
        """
        return Sheet(self._context, code)

    def sheets_listed(self, told: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
        """Words and rows of the page that lists the sheets.

        Args:
            told: Area code → what its sheet tells of itself.
        """
        return sheet_list(self._context, told)

    def method(self) -> Section:
        """Definitions, sources and methods."""
        return appendix.method(self._context)
