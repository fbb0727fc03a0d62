"""Whatever a delivery's texts hold stands letter by letter in all that is made of it, and does nothing."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pypdf
import pytest

from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.ingest.snapshot import read_inputs
from analysis.releases.making import ReleaseFacts, make_version
from analysis.report.edition import Edition
from tests.conftest import RAW
from tests.hostile import CORPUS, differences, harmless, hostile_root

LANGUAGES = ("da", "en")
WORD_BOX = re.compile(
    '<word xMin="([0-9.-]+)" yMin="([0-9.-]+)" xMax="([0-9.-]+)" yMax="([0-9.-]+)">(.*?)</word>'
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
REASON = '<b>Rettet</b> *efter* {{< x >}} `#read("a")`{=typst} ¬ "x" -- \'y\' $z$ </script>'


def without_breaks(text: str) -> str:
    """Text without what a page's width puts into it: spaces, and hyphens at the ends of lines."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def shown_in(placed: dict[str, str], language: str) -> set[str]:
    """Of a delivery's texts those that the report shows in a language: English ones where there are any."""
    places = (
        "runners/",
        "source",
        "publisher",
        "withheld/",
        "answer/",
        "accepted_leak/",
        "correction/reason",
        "publishing/publisher_address",
        "publishing/contact",
    )
    written = {text for place, text in placed.items() if place.startswith("publishing/commentary/")}
    written.add(placed["publishing/author"])
    texts = [text for place, text in placed.items() if place.startswith(places)]
    if language == "da":
        return {*texts, *written}
    own = [text for place, text in placed.items() if place != "publisher" and "/en" not in place]
    own = own[: next(n for n, place in enumerate(placed) if place.startswith("english/"))]
    twins = [text for place, text in placed.items() if place.endswith("/en")]
    english = dict(zip(list(dict.fromkeys(own))[::2], twins, strict=False))
    return {*(english.get(text, text) for text in texts), *written}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_built_as_with_harmless_words(hostile_reports: Path, language: str) -> None:
    hostile, plain = (
        (hostile_reports / kind / language / "report.html").read_text(encoding="utf-8")
        for kind in ("hostile", "harmless")
    )
    assert differences(hostile, plain, CORPUS) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_and_their_list_are_built_as_with_harmless_words(hostile_reports: Path, language: str) -> None:
    folder = hostile_reports / "hostile" / language / "kommuner"
    pages = sorted(folder.glob("*.html"))
    assert len(pages) == 7
    for page in pages:
        twin = hostile_reports / "harmless" / language / "kommuner" / page.name
        assert differences(page.read_text(encoding="utf-8"), twin.read_text(encoding="utf-8"), CORPUS) == []
    press = (folder / "presselinjer.csv").read_text(encoding="utf-8-sig").splitlines()
    assert not any(cell.strip('"').startswith(FORMULA) for line in press for cell in line.split(";"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_print_shows_every_text(
    hostile_reports: Path, language: str, need_program: Callable[..., str]
) -> None:
    report = hostile_reports / "hostile" / language / "report.pdf"
    command = [need_program("pdftotext"), "-raw", str(report), "-"]
    shown = without_breaks(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    placed = json.loads((hostile_reports / "hostile" / "placed.json").read_text(encoding="utf-8"))
    texts = shown_in(placed, language)
    assert len(texts) > 60
    assert [text for text in texts if without_breaks(text) not in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_print_links_nowhere_else_and_holds_no_file(hostile_reports: Path, language: str) -> None:
    def facts(kind: str) -> tuple[list[str], int, int]:
        reader = pypdf.PdfReader(hostile_reports / kind / language / "report.pdf")
        annotations = [one.get_object() for page in reader.pages for one in page.get("/Annots", ())]
        addresses = [one["/A"]["/URI"] for one in annotations if "/URI" in one.get("/A", {})]
        pictures = sum(len(page.images) for page in reader.pages)
        return addresses, pictures, len(reader.attachments)

    assert facts("hostile") == facts("harmless")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_source_is_built_as_with_harmless_words(hostile_reports: Path, language: str) -> None:
    """Pandoc and Quarto read the same blocks; what Quarto looks for beside them is not there."""

    def source(kind: str) -> str:
        return (hostile_reports / kind / language / "report.qmd").read_text(encoding="utf-8")

    for found in (
        r"\{\{<",
        r"(?m)^\s*`{3,}\s*\{(?!=)",
        r"`\{?(?:python|r|ojs)\b",
        r"(?m)^:{3,}.*$",
        r"(?m)^#+ ",
    ):
        assert len(re.findall(found, source("hostile"))) == len(re.findall(found, source("harmless"))), found
    assert "{{<" not in source("hostile")


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory, hostile_reports: Path) -> dict[str, Path]:
    """A second version of the delivery with payloads and of its harmless twin, a number of it revised."""
    made = {}
    for kind in ("hostile", "harmless"):
        folder = tmp_path_factory.mktemp(kind)
        data = DataRoot(folder / "inputs")
        shutil.copytree(hostile_reports / kind / "data" / "raw", data.path / "raw")
        table = compute_table(read_inputs(data, Quarter(2025, 2)))
        changed = (pl.col("indicator") == "active_runners") & (pl.col("area_code") == "580")
        before = table.with_columns(value=pl.when(changed).then(pl.col("value") - 1).otherwise("value"))
        data.previous.parent.mkdir(parents=True, exist_ok=True)
        before.write_parquet(data.previous)
        reason = REASON if kind == "hostile" else "Zq999"
        edition = Edition(2, date(2025, 8, 1), "correction", reason)
        facts = ReleaseFacts(
            Quarter(2025, 2), edition, "c" * 40, clean=True, previous={"version": 1, "sha256": "0" * 64}
        )
        make_version(data.path, facts, folder / "v2")
        made[kind] = folder / "v2"
    return made


def test_a_released_report_is_built_as_with_harmless_words(versions: dict[str, Path]) -> None:
    hostile, plain = (
        (versions[kind] / "report.html").read_text(encoding="utf-8") for kind in ("hostile", "harmless")
    )
    words = {**dict(zip(CORPUS, harmless(CORPUS), strict=True)), REASON: "Zq999"}
    assert 'class="revideret"' in hostile
    assert differences(hostile, plain, list(words), list(words.values())) == []


def test_data_of_a_version_hold_texts_and_no_formulas(versions: dict[str, Path]) -> None:
    data = versions["hostile"] / "data"
    table = pl.read_parquet(data / "indicators.parquet")
    read = pl.read_csv(data / "indicators.csv", schema_overrides=dict(table.schema), infer_schema=False)
    texts = ("area", "source", "note")
    assert read.select(texts).equals(table.select(texts))
    cells = [cell for name in texts for cell in table[name].drop_nulls()]
    assert not any(cell.startswith(FORMULA) for cell in cells)
    assert any(cell.startswith("Skrevet: =") for cell in cells)
    with zipfile.ZipFile(data / "indicators.xlsx") as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(
            cell.tag.endswith("}f")
            for name in sheets
            for cell in ElementTree.fromstring(book.read(name)).iter()
        )
        strings = {
            "".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        }
    assert set(cells) <= strings
    with zipfile.ZipFile(data / "indicators.ods") as book:
        content = ElementTree.fromstring(book.read("content.xml"))
    assert not any("formula" in name for cell in content.iter() for name in cell.attrib)
    assert {" ".join(cell.split()) for cell in cells} <= {
        " ".join("".join(one.itertext()).split()) for one in content.iter()
    }


def test_metadata_of_a_version_hold_texts(versions: dict[str, Path], hostile_reports: Path) -> None:
    placed = json.loads((hostile_reports / "hostile" / "placed.json").read_text(encoding="utf-8"))
    package = json.loads((versions["hostile"] / "data" / "datapackage.json").read_bytes())
    crate = json.loads((versions["hostile"] / "ro-crate-metadata.json").read_bytes())
    assert package["sources"][0] == {"title": placed["source"]}
    assert package["contributors"] == [{"title": placed["publisher"]}]
    named = {one["@id"]: one for one in crate["@graph"]}
    assert named["#maker"]["name"] == placed["publisher"]
    assert named["#build"]["description"] == REASON


FILLING = " en lang tekst om kommunens tal, skrevet til feltet er fuldt" * 9


def longest(place: int) -> str:
    """A text of 500 characters: words, words with one of 120 characters, or one wide word."""
    start = f"{place:02}"
    if place % 3 == 0:
        return f"{start}{FILLING[:497]}."
    if place % 3 == 1:
        return f"{start} {('Sammenhængende' * 9)[:120]}{FILLING[:376]}."
    return f"{start}{'W' * 498}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_at_their_longest_are_made_and_run_over_no_page(
    tmp_path: Path, source_on_path: dict[str, str], language: str, need_program: Callable[..., str]
) -> None:
    """98 notes, all reasons, answers and sources of 500 characters: a report, and sheets of one page."""
    placed = hostile_root(RAW, tmp_path / "data", [longest(place) for place in range(98)])
    delivery = tmp_path / "data" / "raw" / "2025Q2" / "delivery.toml"
    text = delivery.read_text("utf-8")
    own = f'publisher = "{"Udgiver" * 14}"'
    text = re.sub(r"(?m)^publisher = .*$", own if language == "da" else f'publisher = "{"W" * 100}"', text)
    if language == "da":
        widest = json.dumps(longest(95))
        text = re.sub(r"(?m)^source = .*$", f"source = {widest}", text)
        text = text.replace(json.dumps(placed["source"], ensure_ascii=False), widest)
        placed["source"] = longest(95)
    delivery.write_text(text, encoding="utf-8")
    out = tmp_path / "report"
    common = ("--data", str(tmp_path / "data"), "--lang", language, "--out")
    for command in (
        ("build", "2025Q2", "--engine", "embedded", *common, str(out)),
        ("sheets", "2025Q2", "--only", "101,580,1084", *common, str(out / "kommuner")),
    ):
        done = subprocess.run(
            [sys.executable, "-c", "from analysis.cli import main; main()", *command],
            env=source_on_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
    program = need_program("pdftotext")
    reader = [program, "-raw", str(out / "report.pdf"), "-"]
    shown = without_breaks(subprocess.run(reader, capture_output=True, text=True, check=True).stdout)
    texts = shown_in(placed, language) - {placed["publisher"]}
    assert len(texts) > 40
    assert [text for text in texts if without_breaks(text)[:40] not in shown] == []
    sheets = sorted((out / "kommuner").glob("*.pdf"))
    assert [len(pypdf.PdfReader(sheet).pages) for sheet in sheets] == [1, 1, 1]
    for pdf in (out / "report.pdf", *sheets):
        assert list(words_outside(program, pdf)) == []


def words_outside(program: str, pdf: Path) -> Iterator[tuple[int, str]]:
    """Page and word of whatever reaches into the margins at the sides or the outer 1.5 mm above and below."""
    boxes = subprocess.run(
        [program, "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    millimetre = 72 / 25.4
    for number, page in enumerate(boxes.split("<page ")[1:], start=1):
        for match in WORD_BOX.finditer(page):
            left, top, right, bottom = (float(edge) / millimetre for edge in match.groups()[:4])
            if left < 17.5 or right > 297 - 17.5 or top < 1.5 or bottom > 210 - 1.5:
                yield number, match[5]
