"""Released versions of the real delivery, frozen from a report that was built beforehand."""

import csv
import html
import io
import json
import math
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import polars as pl
import pytest
from click.testing import CliRunner, Result
from releasing import Q2, build_beforehand, made_with, with_aabenraa  # type: ignore[import-not-found]

import analysis.releases.making
import analysis.releases.release
from analysis.cli import main
from analysis.core.folders import files_of
from analysis.core.layout import DataRoot
from analysis.outputs.columns import tidy_columns
from analysis.reading.workbooks import read_sheets
from analysis.releases.archive import Archive, Version
from analysis.releases.integrity import differences
from analysis.releases.making import COPIED_FROM_BUILD, ReleaseFacts, make_version
from analysis.releases.release import RefusedError, release
from analysis.releases.repository import CodeError, CodeVersion
from tests.hostile import Parts

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
REASON = "Antallet i Aabenraa var syv for lavt."


@pytest.fixture(scope="module")
def archive(built_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive with v1 and, one municipality corrected, v2."""
    home = tmp_path_factory.mktemp("released")
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            (analysis.releases.making, "build"),
            (analysis.releases.release, "current_code"),
        ):
            patch.setattr(module, name, getattr(module, name))
        build_beforehand(built_report)
        made_with("c" * 40)
        made = Archive(home / "reports")
        data = DataRoot(
            Path(shutil.copytree(built_report.parent / "data" / "raw", home / "data" / "raw")).parent
        )
        release(Q2, data=data, archive=made)
        with_aabenraa(data.path, 7)
        release(Q2, data=data, archive=made, kind="correction", reason=REASON)
        yield made


@pytest.fixture
def copied(archive: Archive, tmp_path: Path) -> Archive:
    """A copy of the archive that a test may damage."""
    return Archive(Path(shutil.copytree(archive.path, tmp_path / "reports")))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def first(archive: Archive) -> Version:
    return archive.version(Q2, 1)


def second(archive: Archive) -> Version:
    return archive.version(Q2, 2)


def test_what_a_version_holds(archive: Archive) -> None:
    data = {f"data/{name}" for name in (
        "indicators.csv", "indicators-semicolon.csv", "indicators.parquet", "indicators.xlsx",
        "indicators.ods", "datapackage.json",
    )}  # fmt: skip
    notebooks = {f"notebooks/0{number}.ipynb" for number in ("1_ingest", "2_indicators", "3_report")}
    pages = ("aeds", "comparison", "country", "municipalities", *(f"region-108{n}" for n in range(1, 6)))
    notebooks |= {f"notebooks/pages/{name}.ipynb" for name in pages}
    report = {"report.html", "report.pdf", "method.html", "vejledning.html"}
    report |= {"manifest.json", "ro-crate-metadata.json"}
    held = {name for name in files_of(first(archive).folder) if not name.startswith("inputs/")}
    assert held == data | notebooks | report
    held = {name for name in files_of(second(archive).folder) if not name.startswith("inputs/")}
    assert held == data | notebooks | report | {"data/revisions.csv"}
    assert set(COPIED_FROM_BUILD) <= {name.partition("/")[0] for name in held}


def test_links_to_how_the_numbers_were_computed_lead_somewhere_in_a_version(archive: Archive) -> None:
    folder = second(archive).folder
    page = (folder / "method.html").read_text(encoding="utf-8")
    links = re.findall(
        r'<a href="method\.html#([^"]+)"', (folder / "report.html").read_text(encoding="utf-8")
    )
    (sheet,) = (
        sheet
        for sheet in read_sheets((folder / "data" / "indicators.xlsx").read_bytes())
        if sheet.name == "Indikatorer"
    )
    written = {cell for _, cells in sheet.rows for cell in cells if cell and cell.startswith("method.html#")}
    assert len(links) > 20
    assert len(written) > 5
    for anchor in {*links, *(cell.partition("#")[2] for cell in written)}:
        assert f'id="{anchor}"' in page, anchor
    index = (archive.path / "index.html").read_text(encoding="utf-8")
    assert f'href="{second(archive).path}/method.html"' in index


def test_inputs_are_a_data_root_with_the_numbers_before(archive: Archive) -> None:
    inputs = files_of(second(archive).folder / "inputs")
    assert "raw/2025Q2/runners.csv" in inputs
    assert "raw/reference/population_folk1a.csv" in inputs
    assert inputs["previous/indicators.parquet"].read_bytes() == first(archive).indicators.read_bytes()
    assert not any(name.startswith("previous") for name in files_of(first(archive).folder / "inputs"))


def test_manifest(archive: Archive) -> None:
    one, two = first(archive).manifest, second(archive).manifest
    assert (one["version"], one["kind"], one["reason"], one["previous"]) == (1, "", "", None)
    assert (two["version"], two["kind"], two["reason"]) == (2, "correction", REASON)
    assert two["audited_with"] == ["2025Q2 v1"]
    assert one["created"] == "2026-11-22"
    assert [check["outcome"] for check in one["checks"]] == [
        "passed",
        "1 warnings, 0 unanswered",
        "none but accepted ones",
    ]
    assert one["checks"][2]["accepted"] == ["activations/1084/2025Q2"]
    assert set(one["environment"]) == {"python", "platform"}


def test_no_trace_of_this_machine(archive: Archive) -> None:
    for name, path in files_of(archive.path).items():
        content = path.read_bytes()
        for trace in (str(archive.path.parent).encode(), b"/tmp/", b"/home/", b"/root/"):
            assert trace not in content, (name, trace)


def test_every_file_of_the_archive_is_guarded(copied: Archive) -> None:
    assert differences(copied, copied.versions()) == []
    count = 0
    for name, path in files_of(copied.path).items():
        content = path.read_bytes()
        for place in sorted({len(content) // 3, len(content) - 1}):
            changed = bytearray(content)
            changed[place] ^= 1 << (place % 8)
            path.write_bytes(changed)
            assert differences(copied, copied.versions()), (name, place)
            count += 1
        path.write_bytes(content)
    assert count > 180
    assert differences(copied, copied.versions()) == []


def test_made_again_it_is_the_same(archive: Archive, tmp_path: Path) -> None:
    for version in archive.versions():
        make_version(version.folder / "inputs", ReleaseFacts.of(version.manifest), tmp_path / version.path)
        again, released = files_of(tmp_path / version.path), files_of(version.folder)
        assert again.keys() == released.keys()
        assert [name for name in again if again[name].read_bytes() != released[name].read_bytes()] == []


def test_diff_revisions_file_and_spreadsheet_agree(archive: Archive) -> None:
    listed = run("diff", "2025Q2", "v1", "v2", "--csv", "--reports", archive.path)
    assert listed.exit_code == 3
    file = (second(archive).folder / "data" / "revisions.csv").read_text(encoding="utf-8")
    assert listed.stdout == file
    as_json = run("diff", "2025Q2", "v1", "v2", "--json", "--reports", archive.path)
    assert as_json.exit_code == 3
    assert len(json.loads(as_json.stdout)) == len(list(csv.DictReader(io.StringIO(file))))
    shown = run("diff", "2025Q2", "v1", "v2", "--reports", archive.path)
    assert re.search(r"Aabenraa +active_runners +508 +515 +\+7", shown.stdout)
    page, _, rest = shown.stdout.partition("Every number")
    assert page.startswith("2025Q2: ")
    assert re.search(r"\nRegions\n  Region Syddanmark  Aktive hjerteløbere +10\.462  10\.469  \+7", page)
    assert re.search(r"\n  Aabenraa +Aktive hjerteløbere +508 +515 +\+7 +\+1,4\s%\n", page)
    assert page.count("\n") < 60 < rest.count("\n")
    sheet = fastexcel.read_excel(str(second(archive).folder / "data" / "indicators.xlsx")).load_sheet(
        "Tabel_5_Revisioner", header_row=3
    )
    rows = sheet.to_polars().rows()
    assert ("Aabenraa", "Aktive hjerteløbere", 508.0, 515.0, 7.0) in rows


def test_diff_of_the_same(archive: Archive) -> None:
    for pair in (("v1", "v1"), ("v2",), ("2025Q2/v2",), ("2025Q2",)):
        done = run("diff", "2025Q2", *pair, "--reports", archive.path)
        assert (done.exit_code, done.stdout) == (0, "No number differs.\n")


def test_diff_with_the_delivery_as_it_is(archive: Archive, data: Path) -> None:
    done = run("diff", "2025Q2", "v1", "data", "--reports", archive.path, "--data", data)
    assert done.exit_code == 0
    with_aabenraa(data, 1)
    done = run("diff", "2025Q2", "v1", "data", "--csv", "--reports", archive.path, "--data", data)
    assert done.exit_code == 3
    assert ",Aabenraa,active_runners,persons,1.0," in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff", "2025Q2", "v1", "v3"), "holds no 2025Q2 v3; of 2025Q2 it holds v1, v2"),
        (("diff", "2025Q2", "2024Q1"), "holds no 2024Q1"),
        (("diff", "2025Q2", "latest"), "names no version"),
        (("diff", "2025Q2", "v1/2025Q2"), "names no version"),
        (("verify", "2025Q2", "v3"), "holds no 2025Q2 v3"),
        (("verify", "2025Q2", "3"), "is not a version"),
        (("verify", "2025Q2", "--quick", "--here"), "rebuilds nothing"),
        (("release", "2025Q2", "--kind", "typo"), "is not one of"),
    ],
)
def test_wrong_usage(archive: Archive, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments, "--reports", archive.path)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def test_quick_verification(copied: Archive) -> None:
    done = run("verify", "2025Q2", "--quick", "--reports", copied.path)
    assert (done.exit_code, done.stdout.split(":")[0]) == (0, "2025Q2 v2")
    path = first(copied).folder / "report.pdf"
    path.write_bytes(path.read_bytes() + b" ")
    done = run("verify", "2025Q2", "--quick", "--reports", copied.path)
    assert done.exit_code == 3
    assert done.stderr == "2025Q2/v1/report.pdf: its bytes are not those that manifest.json lists\n"
    assert run("verify", "2025Q2", "v2", "--quick", "--reports", copied.path).exit_code == 0


def test_a_commit_that_is_not_here(archive: Archive) -> None:
    done = run("verify", "2025Q2", "v1", "--reports", archive.path)
    assert done.exit_code == 4
    assert f"commit {'c' * 40}, with whose code the version was made, is not in this clone" in done.stderr


def again(archive: Archive, data: Path, **more: object) -> Version:
    return release(Q2, data=DataRoot(data), archive=archive, **more)  # type: ignore[arg-type]


def test_a_version_like_the_last_is_refused(copied: Archive, archive: Archive, tmp_path: Path) -> None:
    raw = second(archive).folder / "inputs" / "raw"
    data = Path(shutil.copytree(raw, tmp_path / "data" / "raw")).parent
    with pytest.raises(RefusedError, match="2025Q2 v2 was made from the same inputs"):
        again(copied, data, kind="revision", reason="Ingen.")
    # Other code, the same outcome.
    made_with("d" * 40)
    try:
        with pytest.raises(RefusedError, match="2025Q2 v2 was made from the same inputs"):
            again(copied, data, kind="revision", reason="Ingen.")
    finally:
        made_with("c" * 40)
    assert len(copied.versions()) == 2


def test_frozen_inputs_of_an_older_version(copied: Archive, data: Path) -> None:
    version = again(copied, data, inputs_of=1, kind="revision", reason="Tilbage til de første tal.")
    assert version.number == 3
    assert version.manifest["previous"]["version"] == 2
    assert run("diff", "2025Q2", "v1", "v3", "--reports", copied.path).exit_code == 0
    assert run("diff", "2025Q2", "v2", "v3", "--reports", copied.path).exit_code == 3
    assert differences(copied, copied.versions()) == []


def test_a_damaged_archive_is_not_added_to(copied: Archive, data: Path) -> None:
    (second(copied).folder / "report.html").write_text("x")
    with pytest.raises(RefusedError, match=r"not as it was released:\n  2025Q2/v2/report.html"):
        again(copied, data, kind="revision", reason="Ingen.")


@pytest.mark.parametrize("simulated", [True, False])
def test_simulated_and_real_figures_never_mix(
    copied: Archive, data: Path, monkeypatch: pytest.MonkeyPatch, *, simulated: bool
) -> None:
    delivery = data / "raw" / "2025Q2" / "delivery.toml"
    delivery.write_text(
        delivery.read_text(encoding="utf-8").replace("simulated = false", "simulated = true"),
        encoding="utf-8",
    )
    if simulated:
        monkeypatch.setattr(analysis.releases.release, "REPORTS", copied.path)
        with pytest.raises(RefusedError, match="project's own archive"):
            again(copied, data, kind="revision", reason="Prøve.")
    else:
        with pytest.raises(
            RefusedError, match="2025Q2 holds simulated figures and 2025Q2 v1 in this archive real"
        ):
            again(copied, data, kind="revision", reason="Prøve.")


@pytest.mark.parametrize(
    ("kind", "reason", "said"),
    [
        ("", "", "say with --reason why"),
        ("revision", "", "say with --reason why"),
        ("", "Fordi.", "say with --reason why"),
        ("revision", "x" * 301, "with 301 characters, expected at most 300"),
        ("revision", "to\nlinjer", "one line"),
        ("revision", "Se 010190-1234.", "what may be a personal number"),
    ],
)
def test_reasons(copied: Archive, data: Path, kind: str, reason: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        again(copied, data, kind=kind, reason=reason)


@pytest.mark.parametrize("reason", ["to\nlinjer", "slut\n", "\r\nfør", "a\u2028b", "a\tb", "Se 010190-1234."])
def test_a_reason_of_more_than_a_line_is_refused_at_once(
    copied: Archive, data: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    monkeypatch.setattr(analysis.releases.release, "choose_engine", None)
    arguments = ("--kind", "revision", "--reason", reason, "--data", data, "--reports", copied.path)
    done = run("release", "2025Q2", *arguments)
    assert done.exit_code == 2
    assert "--reason: found " in done.stderr


def test_a_refusal_names_the_delivery_file_of_the_data_root_that_was_given(
    copied: Archive, data: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(data, tmp_path / "s2"))
    path = root / "raw/2025Q2/delivery.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.partition("[[accepted_leak]]")[0], encoding="utf-8")
    arguments = ("--kind", "revision", "--reason", "Prøve.", "--data", root, "--reports", copied.path)
    done = run("release", "2025Q2", *arguments)
    assert done.exit_code == 1
    assert done.stderr.startswith("s2/raw/2025Q2/delivery.toml, column accepted_leak: found activations of ")
    assert 'with indicator = "activations", area = "1084" and a reason' in done.stderr


def test_a_reason_given_to_the_command_stands_on_the_pages_as_written(copied: Archive, data: Path) -> None:
    reason = (
        """<script>document.title=1</script> [x](javascript:1) *efter* {{< x >}} =1+1 &amp; ]]> "a" 'b' --"""
    )
    with_aabenraa(data, 9)
    arguments = ("--kind", "correction", "--reason", reason, "--data", data, "--reports", copied.path)
    done = run("release", "2025Q2", *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    assert copied.version(Q2, 3).manifest["reason"] == reason
    before = Parts((copied.path / "index.html").read_text(encoding="utf-8").replace(html.escape(reason), "x"))
    page = Parts((copied.path / "index.html").read_text(encoding="utf-8"))
    assert page.elements == before.elements
    assert sum(reason in text for text in page.texts) == 1
    feed = ElementTree.fromstring((copied.path / "feed.xml").read_bytes())
    summaries = [one.text or "" for one in feed.iter("{http://www.w3.org/2005/Atom}summary")]
    assert sum(reason in text for text in summaries) == 1
    crate = json.loads((copied.version(Q2, 3).folder / "ro-crate-metadata.json").read_bytes())
    assert reason in {one.get("description") for one in crate["@graph"]}


def test_the_first_version_has_no_reason(tmp_path: Path, data: Path, archive: Archive) -> None:
    with pytest.raises(ValueError, match="the first version replaces nothing"):
        again(Archive(tmp_path / "new"), data, kind="revision", reason="Fordi.")
    assert not (tmp_path / "new").exists()


def test_a_wrong_delivery_is_not_released(copied: Archive, data: Path) -> None:
    path = data / "raw" / "2025Q2" / "runners.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Ærø,26", "Ærø,-26"), encoding="utf-8")
    arguments = ("--kind", "revision", "--reason", "Prøve.", "--data", data, "--reports", copied.path)
    done = run("release", "2025Q2", *arguments)
    assert done.exit_code == 1
    assert "runners.csv" in done.stderr
    assert len(copied.versions()) == 2


def test_a_tree_with_changes_is_refused(copied: Archive, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> CodeVersion:
        raise CodeError("the tree holds changes that no commit has: README.md")

    monkeypatch.setattr(analysis.releases.release, "current_code", refuse)
    done = run("release", "2025Q2", "--data", data, "--reports", copied.path)
    assert (done.exit_code, done.stderr) == (1, "the tree holds changes that no commit has: README.md\n")


def test_xlsx_and_ods_say_the_same(archive: Archive) -> None:
    folder = second(archive).folder / "data"
    book = fastexcel.read_excel(str(folder / "indicators.xlsx"))
    with zipfile.ZipFile(folder / "indicators.ods") as package:
        assert package.namelist()[0] == "mimetype"
        content = ElementTree.fromstring(package.read("content.xml"))
    tables = {one.attrib[f"{TABLE}name"]: one for one in content.iter(f"{TABLE}table")}
    assert list(tables) == book.sheet_names
    assert book.sheet_names[:3] == ["Forside", "Indhold", "Noter"]
    for name, table in tables.items():
        frame = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
        rows = list(table.iter(f"{TABLE}table-row"))
        assert len(rows) == frame.height
        for row, expected in zip(rows, frame.rows(), strict=True):
            cells = [
                cell.attrib.get(f"{OFFICE}value") or "".join(cell.itertext())
                for cell in row.iter(f"{TABLE}table-cell")
            ]
            found = [cell for cell in expected if cell is not None]
            assert len(cells) == len(found)
            assert all(_alike(*pair) for pair in zip(cells, found, strict=True)), (cells, found)


def _alike(cell: str, other: str) -> bool:
    try:
        return math.isclose(float(cell), float(other), rel_tol=1e-6)
    except ValueError:
        return cell == other


def test_spreadsheets_follow_the_guidance(archive: Archive) -> None:
    for version in archive.versions():
        book = fastexcel.read_excel(str(version.folder / "data" / "indicators.xlsx"))
        for name in book.sheet_names:
            assert re.fullmatch(r"\w{1,31}", name)
            frame = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
            texts = frame[:, 0].to_list()
            assert texts[0]
            assert all(texts)
            head = next((row for row, cells in enumerate(frame.rows()) if all(cells)), None)
            if name != "Forside":
                assert head is not None
                assert "Arket indeholder én tabel." in texts[1:head]
                assert frame[head:].null_count().sum_horizontal().item() == 0


def test_spreadsheet_holds_every_number(archive: Archive) -> None:
    book = fastexcel.read_excel(str(first(archive).folder / "data" / "indicators.xlsx"))
    sheet = book.load_sheet("Tabel_6_Alle_tal", header_row=3, dtypes="string").to_polars()
    table = pl.read_parquet(first(archive).indicators)
    assert sheet.columns == [one.title["da"] for one in tidy_columns()]
    values = sheet["Værdi"].cast(pl.Float64, strict=False)
    assert values.null_count() == table["value"].null_count()
    difference = (values - table["value"]).abs().max()
    assert isinstance(difference, float)
    assert difference < 1e-8  # fastexcel's texts have nine decimals


def test_packages_carry_no_time_and_no_compression(archive: Archive) -> None:
    for name in ("indicators.xlsx", "indicators.ods"):
        with zipfile.ZipFile(first(archive).folder / "data" / name) as package:
            for entry in package.infolist():
                assert entry.date_time == (1980, 1, 1, 0, 0, 0)
                assert entry.compress_type == zipfile.ZIP_STORED
                assert entry.create_system == 0


def test_datapackage_describes_the_files(archive: Archive) -> None:
    folder = second(archive).folder / "data"
    package = json.loads((folder / "datapackage.json").read_bytes())
    assert {one["path"] for one in package["resources"]} == set(files_of(folder)) - {"datapackage.json"}
    assert "version 2" in package["citation"].lower()
    for resource in package["resources"]:
        assert resource["bytes"] == (folder / resource["path"]).stat().st_size
        if resource["type"] != "table":
            continue
        fields = resource["schema"]["fields"]
        marks = {field.get("decimalChar", ".") for field in fields if field["type"] == "number"}
        assert len(marks) == 1
        frame = pl.read_csv(
            folder / resource["path"],
            separator=resource["dialect"]["delimiter"],
            decimal_comma=marks == {","},
            infer_schema_length=None,
        )
        assert [field["name"] for field in fields] == frame.columns
        assert frame.select(resource["schema"]["primaryKey"]).is_duplicated().sum() == 0
        for field in fields:
            column = frame[field["name"]]
            assert field["description_da"]
            assert field["description_en"]
            if field["constraints"]["required"]:
                assert column.null_count() == 0
            if "enum" in field["constraints"]:
                assert set(column.drop_nulls()) <= set(field["constraints"]["enum"])
            if field["name"] == "indicator" and resource["path"] == "indicators.csv":
                labels = {one["value"]: one["label"] for one in field["categories"]}
                assert set(labels) == set(column)
                assert labels["active_runners_rate"] == "Aktive pr. 100.000 indbyggere"
            if field["type"] == "number":
                assert column.dtype.is_numeric() or column.null_count() == column.len()


def test_crate_names_every_file_and_nothing_else(archive: Archive) -> None:
    for version in archive.versions():
        crate = json.loads((version.folder / "ro-crate-metadata.json").read_bytes())
        graph = {one["@id"]: one for one in crate["@graph"]}
        assert len(graph) == len(crate["@graph"])
        files = {name for name, one in graph.items() if one["@type"] == "File"}
        assert files == set(files_of(version.folder)) - {"ro-crate-metadata.json"}
        assert {one["@id"] for one in graph["./"]["hasPart"]} == files
        run_of = graph["#build"]
        assert graph[run_of["instrument"]["@id"]]["softwareVersion"].endswith(f"(commit {'c' * 40})")
        assert {one["@id"] for one in run_of["object"]} == {
            name for name in files if name.startswith("inputs/")
        }
        assert {one["@id"] for one in run_of["object"] + run_of["result"]} == files - {"manifest.json"}
        programs = [one for one in graph.values() if one["@type"] == "SoftwareApplication"]
        assert {one["@id"] for one in programs if "url" not in one} == {"#statusrapport"}
        references = set(re.findall(r'"@id": "([^"]+)"', json.dumps(crate)))
        outside = {name for name in references if name not in graph}
        assert outside == {"https://w3id.org/ro/crate/1.1"}
        for name in files - {"manifest.json"}:
            assert (
                graph[name]["sha256"]
                == version.manifest["inputs" if name.startswith("inputs/") else "outputs"][name]["sha256"]
            )
