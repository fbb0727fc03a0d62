"""The forks of the how-to page, edited as it shows: their numbers follow from the raw files by pandas."""

from __future__ import annotations

import math
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from executed_notebooks import shown  # type: ignore[import-not-found]
from notebook_edits import apply, changed_lines, edited_notebook  # type: ignore[import-not-found]

from analysis.builds.notebook import run_notebook
from analysis.core.layout import NOTEBOOKS, ROOT, DataRoot
from analysis.explore import forking

PAGE = ROOT / "docs" / "how-to" / "fork.md"
RAW = ROOT / "data" / "raw"
Z = 1.959964
KINDS = ("csv", "parquet")
Edited = tuple[Any, str]

pytestmark = pytest.mark.slow


def the_edit(name: str) -> str:
    """The diff of the page that edits a fork of that name."""
    diffs = re.findall(r"^```diff\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (diff,) = (one for one in diffs if edited_notebook(one).endswith(f"/{name}.ipynb"))
    return str(diff)


def run_edited(
    source: str, name: str, built_report: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Edited:
    """A fork of a notebook, edited as the page shows and run: the executed notebook and its page."""
    notebooks = shutil.copytree(NOTEBOOKS, tmp_path / "notebooks", dirs_exist_ok=True)
    for place, folder in (("ROOT", tmp_path), ("NOTEBOOKS", notebooks), ("EXPLORE", notebooks / "explore")):
        monkeypatch.setattr(forking, place, folder)
    monkeypatch.setattr("analysis.builds.notebook.EXECUTED", tmp_path / "made")
    forking.fork(source, name)
    path = apply(the_edit(name), tmp_path)
    written = [built_report.parent / "data" / "processed" / "2025Q2" / f"indicators.{kind}" for kind in KINDS]
    before = [one.read_bytes() for one in written]
    copy, page = run_notebook(path, {}, DataRoot(built_report.parent / "data"))
    assert [one.read_bytes() for one in written] == before
    return nbformat.read(copy, as_version=4), page.read_text(encoding="utf-8")


def counted() -> pd.DataFrame:
    """Municipalities with their runners and inhabitants, Christiansø with Bornholm."""
    runners = pd.read_csv(RAW / "2025Q2" / "runners.csv", dtype={"Kommunekode": str})
    people = pd.read_csv(RAW / "reference" / "population_folk1a.csv", dtype={"area_code": str})
    now = people[people["period"] == "2025K2"]
    by_code = now.assign(area_code=now["area_code"].replace("411", "400"))
    inhabitants = by_code.groupby("area_code")["population"].sum()
    adults = by_code.assign(adults=by_code["population"] * 4 // 5).groupby("area_code")["adults"].sum()
    table = runners.rename(columns={"Aktive hjerteløbere": "runners"}).set_index("Kommunekode")
    return table.assign(people=inhabitants, adults=adults).set_index("Kommune")


def byar(k: float) -> tuple[float, float]:
    """Byar's limits of a count."""
    more = k + 1
    return (
        k * (1 - 1 / (9 * k) - Z / (3 * math.sqrt(k))) ** 3,
        more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3,
    )


def test_adults_as_the_denominator(
    built_report: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert changed_lines(the_edit("pr-voksen")) == 3
    people = pd.read_csv(RAW / "reference" / "population_folk1a.csv", dtype={"area_code": str})
    now = people[people["period"] == "2025K2"]
    file = tmp_path / "notebooks" / "explore" / "voksne.csv"
    file.parent.mkdir(parents=True)
    pd.DataFrame({"area_code": now["area_code"], "population": now["population"] * 4 // 5}).to_csv(
        file, index=False
    )
    notebook, _ = run_edited("02_indicators", "pr-voksen", built_report, monkeypatch, tmp_path)
    raw = counted()
    runners, adults = int(raw["runners"].sum()), int(raw["adults"].sum())
    country = shown(notebook, "rates.filter(wide)").set_index("area").loc["Danmark"]
    low, high = (limit / adults * 100_000 for limit in byar(runners))
    expected = [runners / adults * 100_000, low, high, runners, adults]
    assert country[["value", "lower", "upper", "numerator", "denominator"]].to_list() == [
        round(one, 2) for one in expected
    ]
    laesoe = shown(notebook, "fewest.select").set_index("area").loc["Læsø"]
    assert laesoe["denominator"] == raw.loc["Læsø", "adults"]
    assert laesoe["value"] == round(14 / raw.loc["Læsø", "adults"] * 100_000, 2)


def test_another_page_for_one_region(
    built_report: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert changed_lines(the_edit("min-region")) == 4
    notebook, page = run_edited("pages/region", "min-region", built_report, monkeypatch, tmp_path)
    regions = pd.read_csv(RAW / "reference" / "municipality_regions.csv", dtype=str)
    codes = regions[(regions["region_code"] == "1081") & (regions["valid_from"] <= "2025-06-03")]
    names = pd.read_csv(RAW / "reference" / "municipalities.csv", dtype={"municipality_code": str})
    own = set(names[names["municipality_code"].isin(codes["municipality_code"])]["municipality"])
    raw = counted()
    rates, country = (
        raw["runners"] / raw["people"] * 100_000,
        raw["runners"].sum() / raw["people"].sum() * 100_000,
    )
    below = sorted(name for name in own if rates[name] < country)
    assert 0 < len(below) < len(own)
    listed = shown(notebook, "areas = content.municipalities")
    assert sorted(listed["municipality"]) == below
    finding = f"{len(below)} kommuner i Region Nordjylland ligger under 955 pr. 100.000 indbyggere"
    assert finding in re.sub(r"<[^>]+>|&nbsp;|\u00a0", " ", page).replace("  ", " ")
    left_out = next(iter(own - set(below)))
    assert "Aalborg" in own - set(below)
    assert left_out not in str(notebook.cells[-1].outputs[0].data["text/markdown"])


def test_an_indicator_of_ones_own(
    built_report: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert changed_lines(the_edit("mit-maal")) == 5
    notebook, page = run_edited("02_indicators", "mit-maal", built_report, monkeypatch, tmp_path)
    raw = counted()
    arrests = 5000 * raw["people"] / raw["people"].sum()
    table = shown(notebook, "report.municipalities.select").set_index("area")
    assert len(table) == len(raw) == 98
    for name, row in table.iterrows():
        k, expected = int(raw.loc[name, "runners"]), arrests[name]
        low, high = (limit / expected for limit in byar(k))
        assert row.to_list() == [round(one, 2) for one in (k / expected, low, high)], name
    formulas = shown(notebook, "formulas_in_words(").set_index("indicator")
    assert formulas.loc["runners_per_arrest", ["formula", "rows"]].to_list() == [
        "active_runners / arrests",
        114,
    ]
    (figure,) = re.findall(r"<figure.*?</figure>", page, flags=re.DOTALL)
    assert "Aktive hjerteløbere pr. forventet hjertestop om året" in figure
    drawn = re.findall(r">(\d+,\d+)<", figure)
    assert sorted(drawn) == sorted(
        f"{math.floor(one * 100 + 0.5) / 100:.2f}".replace(".", ",") for one in raw["runners"] / arrests
    )
