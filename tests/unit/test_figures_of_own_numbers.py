"""What figures of own numbers say of where these come from, and own ratios in a plain script."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analysis import Statusrapport, UnknownNameError
from analysis.indicators.declaration import own_ratio
from analysis.indicators.registry import UndeclaredError, indicator

RATE = "active_runners_rate"
REPORTS = ("TrygFonden", "FOLK1A", "2025", "Statusrapport")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A data root of the second quarter of 2025, computed."""
    folder = tmp_path_factory.mktemp("own") / "data"
    folder.mkdir()
    (folder / "raw").symlink_to(Path("data/raw").resolve())
    built = Statusrapport("2025Q2", data=str(folder))
    built.ingest()
    built.compute()
    return str(folder)


@pytest.fixture
def report(root: str) -> Statusrapport:
    return Statusrapport("2025Q2", data=root)


def adults(report: Statusrapport) -> pl.DataFrame:
    """Half of the inhabitants of every municipality but one."""
    half = pl.when(pl.col("area") != "Læsø").then(pl.col("population") // 2)
    return report.municipalities.select(kommune="area", voksne=half)


def words(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_figure_of_own_numbers_alone_has_nothing_of_the_reports(
    report: Statusrapport, tmp_path: Path
) -> None:
    chart = report.join(adults(report)).chart
    for drawn in (
        chart.map("voksne"),
        chart.bar("voksne", "Vejle"),
        chart.dots("voksne", ["Vejle", "Odense"]),
    ):
        assert drawn.text == "voksne: egne tal."
        assert drawn.credit == ""
        for kind in ("svg", "html"):
            told = drawn.save(tmp_path / f"own.{kind}").read_text("utf-8")
            assert not [one for one in REPORTS if f">{one}" in told or f" {one}" in told]
    assert set(chart.bar("voksne", ["Vejle"]).table["source"]) == {"egne tal"}


def test_who_counted_own_numbers_is_what_was_said(report: Statusrapport) -> None:
    said = report.join(adults(report), source="Kommunens egen optælling", date=date(2024, 5, 1))
    assert words(said.chart.map("voksne").text) == "voksne: egne tal: Kommunens egen optælling, 1. maj 2024."
    assert report.join(adults(report), date="2024").chart.map("voksne").text == "voksne: egne tal: 2024."
    english = Statusrapport("2025Q2", lang="en", data=str(report.data.path))
    assert english.join(adults(report)).chart.map("voksne").text == "voksne: own figures."
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"source": 5}, "source= is a text"), ({"date": 2024}, "date= is a day or a text"),
        ({"source": "a\x00"}, r"source= holds U\+0000"),
    ]  # fmt: skip
    for given, message in wrong:
        with pytest.raises(ValueError, match=message):
            report.join(adults(report), **given)


def test_own_numbers_beside_the_reports_have_each_their_own_origin(report: Statusrapport) -> None:
    drawn = report.join(adults(report)).chart.scatter("voksne", RATE)
    assert words(drawn.text).startswith(
        "Lodret: Aktive pr. 100.000 indbyggere. Vandret: voksne (logaritmisk). Aktive pr. 100.000 indbyggere:"
        " 3. juni 2025; TrygFonden, Statusrapport, 2. kvartal 2025; Danmarks Statistik, FOLK1A."
        " voksne: egne tal. "
    )
    assert drawn.credit == f"{report.content.credit} Egne tal er ikke fra rapporten."
    people = words(report.chart.map("population").text)
    assert people == "Indbyggere: Danmarks Statistik, FOLK1A; 1. april 2025."


def test_an_own_ratio_has_its_numbers_in_a_plain_script(report: Statusrapport) -> None:
    joined = report.join(adults(report))
    report.declare("pr_voksen", like=RATE, per="voksne", unit="per_100000", decimals=1, own=joined)
    vejle, rate = report.number("pr_voksen", "Vejle"), report.number(RATE, "Vejle")
    half = rate["denominator"] // 2
    assert (vejle["numerator"], vejle["denominator"]) == (rate["numerator"], half)
    assert vejle["value"] == pytest.approx(rate["numerator"] / half * 100_000)
    assert vejle["lower"] == pytest.approx(rate["lower"] * rate["denominator"] / half)
    assert vejle["source"] == "TrygFonden, Statusrapport, 2. kvartal 2025; voksne: egne tal"
    assert (vejle["as_of"], vejle["population_period"]) == (date(2025, 6, 3), None)
    around = report.municipalities.filter(region="Midtjylland")
    region = report.number("pr_voksen", "Midtjylland")
    assert region["denominator"] == (around["population"] // 2).sum()
    assert region["numerator"] == around["active_runners"].sum()
    for code in ("Læsø", "Nordjylland", "dk"):
        row = report.number("pr_voksen", code)
        assert (row["value"], row["status"]) == (None, "missing"), "a part of it has no number of adults"
    said = "pr_voksen: Aktive hjerteløbere (3. juni 2025; TrygFonden, Statusrapport, 2. kvartal 2025)"
    for drawn in (
        report.chart.map("pr_voksen"),
        joined.chart.map("pr_voksen"),
        report.chart.dots("pr_voksen"),
    ):
        assert words(drawn.text).startswith(f"{said} pr. 100.000 voksne (egne tal).")
        assert "FOLK1A" not in drawn.text
        assert drawn.credit.endswith("Egne tal er ikke fra rapporten.")
    ratio = report.compare("Vejle", "Kolding", indicator="pr_voksen")["ratio"].item()
    assert ratio == pytest.approx(vejle["value"] / report.number("pr_voksen", "Kolding")["value"])
    (listed,) = report.indicators_available().filter(indicator="pr_voksen").iter_rows(named=True)
    assert listed["definition"] == "active_runners / voksne × 100,000"
    named = report.join(adults(report), source="Danmarks Statistik")
    report.declare("pr_voksen", like=RATE, per="voksne", unit="percent", own=named)
    assert report.number("pr_voksen", "Vejle")["value"] == pytest.approx(vejle["value"] / 1000)
    told = words(report.chart.map("pr_voksen").text)
    noted = "Langeland har siden 2012 haft sin egen ordning for frivillige førstehjælpere, FirstAED."
    assert told == f"{said} i procent af voksne (egne tal: Danmarks Statistik). {noted}"


@pytest.mark.parametrize(
    ("like", "unit", "decimals"),
    [(RATE, "per_100000", 0), ("accepted_by_one", "percent", 1), ("activations_rate_year", "ratio", 2)],
)
def test_an_own_ratio_has_the_unit_of_the_one_it_is_like_where_that_says_no_time(
    report: Statusrapport, like: str, unit: str, decimals: int
) -> None:
    made = report.declare("min", like=like, per="voksne")
    assert (made.unit.key, made.decimals) == (unit, decimals)


def test_a_declared_ratio_without_numbers_says_how_it_gets_them(report: Statusrapport) -> None:
    report.declare("pr_voksen", like=RATE, per="voksne")
    for ask in (report.chart.map, report.number, report.trend, report.chart.bar):
        with pytest.raises(UnknownNameError, match=r"pr_voksen is declared and has no numbers: .*own=joined"):
            ask("pr_voksen")
    joined = report.join(adults(report).with_columns(tekst=pl.lit("a"), faa=pl.lit(1), minus=pl.lit(-1)))
    wrong: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"own": "voksne.csv"}, ValueError, r'own= is what join gives, such as own=report.join\("'),
        ({"per": "vosne"}, UnknownNameError, "the joined table has no column 'vosne'; did you mean 'voksne'"),
        ({"per": "tekst"}, UnknownNameError, "tekst was read as text"),
        ({"per": "minus"}, ValueError, "below a line stand numbers from 0, not -1 of"),
        ({"like": "accepted_by_one"}, UnknownNameError, "accepted_by_one has no counts in 2025Q2"),
        ({"like": "nobodys"}, UndeclaredError, "nobodys"),
        ({"unit": "per_100000_per_year"}, ValueError, "unit= is one of ratio, percent, per_1000, per_100000"),
        ({"unit": "aeds"}, ValueError, "unit= is one of ratio"),
        ({"name": "voksne"}, ValueError, "voksne is a column of the joined table already"),
    ]  # fmt: skip
    for given, kind, message in wrong:
        whole = {"name": "anden", "like": RATE, "per": "voksne", "own": joined, **given}
        with pytest.raises(kind, match=message):
            report.declare(**whole)
    assert [one.name for one in report.own] == ["pr_voksen"], "what was refused is not declared"
    made_up = Statusrapport.simulated("2025Q2")
    few = made_up.join(made_up.municipalities.select(kommune="area", faa=pl.lit(1)))
    with pytest.raises(ValueError, match=r"\d+ of \d+ in .* is no share; be like a rate"):
        made_up.declare("anden", like="accepted_by_one", per="faa", own=few)


def test_an_own_ratio_is_of_a_released_version_too() -> None:
    released = Statusrapport("2025Q2", version=1)
    joined = released.join(adults(released))
    released.declare("pr_voksen", like=RATE, per="voksne", own=joined)
    assert "Version 1" in released.chart.map("pr_voksen").credit


def test_an_own_ratio_takes_off_what_its_like_takes_off() -> None:
    made = own_ratio("mine", indicator("aed_not_24_7_share"), per="byer")
    assert made.in_words == "(aed_registered − aed_24_7) / byer × 100"
    with pytest.raises(ValueError, match="is no ratio"):
        own_ratio("mine", indicator("active_runners_step"), per="byer")


def test_under_a_title_of_ones_own_stands_what_is_drawn(report: Statusrapport) -> None:
    titled = "Region Midtjylland"
    for drawn in (
        report.chart.map(RATE, title=titled),
        report.chart.bar(RATE, title=titled),
        report.chart.dots(RATE, title=titled),
    ):
        assert words(drawn.text).startswith("Aktive pr. 100.000 indbyggere, 3. juni 2025.")
    counted = report.chart.map("active_runners", title="Hele landet")
    assert words(counted.text).startswith("Aktive hjerteløbere, personer, 3. juni 2025.")
    assert words(report.chart.map(RATE).text).startswith("Pr. 100.000 indbyggere, 3. juni 2025.")
