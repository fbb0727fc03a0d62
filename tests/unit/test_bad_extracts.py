"""Extracts with something wrong in them: what is said, on one machine and on the other engine alike.

`docs/how-to/reduce.md` shows these as a table; a test below keeps it to the words that are said.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from events_support import NOON, TERMS, Tables, as_text, changed, frame, small, written  # type: ignore[import-not-found]

from analysis.cli import main
from analysis.core.layout import ROOT
from analysis.events.csv_structure import first_fault

PAGE = ROOT / "docs" / "how-to" / "reduce.md"
ENGINES = ("polars", "duckdb")


def also(table, *rows):
    return changed(table, lambda before: pl.concat([before, frame(table, list(rows))]))


def cell(table, column, value):
    """The value in the first row."""
    first = pl.int_range(pl.len()) == 0

    def put(before: pl.DataFrame) -> pl.DataFrame:
        return before.with_columns(
            pl.when(first).then(pl.lit(value, dtype=before.schema[column])).otherwise(column).alias(column)
        )

    return changed(table, put)


def naive(column: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda table: table.with_columns(pl.col(column).dt.replace_time_zone(None))


LATER = NOON + timedelta(days=30)
BAD: dict[str, tuple[Callable[[Tables], Tables], str]] = {
    "times without a time zone": (
        changed("positions", naive("at")),
        "positions.parquet, column at: found times without a time zone, expected times with a time zone",
    ),
    "a column that is missing": (
        changed("responses", lambda table: table.drop("arrived")),
        "responses.parquet, column arrived: found no such column, expected a column arrived",
    ),
    "a column of another type": (
        changed("alarms", lambda table: table.with_columns(pl.col("cancelled").cast(pl.Int8))),
        "alarms.parquet, column cancelled: found a column of type Int8, expected true or false",
    ),
    "positions without a place": (
        changed("positions", lambda table: table.drop("municipality")),
        "positions, column municipality: found no place, expected a column municipality, or longitude and "
        "latitude with boundaries.geojson beside the tables",
    ),
    "keys of two types": (
        changed("alarms", lambda table: table.with_columns(pl.col("alarm").cast(pl.String))),
        "responses, column alarm: found a column of type Int64, expected String, as in alarms",
    ),
    "no positions": (
        changed("positions", pl.DataFrame.clear),
        "positions: found no position in a known municipality in the 30 days up to 2025-06-03, "
        "expected at least one active runner",
    ),
    "positions with codes of their own": (
        changed("positions", lambda table: table.with_columns(pl.col("municipality") + 800)),
        "positions: found no position in a known municipality in the 30 days up to 2025-06-03, "
        "expected at least one active runner",
    ),
    "a table without rows": (
        changed("aeds", pl.DataFrame.clear),
        "aeds: found no rows, expected at least one",
    ),
    "an alarm that stands twice": (
        changed("alarms", lambda table: pl.concat([table, table.head(1)])),
        "alarms, column alarm: found 1 key that stands more than once (rows 1 and 3 of alarms.parquet), "
        "expected each once",
    ),
    "a response that stands twice": (
        also("responses", (11, 1, NOON, None, None)),
        "responses, column alarm and runner: found 1 key that stands more than once (rows 1 and 4 of "
        "responses.parquet), expected each once",
    ),
    "a response without alarm": (
        also("responses", (99, 1, NOON, None, None), (98, 1, NOON, None, None), (99, 2, NOON, None, None)),
        "responses, column alarm: found 3 rows with an unknown alarm (rows 4, 5 and 6 of responses.parquet), "
        "expected alarms that stand in alarms: is a file of theirs missing?",
    ),
    "an alarm in an unknown municipality": (
        cell("alarms", "municipality", 999),
        "alarms, column municipality: found 1 row with an unknown code (row 1 of alarms.parquet), "
        "expected codes of the municipalities valid on 2025-06-03",
    ),
    "an alarm without a municipality": (
        cell("alarms", "municipality", None),
        "alarms, column municipality: found 1 row with an empty cell (row 1 of alarms.parquet), "
        "expected municipality codes, whole numbers or texts in every row",
    ),
    "an alarm after the extracts were drawn": (
        cell("alarms", "at", LATER),
        "alarms, column at: found 1 row with a time in the future (row 1 of alarms.parquet), "
        "expected times up to 2025-06-05, when the extracts were drawn",
    ),
    "a reason that is not in the list": (
        changed("alarms", lambda table: table.with_columns(pl.col("reason").replace("technical", "weather"))),
        "alarms, column reason: found 1 row with an unknown reason (row 2 of alarms.parquet), expected "
        "one of no-arrest, death-established, physician-decision, known-opt-out, professional-help, safety, "
        "technical, other, unknown",
    ),
    "a reason though it was not cancelled": (
        cell("alarms", "reason", "safety"),
        "alarms, column reason: found 1 row with a reason, though it was not cancelled (row 1 of "
        "alarms.parquet), "
        "expected an empty cell",
    ),
    "a response without a runner": (
        cell("responses", "runner", None),
        "responses, column runner: found 1 row with an empty cell (row 1 of responses.parquet), "
        "expected whole numbers or texts in every row",
    ),
    "an AED retired before it was registered": (
        cell("aeds", "retired", date(2023, 1, 1)),
        "aeds, column retired: found 1 row with a day before it was registered (row 1 of aeds.parquet), "
        "expected a later day",
    ),
    "an AED open more than a week": (
        changed("aeds", lambda table: table.with_columns(pl.col("open_hours") * 5)),
        "aeds, column open_hours: found 1 row with hours that no week has (row 2 of aeds.parquet), "
        "expected hours a week, from 0 to 168",
    ),
    "an AED open around the clock for forty hours": (
        cell("aeds", "open_hours", 40.0),
        "aeds, column open_hours: found 1 row with fewer hours, though it is open around the clock (row "
        "1 of aeds.parquet), "
        "expected 168 or an empty cell",
    ),
}
BAD_TEXT: dict[str, tuple[str, str, str, str]] = {
    "a time without a time zone, in CSV": (
        "alarms",
        "at",
        "2025-06-02 10:00:00",
        "alarms, column at: found 1 row with a time without a time zone (row 2 of alarms.csv), "
        "expected times with a time zone, like 2025-06-03T10:15:00Z",
    ),
    "a time that is none, in CSV": (
        "positions",
        "at",
        "2025-02-30T10:00:00Z",
        "positions, column at: found 1 row with a cell that cannot be read (row 2 of positions.csv), "
        "expected times with a time zone",
    ),
    "a code that is none, in CSV": (
        "positions",
        "municipality",
        "København",
        "positions, column municipality: found 1 row with a cell that cannot be read (row 2 of "
        "positions.csv), "
        "expected municipality codes, whole numbers or texts",
    ),
    "yes and no, in CSV": (
        "aeds",
        "around_the_clock",
        "ja",
        "aeds, column around_the_clock: found 1 row with a cell that cannot be read (row 2 of "
        "aeds.csv), expected true or false",
    ),
    "hours with a comma, in CSV": (
        "aeds",
        "open_hours",
        "37,5",
        "aeds, column open_hours: found 1 row with a cell that cannot be read (row 2 of aeds.csv), "
        "expected numbers",
    ),
    "a day the other way round, in CSV": (
        "aeds",
        "registered",
        "01-01-2024",
        "aeds, column registered: found 1 row with a cell that cannot be read (row 2 of aeds.csv), "
        "expected dates",
    ),
}
FOLDERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "no extracts.toml": (
        lambda folder: (folder / "extracts.toml").unlink(),
        "extracts.toml: found no such file, expected a file with this name",
    ),
    "extracts drawn before the day of the counts": (
        lambda folder: (folder / "extracts.toml").write_text(TERMS.replace("06-05", "06-01")),
        "extracts.toml, column drawn: found '2025-06-01', "
        "expected 2025-06-03, the day of the counts, or later",
    ),
    "extracts drawn at the end of the calendar": (
        lambda folder: (folder / "extracts.toml").write_text(TERMS.replace("2025-06-05", "9999-12-31")),
        "extracts.toml, column drawn: found '9999-12-31', "
        "expected a day at most 10 years after 2025-06-03, the day of the counts",
    ),
    "a table that is missing": (
        lambda folder: (folder / "aeds.parquet").unlink(),
        "aeds: found no files, "
        "expected a folder aeds/ of .parquet or .csv files, or aeds.parquet or aeds.csv",
    ),
    "Parquet and CSV side by side": (
        lambda folder: as_text(small()["aeds"]).write_csv(folder / "aeds.csv"),
        "aeds: found aeds.csv, aeds.parquet side by side, expected a folder aeds/",
    ),
    "a damaged file": (
        lambda folder: (folder / "alarms.parquet").write_bytes(b"PAR1 and nothing more PAR1"),
        "alarms.parquet: found a file that cannot be read (ComputeError), expected a Parquet file",
    ),
    "files with different columns": (
        lambda folder: split(folder, "responses", lambda table: table.drop("accepted")),
        "responses/1.parquet, column accepted: found no such column, expected a column accepted",
    ),
    "files with different types": (
        lambda folder: split(folder, "responses", lambda t: t.with_columns(pl.col("runner").cast(pl.Int32))),
        "responses/1.parquet, column runner: found a column of type Int32, "
        "expected Int64, as in responses/0.parquet",
    ),
}


def split(folder: Path, name: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """A table as a folder of two files, the second of which is changed."""
    table = pl.read_parquet(folder / f"{name}.parquet")
    (folder / f"{name}.parquet").unlink()
    (folder / name).mkdir()
    table.head(1).write_parquet(folder / name / "0.parquet")
    change(table.tail(-1)).write_parquet(folder / name / "1.parquet")


def said(folder: Path, engine: str) -> list[str]:
    """What the command says of extracts that it refuses."""
    out = folder.parent / "out"
    options = ["--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", str(out), "--engine", engine]
    result = CliRunner().invoke(main, ["reduce", str(folder), *options])
    assert result.exit_code == 1, result.output
    assert not out.exists()
    assert result.stdout == ""
    return result.stderr.splitlines()


def test_the_sound_ones_are_accepted(tmp_path: Path):
    options = ["--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, ["reduce", str(written(tmp_path / "in", small())), *options])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said(name: str, engine: str, tmp_path: Path):
    damage, expected = BAD[name]
    lines = said(written(tmp_path / "in", damage(small())), engine)
    assert [line[: len(expected)] for line in lines] == [expected]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", BAD_TEXT)
def test_cells_of_csv_that_cannot_be_read_are_said(name: str, engine: str, tmp_path: Path):
    table, column, value, expected = BAD_TEXT[name]
    tables = {key: as_text(frame).cast(pl.String) for key, frame in small().items()}
    lines = said(written(tmp_path / "in", cell(table, column, value)(tables), text=True), engine)
    assert lines == [expected]


@pytest.mark.parametrize("name", FOLDERS)
def test_what_is_wrong_with_files_is_said(name: str, tmp_path: Path):
    damage, expected = FOLDERS[name]
    folder = written(tmp_path / "in", small())
    damage(folder)
    lines = said(folder, "polars")
    assert [line[: len(expected)] for line in lines] == [expected]


@pytest.mark.parametrize("engine", ENGINES)
def test_everything_wrong_is_said_at_once_with_the_first_rows(engine: str, tmp_path: Path):
    tables = small()
    more = [(100 + n, NOON, 999 if n % 2 else None, False, None, None) for n in range(2_500)]
    tables["alarms"] = pl.concat([tables["alarms"], frame("alarms", more)])
    tables["aeds"] = tables["aeds"].with_columns(aed=pl.lit(5, dtype=pl.Int64))
    lines = said(written(tmp_path / "in", tables), engine)
    assert [line.split(", expected")[0] for line in lines] == [
        "aeds, column aed: found 1 key that stands more than once (rows 1 and 2 of aeds.parquet)",
        "alarms, column municipality: found 1,250 rows with an empty cell "
        "(first rows 3, 5 and 7 of alarms.parquet)",
        "alarms, column municipality: found 1,250 rows with an unknown code "
        "(first rows 4, 6 and 8 of alarms.parquet)",
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", [False, True])
def test_rows_are_named_by_their_files(engine: str, text: bool, tmp_path: Path):
    """Keys that stand twice across files, and more rows than are named; no key is."""
    tables = small()
    folder = written(tmp_path / "in", tables if not text else csv_tables(tables), text=text)
    kind = "csv" if text else "parquet"
    (folder / f"responses.{kind}").unlink()
    (folder / "responses").mkdir()
    lost = frame("responses", [(11, 1, NOON, None, None), (99, 1, NOON, None, None)])
    for name, rows in {"a": tables["responses"], "b": lost, "c": pl.concat([lost, lost])}.items():
        path = folder / "responses" / f"{name}.{kind}"
        if text:
            csv_tables({"x": rows})["x"].write_csv(path)
        else:
            rows.write_parquet(path)
    first = 1 + text
    assert said(folder, engine) == [
        "responses, column alarm and runner: found 2 keys that stand more than once (one in "
        f"row {first} of responses/a.{kind}, row {first} of responses/b.{kind}, "
        f"row {first} of responses/c.{kind}), expected each once",
    ]


def csv_tables(tables: Tables) -> Tables:
    return {name: as_text(table).cast(pl.String) for name, table in tables.items()}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_key_that_is_no_whole_number_of_ours_breaks_nothing(engine: str, tmp_path: Path):
    tables = small()
    huge = pl.lit(2**63 + 5, pl.UInt64)
    tables["aeds"] = tables["aeds"].with_columns(aed=huge)
    assert said(written(tmp_path / "in", tables), engine) == [
        "aeds, column aed: found 1 key that stands more than once (rows 1 and 2 of aeds.parquet), "
        "expected each once"
    ]


def test_a_file_is_not_named_after_a_person(tmp_path: Path):
    folder = written(tmp_path / "in", small())
    (folder / "alarms").mkdir()
    (folder / "alarms.parquet").rename(folder / "alarms" / "010190-1234.parquet")
    assert said(folder, "polars") == [
        "alarms: found a file whose name holds what may be a personal number, expected a name without one"
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_data_that_breaks_off_is_said_without_quoting_it(engine: str, tmp_path: Path):
    folder = written(tmp_path / "in", small())
    table = pl.DataFrame(
        {"runner": list(range(50_000)), "at": [NOON] * 50_000, "municipality": [101] * 50_000}
    )
    path = folder / "positions.parquet"
    table.with_columns(pl.col("at").cast(pl.Datetime("us", "UTC"))).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[64:4096] = bytes(4096 - 64)
    path.write_bytes(content)
    (line,) = said(folder, engine)
    assert re.fullmatch(
        r"positions: found a reading that broke off \(\w+\), expected files that are whole", line
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_positions_are_counted_and_left_out_not_refused(engine: str, tmp_path: Path):
    tables = small()
    odd = [(None, NOON, 101), (7, None, 101), (8, NOON, None), (9, NOON, 999), (5, LATER, 101)]
    tables["positions"] = pl.concat([tables["positions"], frame("positions", odd)])
    options = ["--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", str(tmp_path / "out")]
    folder = written(tmp_path / "in", tables)
    result = CliRunner().invoke(main, ["reduce", str(folder), *options, "--engine", engine])
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines()[0] == (
        "positions: 9 rows in 1 file, 6 counted, left out 1 without a runner, 1 without a time, "
        "1 with a time after the extracts were drawn, "
        "of those counted 1 without a municipality, 1 with an unknown municipality"
    )
    assert "2 active runners in no known municipality: not counted" in result.stderr
    assert "1 without a time" in (tmp_path / "out" / "runners.csv.meta.toml").read_text()


def test_the_folder_has_to_be_new_and_elsewhere(tmp_path: Path):
    folder = written(tmp_path / "in", small())
    full = tmp_path / "full"
    full.mkdir()
    (full / "theirs").write_text("", encoding="utf-8")
    for out, status, expected in (
        (full, 2, "holds what this command did not make: theirs"),
        (folder / "out", 1, "found a folder among the extracts"),
    ):
        options = ["--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", str(out)]
        result = CliRunner().invoke(main, ["reduce", str(folder), *options])
        assert result.exit_code == status
        assert expected in result.stderr
    assert [path.name for path in full.iterdir()] == ["theirs"]


def test_the_page_shows_every_case():
    page = PAGE.read_text(encoding="utf-8")
    for name, (*_, expected) in {**BAD, **BAD_TEXT, **FOLDERS}.items():
        assert f"| {name} | `{expected}" in page, name


UNCLOSED = "found a quotation mark that is not closed, expected one at the end of the cell, or none"
STRAY = (
    "found a quotation mark inside a cell, "
    "expected quotation marks around the whole cell, and doubled inside it"
)
BROKEN = {
    "a cell too many": (b"\n", b",secret\n", "found 7 cells, expected 6 cells, as the header has"),
    "a cell too few": (b",101,", b",", "found 5 cells, expected 6 cells, as the header has"),
    "an empty row": (b"\n", b"\n\n", None),
    "an open quotation mark": (b"101", b'"101', UNCLOSED),
    "a quotation mark inside a cell": (b"101", b'1"01"', STRAY),
    "text behind a quoted cell": (b"101", b'"10"1', STRAY),
    "a byte of Latin-1": (b"101", b"K\xf8ge", "found a byte that is not UTF-8, expected CSV in UTF-8"),
    "a lone carriage return": (
        b"101", b"1\r01", "found a carriage return inside the row, expected rows that end in LF or CRLF",
    ),
}  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", BROKEN)
def test_csv_that_is_not_whole_is_said_by_file_and_row_without_quoting_it(
    name: str, engine: str, tmp_path: Path
):
    folder = written(tmp_path / "in", csv_tables(small()), text=True)
    path = folder / "alarms.csv"
    old, new, expected = BROKEN[name]
    head, first, *rest = path.read_bytes().splitlines(keepends=True)
    assert old in first
    path.write_bytes(b"".join([head, first.replace(old, new, 1), *rest]))
    row = 3 if name == "an empty row" else 2
    expected = expected or "found an empty row, expected 6 cells, as the header has"
    assert said(folder, engine) == [f"alarms.csv, row {row}: {expected}"]


def test_the_first_fault_of_every_file_is_said_at_once(tmp_path: Path):
    folder = written(tmp_path / "in", csv_tables(small()), text=True)
    for name in ("alarms", "aeds"):
        path = folder / f"{name}.csv"
        path.write_bytes(path.read_bytes().replace(b"\n", b",\n").replace(b",\n", b"\n", 1))
    places = [line.partition(": ")[0] for line in said(folder, "polars")]
    assert sorted(places) == ["aeds.csv, row 2", "alarms.csv, row 2"]


@pytest.mark.parametrize("block", [8, 64, 2**22])
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"a,b\n1,2\n", None),
        (b"\xef\xbb\xbfa,b\r\n1,2\r\n3,4", None),
        (b'a,b\n"1,\n\n""x""",2\n3,4\n', None),
        (b"a,b\n" + b"1,2\n" * 50 + b"3\n", (52, "1 cell")),
        (b"a,b\n" + b'"1\n2",3\n' * 20 + b"4,5,6\n", (22, "3 cells")),
        (b"a,b\n" + b'"1","2"\n' * 9 + b'"3,"4"\n' + b'"5","6"\n' * 9, (11, "a quotation mark")),
        (b"a,b\n" + b"1,2\n" * 30 + b"\xe6,2\n", (32, "a byte")),
        (b"a,b\n" + "æ,ø\n".encode() * 30, None),
        (b"a,b\r1,2\r3,4\r", (1, "a carriage return")),
    ],
)
def test_rows_are_told_apart_whatever_the_blocks_they_are_read_in(
    content: bytes, fault: tuple[int, str] | None, block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("analysis.events.csv_structure.BLOCK_BYTES", block)
    path = tmp_path / "one.csv"
    path.write_bytes(content)
    found = first_fault(path, 2)
    start = len(fault[1]) if fault else 0
    assert (found and (found.row, found.found[:start])) == fault
