"""What a finished report promises beside its figures: standards, repeatability, a closed list of files."""

import csv
import getpass
import hashlib
import json
import re
import socket
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import nbformat
import polars as pl
import pypdf
import pytest
from polars.testing import assert_frame_equal
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from analysis.core.layout import ROOT
from analysis.indicators.schema import Indicators
from analysis.texts import Texts

A4_LANDSCAPE = (841.89, 595.28)
COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def catalogue(pdf: pypdf.PdfReader) -> Any:
    return pdf.trailer["/Root"]


def objects(pdf: pypdf.PdfReader) -> list[Any]:
    return [pdf.get_object(number) for number in pdf.xref_objStm | pdf.xref.get(0, {}) if number]


def elements(node: Any) -> list[DictionaryObject]:
    """The elements of a structure tree, depth first, in their order."""
    found, waiting = [], [node.get_object()]
    while waiting:
        element = waiting.pop()
        if isinstance(element, ArrayObject):
            waiting += [child.get_object() for child in reversed(element)]
        elif isinstance(element, DictionaryObject):
            found.append(element)
            if "/K" in element:
                waiting.append(element["/K"].get_object())
    return found


# Files


def test_files_of_a_report(built_report: Path) -> None:
    names = set(content(built_report))
    assert {"report.html", "report.pdf", "indicators.csv", "manifest.json"} <= names
    notebooks = {name for name in names if name.startswith("notebooks/") and name.count("/") == 1}
    assert notebooks == {
        f"notebooks/{name}" for name in ("01_ingest.ipynb", "02_indicators.ipynb", "03_report.ipynb")
    }


def test_every_file_that_the_report_links_to_lies_beside_it(built_report: Path) -> None:
    written = (built_report / "report.html").read_text(encoding="utf-8")
    linked = {"indicators.csv", "indicators-semicolon.csv", "method.html", "report.pdf", "vejledning.html"}
    assert set(re.findall(r'href="([^"#:]+)"', written)) == linked
    assert all((built_report / name).is_file() for name in linked)
    asking = (built_report / "vejledning.html").read_text(encoding="utf-8")
    assert asking == (ROOT / "docs" / "vejledning.html").read_text(encoding="utf-8")


def test_two_builds_are_byte_identical(
    built_report: Path, data: Path, tmp_path: Path, source_on_path: dict[str, str]
) -> None:
    """The second one by the command, from another folder, data root, time zone and language of the system."""
    sealed = "raw/2025Q2/delivery.toml.meta.toml"
    (data / sealed).write_bytes((ROOT / "data" / sealed).read_bytes())
    out = tmp_path / "out"
    out.mkdir()
    earlier = {"quarter": "2025Q2", "engine": {}, "inputs": {}, "outputs": {"left-over.txt": {}}}
    (out / "manifest.json").write_text(json.dumps(earlier), encoding="utf-8")
    (out / "left-over.txt").write_text("of an earlier build", encoding="utf-8")
    environment = {**source_on_path, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    arguments = ["build", "2025Q2", "--data", str(data), "--out", "out", "--engine", "embedded"]
    done = subprocess.run(
        [*COMMAND, *arguments], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["out/report.html", "out/report.pdf"]
    first, second = content(built_report), content(out)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_the_manifest_vouches_for_inputs_and_outputs(built_report: Path) -> None:
    manifest = json.loads((built_report / "manifest.json").read_text(encoding="utf-8"))
    raw = built_report.parent / "data" / "raw"
    for folder, listed in [(built_report, manifest["outputs"]), (raw, manifest["inputs"])]:
        present = content(folder)
        present.pop("manifest.json", None)
        assert set(listed) == set(present)
        for name, facts in listed.items():
            assert facts["sha256"] == hashlib.sha256(present[name]).hexdigest(), name
            assert facts["bytes"] == len(present[name])
    assert (manifest["quarter"], manifest["as_of"], manifest["simulated"]) == ("2025Q2", "2025-06-03", False)
    assert manifest["parameters"] == {"quarter": "2025Q2", "lang": "da"}
    assert manifest["lock"] == hashlib.sha256((ROOT / "requirements.txt").read_bytes()).hexdigest()


def test_the_csv_is_the_table_in_full_precision(built_report: Path) -> None:
    table = pl.read_parquet(built_report.parent / "data" / "processed" / "2025Q2" / "indicators.parquet")
    Indicators.validate(table)
    texts = table.with_columns(pl.col(pl.Enum).cast(pl.String))
    assert_frame_equal(
        pl.read_csv(built_report / "indicators.csv", schema=texts.schema), texts, check_exact=True
    )


def test_the_csv_for_danish_spreadsheets_is_the_same_table(built_report: Path) -> None:
    table = pl.read_parquet(built_report.parent / "data" / "processed" / "2025Q2" / "indicators.parquet")
    texts = table.with_columns(pl.col(pl.Enum).cast(pl.String))
    content = (built_report / "indicators-semicolon.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfquarter;as_of;")
    read = pl.read_csv(content, schema=texts.schema, separator=";", decimal_comma=True)
    assert_frame_equal(read, texts, check_exact=True)
    with (built_report / "indicators-semicolon.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    rates = {row["area_code"]: row["value"] for row in rows if row["indicator"] == "active_runners_rate"}
    assert rates["dk"].startswith("955,168"), "read by a reader that knows nothing of decimal commas"
    assert not any("." in row[name] for row in rows for name in ("value", "lower", "upper", "numerator"))


def test_the_csv_is_plain_text(built_report: Path) -> None:
    text = (built_report / "indicators.csv").read_bytes()
    assert b"\r" not in text
    assert not text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8").startswith("quarter,as_of,period_start,period_end,population_period,level,")


def test_no_file_names_this_machine(built_report: Path, pdf: pypdf.PdfReader) -> None:
    texts = content(built_report)
    streams = [item.get_data() for item in objects(pdf) if isinstance(item, StreamObject)]
    texts["report.pdf, unpacked"] = b"\n".join([*streams, *(repr(item).encode() for item in objects(pdf))])
    places = {str(ROOT), str(built_report), str(built_report.parent), sys.prefix, "/tmp/", "\\Temp\\"}
    places |= {f"{Path.home()}/", f"/home/{getpass.getuser()}"}
    words = {word.encode() for word in places} | {socket.gethostname().encode()}
    named = {name: [w for w in words if len(w) > 3 and w in text] for name, text in texts.items()}
    assert {name: found for name, found in named.items() if found} == {}


def test_pages_that_repeat_are_run_once_for_each_region(built_report: Path) -> None:
    folder = built_report / "notebooks" / "pages"
    regions = [f"region-{code}" for code in (1081, 1082, 1083, 1084, 1085)]
    assert sorted(path.stem for path in folder.iterdir()) == sorted(
        ["aeds", "comparison", "country", "municipalities", *regions]
    ), "and developments not at all: this is the first delivery"


def test_executed_notebooks_hold_their_outputs_and_parameters(built_report: Path) -> None:
    for path in (built_report / "notebooks").rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        parameters = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]
        assert len(parameters) == 1
        assert 'quarter: str = "2025Q2"' in parameters[0].source
        assert not any("injected-parameters" in c.metadata.get("tags", ()) for c in notebook.cells)
        assert any(cell.get("outputs") for cell in notebook.cells)
        assert not any(
            output.output_type == "error" or output.get("name") == "stderr"
            for cell in notebook.cells
            for output in cell.get("outputs", ())
        )


# HTML


def test_html_is_one_file_that_works_offline(html_page: Any, built_report: Path) -> None:
    outside = [link for link in html_page.links if not link.startswith(("#", "data:"))]
    assert outside == []
    text = (built_report / "report.html").read_text(encoding="utf-8")
    assert "url(http" not in text
    assert "@import" not in text


def test_html_identifiers_are_unique_and_links_lead_somewhere(html_page: Any) -> None:
    twice = {name for name in html_page.identifiers if html_page.identifiers.count(name) > 1}
    assert twice == set()
    targets = {link[1:] for link in html_page.followed if link.startswith("#")}
    assert targets - set(html_page.identifiers) == set()


def test_html_says_its_language(html_page: Any) -> None:
    assert html_page.language == "da"


# PDF


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_says_that_it_is_a_draft(language: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue("built_report" if language == "da" else "english_report")
    mark, of_method = Texts(language)("draft-mark"), Texts("en")("draft-mark")
    pages = pypdf.PdfReader(folder / "report.pdf").pages
    assert [number for number, page in enumerate(pages, 1) if mark not in page.extract_text()] == []
    for name, said in (("report.html", mark), ("method.html", of_method)):
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(f'<p class="udkast">{said}</p>') == 1


def test_pdf_claims_its_standards(pdf: pypdf.PdfReader) -> None:
    metadata = catalogue(pdf)["/Metadata"].get_data().decode("utf-8")
    for claim in (
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert claim in metadata


def test_pdf_is_tagged_and_names_itself(pdf: pypdf.PdfReader) -> None:
    root = catalogue(pdf)
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "da"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pdf.metadata is not None
    assert pdf.metadata.title is not None
    assert pdf.metadata.title.split() == Texts("da")("title").split()
    assert str(pdf.metadata["/CreationDate"]).startswith("D:20250603")


def test_pdf_has_bookmarks(pdf: pypdf.PdfReader, published_areas: pl.DataFrame) -> None:
    def titles(outline: list[Any]) -> list[str]:
        return [
            title
            for item in outline
            for title in (titles(item) if isinstance(item, list) else [str(item.title)])
        ]

    regions = published_areas.filter(pl.col("level") == "region")["area"].to_list()
    found = titles(pdf.outline)
    assert [title for title in found if title in regions] == regions


def test_every_page_is_a4_landscape(pdf: pypdf.PdfReader) -> None:
    sizes = {(float(page.mediabox.width), float(page.mediabox.height)) for page in pdf.pages}
    assert len(sizes) == 1
    assert sizes.pop() == pytest.approx(A4_LANDSCAPE, abs=0.01)
    assert all(page.rotation == 0 for page in pdf.pages)


def test_every_font_is_embedded_and_is_lato(pdf: pypdf.PdfReader) -> None:
    fonts = [item for item in objects(pdf) if isinstance(item, dict) and item.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        assert "Lato" in font["/BaseFont"]
        assert "/ToUnicode" in font or font["/Subtype"] != "/Type0"
    described = [
        item for item in objects(pdf) if isinstance(item, dict) and item.get("/Type") == "/FontDescriptor"
    ]
    assert described
    for descriptor in described:
        assert "Lato" in descriptor["/FontName"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_every_picture_in_the_pdf_has_the_alternative_text_of_the_html(
    pdf: pypdf.PdfReader, html_page: Any
) -> None:
    figures = [one for one in elements(catalogue(pdf)["/StructTreeRoot"]) if one.get("/S") == "/Figure"]
    assert figures
    alternatives = [str(one.get("/Alt", "")) for one in figures]
    assert all(alternatives)
    words = {" ".join(text.split()) for text in alternatives}
    assert words == {" ".join(text.split()) for text in html_page.labels}
    assert len(set(alternatives)) == len(alternatives)


def test_tables_in_the_pdf_have_heads(pdf: pypdf.PdfReader) -> None:
    """Every cell names the head of its column, which is a head of that column; no row has other columns."""
    tables = tagged(catalogue(pdf)["/StructTreeRoot"], "/Table")
    assert len(tables) > 10
    for table in tables:
        heads = {str(head["/ID"]): table_facts(head) for head in tagged(table, "/TH")}
        assert heads
        assert {str(facts["/Scope"]) for facts in heads.values()} == {"/Column"}
        for row in tagged(table, "/TR"):
            assert len(tagged(row, "/TH")) + len(tagged(row, "/TD")) == len(heads)
        cells = tagged(table, "/TD")
        assert cells
        named = [[str(head) for head in cast("ArrayObject", table_facts(cell)["/Headers"])] for cell in cells]
        assert all(len(one) == 1 and one[0] in heads for one in named)


def test_headings_in_the_pdf_skip_no_level(pdf: pypdf.PdfReader) -> None:
    tags = [str(one.get("/S")) for one in elements(catalogue(pdf)["/StructTreeRoot"])]
    levels = [int(tag[2:]) for tag in tags if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(3) > 15
    assert all(after <= before + 1 for before, after in pairwise(levels))


def tagged(node: Any, tag: str) -> list[DictionaryObject]:
    """The elements of a tag in or below a node."""
    return [one for one in elements(node) if one.get("/S") == tag]


def table_facts(cell: DictionaryObject) -> DictionaryObject:
    """What a cell's element says of its place in the table."""
    attributes: Any = cell["/A"]
    (facts,) = (one for each in attributes if (one := each.get_object())["/O"] == "/Table")
    return DictionaryObject(facts)
