"""The second map of the report: real shapes, where the data root has boundaries."""

import html
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from histories import with_cells  # type: ignore[import-not-found]

from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.ingest.snapshot import Snapshot, read_inputs, read_snapshot, write_snapshot
from analysis.reading.sidecars import seal
from analysis.reference.boundaries import FILE, boundaries_of, read_boundaries
from analysis.report.charts.theme import NOT_KNOWN, NOT_KNOWN_EDGE
from analysis.report.charts.tiles import tile_map
from analysis.report.components import legend
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.maps import map_legend, shape_map, tiles_within
from analysis.report.pages.national import shape_alternative
from analysis.texts import Texts
from tests.boundary_squares import RAW, collection, features, places
from tests.unit.test_boundary_update import TODAY

UNTIL = date(2026, 12, 31)
NAMES = {code: name for code, name, *_ in places()}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataRoot:
    """Q2 2025 with a square for each municipality."""
    root = tmp_path_factory.mktemp("shapes")
    for name in ("reference", "2025Q2"):
        shutil.copytree(RAW / name, root / "raw" / name)
    path = root / "raw" / "reference" / FILE
    path.write_bytes(collection(features()))
    seal(path, "Egne <firkanter> & mere", TODAY, "CC BY 4.0")
    return DataRoot(root)


@pytest.fixture(scope="module")
def snapshot(data: DataRoot) -> Snapshot:
    return read_inputs(data, Quarter(2025, 2))


def test_boundaries_are_an_input(snapshot: Snapshot, data: DataRoot, tmp_path: Path) -> None:
    """They are read, checked, named with their hash, and kept."""
    assert {f"reference/{FILE}", f"reference/{FILE}.meta.toml"} <= {*snapshot.read}
    whole = read_boundaries(data.raw / "reference" / FILE, NAMES)
    assert boundaries_of(snapshot.reference.boundaries) == whole
    write_snapshot(snapshot, tmp_path)
    assert boundaries_of(read_snapshot(tmp_path).reference.boundaries) == whole
    without = read_inputs(DataRoot(RAW.parent), Quarter(2025, 2)).reference.boundaries
    assert (without.height, without.columns) == (0, snapshot.reference.boundaries.columns)


@pytest.mark.parametrize("change", [b" ", b"{}"])
def test_wrong_boundaries_are_refused(change: bytes, data: DataRoot, tmp_path: Path) -> None:
    shutil.copytree(data.path, tmp_path / "D")
    path = tmp_path / "D" / "raw" / "reference" / FILE
    path.write_bytes(path.read_bytes() + change)
    with pytest.raises(InputError, match=r"boundaries\.geojson"):
        read_inputs(DataRoot(tmp_path / "D"), Quarter(2025, 2))


@pytest.mark.parametrize(
    ("language", "said"),
    [("da", "Danmarkskort med landets 98"), ("en", "Map of Denmark with the country’s 98")],
)
def test_the_second_map_has_the_classes_of_the_first(language: str, said: str, snapshot: Snapshot) -> None:
    context = ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))
    alternative = shape_alternative(context)
    assert alternative.startswith(said)
    assert "Langeland" in alternative
    assert "Dragør" in alternative
    section = shape_map(context, "danmark-kort", 150, alternative)
    html, typst = re.findall(r"```\{=(?:html|typst)\}\n(.*?)```", section.markdown, flags=re.DOTALL)
    assert typst.strip() == "", "print has the tile map alone"
    assert f'role="img" aria-label="{alternative}"' in html
    assert "Egne &lt;firkanter&gt; &amp; mere" in html
    drawn = re.findall(r'fill="(#\w+)"><title>([^:<]+): ([\d.,]+)</title>', html)
    assert len(drawn) == 98
    shades = ["#FBE6DA", "#F3B9A2", "#DD7C6E", "#B13A4E", "#6B1030"]
    for fill, name, rate in drawn:
        printed = int(re.sub(r"[.,]", "", rate))
        assert fill == shades[sum(printed >= edge for edge in (700, 850, 1000, 1150))], name
    assert dict((name, rate) for _, name, rate in drawn)["Langeland"] == "176"


def test_a_shape_without_a_number_says_why(snapshot: Snapshot) -> None:
    one = snapshot.delivery
    runners = with_cells(one.runners, "municipality_code", "active_runners", {"813": None, "825": None})
    entry = {"indicator": "active_runners", "area_code": "813", "reason": "Et forsøg.", "until": UNTIL}
    withheld = pl.concat([one.withheld, pl.DataFrame([entry], schema=one.withheld.schema)])
    changed = replace(snapshot, delivery=replace(one.with_tables(runners=runners), withheld=withheld))
    context = ReportData(changed, IndicatorTable(compute_table(changed)), Texts("da"))
    drawn = re.findall(
        "<title>(Frederikshavn|Læsø): ([^<]+)</title>", shape_map(context, "x", 150, "y").markdown
    )
    assert dict(drawn) == {"Frederikshavn": "tilbageholdt", "Læsø": "ikke oplyst"}


def test_what_is_not_known_has_an_edge_that_no_class_has(snapshot: Snapshot) -> None:
    """Its grey is as light as a class when seen in grey; the edge tells them apart, in the legend too."""
    one = snapshot.delivery
    runners = with_cells(one.runners, "municipality_code", "active_runners", {"813": None, "825": None})
    changed = replace(snapshot, delivery=one.with_tables(runners=runners))
    context = ReportData(changed, IndicatorTable(compute_table(changed)), Texts("da"))
    paths = re.findall(r"<path ([^>]*)><title>([^:]*)", shape_map(context, "x", 150, "y").markdown)
    edged = {name for drawn, name in paths if f'stroke="{NOT_KNOWN_EDGE}"' in drawn}
    assert edged == {"Frederikshavn", "Læsø"} == {name for drawn, name in paths if NOT_KNOWN in drawn}
    assert [name for _, name in paths][-2:] == ["Frederikshavn", "Læsø"], "no neighbour lies over the edge"
    tiles = context.svg(tile_map(tiles_within(context, ["813", "825", "810"]), 100))
    assert tiles.count(f'stroke="{NOT_KNOWN_EDGE}"') == 2
    whole = context.svg(tile_map(tiles_within(context, ["810"]), 100))
    assert NOT_KNOWN_EDGE not in whole
    assert map_legend(context, gaps=True)[-1][0] == "gap"
    shown = legend(map_legend(context, gaps=True)).markdown
    assert shown.count('class="gap"') == 1
    assert '("gap", ' in shown


@pytest.mark.parametrize(
    ("language", "origin", "said"),
    [
        ("da", "DAGI, Klimadatastyrelsen, file a; b.geojson; simplified to a grid of 25 m",
         "Kommunegrænser: DAGI, Klimadatastyrelsen, filen a; b.geojson, forenklet til et net på 25 m"),
        ("en", "DAGI, Klimadatastyrelsen, file a; b.geojson; simplified to a grid of 25 m",
         "Municipal boundaries: DAGI, Klimadatastyrelsen, file a; b.geojson, simplified to a grid of 25 m"),
        ("da", "DAGI, https://x.dk/k?a=1; simplified to a grid of 25 m",
         "Kommunegrænser: DAGI, https://x.dk/k?a=1, forenklet til et net på 25 m"),
        ("da", "Egne firkanter", "Kommunegrænser: Egne firkanter"),
    ],
)  # fmt: skip
def test_the_source_of_shapes_is_said_in_the_language_of_the_page(
    language: str, origin: str, said: str, snapshot: Snapshot
) -> None:
    points = snapshot.reference.boundaries.with_columns(source=pl.lit(origin))
    changed = replace(snapshot, reference=replace(snapshot.reference, boundaries=points))
    context = ReportData(changed, IndicatorTable(compute_table(changed)), Texts(language))
    assert said in html.unescape(shape_map(context, "x", 150, "y").markdown)


def test_without_boundaries_there_is_no_second_map(snapshot: Snapshot) -> None:
    bare = replace(
        snapshot, reference=replace(snapshot.reference, boundaries=snapshot.reference.boundaries.head(0))
    )
    context = ReportData(bare, IndicatorTable(compute_table(bare)), Texts("da"))
    assert shape_map(context, "danmark-kort", 150, "x").markdown == ""
