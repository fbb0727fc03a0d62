"""Declared corrections: applied where the source shows what was expected, else refused; told everywhere."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from click.testing import CliRunner
from histories import committed, reference_on  # type: ignore[import-not-found]
from page_notebooks import page  # type: ignore[import-not-found]

from analysis.cli import main
from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import policy_of
from analysis.disclosure.publication import compute_table
from analysis.indicators.correction_notes import correction_in_words
from analysis.indicators.table import compute_indicators
from analysis.ingest import delivery as delivery_module
from analysis.ingest.corrections import CORRECTIONS_COLUMNS, Correction, same_value
from analysis.ingest.delivery import Delivery, read_delivery
from analysis.ingest.regrouping import on_geography
from analysis.ingest.sealing import seal_delivery
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.reading.sidecars import sidecar_path
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.explore import explorer_data
from analysis.report.pages.regions import not_known_box
from analysis.statusrapport import Statusrapport
from analysis.texts import Texts
from analysis.texts.markup import Foreign

QUARTER = Quarter(2025, 2)
FOLDER = "data/raw/2025Q2"
FILE = f"{FOLDER}/corrections.csv"
HEADER = ",".join(column.header for column in CORRECTIONS_COLUMNS)
AALBORG = "runners,851,Aktive hjerteløbere,2.409,2410,Tastefejl,A. Andersen"
WHY = "Tastefejl,A. Andersen"
Damage = Callable[[Path], None]


@pytest.fixture(autouse=True)
def reference_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery_module, "read_reference", lambda _, as_of: reference_on(as_of))


def correct(data: Path, *rows: str, totals: bool = True) -> Path:
    """Write corrections, and leave out the publisher's totals, which no longer fit."""
    path = data / "raw/2025Q2/corrections.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    if totals:
        terms = path.with_name("delivery.toml")
        head, _, rest = terms.read_text(encoding="utf-8").partition("[totals]")
        _, _, tail = rest.partition("[[withheld]]")
        terms.write_text(f"{head}[[withheld]]{tail}", encoding="utf-8")
    return path


def runners_of(delivery: Delivery, code: str) -> int:
    return int(delivery.runners.filter(pl.col("municipality_code") == code)["active_runners"].item())


def problems_of(data: Path) -> list[str]:
    with pytest.raises(InputError) as refusal:
        read_delivery(data, QUARTER)
    return [str(problem) for problem in refusal.value.problems]


# Applied


def test_most_deliveries_have_none(data: Path) -> None:
    delivery = read_delivery(data, QUARTER)
    assert delivery.corrections.is_empty()
    assert delivery.corrections.columns == [*(column.name for column in CORRECTIONS_COLUMNS), "area"]


def test_a_corrected_cell_is_read_and_the_source_stays(data: Path) -> None:
    before = (data / "raw/2025Q2/runners.csv").read_bytes()
    path = correct(data, AALBORG)
    delivery = read_delivery(data, QUARTER)
    assert runners_of(delivery, "851") == 2410
    others = pl.col("municipality_code") != "851"
    assert delivery.runners.filter(others).equals(committed().runners.filter(others))
    assert delivery.corrections.rows() == [
        ("runners", "851", "active_runners", "2.409", "2410", "Tastefejl", "A. Andersen", "Aalborg")
    ]
    assert delivery.files[-1] == path
    assert (data / "raw/2025Q2/runners.csv").read_bytes() == before


def test_codes_tables_and_columns_may_be_written_as_in_a_delivery(data: Path) -> None:
    correct(
        data,
        f"Runners,0482,ACTIVE RUNNERS,21,22,{WHY}",
        f"activations,081,Aktiveringer,226,225,{WHY}",
        f"aeds,000,aed_24_7,18.656,18 657,{WHY}",
    )
    delivery = read_delivery(data, QUARTER)
    assert runners_of(delivery, "482") == 22
    assert delivery.activations["activations"].to_list()[1] == 225
    assert delivery.aeds["aed_24_7"].to_list() == [18657]


def test_an_empty_cell_is_filled_and_a_filled_one_emptied(data: Path) -> None:
    correct(data, f"activations,1084,Aktiveringer,,264,{WHY}", f"activations,dk,Annullerede (pct.),16,,{WHY}")
    delivery = read_delivery(data, QUARTER)
    assert delivery.activations.filter(pl.col("area_code") == "1084")["activations"].item() == 264
    assert delivery.activations["cancelled_percent"].to_list()[0] is None


def test_a_percentage_is_corrected(data: Path) -> None:
    correct(data, f'activations,1081,Mindst én accept (pct.),"99,0","98,5",{WHY}')
    assert read_delivery(data, QUARTER).activations["accepted_by_one_percent"].to_list()[1] == 98.5


def test_a_note_is_corrected(data: Path) -> None:
    correct(data, f"runners,101,Bemærkning,,Ny bemærkning,{WHY}", totals=False)
    delivery = read_delivery(data, QUARTER)
    table = compute_indicators(delivery, reference_on(delivery.as_of))
    noted = table.filter(pl.col("area_code") == "101", pl.col("indicator") == "active_runners")
    assert noted["note"].item() == "Ny bemærkning"


def test_corrections_come_as_a_workbook_too(data: Path) -> None:
    rows = [AALBORG.split(",")]
    path = correct(data, AALBORG)
    path.unlink()
    with xlsxwriter.Workbook(path.with_suffix(".xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER.split(","), *rows]):
            sheet.write_row(number, 0, row)
    delivery = read_delivery(data, QUARTER)
    assert runners_of(delivery, "851") == 2410
    assert delivery.files[-1].name == "corrections.xlsx"


def test_sealing_vouches_for_corrections(data: Path) -> None:
    path = correct(data, AALBORG)
    assert sidecar_path(path) in seal_delivery(DataRoot(data), QUARTER, date(2026, 1, 1))
    assert runners_of(read_delivery(data, QUARTER), "851") == 2410
    path.write_bytes(path.read_bytes().replace(b"2410", b"2411"))
    assert [line.partition(":")[0] for line in problems_of(data)] == [FILE]


# Refused


def missing(column: str) -> str:
    return f"{FILE}, row 2, column {column}: found an empty cell, expected a value"


TABLE: dict[str, tuple[str, list[str]]] = {
    "the source shows another value": (
        f"runners,851,active_runners,2408,2410,{WHY}",
        [
            f"{FILE}, row 2, column Gammel værdi: found '2408', expected '2409' in row 98 of runners, "
            "or no correction when the source has been mended"
        ],
    ),
    "the source shows nothing": (
        f"activations,1084,activations,263,264,{WHY}",
        [
            f"{FILE}, row 2, column Gammel værdi: found '263', expected an empty cell in row 7 "
            "of activations, or no correction when the source has been mended"
        ],
    ),
    "the source shows something": (
        f"activations,1081,activations,,227,{WHY}",
        [
            f"{FILE}, row 2, column Gammel værdi: found an empty cell, expected '226' in row 3 "
            "of activations, or no correction when the source has been mended"
        ],
    ),
    "the new value is the old one": (
        f"runners,851,active_runners,2409,2.409,{WHY}",
        [f"{FILE}, row 2, column Ny værdi: found '2.409', expected another value than the old one"],
    ),
    "both values are empty": (
        f"activations,1084,activations,,,{WHY}",
        [f"{FILE}, row 2, column Ny værdi: found an empty cell, expected another value than the old one"],
    ),
    "a cell twice": (
        f"{AALBORG}\nrunners,0851,active_runners,2410,2411,{WHY}",
        [f"{FILE}, row 3, column Kolonne: found 'active_runners' of 851 again, expected each cell once"],
    ),
    "unknown table": (
        f"runner,851,active_runners,2409,2410,{WHY}",
        [f"{FILE}, row 2, column Tabel: found 'runner', expected one of runners, activations, aeds"],
    ),
    "unknown column": (
        f"runners,851,Aktive,2409,2410,{WHY}",
        [f"{FILE}, row 2, column Kolonne: found 'Aktive', expected one of Aktive hjerteløbere, Bemærkning"],
    ),
    "a column that names the area": (
        f"runners,851,Kommune,Aalborg,Ålborg,{WHY}",
        [f"{FILE}, row 2, column Kolonne: found 'Kommune', expected one of Aktive hjerteløbere, Bemærkning"],
    ),
    "a column of another table": (
        f"aeds,dk,active_runners,26182,26183,{WHY}",
        [
            f"{FILE}, row 2, column Kolonne: found 'active_runners', expected one of Registrerede "
            "hjertestartere, Døgntilgængelige hjertestartere, Åbningstimer pr. uge, Bemærkning"
        ],
    ),
    "an area that the table lacks": (
        f"aeds,101,aed_registered,1,2,{WHY}",
        [f"{FILE}, row 2, column Områdekode: found '101', expected an area that stands in aeds"],
    ),
    "an unknown area": (
        f"runners,999,active_runners,1,2,{WHY}",
        [f"{FILE}, row 2, column Områdekode: found '999', expected an area that stands in runners"],
    ),
    "no reason and no name": (
        "runners,851,active_runners,2409,2410,,",
        [missing("Begrundelse"), missing("Rettet af")],
    ),
    "an unknown table, nothing new and no reason": (
        "runner,851,active_runners,2409,2.409,,A. Andersen",
        [
            missing("Begrundelse"),
            f"{FILE}, row 2, column Ny værdi: found '2.409', expected another value than the old one",
            f"{FILE}, row 2, column Tabel: found 'runner', expected one of runners, activations, aeds",
        ],
    ),
    "an unknown column of an unknown area": (
        f"runners,999,Aktive,1,1,{WHY}",
        [
            f"{FILE}, row 2, column Kolonne: found 'Aktive', expected one of Aktive hjerteløbere, Bemærkning",
            f"{FILE}, row 2, column Ny værdi: found '1', expected another value than the old one",
            f"{FILE}, row 2, column Områdekode: found '999', expected an area that stands in runners",
        ],
    ),
    "another old value, and no name": (
        "runners,851,active_runners,2408,2410,Tastefejl,",
        [
            f"{FILE}, row 2, column Gammel værdi: found '2408', expected '2409' in row 98 of runners, or no "
            "correction when the source has been mended",
            missing("Rettet af"),
        ],
    ),
    "no area and no column": (
        f"runners,,,2409,2410,{WHY}", [missing("Kolonne"), missing("Områdekode")],
    ),
    "a new value that is no count": (
        f"runners,851,active_runners,2409,to,{WHY}",
        [
            f"{FOLDER}/runners.csv, row 98, column Aktive hjerteløbere: found 'to', "
            "expected a whole number of 0 or more, or ukendt and the reason in Bemærkning"
        ],
    ),
    "a required count emptied": (
        f"runners,851,active_runners,2409,,{WHY}",
        [
            f"{FOLDER}/runners.csv, row 98, column Aktive hjerteløbere: found an empty cell, "
            "expected a whole number of 0 or more; where it is not known, ukendt here and the reason in "
            "Bemærkning"
        ],
    ),
    "a percentage over 100": (
        f"activations,1081,accepted_by_one_percent,99,101,{WHY}",
        [
            f"{FOLDER}/activations.csv, row 3, column Mindst én accept (pct.): found '101', "
            "expected a percentage from 0 to 100, such as 99 or 98,5, or an empty cell"
        ],
    ),
    "more than the country": (
        f"activations,1084,activations,,265,{WHY}",
        [
            f"{FOLDER}/activations.csv, row 2, column Aktiveringer: found '1309', "
            "expected 1310, the sum of its 5 areas"
        ],
    ),
    "what is withheld": (
        f"activations,1084,accepted_by_one_percent,,97,{WHY}",
        [
            f"{FOLDER}/activations.csv, row 7, column Mindst én accept (pct.): found '97', "
            "expected an empty cell, as delivery.toml withholds accepted_by_one for 1084"
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLE)
def test_refused_with_these_lines(data: Path, kind: str) -> None:
    rows, expected = TABLE[kind]
    correct(data, rows)
    assert problems_of(data) == expected


def test_a_corrected_count_has_to_fit_the_totals(data: Path) -> None:
    correct(data, AALBORG, totals=False)
    assert [line.partition(" found")[0] for line in problems_of(data)] == [
        f"{FOLDER}/delivery.toml, row 38, column dk:",
        f"{FOLDER}/delivery.toml, row 39, column 1081:",
    ]


def test_every_correction_is_judged(data: Path) -> None:
    correct(data, *(TABLE[kind][0] for kind in ("unknown table", "an unknown area")))
    assert len(problems_of(data)) == 2


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", f"{FILE}: found an empty file, expected a file with content"),
        (HEADER, f"{FILE}: found a header and no rows, expected at least one row"),
        (
            HEADER.replace(",Rettet af", "") + "\nrunners,851,active_runners,2409,2410,Fejl",
            f"{FILE}, row 1, column Rettet af: found no such column, expected a column Rettet af",
        ),
    ],
    ids=["empty", "no rows", "a column missing"],
)
def test_a_file_that_is_no_table_of_corrections(data: Path, content: str, expected: str) -> None:
    (data / "raw/2025Q2/corrections.csv").write_text(content, encoding="utf-8")
    assert problems_of(data) == [expected]


def test_two_files_of_corrections(data: Path) -> None:
    correct(data, AALBORG).with_suffix(".xlsx").write_bytes(b"x")
    assert len(problems_of(data)) == 1
    assert "corrections.csv and corrections.xlsx" in problems_of(data)[0]


def test_nothing_is_corrected_in_a_table_that_cannot_be_read(data: Path) -> None:
    correct(data, AALBORG)
    (data / "raw/2025Q2/runners.csv").unlink()
    assert [line.partition(" found")[0] for line in problems_of(data)] == [f"{FOLDER}:"]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("21", "21", True), ("1.034", "1034", True), ("98,5", "98.50", True), (None, None, True),
        ("x", "x", True), ("21", "22", False), ("1,034", "1034", False), (None, "0", False),
        ("x", "y", False),
    ],
)  # fmt: skip
def test_the_same_value(old: str | None, new: str | None, same: bool) -> None:
    assert same_value(old, new) is same


# Told


def noted(data: Path, *rows: str) -> pl.DataFrame:
    correct(data, *rows)
    delivery = read_delivery(data, QUARTER)
    reference = reference_on(delivery.as_of)
    policy = policy_of(Snapshot(delivery, reference))
    return publishable(compute_indicators(delivery, reference), policy)


def note(table: pl.DataFrame, area: str, indicator: str) -> str | None:
    row = table.filter(pl.col("area_code") == area, pl.col("indicator") == indicator)
    text: str | None = row["note"].item()
    return text


def test_corrected_counts_and_their_rates_and_sums_say_so(data: Path) -> None:
    table = noted(
        data,
        f"runners,851,active_runners,2409,2410,{WHY}",
        "runners,482,active_runners,21,1022,Tabt post.,B",
    )
    for indicator in ("active_runners", "active_runners_rate"):
        assert (
            note(table, "851", indicator) == "Rettet: Aktive hjerteløbere fra 2.409 til 2.410.\u2003Tastefejl"
        )
        assert note(table, "1081", indicator) == "Indeholder rettede tal for Aalborg."
        assert note(table, "fyn-og-oeerne", indicator) == "Indeholder rettede tal for Langeland."
        assert note(table, "1083", indicator) == "Indeholder rettede tal for Langeland."
        assert note(table, "dk", indicator) == "Indeholder rettede tal for Langeland og Aalborg."
        assert note(table, "1082", indicator) is None
        assert note(table, "101", indicator) is None
    assert note(table, "1081", "active_runners_share_of_country") == "Indeholder rettede tal for Aalborg."
    assert note(table, "dk", "active_share_adults") == "Indeholder rettede tal for Langeland og Aalborg."
    assert note(table, "dk", "activations") is None


def test_a_region_with_corrected_numbers_is_no_region_with_unknown_ones(data: Path) -> None:
    correct(data, AALBORG)
    snapshot = read_inputs(DataRoot(data), QUARTER)
    context = ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts("da"))
    assert context.figures.row("active_runners", "1081").note == "Indeholder rettede tal for Aalborg."
    assert not_known_box(context, "1081").markdown == ""


def test_the_deliverys_own_note_is_kept_behind(data: Path) -> None:
    own = committed().runners.filter(pl.col("municipality_code") == "482")["note"].item()
    table = noted(data, f"runners,482,active_runners,21,22,{WHY}")
    assert note(table, "482", "active_runners") == (
        f"Rettet: Aktive hjerteløbere fra 21 til 22.\u2003Tastefejl\u2003{own}"
    )


def test_the_english_edition_says_each_part_of_a_corrected_numbers_note(data: Path) -> None:
    correct(data, f"runners,482,active_runners,21,1022,{WHY}")
    with (data / "raw/2025Q2/delivery.toml").open("a", encoding="utf-8") as terms:
        terms.write('\n[[english]]\ntext = "Tastefejl"\nenglish = "A typing error"\n')
    context = shown(data, "en")
    island = "Since 2012 Langeland has had its own scheme of volunteer first responders, FirstAED."
    said = context.note(context.figures.row("active_runners", "482").note or "")
    assert said == f"Corrected: Active volunteer responders from 21 to 1,022. A typing error. {island}"
    region = context.note(context.figures.row("active_runners", "1083").note or "")
    assert region == "Includes corrected numbers for Langeland."


def test_what_has_no_english_is_marked_as_danish_by_itself(data: Path) -> None:
    correct(data, f"runners,482,active_runners,21,22,{WHY}")
    context = shown(data, "en")
    said, reason, island = context.note_parts(context.figures.row("active_runners", "482").note or "")
    assert said == "Corrected: Active volunteer responders from 21 to 22."
    assert (reason, type(reason), type(island)) == ("Tastefejl.", Foreign, str)
    listed = explorer_data(context)["municipalities"]
    assert isinstance(listed, list)
    card = next(one for one in listed if one["code"] == "482")
    assert card["note"] == [(said, "en"), ("Tastefejl.", "da"), (island, "en")]


def shown(data: Path, language: str) -> ReportData:
    snapshot = read_inputs(DataRoot(data), QUARTER)
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))


def test_numbers_formed_with_a_corrected_one(data: Path) -> None:
    table = noted(
        data,
        f"activations,dk,activations,1309,1310,{WHY}",
        f"aeds,dk,aed_24_7,18656,18657,{WHY}",
        f'activations,1081,accepted_by_one_percent,99,"98,5",{WHY}',
    )
    marked = table.filter(pl.col("note").str.starts_with("Rettet: "))
    assert set(marked.select("area_code", "indicator").rows()) == {
        ("dk", "activations"), ("dk", "activations_per_day"), ("dk", "activations_rate_year"),
        ("dk", "activations_gross"), ("dk", "activations_gross_per_day"),
        ("dk", "aed_24_7"), ("dk", "aed_24_7_share"), ("1081", "accepted_by_one"),
        ("dk", "aed_not_24_7"), ("dk", "aed_not_24_7_share"),
    }  # fmt: skip
    assert note(table, "1081", "accepted_by_one") == (
        "Rettet: Mindst én accept (pct.) fra 99\u00a0% til 98,5\u00a0%.\u2003Tastefejl"
    )


def test_two_corrections_of_one_number(data: Path) -> None:
    table = noted(
        data, f"aeds,dk,aed_24_7,18656,18657,{WHY}", "aeds,dk,aed_registered,26182,26183,Talt om!,B"
    )
    assert note(table, "dk", "aed_24_7_share") == (
        "Rettet: Døgntilgængelige hjertestartere fra 18.656 til 18.657.\u2003Tastefejl\u2003"
        "Rettet: Registrerede hjertestartere fra 26.182 til 26.183.\u2003Talt om!"
    )
    assert note(table, "dk", "aed_rate") == (
        "Rettet: Registrerede hjertestartere fra 26.182 til 26.183.\u2003Talt om!"
    )


def test_a_withheld_number_does_not_tell_what_it_was(data: Path) -> None:
    path = data / "raw/2025Q2/activations.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Hovedstaden,,,,,,", "Hovedstaden,,,,,97,"), encoding="utf-8")
    sidecar_path(path).unlink()
    table = noted(data, f"activations,1084,accepted_by_one_percent,97,,{WHY}")
    assert note(table, "1084", "accepted_by_one").startswith("I Region Hovedstaden indgår")  # type: ignore[union-attr]
    assert not table["note"].str.contains("97").any()


def test_an_emptied_share_is_unknown_rests_on_nothing_published_and_says_why(data: Path) -> None:
    table = noted(data, f"activations,1081,accepted_by_one_percent,99,,{WHY}")
    emptied = table.row(
        by_predicate=(pl.col("area_code") == "1081") & (pl.col("indicator") == "accepted_by_one"), named=True
    )
    assert (emptied["value"], emptied["basis"]) == (None, "counts")
    said = "Rettet: Mindst én accept (pct.) fra 99\xa0% til en tom celle.\u2003Tastefejl"
    assert emptied["note"].startswith(said)


def test_an_emptied_cell_is_unknown_and_says_why(data: Path) -> None:
    table = noted(data, f"aeds,dk,Døgntilgængelige hjertestartere,18656,,{WHY}")
    assert table.filter(pl.col("indicator").is_in(["aed_24_7", "aed_24_7_share"])).is_empty()
    filled = correction_in_words(Correction("aeds", "dk", "aed_24_7", None, "5", "Ny?", "", "Danmark"))
    assert filled == "Rettet: Døgntilgængelige hjertestartere fra en tom celle til 5.\u2003Ny?"


def test_a_part_of_a_united_region_is_named(data: Path) -> None:
    correct(data, f"activations,1084,activations,,264,{WHY}")
    delivery, later = read_delivery(data, QUARTER), reference_on(date(2027, 1, 1))
    own = reference_on(delivery.as_of).geography
    table = compute_indicators(on_geography(delivery, own, later.geography), later)
    text = note(table, "region-oestdanmark", "activations")
    assert text is not None
    assert text.startswith("Indeholder rettede tal for Region Hovedstaden.")


def test_without_corrections_nothing_is_marked() -> None:
    delivery = committed()
    table = compute_indicators(delivery, reference_on(delivery.as_of))
    assert not table["note"].str.contains("Rettet|rettede").any()
    emptied = replace(delivery, corrections=delivery.corrections.clear())
    assert compute_indicators(emptied, reference_on(delivery.as_of)).equals(table)


@pytest.mark.parametrize(
    ("row", "region", "name"),
    [
        (f"runners,482,active_runners,21,22,{WHY}", "1083", "Langeland"),
        (f"runners,101,active_runners,6300,6299,{WHY}", "1084", "København"),
        (f"runners,851,active_runners,2409,2410,{WHY}", "1081", "Aalborg"),
    ],
)
def test_the_report_marks_a_corrected_municipality(data: Path, row: str, region: str, name: str) -> None:
    correct(data, row)
    report = Statusrapport("2025Q2", data=str(data))
    report.ingest()
    report.compute()
    line = "\\* Tallet er rettet i forhold til kilden. Se afsnittet Datakvalitet."
    shown = page("region", data_root=str(data), code=region).markdown
    assert shown.count(f'<th scope="row">{name}*</th>') == 1
    assert shown.count(f'"{name}*"') == 1
    assert shown.count(line) == 1
    other = page("region", data_root=str(data), code="1082").markdown
    assert "*</th>" not in other
    assert line not in other
    quality = report.pages.quality().markdown
    assert name in quality
    assert "Tastefejl" in quality
    assert "A. Andersen" in quality


def test_corrected_cells_are_shown_as_the_report_shows_numbers(data: Path) -> None:
    """Counts with their thousands, shares with their sign, notes and missing values as words."""
    note = "Kommunen har flyttet sit register i maj 2025"
    correct(
        data,
        f"runners,101,active_runners,6300,6.412,{WHY}",
        f'activations,1083,cancelled_percent,,"16,5",{WHY}',
        f"runners,851,note,,{note},{WHY}",
    )
    report = Statusrapport("2025Q2", data=str(data))
    report.ingest()
    report.compute()
    cells = re.findall(r"<td[^>]*>(.*?)</td>", report.pages.quality().markdown)
    for old, new in (("6.300", "6.412"), ("tom", "16,5\N{NO-BREAK SPACE}%"), ("tom", note)):
        assert (old, new) in pairwise(cells)


@pytest.mark.parametrize(("language", "shown"), [("da", "ikke oplyst"), ("en", "not reported")])
def test_a_cell_that_is_not_known_any_more_is_shown_in_words(data: Path, language: str, shown: str) -> None:
    correct(
        data,
        f"runners,851,active_runners,2409,ukendt,{WHY}",
        f"runners,851,note,,Kommunens tal var en kladde,{WHY}",
    )
    report = Statusrapport("2025Q2", lang=language, data=str(data))
    report.ingest()
    report.compute()
    cells = re.findall(r"<td[^>]*>(.*?)</td>", report.pages.quality().markdown)
    assert shown in cells
    assert "ukendt" not in cells


def test_check_tells_of_a_stale_correction(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STATUSRAPPORT_DATA", raising=False)
    correct(data, f"runners,851,active_runners,2408,2410,{WHY}")
    result = CliRunner().invoke(main, ["check", "2025Q2", "--data", str(data)])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{FILE}, row 2, column Gammel værdi")
