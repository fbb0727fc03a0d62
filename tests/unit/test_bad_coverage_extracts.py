"""Coordinates, hours and cells with something wrong in them: what is said, on both engines alike.

`docs/how-to/coverage.md` shows these as a table; a test below keeps it to the words that are said.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from events_support import (  # type: ignore[import-not-found]
    TERMS,
    Tables,
    as_text,
    changed,
    small,
    written,
)

from analysis.cli import main
from analysis.core.layout import ROOT

PAGE = ROOT / "docs" / "how-to" / "coverage.md"
ENGINES = ("polars", "duckdb")
DEGREES = "expected degrees: longitudes from 7.5 to 15.6, latitudes from 54.3 to 58.0"


def sound() -> Tables:
    """Two AEDs with coordinates, the second with hours, and people of two municipalities."""
    tables: Tables = small()
    tables["aeds"] = tables["aeds"].with_columns(
        open_hours=pl.Series([None, 40.0]),
        longitude=pl.Series([12.568337, 12.5321]),
        latitude=pl.Series([55.676098, 55.6804]),
    )
    tables["aed_hours"] = pl.DataFrame(
        [(22, day, "09:00", "17:00") for day in range(1, 6)],
        schema={"aed": pl.Int64, "weekday": pl.Int64, "opens": pl.String, "closes": pl.String},
        orient="row",
    )
    tables["population"] = pl.DataFrame(
        {
            "cell": ["100m_61758_7243", "100m_61758_7244", "100m_61761_7221"],
            "municipality": [101, 101, 147],
            "inhabitants": [100, 200, 300],
            "as_of": [date(2025, 1, 1)] * 3,
        }
    )
    return tables


ARREST_DAYS = "arrests_from = 2024-06-04\narrests_to = 2025-06-03\n"


def with_arrests(tables: Tables) -> Tables:
    """Two arrests, the second without a place."""
    arrests = pl.DataFrame(
        {
            "arrest": [31, 32],
            "at": [datetime(2025, 6, 1, 10, tzinfo=UTC), datetime(2025, 5, 1, 10, tzinfo=UTC)],
            "longitude": [12.568337, None],
            "latitude": [55.676098, None],
            "municipality": [101, 147],
            "public": [True, None],
        },
        schema_overrides={"at": pl.Datetime("us", "UTC")},
    )
    return {**{name: table for name, table in tables.items() if name != "population"}, "arrests": arrests}


def cell(table: str, column: str, value: object, row: int = 0) -> Callable[[Tables], Tables]:
    """The value in a row."""
    here = pl.int_range(pl.len()) == row

    def put(before: pl.DataFrame) -> pl.DataFrame:
        there = pl.when(here).then(pl.lit(value, dtype=before.schema[column])).otherwise(column)
        return before.with_columns(there.alias(column))

    damage: Callable[[Tables], Tables] = changed(table, put)
    return damage


def both(*damages: Callable[[Tables], Tables]) -> Callable[[Tables], Tables]:
    def put(tables: Tables) -> Tables:
        for damage in damages:
            tables = damage(tables)
        return tables

    return put


def without(table: str, column: str) -> Callable[[Tables], Tables]:
    damage: Callable[[Tables], Tables] = changed(table, lambda before: before.drop(column))
    return damage


def in_degrees(tables: Tables) -> Tables:
    places = {"longitude": [12.5683, 12.57, 12.53], "latitude": [55.676, 55.676, 55.68]}
    population = (
        tables["population"]
        .drop("cell")
        .with_columns(**{name: pl.Series(values) for name, values in places.items()}, side=100)
    )
    return {**tables, "population": population}


AEDS = "aeds, column longitude and latitude"
ARRESTS = "arrests, column longitude and latitude"
BAD: dict[str, tuple[Callable[[Tables], Tables], str]] = {
    "an AED in Malmö's latitude and Kiel's longitude": (
        cell("aeds", "latitude", 53.9, row=1),
        f"{AEDS}: found 1 row with a place outside Denmark (row 2 of aeds.parquet), {DEGREES}",
    ),
    "longitude and latitude swapped": (
        both(cell("aeds", "longitude", 55.676098), cell("aeds", "latitude", 12.568337)),
        f"{AEDS}: found 1 row with the axes swapped (row 1 of aeds.parquet), {DEGREES}",
    ),
    "metres instead of degrees": (
        both(cell("aeds", "longitude", 724354.3), cell("aeds", "latitude", 6175803.9)),
        f"{AEDS}: found 1 row with metres instead of degrees (row 1 of aeds.parquet), {DEGREES}",
    ),
    "half a place": (
        cell("aeds", "latitude", None),
        f"{AEDS}: found 1 row with one of the two (row 1 of aeds.parquet), expected both or none",
    ),
    "only one of the two columns": (
        without("aeds", "latitude"),
        "aeds, column longitude: found one of the two, expected longitude and latitude",
    ),
    "people and no coordinates": (
        both(without("aeds", "latitude"), without("aeds", "longitude")),
        "aeds, column longitude: found no coordinates, expected longitude and latitude, as population is "
        "there",
    ),
    "a day that no week has": (
        cell("aed_hours", "weekday", 8),
        "aed_hours, column weekday: found 1 row with a day that no week has (row 1 of aed_hours.parquet), "
        "expected 1 for Monday to 7 for Sunday",
    ),
    "midnight as 24:00": (
        cell("aed_hours", "closes", "24:00"),
        "aed_hours, column closes: found 1 row with a cell that cannot be read (row 1 of aed_hours.parquet), "
        "expected times of day from 00:00 to 23:59, midnight being 00:00",
    ),
    "hours that stand twice": (
        cell("aed_hours", "weekday", 1, row=1),
        "aed_hours, column aed and weekday and opens: found 1 key that stands more than once "
        "(rows 1 and 2 of aed_hours.parquet), expected each once",
    ),
    "hours of an unknown AED": (
        cell("aed_hours", "aed", 99),
        "aed_hours, column aed: found 1 row with an unknown AED (row 1 of aed_hours.parquet), expected AEDs "
        "that stand in aeds",
    ),
    "hours of an AED that is always open": (
        cell("aed_hours", "aed", 21),
        "aed_hours, column aed: found 1 row with hours of an AED that is open around the clock (row 1 of "
        "aed_hours.parquet), expected no row for it",
    ),
    "other hours than those of the week": (
        cell("aeds", "open_hours", 41.0, row=1),
        "aeds, column open_hours: found 1 row with other hours than aed_hours has (row 2 of aeds.parquet), "
        "expected the hours a week that its rows in aed_hours add up to",
    ),
    "a cell that is none": (
        cell("population", "cell", "100m-61758-7243"),
        "population, column cell: found 1 row with a cell that cannot be read (row 1 of population.parquet), "
        "expected cells of the Danish square grid, like 100m_61234_5678 or 1km_6123_567",
    ),
    "a cell with its axes swapped": (
        cell("population", "cell", "100m_7243_61758"),
        "population, column cell: found 1 row with the axes swapped (row 1 of population.parquet), expected "
        "side, northing and easting of the south-west corner in UTM zone 32: 100m_61234_5678",
    ),
    "a cell outside Denmark": (
        cell("population", "cell", "100m_59758_7243"),
        "population, column cell: found 1 row with a cell outside Denmark (row 1 of population.parquet), "
        "expected side, northing and easting of the south-west corner in UTM zone 32: 100m_61234_5678",
    ),
    "a cell that stands twice": (
        cell("population", "cell", "100m_61758_7244"),
        "population, column cell and municipality: found 1 key that stands more than once (rows 1 and 2 of "
        "population.parquet), expected each once",
    ),
    "fewer than no inhabitants": (
        cell("population", "inhabitants", -1),
        "population, column inhabitants: found 1 row with fewer than none (row 1 of population.parquet), "
        "expected 0 or more",
    ),
    "inhabitants with decimals": (
        changed("population", lambda table: table.with_columns(pl.col("inhabitants").cast(pl.Float64))),
        "population.parquet, column inhabitants: found a column of type Float64, expected whole numbers",
    ),
    "cells of an unknown municipality": (
        cell("population", "municipality", 999),
        "population, column municipality: found 1 row with an unknown code (row 1 of population.parquet), "
        "expected codes of the municipalities valid on 2025-06-03",
    ),
    "cells without a place": (
        without("population", "cell"),
        "population, column cell: found no place, expected a column cell, or longitude, latitude and side",
    ),
    "cells of two sizes": (
        cell("population", "cell", "1km_6175_724"),
        "population, column side: found cells of 100 and 1000 metres, expected one side for all",
    ),
    "people of two days": (
        cell("population", "as_of", date(2024, 1, 1)),
        "population, column as_of: found 2 days, 2024-01-01 to 2025-01-01, expected one day for all",
    ),
    "cells in degrees, of an odd side": (
        both(in_degrees, cell("population", "side", 150)),
        "population, column side: found 1 row with another side (row 1 of population.parquet), expected "
        "one of 100, 200, 250, 500, 1000 metres",
    ),
    "cells in degrees, swapped": (
        both(in_degrees, cell("population", "longitude", 55.676), cell("population", "latitude", 12.5683)),
        "population, column longitude and latitude: found 1 row with the axes swapped (row 1 of "
        f"population.parquet), {DEGREES}",
    ),
    "runners none of whom was in Denmark, as with swapped axes": (
        changed(
            "positions",
            lambda table: table.with_columns(longitude=pl.lit(55.676098), latitude=pl.lit(12.568337)),
        ),
        f"positions, column longitude and latitude: found no place in Denmark, {DEGREES}",
    ),
    "an arrest outside Denmark": (
        both(with_arrests, cell("arrests", "latitude", 53.9)),
        f"{ARRESTS}: found 1 row with a place outside Denmark (row 1 of arrests.parquet), {DEGREES}",
    ),
    "an arrest with its axes swapped": (
        both(with_arrests, cell("arrests", "longitude", 55.676098), cell("arrests", "latitude", 12.568337)),
        f"{ARRESTS}: found 1 row with the axes swapped (row 1 of arrests.parquet), {DEGREES}",
    ),
    "an arrest in metres": (
        both(with_arrests, cell("arrests", "longitude", 724354.3), cell("arrests", "latitude", 6175803.9)),
        f"{ARRESTS}: found 1 row with metres instead of degrees (row 1 of arrests.parquet), {DEGREES}",
    ),
    "half the place of an arrest": (
        both(with_arrests, cell("arrests", "longitude", 12.5, row=1)),
        f"{ARRESTS}: found 1 row with one of the two (row 2 of arrests.parquet), expected both or none",
    ),
    "an arrest that stands twice": (
        both(with_arrests, cell("arrests", "arrest", 31, row=1)),
        "arrests, column arrest: found 1 key that stands more than once (rows 1 and 2 of arrests.parquet), "
        "expected each once",
    ),
    "an arrest in the future": (
        both(with_arrests, cell("arrests", "at", datetime(2025, 6, 6, 10, tzinfo=UTC))),
        "arrests, column at: found 1 row with a time in the future (row 1 of arrests.parquet), expected "
        "times up to 2025-06-05, when the extracts were drawn",
    ),
    "an arrest without a time": (
        both(with_arrests, cell("arrests", "at", None, row=1)),
        "arrests, column at: found 1 row with an empty cell (row 2 of arrests.parquet), expected times with "
        "a time zone in every row",
    ),
    "times of arrests without a zone": (
        both(
            with_arrests,
            changed("arrests", lambda table: table.with_columns(pl.col("at").dt.replace_time_zone(None))),
        ),
        "arrests.parquet, column at: found times without a time zone, expected times with a time zone",
    ),
    "arrests of an unknown municipality": (
        both(with_arrests, cell("arrests", "municipality", 999)),
        "arrests, column municipality: found 1 row with an unknown code (row 1 of arrests.parquet), expected "
        "codes of the municipalities valid on 2025-06-03",
    ),
    "arrests without a column of places": (
        both(with_arrests, without("arrests", "latitude")),
        "arrests.parquet, column latitude: found no such column, expected a column latitude",
    ),
    "arrests of which none has a place": (
        both(with_arrests, cell("arrests", "longitude", None), cell("arrests", "latitude", None)),
        "arrests, column longitude and latitude: found no arrest with a place, expected a place of at least "
        "one of them, in a municipality",
    ),
    "places of arrests that are no numbers, all of them empty": (
        both(
            with_arrests,
            changed("arrests", lambda table: table.with_columns(latitude=pl.lit(None, pl.String))),
        ),
        "arrests.parquet, column latitude: found a column of type String, expected numbers",
    ),
    "public or not as numbers": (
        both(
            with_arrests,
            changed("arrests", lambda table: table.with_columns(pl.col("public").cast(pl.Int8))),
        ),
        "arrests.parquet, column public: found a column of type Int8, expected true or false",
    ),
    "arrests of other days than those named": (
        both(
            with_arrests,
            changed("arrests", lambda table: table.with_columns(pl.col("at").dt.offset_by("-2y"))),
        ),
        "arrests, column at: found no arrest in the period, expected at least one",
    ),
    "arrests and no coordinates of AEDs": (
        both(with_arrests, without("aeds", "latitude"), without("aeds", "longitude")),
        "aeds, column longitude: found no coordinates, expected longitude and latitude, as arrests is there",
    ),
    "arrests without a municipality and no boundaries": (
        both(with_arrests, without("arrests", "municipality")),
        "boundaries.geojson: found no such file, expected the municipalities' boundaries, as longitude and "
        "latitude were delivered in arrests",
    ),
    "other people than the register has": (
        lambda tables: tables,
        "population, column inhabitants: found 300 in 101 København, -",
    ),
}


def said(folder: Path, engine: str) -> list[str]:
    out = folder.parent / "out"
    options = ["--quarter", "2025Q2", "--as-of", "2025-06-03", "--engine", engine, "--out", str(out)]
    result = CliRunner().invoke(main, ["reduce", str(folder), *options])
    assert result.exit_code == 1, result.output
    assert not out.exists()
    return result.stderr.splitlines()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", [name for name in BAD if name != "other people than the register has"])
def test_what_is_wrong_is_said(name: str, engine: str, tmp_path: Path) -> None:
    damage, expected = BAD[name]
    tables = damage(sound())
    terms = TERMS + (ARREST_DAYS if "arrests" in tables else "")
    assert said(written(tmp_path / "in", tables, terms), engine) == [expected]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (
            "",
            [
                f"extracts.toml, column {name}: found no such key, expected the first and the last day of "
                "which arrests were extracted, as arrests is there"
                for name in ("arrests_from", "arrests_to")
            ],
        ),
        (
            "arrests_from = 2025-06-04\narrests_to = 2025-06-03\n",
            ["extracts.toml, row 4, column arrests_from: found '2025-06-04', expected a day up to "
             "2025-06-03, as in arrests_to"],
        ),
        (
            "arrests_from = 2024-06-04\narrests_to = 2025-06-06\n",
            ["extracts.toml, row 5, column arrests_to: found '2025-06-06', expected a day up to 2025-06-05, "
             "when the extracts were drawn"],
        ),
        (
            "arrests_from = 0001-01-01\narrests_to = 2025-06-03\n",
            ["extracts.toml, row 4, column arrests_from: found '0001-01-01', expected a day at most 100 "
             "years before 2025-06-05, when the extracts were drawn"],
        ),
    ],
)  # fmt: skip
def test_the_days_of_arrests_have_to_be_named(days: str, expected: list[str], tmp_path: Path) -> None:
    assert said(written(tmp_path / "in", with_arrests(sound()), TERMS + days), "polars") == expected


def test_days_of_arrests_without_arrests_are_refused(tmp_path: Path) -> None:
    lines = said(written(tmp_path / "in", sound(), TERMS + ARREST_DAYS), "polars")
    assert lines == [
        f"extracts.toml, row {row}, column {name}: found '{day}' without a table, expected arrests, as their "
        "days are there"
        for row, name, day in ((4, "arrests_from", "2024-06-04"), (5, "arrests_to", "2025-06-03"))
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_arrests_of_csv_are_judged_cell_by_cell_and_never_quoted(engine: str, tmp_path: Path) -> None:
    tables = both(
        with_arrests, changed("arrests", lambda table: as_text(table).cast(pl.String)),
        cell("arrests", "at", "2025-06-01 10:17:33"), cell("arrests", "longitude", "12,568"),
        cell("arrests", "public", "maybe", row=1),
    )(sound())  # fmt: skip
    lines = said(written(tmp_path / "in", tables, TERMS + ARREST_DAYS, text=True), engine)
    assert [line.split(", expected")[0] for line in lines] == [
        "arrests, column at: found 1 row with a time without a time zone (row 2 of arrests.csv)",
        "arrests, column longitude: found 1 row with a cell that cannot be read (row 2 of arrests.csv)",
        f"{ARRESTS}: found 1 row with one of the two (row 2 of arrests.csv)",
        "arrests, column public: found 1 row with a cell that cannot be read (row 3 of arrests.csv)",
    ]
    assert not any("10:17" in line or "12,568" in line for line in lines)


def test_people_are_held_against_the_register(tmp_path: Path) -> None:
    damage, expected = BAD["other people than the register has"]
    lines = said(written(tmp_path / "in", damage(sound())), "polars")
    assert len(lines) == 98
    (copenhagen,) = (line for line in lines if " 101 " in line)
    assert copenhagen.startswith(expected)
    assert copenhagen.endswith(" as in FOLK1A 2025K2, within 2%")


@pytest.mark.parametrize("engine", ENGINES)
def test_everything_wrong_is_said_at_once(engine: str, tmp_path: Path) -> None:
    damage = both(
        cell("aeds", "longitude", 724354.3),
        cell("aed_hours", "weekday", 0),
        cell("aed_hours", "opens", "9:00", row=1),
        cell("population", "cell", "100m_7243_61758"),
        cell("population", "inhabitants", -1, row=2),
    )
    lines = said(written(tmp_path / "in", damage(sound())), engine)
    assert [line.split(" (")[0] for line in lines] == [
        "aed_hours, column opens: found 1 row with a cell that cannot be read",
        "aed_hours, column weekday: found 1 row with a day that no week has",
        f"{AEDS}: found 1 row with metres instead of degrees",
        "population, column cell: found 1 row with the axes swapped",
        "population, column inhabitants: found 1 row with fewer than none",
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_cells_of_csv_that_cannot_be_read_are_said_without_a_place(engine: str, tmp_path: Path) -> None:
    tables = {name: table.cast(pl.String) for name, table in in_degrees(sound()).items()}
    damaged = both(
        cell("population", "longitude", "12,5683"),
        cell("population", "inhabitants", "1.5", row=1),
        cell("aeds", "latitude", "55° 40'"),
    )({**tables, **{name: small()[name] for name in ("positions", "alarms", "responses")}})
    lines = said(written(tmp_path / "in", damaged, text=True), engine)
    assert [line.split(", expected")[0] for line in lines] == [
        "aeds, column latitude: found 1 row with a cell that cannot be read (row 2 of aeds.csv)",
        f"{AEDS}: found 1 row with one of the two (row 2 of aeds.csv)",
        "population, column inhabitants: found 1 row with a cell that cannot be read "
        "(row 3 of population.csv)",
        "population, column longitude: found 1 row with a cell that cannot be read (row 2 of population.csv)",
        "population, column longitude and latitude: found 1 row with one of the two "
        "(row 2 of population.csv)",
    ]
    assert not any("12,5683" in line or "40'" in line for line in lines)


def test_the_page_shows_them() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, (_, expected) in BAD.items():
        assert f"| {name} | `{expected}" in page, name
