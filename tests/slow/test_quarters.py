"""Years of simulated quarters: every one builds, and its report says of developments what pandas says.

The second computation reads the CSV files of the data root alone. It shares no code with the first.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pypdf
import pytest
from scipy import stats
from scipy.stats import beta, chi2, norm

FIRST, LAST, EAST = "2023Q1", "2025Q4", "region-oestdanmark"
QUARTERS = [f"{year}Q{number}" for year in (2023, 2024, 2025) for number in (1, 2, 3, 4)]
AT_ONCE = 2
SECONDS = 120
BUILDING = """
import sys
from pathlib import Path
from analysis.builds.report import build
from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
for quarter in sys.argv[3:]:
    build(Quarter.parse(quarter), data=DataRoot(Path(sys.argv[1])), engine="embedded",
          out=Path(sys.argv[2]) / quarter)
"""
STOCKS = {"active_runners": "persons", "aed_registered": "aeds", "aed_24_7": "aeds"}
RATES = {"active_runners_rate": "active_runners", "aed_rate": "aed_registered"}
BACK = {"quarter": 1, "year": 4}

pytestmark = pytest.mark.slow


def run(environment: dict[str, str], *arguments: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=environment, capture_output=True, text=True, timeout=SECONDS * len(QUARTERS), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def simulated(environment: dict[str, str], out: Path, first: str, last: str) -> Path:
    calling = "from analysis.cli import main; main()"
    run(environment, "-c", calling, "simulate", "--from", first, "--to", last, "--seed", "1", "--out", out)
    return out


def built(environment: dict[str, str], data: Path, out: Path, quarters: list[str]) -> Path:
    """Build quarters, two at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        shares = [quarters[place::AT_ONCE] for place in range(AT_ONCE)]
        for result in [
            pool.submit(run, environment, "-c", BUILDING, data, out, *own) for own in shares if own
        ]:
            result.result()
    return out


@pytest.fixture(scope="module")
def years(made_once: Callable[..., Path], source_on_path: dict[str, str]) -> tuple[Path, Path]:
    """The data root of twelve quarters and the folder of their reports."""

    def fill(home: Path) -> None:
        data = simulated(source_on_path, home / "data", FIRST, LAST)
        built(source_on_path, data, home / "out", QUARTERS)

    home = made_once("years", fill, SECONDS * len(QUARTERS))
    return home / "data", home / "out"


def read(path: Path) -> pd.DataFrame:
    """A delivery's CSV: texts for codes, numbers for numbers."""
    return pd.read_csv(
        path, dtype={"Kommunekode": str, "Områdekode": str, "area_code": str, "code": str, "note": str}
    )


def ordinal(quarter: str) -> int:
    return int(quarter[:4]) * 4 + int(quarter[5])


def members(raw: Path, day: date) -> pd.DataFrame:
    """`municipality_code`, `region_code`, `report_area_code` valid on a day."""
    valid = read_texts(raw / "reference/municipality_regions.csv")
    valid = valid[(valid.valid_from <= day.isoformat()) & ~(valid.valid_to < day.isoformat())]
    areas = read_texts(raw / "reference/municipalities.csv")[["municipality_code", "report_area_code"]]
    return valid[["municipality_code", "region_code"]].merge(areas, on="municipality_code")


def read_texts(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str)


def by_level(counts: pd.Series, places: pd.DataFrame) -> pd.Series:
    """Counts by municipality as counts by level and area."""
    known = places.assign(value=places.municipality_code.map(counts), dk="dk")
    columns = {
        "municipality": "municipality_code", "report_area": "report_area_code", "region": "region_code",
        "country": "dk",
    }  # fmt: skip
    return pd.concat({level: known.groupby(column).value.sum() for level, column in columns.items()})


def quarter_rows(raw: Path, quarter: str) -> pd.DataFrame:
    """Values of one quarter as delivered: a row per indicator, level and area."""
    terms = tomllib.loads((raw / quarter / "delivery.toml").read_text(encoding="utf-8"))
    as_of, start = terms["as_of"], terms["period_start"]
    places = members(raw, as_of)
    published = pd.Timestamp(as_of) - pd.Timedelta(days=45)
    period = terms.get("population_period", f"{published.year}K{published.quarter}")
    people = read(raw / "reference/population_folk1a.csv")
    people = people[people.period == period]
    people = people.assign(area_code=people.area_code.replace({"411": "400"}))
    population = by_level(people.groupby("area_code").population.sum(), places)
    runners = read(raw / quarter / "runners.csv").set_index("Kommunekode")["Aktive hjerteløbere"]
    runners = by_level(runners, places)
    aeds = read(raw / quarter / "aeds.csv").set_index("Områdekode")
    alarms = read(raw / quarter / "activations.csv").set_index("Områdekode")["Aktiveringer"]
    regions = set(places.region_code)

    def level(code: str) -> str:
        return "country" if code == "dk" else "region" if code in regions else "municipality"

    def leveled(table: pd.Series) -> pd.Series:
        index = pd.MultiIndex.from_tuples([(level(code), code) for code in table.index])
        return pd.Series(table.to_numpy(float), index=index)

    registered = leveled(aeds["Registrerede hjertestartere"])
    values = {
        "active_runners": runners,
        "active_runners_rate": runners / population * 100_000,
        "aed_registered": registered,
        "aed_24_7": leveled(aeds["Døgntilgængelige hjertestartere"]),
        "aed_rate": registered / population.reindex(registered.index) * 100_000,
        "activations": leveled(alarms),
    }
    rows = pd.concat(values).rename_axis(["indicator", "level", "area_code"]).rename("value").reset_index()
    last = pd.Period(quarter, "Q").end_time.date()
    end = terms.get("period_end", min(as_of, last))
    return rows.assign(quarter=quarter, as_of=as_of, start=start, end=end)


def breaks_of(raw: Path, quarters: list[str]) -> dict[tuple[str, str], set[int]]:
    """Series and area → the quarters in which it breaks; the simulation breaks municipalities only."""
    found: dict[tuple[str, str], set[int]] = {}
    for quarter in quarters:
        terms = tomllib.loads((raw / quarter / "delivery.toml").read_text(encoding="utf-8"))
        for entry in terms.get("break", []):
            found.setdefault((entry["indicator"], entry["area"]), set()).add(ordinal(quarter))
    return found


def ratio_limits(count: float, days: float, base: float, base_days: float) -> tuple[float, float]:
    """Limits of a ratio of two Poisson rates in per cent of change, by Clopper and Pearson's share."""
    low = beta.ppf(0.025, count, base + 1) if count else 0.0
    high = beta.ppf(0.975, count + 1, base)
    return tuple((share / (1 - share) * base_days / days - 1) * 100 for share in (low, high))  # type: ignore[return-value]


def poisson(count: float) -> tuple[float, float]:
    if count < 10:
        return (chi2.ppf(0.025, 2 * count) / 2 if count else 0.0), chi2.ppf(0.975, 2 * count + 2) / 2
    z = norm.ppf(0.975)
    return tuple(
        events * (1 - 1 / (9 * events) + sign * z / 3 / events**0.5) ** 3
        for events, sign in ((count, -1), (count + 1, 1))
    )


def developments(raw: Path, quarters: list[str]) -> pd.DataFrame:
    """Every change and every quarter's own activations, from the raw files."""
    rows = pd.concat([quarter_rows(raw, quarter) for quarter in quarters], ignore_index=True)
    broken = breaks_of(raw, quarters)
    own = own_activations(rows)
    days = (pd.to_datetime(rows.end) - pd.to_datetime(rows.start)).dt.days + 1
    to_date = rows.assign(count_=rows.value, days=days, value=rows.value / days)
    to_date = to_date[rows.indicator == "activations"].assign(indicator="activations_per_day")
    results = [own, control_limits(own)]
    for kind, back in BACK.items():
        for name, family in [*((one, one) for one in STOCKS), *RATES.items()]:
            both = compared(rows[rows.indicator == name], back, broken, family)
            change = both.value - both.value_base
            results.append(both.assign(indicator=f"{name}_change_{kind}", value=change))
            if name in STOCKS:
                percent = change / both.value_base * 100
                inputs = {"numerator": change, "denominator": both.value_base.where(change.notna())}
                results.append(
                    both.assign(indicator=f"{name}_change_{kind}_percent", value=percent, **inputs)
                )
        flows = [own[own.indicator == "activations_quarter_per_day"]]
        flows += [to_date] if kind == "year" else []
        for flow in flows:
            both = compared(flow, back, broken, "activations")
            name = f"{flow.indicator.iloc[0]}_change_{kind}"
            change = both.value - both.value_base
            limits = [
                ratio_limits(*counts)
                for counts in both[["count_", "days", "count__base", "days_base"]].itertuples(index=False)
            ]
            results.append(both.assign(indicator=name, value=change, lower=None, upper=None))
            results.append(
                both.assign(
                    indicator=f"{name}_percent", value=change / both.value_base * 100, numerator=change,
                    denominator=both.value_base, lower=[low for low, _ in limits],
                    upper=[high for _, high in limits],
                )
            )  # fmt: skip
        results += against_country(results, kind)
    table = pd.concat(results, ignore_index=True)
    columns = [
        "quarter",
        "level",
        "area_code",
        "indicator",
        "value",
        "numerator",
        "denominator",
        "lower",
        "upper",
    ]
    return table.reindex(columns=columns)


def compared(
    rows: pd.DataFrame, back: int, broken: dict[tuple[str, str], set[int]], family: str
) -> pd.DataFrame:
    """Rows beside the same area's so many quarters before; values across a break are unknown."""
    keys = ["level", "area_code", "place"]
    now = rows.assign(place=rows.quarter.map(ordinal))
    earlier = now.assign(place=now.place + back).drop(columns=["quarter", "indicator"])
    both = now.merge(earlier, on=keys, suffixes=("", "_base"))
    across = [
        any(place - back < at <= place for at in broken.get((family, code), ()))
        for code, place in zip(both.area_code, both.place, strict=True)
    ]
    both.loc[across, "value"] = None
    return both.drop(
        columns=[name for name in ("numerator", "denominator", "lower", "upper") if name in both]
    )


def own_activations(rows: pd.DataFrame) -> pd.DataFrame:
    """`activations_quarter` and `activations_quarter_per_day`, with `count_` and `days`."""
    to_date = rows[rows.indicator == "activations"].sort_values("quarter")
    parts = []
    for _, group in to_date.groupby(["level", "area_code"]):
        before = group.shift()
        same_year = group.quarter.str[:4] == before.quarter.str[:4]
        follows = same_year & (
            group.quarter.map(ordinal) - before.quarter.map(ordinal, na_action="ignore") == 1
        )
        first = group.quarter.str.endswith("Q1")
        since = pd.to_datetime(before.end.where(follows)) + pd.Timedelta(days=1)
        since = since.fillna(pd.to_datetime(group.start))
        count = group.value - before.value.where(follows, 0)
        days = (pd.to_datetime(group.end) - since).dt.days + 1
        parts.append(group.assign(value=count, count_=count, days=days)[first | follows])
    own = pd.concat(parts)
    limits = [poisson(count) for count in own.value]
    per_day = own.assign(
        indicator="activations_quarter_per_day", value=own.value / own.days, numerator=own.value,
        denominator=own.days, lower=[low for low, _ in limits] / own.days,
        upper=[high for _, high in limits] / own.days,
    )  # fmt: skip
    return pd.concat([own.assign(indicator="activations_quarter"), per_day])


def control_limits(own: pd.DataFrame) -> pd.DataFrame:
    """A u chart of the country's activations per day; the moving range of its z scores widens the limits."""
    rows = own[(own.indicator == "activations_quarter_per_day") & (own.level == "country")]
    rows = rows.sort_values("quarter")
    centre = rows.numerator.sum() / rows.denominator.sum()
    error = (centre / rows.denominator) ** 0.5
    half = 3 * error * (((rows.value - centre) / error).diff().abs().mean() / 1.128)
    return rows.assign(
        indicator="activations_quarter_per_day_control", value=centre, numerator=rows.numerator.sum(),
        denominator=rows.denominator.sum(), lower=(centre - half).clip(lower=0), upper=centre + half,
    )  # fmt: skip


def against_country(results: list[pd.DataFrame], kind: str) -> list[pd.DataFrame]:
    """How far municipalities stray from the country's growth, in spreads of their own."""
    name = f"active_runners_change_{kind}"
    percent = next(one for one in results if set(one.indicator) == {f"{name}_percent"})
    found = []
    for _, own in percent[(percent.level == "municipality") & percent.value.notna()].groupby("quarter"):
        growth = 1 + own.numerator.sum() / own.denominator.sum()
        residual = (own.numerator + own.denominator * (1 - growth)) / (growth * own.denominator) ** 0.5
        spread = 1.4826 * residual.abs().median()
        half = norm.ppf(0.975) * spread * (growth / own.denominator) ** 0.5 * 100
        middle = (growth - 1) * 100
        bare = own.assign(numerator=None, denominator=None)
        found.append(
            bare.assign(
                indicator=f"{name}_expected_percent", value=middle, lower=middle - half, upper=middle + half
            )
        )
        found.append(bare.assign(indicator=f"{name}_deviation", value=residual / spread))
    return found


def reported(out: Path, quarter: str) -> pd.DataFrame:
    return read(out / quarter / "indicators.csv")


def test_every_quarter_has_its_report(years: tuple[Path, Path]) -> None:
    _, out = years
    for quarter in QUARTERS:
        assert {"report.html", "report.pdf", "indicators.csv", "manifest.json"} <= {
            path.name for path in (out / quarter).iterdir()
        }
        told = reported(out, quarter)
        assert (
            sorted(told[told.indicator == "active_runners"].quarter.unique())
            == QUARTERS[: QUARTERS.index(quarter) + 1]
        )
        assert told.simulated.all()
        assert json.loads((out / quarter / "manifest.json").read_text(encoding="utf-8"))["simulated"]


def test_developments_are_what_pandas_finds_in_the_raw_files(years: tuple[Path, Path]) -> None:
    data, out = years
    expected = developments(data / "raw", QUARTERS)
    told = reported(out, LAST)
    told = told[told.indicator.str.contains("_change_|activations_quarter")]
    told = told[~told.indicator.str.endswith("_stands_out")]  # the next test computes these
    keys = ["quarter", "level", "area_code", "indicator"]
    both = told.merge(
        expected, on=keys, how="outer", suffixes=("", "_expected"), indicator=True, validate="1:1"
    )
    assert both._merge.value_counts().to_dict() == {"both": len(expected), "left_only": 0, "right_only": 0}
    assert len(both) > 10_000
    assert both.value.isna().sum() > 0
    for column in ("value", "numerator", "denominator", "lower", "upper"):
        ours, theirs = both[column].astype(float), both[f"{column}_expected"].astype(float)
        theirs = theirs.where(both.value.notna() | (column == "value"))
        wrong = both[
            (ours.isna() != theirs.isna()) | ((ours - theirs).abs() > 1e-9 * theirs.abs().clip(lower=1))
        ]
        assert wrong.empty, wrong[[*keys, column, f"{column}_expected"]].head(10).to_string()
    assert set(both[both.value.isna()].status) == {"missing"}
    assert set(both[both.value.notna()].status) == {"published"}


def test_who_stands_out_is_what_benjamini_and_hochberg_find_in_the_deviations(
    years: tuple[Path, Path],
) -> None:
    """False discovery rate of 5 per cent among the municipalities of a quarter (scipy's own procedure)."""
    told = reported(years[1], LAST)
    seen = 0
    for kind in ("quarter", "year"):
        name = f"active_runners_change_{kind}"
        keys = ["quarter", "area_code"]
        both = told[told.indicator == f"{name}_deviation"].merge(
            told[told.indicator == f"{name}_stands_out"], on=keys, how="outer", suffixes=("", "_side"),
            validate="1:1",
        )  # fmt: skip
        assert both[["value", "value_side"]].notna().all(axis=None)
        for _, rows in both.groupby("quarter"):
            adjusted = stats.false_discovery_control(2 * norm.sf(rows.value.abs()))
            side = np.sign(rows.value).where(adjusted <= 0.05, 0.0)
            assert rows.value_side.tolist() == side.tolist()
            seen += len(rows)
    assert seen > 1000


def test_earlier_reports_say_the_same_of_their_quarters(years: tuple[Path, Path]) -> None:
    _, out = years
    last = reported(out, LAST)
    for quarter in ("2023Q1", "2024Q2"):
        told = reported(out, quarter)
        kept = r"_change_|^activations_quarter(?:_per_day)?$|^active_runners(?:_rate)?$|^aed_registered$"
        own = told[told.indicator.str.contains(kept)]
        keys = ["quarter", "level", "area_code", "indicator"]
        both = own.merge(last, on=keys, how="left", suffixes=("", "_later"), validate="1:1")
        same = (both.value == both.value_later) | (both.value.isna() & both.value_later.isna())
        assert same.all(), both[~same][[*keys, "value", "value_later"]].to_string()


def test_region_oestdanmark_and_its_series(tmp_path: Path, source_on_path: dict[str, str]) -> None:
    quarters = ["2026Q2", "2026Q3", "2026Q4", "2027Q1"]
    data = simulated(source_on_path, tmp_path / "data", quarters[0], quarters[-1])
    out = built(source_on_path, data, tmp_path / "out", quarters[-1:]) / quarters[-1]
    html = (out / "report.html").read_text(encoding="utf-8")
    pdf = " ".join(page.extract_text() for page in pypdf.PdfReader(out / "report.pdf").pages)
    for shown in (html, " ".join(pdf.replace("\u00ad\n", "").split())):
        assert "Region Østdanmark" in shown
        assert "Tidligere kvartalers tal for Region Østdanmark er lagt sammen af" in shown
    told = read(out / "indicators.csv")
    regions = told[told.level == "region"]
    assert set(regions.area_code) == {"1081", "1082", "1083", EAST}
    for quarter in quarters[:-1]:
        raw = quarter_rows(data / "raw", quarter)
        assert "1084" in set(raw.area_code)
        parts = raw[raw.area_code.isin(["1084", "1085"])].groupby("indicator").value.sum()
        ours = regions[(regions.area_code == EAST) & (regions.quarter == quarter)].set_index("indicator")
        for indicator in ("active_runners", "activations", "aed_registered", "aed_24_7"):
            assert ours.value[indicator] == parts[indicator]
            assert "Lagt sammen af Region Sjælland og Region Hovedstaden." in ours.note[indicator]
        rate = ours.loc["active_runners_rate"]
        assert rate.value == pytest.approx(rate.numerator / rate.denominator * 100_000)
        assert rate.numerator == parts["active_runners"]
    changes = regions[(regions.area_code == EAST) & (regions.indicator == "active_runners_change_quarter")]
    series = regions[(regions.area_code == EAST) & (regions.indicator == "active_runners")].sort_values(
        "quarter"
    )
    assert changes.sort_values("quarter").value.tolist() == series.value.diff().dropna().tolist()
