"""The page that `diff` starts with: what a reader would notice, as the report writes it, and no more."""

import re
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from histories import delivered, history, with_cells  # type: ignore[import-not-found]

from analysis.disclosure.publication import compute_table
from analysis.indicators.differences import changes
from analysis.ingest.delivery import Delivery
from analysis.releases.summary import summary
from analysis.texts import Texts
from analysis.texts.commands import Messages

AALBORG, FREDERIKSHAVN, LAESOE = "851", "813", "825"
MOST_LINES, WIDEST = 60, 130


def table_of(*deliveries: Delivery) -> pl.DataFrame:
    return compute_table(history(*deliveries))


def lines(old: pl.DataFrame, new: pl.DataFrame) -> list[str]:
    """Its lines; the space that never parts a sign from its number is any other."""
    return [line.replace("\xa0", " ") for line in summary(changes(old, new), Texts("da"))]


def part(found: list[str], title: str) -> list[str]:
    """The lines under a title."""
    start = found.index(title) + 1
    return found[start : found.index("", start)] if "" in found[start:] else found[start:]


def runners(**counts: int) -> Delivery:
    made: Delivery = delivered("2025Q2", runners={code[1:]: count for code, count in counts.items()})
    return replace(made, totals=made.totals.clear())


@pytest.fixture(scope="module")
def base() -> pl.DataFrame:
    return table_of(runners())


def test_ten_more_in_one_municipality_is_a_few_lines(base: pl.DataFrame) -> None:
    now = table_of(runners(_813=428))
    found = lines(base, now)
    assert found[0] == f"2025Q2: {changes(base, now).height} numbers differ, 5 of them as the report shows it"
    assert found[1:] == [
        "",
        "The country",
        "  Danmark  Aktive hjerteløbere  57.307  57.317  +10  +0,02 %",
        "",
        "Regions",
        "  Region Nordjylland  Aktive hjerteløbere            5.321  5.331  +10  +0,2 %",
        "  Region Nordjylland  Aktive pr. 100.000 indbyggere    898    900   +2  +0,2 %",
        "",
        "Counts of municipalities and report areas, largest changes",
        "  Frederikshavn  Aktive hjerteløbere  418  428  +10  +2,4 %",
        "",
        "New",
        "  none",
        "",
        "Gone",
        "  none",
        "",
        "Differences are computed from the numbers before rounding.",
    ]


def test_what_went_missing_stands_first_then_what_chance_explains_least(base: pl.DataFrame) -> None:
    """33 fewer of 303 weigh more than 4 more of 14, which is more in per cent."""
    now = runners(_825=18, _671=270, _813=418)
    unknown = with_cells(now.runners, "municipality_code", "active_runners", {FREDERIKSHAVN: None})
    note = with_cells(unknown, "municipality_code", "note", {FREDERIKSHAVN: "Tælles igen."})
    found = lines(base, table_of(now.with_tables(runners=note)))
    listed = part(found, "Counts of municipalities and report areas, largest changes")
    assert [line.split()[0] for line in listed if "Aktive hjerteløbere" in line] == [
        "Frederikshavn", "Struer", "Midt-", "Læsø",
    ]  # fmt: skip
    assert re.fullmatch(r"  Frederikshavn +Aktive hjerteløbere +418 +ikke oplyst", listed[0])


def test_a_sum_that_is_at_least_so_much_stands_as_the_report_writes_it() -> None:
    def without(*codes: str) -> Delivery:
        cells = runners().runners
        for column, cell in (("active_runners", None), ("note", "Tælles igen.")):
            cells = with_cells(cells, "municipality_code", column, dict.fromkeys(codes, cell))
        return runners().with_tables(runners=cells)

    found = lines(table_of(without(FREDERIKSHAVN, LAESOE)), table_of(without(LAESOE)))
    line = r"  Danmark  Aktive hjerteløbere +mindst 56\.875  mindst 57\.293"
    assert re.fullmatch(line, part(found, "The country")[0])


def test_new_and_vanished_rows_are_counted_by_number(base: pl.DataFrame) -> None:
    rates = pl.col("indicator") == "active_runners_rate"
    without = base.filter(~rates)
    municipal = base.filter(rates & (pl.col("level") == "municipality")).height
    areas = base.filter(rates).height
    assert areas > municipal == 98
    assert part(lines(without, base), "New") == [f"  Aktive pr. 100.000 indbyggere: {areas} areas"]
    assert part(lines(base, without), "Gone") == [f"  Aktive pr. 100.000 indbyggere: {areas} areas"]
    one = base.filter(~(rates & (pl.col("area_code") == "dk")))
    assert part(lines(one, base), "New") == ["  Aktive pr. 100.000 indbyggere: 1 area"]


def test_numbers_that_only_an_older_version_knows_are_counted_alone(base: pl.DataFrame) -> None:
    old = base.with_columns(pl.col("indicator").replace({"aed_rate": "aed_per_1000_km"}))
    found = lines(old, base)
    assert found[0].startswith("2025Q2: 2 numbers differ, 1 of them")
    assert "aed_per_1000_km" not in "\n".join(found)


def test_one_number_is_one(base: pl.DataFrame) -> None:
    changed = base.with_columns(
        value=pl.when(pl.col("indicator") == "ohca_survivors").then(645.0).otherwise("value")
    )
    assert lines(base, changed)[0] == "2025Q2: 1 number differs, 1 of them as the report shows it"


@pytest.mark.parametrize("share", [1.1, 0.5])
def test_a_quarter_in_which_all_changed_is_a_page(base: pl.DataFrame, share: float) -> None:
    counts = dict(delivered("2025Q2").runners.select("municipality_code", "active_runners").iter_rows())
    cells: dict[str, Any] = {f"_{code}": round(count * share) for code, count in counts.items()}
    found = lines(base, table_of(runners(**cells)))
    assert len(found) <= MOST_LINES
    assert max(map(len, found)) <= WIDEST
    assert len(part(found, "Counts of municipalities and report areas, largest changes")) == 11
    assert part(found, "Counts of municipalities and report areas, largest changes")[-1].startswith("  and ")


def test_headings_are_in_the_language_of_messages(base: pl.DataFrame) -> None:
    frame = changes(base, base.with_columns(pl.col("value") + 1))
    english, danish = (summary(frame, Texts("da"), Messages(language)) for language in ("en", "da"))
    assert len(english) == len(danish)
    differing = [(one, other) for one, other in zip(english, danish, strict=True) if one != other]
    assert ("The country", "Hele landet") in differing
    assert danish[-1] == "Forskellene er beregnet af tallene før afrunding."
