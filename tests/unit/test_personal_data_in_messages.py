"""No key of a person or an alarm, and no personal number, is in anything that `reduce` says or writes."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from events_support import TERMS, Tables, small, written  # type: ignore[import-not-found]

from analysis.cli import main
from analysis.core.personal_numbers import holds_personal_number

MARK = "NØGLE"
NUMBER = "010190-1234"


def marked() -> Tables:
    """Sound extracts whose keys are marked."""
    return {
        name: table.with_columns(
            (pl.lit(MARK) + pl.col(key).cast(pl.String)).alias(key)
            for key in ("runner", "alarm", "aed")
            if key in table.columns
        )
        for name, table in small().items()
    }


def repeated(name: str) -> Tables:
    tables = marked()
    return {**tables, name: pl.concat([tables[name], tables[name]])}


def with_cell(name: str, column: str, value: object) -> Tables:
    tables = marked()
    table = tables[name].with_columns(pl.lit(value, tables[name].schema[column]).alias(column))
    return {**tables, name: table}


def later(name: str) -> Tables:
    tables = marked()
    return {**tables, name: tables[name].with_columns(pl.col("at") + timedelta(days=400))}


BAD: dict[str, Tables] = {
    "alarms twice": repeated("alarms"),
    "responses twice": repeated("responses"),
    "aeds twice": repeated("aeds"),
    "an unknown alarm": with_cell("responses", "alarm", f"{MARK}99"),
    "an unknown municipality of alarms": with_cell("alarms", "municipality", 999),
    "an unknown municipality of aeds": with_cell("aeds", "municipality", 999),
    "no municipality": with_cell("alarms", "municipality", None),
    "an unknown reason": with_cell("alarms", "reason", "weather"),
    "alarms in the future": later("alarms"),
    "no runner": with_cell("responses", "runner", None),
    "too many hours": with_cell("aeds", "open_hours", 999.0),
    "positions in the future": later("positions"),
}


def reduced(folder: Path, tables: Tables, engine: str, terms: str = TERMS, *, text: bool) -> tuple[int, str]:
    """The exit status, and all that was said and written."""
    extracts = written(folder / "extracts", tables, terms, text=text)
    out = folder / "out"
    options = ["--quarter", "2025Q2", "--as-of", "2025-06-03", "--out", str(out), "--engine", engine]
    result = CliRunner().invoke(main, ["reduce", str(extracts), *options])
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(extracts)]
    return result.exit_code, "".join([result.output, *(path.read_text(encoding="utf-8") for path in files)])


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("kind", BAD)
def test_no_key_is_in_a_message(tmp_path: Path, kind: str, engine: str) -> None:
    for text in (False, True):
        status, said = reduced(tmp_path / str(text), BAD[kind], engine, text=text)
        assert status == 1
        assert ": found " in said
        assert MARK not in said


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_no_key_is_in_what_is_written(tmp_path: Path, engine: str) -> None:
    status, said = reduced(tmp_path, marked(), engine, text=False)
    assert status == 0
    assert "active_runners" in said or "aktive" in said
    assert MARK not in said


@pytest.mark.parametrize(
    ("key", "terms"),
    [
        ("row 1, column source", TERMS.replace("Prøve", f"Prøve {NUMBER}")),
        ("row 1, column publisher", f'publisher = "Nogen {NUMBER}"\n{TERMS}'),
        (
            "row 8, column reason",
            f'{TERMS}\n[[withheld]]\nindicator = "accepted_by_one"\narea = "1084"\n'
            f'reason = "Forsøg, se {NUMBER}"\nuntil = 2026-12-31\n',
        ),
        ("row 7, column area", f'{TERMS}\n[[withheld]]\nindicator = "aeds"\narea = "{NUMBER}"\n'),
        ("row 3, column drawn", TERMS.replace("2025-06-05", f'"{NUMBER}"')),
        ("row 4, column what may be a personal number", f'{TERMS}"{NUMBER}" = 1\n'),
    ],
)
def test_a_personal_number_in_a_text_is_refused_and_not_repeated(
    tmp_path: Path, key: str, terms: str
) -> None:
    status, said = reduced(tmp_path, small(), "polars", terms, text=False)
    assert status == 1
    assert f"extracts.toml, {key}: found " in said
    assert "what may be a personal number" in said
    assert NUMBER not in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("010190-1234", True),
        ("0101901234", True),
        ("290200 1234", True),
        ("se 311299\u20131234.", True),
        ("01.01.90-1234", True),
        ("01 01 90 1234", True),
        ("01-01-90-1234", True),
        ("\uff10\uff11\uff10\uff11\uff19\uff10-1234", True),
        ("710190-1234", True),
        ("10.1111/1234", False),
        ("10.1016-1234", False),
        ("01.01.2025 1234", False),
        ("12.10.2024-11.11.2025", False),
        ("+45 30 12 45 67", False),
        ("https://doi.org/10.1016/j.resuscitation.2015.01.003", False),
        ("\u0661", False),
        ("320190-1234", False),
        ("011390-1234", False),
        ("10101901234", False),
        ("2025-06-03", False),
    ],
)
def test_what_may_be_a_personal_number(text: str, holds: bool) -> None:
    assert holds_personal_number(text) is holds
