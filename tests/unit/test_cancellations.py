"""Counts of cancelled alarms by reason: what is refused, which numbers follow, and what the report says."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis import Statusrapport
from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.audit.leaks import leaks
from analysis.disclosure.hiding import publishable, why_suppressed
from analysis.disclosure.policy import Policy
from analysis.disclosure.protected import private_inputs
from analysis.disclosure.publication import compute_table
from analysis.indicators.cancellations import DECLARED, NOT_APART_NOTE
from analysis.indicators.limits import wilson_limits
from analysis.indicators.schema import Indicators
from analysis.indicators.table import compute_indicators, unpublished_table
from analysis.ingest.delivery import read_delivery
from analysis.ingest.sealing import seal_delivery
from analysis.ingest.snapshot import read_inputs, read_snapshot, write_snapshot
from analysis.reading.sidecars import sidecar_path

QUARTER = Quarter(2025, 2)
SUPPRESSED_NOTE = why_suppressed("cancellations", 5)
HEADER = "Årsagskode;Årsag;Annullerede;Bemærkning"
CODES = (
    "no-arrest", "death-established", "physician-decision", "known-opt-out", "professional-help", "safety",
    "technical", "unknown",
)  # fmt: skip
COUNTS = (121, 63, 12, 4, 27, 2, 0, 20)
FILE = "data/raw/2025Q2/cancellations.csv"
PLAIN = "dk,Danmark,1309,,16"
RANGE = "cancelled and 1309 net activations allow"
Counts = Sequence[int | str]


def lines(counts: Counts = COUNTS) -> list[str]:
    return [f"{code};;{count};" for code, count in zip(CODES, counts, strict=True)]


def write(data: Path, rows: Sequence[str], quarter: Quarter = QUARTER) -> Path:
    path = data / "raw" / str(quarter) / "cancellations.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    sidecar_path(path).unlink(missing_ok=True)


def activations(data: Path, old: str, new: str) -> None:
    change(data / "raw/2025Q2/activations.csv", old, new)


def problems(data: Path) -> list[str]:
    with pytest.raises(InputError) as refusal:
        read_delivery(data, QUARTER)
    return [str(problem) for problem in refusal.value.problems]


def table_of(data: Path, quarter: Quarter = QUARTER) -> pl.DataFrame:
    return compute_table(read_inputs(DataRoot(data), quarter))


def row(table: pl.DataFrame, indicator: str, quarter: Quarter = QUARTER) -> dict[str, Any]:
    return table.row(
        by_predicate=(pl.col("indicator") == indicator) & (pl.col("quarter") == str(quarter)), named=True
    )


def statuses(table: pl.DataFrame, quarter: Quarter) -> dict[str, str]:
    names = {code: f"cancelled_{code.replace('-', '_')}" for code in CODES}
    return {code: row(table, name, quarter)["status"] for code, name in names.items()}


def hidden(table: pl.DataFrame, quarter: Quarter) -> list[str]:
    return [code for code, status in statuses(table, quarter).items() if status == "suppressed"]


def test_a_delivery_without_the_table_has_no_reasons(data: Path) -> None:
    delivery = read_delivery(data, QUARTER)
    assert delivery.cancellations.is_empty()
    assert delivery.activations["cancelled"].null_count() == delivery.activations.height
    names = table_of(data)["indicator"].unique().to_list()
    assert [name for name in names if name.startswith("cancelled")] == ["cancelled_share"]


def test_a_template_in_its_subfolder_is_not_read(data: Path) -> None:
    path = write(data, lines())
    (path.parent / "valgfri").mkdir()
    shutil.move(path, path.parent / "valgfri")
    assert read_delivery(data, QUARTER).cancellations.is_empty()


def test_the_table_is_read_in_the_order_of_the_list(data: Path) -> None:
    rows = ["UNKNOWN;Unknown;20;Fra skemaet", "no-arrest;ikke hjertestop;121;", *lines()[1:-1]]
    write(data, rows)
    delivery = read_delivery(data, QUARTER)
    assert delivery.cancellations["code"].to_list() == list(CODES)
    assert delivery.cancellations["cancelled"].to_list() == list(COUNTS)
    assert delivery.cancellations["note"].to_list() == [None] * 7 + ["Fra skemaet"]
    assert delivery.files[-1].name == "cancellations.csv"
    places = delivery.places.filter(pl.col("table") == "cancellations")
    assert dict(places.select("area_code", "row").iter_rows())["unknown"] == 2


def test_it_may_be_parquet(data: Path) -> None:
    columns = {"Årsagskode": CODES, "Annullerede": [str(count) for count in COUNTS]}
    pl.DataFrame(columns).write_parquet(data / "raw/2025Q2/cancellations.parquet")
    assert read_delivery(data, QUARTER).cancellations["cancelled"].to_list() == list(COUNTS)


def test_a_snapshot_keeps_the_reasons(data: Path, tmp_path: Path) -> None:
    write(data, lines())
    snapshot = read_inputs(DataRoot(data), QUARTER)
    write_snapshot(snapshot, tmp_path / "kept")
    assert read_snapshot(tmp_path / "kept").delivery.cancellations.equals(snapshot.delivery.cancellations)


def test_it_is_sealed_like_the_other_tables(data: Path) -> None:
    path = write(data, lines())
    assert sidecar_path(path) in seal_delivery(DataRoot(data), QUARTER, date(2025, 6, 10))
    path.write_text(path.read_text(encoding="utf-8").replace(";121;", ";120;"), encoding="utf-8")
    assert any(FILE in problem for problem in problems(data))


def test_every_problem_is_told_at_once(data: Path) -> None:
    rows = lines((121, "-63", 12, 4, "27,5", 2, 0, 20))
    write(data, [*rows[:5], "safety;Ukendt;2;", "safety;;2;7", "bad-weather;;1;", rows[7]])
    assert problems(data) == [
        f"{FILE}, column Årsagskode: found no row for technical, expected a row for each reason, 8 in all",
        f"{FILE}, row 3, column Annullerede: found '-63', "
        "expected a whole number of 0 or more, or an empty cell",
        f"{FILE}, row 6, column Annullerede: found '27,5', "
        "expected a whole number of 0 or more without decimals or commas, such as 1034",
        f"{FILE}, row 7, column Årsag: found 'Ukendt', "
        "expected Sikkerhed, the label of safety, or an empty cell",
        f"{FILE}, row 8, column Bemærkning: found '7', "
        "expected a text; a number with a comma in it stands in quotes",
        f"{FILE}, row 8, column Årsagskode: found 'safety', expected each reason once",
        f"{FILE}, row 9, column Årsagskode: found 'bad-weather', expected a code of the list of reasons",
    ]


def test_other_tables_problems_are_told_with_it(data: Path) -> None:
    write(data, ["safety;;many;", *lines()[:5], *lines()[6:]])
    activations(data, "1309", "-1309")
    assert len({problem.split(",")[0] for problem in problems(data)}) == 2


@pytest.mark.parametrize(
    ("old", "new", "unknown", "expected"),
    [
        (PLAIN, "dk,Danmark,1309,250,16", 20, "250, the country's cancelled alarms in activations"),
        (PLAIN, PLAIN, 30, f"from 241 to 258, as 16 % {RANGE}"),
        (PLAIN, PLAIN, 11, f"from 241 to 258, as 16 % {RANGE}"),
        (PLAIN, 'dk,Danmark,1309,,"16,0"', 22, f"from 249 to 250, as 16,0 % {RANGE}"),
        (
            "Nordjylland,226,,",
            "Nordjylland,226,260,",
            20,
            "at least 260, the cancelled alarms of some regions in activations",
        ),
    ],
)
def test_the_sum_has_to_be_what_activations_allow(
    data: Path, old: str, new: str, unknown: int, expected: str
) -> None:
    write(data, lines((*COUNTS[:-1], unknown)))
    activations(data, old, new)
    found = f"found {sum(COUNTS[:-1]) + unknown}, the sum of all reasons"
    assert problems(data) == [f"{FILE}, column Annullerede: {found}, expected {expected}"]


@pytest.mark.parametrize("total", [241, 258])
def test_both_ends_of_the_range_are_accepted(data: Path, total: int) -> None:
    write(data, lines((*COUNTS[:-1], total - sum(COUNTS[:-1]))))
    delivery = read_delivery(data, QUARTER)
    assert delivery.activations["cancelled"].to_list() == [total, None, None, None, None, None]


def test_regions_that_are_all_counted_are_the_sum(data: Path) -> None:
    path = data / "raw/2025Q2/activations.csv"
    parts = {"226,": 50, "211,": 50, "417,": 60, "191,": 40}
    for net, count in parts.items():
        activations(data, f",{net},", f",{net}{count},")
    change(path, "Hovedstaden,,,", "Hovedstaden,,50,")
    write(data, lines())
    (problem,) = problems(data)
    assert problem.endswith("expected 250, the sum of the regions' cancelled alarms in activations")
    write(data, lines((122, *COUNTS[1:])))
    assert read_delivery(data, QUARTER).activations["cancelled"][0] == 250


def test_with_neither_count_nor_percentage_the_sum_is_all_that_is_known(data: Path) -> None:
    activations(data, "dk,Danmark,1309,,16", "dk,Danmark,1309,,")
    write(data, lines((900, *COUNTS[1:])))
    assert read_delivery(data, QUARTER).activations["cancelled"][0] == 1028


def test_a_table_without_a_count_is_refused(data: Path) -> None:
    write(data, lines([""] * 8))
    assert problems(data) == [
        f"{FILE}, column Annullerede: found no count at all, expected at least one count"
    ]


def test_reasons_do_not_go_round_what_is_withheld(data: Path) -> None:
    write(data, lines())
    activations(data, "dk,Danmark,1309,,16", "dk,Danmark,1309,,")
    entry = (
        '\n[[withheld]]\nindicator = "cancelled_share"\narea = "DK"\nreason = "Grund."\nuntil = 2026-12-31\n'
    )
    terms = data / "raw/2025Q2/delivery.toml"
    terms.write_text(terms.read_text(encoding="utf-8") + entry, encoding="utf-8")
    assert problems(data) == [
        f"{FILE}: found counts of cancelled alarms, "
        "expected no such table, as delivery.toml withholds cancelled_share for dk"
    ]


def test_the_sum_makes_the_share_and_the_gross_a_count(data: Path) -> None:
    write(data, lines())
    table = table_of(data)
    share, gross = row(table, "cancelled_share"), row(table, "activations_gross")
    assert (share["numerator"], share["denominator"], share["basis"]) == (249, 1558, "counts")
    assert (gross["value"], gross["basis"]) == (1558, "counts")


def test_rows_of_the_table_of_numbers(data: Path) -> None:
    write(data, lines((121, 63, 12, 4, 27, 2, "", 20)))
    table = table_of(data)
    Indicators.validate(table)
    count, share = row(table, "cancelled_death_established"), row(table, "cancelled_death_established_share")
    assert (count["value"], count["unit"], count["status"], count["basis"]) == (
        63,
        "alarms",
        "published",
        "counts",
    )
    assert (count["level"], count["area_code"], count["numerator"]) == ("country", "dk", None)
    assert (str(count["period_start"]), str(count["period_end"])) == ("2025-01-01", "2025-06-03")
    assert (share["numerator"], share["denominator"], share["unit"]) == (63, 249, "percent")
    assert share["value"] == pytest.approx(100 * 63 / 249)
    assert [share["lower"] / 100, share["upper"] / 100] == pytest.approx(list(wilson_limits(63, 249)))
    for name, status, note in (
        ("cancelled_known_opt_out", "suppressed", SUPPRESSED_NOTE),
        ("cancelled_safety", "suppressed", SUPPRESSED_NOTE),
        ("cancelled_technical", "missing", NOT_APART_NOTE),
    ):
        for found in (row(table, name), row(table, f"{name}_share")):
            numbers = [found[column] for column in ("value", "numerator", "denominator", "lower", "upper")]
            assert (found["status"], found["note"], numbers) == (status, note, [None] * 5)


def test_a_note_goes_with_its_count_but_not_with_a_hidden_one(data: Path) -> None:
    noted = [line + ("4 i alt" if "opt-out" in line else "Nyt skema") for line in lines()]
    write(data, noted)
    table = table_of(data)
    assert row(table, "cancelled_no_arrest")["note"] == "Nyt skema"
    assert "4 i alt" not in table.write_csv()


def test_no_cancelled_alarm_has_no_shares(data: Path) -> None:
    activations(data, "dk,Danmark,1309,,16", "dk,Danmark,1309,0,")
    write(data, lines([0] * 8))
    table = table_of(data)
    assert row(table, "cancelled_no_arrest")["value"] == 0
    assert table.filter(pl.col("indicator") == "cancelled_no_arrest_share").is_empty()


def with_quarters(data: Path, earlier: Counts, later: Counts) -> Quarter:
    """A second delivery after 2025Q2, both with counts by reason."""
    quarter = Quarter(2025, 3)
    old, new = data / "raw/2025Q2", data / "raw" / str(quarter)
    for path in old.glob("*.meta.toml"):
        path.unlink()
    activations(data, "dk,Danmark,1309,,16", "dk,Danmark,1309,,")
    shutil.copytree(old, new)
    terms = new / "delivery.toml"
    text = (
        terms.read_text(encoding="utf-8").replace('"2025Q2"', '"2025Q3"').replace("2025-06-03", "2025-09-03")
    )
    period = 'population_period = "2025K2"\n[totals]'
    terms.write_text(text.split("[[withheld]]")[0].replace("[totals]", period, 1), encoding="utf-8")
    write(data, lines(earlier), QUARTER)
    write(data, lines(later), quarter)
    return quarter


def test_a_small_step_between_two_quarters_of_a_year_is_hidden(data: Path) -> None:
    later = with_quarters(data, (121, 63, 12, 6, 27, 9, 0, 20), (160, 80, 30, 8, 40, 18, 0, 30))
    table = table_of(data, later)
    assert hidden(table, QUARTER) == []
    assert hidden(table, later) == ["known-opt-out", "safety"]
    assert row(table, "cancelled_known_opt_out_share", later)["status"] == "suppressed"


def test_an_earlier_quarter_looks_the_same_in_a_later_report(data: Path) -> None:
    earlier = (121, 63, 12, 4, 27, 9, 0, 20)
    later = with_quarters(data, earlier, (160, 80, 30, 5, 40, 9, 0, 30))
    assert hidden(table_of(data), QUARTER) == ["known-opt-out", "safety"]
    table = table_of(data, later)
    assert hidden(table, QUARTER) == ["known-opt-out", "safety"]
    assert "known-opt-out" in hidden(table, later)


@pytest.mark.parametrize(("quarter", "names"), [(Quarter(2024, 4), 0), (Quarter(2025, 1), 16)], ids=str)
def test_only_tables_of_the_same_year_are_compared(data: Path, quarter: Quarter, names: int) -> None:
    write(data, lines((105, 63, 12, 6, 27, 9, 8, 20)))
    now = read_inputs(DataRoot(data), QUARTER).delivery
    fewer = now.cancellations.with_columns(pl.col("cancelled") - 2)
    before = replace(now.with_tables(cancellations=fewer), quarter=quarter)
    reference = read_inputs(DataRoot(data), QUARTER).reference
    numbers = pl.concat([compute_indicators(one, reference) for one in (now, before)])
    reasons = publishable(numbers, Policy()).filter(
        pl.col("indicator").is_in([one.name for one in DECLARED]), pl.col("quarter") == str(QUARTER)
    )
    assert reasons.filter(pl.col("status") == "suppressed").height == names


def made(data: Path) -> Statusrapport:
    report = Statusrapport("2025Q2", data=str(data))
    report.ingest()
    report.compute()
    return report


def test_without_the_table_there_is_no_page_and_the_text_says_so(data: Path) -> None:
    report = made(data)
    assert report.pages.cancellations().markdown == ""
    assert "Kilden oplyser ikke, hvor ofte hver årsag forekom." in report.pages.important().markdown
    assert (
        "Kilden oplyser ikke, hvor ofte hver årsag forekom" in report.pages.resuscitation_runners().markdown
    )
    assert "Annullerede alarmer" not in report.pages.about_title().markdown


def test_the_page_shows_reasons_and_hides_small_counts(data: Path) -> None:
    write(data, lines((121, 63, 12, 4, 27, 2, "", 20)))
    report = made(data)
    page = report.pages.cancellations().markdown
    assert "Ikke hjertestop er den hyppigst registrerede årsag: 49\u00a0pct\\. af" in page
    assert "249 annullerede alarmer i hele landet, 1\\.\u00a0jan" in page
    cells = [
        line.split("</th>")[0].removeprefix('<tr><th scope="row">')
        + " "
        + " ".join(cell.split("<")[0] for cell in line.split('">')[2:])
        for line in page.splitlines()
        if line.startswith("<tr><th scope")
    ]
    assert cells[0] == "Ikke hjertestop 121 49\u00a0% 42–55\u00a0%"
    assert "Kendt fravalg – – –" in cells
    assert "Sikkerhed – – –" in cells
    assert "Teknisk fejl eller dobbelt alarm ikke opgjort  " in cells
    assert f"–: {SUPPRESSED_NOTE}" in page
    assert "Rapporten udleder aldrig selv en årsag" in page
    assert "Kendt fravalg –, Professionel hjælp på stedet 11\u00a0%" in page
    assert "står på siden om annullerede alarmer" in report.pages.important().markdown
    assert "ikke opgjort" not in report.pages.important().markdown
    assert "ikke opgjort" not in report.pages.resuscitation_runners().markdown
    assert (
        "Hjerteløberordningen\u00a0· Annullerede alarmer\u00a0· Hjertestartere"
        in report.pages.about_title().markdown
    )


@pytest.mark.parametrize(
    ("counts", "finding"),
    [
        (
            (63, 63, 12, 10, 27, 12, 42, 20),
            "Ikke hjertestop og døden konstateret er de hyppigst registrerede årsager: hver 25\u00a0pct\\.",
        ),
        ((40, 20, 12, 10, 20, 12, 15, 120), "For 48\u00a0pct\\. af de annullerede alarmer er årsagen ukendt"),
    ],
)
def test_what_the_page_finds(data: Path, counts: Counts, finding: str) -> None:
    write(data, lines(counts))
    assert finding in made(data).pages.cancellations().markdown


def test_the_page_names_no_most_frequent_reason_where_a_hidden_one_could_be_it(data: Path) -> None:
    activations(data, "dk,Danmark,1309,,16", "dk,Danmark,1309,,")
    write(data, lines((6, 4, 3, 0, 0, 0, 0, 0)))
    page = made(data).pages.cancellations().markdown
    assert "Registrerede årsager til, at alarmer blev annulleret" in page


def test_the_basis_lists_the_counts_and_not_the_shares(data: Path) -> None:
    write(data, lines())
    page = made(data).pages.basis().markdown
    assert "Annulleret: ikke hjertestop" in page
    assert page.count("Annulleret: ") == 16


def test_three_reasons_that_add_up_to_twelve_are_hidden_with_a_fourth(data: Path) -> None:
    activations(data, PLAIN, "dk,Danmark,1309,274,")
    write(data, lines((120, 41, 4, 4, 77, 6, 18, 4)))
    snapshot = read_inputs(DataRoot(data), QUARTER)
    table = compute_table(snapshot)
    assert hidden(table, QUARTER) == ["physician-decision", "known-opt-out", "safety", "unknown"]
    assert [one for one in leaks(table, snapshot.reference) if one.hidden.indicator in REASONS] == []
    three = [f"cancelled_{name}" for name in ("physician_decision", "known_opt_out", "unknown")]
    shown = pl.col("indicator").is_in(["cancelled_safety", "cancelled_safety_share"])
    open_fourth = pl.concat([table.filter(~shown), unpublished_table(snapshot).filter(shown)])
    found = {one.hidden.indicator: one.interval for one in leaks(open_fourth, snapshot.reference)}
    assert {name: (found[name].lower, found[name].upper) for name in three} == dict.fromkeys(three, (4, 4))


REASONS = [one.name for one in DECLARED]
TOTALS = ["cancelled_share", "activations_gross", "activations_gross_per_day"]
TOTAL_NOTE = (
    "Skjult af hensyn til fortrolighed: tallet er mellem 1 og 4, eller et så lille antal af en enkelt årsag "
    "kunne udledes af det."
)
SMALL_TOTALS = [(1, 1, 3, 0, 0, 0, 0, 0), (1, 1, 0, 0, 0, 0, 0, 0), (4, 4, 4, 4, 4, 4, 4, 4)]


@pytest.mark.parametrize("counts", SMALL_TOTALS, ids=str)
def test_a_total_that_gives_its_reasons_away_is_hidden_with_them(data: Path, counts: Counts) -> None:
    """Whether it is small itself or would tell of its reasons, its rows say the same."""
    total = sum(map(int, counts))
    activations(data, PLAIN, f"dk,Danmark,1309,{total},")
    write(data, lines(counts))
    snapshot = read_inputs(DataRoot(data), QUARTER)
    table = compute_table(snapshot)
    for name in TOTALS:
        found = row(table, name)
        assert (found["status"], found["note"]) == ("suppressed", TOTAL_NOTE), name
        numbers = [found[column] for column in ("value", "numerator", "denominator", "lower", "upper")]
        assert numbers == [None] * 5, name
    assert hidden(table, QUARTER) == list(CODES)
    assert table.filter(pl.col("indicator") == "activations")["value"][0] == 1309
    assert [one for one in leaks(table, snapshot.reference) if one.hidden.area_code == "dk"] == []
    kept = {name.rpartition("/")[2] for name in private_inputs(DataRoot(data), snapshot, table)}
    assert {"activations.csv", "cancellations.csv"} <= kept


@pytest.mark.parametrize(
    ("counts", "ends"), [((1, 1, 3, "", "", "", "", ""), (1, 3)), ((4, 4, 4, 4, 4, 4, 4, 4), (4, 4))]
)
def test_the_auditor_finds_what_a_shown_total_would_tell(
    data: Path, counts: Counts, ends: tuple[int, int]
) -> None:
    total = sum(int(count) for count in counts if count != "")
    activations(data, PLAIN, f"dk,Danmark,1309,{total},")
    write(data, lines(counts))
    snapshot = read_inputs(DataRoot(data), QUARTER)
    of_total = pl.col("indicator").is_in(TOTALS)
    hidden_too = compute_table(snapshot)
    shown = pl.concat([hidden_too.filter(~of_total), unpublished_table(snapshot).filter(of_total)])
    told = {
        one.hidden.indicator: (one.interval.lower, one.interval.upper)
        for one in leaks(shown, snapshot.reference)
        if one.hidden.indicator in REASONS
    }
    counted = [
        f"cancelled_{code.replace('-', '_')}" for code, count in zip(CODES, counts, strict=True) if count
    ]
    assert told == dict.fromkeys(counted, ends)
    assert {one.hidden.indicator for one in leaks(hidden_too, snapshot.reference)} == {"activations"}


@pytest.mark.parametrize("status", ["small", "further"])
def test_regions_do_not_give_a_hidden_total_away(data: Path, status: str) -> None:
    """Where all regions are counted, one more of them is hidden; it says the same as one that is small."""
    counts = (4, 4, 4, 4, 4, 4, 4, 4)
    parts = {"226,": 3 if status == "small" else 9, "211,": 5, "417,": 10, "191,": 8}
    for net, count in parts.items():
        activations(data, f",{net},", f",{net}{count},")
    rest = sum(counts) - sum(parts.values())
    change(data / "raw/2025Q2/activations.csv", "Hovedstaden,,,", f"Hovedstaden,264,{rest},")
    activations(data, PLAIN, f"dk,Danmark,1309,{sum(counts)},")
    write(data, lines(counts))
    snapshot = read_inputs(DataRoot(data), QUARTER)
    table = compute_table(snapshot)
    shares = table.filter(pl.col("indicator") == "cancelled_share", pl.col("status") == "suppressed")
    assert set(shares["note"]) == {TOTAL_NOTE}
    assert shares.height == 2
    assert "dk" in shares["area_code"].to_list()
    told = [
        one.hidden for one in leaks(table, snapshot.reference) if one.hidden.indicator == "cancelled_share"
    ]
    assert told == []


def test_the_page_does_not_tell_a_hidden_total(data: Path) -> None:
    activations(data, PLAIN, "dk,Danmark,1309,32,")
    write(data, lines((4,) * 8))
    report = made(data)
    page = report.pages.cancellations().markdown
    assert "Annullerede alarmer i hele landet, 1\\.\u00a0jan" in page
    assert not re.search(r"\b32\b(?!\.)", re.sub("<svg.*?</svg>", "", page, flags=re.DOTALL))
    assert "Hvor mange det var, vises ikke for dette kvartal." in report.pages.important().markdown
    assert TOTAL_NOTE in page
