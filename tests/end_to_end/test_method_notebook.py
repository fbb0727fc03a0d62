"""The notebook of indicators is the computation: what its cells show follows from the raw files by pandas."""

from __future__ import annotations

import ast
import hashlib
import math
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import polars as pl
import pytest
from executed_notebooks import executed, shown  # type: ignore[import-not-found]
from scipy.stats import binomtest, chi2, norm

from analysis import Statusrapport
from analysis.core.formatting import short_date
from analysis.core.layout import DEFAULT_DATA, NOTEBOOKS, ROOT, DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.indicators.registry import INDICATORS, RULES
from analysis.ingest.snapshot import read_inputs
from analysis.report.naming import CHAPTERS, chapter
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate

RAW = ROOT / "data" / "raw"
Q2 = Quarter(2025, 2)
Z = 1.959964


@pytest.fixture(scope="module")
def notebook(built_report: Path) -> Any:
    return nbformat.read(built_report / "notebooks" / "02_indicators.ipynb", as_version=4)


def delivered(name: str) -> pd.DataFrame:
    """A table of the delivery as it lies there, with its Danish headings."""
    return pd.read_csv(RAW / "2025Q2" / f"{name}.csv", dtype={"Kommunekode": str, "Områdekode": str})


def people() -> pd.DataFrame:
    """Inhabitants of municipalities in 2025K2, Christiansø counted with Bornholm."""
    table = pd.read_csv(RAW / "reference" / "population_folk1a.csv", dtype=str)
    now = table[table["period"] == "2025K2"]
    counted = now.assign(
        code=now["area_code"].replace("411", "400"), population=now["population"].astype(int)
    )
    return counted.groupby("code", as_index=False)["population"].sum()


def test_the_written_table_is_what_the_steps_compute_without_a_kernel(built_report: Path) -> None:
    written = pl.read_csv(built_report / "indicators.csv", infer_schema=False)
    computed = compute_table(read_inputs(DataRoot(DEFAULT_DATA.path), Q2))
    assert written.equals(pl.read_csv(computed.write_csv().encode(), infer_schema=False))


def test_the_steps_of_the_notebook_are_those_without_a_kernel_where_aeds_have_a_day_of_their_own(
    of_three_quarters: tuple[Any, Path], tmp_path: Path
) -> None:
    root = tmp_path / "data"
    shutil.copytree(of_three_quarters[1] / "raw", root / "raw")
    before, now = (root / "raw" / quarter for quarter in ("2025Q2", "2025Q3"))
    (now / "aeds.csv").write_bytes((before / "aeds.csv").read_bytes())
    day = tomllib.loads((before / "delivery.toml").read_text(encoding="utf-8"))["as_of"]
    terms = (now / "delivery.toml").read_text(encoding="utf-8")
    (now / "delivery.toml").write_text(
        terms.replace("as_of = ", f"aeds_as_of = {day}\nas_of = ", 1), encoding="utf-8"
    )
    for sealed in ("aeds.csv", "delivery.toml"):
        (now / f"{sealed}.meta.toml").unlink()
    report = Statusrapport("2025Q3", data=str(root))
    report.ingest()
    executed("02_indicators", quarter="2025Q3", data_root=str(root))
    written = Statusrapport("2025Q3", data=str(root)).indicators
    assert written.equals(compute_table(read_inputs(DataRoot(root), Quarter(2025, 3))))
    aeds = written.filter(pl.col("quarter") == "2025Q3", indicator="aed_registered", area_code="dk")
    assert aeds["as_of"].to_list() == [day]
    change = written.filter(indicator="aed_registered_change_quarter", area_code="dk", quarter="2025Q3")
    assert change["value"].to_list() == [None]


def test_the_rate_by_hand(notebook: Any, built_report: Path) -> None:
    table = shown(notebook, "rate=k / n * 100_000")
    runners, inhabitants = (
        int(delivered("runners")["Aktive hjerteløbere"].sum()),
        int(people()["population"].sum()),
    )
    rate = runners / inhabitants * 100_000
    low = runners * (1 - 1 / (9 * runners) - Z / (3 * math.sqrt(runners))) ** 3 / inhabitants * 100_000
    more = runners + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3 / inhabitants * 100_000
    assert (runners, inhabitants) == (57307, 5999677)
    country, laesoe = table.iloc[0].to_list(), table.iloc[1].to_list()
    exact = [round(one, 2) for one in (rate, low, high)]
    assert country == ["Danmark", runners, inhabitants, *exact, *(math.floor(one + 0.5) for one in exact)]
    assert laesoe == ["Læsø", 14, 1705, 821.11, 448.54, 1377.77, 821, 449, 1378]
    row = tidy(built_report).loc[("dk", "active_runners_rate")]
    assert row[["value", "lower", "upper"]].to_list() == pytest.approx([rate, low, high], rel=1e-6)


def test_below_ten_runners_the_limits_by_hand_are_exact(tmp_path: Path) -> None:
    """With seven runners on Læsø, as quantiles of the chi-square distribution have them."""
    root = tmp_path / "data"
    shutil.copytree(RAW, root / "raw")
    folder = root / "raw" / "2025Q2"
    for file, changes in {
        "runners.csv": {"825,Læsø,14,": "825,Læsø,7,"},
        "delivery.toml": {"dk = 57307": "dk = 57300", '"1081" = 5321': '"1081" = 5314'},
    }.items():
        text = (folder / file).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert text.count(old) == 1
            text = text.replace(old, new)
        (folder / file).write_text(text, encoding="utf-8")
        (folder / f"{file}.meta.toml").unlink()
    Statusrapport("2025Q2", data=str(root)).ingest()
    line = shown(executed("02_indicators", quarter="2025Q2", data_root=str(root)), "rate=k / n * 100_000")
    exact = [chi2.ppf(0.025, 14) / 2, chi2.ppf(0.975, 16) / 2]
    expected = [one / 1705 * 100_000 for one in (7, *exact)]
    assert line.iloc[1, :6].to_list() == ["Læsø", 7, 1705, *(round(one, 2) for one in expected)]
    row = last_of(root, "2025Q2").loc[("825", "active_runners_rate")]
    assert row[["value", "lower", "upper"]].to_list() == pytest.approx(expected, rel=1e-9)


def tidy(built_report: Path) -> pd.DataFrame:
    table = pd.read_csv(built_report / "indicators.csv", dtype={"area_code": str})
    return table.set_index(["area_code", "indicator"])


def test_rates_of_regions_and_the_smallest_municipalities(notebook: Any, built_report: Path) -> None:
    regions = pd.read_csv(RAW / "reference" / "municipality_regions.csv", dtype=str)
    placed = (
        delivered("runners")
        .merge(people(), left_on="Kommunekode", right_on="code")
        .merge(regions[regions["valid_from"] <= "2025-06-03"], left_on="code", right_on="municipality_code")
    )
    by_region = placed.groupby("region_code")[["Aktive hjerteløbere", "population"]].sum()
    wide = shown(notebook, "rates.filter(wide)").set_index("area")
    table = tidy(built_report)
    assert len(by_region) == 5
    for code, row in by_region.iterrows():
        rate = row["Aktive hjerteløbere"] / row["population"] * 100_000
        line = table.loc[(code, "active_runners_rate")]
        assert line["value"] == pytest.approx(rate, rel=1e-12)
        assert wide.loc[line["area"], "value"] == round(rate, 2)
    fewest = shown(notebook, "fewest.select").set_index("area")
    assert fewest.loc["Læsø", ["numerator", "denominator", "lower", "upper"]].to_list() == [
        14,
        1705,
        448.54,
        1377.77,
    ]


def test_shares_of_the_country_and_of_adults(notebook: Any) -> None:
    table = shown(notebook, "shares.select").set_index(["indicator", "area"])
    adults = pd.read_csv(RAW / "reference" / "population_adults.csv").set_index("period")
    number = int(adults.loc["2025K4", "population_18plus"])
    share = table.loc[("active_share_adults", "Danmark")]
    assert share.drop("unit").to_list() == [round(57307 / number * 100, 2), 57307, number, "2025K4"]
    north = table.loc[("active_runners_share_of_country", "Region Nordjylland")]
    assert north[["value", "numerator", "denominator"]].to_list() == [
        round(5321 / 57307 * 100, 2),
        5321,
        57307,
    ]


def test_the_count_that_is_not_shown_stands_in_no_row(notebook: Any, built_report: Path) -> None:
    raw = delivered("activations").set_index("Områdekode")["Aktiveringer"]
    country, regions = int(raw["dk"]), raw.drop("dk")
    assert (country - int(regions.sum()), int(regions.isna().sum())) == (264, 1)
    left = shown(notebook, "regions_without_a_count").iloc[0].to_list()
    assert left == [country, int(regions.sum()), 1]
    row = tidy(built_report).loc[("1084", "activations")]
    assert row[["value", "numerator", "lower", "upper"]].isna().all()
    assert row["status"] == "missing"
    named = tidy(built_report).loc["1084"].index
    assert not {"activations_per_day", "activations_rate_year"} & set(named)


def test_two_municipalities_compared(notebook: Any, built_report: Path) -> None:
    """Their ratios, deviations and funnels; the spread between municipalities from all 98 of them."""
    placed = delivered("runners").merge(people(), left_on="Kommunekode", right_on="code")
    k, n = placed["Aktive hjerteløbere"], placed["population"]
    r = k.sum() / n.sum()
    plain = (np.sqrt(k / n) - np.sqrt(r)) * np.sqrt(4 * n)
    clipped = plain.clip(plain.quantile(0.1), plain.quantile(0.9))
    weights = 4 * n
    excess = len(k) * (clipped**2).mean() - (len(k) - 1)
    tau2 = max(0.0, excess / (weights.sum() - (weights**2).sum() / weights.sum()))
    s2 = (n * (k / n - r) ** 2).sum() / n.sum() - r / n.mean()
    lines = shown(notebook, "funnel_lower=").set_index("area")
    assert len(lines) == 2
    for name, code in (("Læsø", "825"), ("Langeland", "482")):
        count, residents = (one[placed["code"] == code].item() for one in (k, n))
        reach = math.sqrt(1 / (4 * residents) + tau2)
        ratio, deviation = count / residents / r, (math.sqrt(count / residents) - math.sqrt(r)) / reach
        edges = [
            max(0.0, math.sqrt(r) + side * limit * reach) ** 2 * 100_000
            for limit in (Z, norm.ppf(0.999))
            for side in (-1, 1)
        ]
        smoothed = (r + s2 / (s2 + r / residents) * (count / residents - r)) * 100_000
        by_hand = [ratio, deviation, *edges, smoothed]
        assert lines.loc[name].to_list() == [round(one, 2) for one in by_hand]
        table = tidy(built_report).loc[code]
        assert table.loc["active_runners_rate_deviation", "value"] == pytest.approx(deviation, rel=1e-9)
        for indicator, (low, high) in (("funnel", edges[:2]), ("funnel_998", edges[2:])):
            stated = table.loc[f"active_runners_rate_{indicator}", ["lower", "upper"]].to_list()
            assert stated == pytest.approx([low, high], rel=1e-6)
        own = table.loc["active_runners_rate_ratio_to_dk", "value"]
        assert own == pytest.approx(ratio, rel=1e-9)
    pearson = ((k - n * r) ** 2 / (n * r)).mean()
    between = 2 * math.sqrt(tau2 * r) * 100_000
    spread = [r * 100_000, pearson, (clipped**2).mean(), tau2 * 1e6, s2 * 1e6, between]
    assert shown(notebook, "spread_by_hand.with_columns(").iloc[0].to_list() == [
        round(one, 2) for one in spread
    ]
    of_country = shown(notebook, 'of_country.select("indicator", "value", "unit", "note")')
    of_country = of_country.set_index("indicator")["value"]
    names = ["dispersion", "dispersion_winsorised", "between"]
    assert [of_country[f"active_runners_rate_{name}"] for name in names] == [
        round(one, 2) for one in (pearson, (clipped**2).mean(), between)
    ]
    steps = shown(notebook, "one.select(").set_index("indicator")
    line = lines.loc["Læsø"]
    assert steps.loc["active_runners_rate_deviation", "value"] == line["deviation"]
    funnel = steps.loc["active_runners_rate_funnel", ["lower", "upper"]].to_list()
    assert funnel == line[["funnel_lower", "funnel_upper"]].to_list()
    assert steps.loc["active_runners_rate_smoothed", "value"] == line["smoothed"]
    table = tidy(built_report).loc["825"]
    own = table.loc["active_runners_rate_ratio_to_dk", ["lower", "upper"]].to_list()
    assert own == pytest.approx([448.54 / (r * 100_000), 1377.77 / (r * 100_000)], rel=1e-4)
    assert tidy(built_report).loc[("dk", "active_runners_rate_between"), "value"] == pytest.approx(
        between, rel=1e-9
    )


def test_the_other_regions_together(notebook: Any, built_report: Path) -> None:
    """Under the region whose count is not shown, the alarms and inhabitants of the four others."""
    line = shown(notebook, 'each.select(left_out="area")').iloc[0].to_list()
    known = delivered("activations").set_index("Områdekode")["Aktiveringer"].drop("dk").dropna()
    regions = pd.read_csv(RAW / "reference" / "municipality_regions.csv", dtype=str)
    lies_in = people().merge(
        regions[regions["valid_from"] <= "2025-06-03"], left_on="code", right_on="municipality_code"
    )
    inhabitants = lies_in[lies_in["region_code"].isin(known.index)]["population"].sum()
    alarms, years = int(known.sum()), inhabitants * 154 / 365
    rate = alarms / years * 100_000
    assert (len(known), alarms) == (4, 1045)
    row = tidy(built_report).loc[("1084", "activations_rate_other_regions")]
    assert row["value"] == pytest.approx(rate, rel=1e-12)
    limits = [round(row[name], 2) for name in ("lower", "upper")]
    assert line == ["Region Hovedstaden", alarms, round(years, 2), *[round(rate, 2)] * 2, *limits]


def test_who_lies_outside_the_funnel_stands_with_its_limits(built_report: Path) -> None:
    page = nbformat.read(built_report / "notebooks" / "pages" / "comparison.ipynb", as_version=4)
    lines = shown(page, "limits = of_size.join(of_size_998").set_index("name")
    assert {"Langeland", "Dragør"} <= set(lines.index)
    table = pd.read_csv(built_report / "indicators.csv").set_index(["area", "indicator"])
    for area, line in lines.iterrows():
        for name in ("", "_998"):
            row = table.loc[(area, f"active_runners_rate_funnel{name}")]
            limits = line[[f"lower{name}", f"upper{name}"]].to_list()
            assert limits == [round(row["lower"], 2), round(row["upper"], 2)]
        assert not line["lower"] <= line["rate"] <= line["upper"]
    text = "".join(cell.source for cell in page.cells if cell.cell_type == "markdown")
    assert f"{norm.ppf(0.999):.6f} in the place of {Z}" in text


def test_ranks_can_be_drawn_again_from_what_is_told(notebook: Any, built_report: Path) -> None:
    text = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    told = re.search(r"drawn ([\d,]+) times .*?PCG64\((\d+)\)", text)
    assert told
    draws, seed = (int(one.replace(",", "")) for one in told.groups())
    table = pd.read_csv(built_report / "indicators.csv").set_index("indicator")
    rates = table.loc["active_runners_rate"].query("level == 'municipality'")
    generator = np.random.Generator(np.random.PCG64(seed))
    k, n = rates["numerator"].to_numpy(), rates["denominator"].to_numpy()
    drawn = generator.gamma(k + 0.5, size=(draws, len(k))) / n
    ranks = pd.DataFrame(-drawn, columns=rates["area"]).rank(axis=1)
    written = table.loc["active_runners_rate_rank"].set_index("area")
    for area in ("Læsø", "Langeland", "København"):
        low, high = (ranks[area].quantile(one, interpolation="lower") for one in (0.025, 0.975))
        assert written.loc[area, "lower"] == pytest.approx(low, abs=1)
        assert written.loc[area, "upper"] == pytest.approx(high, abs=1)


def test_facts_and_earlier_figures_stand_as_they_were_published(notebook: Any) -> None:
    facts = shown(notebook, "report.as_published(of_facts)").set_index("indicator")
    raw = pd.read_csv(RAW / "reference" / "programme_facts.csv").set_index("indicator")
    for name in ("activations_per_day_published", "runners_per_day"):
        assert facts.loc[name, "value"] == raw.loc[name, "value"]
    earlier = shown(notebook, "earlier.select(")
    printed = pd.read_csv(RAW / "reference" / "published_figures.csv")
    values = set(pd.to_numeric(printed[printed["area"] == "Danmark"]["value"], errors="coerce"))
    assert len(earlier) > 3
    assert set(earlier["value"]) <= values


def test_activations_per_day_and_year_and_their_gross_range(notebook: Any, built_report: Path) -> None:
    country = delivered("activations").set_index("Områdekode").loc["dk"]
    alarms, share, days = int(country["Aktiveringer"]), int(country["Annullerede (pct.)"]), 154
    per_year = alarms / (5999677 * days / 365) * 100_000
    first = shown(notebook, "per_100000_a_year")
    assert first.iloc[0].to_list() == [alarms, days, 5999677, round(alarms / days, 2), round(per_year, 2)]
    fitting = [n for n in range(alarms, 2 * alarms) if (200 * (n - alarms) + n) // (2 * n) == share]
    low, high = min(fitting), max(fitting)
    second = shown(notebook, "per_day_from=low / days")
    expected = [low, high, low / days, high / days]
    assert second.iloc[0].to_list() == [alarms, None, share, *(round(one, 2) for one in expected)]
    table = tidy(built_report)
    assert table.loc[("dk", "activations_per_day"), "value"] == pytest.approx(alarms / days, rel=1e-12)
    assert table.loc[("dk", "activations_rate_year"), "value"] == pytest.approx(per_year, rel=1e-12)
    gross = table.loc[("dk", "activations_gross"), ["lower", "upper"]].to_list()
    assert gross == pytest.approx([low, high], rel=1e-12)


def test_the_published_number_a_day_is_held_against_net_and_gross(notebook: Any) -> None:
    """Both ends of gross round to the ten that was published, net does not."""
    fact = pd.read_csv(RAW / "reference" / "programme_facts.csv").set_index("indicator")
    published = fact.loc["activations_per_day_published", "value"]
    country = delivered("activations").set_index("Områdekode").loc["dk"]
    alarms, share, days = int(country["Aktiveringer"]), int(country["Annullerede (pct.)"]), 154
    fitting = [n for n in range(alarms, 2 * alarms) if (200 * (n - alarms) + n) // (2 * n) == share]
    lines = shown(notebook, "rounds_to_it=").values.tolist()
    expected = {"net": alarms, "gross_from": min(fitting), "gross_to": max(fitting)}
    assert [line[0] for line in lines] == list(expected)
    for (_, per_day, printed, rounded, fits), count in zip(lines, expected.values(), strict=True):
        assert (per_day, printed) == (round(count / days, 2), published)
        assert rounded == math.floor(count / days + 0.5)
        assert fits == ("ja" if rounded == published else "nej")
    assert [line[-1] for line in lines] == ["nej", "ja", "ja"]


def test_the_share_of_aeds_by_hand(notebook: Any, built_report: Path) -> None:
    country = delivered("aeds").set_index("Områdekode").loc["dk"]
    always, registered = (
        int(country[f"{kind} hjertestartere"]) for kind in ("Døgntilgængelige", "Registrerede")
    )
    share = always / registered * 100
    line = shown(notebook, "share=around / registered").iloc[0].to_list()
    assert line == [always, registered, round(share, 2)]
    row = tidy(built_report).loc[("dk", "aed_24_7_share")]
    assert row["value"] == pytest.approx(share, rel=1e-12)
    assert row[["lower", "upper"]].isna().all()


def test_hidden_and_missing_numbers_are_shown_with_their_reason(notebook: Any) -> None:
    hidden = shown(notebook, "hidden.select").set_index(["area", "indicator"])
    capital = hidden.loc[("Region Hovedstaden", "activations")]
    assert capital["status"] == "missing"
    assert "264" not in capital["note"]
    assert hidden.loc[("Region Hovedstaden", "accepted_by_one"), "status"] == "withheld"


@pytest.fixture(scope="module")
def of_three_quarters(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """The notebook run cell by cell for the last of three made-up quarters, and their data root."""
    root = tmp_path_factory.mktemp("three") / "data"
    simulate(Plan(Quarter(2025, 1), Quarter(2025, 3), 7), root, model=DEFAULT_DATA)
    Statusrapport("2025Q3", data=str(root)).ingest()
    return executed("02_indicators", quarter="2025Q3", data_root=str(root)), root


def test_developments_by_hand(of_three_quarters: tuple[Any, Path]) -> None:
    notebook, root = of_three_quarters
    quarters = ["2025Q1", "2025Q2", "2025Q3"]
    runners = [
        int(pd.read_csv(root / "raw" / one / "runners.csv")["Aktive hjerteløbere"].sum()) for one in quarters
    ]
    change = shown(notebook, 'counts.select("quarter", before=value.shift()')
    expected = [
        [
            quarter,
            before,
            now,
            round((now - before) / before * 100, 2),
            round((now - before) / before * 100, 2),
        ]
        for quarter, before, now in zip(quarters[1:], runners, runners[1:], strict=False)
    ]
    assert change.to_numpy().tolist() == expected
    alarms, days = [], []
    for one in quarters:
        table = pd.read_csv(root / "raw" / one / "activations.csv", dtype={"Områdekode": str})
        alarms.append(int(table.set_index("Områdekode").loc["dk", "Aktiveringer"]))
        days.append(
            tomllib.loads((root / "raw" / one / "delivery.toml").read_text(encoding="utf-8"))["as_of"]
        )
    own = shown(notebook, "same_start=start == start.shift()")
    rows = zip(quarters[1:], alarms, alarms[1:], days, days[1:], strict=False)
    for line, (quarter, before, now, start, end) in zip(own.to_numpy().tolist(), rows, strict=True):
        per_day = round((now - before) / (end - start).days, 2)
        assert line == [quarter, before, now, (end - start).days, per_day, per_day]
    written = pd.read_csv(root / "processed" / "2025Q3" / "indicators.csv", dtype={"area_code": str})
    last = written[(written["quarter"] == "2025Q3") & (written["area_code"] == "dk")].set_index("indicator")
    assert last.loc["active_runners_change_quarter", "value"] == runners[2] - runners[1]
    assert last.loc["activations_quarter", "value"] == alarms[2] - alarms[1]


def region_counts(root: Path, table: str, column: str, quarters: list[str]) -> pd.DataFrame:
    """A column of a delivered table, a row per region and a column per quarter, from the raw files."""
    lies_in = pd.read_csv(RAW / "reference" / "municipality_regions.csv", dtype=str)
    lies_in = lies_in[lies_in["valid_from"] <= "2025-06-03"].set_index("municipality_code")["region_code"]
    counted = {}
    for one in quarters:
        raw = pd.read_csv(root / "raw" / one / f"{table}.csv", dtype=str)
        code = next(name for name in ("Kommunekode", "Områdekode") if name in raw)
        numbers = raw[raw[code] != "dk"].assign(region=lambda frame, key=code: frame[key].replace(lies_in))
        counted[one] = numbers.assign(number=numbers[column].astype(int)).groupby("region")["number"].sum()
    return pd.DataFrame(counted)


def counted_until(root: Path, quarter: str) -> Any:
    """The last day whose alarms a delivery counts: that of its counts, but none after its quarter."""
    text = (root / "raw" / quarter / "delivery.toml").read_text(encoding="utf-8")
    return min(tomllib.loads(text)["as_of"], pd.Period(quarter).end_time.date())


def break_declared(root: Path, quarter: str) -> tuple[str, str]:
    """The region of the municipality whose break a delivery declares, and the reason."""
    text = (root / "raw" / quarter / "delivery.toml").read_text(encoding="utf-8")
    (declared,) = tomllib.loads(text)["break"]
    lies_in = pd.read_csv(RAW / "reference" / "municipality_regions.csv", dtype=str)
    lies_in = lies_in[lies_in["valid_from"] <= "2025-06-03"].set_index("municipality_code")["region_code"]
    return lies_in[declared["area"]], declared["reason"]


def last_of(root: Path, quarter: str) -> pd.DataFrame:
    """The rows of a quarter in the table that was written, by area code and indicator."""
    table = pd.read_csv(root / "processed" / quarter / "indicators.csv", dtype={"area_code": str})
    return table[table["quarter"] == quarter].set_index(["area_code", "indicator"])


@pytest.fixture(scope="module")
def of_six_quarters(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """The notebook run for the last of six made-up quarters, which has a year before it, and their root."""
    root = tmp_path_factory.mktemp("six") / "data"
    simulate(Plan(Quarter(2024, 2), Quarter(2025, 3), 11), root, model=DEFAULT_DATA)
    Statusrapport("2025Q3", data=str(root)).ingest()
    return executed("02_indicators", quarter="2025Q3", data_root=str(root)), root


PAST = {"quarter": "2025Q2", "year": "2024Q3"}
REGION_NAMES = {
    "1084": "Region Hovedstaden",
    "1085": "Region Sjælland",
    "1083": "Region Syddanmark",
    "1082": "Region Midtjylland",
    "1081": "Region Nordjylland",
}


def test_how_many_runners_a_region_won_or_lost(of_six_quarters: tuple[Any, Path]) -> None:
    """From the delivered files, as the notebook shows it and as the table has it."""
    notebook, root = of_six_quarters
    counts = region_counts(root, "runners", "Aktive hjerteløbere", ["2024Q3", "2025Q2", "2025Q3"])
    lines = shown(notebook, 'counts.join(counts_then, on="area"').set_index(["since", "area"])
    table = last_of(root, "2025Q3")
    broken, reason = break_declared(root, "2025Q1")
    assert len(lines) == len(PAST) * len(REGION_NAMES)
    for since, earlier in PAST.items():
        for code, area in REGION_NAMES.items():
            before, now = counts.loc[code, earlier], counts.loc[code, "2025Q3"]
            percent = (now - before) / before * 100
            expected = [before, now, round(percent, 2), round(percent, 2)]
            assert lines.loc[(since, area)].drop("note").to_list() == expected
            across = code == broken and since == "year"
            assert (reason in str(lines.loc[(since, area), "note"])) == across
            row = table.loc[(code, f"active_runners_change_{since}_percent")]
            assert row["value"] == pytest.approx(percent, rel=1e-12)
            assert row[["lower", "upper"]].isna().all()
            assert table.loc[(code, f"active_runners_change_{since}"), "value"] == now - before


def test_who_is_left_out_of_the_growth_is_named(of_six_quarters: tuple[Any, Path]) -> None:
    notebook, root = of_six_quarters
    text = (root / "raw" / "2025Q1" / "delivery.toml").read_text(encoding="utf-8")
    (declared,) = tomllib.loads(text)["break"]
    runners = pd.read_csv(root / "raw" / "2025Q1" / "runners.csv", dtype={"Kommunekode": str})
    named = runners.set_index("Kommunekode").loc[declared["area"], "Kommune"]
    left_out = shown(notebook, "left_out.select(")
    assert left_out[["since", "area"]].values.tolist() == [["year", named]]
    assert declared["reason"] in left_out["note"][0]
    totals = shown(notebook, 'totals.sort("since")').set_index("since")["municipalities"]
    assert totals.to_dict() == {"quarter": 98, "year": 97}


def test_the_page_on_municipalities_names_the_growth_of_those_compared(
    of_six_quarters: tuple[Any, Path],
) -> None:
    """One has a break, so that the country's own change, which has its own row, is another number."""
    _, root = of_six_quarters
    page = executed("pages/development_municipalities", quarter="2025Q3", data_root=str(root))
    text = (root / "raw" / "2025Q1" / "delivery.toml").read_text(encoding="utf-8")
    (declared,) = tomllib.loads(text)["break"]
    before, now = (
        pd.read_csv(root / "raw" / one / "runners.csv", dtype={"Kommunekode": str})
        .set_index("Kommunekode")["Aktive hjerteløbere"]
        .drop(declared["area"])
        .sum()
        for one in ("2024Q3", "2025Q3")
    )
    line = shown(page, "growth.with_columns(").iloc[0]
    growth = (now - before) / before * 100
    assert line[["municipalities", "before", "now"]].to_list() == [97, before, now]
    assert line[["growth", "named"]].to_list() == [round(growth, 2)] * 2
    assert line["indicator"] == "active_runners_change_year_expected_percent"
    row = last_of(root, "2025Q3").loc[("dk", "active_runners_change_year_percent")]
    assert round(row["value"], 1) != round(growth, 1)


def test_the_change_of_a_regions_alarms_has_exact_limits(of_six_quarters: tuple[Any, Path]) -> None:
    """From the delivered files and SciPy's own Clopper-Pearson interval, as notebook and table have it."""
    notebook, root = of_six_quarters
    before_that = {"2025Q3": "2025Q2", "2025Q2": "2025Q1", "2024Q3": "2024Q2"}
    quarters = sorted({*before_that, *before_that.values()})
    to_date = region_counts(root, "activations", "Aktiveringer", quarters)
    own = {one: to_date[one] - to_date[last] for one, last in before_that.items()}
    days = {
        one: (counted_until(root, one) - counted_until(root, last)).days for one, last in before_that.items()
    }
    shares = shown(notebook, "share_from=share_from, share_to=share_to").set_index(["since", "area"])
    limits = shown(notebook, "computed_from=").set_index(["since", "area"])
    table = last_of(root, "2025Q3")
    assert len(shares) == len(limits) == len(PAST) * len(REGION_NAMES)
    for since, earlier in PAST.items():
        for code, area in REGION_NAMES.items():
            now, before = int(own["2025Q3"][code]), int(own[earlier][code])
            d1, d0 = days["2025Q3"], days[earlier]
            exact = binomtest(now, now + before).proportion_ci(confidence_level=0.95, method="exact")
            share = now / (now + before)
            of_share = [before, d0, now, d1, *(round(one, 4) for one in (share, exact.low, exact.high))]
            assert shares.loc[(since, area)].to_list() == of_share
            change = [(one / (1 - one) * d0 / d1 - 1) * 100 for one in (share, exact.low, exact.high)]
            printed = [round(one, 2) for one in change]
            assert limits.loc[(since, area)].to_list() == pytest.approx([*printed, *printed], abs=1e-9)
            row = table.loc[(code, f"activations_quarter_per_day_change_{since}_percent")]
            assert row[["value", "lower", "upper"]].to_list() == pytest.approx(change, rel=1e-9)


def test_an_unusual_change_by_hand(of_three_quarters: tuple[Any, Path]) -> None:
    """The seven furthest on each side, recomputed from the delivered files, and as the table has them."""
    notebook, root = of_three_quarters
    counts = [
        pd.read_csv(root / "raw" / one / "runners.csv").set_index("Kommune")["Aktive hjerteløbere"]
        for one in ("2025Q2", "2025Q3")
    ]
    before, change = counts[0], counts[1] - counts[0]
    growth = 1 + change.sum() / before.sum()
    residual = (before + change - growth * before) / (growth * before) ** 0.5
    deviation = residual / (residual.abs().median() * 1.4826)
    half = Z * residual.abs().median() * 1.4826 * (growth / before) ** 0.5 * 100
    frame = shown(notebook, "furthest.join(computed_deviation").set_index("area")
    furthest = deviation.sort_values(ascending=False).index
    assert list(frame.index) == [*furthest[:7], *furthest[-7:]]
    assert set(frame["since"]) == {"quarter"}
    for area, line in frame.iterrows():
        assert (line["before"], line["now"]) == (before[area], before[area] + change[area])
        assert line["percent"] == pytest.approx(change[area] / before[area] * 100, abs=0.006)
        assert line["by_hand"] == pytest.approx(deviation[area], abs=0.006)
        assert line["deviation"] == pytest.approx(line["by_hand"], abs=0.011)
        assert line["usual_to"] == pytest.approx((growth - 1) * 100 + half[area], abs=0.006)
        assert line["usual_from"] == pytest.approx((growth - 1) * 100 - half[area], abs=0.006)
        assert line["expected"] == pytest.approx(growth * before[area], abs=0.006)
        assert line["u"] == pytest.approx(residual[area], abs=0.006)
    spread = shown(notebook, "median_of_u").iloc[0].to_list()
    median = residual.abs().median()
    assert spread == ["quarter", *(pytest.approx(one, abs=6e-7) for one in (median, median * 1.4826))]


def test_an_unusual_change_follows_from_what_is_printed(of_three_quarters: tuple[Any, Path]) -> None:
    """With a pocket calculator: nothing is needed that does not stand in the notebook's tables."""
    notebook, _ = of_three_quarters
    growth = shown(notebook, 'totals.sort("since")').set_index("since")["g"]
    spread = shown(notebook, "median_of_u").set_index("since")["sigma"]
    lines = shown(notebook, "furthest.join(computed_deviation")
    assert len(lines) == 14
    for _, line in lines.iterrows():
        g, s = growth[line["since"]], spread[line["since"]]
        expected = g * line["before"]
        r = (line["now"] - expected) / math.sqrt(expected)
        half = 1.96 * s * math.sqrt(g / line["before"]) * 100
        assert expected == pytest.approx(line["expected"], abs=0.01)
        assert r == pytest.approx(line["u"], abs=0.01)
        assert r / s == pytest.approx(line["deviation"], abs=0.01)
        assert (g - 1) * 100 - half == pytest.approx(line["usual_from"], abs=0.01)
        assert (g - 1) * 100 + half == pytest.approx(line["usual_to"], abs=0.01)


def test_what_stands_out_of_all_municipalities_by_hand(tmp_path: Path) -> None:
    """Benjamini and Hochberg's procedure from the delivered files, where one municipality stands out."""
    root = tmp_path / "data"
    simulate(Plan(Quarter(2023, 1), Quarter(2023, 2), 7), root, model=DEFAULT_DATA)
    Statusrapport("2023Q2", data=str(root)).ingest()
    notebook = executed("02_indicators", quarter="2023Q2", data_root=str(root))
    before, now = (
        pd.read_csv(root / "raw" / one / "runners.csv").set_index("Kommune")["Aktive hjerteløbere"]
        for one in ("2023Q1", "2023Q2")
    )
    growth = now.sum() / before.sum()
    residual = (now - growth * before) / (growth * before) ** 0.5
    deviation = residual / (residual.abs().median() * 1.4826)
    p = deviation.abs().map(lambda one: math.erfc(one / math.sqrt(2))).sort_values()
    allowed = [0.05 * place / len(p) for place in range(1, len(p) + 1)]
    last = max(
        (place for place, (one, most) in enumerate(zip(p, allowed, strict=True)) if one <= most), default=-1
    )
    found = set(p.index[: last + 1])
    assert found == {"Holbæk"}
    totals = shown(notebook, 'totals.sort("since")').iloc[0].to_list()
    assert totals == ["quarter", 98, before.sum(), now.sum(), round(growth, 6)]
    table = shown(notebook, "least.select").set_index("area")
    assert list(table.index) == list(p.index[:5])
    for place, (area, line) in enumerate(table.iterrows()):
        assert line["p"] == pytest.approx(p[area], abs=0.00006)
        assert line["allowed"] == pytest.approx(allowed[place], abs=0.00006)
        assert (
            line["found"] == line["stands_out"] == (math.copysign(1, deviation[area]) if area in found else 0)
        )
    outside = int((deviation.abs() > Z).sum())
    assert shown(notebook, "how_many").values.tolist() == [["quarter", 98, outside, 4.9, last + 1, 1, 1]]


def test_every_indicator_is_listed_with_its_formula(notebook: Any, built_report: Path) -> None:
    listed = shown(notebook, "formulas_in_words(").set_index("indicator")
    table = pd.read_csv(built_report / "indicators.csv")
    table = table[table["quarter"] == "2025Q2"]
    pattern = re.compile("^(" + "|".join(rule.start for rule in RULES) + ")(dk|[0-9]+)$")
    grouped = table["indicator"].str.replace(pattern, r"\1<area_code>", regex=True)
    assert listed["rows"].to_dict() == grouped.value_counts().to_dict()
    assert listed.loc["active_runners_rate_to_neighbour_<area_code>", "rows"] > 300
    assert len(listed) < 60
    assert listed.loc["active_runners_rate", "formula"] == "active_runners / population × 100,000"


def test_cells_hold_one_idea_and_no_functions(notebook: Any) -> None:
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert max(len(source.splitlines()) for source in code) <= 32
    assert not any(re.search(r"^\s*(def|class|if|try|for|while)\b", source, re.MULTILINE) for source in code)


def assigned(source: str) -> set[str]:
    """The names that a cell gives to something."""
    targets = [
        target for line in ast.parse(source).body if isinstance(line, ast.Assign) for target in line.targets
    ]
    return {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}


@pytest.mark.parametrize(
    "path", sorted([*NOTEBOOKS.glob("0*.ipynb"), *NOTEBOOKS.glob("pages/*.ipynb")]), ids=lambda one: one.stem
)
def test_a_name_stands_for_one_thing_in_a_whole_notebook(path: Path) -> None:
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    names = Counter(name for source in cells for name in assigned(source))
    assert [name for name, count in names.items() if count > 1] == []


def followed(folder: Path, page: str = "report.html") -> list[tuple[str, str]]:
    """Files and anchors that a page's links beside it lead to."""
    links = re.findall(r'<a href="(method\.html(?:#[^"]*)?)"', (folder / page).read_text(encoding="utf-8"))
    return [(file, anchor) for file, _, anchor in (link.partition("#") for link in links)]


@pytest.mark.parametrize("edition", ["built_report", "english_report"])
def test_the_appendix_leads_to_how_each_number_was_computed(
    edition: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(edition)
    links = followed(folder)
    text = (folder / "report.html").read_text(encoding="utf-8")
    (basis,) = re.findall(r'<section id="tallenes-grundlag".*?</section>', text, flags=re.DOTALL)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>', basis)
    assert len(rows) > 20
    assert all(row.startswith('<a href="method.html#') for row in rows)
    assert len(links) == len(rows) + 1
    for file, anchor in links:
        page = (folder / file).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in page, anchor


def test_the_basis_says_what_period_a_published_share_is_taken_to_be_of(
    built_report: Path, of_six_quarters: tuple[Any, Path]
) -> None:
    """Only where a share stands as it was published: 99, 98 and 16 per cent in this quarter."""
    text = (built_report / "report.html").read_text(encoding="utf-8")
    said = "* Antaget: en andel af alarmerne, der står som publiceret, regnes for opgjort over samme periode"
    published = tidy(built_report).loc["dk"]
    published = published[(published["basis"] == "published") & published["period_start"].notna()]
    assert {"accepted_by_one", "accepted_by_two", "cancelled_share"} <= set(published.index)
    assert text.count(said) == 1
    (basis,) = re.findall(r'<section id="tallenes-grundlag".*?</section>', text, flags=re.DOTALL)
    marked = re.findall(
        r'<tr><th scope="row"><a [^>]*>([^<]*)</a></th>(?:<td[^>]*>[^<]*</td>)*?<td[^>]*>[^<]*2025\*</td>',
        basis,
    )
    assert marked == [
        "Accepteret af mindst én hjerteløber",
        "Accepteret af mindst to hjerteløbere",
        "Annullerede alarmer",
    ]
    assert "Indbyggere er folketallet den 1. april 2025, voksne er fra 4. kvartal 2025" in basis.replace(
        "\u00a0", " "
    )
    _, root = of_six_quarters
    report = Statusrapport("2025Q3", data=str(root))
    of_alarms = pl.col("indicator").is_in(["accepted_by_one", "accepted_by_two", "cancelled_share"])
    report.keep(report.indicators.filter(~of_alarms | (pl.col("basis") == "counts")))
    assert said not in str(report.pages.basis().markdown)


def test_every_indicator_has_a_chapter_that_shows_how_it_is_computed(built_report: Path) -> None:
    page = (built_report / "method.html").read_text(encoding="utf-8")
    chapters = set(re.findall(r'<section id="([^"]+)" class="level2"', page))
    declared = [*INDICATORS.values(), *(rule.of("1081") for rule in RULES)]
    assert {chapter(one) for one in declared} <= chapters
    assert set(CHAPTERS.values()) <= chapters


def test_rows_of_the_codebook_lead_to_the_notebook() -> None:
    page = ROOT / "docs" / "codebook.md"
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    links = [re.search(r"\[([^\]]+)\]\(([^)]+)\) \|$", row) for row in rows]
    assert len(rows) > len(INDICATORS)
    headings = {
        re.sub(r"[^a-z]+", " ", line.removeprefix("## ").lower()).strip()
        for cell in nbformat.read(ROOT / "notebooks" / "02_indicators.ipynb", as_version=4).cells
        for line in cell.source.splitlines()
        if cell.cell_type == "markdown" and line.startswith("## ")
    }
    for link in links:
        assert link is not None
        assert (page.parent / link[2]).resolve() == ROOT / "notebooks" / "02_indicators.ipynb"
        assert link[1] in headings


@pytest.fixture(scope="module")
def delivery_notebook(built_report: Path) -> Any:
    return nbformat.read(built_report / "notebooks" / "01_ingest.ipynb", as_version=4)


def test_the_population_is_the_sum_of_what_is_shown(delivery_notebook: Any) -> None:
    """Christiansø is a summand of its own, of Region Hovedstaden and of the country."""
    table = pd.read_csv(RAW / "reference" / "population_folk1a.csv", dtype={"area_code": str})
    raw = table[table["period"] == "2025K2"].set_index("area_code")["population"]
    summands = shown(delivery_notebook, '"area_code", "population", "municipality"')
    shown_people = summands.assign(area_code=summands["area_code"].astype(int).astype(str))
    assert dict(zip(shown_people["area_code"], shown_people["population"], strict=True)) == raw.to_dict()
    sums = shown(delivery_notebook, "in_municipalities").set_index("region")
    columns = ["municipalities", "in_municipalities", "christiansoe", "population"]
    assert sums.loc["Danmark", columns].to_list() == [98, 5999677 - raw["411"], raw["411"], 5999677]
    capital = summands[summands["region"] == "Region Hovedstaden"]
    assert sums.loc["Region Hovedstaden", "christiansoe"] == raw["411"]
    assert sums.loc["Region Hovedstaden", "population"] == capital["population"].sum() == 1936242
    assert sums.drop("Danmark")["population"].sum() == 5999677
    step = shown(delivery_notebook, "everywhere.filter").set_index("area")
    assert step.loc[sums.index, "population"].to_list() == sums["population"].to_list()


def test_what_came_has_its_rows_sizes_and_hashes(delivery_notebook: Any) -> None:
    files = shown(delivery_notebook, "report.files_read").set_index("file")
    for name, rows in {"runners": 98, "activations": 6, "aeds": 1}.items():
        path = RAW / "2025Q2" / f"{name}.csv"
        assert len(pd.read_csv(path)) == rows
        line = files.loc[f"2025Q2/{name}.csv"].to_list()
        assert line == [rows, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()]
    assert math.isnan(files.loc["2025Q2/delivery.toml", "rows"])


def test_sums_stand_beside_the_publishers_totals(delivery_notebook: Any) -> None:
    written = tomllib.loads((RAW / "2025Q2" / "delivery.toml").read_text(encoding="utf-8"))["totals"]
    table = shown(delivery_notebook, "publisher=")
    codes = [code if code == "dk" else str(int(code)) for code in table["area_code"]]
    assert dict(zip(codes, table["publisher"], strict=True)) == written
    assert table["sum"].to_list() == table["publisher"].to_list()
    assert set(table["difference"]) == {0}


def test_earlier_deliveries_stand_side_by_side(of_three_quarters: tuple[Any, Path]) -> None:
    _, root = of_three_quarters
    notebook = executed("01_ingest", quarter="2025Q3", data_root=str(root))
    table = shown(notebook, '"municipality", *last, quarter').set_index("municipality")
    for one in ("2025Q1", "2025Q2", "2025Q3"):
        raw = pd.read_csv(root / "raw" / one / "runners.csv").set_index("Kommune")["Aktive hjerteløbere"]
        assert table[one].to_dict() == raw.to_dict()
    alarms = shown(notebook, "report.inputs.activations)").set_index("area")
    raw = pd.read_csv(root / "raw" / "2025Q2" / "activations.csv").set_index("Område")["Aktiveringer"]
    assert alarms["2025Q2"].to_dict() == raw.to_dict()


def test_what_the_check_found_stands_with_its_numbers(delivery_notebook: Any) -> None:
    """The odd value and what it was held against, as the page on data quality has them."""
    (line,) = shown(delivery_notebook, "report.odd_things").to_dict("records")
    assert (line["kind"], line["area"]) == ("neighbours", "Langeland")
    assert (
        line["finding"] == "176 aktive pr. 100.000 indbyggere; medianen af regionens øvrige kommuner er 869."
    )


def test_the_rows_of_the_page_about_the_scheme_stand_beside_it(built_report: Path) -> None:
    report = nbformat.read(built_report / "notebooks" / "03_report.ipynb", as_version=4)
    rows = shown(report, "about_the_scheme").set_index("indicator")
    assert rows.loc["activations_per_day_published", "value"] == 10
    assert rows.loc["activations_gross", ["lower", "upper"]].to_list() == [1550, 1567]
    per_day = [round(1550 / 154, 2), round(1567 / 154, 2)]
    assert rows.loc["activations_gross_per_day", ["lower", "upper"]].to_list() == per_day
    assert "about_the_scheme" not in (built_report / "report.qmd").read_text(encoding="utf-8")


def test_days_and_breaks_of_earlier_deliveries_stand_in_the_first_notebook(
    of_six_quarters: tuple[Any, Path],
) -> None:
    """The last day of alarms is none after its quarter; the population is the latest out on the day."""
    _, root = of_six_quarters
    notebook = executed("01_ingest", quarter="2025Q3", data_root=str(root))
    lines = shown(notebook, "report.as_table(told)").set_index("quarter")
    assert list(lines.index) == ["2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3"]
    for quarter, line in lines.iterrows():
        terms = tomllib.loads((root / "raw" / quarter / "delivery.toml").read_text(encoding="utf-8"))
        end = counted_until(root, quarter)
        assert line["period_end"] == short_date(end, "da")
        assert line["as_of"] == short_date(terms["as_of"], "da")
        out = pd.Period(terms["as_of"] - pd.Timedelta(days=45), freq="Q")
        assert line["population_period"] == f"{out.year}K{out.quarter}"
    assert (lines["period_end"] != lines["as_of"]).any()
    breaks = shown(notebook, "pl.concat(breaks)").values.tolist()
    text = (root / "raw" / "2025Q1" / "delivery.toml").read_text(encoding="utf-8")
    (declared,) = tomllib.loads(text)["break"]
    assert breaks == [["2025Q1", "active_runners", float(declared["area"]), declared["reason"]]]


def test_reference_files_are_shown_as_they_stand(delivery_notebook: Any) -> None:
    """Totals, adults, regions, crossings, and the figures taken over with the days their sources state."""
    reference = {
        path.stem: pd.read_csv(path, dtype={"area_code": str, "code": str})
        for path in (RAW / "reference").glob("*.csv")
    }
    totals = reference["population_totals"]
    official = shown(delivery_notebook, "official.filter(")
    assert official["population"].to_list() == totals[totals["period"] == "2025K2"]["population"].to_list()
    adults = shown(delivery_notebook, "reference.adults")
    assert adults.values.tolist() == reference["population_adults"].values.tolist()
    assert (
        shown(delivery_notebook, "valid.select(")["name"].to_list() == reference["regions"]["name"].to_list()
    )
    counted = shown(delivery_notebook, '"land_borders"').iloc[0].to_list()
    assert counted == [len(reference["neighbours"]), len(reference["crossings"])]
    crossings = shown(delivery_notebook, "crossings.select(")
    assert crossings["by"].to_list() == reference["crossings"]["crossing"].to_list()
    facts = pd.concat([reference["programme_facts"], reference["ohca_register"]])
    figures = shown(delivery_notebook, "figures.select(columns)").set_index("indicator")
    assert figures["value"].to_dict() == dict(
        facts[facts["unit"] != "year"][["indicator", "value"]].itertuples(index=False)
    )
    days = figures.loc["activations_per_day_published", ["period_start", "period_end", "as_of"]]
    assert days.isna().all()
    years = shown(delivery_notebook, "years.select(")
    assert years["year"].to_list() == facts[facts["unit"] == "year"]["value"].to_list()
    by_level = shown(delivery_notebook, "published.group_by(").set_index("level")
    assert by_level["figures"].to_dict() == reference["published_figures"]["level"].value_counts().to_dict()
    sources = shown(delivery_notebook, 'taken_over.group_by("source"').set_index("source")
    assert sources["figures"].to_dict() == facts["source"].value_counts().to_dict()


ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


def formula_cells(notebook: Any) -> Iterator[Any]:
    """Cells that show a table with arithmetic on columns in it, not only names, filters and joins."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and "report.as_table(" in cell.source:
            operations = (
                node
                for node in ast.walk(ast.parse(cell.source))
                if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC)
            )
            if any(operations):
                yield cell


def untested_formulas(notebook: Any) -> list[str]:
    needles = [
        call.args[1].value
        for call in ast.walk(ast.parse(Path(__file__).read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "shown"
        and isinstance(call.args[1], ast.Constant)
    ]
    return [
        cell.id for cell in formula_cells(notebook) if not any(needle in cell.source for needle in needles)
    ]


def test_every_visible_formula_has_a_test_that_computes_it_with_pandas(
    notebook: Any, delivery_notebook: Any
) -> None:
    """A new cell with a formula asks for a line ``shown(notebook, "...")`` in a test of this file."""
    assert untested_formulas(delivery_notebook) == untested_formulas(notebook) == []
    one_more = nbformat.v4.new_code_cell("report.as_table(runners.select(half=k / 2))", id="one-more")
    assert untested_formulas(nbformat.v4.new_notebook(cells=[*notebook.cells, one_more])) == ["one-more"]
