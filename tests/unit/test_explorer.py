"""What analysts ask a report for."""

import json
import re
import shutil
import struct
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import polars as pl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import NotBuiltError, Statusrapport, UnknownNameError
from analysis.core.formatting import round_half_up, short_period
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.explore import tables
from analysis.explore.map_classes import class_breaks
from analysis.indicators.registry import UndeclaredError
from analysis.report.charts.series import set_apart
from analysis.report.charts.theme import CARMINE, CHANGE_COLOURS, LIGHT, NOT_KNOWN, RATE_COLOURS
from analysis.report.maps import map_legend
from analysis.simulation import made_roots

FREDERIKSHAVN, AARHUS, HOVEDSTADEN = "813", "751", "1084"
RATE = "active_runners_rate"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Statusrapport:
    """Q2 2025 in a data root of its own."""
    root = tmp_path_factory.mktemp("explorer") / "data"
    root.mkdir()
    (root / "raw").symlink_to(Path("data/raw").resolve())
    built = Statusrapport("2025Q2", data=str(root))
    built.ingest()
    built.compute()
    return Statusrapport("2025Q2", data=str(root))


@pytest.fixture(scope="module")
def changed() -> Statusrapport:
    """A quarter of made-up figures with a year before it."""
    return Statusrapport.simulated("2025Q2")


def test_a_quarter_that_is_not_built_says_which_command_builds_it(tmp_path: Path) -> None:
    for ask in ("indicators", "municipalities", "country"):
        with pytest.raises(NotBuiltError, match=f"run `statusrapport build 2025Q2 --data {tmp_path}` first"):
            getattr(Statusrapport("2025Q2", data=str(tmp_path)), ask)


def test_tables_have_a_row_per_area_and_the_tables_numbers(report: Statusrapport) -> None:
    municipalities = report.municipalities
    assert municipalities.height == 98
    assert municipalities.columns[:6] == [
        "area_code", "area", "region_code", "region", "report_area", "population",
    ]  # fmt: skip
    own = municipalities.filter(region="Region Nordjylland")
    assert own.height == 11
    assert own["active_runners"].sum() == report.area("Region Nordjylland")["active_runners"]
    assert municipalities["population"].sum() == report.country["population"]
    assert report.regions.height == 5
    assert report.report_areas.height == 10
    withheld = report.regions.filter(area_code=HOVEDSTADEN)
    assert withheld["accepted_by_one"].item() is None
    for row in municipalities.iter_rows(named=True):
        number = report.number("active_runners_rate", row["area_code"])
        assert row["active_runners_rate"] == number["value"]
        assert row["active_runners_rate_lower"] == number["lower"]
    assert municipalities.to_pandas().shape == municipalities.shape


def test_areas_by_any_name(report: Statusrapport) -> None:
    assert report.code("Århus Kommune") == AARHUS
    assert report.code("Region Syddanmark") == "1083"
    assert report.code("syddanmark") == "1083"
    assert report.code("dk") == "dk"
    assert report.code("Danmark") == "dk"
    assert report.code("Østjylland") == "oestjylland"
    assert report.area(813)["area"] == "Frederikshavn"
    # Bornholm and København are municipalities and areas of the report.
    assert report.code("Bornholm") == "400"
    with pytest.raises(UnknownNameError, match="'Arhus'; did you mean 'Aarhus'"):
        report.area("Arhus")


def test_one_number_with_what_stands_behind_it(report: Statusrapport) -> None:
    row = report.number("active_runners_rate", "Frederikshavn")
    assert (row["numerator"], row["denominator"]) == (418, 57756)
    assert "FOLK1A" in row["source"]
    with pytest.raises(UnknownNameError, match="did you mean 'active_runners_rate'"):
        report.number("active_runner_rate", "Frederikshavn")


def test_neighbours_and_comparisons(report: Statusrapport) -> None:
    around = report.neighbours("Frederikshavn")
    assert dict(around.select("area", "crossing").iter_rows()) == {
        "Brønderslev": "land", "Hjørring": "land", "Læsø": "ferry",
    }  # fmt: skip
    compared = report.compare("Frederikshavn", [*around["area_code"], "dk"])
    assert compared["other"].to_list() == ["Brønderslev", "Hjørring", "Læsø", "Danmark"]
    assert compared["ratio"].to_list() == pytest.approx([1.0503, 0.8918, 0.8814, 0.7577], abs=1e-4)
    assert ((compared["lower"] < compared["ratio"]) & (compared["ratio"] < compared["upper"])).all()
    with pytest.raises(UnknownNameError):
        report.neighbours("Region Nordjylland")


def test_series(report: Statusrapport) -> None:
    rows = report.trend("active_runners", ["Danmark", "Aarhus"])
    assert rows.select("area", "value").rows() == [("Danmark", 57307), ("Aarhus", 4542)]
    with pytest.raises(UnknownNameError, match="no indicator is called 'runners'"):
        report.trend("runners")


def test_a_trend_says_from_which_day_to_which(report: Statusrapport, changed: Statusrapport) -> None:
    days = changed.content.figures.series("active_runners", "country")["as_of"]
    first, last = days.to_list()[0], days.to_list()[-1]
    assert first < last
    assert f", {short_period(first, last)}. " in changed.chart.trend("active_runners").text
    assert ", 3. juni 2025. " in report.chart.trend("active_runners").text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_newest_quarter_and_a_quarter_in_small_letters(report: Statusrapport, tmp_path: Path) -> None:
    root = str(report.data.path)
    assert (
        str(Statusrapport(data=root).quarter) == str(Statusrapport("2025q2", data=root).quarter) == "2025Q2"
    )
    with pytest.raises(ValueError, match="nothing is delivered"):
        Statusrapport(data=str(tmp_path))


def test_a_report_says_what_it_holds(report: Statusrapport, tmp_path: Path) -> None:
    said = repr(report)
    assert said.startswith("<Statusrapport 2025Q2, draft: stocks of 2025-06-03, activations from 2025-01-01;")
    assert said.endswith("98 municipalities, 5 regions, 1 quarter delivered>")
    assert "not built here" in repr(Statusrapport("2025Q2", data=str(tmp_path)))


def test_a_table_holds_the_columns_asked_for(report: Statusrapport) -> None:
    table = report.table("municipality", "active_runners", "active_runners_rate")
    assert table.columns == [
        "area_code", "area", "region_code", "region", "report_area", "population", "active_runners",
        "active_runners_rate", "active_runners_rate_lower", "active_runners_rate_upper",
    ]  # fmt: skip
    assert table.equals(report.municipalities.select(table.columns))
    assert report.table("region").equals(report.regions)
    danish = {"land": "country", "Regioner": "region", "område": "report_area", "kommune": "municipality"}
    for written, level in danish.items():
        assert report.table(written, RATE).equals(report.table(level, RATE))
    with pytest.raises(UnknownNameError, match="no level 'sogn'; there are country, region"):
        report.table("sogn")


def test_counts_are_whole_numbers(report: Statusrapport) -> None:
    assert report.municipalities["active_runners"].dtype == pl.Int64
    assert report.area("Frederikshavn")["active_runners"] == 418
    assert isinstance(report.country["activations"], int)
    assert report.municipalities["active_runners_rate"].dtype == pl.Float64


def test_errors_say_where_a_number_is_known(report: Statusrapport) -> None:
    only = "aed_registered is known for the country only, not for municipalities"
    with pytest.raises(UnknownNameError, match=only):
        report.number("aed_registered", "Langeland")
    with pytest.raises(UnknownNameError, match=only):
        report.table("municipality", "aed_registered")
    with pytest.raises(UnknownNameError, match="for the country and regions only, not for report areas"):
        report.number("activations", "Østjylland")
    with pytest.raises(UnknownNameError, match="not in this quarter: it needs response_times"):
        report.number("response_time_median")
    with pytest.raises(
        UnknownNameError,
        match=r"^activations_rate_year is not known for Region Hovedstaden: Tallet står ikke i den offentlig",
    ):
        report.chart.bar("activations_rate_year", "Hovedstaden")


def test_areas_without_the_number_of_others_stay_without_a_value(report: Statusrapport) -> None:
    name, regions = "activations_rate_year", report.regions
    without = "Region Hovedstaden"
    assert report.area(without).get(name) is None
    compared = report.compare("Region Sjælland", regions, indicator=name)
    assert compared["other"].to_list() == [one for one in regions["area"] if one != "Region Sjælland"]
    why = "Tallet står ikke i den offentliggjorte rapport."
    assert compared.filter(other=without).row(0) == ("Region Sjælland", without, *[None] * 5, why)
    assert compared["limits"].to_list().count("exact") == 3
    both = report.trend(name, ["dk", without])
    assert both["value"].to_list() == [report.country[name], None]
    hidden = report.compare(without, "Sjælland", indicator=name).row(0)
    assert hidden == (without, "Region Sjælland", *[None] * 5, why)
    for chart in (report.chart.dots(name), report.chart.bar(name)):
        assert f"Uden tal og ikke tegnet: Region Hovedstaden. {why}" in chart.text
        assert dict(chart.table.select("area", "value").iter_rows())[without] is None
        assert chart.table["area"].to_list() == regions["area"].to_list()
        assert without in chart.svg
    rows = report.trend(name, regions)
    assert rows["area"].to_list() == regions["area"].to_list()
    assert rows.filter(area=without).select("quarter", "value", "status").rows() == [("2025Q2", None, None)]
    assert "Uden tal og ikke tegnet: Region Hovedstaden." in report.chart.trend(name, regions).text
    with pytest.raises(UnknownNameError, match="not for municipalities"):
        report.trend(name, ["dk", "Vejle"])
    for ask in (report.trend, report.chart.trend, report.chart.dots):
        with pytest.raises(UnknownNameError, match=f"{name} is not known for {without}"):
            ask(name, without)
        with pytest.raises(UnknownNameError, match="no area is named: the list or table of areas is empty"):
            ask(name, [])
    with pytest.raises(UnknownNameError, match="accepted_by_one has no number for Region Hovedstaden"):
        report.chart.bar("accepted_by_one", without)


def test_figures_of_earlier_quarters_are_a_trend(report: Statusrapport) -> None:
    name = "aed_registered_earlier_published"
    rows = report.trend(name)
    assert rows.select("when", "value").rows() == [
        ("2007", 140), ("2013", 8700), ("2015", 12666), ("2016", 17106), ("2018-01-02", 17139),
        ("2018-10", 18700), ("2020-11", 22418), ("2023-02", 23000),
    ]  # fmt: skip
    drawn, also = report.chart.trend(name), "I samme kvartal er også publiceret 20500 (2020-10, sn.dk)."
    assert rows["note"].drop_nulls().to_list() == [also]
    assert also in drawn.text
    assert drawn.title == "Registrerede hjertestartere, tidligere publiceret"
    assert drawn.table.height == rows.height
    assert re.findall(r'aria-label="([^"]*), Danmark[^"]*"', drawn.svg)[:2] == ["2007", "2013"]
    pointer = (
        "published earlier, by other sources and not comparable: 8 figures, which"
        ' trend("aed_registered", earlier=True) shows beside these'
    )
    for shown in (str, repr, lambda table: table._repr_html_().replace("&quot;", '"')):
        assert pointer in shown(report.trend("aed_registered"))
        assert "published earlier" not in shown(report.trend("active_runners_rate"))
    assert report.trend("active_runners_earlier_published", "Dragør")["value"].to_list() == [189]
    said = (
        "active_runners_earlier_published is known for other quarters only, of Region Hovedstaden, Dragør:"
        " trend(\"active_runners_earlier_published\", 'Region Hovedstaden')"
    )
    for ask in (report.number, report.trend):
        with pytest.raises(UnknownNameError, match=re.escape(said)):
            ask("active_runners_earlier_published", "Vejle")


def test_what_others_published_earlier_stands_beside_a_trend_where_it_is_asked_for(
    report: Statusrapport,
) -> None:
    rows = report.trend("aed_registered", earlier=True)
    assert rows.columns[0] == "indicator"
    assert rows.select("indicator", "when", "value").rows()[-2:] == [
        ("aed_registered_earlier_published", "2023-02", 23000), ("aed_registered", "2025-06-03", 26182),
    ]  # fmt: skip
    assert rows["value"].to_list()[0] == 140
    chart = report.chart.trend("aed_registered", earlier=True)
    text = chart.text.replace("\u00a0", " ")
    assert "Hule punkter uden linje: tidligere offentliggjorte tal fra andre kilder" in text
    assert "I samme kvartal er også publiceret 20500 (2020-10, sn.dk)." in text
    assert re.search(r"2020[^.]*: I samme kvartal", text), "a note says of which point it is"
    assert chart.table["value"].to_list() == rows["value"].to_list()
    assert "Hule punkter" not in report.chart.trend("aed_registered").text
    with pytest.raises(UnknownNameError, match="nothing was published of active_runners before the first"):
        report.trend("active_runners", "Vejle", earlier=True)


@pytest.mark.parametrize("written", ["Frb.", "147", 147, "0147", "Frederiksberg Kommune", "frederiksberg"])
def test_every_spelling_is_known_wherever_an_area_stands(report: Statusrapport, written: str | int) -> None:
    code = "147"
    assert report.code(written) == code
    assert report.area(written)["area_code"] == code
    assert report.municipalities.filter(area=written)["area_code"].to_list() == [code]
    assert report.municipalities.filter(area_code=written)["area_code"].to_list() == [code]
    some = report.municipalities.select("area", RATE)
    assert some.filter(area=written)["area"].to_list() == ["Frederiksberg"]
    assert report.indicators.filter(area=written)["area_code"].unique().to_list() == [code]
    assert report.trend("active_runners", written)["area"].to_list() == ["Frederiksberg"]
    assert report.trend("active_runners", "Frederiksberg").filter(area=written).height == 1
    assert report.neighbours(written)["area"].to_list() == report.neighbours(code)["area"].to_list()
    assert report.compare(written, "København")["area"].to_list() == ["Frederiksberg"]
    assert report.compare("København", written)["other"].to_list() == ["Frederiksberg"]
    assert report.rank(written)["area"] == "Frederiksberg"
    for chart in (report.chart.bar, report.chart.dots):
        assert chart(RATE, [written, "København"]).table["area_code"].to_list()[0] == code
    assert report.chart.map(region=1084).table.height == report.chart.map(region="hovedstaden").table.height


def test_an_unknown_name_is_never_an_empty_frame(report: Statusrapport) -> None:
    for table in (report.indicators, report.municipalities):
        with pytest.raises(UnknownNameError, match="no area is called 'Arhus'; did you mean 'Aarhus'"):
            table.filter(area="Arhus")
    with pytest.raises(UnknownNameError, match="no area is called '999'"):
        report.indicators.filter(area=999)
    with pytest.raises(UnknownNameError, match="no indicator is called 'active_runner'; did you mean"):
        report.indicators.filter(indicator="active_runner")
    with pytest.raises(UnknownNameError, match="no level is called 'sogn'"):
        report.indicators.filter(level="sogn")
    with pytest.raises(UnknownNameError, match=r"area does not hold Vejle \(630\)"):
        report.regions.filter(area="630")
    with pytest.warns(UserWarning, match="no row is left: indicator holds 'a"):
        assert report.indicators.filter(pl.col("indicator") == "active_runner").is_empty()
    assert report.indicators.filter(level="kommuner", indicator="active_runners").height == 98
    both = report.indicators.filter(area="Bornholm", indicator="active_runners")
    assert set(both["area_code"]) == {"400", "bornholm"}
    assert report.indicators.filter(area=400, indicator="active_runners")["level"].to_list() == [
        "municipality"
    ]


def test_an_area_shows_the_numbers_of_its_level(report: Statusrapport) -> None:
    odense = report.area("Odense")
    assert odense["active_runners"] == 1834
    assert len(odense) < 30
    assert "activations" not in odense
    assert len(odense.whole) > 400
    assert odense["active_runners_rate_ratio_to_dk"] == odense.whole["active_runners_rate_ratio_to_dk"]
    assert re.search(r"active_runners_rate +868.548 \(829.248 to 909.23\)", repr(odense))
    assert "<th>active_runners</th><td>1834</td>" in odense._repr_html_()
    with pytest.raises(KeyError, match="no indicator is called 'active_runer'"):
        odense["active_runer"]
    assert report.country["active_runners"] == report.number("active_runners")["value"]
    assert "activations" in report.area("1085")


def test_made_up_figures_are_those_of_the_program_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made_roots, "FOLDER", tmp_path)
    (tmp_path / "2024Q2-2025Q2").mkdir()
    (tmp_path / "2024Q2-2025Q2" / "own.txt").touch()
    root = made_roots.simulated_root(Quarter(2025, 2))
    assert re.fullmatch(r"2024Q2-2025Q2-[0-9a-f]{12}", root.name)
    delivered = root / "raw" / "2025Q2" / "delivery.toml"
    first = delivered.stat().st_mtime_ns
    assert made_roots.simulated_root(Quarter(2025, 2)) == root
    assert delivered.stat().st_mtime_ns == first
    monkeypatch.setattr(made_roots, "program_files", lambda: [])
    other = made_roots.simulated_root(Quarter(2025, 2))
    assert other != root
    assert {one.name for one in tmp_path.iterdir()} == {"2024Q2-2025Q2", root.name, other.name}
    assert (tmp_path / "2024Q2-2025Q2" / "own.txt").exists()
    assert delivered.stat().st_mtime_ns == first, "who has opened it reads it still"


def test_made_up_figures_that_two_make_at_once_are_those_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made_roots, "FOLDER", tmp_path)
    root = made_roots.simulated_root(Quarter(2025, 2))
    aside = root.rename(tmp_path / "aside")

    def meanwhile(plan: Any, out: Path, **_: Any) -> None:
        shutil.copytree(aside, out)
        shutil.copytree(aside, root)

    monkeypatch.setattr(made_roots, "simulate", meanwhile)
    assert made_roots.simulated_root(Quarter(2025, 2)) == root
    assert {one.name for one in tmp_path.iterdir()} == {"aside", root.name}


def test_a_number_is_looked_up_without_the_words_of_all_indicators(
    report: Statusrapport, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = report.number("active_runners", "Vejle")["value"]
    monkeypatch.setattr(tables, "label", lambda *_: pytest.fail("an indicator was named"))
    assert report.area("Vejle")["active_runners"] == expected
    assert report.country["active_runners"] == 57307


def test_light_tiles_of_a_map_say_what_they_are(report: Statusrapport) -> None:
    areas = report.chart.map(level="report_area")
    assert areas.legend[-1] == (LIGHT, "hører ikke til noget af rapportens områder")
    part = report.chart.map(region="Midtjylland")
    assert part.legend[-1] == (LIGHT, "uden for Region Midtjylland")
    assert LIGHT not in dict(report.chart.map(region="Nordjylland").legend)
    assert LIGHT not in dict(report.chart.map().legend)


def test_a_table_of_areas_is_drawn_alike_and_the_first_of_a_list_in_colour(report: Statusrapport) -> None:
    assert CARMINE not in report.chart.bar(RATE).svg
    assert CARMINE not in report.chart.bar(RATE, report.regions).svg
    assert CARMINE not in report.chart.dots(RATE, report.regions).svg
    assert CARMINE in report.chart.bar(RATE, ["Vejle", "Odense"]).svg


def test_a_funnel_says_whose_it_is(report: Statusrapport) -> None:
    with pytest.raises(TypeError, match="a funnel is of active_runners_rate alone"):
        report.chart.funnel("aed_rate")  # type: ignore[call-arg]
    assert "takes no indicator" in str(report.chart.funnel.__doc__)


def test_rounded_shares_say_so(report: Statusrapport) -> None:
    said = (
        "Andele, der kun er kendt afrundet, er gengivet som publiceret; 100 pct. kan dække over lidt mindre."
    )
    assert report.number("accepted_by_one", "Midtjylland")["note"] == said
    assert report.number("aed_24_7_share")["note"] is None, "computed of counts"
    chart = report.chart
    for drawn in (chart.bar("accepted_by_one"), chart.map("accepted_by_two", level="region")):
        assert said in drawn.text
    assert said not in chart.bar("aed_24_7_share", "dk").text
    reason = "indgår alarmerne i et randomiseret forsøg"
    assert reason in chart.dots("accepted_by_one").text


def test_a_difference_is_that_of_the_two_rates(report: Statusrapport) -> None:
    for row in report.compare("Vejle").iter_rows(named=True):
        vejle, other = (report.number(RATE, area)["value"] for area in ("Vejle", row["other"]))
        assert row["difference"] == pytest.approx(vejle - other)


def test_one_ratio_has_one_pair_of_limits(report: Statusrapport) -> None:
    """A ratio to an area that holds the other is the tidy table's; one of areas apart is exact."""
    shares = [
        (report.compare(area, whole), report.number(f"{RATE}_ratio_to_{code}", area))
        for area, whole, code in (
            ("Aarhus", "dk", "dk"), ("Aarhus", "Midtjylland", "1082"), ("Region Sjælland", "dk", "dk"),
        )
    ]  # fmt: skip
    for compared, row in shares:
        assert compared.select("ratio", "lower", "upper", "limits").row(0) == (
            row["value"], row["lower"], row["upper"], "whole fixed",
        )  # fmt: skip
    assert [round(one, 4) for one in shares[0][0].row(0)[3:5]] == [1.2358, 1.3101]
    turned = report.compare("dk", "Aarhus").row(0, named=True)
    direct = shares[0][0].row(0, named=True)
    assert (turned["ratio"], turned["lower"], turned["upper"]) == pytest.approx(
        (1 / direct["ratio"], 1 / direct["upper"], 1 / direct["lower"])
    )
    for area, other, limits in (
        ("Aarhus", "Østjylland", "whole fixed"), ("Østjylland", "Midtjylland", "whole fixed"),
        ("Østjylland", "dk", "whole fixed"), ("Aarhus", "Sjælland", "exact"),
        ("Region Sjælland", "Midtjylland", "exact"), ("Aarhus", "Odense", "exact"),
    ):  # fmt: skip
        assert report.compare(area, other)["limits"].to_list() == [limits], (area, other)
    neighbours = report.compare("Frederikshavn")
    for other, code in report.neighbours("Frederikshavn").select("area", "area_code").iter_rows():
        row = report.number(f"{RATE}_to_neighbour_{code}", "Frederikshavn")
        shown = neighbours.filter(other=other).select("ratio", "lower", "upper", "limits").row(0)
        assert shown == (row["value"], row["lower"], row["upper"], "exact")


def test_the_indicators_there_are(report: Statusrapport) -> None:
    known = report.indicators_available()
    rows = {row["indicator"]: row for row in known.iter_rows(named=True)}
    rate = rows["active_runners_rate"]
    assert (rate["label_danish"], rate["unit"]) == ("Aktive pr. 100.000 indbyggere", "per_100000")
    assert rate["levels"] == ["country", "region", "report_area", "municipality"]
    assert rows["aed_registered"]["levels"] == ["country"]
    for name, levels in known.select("indicator", "levels").iter_rows():
        for level in [] if name.endswith("_earlier_published") else levels:
            assert name in report.table(level, name).columns
    last = "active_runners_earlier_published"
    assert rows[last]["label_danish"] == "Aktive hjerteløbere, tidligere publiceret"
    assert rows["aed_registered_earlier_published"]["levels"] == ["country", "region", "municipality"]
    assert "response_time_median" not in rows
    assert not any("_to_1081" in name for name in rows)


def test_a_table_that_is_kept_is_the_one_that_is_read(report: Statusrapport) -> None:
    other = Statusrapport("2025Q2", data=str(report.data.path))
    assert other.report_areas.height == 10
    other.keep(other.indicators.filter(pl.col("level") != "report_area"))
    assert other.report_areas.height == 0
    assert other.municipalities.height == 98


def test_own_data_is_joined(report: Statusrapport) -> None:
    joined = report.join(pl.DataFrame({"kommune": ["Århus", "Atlantis"], "x": [1.0, 2.0]}))
    assert joined.table.filter(area_code=AARHUS)["x"].item() == 1.0
    assert joined.unmatched["written"].to_list() == ["Atlantis"]
    assert joined.without.height == 97


def test_charts_show_their_numbers_and_save(report: Statusrapport, tmp_path: Path) -> None:
    chart = report.chart
    drawn = chart.map(region="Region Nordjylland")
    assert drawn.table.height == 11
    assert drawn.svg.count(">1.074<") == 1
    assert [words for _, words in drawn.legend] == [
        "under 700", "700–849", "850–999", "1.000–1.149", "1.150 og over",
    ]  # fmt: skip
    dots = chart.dots(areas=[FREDERIKSHAVN, "dk"], title="Mit billede")
    assert dots.table["value"].to_list() == [
        report.number("active_runners_rate", code)["value"] for code in (FREDERIKSHAVN, "dk")
    ]
    bundle = dots._repr_mimebundle_()
    assert bundle["text/html"].startswith("<figure")
    assert "Mit billede" in bundle["text/plain"]
    assert "3.\u00a0juni 2025" in bundle["text/plain"]
    assert "Dragør" in chart.funnel().svg
    assert chart.scatter("population", "active_runners_rate").table.height == 98
    with pytest.raises(ValueError, match=r"\.svg, \.png, \.pdf or \.html, not \.docx"):
        dots.save(tmp_path / "a.docx")


def test_a_saved_figure_holds_all_that_it_needs(report: Statusrapport, tmp_path: Path) -> None:
    chart = report.chart.map(title='Raten i "hele" landet & <alt>')
    drawing = chart.save(tmp_path / "a.svg").read_text("utf-8")
    root = ElementTree.fromstring(drawing)
    words = ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
    title, unit = 'Raten i "hele" landet & <alt>', "Aktive pr. 100.000 indbyggere, 3.\u00a0juni 2025."
    assert title in words
    assert any(line.startswith(unit) for line in words)
    assert {"under 700", "1.150 og over"} <= set(words)
    assert any("Statusrapport for 2. kvartal 2025" in line for line in words)
    assert (root.get("role"), root.get("lang")) == ("img", "da")
    assert (root[0].text, root[1].text) == (title, f"{title}. {chart.text}")
    assert drawing.count("@font-face") == 2
    families = {one.get("font-family", "") for one in root.iter("{http://www.w3.org/2000/svg}text")}
    assert all("Liberation Sans" in one for one in families), "viewers without Lato take one as wide"
    assert "http" not in drawing.replace("http://www.w3.org/", "")
    wide, high = float(root.get("width", 0)), float(root.get("height", 0))
    assert chart.save(tmp_path / "a.png").read_bytes()[16:24] == struct.pack(
        ">II", int(3 * wide), int(3 * high)
    )
    page = chart.save(tmp_path / "a.pdf").read_bytes()
    assert page.startswith(b"%PDF")
    assert b"Lato" in page
    shown = chart.save(tmp_path / "a.html").read_text("utf-8")
    assert '<figure lang="da"' in shown
    assert "Statusrapport for 2. kvartal 2025" in shown


@pytest.mark.parametrize(
    ("size", "width", "height", "dots"),
    [("web", 540, 1620, 8 / 3), ("print", 482, 700, 300 / 72)],
)
def test_a_figure_fits_where_it_is_shown(
    size: str, width: float, height: float, dots: float, report: Statusrapport, tmp_path: Path
) -> None:
    """As large as there is room: one of the two sides is as long as that of the room, and nothing is cut."""
    for chart in (report.chart.map(), report.chart.bar(), report.chart.dots(areas=report.municipalities)):
        root = ElementTree.fromstring(chart.save(tmp_path / "a.svg", size=size).read_text("utf-8"))
        drawn = ElementTree.fromstring(chart.save(tmp_path / "b.svg").read_text("utf-8"))
        sides = [float(root.get(side, 0)) for side in ("width", "height")]
        assert max(sides[0] / width, sides[1] / height) == pytest.approx(1, abs=1e-4)
        assert root.get("viewBox") == drawn.get("viewBox")
        assert sides[0] / sides[1] == pytest.approx(
            float(drawn.get("width", 0)) / float(drawn.get("height", 0)), 1e-3
        )
        png = chart.save(tmp_path / "a.png", size=size).read_bytes()
        assert struct.unpack(">II", png[16:24]) == pytest.approx([dots * side for side in sides], abs=1.5)
        assert chart.save(tmp_path / "a.pdf", size=size).read_bytes().startswith(b"%PDF")


def test_a_slide_is_filled_whatever_is_drawn(report: Statusrapport, tmp_path: Path) -> None:
    """1,920 x 1,080 dots, with the whole figure in the middle on white and nothing cut."""
    for chart in (report.chart.map(), report.chart.bar(), report.chart.dots(areas=report.municipalities)):
        png = chart.save(tmp_path / "a.png", size="slide").read_bytes()
        assert struct.unpack(">II", png[16:24]) == (1920, 1080)
        whole = ElementTree.fromstring(chart.save(tmp_path / "a.svg", size="slide").read_text("utf-8"))
        drawn = ElementTree.fromstring(chart.save(tmp_path / "b.svg").read_text("utf-8"))
        assert (whole.get("width"), whole.get("height")) == ("960", "540")
        left, top, wide, high = map(float, (whole.get("viewBox") or "").split())
        assert wide / high == pytest.approx(16 / 9, abs=1e-3)
        inner = [float(drawn.get(side, 0)) for side in ("width", "height")]
        assert (wide - inner[0], high - inner[1]) == pytest.approx((-2 * left, -2 * top), abs=0.05)
        assert min(wide - inner[0], high - inner[1]) == pytest.approx(0, abs=0.05)
        ground = next(one for one in whole if one.tag.endswith("rect"))
        assert (ground.get("x"), ground.get("y")) == (f"{left:.2f}", f"{top:.2f}")
        page: Any = pypdf.PdfReader(chart.save(tmp_path / "a.pdf", size="slide")).pages[0]
        assert (float(page.mediabox.width), float(page.mediabox.height)) == (960, 540)


def test_no_line_of_a_figure_runs_over(report: Statusrapport, tmp_path: Path) -> None:
    chart = report.chart.dots(title="Wm" * 90)
    root = ElementTree.fromstring(chart.save(tmp_path / "a.svg").read_text("utf-8"))
    assert sum("Wm" in (element.text or "") for element in root) >= 3


def test_a_scatter_names_its_axes_and_compares_no_count_with_the_country(report: Statusrapport) -> None:
    counts = report.chart.scatter("population", "active_runners")
    axes = "Lodret: Aktive hjerteløbere, personer (logaritmisk). Vandret: Indbyggere (logaritmisk)."
    assert counts.text.replace("\u00a0", " ") == (
        f"{axes} Aktive hjerteløbere: 3. juni 2025; TrygFonden, Statusrapport, 2. kvartal 2025."
        " Indbyggere: Danmarks Statistik, FOLK1A; 1. april 2025."
    )
    rates = report.chart.scatter("population", RATE)
    for title in ("Indbyggere (logaritmisk)", "Aktive pr. 100.000 indbyggere"):
        assert f">{title}</text>" in rates.svg
    lines = [len(re.findall(r"mark-rule role-mark[^>]*><line", chart.svg)) for chart in (counts, rates)]
    assert lines == [0, 1]


def test_charts_name_what_is_near(report: Statusrapport) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'active_runners_rate'"):
        report.chart.map("active_runners_rat")
    with pytest.raises(UnknownNameError):
        report.chart.dots(areas=["Atlantis"])
    assert set(report.chart.trend(areas=report.regions).table["area"]) == set(report.regions["area"])
    with pytest.raises(ValueError, match="6 lines cannot be told apart; name at most 5"):
        report.chart.trend(areas=[*report.regions["area_code"], "dk"])


def test_titles_are_text_and_never_markup(report: Statusrapport) -> None:
    assert (
        "<script>"
        not in report.chart.dots(title="<script>alert(1)</script>")._repr_mimebundle_()["text/html"]
    )


@pytest.mark.parametrize("named", ["nowhere", " ", "~/figures"])
def test_a_data_root_that_is_not_there_is_named_at_once(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    expected = f"data root {named!r}: found no such folder, seen from {tmp_path.name}/"
    with pytest.raises(ValueError, match=re.escape(expected)):
        Statusrapport("2025Q2", data=named)


def test_a_relative_data_root_counts_from_where_the_notebook_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "figures" / "raw" / "2025Q2").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert Statusrapport("2025Q2", data="figures").folder.is_relative_to("figures")


def test_a_quarter_that_was_not_read_says_which_notebook_reads_it(tmp_path: Path) -> None:
    report = Statusrapport("2025Q2", data=str(tmp_path))
    with pytest.raises(
        NotBuiltError, match=r"run 01_ingest first, or `statusrapport build 2025Q2 --data .*`"
    ):
        _ = report.inputs


def test_a_map_of_ones_own_boundaries(report: Statusrapport, tmp_path: Path) -> None:
    """Squares around a point in each municipality stand in for their boundaries."""
    points = pl.read_csv("data/raw/reference/municipalities.csv")
    features = [
        {
            "type": "Feature",
            "properties": {"KOMKODE": f"{code:04}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[east + x, north + y] for x, y in ((0, 0), (0.1, 0), (0.1, 0.1), (0, 0))]],
            },
        }
        for code, east, north in points.select("municipality_code", "lon", "lat").iter_rows()
    ]
    path = tmp_path / "kommuner.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    whole = report.chart.map(boundaries=path)
    assert whole.svg.count("<path") == 98
    assert whole.table.height == 98
    assert "<title>Langeland: 176</title>" in whole.svg
    assert whole.text.endswith("Kommunegrænser: kommuner.geojson")
    own = report.join(report.municipalities.select("area", x="population"))
    assert own.chart.map("x", boundaries=path).text == "x: egne tal. Kommunegrænser: kommuner.geojson"
    assert whole.legend == report.chart.map().legend
    colours = dict(re.findall(r'fill="(#\w+)"><title>([^:<]*)', whole.svg))
    tiles = report.chart.map().svg
    assert set(colours) <= {*re.findall(r'fill="(#\w+)"', tiles)}
    region = report.chart.map(region="Sjælland", boundaries=path)
    assert region.table.height == 17
    assert region.svg.count('fill="#EBEDEF"') == 81
    assert "<title>Aarhus</title>" in region.svg, "others have a name and no number"
    for suffix in (".svg", ".png", ".pdf", ".html"):
        assert whole.save(tmp_path / f"kort{suffix}").stat().st_size > 5000
    with pytest.raises(UnknownNameError, match="there is no file"):
        report.chart.map(boundaries="none.geojson")


def test_names_that_one_guesses(report: Statusrapport) -> None:
    shown = dir(report)
    assert {"trend", "rank", "compare", "quarters", "regions", "chart", "pages"} <= {*shown}
    assert not {"ingest", "compute", "policy", "snapshot"} & {*shown}
    assert all(hasattr(Statusrapport, name) or hasattr(report, name) for name in shown)
    assert report.quarters == ["2025Q2"]
    assert report.table("regions", RATE).equals(report.table("region", RATE))
    with pytest.raises(UnknownNameError, match="no level 'regionen'; did you mean 'regioner' or"):
        report.table("regionen")
    with pytest.raises(UnknownNameError, match="no level 'xyz'; there are country, region"):
        report.table("xyz")
    for ask in (report.trend, report.chart.trend, report.chart.dots):
        with pytest.raises(UnknownNameError, match="'Vejle' is an area; the indicator stands first"):
            ask("Vejle")
    with pytest.raises(UnknownNameError, match="'Vejle' is an area; the indicator stands first"):
        report.number("Vejle", RATE)
    for written in ("2025q2", "2025-Q2", "2025K2", " 2025 k2 "):
        assert Statusrapport(written).quarter == Quarter.typed(written) == Quarter(2025, 2)
    with pytest.raises(ValueError, match="not a quarter like 2025Q2: '2025K5'"):
        Statusrapport("2025K5")


def test_short_names_of_tiles_are_spellings(report: Statusrapport) -> None:
    tiles = report.content.snapshot.reference.tiles
    for code, short in tiles.select("municipality_code", "short_name").iter_rows():
        assert report.code(short) == code
    own = report.join(pl.DataFrame({"kommune": ["Frb.", "Lyngby-T."], "x": [1, 2]}))
    assert own.table.drop_nulls("x").select("area", "x").rows() == [
        ("Frederiksberg", 1),
        ("Lyngby-Taarbæk", 2),
    ]


def test_charts_say_in_a_line_what_they_are(report: Statusrapport) -> None:
    said = "bar, dots, funnel, map, scatter, trend"
    assert repr(report.chart) == f'<Charts of 2025Q2: {said}, such as chart.bar("{RATE}")>'


def test_a_rank_comes_with_its_interval(report: Statusrapport) -> None:
    rank = report.rank("Læsø")
    row = report.number("active_runners_rate_rank", "Læsø")
    assert rank == {
        "area": "Læsø", "rank": int(row["value"]), "lower": int(row["lower"]), "upper": int(row["upper"]),
        "of": 98,
    }  # fmt: skip
    assert rank["lower"] < rank["rank"] < rank["upper"]
    with pytest.raises(UnknownNameError, match="Region Sjælland is no municipality: only these have ranks"):
        report.rank("Sjælland")


def test_tables_of_areas_are_areas(report: Statusrapport) -> None:
    around = report.neighbours("Vejle")
    assert report.compare("Vejle", around).equals(report.compare("Vejle", around["area_code"]))
    assert report.compare("Vejle", "Kolding")["other"].to_list() == ["Kolding"]
    assert report.chart.dots(areas=around).table["area"].to_list() == around["area"].to_list()
    assert (
        report.trend("active_runners", report.regions)["area_code"].to_list()
        == report.regions["area_code"].to_list()
    )


def test_own_columns_are_drawn(report: Statusrapport, tmp_path: Path) -> None:
    own = report.municipalities.select("area", afstand=pl.col("population") / 1e5 - 1).head(90)
    joined = report.join(own)
    drawn = joined.chart.map("afstand")
    assert drawn.text == "afstand: egne tal."
    assert drawn.table.height == 90
    assert "0,01" not in drawn.legend[0][1]
    assert drawn.legend[0][0] == CHANGE_COLOURS[0], "below 0 is another colour than above"
    crossed = joined.chart.scatter("afstand", RATE)
    assert (
        "Lodret: Aktive pr. 100.000 indbyggere. Vandret: afstand. Aktive pr. 100.000 indbyggere:"
        " 3. juni 2025; TrygFonden, Statusrapport, 2. kvartal 2025; Danmarks Statistik, FOLK1A."
        " afstand: egne tal." in crossed.text.replace("\u00a0", " ")
    )
    assert crossed.table.height == 90
    assert "TrygFonden" not in joined.chart.map("afstand").text, "own numbers are not the publisher's"
    with pytest.raises(UnknownNameError, match="no indicator 'afstand'"):
        report.chart.map("afstand")
    some = ["Albertslund", "Vejle"]
    for named in (joined.chart.bar("afstand", some), joined.chart.dots("afstand", some)):
        values = dict(own.iter_rows())
        assert dict(named.table.select("area", "value").iter_rows()) == {one: values.get(one) for one in some}
    with pytest.raises(UnknownNameError, match="afstand is known for municipalities only, not for Danmark"):
        joined.chart.bar("afstand", "dk")
    assert repr(drawn) == "<NotebookChart afstand. afstand: egne tal.>"


def test_what_a_chart_leaves_out_is_named(report: Statusrapport) -> None:
    own = report.municipalities.select("area", x=pl.col("population").cast(pl.Float64))
    some = own.with_columns(x=pl.when(pl.col("area").is_in(["Vejle", "Aarhus"])).then(None).otherwise("x"))
    infinite = some.with_columns(pl.col("x").fill_null(float("inf")))
    for table in (some, infinite):
        drawn = report.join(table).chart.scatter("x", RATE)
        assert drawn.table.height == 96
        assert "Uden tal og ikke tegnet: Vejle, Aarhus." in drawn.text
    few = report.join(own.filter(pl.col("area").is_in(["Vejle", "Aarhus"]))).chart.scatter("x", RATE)
    assert "Albertslund, Allerød, Assens, Ballerup, Billund og 91 andre." in few.text
    for nothing in (own.clear(), own.with_columns(x=pl.lit(None, dtype=pl.Float64))):
        chart = report.join(nothing).chart
        with pytest.raises(UnknownNameError, match=f"no municipality has a number of both x and {RATE}"):
            chart.scatter("x", RATE)
        with pytest.raises(UnknownNameError, match="x has no number for any municipality"):
            chart.map("x")
        with pytest.raises(UnknownNameError, match="x has no number for Vejle"):
            chart.bar("x", "Vejle")


def test_own_columns_that_hold_no_numbers_are_called_what_they_are(report: Statusrapport) -> None:
    day, yes = date(2025, 6, 3), True
    own = pl.DataFrame({"kommune": ["Vejle"], "d": [day], "b": [yes], "l": [[1]], "t": ["fem"], "n": [None]})
    joined = report.join(own)
    for name, said in (
        ("d", "d holds dates or times, which no chart shows"), ("b", "b holds true and false, which"),
        ("l", "l holds lists, which"), ("t", "t was read as text"), ("n", "n holds no values"),
    ):  # fmt: skip
        for ask in (joined.chart.map, lambda name: joined.chart.bar(name, "Vejle")):
            with pytest.raises(UnknownNameError, match=said):
                ask(name)


def test_changes_have_classes_on_both_sides_of_none(report: Statusrapport) -> None:
    values = pl.Series([-20.0, -4.0, -1.0, 0.0, 0.5, 2.0, 6.0, None])
    assert class_breaks(values, 2) == [-4.39, -0.74, 0.75, 4.4]
    assert class_breaks(values, 1) == [-4.3, -0.7, 0.8, 4.4]
    assert class_breaks(values, 0) == [-3, 0, 1, 4]
    assert class_breaks(pl.Series([-0.1, 0.1, 0.2]), 0) == [-1, 0, 1, 2]
    assert class_breaks(pl.Series([1.0, 2.0, 3.0, 4.0, 5.0]), 1)[0] > 0


@pytest.mark.parametrize("decimals", [0, 1, 2])
@given(values=st.lists(st.floats(-1e5, 1e5, allow_nan=False), min_size=1, max_size=30))
def test_edges_of_classes_are_printed_whole_and_rise(values: list[float], decimals: int) -> None:
    """A number that is printed like an edge lies in the class that the legend says."""
    edges = class_breaks(pl.Series(values), decimals)
    assert [float(round_half_up(edge, decimals)) for edge in edges] == list(edges)
    assert all(low < high for low, high in pairwise(edges))


def test_legend_of_changes(report: Statusrapport) -> None:
    legend = map_legend(report.content, [-4.3, -0.7, 0.8, 4.4], 1, colours=CHANGE_COLOURS)
    assert [words for _, _, words in legend] == [
        "under −4,3", "−4,3 til −0,8", "−0,7 til 0,7", "0,8 til 4,3", "4,4 og over",
    ]  # fmt: skip


def test_what_an_older_program_built_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "processed" / "2025Q2"
    folder.mkdir(parents=True)
    pl.DataFrame({"quarter": ["2025Q2"]}).write_parquet(folder / "indicators.parquet")
    (tmp_path / "raw" / "2025Q2").mkdir(parents=True)
    old = Statusrapport("2025Q2", data=str(tmp_path))
    with pytest.raises(NotBuiltError, match="run `statusrapport build 2025Q2 --data"):
        old.municipalities  # noqa: B018
    assert "statusrapport build" in repr(old)


def test_a_wide_table_holds_what_the_report_shows(report: Statusrapport, changed: Statusrapport) -> None:
    assert [name for name in changed.municipalities.columns if not name.endswith(("_lower", "_upper"))] == [
        "area_code", "area", "region_code", "region", "report_area", "population", "active_runners", RATE,
        "aed_registered", "aed_24_7", "aed_24_7_share", "aed_not_24_7", "aed_not_24_7_share", "aed_rate",
        "people_per_aed", "aed_per_1000_runners",
    ]  # fmt: skip
    assert changed.municipalities.equals(changed.table("municipality"))
    for name in ("active_runners_change_year", f"{RATE}_rank"):
        assert name not in changed.regions.columns
        assert changed.area("Vejle")[name] == changed.number(name, "Vejle")["value"]
        assert (
            changed.table("municipality", name).filter(area="Vejle")[name].item()
            == changed.area("Vejle")[name]
        )
    assert (
        changed.table("municipality", "active_runners_change_year").schema["active_runners_change_year"]
        == pl.Int64
    )
    assert report.municipalities.width == 10


def test_what_is_made_of_others_is_drawn_and_joined(changed: Statusrapport) -> None:
    joined = changed.join(pl.DataFrame({"kommune": ["Vejle"], f"{RATE}_rank": [1.5]}))
    assert joined.table.columns == [*changed.municipalities.columns, f"{RATE}_rank_own"]
    assert joined.chart.map(f"{RATE}_rank").table.height > 90
    assert joined.chart.map(f"{RATE}_rank_own").table[f"{RATE}_rank_own"].to_list() == [1.5]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("rate", "'active_runners_rate' or '"),
        ("active_rate", "'active_runners_rate'"),
        ("Aktive hjerteløbere", "'active_runners'"),
        ("Aktive pr. 100.000 indbyggere", "'active_runners_rate'"),
        ("hjertestartere", "'aed_registered'"),
        ("runners_per_100000", "mean 'active_runners_rate'"),
        ("activ_runers", "'active_runners'"),
    ],
)
def test_a_guessed_indicator_is_answered_with_what_may_be_meant(
    changed: Statusrapport, written: str, meant: str
) -> None:
    for ask in (changed.trend, lambda name: changed.table("kommune", name), changed.chart.map):
        with pytest.raises(UnknownNameError, match=f"did you .*{meant}.*indicators_available"):
            ask(written)


def test_a_trend_shows_its_values_first(changed: Statusrapport) -> None:
    rows = changed.trend("active_runners", ["Vejle"])
    assert rows.columns[:6] == ["area", "quarter", "when", "value", "lower", "upper"]
    assert set(rows.columns) - {"when"} == set(changed.indicators.columns)
    assert rows["when"].to_list() == [str(day) for day in rows["as_of"]]
    assert rows["quarter"].to_list() == changed.quarters


def test_the_line_of_the_country_lies_within_the_axis(report: Statusrapport) -> None:
    svg = report.chart.dots(RATE, ["Langeland", "Ærø"]).svg
    wide = float(re.findall(r'width="([\d.]+)"', svg)[0])
    line = re.findall(r'aria-label="value: 955"[^>]*"rule mark"[^>]*translate\(([\d.]+),', svg)
    dots = re.findall(r'aria-roledescription="point"[^>]*translate\(([\d.]+),', svg)
    assert (len(line), len(dots)) == (1, 2)
    assert max(map(float, dots)) < float(line[0]) < wide


def test_areas_are_named_and_none_is_compared_with_itself(report: Statusrapport) -> None:
    others = report.compare("Region Sjælland", report.regions)["other"].to_list()
    assert others == [one for one in report.regions["area"].to_list() if one != "Region Sjælland"]
    with pytest.raises(UnknownNameError, match="no area is named"):
        report.chart.bar(RATE, report.municipalities.head(0))


def test_a_municipality_is_compared_with_its_neighbours(report: Statusrapport) -> None:
    assert report.compare("Vejle").equals(report.compare("Vejle", report.neighbours("Vejle")))
    with pytest.raises(UnknownNameError, match="Region Sjælland has no neighbours: name the areas"):
        report.compare("Region Sjælland")
    with pytest.raises(UnknownNameError, match="Region Sjælland is no municipality"):
        report.neighbours("Region Sjælland")


def test_what_another_data_root_holds_is_opened_with_it(tmp_path: Path) -> None:
    (tmp_path / "raw" / "2025Q2").mkdir(parents=True)
    opened = Statusrapport("2025Q2", data=str(tmp_path))
    said = re.escape('what `--data FOLDER` built is opened with Statusrapport("2025Q2", data="FOLDER")')
    for ask in ("indicators", "inputs"):
        with pytest.raises(NotBuiltError, match=said):
            getattr(opened, ask)


def test_bars_have_the_numbers_of_the_table(changed: Statusrapport) -> None:
    around = changed.neighbours("Vejle")
    for name in ("active_runners", "active_runners_change_year", RATE):
        drawn = changed.chart.bar(name, around)
        assert drawn.table["area"].to_list() == around["area"].to_list()
        assert drawn.table["value"].to_list() == [
            changed.number(name, one)["value"] for one in around["area"]
        ]
        widths = [
            float(one) for one in re.findall(r'role="graphics-symbol"[^>]*d="M[\d.,-]+h(-?[\d.]+)', drawn.svg)
        ]
        known = [abs(one) for one in drawn.table["value"] if one]
        assert [one / max(known) for one in known] == pytest.approx(
            [one / max(widths) for one in widths if one], abs=0.02
        )
    assert changed.chart.bar().table["area_code"].to_list() == changed.regions["area_code"].to_list()


def test_changes_say_that_they_have_no_limits(changed: Statusrapport) -> None:
    said = "Ændringen er vist uden usikkerhedsinterval"
    for name in ("active_runners_change_year", "active_runners_change_quarter_percent"):
        assert said in changed.chart.map(name).text
        assert said in changed.chart.bar(name).text
    assert said not in changed.chart.map(RATE).text
    labels = dict(changed.indicators_available().select("indicator", "label_danish").iter_rows())
    assert labels["active_runners_change_year_percent"] == "Aktive hjerteløbere, ændring i procent på et år"
    assert len(set(labels.values())) == len(labels), "no two indicators are called alike"


def test_negative_numbers_lie_within_a_chart(changed: Statusrapport) -> None:
    name = "active_runners_change_quarter_percent"
    municipalities = changed.table("municipality", name).drop_nulls().sort(name).head(5)
    assert (municipalities[name] < 0).all()
    for drawn in (changed.chart.dots(name, municipalities), changed.chart.trend(name, municipalities)):
        wide, high = (float(one) for one in re.findall(r'(?:width|height)="([\d.]+)"', drawn.svg)[:2])
        points = re.findall(
            r'role="graphics-symbol" aria-roledescription="point"[^>]*translate\(([-\d.]+),([-\d.]+)\)',
            drawn.svg,
        )
        assert len(points) >= 5
        assert all(0 <= float(x) <= wide and 0 <= float(y) <= high for x, y in points)


@given(heights=st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_names_of_lines_are_set_apart(heights: list[float]) -> None:
    moved = set_apart(heights, 10)
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    assert all(moved[high] - moved[low] >= 10 - 1e-9 for low, high in pairwise(order))
    if all(heights[high] - heights[low] >= 10 for low, high in pairwise(order)):
        assert moved == heights


def _byar(count: int) -> tuple[float, float]:
    """Limits of a count by Byar's formula, written out."""
    z = 1.959963984540054
    low, high = count, count + 1
    return (
        low * (1 - 1 / (9 * low) - z / (3 * low**0.5)) ** 3,
        high * (1 - 1 / (9 * high) + z / (3 * high**0.5)) ** 3,
    )


def _limits_by_hand(data: Path, quarter: str, code: str) -> tuple[float, float]:
    """Limits of a rate, from the delivered file and the population that was published on its day."""
    assert _byar(65) == pytest.approx((50.163188, 82.849139), abs=1e-6)
    folder = data / "raw" / quarter
    as_of = tomllib.loads((folder / "delivery.toml").read_text("utf-8"))["as_of"]
    periods = [
        (year, number)
        for year in (as_of.year - 1, as_of.year)
        for number in range(1, 5)
        if date(year, 3 * number - 2, 1) + timedelta(days=45) <= as_of
    ]
    runners = pl.read_csv(folder / "runners.csv", infer_schema=False).filter(Kommunekode=code)
    people = pl.read_csv(data / "raw/reference/population_folk1a.csv", infer_schema=False).filter(
        area_code=code, period="{}K{}".format(*max(periods))
    )
    count, inhabitants = int(runners["Aktive hjerteløbere"].item()), int(people["population"].item())
    low, high = _byar(count)
    return 100_000 * low / inhabitants, 100_000 * high / inhabitants


def test_intervals_of_a_trend_are_those_of_its_counts(changed: Statusrapport) -> None:
    """The drawn lines, read off the axis, against limits computed from the delivered files."""
    areas = {"760": "Ringkøbing-Skjern", "173": "Lyngby-Taarbæk"}
    drawn = changed.chart.trend(RATE, list(areas.values()))
    known = {
        (quarter, name): _limits_by_hand(changed.data.path, quarter, code)
        for code, name in areas.items()
        for quarter in changed.quarters
    }
    for row in drawn.table.iter_rows(named=True):
        expected = known[row["quarter"], row["area"]]
        assert (row["lower"], row["upper"]) == pytest.approx(expected, rel=1e-9)
    named = re.findall(
        r'text-anchor="end" transform="translate\([-\d.]+,([\d.]+)\)"[^>]*>([\d.]+)<', drawn.svg
    )
    (low_at, low), *_, (high_at, high) = [(float(at), float(text.replace(".", ""))) for at, text in named]
    middle = 0.3 * 8  # from the middle of a name on the axis to the line that its letters stand on
    lines = re.findall(
        r'aria-roledescription="rule mark" transform="translate\([\d.]+,([\d.]+)\)" x2="0" y2="(-[\d.]+)"',
        drawn.svg,
    )
    ends = [
        tuple(
            low + (low_at - middle - at) / (low_at - high_at) * (high - low) for at in (bottom, bottom + up)
        )
        for bottom, up in ((float(one), float(two)) for one, two in lines)
    ]
    assert len(ends) == len(known) == 2 * len(changed.quarters)
    assert sorted(ends) == [pytest.approx(one, abs=1) for one in sorted(known.values())]


def test_every_indicator_has_its_name_over_its_map(report: Statusrapport, changed: Statusrapport) -> None:
    for one in (report, changed):
        listed = one.indicators_available().remove(pl.col("indicator").str.ends_with("_earlier_published"))
        known = listed.filter(pl.col("levels").list.contains("municipality"))
        for name, label in known.select("indicator", "label_danish").iter_rows():
            drawn = one.chart.map(name)
            assert drawn.title == label
            words = [word for _, word in drawn.legend]
            assert len(set(words)) == len(words), f"{name}: two classes are called alike"


def test_sides_have_classes_with_names(report: Statusrapport, changed: Statusrapport) -> None:
    drawn = report.chart.map(f"{RATE}_side")
    names = ["under grænserne", "inden for grænserne", "over grænserne"]
    assert [word for _, word in drawn.legend] == names
    sides = report.table("municipality", f"{RATE}_side")[f"{RATE}_side"]
    for value, mark in ((-1, "under"), (0, "–"), (1, "over")):
        assert drawn.svg.count(f">{mark}</text>") == sides.eq(value).sum()
    fills = re.findall(r'aria-label="(\d+)"[^>]*fill="(#\w+)"', drawn.svg)
    colours = [colour for colour, _ in drawn.legend]
    for code, fill in fills:
        assert fill == colours[int(report.number(f"{RATE}_side", code)["value"]) + 1]
    assert len(fills) == 98
    assert "Side:" not in drawn.text
    stands_out = changed.chart.map("active_runners_change_year_stands_out")
    assert [word for _, word in stands_out.legend][:3] == [
        "skiller sig ud under det forventede", "skiller sig ikke ud", "skiller sig ud over det forventede",
    ]  # fmt: skip


def test_few_numbers_have_a_class_each(report: Statusrapport) -> None:
    own = report.municipalities.head(6).select("area", sygehuse=pl.Series([0, 1, 1, 3, 0, 12]))
    drawn = report.join(own).chart.map("sygehuse")
    assert [word for _, word in drawn.legend] == ["0", "1", "3", "12", "ikke oplyst"]
    assert [word for _, word in report.chart.map(f"{RATE}_funnel").legend] == ["955"]


def test_captions_say_what_the_lines_are(report: Statusrapport, changed: Statusrapport) -> None:
    rate, line = report.country[RATE], "linje: Danmark, 955."
    assert round_half_up(rate) == 955
    dots = report.chart.dots(RATE, ["Vejle", "dk"]).text
    assert f"Streger: 95 %-intervaller. Lodret {line}" in dots
    counts = report.chart.bar("active_runners", ["Vejle"]).text
    assert "interval" not in counts
    assert "Streger: 95 %-intervaller." in report.chart.bar(RATE, ["Vejle"]).text
    assert "Streger: 95 %-intervaller." in report.chart.trend(RATE, ["Vejle"]).text
    assert "Streger: 99,8 %-intervaller." in report.chart.dots(f"{RATE}_funnel_998", ["Vejle"]).text
    rounded = report.chart.bar("activations_gross", "dk").text
    assert "det, som afrundingen tillader" in rounded
    assert "95" not in rounded
    assert "Stiplet: tilfældighed alene (95 pct.)" in report.chart.funnel().text
    scatter = changed.chart.scatter("aed_rate", RATE).text
    rates = [changed.country[name] for name in ("aed_rate", RATE)]
    shown = [f"{round_half_up(one)}" for one in rates]
    assert f"Vandret linje: Danmark, {shown[1]}. Lodret linje: Danmark, {shown[0]}." in scatter
    assert "linje" not in report.chart.scatter("population", "active_runners").text


def test_a_scatter_gives_the_sources_and_units_of_both_axes(changed: Statusrapport) -> None:
    text = changed.chart.scatter("aed_24_7_share", "active_runners").text
    assert text.startswith(
        "Lodret: Aktive hjerteløbere, personer (logaritmisk). Vandret: Andel døgntilgængelige, procent."
    )
    assert "Simulerede tal, startværdi 1" in text
    rate = changed.chart.scatter("active_runners", "aed_rate").text
    assert "simuleret folketal" in rate
    assert "Simulerede tal" in rate


def test_areas_stand_once_and_in_the_order_given(changed: Statusrapport) -> None:
    order = ["Vejle", "dk", "Region Sjælland", "Aarhus"]
    names = ["Vejle", "Danmark", "Region Sjælland", "Aarhus"]
    rows = changed.trend("active_runners", order)
    assert rows["area"].unique(maintain_order=True).to_list() == names
    assert rows.filter(area="Vejle")["quarter"].to_list() == changed.quarters
    legend = changed.chart.trend("active_runners", order)
    assert legend.table["area"].unique(maintain_order=True).to_list() == names
    for ask in (changed.trend, changed.chart.bar, changed.chart.dots, changed.chart.trend):
        with pytest.raises(
            UnknownNameError, match=r"Vejle \(630\) stands there 2 times; name each area once"
        ):
            ask("active_runners", ["Vejle", "Vejle Kommune"])
    with pytest.raises(UnknownNameError, match="stands there 5 times"):
        changed.chart.bar("active_runners", changed.trend("active_runners", "Vejle"))


def test_an_indicator_that_is_no_name_is_answered_in_words(report: Statusrapport) -> None:
    said = r'the indicator stands first, by its name, then the areas: \("active_runners", \["Vejle", "dk"\]\)'
    asks: tuple[Callable[[Any], object], ...] = (
        report.chart.bar, report.chart.dots, report.chart.map, report.chart.trend, report.trend,
        report.number, lambda name: report.chart.map(name, level="region"),
        lambda name: report.chart.scatter(name, RATE), lambda name: report.chart.scatter(RATE, name),
    )  # fmt: skip
    for ask in asks:
        with pytest.raises(UnknownNameError, match=f"{said}; the first one is of type list"):
            ask(["Vejle", "dk"])
    assert report.code(813) == report.code(813.0) == FREDERIKSHAVN
    with pytest.raises(UnknownNameError, match="no area is named: None stands where"):
        report.code(None)
    assert report.trend("active_runners", 813)["area"].to_list() == ["Frederikshavn"]
    with pytest.raises(UnknownNameError, match="there is no level '3'; there are country"):
        report.table(3)  # type: ignore[arg-type]
    assert report.table("kommune", ["active_runners", RATE]).equals(
        report.table("kommune", "active_runners", RATE)
    )


def test_areas_of_two_levels_with_one_name_are_told_apart(report: Statusrapport) -> None:
    both = pl.DataFrame({"area_code": ["400", "bornholm"]})
    bars = report.chart.bar("active_runners", both).svg
    assert "Bornholm (kommune)" in bars
    assert "Bornholm (område)" in bars
    shown = report.chart.bar("active_runners", report.report_areas).table
    areas = report.indicators.filter(indicator="active_runners", level="report_area")
    assert dict(shown.select("area_code", "value").iter_rows()) == dict(
        areas.select("area_code", "value").iter_rows()
    )
    assert report.rank("bornholm")["area"] == "Bornholm"
    assert report.compare("koebenhavn").equals(report.compare("101"))
    lines = report.chart.trend("active_runners", both)
    assert lines.table["area_code"].to_list() == ["400", "bornholm"]
    assert "Bornholm (område)" in lines.svg


def test_places_are_filtered_by_any_spelling(report: Statusrapport) -> None:
    table = report.municipalities
    for written in ("Sjælland", "Region Sjælland", "sjaelland", "SJÆLLAND"):
        assert table.filter(region=written).height == 17
    assert table.filter(region="Sjælland", area="Køge Kommune")["area_code"].to_list() == ["259"]
    assert report.table("kommune", RATE).filter(report_area="fyn og øerne").height == 10
    with pytest.raises(UnknownNameError, match="'Skåne'; region holds 'Region Hovedstaden', 'Region"):
        table.filter(region="Skåne")
    with pytest.raises(UnknownNameError, match="did you mean 'Aarhus'"):
        report.join(pl.DataFrame({"kommune": ["Vejle"], "x": [1]})).table.filter(area="Arhus")
    with pytest.warns(UserWarning, match=r"no row is left: region holds 'Region Hovedstaden'"):
        assert table.filter(pl.col("region") == "Sjælland").is_empty()
    assert table.filter(pl.col("population") > 10**7).is_empty()
    assert table.filter(region_code="1085").height == 17


def test_a_figure_names_the_sources_and_the_period_of_what_it_draws(report: Statusrapport) -> None:
    earlier = report.chart.trend("aed_registered_earlier_published").text.replace("\u00a0", " ")
    rows = report.trend("aed_registered_earlier_published")
    assert "bmjopen.bmj.com" in earlier
    assert not any(said in earlier for said in ("FOLK1A", "TrygFonden", "3. juni 2025", "sn.dk/"))
    assert all(urlsplit(one).netloc.removeprefix("www.") in earlier for one in rows["source"])
    alarms = report.chart.bar("activations_rate_year").text.replace("\u00a0", " ")
    assert alarms.startswith("Pr. 100.000 indbyggere om året, 1. jan.–3. juni 2025. ")
    rates = report.chart.map("active_runners_rate").text.replace("\u00a0", " ")
    assert rates.startswith("Pr. 100.000 indbyggere, 3. juni 2025. ")


def test_places_are_known_after_other_steps(report: Statusrapport) -> None:
    table = report.municipalities
    steps = (
        table.sort(RATE), table.select("area", "region", RATE), table.with_columns(half=pl.col(RATE) / 2),
        table.drop(RATE), table.filter(pl.col(RATE) > 0), table.unique(), table.rename({RATE: "rate"}),
        table.join(table.select("area_code", again=RATE), on="area_code"), table.head(98), table[:98],
    )  # fmt: skip
    for step in steps:
        assert step.filter(region="sjaelland").height == 17
    assert report.neighbours("Roskilde").sort("area").filter(region="Sjælland").height > 1


def test_other_rates_are_compared(report: Statusrapport, changed: Statusrapport) -> None:
    assert report.compare("Vejle", indicator=RATE).equals(report.compare("Vejle"))
    aeds = changed.compare("Vejle", "Kolding", indicator="aed_rate").row(0, named=True)
    ours, theirs = (changed.number("aed_rate", one)["value"] for one in ("Vejle", "Kolding"))
    assert aeds == {
        "area": "Vejle", "other": "Kolding", "ratio": ours / theirs, "lower": None, "upper": None,
        "limits": None, "difference": ours - theirs, "note": None,
    }  # fmt: skip
    alarms = report.compare("Region Sjælland", ["Region Syddanmark"], indicator="activations_rate_year").row(
        0, named=True
    )
    assert alarms["lower"] < alarms["ratio"] < alarms["upper"]
    for name in ("active_runners", "aed_24_7_share", "activations_per_day"):
        with pytest.raises(UnknownNameError, match=f"{name} is no rate, and only of rates .*: of {RATE}"):
            changed.compare("dk", "dk", indicator=name)


def test_a_map_of_a_level_above(report: Statusrapport, changed: Statusrapport) -> None:
    drawn = report.chart.map(level="region")
    assert drawn.table.height == 5
    assert drawn.text.startswith("Hver kommune har sin regions tal. ")
    shown = dict(report.regions.select("area_code", RATE).iter_rows())
    within = dict(report.municipalities.select("area_code", "region_code").iter_rows())
    tiles = re.findall(r'aria-label="(\d+)"[^>]*fill="(#\w+)"', drawn.svg)
    legend = [colour for colour, _ in drawn.legend]
    edges = (700, 850, 1000, 1150)
    for code, fill in tiles:
        rate = float(round_half_up(shown[within[code]]))
        assert fill == legend[sum(rate >= edge for edge in edges)]
    withheld = report.chart.map("accepted_by_one", level="regioner")
    assert withheld.legend[-1][1] == "tilbageholdt"
    assert withheld.svg.count(">–<") == 29
    areas = report.chart.map(level="område")
    assert areas.table.height == 10
    assert areas.svg.count('fill="#EBEDEF"') == 11, "Nordjylland has no report areas"
    with pytest.raises(
        UnknownNameError, match="aed_registered is known for the country only, not for regions"
    ):
        report.chart.map("aed_registered", level="region")
    joined = report.join(pl.DataFrame({"kommune": ["Vejle"], "x": [1]}))
    with pytest.raises(UnknownNameError, match="x is known for municipalities only, not for regions"):
        joined.chart.map("x", level="region")
    assert changed.chart.map(RATE, level="country").table["area"].to_list() == ["Danmark"]


def test_what_is_printed_of_a_report_is_what_it_lists(report: Statusrapport, changed: Statusrapport) -> None:
    for one in (report, changed):
        assert f" {one.indicators_available().height} indicators," in repr(one)


def test_a_joined_table_says_what_it_is(report: Statusrapport) -> None:
    joined = report.join(
        pl.DataFrame({"kommune": ["Vejle", "Atlantis", "Odense", "odense"], "x": [1, 2, 3, 4]})
    )
    assert repr(joined) == (
        "<JoinedData: 1 of 98 municipalities joined, 1 row unmatched, 2 rows repeated; .table holds"
        f" {', '.join(joined.table.columns)}>"
    )


def test_a_figure_is_saved_where_there_is_a_folder(report: Statusrapport, tmp_path: Path) -> None:
    chart = report.chart.bar()
    place = tmp_path / "none" / "a.svg"
    with pytest.raises(FileNotFoundError, match=f"there is no folder {place.parent}: make it first"):
        chart.save(place)
    assert chart.save(tmp_path / "A.SVG").read_text("utf-8").startswith("<svg")


def _linear(colour: str) -> list[float]:
    """Red, green and blue light of a colour, by the standard of sRGB."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _lightness(light: list[float]) -> float:
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


# What protan, deutan and tritan vision sees of light (Machado, Oliveira and Fernandes 2009, severity 1).
SEEN: dict[str, tuple[tuple[float, ...], ...]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip


@pytest.mark.parametrize("vision", SEEN)
@pytest.mark.parametrize("colours", [CHANGE_COLOURS, RATE_COLOURS])
def test_classes_are_told_apart_in_grey(vision: str, colours: tuple[str, ...]) -> None:
    """No two classes are equally light, whoever sees them: 9 is a clear step of lightness, from 0 to 100."""
    seen = [
        _lightness(
            [
                max(0.0, sum(part * one for part, one in zip(row, _linear(colour), strict=True)))
                for row in SEEN[vision]
            ]
        )
        for colour in colours
    ]
    assert all(abs(one - other) >= 9 for one, other in combinations(seen, 2)), seen


def test_what_is_not_known_is_no_class_of_changes_in_grey() -> None:
    unknown = _lightness(_linear(NOT_KNOWN))
    assert all(abs(_lightness(_linear(colour)) - unknown) >= 8 for colour in CHANGE_COLOURS)


def test_sources_are_named_in_the_language_of_the_figure(report: Statusrapport) -> None:
    english = Statusrapport("2025Q2", lang="en", data=str(report.data.path))
    assert "Statistics Denmark, FOLK1A" in english.chart.bar(RATE).text
    for chart in (english.chart.bar(RATE, "dk"), english.chart.dots(RATE, "dk"), english.chart.trend(RATE)):
        assert "Denmark" in chart.svg
        assert "Danmark" not in chart.svg


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda report: report.chart.series, "no attribute 'series'; did you mean .trend?; it has bar, dots"),
        (lambda report: report.chart.map().to_png, 'did you mean .save("x.png")?; it has credit, legend'),
        (lambda report: report.neighbors, "did you mean .neighbours?"),
        (lambda report: report.map, "did you mean .chart.map?"),
        (lambda report: report.nothing_like_it, "'nothing_like_it'; it has area, as_table"),
        (lambda report: report.join(pl.DataFrame({"kommune": ["Vejle"]})).scatter, "mean .chart.scatter?"),
    ],
)
def test_a_name_that_is_guessed_is_answered_with_what_there_is(
    ask: Callable[[Statusrapport], object], said: str, report: Statusrapport
) -> None:
    with pytest.raises(AttributeError, match=re.escape(said)):
        ask(report)
    assert not hasattr(report.chart, "_repr_html_"), "what notebooks look for is not answered in words"


def test_the_region_of_a_map_stands_second(report: Statusrapport) -> None:
    assert report.chart.map(RATE, "Sjælland").svg == report.chart.map(RATE, region="Region Sjælland").svg


def test_marks_of_numbers_are_settled_either_way(report: Statusrapport) -> None:
    own = pl.DataFrame({"kommune": ["Vejle", "Odense"], "senge": ["1.250", "1.100"]})
    with pytest.raises(UnknownNameError, match="senge was read as text, which no chart shows"):
        report.join(own).chart.map("senge")
    for marks in ({"decimal": ","}, {"thousands": "."}, {"decimal": ",", "thousands": "."}):
        joined = report.join(own, **marks)  # type: ignore[arg-type]
        assert dict(joined.table.drop_nulls("senge").select("area", "senge").iter_rows()) == {
            "Vejle": 1250, "Odense": 1100,
        }  # fmt: skip
    assert report.join(own, thousands=",").table["senge"].drop_nulls().to_list() == [1.1, 1.25]
    with pytest.raises(ValueError, match="',' cannot be the mark of decimals and of thousands"):
        report.join(own, decimal=",", thousands=",")
    with pytest.raises(ValueError, match=re.escape('thousands= is "," or ".", not')):
        report.join(own, thousands=" ")  # type: ignore[arg-type]


RUNNERS, OWN = "active_runners", pl.DataFrame({"kommune": ["Vejle"], "x": [1]})
FIRST = "the indicator stands first, by its name, then the areas"
OPENED: Any = Statusrapport
MISTAKES: list[tuple[Callable[[Any], object], type[Exception], str]] = [
    (lambda r: r.chart.map(RUNNERS, "Vejle"), UnknownNameError, "Vejle is a municipality: a map is"),
    (lambda r: r.chart.scatter(RUNNERS, RUNNERS), UnknownNameError, f"and both are {RUNNERS}"),
    (lambda r: r.table(RUNNERS, "kommune"), UnknownNameError, "the level stands first: table("),
    (lambda r: r.table("kommune", None), UnknownNameError, f"{FIRST}: "),
    (lambda r: r.table("kommune", float("nan")), UnknownNameError, FIRST),
    (lambda r: r.compare("Vejle", indicator=None), UnknownNameError, FIRST),
    (lambda r: r.compare("Vejle", indicator=[]), UnknownNameError, FIRST),
    (lambda r: r.trend(RUNNERS, None), UnknownNameError, "no area is named: None stands where"),
    (lambda r: r.chart.bar(RUNNERS, 5.5), UnknownNameError, "no area is called '5.5'"),
    (lambda r: r.code(None), UnknownNameError, "no area is named: None stands where its name or code"),
    (lambda r: r.code("x" * 500), UnknownNameError, f"no area is called '{'x' * 39}…'"),
    (lambda r: r.trend("x" * 500), UnknownNameError, f"no indicator is called '{'x' * 39}…'"),
    (lambda r: r.join(OWN, 5), UnknownNameError, "the table has no column '5'; it has kommune, x"),
    (lambda r: r.join("x" * 999), ValueError, "is too long a name for a file: at most 255 letters"),
    (lambda r: r.join("a\0b.csv"), ValueError, "is no path: it holds a character that no file can have"),
    (lambda r: r.join("tests"), UnknownNameError, "tests is a folder: name the file in it"),
    (lambda r: r.join(5), UnknownNameError, "a table is a frame of Polars or pandas, or the path"),
    (lambda r: r.chart.map(boundaries=5), ValueError, 'by its path, such as "kommuner.geojson", not 5'),
    (lambda r: r.chart.bar().save(None), ValueError, 'by its path, such as "figure.svg", not None'),
    (lambda r: r.chart.bar().save(""), ValueError, "by its path, such as \"figure.svg\", not ''"),
    (lambda r: r.chart.bar().save("tests"), ValueError, "tests is a folder: name a file in it, such as"),
    (lambda r: r.chart.bar().save("x" * 300 + ".svg"), ValueError, "is too long a name for a file"),
    (lambda r: r.chart.bar().save("x\0.svg"), ValueError, "it holds a character that no file can have"),
    (lambda r: r.chart.bar().save("x.png", dpi=3), TypeError, 'sizes are save("x.png", size="web"), "slide"'),
    (lambda r: r.chart.bar().save("x.png", size="a4"), ValueError, "size= is one of 'web', 'slide', 'print'"),
    (lambda r: r.chart.bar().save("x.html", size="web"), ValueError, "of .svg, .png and .pdf; not 'web'"),
    (lambda r: r.chart.bar().save("x.png", size=[]), ValueError, "size= is one of"),
    (lambda r: r.chart.bar(title=5), ValueError, 'a title is a text, such as title="Min kommune", not 5'),
    (lambda r: r.as_table(r.regions.to_pandas()), ValueError, "pl.from_pandas(…) makes one"),
    (lambda r: r.as_table("x"), ValueError, "a table is a frame of Polars, such as report.regions, not"),
    (lambda r: r.as_table(OWN, decimals=-1), ValueError, "decimals= is a whole number from 0 to 15,"),
    (lambda r: r.as_table(OWN, decimals=True), ValueError, "decimals= is a whole number"),
    (lambda r: r.as_table(OWN, first=-1), ValueError, "first= is a whole number from 0 to 40000"),
    (lambda r: r.as_table(OWN, heads=["a"]), ValueError, "heads= names columns, such as"),
    (lambda r: r.keep(5), ValueError, "a table is a frame of Polars, such as report.regions, not"),
    (lambda r: r.municipalities(), TypeError, "this is a table and no function: leave the brackets out"),
    (lambda r: r.municipalities.loc[0], AttributeError, 'Polars it is .filter(area="Vejle"); .to_'),
    (lambda r: r.trend(RUNNERS).sort_values(), AttributeError, 'in Polars it is .sort("active_runners"'),
    (lambda r: r.compare("Vejle").groupby, AttributeError, 'in Polars it is .group_by("region").agg('),
    (lambda r: r.chart.bar().table.iloc[0], AttributeError, "in Polars it is .row(0, named=True)"),
    (lambda r: r.regions[r.regions["area"] == "x"], TypeError, "rows by a condition are .filter("),
    (lambda r: r.municipalities.filter(area=5), UnknownNameError, "no area is called '5'; area holds"),
    (lambda r: r.chart(), TypeError, "chart is no function; its charts are: bar, dots"),
    (lambda r: r.chart.map(lang="en"), TypeError, 'Statusrapport("2025Q2", lang="en")'),
    (lambda r: r.chart.map(area="Vejle"), TypeError, 'a part of the country: region="Sjælland"'),
    (lambda r: r.chart.bar(region="x"), TypeError, 'areas=report.municipalities.filter('),
    (lambda r: r.chart.dots(level="region"), TypeError, "areas of a level: areas=report.regions"),
    (lambda r: r.trend(RUNNERS, area="Vejle"), TypeError, "trend(indicator, areas, earlier): got an"),
    (lambda r: r.rank(region="Sjælland"), TypeError, "a rank is among all municipalities of the country"),
    (lambda r: r.rank(RATE, "Vejle"), TypeError, "a rank is of one municipality, by active"),
    (lambda r: r.rank(["Vejle", "Odense"]), UnknownNameError, "one area stands here, not several"),
    (lambda r: r.compare(["Vejle", "Odense"]), UnknownNameError, 'compare("Vejle", ["Kolding", "Odense"])'),
    (lambda r: r.compare(RATE, ["Vejle"]), UnknownNameError, "the area stands first, then what"),
    (lambda r: r.chart.map(RATE, r.neighbours("Vejle")), UnknownNameError, "shows some municipalities"),
    (lambda r: r.join(OWN, on="kommune"), TypeError, 'names is key="Kommune"'),
    (lambda r: r.declare("x", top="active_runners", per="y"), TypeError, 'of like="active_runners_rate"'),
    (lambda r: r.chart.bar().save("x.pptx"), ValueError, 'take save("x.png", size="slide")'),
    (lambda r: r.hidden, AttributeError, 'mean .indicators.filter(pl.col("status") != "published")?'),
    (lambda r: r.difference, AttributeError, "did you mean .compare?"),
    (lambda r: r.kommune, AttributeError, "did you mean .area?"),
    (lambda r: r.chart.scatter(RATE), TypeError, "scatter(across, up, title): missing a"),
    (lambda _: OPENED(0), ValueError, 'a quarter is written like "2025Q2", not 0'),
    (lambda _: OPENED("x" * 300), ValueError, f"not a quarter like 2025Q2: '{'x' * 39}…'"),
    (lambda _: OPENED.simulated(2025), ValueError, 'a quarter is written like "2025Q2", not 2025'),
    (lambda _: OPENED("2025Q2", version="1"), ValueError, "number from 0 to 999, not '1'"),
    (lambda _: OPENED("2025Q2", version=[]), ValueError, "number from 0 to 999, not []"),
    (lambda _: OPENED("2025Q2", version=True), ValueError, "version= is a whole number"),
    (lambda _: OPENED("2025Q2", data=5), ValueError, "a data root is the path of a folder, such as"),
    (lambda r: r.declare("mine", like=RATE, per=""), ValueError, "per= is the name of a column"),
    (lambda r: r.declare("mine", like=RATE, per=5), ValueError, "per= is the name of a column"),
    (lambda r: r.declare("mine", like=None, per="x"), ValueError, "like= is the name of an indicator"),
    (lambda r: r.declare(5, like=RATE, per="x"), ValueError, "'5' is no name of an indicator"),
    (lambda r: r.declare("mine", like=RATE, per="x", decimals=-1), ValueError, "decimals= is a whole number"),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "kind", "said"), MISTAKES)
def test_a_mistake_is_answered_with_what_to_write_instead(
    ask: Callable[[Any], object], kind: type[Exception], said: str, report: Statusrapport
) -> None:
    with pytest.raises(kind, match=re.escape(said)) as raised:
        ask(report)
    assert type(raised.value) is kind
    assert len(str(raised.value)) < 700


@pytest.mark.parametrize("letter", ["\x00", "\x01", "\x0b", "\x1f", "\ud800", "\ufffe"])
def test_a_title_that_no_file_can_show_is_refused(letter: str, report: Statusrapport) -> None:
    for ask in (report.chart.map, report.chart.bar, report.chart.dots, report.chart.trend):
        with pytest.raises(
            ValueError, match=rf"the title holds U\+{ord(letter):04X}, which no file can show"
        ):
            ask(title=f"a{letter}b")
    assert report.chart.bar(title="a\n\tb").title == "a b"
    assert report.chart.bar(title="").title == "Aktive hjerteløbere"


def test_names_of_own_columns_never_break_a_figure(report: Statusrapport, tmp_path: Path) -> None:
    joined = report.join(pl.DataFrame({"kommune": ["Vejle", "Odense"], "a\x01<&": [1, 2]}))
    for drawn in (joined.chart.map("a\x01<&"), joined.chart.scatter("a\x01<&", RATE)):
        root = ElementTree.fromstring(drawn.save(tmp_path / "a.svg").read_text("utf-8"))
        assert "a\ufffd<&" in "".join(root.itertext())


def test_a_figure_is_saved_below_the_own_folder(
    report: Statusrapport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert report.chart.bar().save("~/a.svg") == tmp_path / "a.svg"
    (tmp_path / "own.csv").write_text("kommune;x\nVejle;1\n", encoding="utf-8")
    assert report.join("~/own.csv").table["x"].sum() == 1
    with pytest.raises(FileNotFoundError, match="make it first"):
        report.chart.bar().save("~/none/a.svg")


def test_numbers_of_any_size_are_drawn(report: Statusrapport, tmp_path: Path) -> None:
    for size in (1e300, 1e-300, -1e25):
        chart = report.join(pl.DataFrame({"kommune": ["Vejle", "Odense"], "x": [size, 2 * size]})).chart
        for drawn in (chart.map("x"), chart.bar("x", ["Vejle"]), chart.scatter("x", RATE)):
            ElementTree.fromstring(drawn.save(tmp_path / "a.svg").read_text("utf-8"))


def test_a_map_of_an_area_of_the_report(report: Statusrapport) -> None:
    drawn = report.chart.map(RUNNERS, "Østjylland")
    places = report.municipalities
    assert drawn.table["area"].to_list() == places.filter(report_area="Østjylland")["area"].to_list()
    assert report.chart.map(RUNNERS, "dk").svg == report.chart.map(RUNNERS).svg
    assert report.chart.map(RUNNERS, "Bornholm").table["area"].to_list() == ["Bornholm"]


def test_indicators_named_twice_are_one_column(report: Statusrapport) -> None:
    assert report.table("kommune", RUNNERS, [RUNNERS, RATE]).equals(report.table("kommune", RUNNERS, RATE))
    two = report.municipalities.filter(region=["Sjælland", "Region Nordjylland"])
    assert two.height == 17 + 11


WRONG: dict[str, tuple[Callable[[Statusrapport], object], type[Exception], str]] = {
    "an area first in a map": (
        lambda report: report.chart.map("Sjælland"), UnknownNameError,
        "'Sjælland' is an area; the indicator stands first, then the areas",
    ),
    "an area first in a trend": (
        lambda report: report.trend("Vejle", "active_runners"), UnknownNameError,
        "'Vejle' is an area; the indicator stands first, then the areas",
    ),
    "a title by place": (
        lambda report: report.chart.bar(RATE, None, "Titel"),  # type: ignore[call-arg]
        TypeError, "title= are written by name",
    ),
    "too many lines": (
        lambda report: report.chart.trend("active_runners", report.municipalities), ValueError,
        r'name at most 5 areas, or see all of them at one time: chart.bar\("active_runners", …\)',
    ),
    "several areas": (
        lambda report: report.area(["Vejle", "Odense"]), UnknownNameError,
        "one area stands here, not several",
    ),
    "several areas of a number": (
        lambda report: report.number("active_runners", ["Vejle"]), UnknownNameError,
        "one area stands here, not several",
    ),
    "an area that is nowhere": (
        lambda report: report.area("Atlantis"), UnknownNameError, "areas are municipalities, regions",
    ),
    "an area against itself": (
        lambda report: report.compare("Vejle", "Vejle"), UnknownNameError, "compared with itself alone",
    ),
    "a mapping": (
        lambda report: report.join({"a": 1}), UnknownNameError, "makes a frame of columns",
    ),
    "a frame without columns": (
        lambda report: report.join(pl.DataFrame()), InputError, "the frame: found no columns",
    ),
    "a ratio that is near": (
        lambda report: report.declare("mit", like="active_runner_rate", per="population"), UndeclaredError,
        "did you mean 'active_runners_rate'",
    ),
    "a count": (
        lambda report: report.declare("mit", like="active_runners", per="population"), ValueError,
        "an own indicator is like one: active_runners_rate",
    ),
    "a Danish column": (
        lambda report: report.municipalities.filter(kommune="Vejle"), pl.exceptions.ColumnNotFoundError,
        "no column 'kommune'; did you mean area=",
    ),
    "a quarter that is not there": (
        lambda report: report.indicators.filter(quarter="2031Q1"), UnknownNameError,
        "no quarter is called '2031Q1'",
    ),
    "an indicator as an attribute": (
        lambda report: report.active_runners,
        AttributeError, r'did you mean .number\("active_runners"\)',
    ),
    "a number as an attribute": (
        lambda report: report.area("Vejle").active_runners, AttributeError, r'it is \["active_runners"\]',
    ),
}  # fmt: skip


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_told_what_is_true_and_what_to_write(report: Statusrapport, call: str) -> None:
    ask, error, said = WRONG[call]
    with pytest.raises(error, match=said):
        ask(report)


def test_nothing_stands_over_zero(report: Statusrapport) -> None:
    people = report.municipalities.select(
        "area", own=pl.when(pl.col("area") == "Vejle").then(0).otherwise("population")
    )
    joined = report.join(people, source="Kommunen")
    made = report.declare("min_rate", like=RATE, per="own", own=joined, title="Min rate")
    assert repr(made) == "<Indicator min_rate: active_runners / own × 100,000 (per_100000)>"
    vejle = report.number("min_rate", "Vejle")
    assert (vejle["value"], vejle["status"]) == (None, "missing")
    assert vejle["note"] == "Det tal, der divideres med, er 0, så der er intet forhold at vise."
    assert report.number("min_rate", "Odense")["value"] == pytest.approx(report.area("Odense")[RATE])
    bars = report.chart.bar("min_rate", ["Odense", "Vejle"])
    assert bars.title == "Min rate"
    assert "Uden tal og ikke tegnet: Vejle. Det tal, der divideres med, er 0" in bars.text
    row = report.indicators_available().row(by_predicate=pl.col("indicator") == "min_rate", named=True)
    assert row["label"] == "Min rate"


def test_a_note_on_a_municipality_follows_it_into_tables_and_figures(report: Statusrapport) -> None:
    own_scheme = "FirstAED"
    (towards_country,) = report.compare("Langeland", ["dk"]).to_dicts()
    assert own_scheme in towards_country["note"]
    assert report.compare("Vejle", ["Kolding"])["note"].to_list() == [None]
    for chart in (
        report.chart.map(),
        report.chart.map(region="Syddanmark"),
        report.chart.dots("active_runners_rate", ["Langeland", "Svendborg"]),
        report.chart.bar("active_runners", ["Langeland", "Svendborg"]),
    ):
        assert own_scheme in chart.text
    assert own_scheme not in report.chart.map(region="Nordjylland").text
    assert own_scheme not in report.chart.bar("active_runners", ["Vejle", "Kolding"]).text


def test_many_notes_are_pointed_to(report: Statusrapport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.explore.charts.NOTES_IN_TEXT", 10)
    assert "Om Langeland er der en bemærkning i tabellen." in report.chart.map().text


def test_a_quarter_that_is_not_delivered_is_told_from_one_that_is_not_built() -> None:
    with pytest.raises(NotBuiltError, match=r"2031Q1 is not built here, .*: there is .*2025Q2"):
        Statusrapport("2031Q1").indicators  # noqa: B018


def test_figures_of_others_are_hollow_by_their_own_name_too(report: Statusrapport) -> None:
    both, alone = (
        report.chart.trend(name, earlier=name == "aed_registered")
        for name in ("aed_registered", "aed_registered_earlier_published")
    )
    said = "de kan ikke sammenlignes med rapportens"
    assert said in both.text
    assert said in alone.text
    assert alone.table.height == both.table.height - 1
    diamonds = re.findall(r'"point"[^>]* d="M-[\d.]+,0L0,-[^>]* stroke="', alone.svg)
    assert len(diamonds) == alone.table.height


def test_a_map_of_three_columns_has_no_tiles_as_large_as_pages(report: Statusrapport) -> None:
    wide, narrow = (
        float(re.search(r'<svg[^>]* width="([\d.]+)', chart.svg)[1])  # type: ignore[index]
        for chart in (report.chart.map(), report.chart.map(region="Sjælland"))
    )
    assert narrow < wide * 0.65
