"""Reads `data/raw/reference`: geography with validity dates, population, programme facts, earlier figures.

What is read is checked as a delivery is: every problem at once, each with its place.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path

import dataframely as dy
import polars as pl

from analysis.core.problems import InputError, Problem, attempt, quoted
from analysis.core.quarters import Quarter
from analysis.reading.files import Column, Table, find_table, read_table

MUNICIPALITIES = 98
CHRISTIANSOE = "411"
BORNHOLM = "400"


@dataclass(frozen=True)
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
            `note`.
        tiles: `municipality_code`, `short_name`, `column`, `row`: the tile map, column and row from 0 or 1
            up.
        neighbours: `municipality_code_a`, `municipality_code_b`: each pair that shares a land border, once.
        crossings: `municipality_code_a`, `municipality_code_b`, `crossing` (bridge or ferry): the nearest
            municipality of each that shares no land border.
        published: Earlier published figures: `indicator`, `level`, `area`, `value` (Float64, null where print
            gives a range or a time), `value_text` (as printed), `unit`, `as_of` and `published` (texts: a
            day, month, year or period), `source`, `doubtful`.
    """

    geography: pl.DataFrame
    population: pl.DataFrame
    adults: pl.DataFrame
    facts: pl.DataFrame
    tiles: pl.DataFrame
    neighbours: pl.DataFrame
    crossings: pl.DataFrame
    published: pl.DataFrame


def neighbours_of(reference: Reference, code: str) -> dict[str, str]:
    """Codes of the municipalities around one, and how one gets there: land, bridge or ferry."""
    pairs = pl.concat(
        [reference.neighbours.with_columns(crossing=pl.lit("land")), reference.crossings], how="diagonal"
    )
    both = pl.concat(
        [
            pairs.select(own=f"municipality_code_{one}", other=f"municipality_code_{two}", by="crossing")
            for one, two in (("a", "b"), ("b", "a"))
        ]
    )
    return dict(both.filter(pl.col("own") == code).select("other", "by").iter_rows())


class Regions(dy.Schema):
    """A row per region and validity."""

    code = dy.String(nullable=True)
    name = dy.String()
    slug = dy.String(primary_key=True)
    order = dy.Int64()
    valid_from = dy.Date()
    valid_to = dy.Date(nullable=True)


class Municipalities(dy.Schema):
    """A row per municipality."""

    municipality_code = dy.String(primary_key=True, regex=r"^[0-9]{3}$")
    municipality = dy.String()
    landsdel_code = dy.String()
    landsdel = dy.String()
    report_area_code = dy.String(nullable=True)
    lon = dy.Float64(min=7, max=16)
    lat = dy.Float64(min=54, max=58)


class MunicipalityRegions(dy.Schema):
    """A row per municipality and the time it belongs to a region."""

    municipality_code = dy.String(primary_key=True)
    region_code = dy.String()
    valid_from = dy.Date(primary_key=True)
    valid_to = dy.Date(nullable=True)


class ReportAreas(dy.Schema):
    """A row per area of the published report."""

    slug = dy.String(primary_key=True)
    name = dy.String()
    region_code = dy.String()
    order = dy.Int64()


class Population(dy.Schema):
    """A row per quarter and municipality, Christiansø (411) too."""

    period = dy.String(primary_key=True, regex=r"^[0-9]{4}K[1-4]$")
    area_code = dy.String(primary_key=True)
    area = dy.String()
    population = dy.Int64(min=0)


class PopulationTotals(dy.Schema):
    """A row per quarter, and the country or a region, as Danmarks Statistik gives it."""

    period = dy.String(primary_key=True, regex=r"^[0-9]{4}K[1-4]$")
    area_code = dy.String(primary_key=True)
    population = dy.Int64(min=0)


class Adults(dy.Schema):
    """A row per quarter with ages."""

    period = dy.String(primary_key=True, regex=r"^[0-9]{4}K[1-4]$")
    area_code = dy.String(primary_key=True)
    population_18plus = dy.Int64(min=0)


class Facts(dy.Schema):
    """A row per fact."""

    indicator = dy.String()
    area_code = dy.String()
    value = dy.Float64()
    unit = dy.String()
    period_start = dy.Date(nullable=True)
    period_end = dy.Date(nullable=True)
    as_of = dy.Date(nullable=True)
    source = dy.String()
    note = dy.String(nullable=True)


class Tiles(dy.Schema):
    """A row per municipality's tile."""

    municipality_code = dy.String(primary_key=True)
    short_name = dy.String()
    column = dy.Int64(min=0)
    row = dy.Int64(min=0)


class Neighbours(dy.Schema):
    """A row per pair of municipalities."""

    municipality_code_a = dy.String(primary_key=True)
    municipality_code_b = dy.String(primary_key=True)


class Crossings(dy.Schema):
    """A row per pair of municipalities that water parts."""

    municipality_code_a = dy.String(primary_key=True)
    municipality_code_b = dy.String(primary_key=True)
    crossing = dy.String(regex="^(bridge|ferry)$")


class Published(dy.Schema):
    """A row per figure found in print."""

    indicator = dy.String()
    level = dy.String()
    area = dy.String()
    value = dy.String()
    unit = dy.String()
    as_of = dy.String(nullable=True)
    published = dy.String(nullable=True)
    source = dy.String()
    doubtful = dy.Bool()


SCHEMAS: dict[str, type[dy.Schema]] = {
    "regions": Regions,
    "municipalities": Municipalities,
    "municipality_regions": MunicipalityRegions,
    "report_areas": ReportAreas,
    "population_folk1a": Population,
    "population_totals": PopulationTotals,
    "population_adults": Adults,
    "programme_facts": Facts,
    "ohca_register": Facts,
    "tiles": Tiles,
    "neighbours": Neighbours,
    "crossings": Crossings,
    "published_figures": Published,
}


class ReferenceFiles:
    """The reference files of a data root, read once and valid for any day."""

    def __init__(self, data: Path) -> None:
        """Name the data root, with `raw/reference` below it; nothing is read yet."""
        self._data = data

    @cached_property
    def _read(self) -> tuple[dict[str, pl.DataFrame], dict[str, str]]:
        """Every table by its file's stem, and the files as messages name them.

        Raises:
            InputError: Every file or cell that cannot be read.
        """
        problems: list[Problem] = []
        tables: dict[str, pl.DataFrame] = {}
        files: dict[str, str] = {}
        for stem in SCHEMAS:
            read = attempt(problems, partial(read_reference_table, self._data, stem))
            if read is not None:
                files[stem], tables[stem] = read
        if problems:
            raise InputError(problems)
        return tables, files

    @cached_property
    def _contradictions(self) -> list[Problem]:
        tables, files = self._read
        return [*code_problems(tables, files), *total_problems(tables, files["population_totals"])]

    def on(self, day: date) -> Reference:
        """What is valid on a day.

        Raises:
            InputError: Every problem: files, cells, a geography that does not hold 98 municipalities on the
                day, population that does not add up to Danmarks Statistik's own totals.
        """
        tables, files = self._read
        geography = geography_on(tables, day)
        problems = geography_problems(geography, files["municipality_regions"], day) + self._contradictions
        if problems:
            raise InputError(problems)
        return Reference(
            geography=geography,
            population=tables["population_folk1a"].select("period", "area_code", "population"),
            adults=tables["population_adults"],
            facts=pl.concat([tables["programme_facts"], tables["ohca_register"]]),
            tiles=tables["tiles"],
            neighbours=tables["neighbours"],
            crossings=tables["crossings"],
            published=tables["published_figures"].with_columns(
                pl.col("value").cast(pl.Float64, strict=False), value_text=pl.col("value")
            ),
        )


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
    schema = SCHEMAS[stem]
    columns = [Column(name, name) for name in schema.column_names()]
    table = read_table(find_table(data / "raw" / "reference", stem, data), columns, data, row="file_row")
    return table.file, typed(table, schema)


def typed(table: Table, schema: type[dy.Schema]) -> pl.DataFrame:
    """A table of texts as a frame of the schema's types, rows in file order.

    Args:
        table: As read, its row numbers in `file_row`.
        schema: Columns of String, Int64, Float64, Date or Bool.

    Raises:
        InputError: Cells that are no such value, blanks where there must be a value, keys that stand twice.
    """
    kinds = {name: column.dtype for name, column in schema.columns().items()}
    frame = table.frame.select(
        "file_row", *(_EXPRESSIONS[kind](pl.col(name)) for name, kind in kinds.items())
    )
    problems = [
        Problem(table.file, row, name, quoted(text), _EXPECTED[kind])
        for name, kind in kinds.items()
        for row, text, value in zip(table.frame["file_row"], table.frame[name], frame[name], strict=True)
        if text is not None and value is None
    ]
    if problems:
        raise InputError(problems)
    result = schema.filter(frame.drop("file_row"))
    if len(result.failure):
        marked = frame.join(
            result.failure.details().unique(),
            on=list(kinds),
            how="inner",
            nulls_equal=True,
            maintain_order="left",
        )
        rules = [name for name in marked.columns if name not in frame.columns]
        raise InputError(
            Problem(
                table.file,
                record["file_row"],
                rule.split("|")[0] if "|" in rule else ", ".join(schema.primary_key()),
                quoted(record[rule.split("|")[0]]) if "|" in rule else "a key that stands twice",
                _RULES.get(rule.split("|")[-1], "a value within the allowed range"),
            )
            for record in marked.iter_rows(named=True)
            for rule in rules
            if record[rule] == "invalid"
        )
    return result.result


_EXPRESSIONS = {
    pl.String(): lambda text: text,
    pl.Int64(): lambda text: text.str.to_integer(strict=False),
    pl.Float64(): lambda text: text.cast(pl.Float64, strict=False),
    pl.Date(): lambda text: text.str.to_date("%Y-%m-%d", strict=False),
    pl.Boolean(): lambda text: text.replace_strict({"true": True, "false": False}, default=None),
}
_EXPECTED = {
    pl.Int64(): "a whole number",
    pl.Float64(): "a number with a decimal point",
    pl.Date(): "a date like 2025-06-03",
    pl.Boolean(): "true or false",
}
_RULES = {
    "nullability": "a value",
    "primary_key": "each key once",
    "regex": "a code of the right form",
}


def valid_on(day: date | pl.Expr) -> pl.Expr:
    """Whether `valid_from` and `valid_to` (null: still valid) enclose the day."""
    return (pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))


def geography_on(tables: dict[str, pl.DataFrame], day: date) -> pl.DataFrame:
    """The geography valid on a day, a row per municipality by code; columns as in `Reference.geography`."""
    regions = tables["regions"].filter(valid_on(day))
    areas = tables["report_areas"]
    return (
        tables["municipality_regions"]
        .filter(valid_on(day))
        .join(tables["municipalities"], on="municipality_code")
        .join(
            regions.select(
                region_code=pl.coalesce("code", "slug"), region=pl.col("name"), region_order=pl.col("order")
            ),
            on="region_code",
        )
        .join(
            areas.select(
                report_area_code=pl.col("slug"), report_area=pl.col("name"), report_area_order=pl.col("order")
            ),
            on="report_area_code",
            how="left",
        )
        .select(
            "municipality_code",
            "municipality",
            "region_code",
            "region",
            "region_order",
            "report_area_code",
            "report_area",
            "report_area_order",
        )
        .sort("municipality_code")
    )


def geography_problems(geography: pl.DataFrame, file: str, day: date) -> list[Problem]:
    """A geography that is not 98 different municipalities."""
    different = geography["municipality_code"].n_unique()
    if geography.height == different == MUNICIPALITIES:
        return []
    found = f"{geography.height} rows for {different} municipalities on {day}"
    return [Problem(file, None, None, found, f"{MUNICIPALITIES} municipalities, each in one region")]


def code_problems(tables: dict[str, pl.DataFrame], files: dict[str, str]) -> list[Problem]:
    """Codes that the municipalities, regions and report areas do not have."""
    municipalities = set(tables["municipalities"]["municipality_code"])
    regions = set(tables["regions"].select(pl.coalesce("code", "slug")).to_series())
    areas = set(tables["report_areas"]["slug"])
    known = [
        ("municipality_regions", "municipality_code", municipalities),
        ("municipality_regions", "region_code", regions),
        ("municipalities", "report_area_code", areas),
        ("report_areas", "region_code", regions),
        ("population_folk1a", "area_code", municipalities | {CHRISTIANSOE}),
        ("tiles", "municipality_code", municipalities),
        ("neighbours", "municipality_code_a", municipalities),
        ("neighbours", "municipality_code_b", municipalities),
        ("crossings", "municipality_code_a", municipalities),
        ("crossings", "municipality_code_b", municipalities),
    ]
    return [
        Problem(files[stem], None, column, quoted(code), "a code that the reference files hold")
        for stem, column, codes in known
        for code in tables[stem][column].drop_nulls().unique(maintain_order=True)
        if code not in codes
    ]


def total_problems(tables: dict[str, pl.DataFrame], file: str) -> list[Problem]:
    """Complete periods whose municipalities and Christiansø do not add up to the totals, or have none.

    Membership is that of the period's first day. A region that has no published code may lack a total.
    """
    without_code = tables["regions"].filter(pl.col("code").is_null())["slug"]
    periods = complete_periods(tables["population_folk1a"])
    days = pl.DataFrame(
        {"period": periods, "day": [Quarter.parse(period.replace("K", "Q")).first_day for period in periods]},
        schema={"period": pl.String, "day": pl.Date},
    )
    regional = (
        tables["population_folk1a"]
        .join(days, on="period")
        .with_columns(municipality_code=pl.col("area_code").replace(CHRISTIANSOE, BORNHOLM))
        .join(tables["municipality_regions"], on="municipality_code")
        .filter(valid_on(pl.col("day")))
        .group_by("period", area_code="region_code")
        .agg(pl.col("population").sum())
    )
    national = regional.group_by("period", area_code=pl.lit("dk")).agg(pl.col("population").sum())
    wrong = (
        pl.concat([regional, national])
        .join(tables["population_totals"], on=["period", "area_code"], how="left", suffix="_total")
        .filter(pl.col("population").ne_missing(pl.col("population_total")))
        .remove(pl.col("area_code").is_in(without_code.implode()) & pl.col("population_total").is_null())
    )
    return [
        Problem(
            file,
            None,
            "population",
            f"{quoted(total)} for {code} in {period}",
            f"{people}, the sum of its municipalities",
        )
        for period, code, people, total in wrong.sort("period", "area_code").iter_rows()
    ]


def complete_periods(population: pl.DataFrame) -> list[str]:
    """The periods that hold all 98 municipalities and Christiansø, oldest first."""
    counted = population.group_by("period").agg(pl.col("area_code").n_unique())
    return sorted(counted.filter(pl.col("area_code") == MUNICIPALITIES + 1)["period"])
