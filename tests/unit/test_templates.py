"""A delivery that is started from templates: what they hold, and that filled in they are accepted."""

import csv
import io
import re
import shutil
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from analysis.checks.carried_over import unconfirmed_entries
from analysis.core.folders import OutputFolderError
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.guidance.codes import load_codes
from analysis.ingest.dates import fits_quarter
from analysis.ingest.delivery import read_delivery
from analysis.ingest.delivery_file import read_delivery_file
from analysis.ingest.delivery_text import carried_note, carried_source
from analysis.ingest.entries import english_problems
from analysis.ingest.tables.cancellations import CANCELLATIONS
from analysis.ingest.tables.definition import InputTable
from analysis.ingest.tables.registry import REQUIRED, TABLES
from analysis.ingest.templates import start_delivery
from analysis.reading.files import Column, read_table
from analysis.reading.sidecars import sidecar_path
from analysis.reading.text_rules import unmarked
from analysis.reading.workbooks import read_sheets

BEFORE, NEXT = Quarter(2025, 2), Quarter(2025, 3)
AS_OF = date(2025, 9, 5)
COLUMNS = {table.name: table.columns for table in REQUIRED}
SOURCE = 'source = "TrygFonden, Statusrapport, 2. kvartal 2025"'
Fill = Callable[[Path, str, list[list[str]]], None]


def started(data: Path, quarter: Quarter = NEXT, as_of: date = AS_OF) -> Path:
    return start_delivery(data, quarter, as_of).folder


def cells(path: Path, columns: tuple[Column, ...]) -> pl.DataFrame:
    return read_table(path, columns, path.parent).frame


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    sidecar_path(path).unlink(missing_ok=True)


def test_the_folder_holds_a_delivery_file_and_each_table_twice(data: Path) -> None:
    assert list(content(started(data))) == [
        "activations.xlsx",
        "aeds.xlsx",
        "csv/activations.csv",
        "csv/aeds.csv",
        "csv/runners.csv",
        "delivery.toml",
        "runners.xlsx",
        "valgfri/cancellations.xlsx",
        "valgfri/response_times.xlsx",
    ]


@pytest.mark.parametrize("stem", COLUMNS)
def test_workbook_and_csv_hold_the_same(data: Path, stem: str) -> None:
    folder = started(data)
    workbook = cells(folder / f"{stem}.xlsx", COLUMNS[stem])
    assert workbook.equals(cells(folder / "csv" / f"{stem}.csv", COLUMNS[stem]))
    counts = [column.name for column in COLUMNS[stem][2:-1]]
    assert workbook.select(pl.col(counts).is_null().all()).row(0) == (True,) * len(counts)


def test_csv_is_as_danish_excel_opens_it(data: Path) -> None:
    csv_file = (started(data) / "csv" / "aeds.csv").read_bytes()
    assert csv_file.decode().startswith(
        "\ufeffOmrådekode;Område;Registrerede hjertestartere;Døgntilgængelige hjertestartere;"
        "Åbningstimer pr. uge;Bemærkning\r\ndk;Danmark;;;;\r\n1081;Region Nordjylland;;;;\r\n"
    )


@pytest.mark.parametrize(
    ("quarter", "as_of", "regions"),
    [
        (NEXT, AS_OF, ["dk", "1081", "1082", "1083", "1085", "1084"]),
        (Quarter(2027, 1), date(2027, 2, 1), ["dk", "1081", "1082", "1083", "region-oestdanmark"]),
    ],
    ids=str,
)
def test_areas_are_those_of_the_day(data: Path, quarter: Quarter, as_of: date, regions: list[str]) -> None:
    folder = started(data, quarter, as_of)
    assert cells(folder / "activations.xlsx", COLUMNS["activations"])["area_code"].to_list() == regions
    runners = cells(folder / "runners.xlsx", COLUMNS["runners"])
    assert runners.height == runners["municipality_code"].n_unique() == 98
    assert runners.row(0)[1:3] == ("101", "København")


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_is_explained(table: InputTable) -> None:
    assert all(column.explanation.endswith(".") for column in table.columns)


@pytest.mark.parametrize("stem", COLUMNS)
def test_the_second_sheet_explains_each_column(data: Path, stem: str) -> None:
    first, second = read_sheets((started(data) / f"{stem}.xlsx").read_bytes())
    assert (first.hidden, first.faults, second.name) == (False, [], "Forklaring")
    explained = [cells for _, cells in second.rows[1:] if cells[0] != "Hele arket"]
    assert explained == [[column.header, column.explanation] for column in COLUMNS[stem]]


def test_the_optional_table_lists_every_reason_and_says_how_to_count(data: Path) -> None:
    path = started(data) / "valgfri" / "cancellations.xlsx"
    assert cells(path, CANCELLATIONS.columns).rows() == [
        (row, code.name, code.danish, None, None) for row, code in enumerate(load_codes().values(), start=2)
    ]
    _, second = read_sheets(path.read_bytes())
    explained = {cells[0]: cells[1] for _, cells in second.rows[1:] if cells[0] != "Hele arket"}
    assert list(explained) == [column.header for column in CANCELLATIONS.columns]
    assert "hele landet" in str(explained["Annullerede"])
    assert explained["Annullerede"] not in [column.explanation for column in COLUMNS["activations"]]


def test_only_whole_numbers_may_be_typed(data: Path) -> None:
    with zipfile.ZipFile(started(data) / "activations.xlsx") as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('<dataValidation type="whole"') == 4
    assert sheet.count('<dataValidation type="decimal"') == 3
    assert 'sqref="C2:C7"' in sheet
    assert '<pane xSplit="2" ySplit="1"' in sheet


def test_the_same_template_has_the_same_bytes(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "data"
    shutil.copytree(data, other)
    first = content(started(data))
    assert content(started(other)) == first
    shutil.rmtree(other / "raw" / str(NEXT))
    later = content(started(other, as_of=AS_OF + timedelta(days=1)))
    assert {name for name in first if first[name] != later[name]} == {
        "runners.xlsx",
        "activations.xlsx",
        "aeds.xlsx",
        "valgfri/cancellations.xlsx",
        "valgfri/response_times.xlsx",
        "delivery.toml",
    }


def test_what_the_delivery_file_says(data: Path) -> None:
    terms = tomllib.loads((started(data) / "delivery.toml").read_text(encoding="utf-8"))
    withheld, answers, accepted = (terms.pop(name) for name in ("withheld", "answer", "accepted_leak"))
    assert len(terms.pop("fact")) == 10
    english = terms.pop("english")
    assert terms == {
        "quarter": "2025Q3",
        "as_of": AS_OF,
        "period_start": date(2025, 1, 1),
        "period_end": AS_OF,
        "source": "",
        "simulated": False,
    }
    before = tomllib.loads((data / "raw/2025Q2/delivery.toml").read_text(encoding="utf-8"))
    assert (withheld, english) == (before["withheld"], before["english"])
    mark = "Overført fra 2025Q2: "
    assert answers == [{**one, "text": mark + one["text"]} for one in before["answer"]]
    assert accepted == [{**one, "reason": mark + one["reason"]} for one in before["accepted_leak"]]


def without_answers(data: Path) -> Path:
    """The data root without answers, accepted leaks and facts of a quarter, which `new` would carry over."""
    for stem in ("programme_facts", "ohca_register"):
        facts = data / f"raw/reference/{stem}.csv"
        facts.write_text(facts.read_text(encoding="utf-8").replace(", 2. kvartal 2025", ""), encoding="utf-8")
        sidecar_path(facts).unlink()
    path = data / "raw/2025Q2/delivery.toml"
    path.write_text(path.read_text(encoding="utf-8").partition("[[answer]]")[0], encoding="utf-8")
    return data


def test_every_key_and_entry_is_explained(data: Path) -> None:
    text = (started(without_answers(data), Quarter(2027, 1), date(2027, 2, 1)) / "delivery.toml").read_text(
        encoding="utf-8"
    )
    assert "withheld" not in tomllib.loads(text)
    lines = [line for line in text.splitlines() if line]
    for place, line in enumerate(lines):
        assert len(line) <= 110
        assert line.startswith("#") or lines[place - 1].startswith("#")
    for key in (
        "population_period",
        "publisher",
        "[totals]",
        "[[withheld]]",
        "[[break]]",
        "[[answer]]",
        "[[fact]]",
    ):
        assert f"\n# {key}" in text


def test_the_examples_are_valid_once_uncommented(data: Path) -> None:
    path = started(without_answers(data), Quarter(2027, 1), date(2027, 2, 1)) / "delivery.toml"
    names = ["population_period", "publisher", "indicator", "area", "reason", "until", "warning", "text"]
    names += ["english", "value", "given_for", "source"]
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key = line.removeprefix("# ").partition(" =")[0]
        example = key in names or (key.startswith(('"', "[")) and line.startswith("# "))
        bare = line.removeprefix("# ") if example else line
        lines.append(bare.replace(" =  #", " = 7  #").replace('source = ""', 'source = "Udtræk"'))
    path.write_text("\n".join(lines), encoding="utf-8")
    terms = read_delivery_file(path, data)
    assert list(terms.totals.values()) == [7] * 5
    assert terms.values["population_period"] == "2026K4"
    assert {table: len(entries) for table, entries in terms.entries.items()} == {
        "withheld": 1,
        "break": 1,
        "answer": 1,
        "accepted_leak": 1,
        "fact": 1,
        "english": 1,
    }


@pytest.mark.parametrize(
    ("source", "carried"),
    [
        ("TrygFonden, Statusrapport, 2. kvartal 2025", ""),
        ("Udtræk af 3. juni", ""),
        ("Udtræk, juni", ""),
        ("Rapport for andet kvartal", ""),
        ("TrygFondens register over hjerteløbere", "TrygFondens register over hjerteløbere"),
        ("Majas udtræk", "Majas udtræk"),
    ],
)
def test_a_source_that_names_a_time_is_asked_for_again(source: str, carried: str) -> None:
    assert carried_source(source) == carried


def test_publisher_and_source_are_carried_over(data: Path) -> None:
    before = data / "raw/2025Q2/delivery.toml"
    change(before, SOURCE, 'source = "Registret \\"Løb\\""\npublisher = "Fonden"')
    terms = read_delivery_file(started(data) / "delivery.toml", data)
    assert (terms.values["source"], terms.values["publisher"]) == ('Registret "Løb"', "Fonden")


@pytest.mark.parametrize(("until", "carried"), [("2025-09-05", 2), ("2025-09-04", 0)])
def test_withheld_figures_are_carried_over_while_they_are_withheld(
    data: Path, until: str, carried: int
) -> None:
    change(data / "raw/2025Q2/delivery.toml", "until = 2026-12-31", f"until = {until}")
    change(data / "raw/2025Q2/delivery.toml", SOURCE, 'source = "Registret"')
    assert len(read_delivery_file(started(data) / "delivery.toml", data).entries["withheld"]) == carried


def test_notes_are_carried_over_once(data: Path) -> None:
    folder = started(data)
    notes = cells(folder / "runners.xlsx", COLUMNS["runners"])["note"].drop_nulls().to_list()
    assert len(notes) == 1
    assert notes[0].startswith("Overført fra 2025Q2: Langeland har siden 2012 ")
    assert carried_note(notes[0], NEXT) == notes[0]
    assert carried_note(None, NEXT) is None


def test_notes_are_carried_over_as_they_were_corrected(data: Path) -> None:
    rows = (data / "raw/2025Q2/runners.csv").read_text(encoding="utf-8").splitlines()
    (old,) = [row[-1] for row in csv.reader(rows) if row[0] == "482"]
    header = "Tabel,Områdekode,Kolonne,Gammel værdi,Ny værdi,Begrundelse,Rettet af"
    corrections = [["runners", "482", "Bemærkning", old, "Rettet tekst.", "Forkert ord.", "NN"]]
    text = io.StringIO()
    csv.writer(text).writerows(corrections)
    (data / "raw/2025Q2/corrections.csv").write_text(f"{header}\n{text.getvalue()}", encoding="utf-8")
    notes = cells(started(data) / "runners.xlsx", COLUMNS["runners"])["note"].drop_nulls().to_list()
    assert notes == ["Overført fra 2025Q2: Rettet tekst."]


@pytest.mark.parametrize(
    ("answered", "carried"),
    [
        (["fact-repeated/2025Q1"], ["fact-repeated/2025Q1"]),
        (["fact-repeated/2024Q4"], []),
        # What 2025Q2 gave itself is repeated by nobody before 2025Q3, which has to look it up.
        (["fact-repeated/*"], ["fact-repeated/2025Q1"]),
        (["fact-repeated/*", "fact-repeated/2025Q1"], ["fact-repeated/2025Q1"]),
        (["share-up/1081/accepted_by_one"], []),
    ],
)
def test_an_answer_on_facts_lasts_while_they_are_the_same(
    data: Path, answered: list[str], carried: list[str]
) -> None:
    terms = data / "raw/2025Q2/delivery.toml"
    fact = """
[[fact]]
indicator = "ohca_survival"
value = 14.1
given_for = "2025Q1"
source = "Registret"
"""
    answers = [f'\n[[answer]]\nwarning = "{name}"\ntext = "Ikke nyere tal."\n' for name in answered]
    change(terms, SOURCE, 'source = "Registret"')
    text = terms.read_text(encoding="utf-8")
    terms.write_text(f"{text}{fact}{''.join(answers)}", encoding="utf-8")
    entries = read_delivery_file(started(data) / "delivery.toml", data).entries["answer"]
    found = [(entry["warning"], entry["text"]) for entry in entries]
    assert [one for one in found if not one[0].startswith("neighbours/")] == [
        (name, "Overført fra 2025Q2: Ikke nyere tal.") for name in carried
    ]


def test_aeds_have_a_row_for_every_area_from_the_first_delivery_on(data: Path) -> None:
    shutil.rmtree(data / "raw/2025Q2")
    areas = cells(started(data) / "aeds.xlsx", COLUMNS["aeds"])["area_code"].to_list()
    assert areas[:6] == ["dk", "1081", "1082", "1083", "1085", "1084"]
    assert len(areas) == len(set(areas)) == 1 + 5 + 98


def test_a_long_table_has_no_rows_and_takes_whole_numbers_alone(data: Path) -> None:
    path = started(data) / "valgfri" / "response_times.xlsx"
    first, _ = read_sheets(path.read_bytes())
    assert len(first.rows) == 1
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert 'sqref="C2:C5001"' in sheet


@pytest.mark.parametrize("stem", ["runners", "activations", "aeds", "valgfri/cancellations"])
def test_rows_of_the_explanations_are_as_high_as_their_text(data: Path, stem: str) -> None:
    path = started(data) / f"{stem}.xlsx"
    _, second = read_sheets(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
    heights = {
        int(row): float(height) for row, height in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet)
    }
    for place, (_, texts) in enumerate(second.rows[1:], start=2):
        assert heights[place] >= 15 * -(-len(str(texts[1])) // 100)
    assert max(heights.values()) > 30


def test_the_first_delivery_of_all_starts_from_nothing(data: Path) -> None:
    shutil.rmtree(data / "raw/2025Q2")
    folder = started(data)
    assert cells(folder / "runners.xlsx", COLUMNS["runners"])["note"].null_count() == 98
    assert tomllib.loads((folder / "delivery.toml").read_text(encoding="utf-8"))["source"] == ""


def test_a_simulated_data_root_stays_simulated(data: Path) -> None:
    change(data / "raw/2025Q2/delivery.toml", "simulated = false", "simulated = true")
    assert "simulated = true" in (started(data) / "delivery.toml").read_text(encoding="utf-8")


def fill_workbook(folder: Path, stem: str, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(folder / f"{stem}.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell.isdigit() and column > 1:
                    sheet.write_number(number, column, int(cell))
                else:
                    sheet.write_string(number, column, cell)


def fill_csv(folder: Path, stem: str, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    (folder / f"{stem}.csv").write_bytes(text.getvalue().encode("cp1252"))
    (folder / f"{stem}.xlsx").unlink(missing_ok=True)


@pytest.mark.parametrize("fill", [fill_workbook, fill_csv])
def test_filled_in_it_is_accepted(data: Path, fill: Fill) -> None:
    folder = started(data)
    change(folder / "delivery.toml", 'source = ""', 'source = "Udtræk af 5. september 2025"')
    before = read_delivery(data, BEFORE)
    for stem, columns in COLUMNS.items():
        text = (data / "raw" / str(BEFORE) / f"{stem}.csv").read_text(encoding="utf-8")
        known = {row[0]: row for row in csv.reader(text.splitlines())}
        template = (folder / "csv" / f"{stem}.csv").read_text(encoding="utf-8-sig")
        head, *rows = csv.reader(template.splitlines(), delimiter=";")
        assert head == [column.header for column in columns]
        blank = [""] * len(columns)
        filled = [[*row[:2], *known.get(row[0], blank)[2:-1], row[-1]] for row in rows]
        fill(folder, stem, [head, *filled])
    after = read_delivery(data, NEXT)
    for stem in COLUMNS:
        assert after.tables[stem].drop("note").equals(before.tables[stem].drop("note"))
    assert after.withheld.equals(before.withheld)


def test_untouched_it_is_refused_with_one_line_for_each_table(data: Path) -> None:
    started(data)
    with pytest.raises(InputError) as refusal:
        read_delivery(data, NEXT)
    regions = "Region Nordjylland, Region Midtjylland, Region Syddanmark, Region Sjælland"
    assert [str(problem).removeprefix("data/raw/2025Q3/") for problem in refusal.value.problems] == [
        f"activations.xlsx: found 6 of 6 rows empty (Danmark, {regions} and 1 more), expected numbers, at "
        "least in column Aktiveringer",
        f"aeds.xlsx: found 104 of 104 rows empty (Danmark, {regions} and 99 more), expected numbers, at "
        "least in column Registrerede hjertestartere",
        "delivery.toml, row 43, column source: found an empty cell, expected a text in quotes",
        "runners.xlsx: found 98 of 98 rows empty (København, Frederiksberg, Ballerup, Brøndby, Dragør and 93 "
        "more), expected numbers, at least in column Aktive hjerteløbere",
    ]


def filled_in(data: Path, stem: str, rows: Callable[[list[str]], list[str]]) -> None:
    """Write the CSV of a table of the next quarter from the rows of its template."""
    folder = data / "raw" / str(NEXT)
    head, *empty = csv.reader(
        (folder / "csv" / f"{stem}.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"
    )
    fill_csv(folder, stem, [head, *map(rows, empty)])


def test_rows_of_aeds_that_nobody_filled_in_are_left_out_and_zero_is_kept(data: Path) -> None:
    test_filled_in_it_is_accepted(data, fill_csv)
    given = {"dk": ["90", "50", ""], "1081": ["80", "", ""], "825": ["0", "0", ""], "101": ["7", "", ""]}
    filled_in(data, "aeds", lambda row: [*row[:2], *given.get(row[0], ["", "", ""]), row[-1]])
    aeds = read_delivery(data, NEXT).aeds.select("area_code", "aed_registered", "aed_24_7")
    assert aeds.rows() == [("dk", 90, 50), ("1081", 80, None), ("101", 7, None), ("825", 0, 0)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["dk", "", "", "", ""], "aeds.csv, row 2, column Registrerede hjertestartere: found an empty cell"),
        (
            ["825", "", "", "", "Ikke talt"],
            "row 100, column Registrerede hjertestartere: found an empty cell",
        ),
        (["825", "", "3", "", ""], "row 100, column Registrerede hjertestartere: found an empty cell"),
    ],
)
def test_a_row_of_aeds_that_says_something_needs_its_number(
    data: Path, row: list[str], expected: str
) -> None:
    test_filled_in_it_is_accepted(data, fill_csv)
    known = {"dk": ["90", "50", "", ""], "101": ["7", "", "", ""], row[0]: row[1:]}
    filled_in(data, "aeds", lambda one: [*one[:2], *known.get(one[0], [""] * 4)])
    with pytest.raises(InputError) as refusal:
        read_delivery(data, NEXT)
    (problem,) = refusal.value.problems
    assert expected in str(problem)


def test_many_empty_cells_are_one_problem_and_few_are_told_row_by_row(data: Path) -> None:
    test_filled_in_it_is_accepted(data, fill_csv)
    for many in (5, 6):
        codes = iter(range(98))
        filled_in(data, "runners", lambda row: [*row[:2], "" if next(codes) < many else "9", ""])  # noqa: B023
        with pytest.raises(InputError) as refusal:
            read_delivery(data, NEXT)
        told = [str(one) for one in refusal.value.problems if "empt" in str(one)]
        assert len(told) == (5 if many == 5 else 1)
    assert told[0].startswith(
        "data/raw/2025Q3/runners.csv, column Aktive hjerteløbere: found 6 of 98 rows empty (København, "
        "Frederiksberg, Ballerup, Brøndby, Dragør and 1 more), expected a whole number of 0 or more"
    )


def test_a_population_that_is_not_there_is_a_warning(data: Path) -> None:
    assert start_delivery(data, Quarter(2025, 4), date(2026, 1, 5)).warnings == ()
    shutil.rmtree(data / "raw/2025Q4")
    assert start_delivery(data, Quarter(2027, 1), date(2027, 2, 1)).warnings == (
        "no population of 2026K4 for rates yet: run `statusrapport population update` before `check`, "
        "without a network with --from FILE",
    )


def no_folder_for_it(data: Path) -> None:
    (data / "raw" / str(NEXT)).mkdir()


def no_reference(data: Path) -> None:
    (data / "raw/reference/regions.csv").unlink()


def no_terms_before(data: Path) -> None:
    change(data / "raw/2025Q2/delivery.toml", "simulated = false", "simulated = nej")


def no_table_before(data: Path) -> None:
    change(data / "raw/2025Q2/aeds.csv", "Område,", "Areal,")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (no_reference, "found no table regions"),
        (no_terms_before, "data/raw/2025Q2/delivery.toml, row 28: found a line that cannot be read"),
        (no_table_before, "data/raw/2025Q2/aeds.csv, row 1, column Areal: found an unknown column"),
    ],
)
def test_what_it_refuses_leaves_everything_as_it_was(
    data: Path, damage: Callable[[Path], None], message: str
) -> None:
    damage(data)
    before = sorted(data.rglob("*"))
    with pytest.raises(InputError, match=message):
        start_delivery(data, NEXT, AS_OF)
    assert sorted(data.rglob("*")) == before


def test_a_folder_that_is_there_is_left_as_it_was(data: Path) -> None:
    no_folder_for_it(data)
    before = sorted(data.rglob("*"))
    with pytest.raises(OutputFolderError, match=r"data/raw/2025Q3 is there already; what is there is never"):
        start_delivery(data, NEXT, AS_OF)
    assert sorted(data.rglob("*")) == before


def test_a_disk_that_is_full_leaves_nothing_behind(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(data.rglob("*"))
    monkeypatch.setattr("os.rename", full)
    with pytest.raises(InputError, match=r"cannot be made \(No space left on device\)"):
        start_delivery(data, NEXT, AS_OF)
    assert sorted(data.rglob("*")) == before


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2025, 6, 30), False),
        (date(2025, 7, 1), True),
        (date(2025, 10, 31), True),
        (date(2025, 11, 1), False),
    ],
)
def test_a_day_fits_in_its_quarter_and_31_days_after(day: date, fits: bool) -> None:
    assert fits_quarter(day, NEXT) is fits


def english_of(path: Path) -> dict[str, str]:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["english"]
    return {entry["text"]: entry["english"] for entry in entries}


def test_what_is_carried_over_keeps_its_english(data: Path) -> None:
    """Reasons, answers and notes of tables; once, and without the mark that the Danish has."""
    before = english_of(data / "raw/2025Q2/delivery.toml")
    folder = started(data)
    after = english_of(folder / "delivery.toml")
    assert len(after) == len(before) >= 4
    assert after == before
    entries = tomllib.loads((folder / "delivery.toml").read_text(encoding="utf-8"))
    assert {entry["reason"] for entry in entries["withheld"]} <= set(after)
    assert {unmarked(entry["text"]) for entry in entries["answer"]} <= set(after)
    text = (folder / "delivery.toml").read_text(encoding="utf-8")
    assert text.count("\n[[english]]\n") == len(before)
    assert text.count("Tekster på engelsk, overført med de danske.") == 1


def test_english_of_what_is_not_carried_over_is_left_behind(data: Path) -> None:
    path = data / "raw/2025Q2/delivery.toml"
    change(path, SOURCE, 'source = "Opgørelse pr. 3. juni 2025"')
    twin = '\n[[english]]\ntext = "Opgørelse pr. 3. juni 2025"\nenglish = "Count of 3 June 2025"\n'
    path.write_text(path.read_text(encoding="utf-8") + twin, encoding="utf-8")
    assert "Opgørelse pr. 3. juni 2025" not in english_of(started(data) / "delivery.toml")


def test_english_stands_for_a_text_before_and_after_it_is_confirmed(data: Path) -> None:
    path = started(data) / "delivery.toml"
    change(path, 'source = ""', 'source = "Udtræk"')
    notes = read_delivery(data, BEFORE).runners["note"]
    file = read_delivery_file(path, data)
    marked = notes.map_elements(lambda note: carried_note(note, BEFORE), return_dtype=pl.String)
    assert english_problems(file, notes) == []
    assert english_problems(file, marked) == []
    assert [one.column for one in english_problems(file, notes.clear())] == ["text"]


def test_carried_answers_and_leaks_are_asked_about_until_they_are_confirmed(data: Path) -> None:
    path = started(data) / "delivery.toml"
    change(path, 'source = ""', 'source = "Udtræk"')
    entries = read_delivery_file(path, data).entries
    delivery = replace(
        read_delivery(data, BEFORE),
        answers=pl.DataFrame(entries["answer"]),
        accepted=pl.DataFrame(entries["accepted_leak"]).rename({"area": "area_code"}),
    )
    assert [one.key for one in unconfirmed_entries(delivery)] == [
        "answer/neighbours/482/active_runners",
        "accepted_leak/1084/activations",
    ]
    assert list(unconfirmed_entries(read_delivery(data, BEFORE))) == []
