"""Reads `data/raw/reference`: geography with validity dates, population, programme facts, earlier figures.

What is read is checked as a delivery is: every problem at once, each with its place. The schema of a file and
what it has to agree with stand in the module of its subject.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Final, NamedTuple

import dataframely as dy
import polars as pl

from analysis.core.hashes import note_read
from analysis.core.problems import InputError, Problem, collect_problems, shown_path
from analysis.core.regular_files import read_regular
from analysis.reading.files import Column, find_table, read_bytes, table_of
from analysis.reading.sidecars import check_sidecar, read_sidecar
from analysis.reference.boundaries import FILE, MOST_BYTES, POINTS, points_of, read_boundaries
from analysis.reference.facts import FactsTable, fact_problems, quarter_named
from analysis.reference.geography import (
    Municipalities,
    MunicipalityRegions,
    Regions,
    ReportAreas,
    days_of_change,
    geography_on,
    geography_problems,
    membership_problems,
    municipality_problems,
    region_problems,
    report_area_problems,
)
from analysis.reference.neighbours import Crossings, Neighbours, pair_problems, point_problems
from analysis.reference.population_tables import (
    Adults,
    Population,
    PopulationTotals,
    adult_problems,
    population_problems,
    total_key_problems,
    total_problems,
)
from analysis.reference.published import Published, published_problems
from analysis.reference.tile_map import Tiles, distance_problems, tile_problems
from analysis.reference.typed_tables import Files, Tables, typed


@dataclass(frozen=True, eq=False)
class Reference:
    """Everything about areas and people that a quarter's figures are set against.

    Attributes:
        geography: A row per municipality valid on the day, by code: `municipality_code`, `municipality`,
            `region_code` (a slug where no code is published), `region`, `region_order`, and
            `report_area_code`, `report_area`, `report_area_order` (null in Nordjylland). Orders are those of
            the published report.
        population: `period` (2025K2), `area_code` (municipality or 411), `population`.
        adults: `period`, `area_code` (dk; regions, municipalities and 411 where known), `population_18plus`.
        facts: `indicator`, `area_code`, `value`, `unit`, `period_start`, `period_end`, `as_of`, `source`,
            `note`, `given_for` (the quarter whose report gave it, such as 2025Q2; null: not known).
        tiles: `municipality_code`, `short_name`, `column`, `row`: the tile map, column and row from 0 or 1
            up.
        neighbours: `municipality_code_a`, `municipality_code_b`: each pair that shares a land border, once.
        crossings: `municipality_code_a`, `municipality_code_b`, `crossing` (bridge or ferry): the nearest
            municipality of each that shares no land border.
        published: Earlier published figures: `indicator`, `level`, `area`, `value` (Float64, null where print
            gives a range or a time), `value_text` (as printed), `unit`, `as_of` and `published` (texts: a
            day, month, year or period), `source`, `doubtful`.
        boundaries: `municipality_code`, `ring`, `east`, `north`, `source`: the points of the municipalities'
            boundaries in metres of ETRS89/UTM 32N; none where no file of them lies there.
    """

    geography: pl.DataFrame
    population: pl.DataFrame
    adults: pl.DataFrame
    facts: pl.DataFrame
    tiles: pl.DataFrame
    neighbours: pl.DataFrame
    crossings: pl.DataFrame
    published: pl.DataFrame
    boundaries: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=POINTS))


@lru_cache(maxsize=8)
def neighbour_pairs(reference: Reference) -> pl.DataFrame:
    """`own`, `other`, `by` (land, bridge or ferry): neighbouring municipalities, a row in each direction."""
    pairs = pl.concat(
        [reference.neighbours.with_columns(crossing=pl.lit("land")), reference.crossings], how="diagonal"
    )
    return pl.concat(
        [
            pairs.select(own=f"municipality_code_{one}", other=f"municipality_code_{two}", by="crossing")
            for one, two in (("a", "b"), ("b", "a"))
        ]
    )


def neighbours_of(reference: Reference, code: str) -> dict[str, str]:
    """Codes of the municipalities around one, and how one gets there: land, bridge or ferry."""
    own = neighbour_pairs(reference).filter(pl.col("own") == code)
    return dict(own.select("other", "by").iter_rows())


SCHEMAS: dict[str, type[dy.Schema]] = {
    "regions": Regions,
    "municipalities": Municipalities,
    "municipality_regions": MunicipalityRegions,
    "report_areas": ReportAreas,
    "population_folk1a": Population,
    "population_totals": PopulationTotals,
    "population_adults": Adults,
    "programme_facts": FactsTable,
    "ohca_register": FactsTable,
    "tiles": Tiles,
    "neighbours": Neighbours,
    "crossings": Crossings,
    "published_figures": Published,
}


def _totals(tables: Tables, files: Files) -> list[Problem]:
    places = tables["population_totals"].select(
        "period", "area_code", row="file_row", column=pl.lit("population")
    )
    return total_problems(dict(tables), files["population_totals"], places)


GEOGRAPHY: Final = ("regions", "municipalities", "municipality_regions", "report_areas")
POPULATION: Final = (*GEOGRAPHY, "population_folk1a", "population_totals")
AGREEMENTS: Final[dict[Callable[[Tables, Files], list[Problem]], tuple[str, ...]]] = {
    region_problems: ("regions", "municipality_regions"),
    municipality_problems: ("municipalities", "report_areas"),
    membership_problems: GEOGRAPHY,
    report_area_problems: GEOGRAPHY,
    population_problems: POPULATION,
    total_key_problems: POPULATION,
    _totals: POPULATION,
    adult_problems: (*POPULATION, "population_adults"),
    fact_problems: (*GEOGRAPHY, "programme_facts", "ohca_register"),
    tile_problems: ("municipalities", "tiles"),
    distance_problems: ("tiles", "neighbours"),
    pair_problems: ("municipalities", "neighbours", "crossings"),
    point_problems: ("municipalities", "neighbours", "crossings"),
    published_problems: ("regions", "municipalities", "published_figures"),
}
"""What has to hold between files, and the files each check reads."""


class ReferenceFiles:
    """The reference files of a data root, read once and valid for any day."""

    def __init__(self, data: Path) -> None:
        """Name the data root, with `raw/reference` below it; nothing is read yet."""
        self._data = data
        self._between_changes: dict[tuple[int, int], Reference] = {}

    @cached_property
    def _read(self) -> tuple[dict[str, pl.DataFrame], dict[str, str], list[Problem]]:
        """Every table by its file's stem, the files as messages name them, and all problems."""
        problems: list[Problem] = []
        contents: list[_Content] = []
        tables: dict[str, pl.DataFrame] = {}
        for stem in SCHEMAS:
            content = collect_problems(problems, partial(_content, self._data, stem))
            table = None if content is None else collect_problems(problems, partial(_rows, content))
            if content is not None and table is not None:
                contents.append(content)
                tables[stem] = table
        files = {content.stem: content.file for content in contents}
        return tables, files, [*problems, *_disagreements(tuple(contents))]

    def on(self, day: date) -> Reference:
        """What is valid on a day: the same object for all days between two changes of the geography.

        Raises:
            InputError: Every problem: files, cells, files that do not agree with each other, a geography that
                does not hold 98 municipalities on the day.
        """
        first, last = self._days_of_change
        since = bisect_right(first, day), bisect_left(last, day)
        if since not in self._between_changes:
            self._between_changes[since] = self._valid_on(day)
        return self._between_changes[since]

    @cached_property
    def _days_of_change(self) -> tuple[list[date], list[date]]:
        tables, _, problems = self._read
        if len(tables) < len(SCHEMAS):
            raise InputError(problems)
        return days_of_change(tables)

    def _valid_on(self, day: date) -> Reference:
        tables, files, problems = self._read
        geography = geography_on(tables, day)
        problems = geography_problems(geography, files["municipality_regions"], day) + problems
        if problems:
            raise InputError(problems)
        tables = {stem: table.drop("file_row") for stem, table in tables.items()}
        return Reference(
            geography=geography,
            population=tables["population_folk1a"].select("period", "area_code", "population"),
            adults=tables["population_adults"],
            facts=pl.concat([tables["programme_facts"], tables["ohca_register"]]).with_columns(
                given_for=quarter_named(pl.col("source"))
            ),
            tiles=tables["tiles"],
            neighbours=tables["neighbours"],
            crossings=tables["crossings"],
            published=tables["published_figures"].with_columns(
                pl.col("value").cast(pl.Float64, strict=False), value_text=pl.col("value")
            ),
            boundaries=self._boundaries(geography),
        )

    def _boundaries(self, geography: pl.DataFrame) -> pl.DataFrame:
        path = self._data / "raw" / "reference" / FILE
        if not path.exists():
            return pl.DataFrame(schema=POINTS)
        content = read_regular(path, shown_path(path, self._data), MOST_BYTES, "of boundaries")
        check_sidecar(path, content, self._data)
        note_read(path, content)
        names = dict(geography.select("municipality_code", "municipality").iter_rows())
        sidecar = read_sidecar(path, self._data)
        source = sidecar.origin if sidecar else FILE
        return points_of(read_boundaries(path, names, once=True), source)


def read_reference(data: Path, as_of: date) -> Reference:
    """Read and check all reference files.

    Args:
        data: The data root, with `raw/reference` below it.
        as_of: The day whose geography is wanted.

    Raises:
        InputError: As `ReferenceFiles.on`.
    """
    return ReferenceFiles(data).on(as_of)


def read_reference_table(data: Path, stem: str) -> tuple[str, pl.DataFrame]:
    """One reference file: its name for messages, and its rows in the types of its schema in `SCHEMAS`.

    Raises:
        InputError: Every problem of the file and its cells.
    """
    content = _content(data, stem)
    return content.file, _rows(content).drop("file_row")


class _Content(NamedTuple):
    """A reference file as it was read: all that its rows, and what is wrong with them, follow from."""

    stem: str
    name: str
    file: str
    content: bytes


def _content(data: Path, stem: str) -> _Content:
    path = find_table(data / "raw" / "reference", stem, data)
    return _Content(stem, path.name, shown_path(path, data), read_bytes(path, data))


@lru_cache(maxsize=4 * len(SCHEMAS))
def _rows(read: _Content) -> pl.DataFrame:
    """The rows of a file; the same bytes are understood once, however often they are read."""
    schema = SCHEMAS[read.stem]
    columns = [Column(name, name) for name in schema.column_names()]
    table = table_of(read.content, Path(read.name), read.file, columns, row="file_row")
    return typed(table, schema)


@lru_cache(maxsize=4)
def _disagreements(read: tuple[_Content, ...]) -> tuple[Problem, ...]:
    """What does not agree between the files that could be read."""
    tables, files = {one.stem: _rows(one) for one in read}, {one.stem: one.file for one in read}
    return tuple(
        problem
        for check, stems in AGREEMENTS.items()
        if all(stem in tables for stem in stems)
        for problem in check(tables, files)
    )
