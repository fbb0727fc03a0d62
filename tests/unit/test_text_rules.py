"""Texts from outside are checked where they enter, each rule by its name and with its exact line."""

import os
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.core.typeface import shown_characters
from analysis.events.sources import LocalExtracts
from analysis.ingest.delivery import read_delivery
from analysis.ingest.sealing import seal_delivery
from analysis.reading.sidecars import sidecar_path
from analysis.reading.text_rules import LONGEST_TEXT, RULES, composed, text_fault

QUARTER = Quarter(2025, 2)
FOLDER = "data/raw/2025Q2"
LATO = "characters that the report's typeface, Lato, can show"
ONE_LINE = "plain text on one line"
FAULTS = {
    "null": ("a\0", "'a�' with a null character", ONE_LINE),
    "line-break": ("a\u2028b", "'a�b' with a line break", ONE_LINE),
    "control": ("a\x07b", "'a�b' with control characters", ONE_LINE),
    "surrogate": ("a\ud800", "'a�' with half of a character (U+D800)", "whole characters"),
    "noncharacter": (
        "a\ufffe",
        "'a�' with U+FFFE, which is no character",
        "characters that Unicode assigns",
    ),
    "direction": (
        "a\u202eb",
        "'a�b' with U+202E, which turns the direction of writing",
        "the characters in the order they are read",
    ),
    "nothing-visible": ("\u3164", "'\u3164' with nothing that is visible", "a text that people can read"),
    "invisible": (
        "a\u200bb",
        "'a�b' with U+200B, which is invisible",
        "visible characters and plain spaces",
    ),
    "no-shape": ("\U0001f44d", "'\U0001f44d' with \U0001f44d (U+1F44D)", LATO),
}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_each_rule_says_what_it_found(rule: str) -> None:
    text, found, expected = FAULTS[rule]
    assert text_fault(text) == (found, expected)


def test_the_limit_counts_characters_and_not_the_mark_of_a_carried_text() -> None:
    assert text_fault("ø" * LONGEST_TEXT) is None
    assert text_fault("ø" * (LONGEST_TEXT + 1)) == (f"'{'ø' * 39}…' with 501 characters", "at most 500")
    assert text_fault("Overført fra 2025Q2: " + "ø" * LONGEST_TEXT) is None


def test_danish_texts_keep_the_rules() -> None:
    assert text_fault("Ærø »har« 5 ≥ 4 − så “godt” … 100 %") is None
    assert len(shown_characters()) == 263
    assert text_fault(composed("A\u030a\u202f5")) is None


def unsealed(root: Path, name: str) -> Path:
    path = root / "raw/2025Q2" / name
    sidecar_path(path).unlink(missing_ok=True)
    return path


def lines(data: Path) -> list[str]:
    with pytest.raises(InputError) as refusal:
        read_delivery(data, QUARTER)
    return [str(problem) for problem in refusal.value.problems]


def test_texts_of_the_delivery_file_have_row_and_key(data: Path) -> None:
    path = unsealed(data, "delivery.toml")
    text = path.read_text(encoding="utf-8")
    old = 'source = "TrygFonden, Statusrapport, 2. kvartal 2025"'
    row = text[: text.index(old)].count("\n") + 1
    long = f'publisher = "{"x" * 101}"'
    path.write_text(text.replace(old, f'source = "a\\u202Eb"\n{long}'), encoding="utf-8")
    assert lines(data) == [
        f"{FOLDER}/delivery.toml, row {row}, column source: found 'a�b' with U+202E, which turns the "
        "direction of writing, expected the characters in the order they are read",
        f"{FOLDER}/delivery.toml, row {row + 1}, column publisher: found '{'x' * 39}…' with 101 characters, "
        "expected at most 100",
    ]


def test_texts_of_tables_have_row_and_column(data: Path) -> None:
    path = unsealed(data, "runners.csv")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Ærø,26,", "Ærø,26,\U0001f44d"), encoding="utf-8")
    assert lines(data) == [
        f"{FOLDER}/runners.csv, row 57, column Bemærkning: found '\U0001f44d' with \U0001f44d (U+1F44D), "
        f"expected {LATO}"
    ]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            server.bind(path.name)
        finally:
            os.chdir(here)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("runners.csv", f"{FOLDER}/runners.csv"),
        ("delivery.toml", f"{FOLDER}/delivery.toml"),
        ("corrections.csv", f"{FOLDER}/corrections.csv"),
        ("aeds.csv.meta.toml", f"{FOLDER}/aeds.csv.meta.toml"),
        ("../reference/tiles.csv", "data/raw/reference/tiles.csv"),
    ],
)
@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (pipe, "a named pipe"),
        (listening, "a socket"),
        (lambda path: path.symlink_to("/dev/zero"), "a device"),
        (Path.mkdir, "a folder"),
    ],
    ids=["pipe", "socket", "device", "folder"],
)
def test_what_is_no_regular_file_is_refused_at_once(
    data: Path, name: str, file: str, make: Callable[[Path], None], kind: str
) -> None:
    path = (data / "raw/2025Q2" / name).resolve()
    path.unlink(missing_ok=True)
    make(path)
    assert lines(data) == [f"{file}: found {kind}, expected a regular file"]


def test_a_link_to_a_regular_file_is_read(data: Path) -> None:
    path = data / "raw/2025Q2/runners.csv"
    path.rename(data / "runners.csv")
    path.symlink_to(data / "runners.csv")
    assert read_delivery(data, QUARTER).runners.height == 98


@pytest.mark.parametrize(
    ("addition", "line"),
    [
        ("\n".join(f"a{n} = 1" for n in range(200_000)), "lines, expected at most 20,000"),
        (f"a{'.a' * 20_000} = 1", "a line of 40,005 characters, expected at most 10,000"),
        (f"a{'.a' * 4_000} = 1", "a line with 4,000 points outside of texts, expected at most 30"),
    ],
)
def test_a_delivery_file_without_bounds_is_refused_at_once(data: Path, addition: str, line: str) -> None:
    path = unsealed(data, "delivery.toml")
    path.write_text(f"{addition}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    (only,) = lines(data)
    assert line in only or "a file of 2 MB, expected at most 1 MB of TOML" in only


@pytest.mark.parametrize("total", [f"0x{'f' * 5000}", "9223372036854775808"])
def test_a_total_beyond_64_bits_is_refused(data: Path, total: str) -> None:
    path = unsealed(data, "delivery.toml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("dk = 57307", f"dk = {total}"), encoding="utf-8")
    shown = "a number of thousands of digits" if total.startswith("0x") else total
    assert lines(data) == [
        f"{FOLDER}/delivery.toml, row 38, column dk: found '{shown}', "
        "expected a whole number of 0 or more, without points"
    ]


NUMBER = "010190-1234"
ENTRY = "\n\n[[{}]]\n{}\n"


def toml_text(old: str, new: str) -> Callable[[Path], None]:
    def damage(data: Path) -> None:
        path = unsealed(data, "delivery.toml")
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return damage


def toml_entry(table: str, keys: str) -> Callable[[Path], None]:
    def damage(data: Path) -> None:
        path = unsealed(data, "delivery.toml")
        path.write_text(path.read_text(encoding="utf-8") + ENTRY.format(table, keys), encoding="utf-8")

    return damage


def table_text(name: str, old: str, new: str) -> Callable[[Path], None]:
    def damage(data: Path) -> None:
        path = unsealed(data, name)
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    return damage


def correction(data: Path) -> None:
    header = "Tabel,Områdekode,Kolonne,Gammel værdi,Ny værdi,Begrundelse,Rettet af"
    row = f"runners,492,Aktive hjerteløbere,25,26,Tastefejl,{NUMBER}"
    (data / "raw/2025Q2/corrections.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (toml_text('source = "', f'source = "{NUMBER} '), "column source"),
        (toml_text('# publisher = "', f'publisher = "{NUMBER} '), "column publisher"),
        (toml_text('reason = "', f'reason = "{NUMBER} '), "column reason"),
        (toml_text("dk = 57307", f'dk = "{NUMBER}"'), "column dk"),
        (
            toml_entry("break", f'indicator = "active_runners"\narea = "482"\nreason = "{NUMBER}"'),
            "column reason",
        ),
        (toml_entry("answer", f'warning = "x"\ntext = "{NUMBER}"'), "column text"),
        (
            toml_entry("accepted_leak", f'indicator = "x"\narea = "482"\nreason = "{NUMBER}"'),
            "column reason",
        ),
        (toml_entry("english", f'text = "x"\nenglish = "{NUMBER}"'), "column english"),
        (table_text("runners.csv", "Ærø,26,", f"Ærø,26,{NUMBER}"), "column Bemærkning"),
        (table_text("runners.csv", "Ærø,26,", f"Ærø,{NUMBER},"), "column Aktive hjerteløbere"),
        (table_text("runners.csv", "492,", f"{NUMBER},"), "column Kommunekode"),
        (table_text("runners.csv", "Bemærkning", NUMBER), "column what may be a personal number"),
        (correction, "column Rettet af"),
        (table_text("../reference/programme_facts.csv", "TrygFonden", NUMBER), "column"),
    ],
    ids=[
        "source", "publisher", "withheld", "total", "break", "answer", "accepted_leak", "english", "note",
        "count", "code", "header", "correction", "reference",
    ],
)  # fmt: skip
def test_a_personal_number_is_refused_wherever_it_stands_and_not_repeated(
    data: Path, command: str, damage: Callable[[Path], None], place: str
) -> None:
    damage(data)
    done = CliRunner().invoke(main, [command, "2025Q2", "--data", str(data)])
    assert done.exit_code == 1
    assert place in done.stderr
    assert "what may be a personal number" in done.stderr
    assert NUMBER not in done.output


def test_a_table_of_more_rows_than_counts_have_is_refused_at_once(data: Path) -> None:
    path = unsealed(data, "runners.csv")
    path.write_text(path.read_text(encoding="utf-8") + "x,y,z,w\n" * 100_000, encoding="utf-8")
    assert lines(data) == [f"{FOLDER}/runners.csv: found 100,099 rows, expected at most 50,000"]


@pytest.mark.parametrize("value", ["[" * 4_000 + "]" * 4_000, "{a=" * 2_000 + "1" + "}" * 2_000])
def test_values_nested_too_deep_are_refused(data: Path, value: str) -> None:
    toml_text('quarter = "2025Q2"', f"quarter = {value}")(data)
    assert lines(data) == [f"{FOLDER}/delivery.toml: found values nested too deep, expected valid TOML"]


def test_an_answer_to_a_leak_is_refused_with_what_settles_it(data: Path) -> None:
    path = unsealed(data, "delivery.toml")
    text = path.read_text(encoding="utf-8").rstrip("\n")
    entry = '\n\n[[answer]]\nwarning = "leak/1084/activations"\ntext = "Det er i orden."\n'
    path.write_text(text + entry, encoding="utf-8")
    row = text.count("\n") + 4
    assert lines(data) == [
        f"{FOLDER}/delivery.toml, row {row}, column warning: found 'leak/1084/activations', expected an "
        "entry [[accepted_leak]] with activations and 1084: no answer settles this warning"
    ]


@pytest.mark.parametrize("stem", ["programme_facts", "tiles", "neighbours", "published_figures"])
def test_a_row_twice_in_a_reference_file_is_refused(data: Path, stem: str) -> None:
    path = data / "raw/reference" / f"{stem}.csv"
    sidecar_path(path).unlink(missing_ok=True)
    rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*rows, rows[1]]) + "\n", encoding="utf-8")
    found = f"data/raw/reference/{stem}.csv, row {len(rows) + 1}: found the same cells as in row 2, expected "
    assert lines(data)[0] == f"{found}each row once"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_refused_with_its_row(data: Path, day: str) -> None:
    path = unsealed(data, "delivery.toml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("as_of = 2025-06-03", f"as_of = {day}"), encoding="utf-8")
    expected = "expected a day from 2025-04-01 to 2025-07-31"
    assert f"{FOLDER}/delivery.toml, row 19, column as_of: found '{day}', {expected}" in lines(data)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_regular_file_is_not_sealed(data: Path) -> None:
    os.mkfifo(data / "raw/2025Q2/extra.csv")
    (data / "raw/2025Q2/lost.csv").symlink_to("nowhere")
    (data / "raw/reference/endless.csv").symlink_to("/dev/zero")
    with pytest.raises(InputError) as refusal:
        seal_delivery(DataRoot(data), QUARTER, date(2025, 7, 1))
    assert [str(problem) for problem in refusal.value.problems] == [
        f"{FOLDER}/extra.csv: found a named pipe, expected a regular file",
        f"{FOLDER}/lost.csv: found a link that leads nowhere, expected a regular file",
        "data/raw/reference/endless.csv: found a device, expected a regular file",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("extracts.toml", LocalExtracts.described),
        ("boundaries.geojson", LocalExtracts.boundaries),
        ("alarms.csv", lambda place: place.files("alarms")),
    ],
)
def test_an_extract_that_is_a_pipe_is_refused_at_once(
    tmp_path: Path, name: str, read: Callable[[LocalExtracts], object]
) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(InputError) as refusal:
        read(LocalExtracts(tmp_path))
    assert [str(problem) for problem in refusal.value.problems] == [
        f"{name}: found a named pipe, expected a regular file"
    ]
