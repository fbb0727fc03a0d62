"""Facts of the programme and of cardiac arrest: given for a quarter, and never repeated in silence."""

import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from analysis.checks.findings import findings
from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.indicators.table import unpublished_table
from analysis.ingest.snapshot import Snapshot, read_inputs, read_snapshot, write_snapshot
from analysis.ingest.templates import start_delivery
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.about.arrests import arrests
from analysis.report.pages.about.programme import programme
from analysis.texts import Texts

NEXT = Quarter(2025, 3)
TERMS = "data/raw/2025Q3/delivery.toml"
NAMES = (
    "runners_per_day, activations_per_day_published, arrived_before_ambulance, ohca_cases_year, "
    "ohca_at_home_share, ohca_in_public_share, ohca_survivors, ohca_survival, ohca_good_outcome_share, "
    "ohca_severe_outcome_share"
)
SURVIVAL = """
[[fact]]
indicator = "ohca_survival"
value = 15.2
given_for = "2025Q3"
period_start = 2024-01-01
period_end = 2024-12-31
source = "Dansk Hjertestopregister, Årsrapport 2024"
"""


def with_next(data: Path, entries: str = "") -> Path:
    """The data root with 2025Q2's delivery again as 2025Q3, its delivery file ending with some entries."""
    folder = data / "raw/2025Q3"
    if not folder.exists():
        shutil.copytree(data / "raw/2025Q2", folder)
    content = (data / "raw/2025Q2/delivery.toml").read_text(encoding="utf-8")
    content = content.replace('quarter = "2025Q2"', 'quarter = "2025Q3"').replace(
        "2025-06-03\n", "2025-09-05\n"
    )
    (folder / "delivery.toml").write_text(content + entries, encoding="utf-8")
    return data


def snapshot_of(data: Path, quarter: Quarter = NEXT) -> Snapshot:
    return read_inputs(DataRoot(data), quarter)


def repeated(snapshot: Snapshot) -> dict[str, str]:
    return {one.name: one.found for one in findings(snapshot) if one.kind == "fact-repeated"}


def row_of(snapshot: Snapshot, indicator: str) -> dict[str, object]:
    table = unpublished_table(snapshot).filter(
        pl.col("indicator") == indicator, pl.col("quarter") == str(snapshot.delivery.quarter)
    )
    return table.row(0, named=True)


def test_the_quarter_whose_report_gives_them_repeats_nothing(data: Path) -> None:
    snapshot = snapshot_of(data, Quarter(2025, 2))
    assert repeated(snapshot) == {}
    assert set(snapshot.reference.facts["given_for"]) == {"2025Q2"}
    assert row_of(snapshot, "ohca_survival")["note"] is None
    assert row_of(snapshot, "runners_per_day")["note"] == (
        "Kilden oplyser ingen dato.\u2003Afrundet i kilden; grundlaget er ikke oplyst"
    )


def test_a_later_quarter_without_facts_says_that_they_are_repeated(data: Path) -> None:
    snapshot = snapshot_of(with_next(data))
    assert repeated(snapshot) == {"fact-repeated/2025Q2": NAMES}
    (warning,) = [str(one) for one in findings(snapshot) if one.kind == "fact-repeated"]
    assert warning == (
        f"warning fact-repeated/2025Q2: {TERMS}, column fact: given for 2025Q2 and repeated: {NAMES}; "
        "look them up, or answer"
    )
    assert row_of(snapshot, "ohca_survival")["note"] == "Oplyst for 2. kvartal 2025, ikke for dette kvartal."
    assert row_of(snapshot, "ohca_cases_per_day")["note"] == (
        "Oplyst for 2. kvartal 2025, ikke for dette kvartal."
        "\u2003Omkring; forsøg på genoplivning uden for hospital"
    )


def test_a_delivery_gives_its_own(data: Path) -> None:
    snapshot = snapshot_of(with_next(data, SURVIVAL))
    row = row_of(snapshot, "ohca_survival")
    assert (row["value"], row["unit"], row["note"]) == (15.2, "percent", None)
    assert (row["period_end"], row["source"]) == (
        date(2024, 12, 31),
        "Dansk Hjertestopregister, Årsrapport 2024",
    )
    assert repeated(snapshot) == {"fact-repeated/2025Q2": NAMES.replace("ohca_survival, ", "")}
    assert row_of(snapshot_of(data, Quarter(2025, 2)), "ohca_survival")["value"] == 14.4


def test_notebooks_read_the_same(data: Path, tmp_path: Path) -> None:
    snapshot = snapshot_of(with_next(data, SURVIVAL))
    write_snapshot(snapshot, tmp_path / "snapshot")
    again = read_snapshot(tmp_path / "snapshot")
    assert again.reference.facts.equals(snapshot.reference.facts)
    assert again.delivery.given_facts.equals(snapshot.delivery.given_facts)


def test_a_repeated_fact_can_be_answered(data: Path) -> None:
    answer = '[[answer]]\nwarning = "fact-repeated/2025Q2"\ntext = "Kilden har ikke nyere tal."\n'
    (one,) = [one for one in findings(snapshot_of(with_next(data, answer))) if one.kind == "fact-repeated"]
    assert one.answer == "Kilden har ikke nyere tal."


@pytest.mark.parametrize(
    ("language", "quarter", "entries", "of_programme", "of_arrests"),
    [
        ("da", Quarter(2025, 2), "", "", ""),
        (
            "da", NEXT, "",
            "Oplyst for 2. kvartal 2025, ikke for dette kvartal: Hjerteløbere, der rykker ud, pr. dag; "
            "Hjerteløber først fremme, selvrapporteret (mindst).",
            "Oplyst for 2. kvartal 2025, ikke for dette kvartal: alle tal om hjertestop.",
        ),
        (
            "en", NEXT, "",
            "Given for Q2 2025, not for this quarter: Volunteer responders",
            "Given for Q2 2025, not for this quarter: all figures on cardiac arrest.",
        ),
        (
            "da", NEXT, SURVIVAL,
            "selvrapporteret (mindst).",
            "Oplyst for 2. kvartal 2025, ikke for dette kvartal: Genoplivningsforsøg pr. år; Hjertestop",
        ),
    ],
)  # fmt: skip
def test_pages_name_the_quarter_of_what_is_repeated(
    data: Path, language: str, quarter: Quarter, entries: str, of_programme: str, of_arrests: str
) -> None:
    snapshot = snapshot_of(with_next(data, entries), quarter)
    context = ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))
    for page, words in ((programme, of_programme), (arrests, of_arrests)):
        text = page(context).markdown.replace("\\", "")
        assert words in text
        if not words:
            assert "Oplyst for" not in text


Edit = Callable[[str], str]


def replaced(old: str, new: str) -> Edit:
    return lambda text: text.replace(old, new)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            replaced('"ohca_survival"', '"ohca_survivals"'),
            f"{TERMS}, row 87, column indicator: found 'ohca_survivals', expected one of {NAMES}",
        ),
        (
            replaced("ohca_survival", "launched_nationwide"),
            f"{TERMS}, row 87, column indicator: found 'launched_nationwide', expected one of {NAMES}",
        ),
        (
            replaced("15.2", "152"),
            f"{TERMS}, row 88, column value: found '152.0', expected a percentage, from 0 to 100",
        ),
        (
            replaced("15.2", '"15,2"'),
            f"{TERMS}, row 88, column value: found '15,2', expected a number without quotes, like 75 or 14.4",
        ),
        (
            replaced("15.2", "true"),
            f"{TERMS}, row 88, column value: found 'True', expected a number without quotes, like 75 or 14.4",
        ),
        (
            replaced("15.2", "nan"),
            f"{TERMS}, row 88, column value: found 'nan', expected a number of 0 or more",
        ),
        (
            replaced("15.2", "9" * 400),
            f"{TERMS}, row 88, column value: found '{'9' * 39}…', "
            "expected a number without quotes, like 75 or 14.4",
        ),
        (
            replaced("2025Q3", "2025K3"),
            f"{TERMS}, row 89, column given_for: found '2025K3', expected a quarter up to 2025Q3",
        ),
        (
            replaced("2025Q3", "2025Q4"),
            f"{TERMS}, row 89, column given_for: found '2025Q4', expected a quarter up to 2025Q3",
        ),
        (
            replaced("period_end = 2024-12-31\n", ""),
            f"{TERMS}, row 86, column period_end: found an empty cell, expected the period's end",
        ),
        (
            replaced("2024-12-31", "2023-12-31"),
            f"{TERMS}, row 91, column period_end: found '2023-12-31', expected a day after period_start",
        ),
        (
            replaced('source = "Dansk Hjertestopregister, Årsrapport 2024"\n', ""),
            f"{TERMS}, column source: found no such key, expected a text in quotes",
        ),
        (
            lambda text: text + text,
            f"{TERMS}, row 95, column indicator: found the same as in an earlier row, expected each once",
        ),
        (
            lambda text: text.replace("ohca_survival", "ohca_at_home_share").replace("15.2", "80"),
            f"{TERMS}, row 88, column value: found 105 for ohca_at_home_share and ohca_in_public_share, "
            "expected at most 100 percent",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_row(data: Path, edit: Edit, expected: str) -> None:
    with pytest.raises(InputError) as refusal:
        snapshot_of(with_next(data, edit(SURVIVAL)))
    assert expected in [str(problem) for problem in refusal.value.problems]


def test_a_new_delivery_carries_them_over_under_their_own_quarter(data: Path) -> None:
    start_delivery(data, NEXT, date(2025, 9, 5))
    text = (data / "raw/2025Q3/delivery.toml").read_text(encoding="utf-8")
    facts = {one["indicator"]: one for one in tomllib.loads(text)["fact"]}
    assert ", ".join(facts) == NAMES
    assert {one["given_for"] for one in facts.values()} == {"2025Q2"}
    assert facts["ohca_survival"] == {
        "indicator": "ohca_survival", "value": 14.4, "given_for": "2025Q2",
        "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31),
        "source": "Dansk Hjertestopregister, gengivet i TrygFonden, Statusrapport, 2. kvartal 2025",
    }  # fmt: skip
    assert "Gælder tallet også for 2025Q3, så skriv det i given_for" in text


def test_what_one_delivery_gave_the_next_carries_over(data: Path) -> None:
    start_delivery(with_next(data, SURVIVAL), Quarter(2025, 4), date(2026, 1, 5))
    text = (data / "raw/2025Q4/delivery.toml").read_text(encoding="utf-8")
    facts = {one["indicator"]: one for one in tomllib.loads(text)["fact"]}
    assert (facts["ohca_survival"]["value"], facts["ohca_survival"]["given_for"]) == (15.2, "2025Q3")
    assert (facts["ohca_survivors"]["value"], facts["ohca_survivors"]["given_for"]) == (644, "2025Q2")


PER_DAY = """
[[fact]]
indicator = "activations_per_day_published"
value = {}
given_for = "2025Q3"
source = "TrygFonden, Statusrapport, 3. kvartal 2025"
"""


@pytest.mark.parametrize(
    ("entries", "finding"),
    [
        ("", "Ordningen får omkring 6 alarmer om dagen, før annullerede trækkes fra"),
        (PER_DAY.format(6), "TrygFonden oplyser omkring 6 aktiveringer om dagen"),
        (PER_DAY.format(11), "Ordningen får omkring 6 alarmer om dagen, før annullerede trækkes fra"),
    ],
    ids=["of an earlier quarter", "of this quarter", "not the number that is computed"],
)
def test_what_trygfonden_reports_is_its_number_of_this_quarter(
    data: Path, entries: str, finding: str
) -> None:
    snapshot = snapshot_of(with_next(data, entries))
    context = ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts("da"))
    assert f"\n{finding}\n" in programme(context).markdown
