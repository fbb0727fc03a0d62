"""Text from outside is data: each way of writing it down, read back by the program that it is written for."""

import copy
import csv
import io
import json
import pickle
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import polars as pl
import pypandoc
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.layout import EXTENSION, FONTS
from analysis.rendering.source import front_matter
from analysis.report.charts.drawing import to_svg
from analysis.report.charts.tiles import tile_map
from analysis.report.components import (
    KeyFigure,
    Numbers,
    Section,
    csv_link,
    division,
    figure_title,
    heading,
    key_figures,
    legend,
    markdown,
    picture,
    stacked,
    table,
)
from analysis.report.preview import MARKDOWN
from analysis.texts import LANGUAGES, Texts
from analysis.texts.markup import (
    Foreign,
    Markup,
    as_attribute,
    as_html,
    as_markdown,
    as_paragraphs,
    as_script_data,
    as_typst,
    as_typst_string,
    strong,
    together,
)
from analysis.texts.notes import as_cell, from_cell
from tests.payloads import PAYLOADS

TEXTS = list(PAYLOADS.values())
# What Quarto reads beside Markdown, before Pandoc sees it: shortcodes, code that runs, code cells.
QUARTO = re.compile(r"\{\{<|`\{?(?:python|r|ojs|julia)\b|^\s*`{3,}\s*\{(?!=)", re.MULTILINE)
ADDRESSES = ("javascript-host", "javascript-scheme", "address", "protocol", "bad-address")
AWKWARD = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ab12--..?"
any_text = st.text(
    st.one_of(
        st.sampled_from("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ab12‘’“”…–ʳ"),
        st.characters(codec="utf-8", categories=["L", "N", "P", "S"]),
    ),
    min_size=1,
).map(str.strip)


def pandoc(source: str, *options: str) -> str:
    command = [pypandoc.get_pandoc_path(), *options]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


def only_text(inlines: list[dict[str, Any]]) -> str:
    """The text of inlines, which hold nothing but text."""
    signs = {"Space": " ", "SoftBreak": " "}
    assert {one["t"] for one in inlines} <= {"Str", *signs}, inlines
    return "".join(one["c"] if one["t"] == "Str" else signs[one["t"]] for one in inlines)


@pytest.mark.parametrize("reader", [MARKDOWN, "markdown", "markdown+mark+emoji+autolink_bare_uris"])
def test_pandoc_reads_nothing_but_text(reader: str) -> None:
    paragraphs = stacked(*map(markdown, TEXTS)).markdown
    blocks = json.loads(pandoc(paragraphs, f"--from={reader}", "--to=json"))["blocks"]
    assert [block["t"] for block in blocks] == ["Para"] * len(TEXTS)
    assert [only_text(block["c"]) for block in blocks] == TEXTS


def test_parts_of_a_page_hold_nothing_but_text() -> None:
    parts = [part for text in TEXTS for part in (heading(2, text, "x"), figure_title(3, text))]
    blocks = json.loads(pandoc(stacked(*parts).markdown, f"--from={MARKDOWN}", "--to=json"))["blocks"]
    assert [only_text(block["c"][2]) for block in blocks] == [text for text in TEXTS for _ in range(2)]
    boxes = stacked(*(division("boks", text) for text in TEXTS)).markdown
    blocks = json.loads(pandoc(boxes, f"--from={MARKDOWN}", "--to=json"))["blocks"]
    assert [only_text(block["c"][1][0]["c"]) for block in blocks] == TEXTS


@settings(max_examples=40)
@given(st.lists(any_text.filter(bool), min_size=1, max_size=30))
def test_pandoc_reads_any_text_as_text(texts: list[str]) -> None:
    source = "\n\n".join(f"x{as_markdown(text)}" for text in texts)
    blocks = json.loads(pandoc(source, f"--from={MARKDOWN}", "--to=json"))["blocks"]
    assert [only_text(block["c"]) for block in blocks] == [f"x{text}" for text in texts]


def test_front_matter_holds_nothing_but_text() -> None:
    facts = {f"k{place}": text for place, text in enumerate(TEXTS)}
    facts_and_lists = {**facts, "rows": [{"name": text} for text in TEXTS]}
    meta = json.loads(pandoc(front_matter(facts_and_lists), f"--from={MARKDOWN}", "--to=json"))["meta"]
    assert [only_text(meta[key]["c"]) for key in facts] == TEXTS
    assert [only_text(row["c"]["name"]["c"]) for row in meta["rows"]["c"]] == TEXTS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_messages_put_values_in_as_text(language: str, payload: str) -> None:
    text = PAYLOADS[payload]
    message = Texts(language)("published-by", publisher=text)
    frame = Texts(language)("published-by", publisher="X").split("X")
    assert message == f"{frame[0]}{text}{frame[1]}"
    (block,) = json.loads(pandoc(as_paragraphs(message), f"--from={MARKDOWN}", "--to=json"))["blocks"]
    assert only_text(block["c"]) == message


def test_values_of_messages_may_be_long_and_hold_markup_of_messages() -> None:
    texts = Texts("da")
    long = together([strong("Fed", "."), *["*lang* bemærkning"] * 2000])
    message = texts("published-by", publisher=long)
    assert len(message) > 30_000
    assert "**Fed.**" in message.markdown
    assert r"\*lang\*" in message.markdown
    assert texts("sheet-change-title", direction="up", change="1", since="*") == "1 flere end den *"


def test_what_is_done_to_markup_makes_it_text_again() -> None:
    bold = strong("Fed")
    assert as_markdown(bold) == "**Fed**"
    for changed in (f"{bold}", bold + "", bold.strip(" "), "".join([bold]), str(bold), f"**{bold}**"):
        assert type(changed) is str
    assert as_markdown(f"**{bold}**") == r"\*\*Fed\*\*"
    assert as_markdown(together([bold, "<b>"])) == r"**Fed** \<b\>"


@pytest.mark.parametrize("made", [strong("*a*"), Foreign("*a*", "da")])
def test_copies_keep_their_markup(made: Markup) -> None:
    for twin in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert (type(twin), twin, twin.markdown) == (type(made), str(made), made.markdown)


def test_a_section_takes_no_text() -> None:
    for text in ("# Overskrift", f"{markdown('x').markdown}"):
        with pytest.raises(TypeError, match="made by components"):
            Section(text)  # type: ignore[arg-type]


class Shown(HTMLParser):
    """Tags, values of attributes and text of a piece of HTML."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: list[str | None] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.values += [value for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("payload", PAYLOADS)
def test_html_holds_nothing_but_text(payload: str) -> None:
    text = PAYLOADS[payload]
    shown = Shown(f'<p title="{as_attribute(text)}">{as_html(text)}</p>')
    assert (shown.tags, shown.values, shown.text) == (["p"], [text], text)
    script = Shown(f'<script type="application/json">{as_script_data({"a": text})}</script>')
    assert script.tags == ["script"]
    assert json.loads(script.text) == {"a": text}


@given(any_text)
def test_typst_reads_any_text_as_a_string(text: str) -> None:
    assert json.loads(typst.eval(b"", as_typst_string(text))) == text


def test_typst_reads_payloads_as_strings() -> None:
    array = f"({', '.join(map(as_typst_string, TEXTS))})"
    assert json.loads(typst.eval(b"", array)) == TEXTS


def printed(source: str, tmp_path: Path, program: str) -> str:
    """The text of a PDF as its readers copy it, without spaces; long lines are not hyphenated."""
    code = pandoc(
        source,
        f"--from={MARKDOWN}",
        "--to=typst",
        "--wrap=preserve",
        f"--lua-filter={EXTENSION / 'rapport.lua'}",
    )
    setting = '#set page(width: 90cm, height: auto)\n#set text(font: "Lato", hyphenate: false, lang: "da")\n'
    functions = (EXTENSION / "typst-template.typ").read_text(encoding="utf-8")
    written, path = tmp_path / "texts.typ", tmp_path / "texts.pdf"
    written.write_text(functions + setting + code, encoding="utf-8")
    typst.compile(str(written), output=str(path), font_paths=[str(FONTS)], ignore_system_fonts=True)
    done = subprocess.run([program, "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s", "", done.stdout)


def test_print_shows_every_sign(tmp_path: Path, need_program: Any) -> None:
    rows = [(text, Foreign(text, "en")) for text in TEXTS]
    cells = table(rows, caption="c", head=("a", "b"), widths=("1fr", "1fr"), pitch=None)
    parts = (*map(markdown, TEXTS), cells, legend([("circle", "#000000", text) for text in TEXTS]))
    figures = key_figures([KeyFigure("1", text, text) for text in TEXTS])
    shown = printed(stacked(*parts, figures).markdown, tmp_path, need_program("pdftotext"))
    for text in TEXTS:
        assert shown.count(re.sub(r"\s", "", text)) >= 6, text


@settings(max_examples=20)
@given(texts=st.lists(st.text(AWKWARD, min_size=1, max_size=12), min_size=60, max_size=60))
def test_print_shows_any_signs(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory, need_program: Any
) -> None:
    marked = [f"x{place}y{text}z" for place, text in enumerate(texts)]
    source = stacked(*map(markdown, marked)).markdown
    shown = printed(source, tmp_path_factory.mktemp("pdf"), need_program("pdftotext"))
    assert [text for text in marked if re.sub(r"\s", "", text) not in shown] == []


def test_quarto_finds_nothing_to_run() -> None:
    parts = [markdown(text) for text in TEXTS]
    parts += [table([(text, text)], caption=text, head=(text, text), widths=("1fr", "1fr")) for text in TEXTS]
    source = front_matter({f"k{place}": text for place, text in enumerate(TEXTS)}) + stacked(*parts).markdown
    assert QUARTO.search("{{< x >}}")
    assert QUARTO.search("`{python} 1`")
    assert QUARTO.search("```{python}")
    assert not QUARTO.search(source)
    assert not re.search(r"(?m)^\s*`{3,}(?!\{=(?:html|typst)\}$|$)", source)
    assert source.count("\n```\n") + source.endswith("\n```") == 2 * len(TEXTS)


def test_drawings_show_names_and_keep_their_parts() -> None:
    """Names in a chart, its table to unfold, the titles at its marks and the file to fetch."""
    plain = _map_of([f"Zq{place:03}" for place, _ in enumerate(TEXTS)])
    hostile = _map_of(TEXTS)
    assert hostile.tags == plain.tags
    for text in TEXTS:
        assert sum(text in (value or "") for value in hostile.values) >= 1
        assert text in hostile.text


def _map_of(names: list[str]) -> Shown:
    codes = [f"{place:03}" for place, _ in enumerate(names)]
    tiles = pl.DataFrame(
        {
            "column": [place % 10 for place, _ in enumerate(names)],
            "row": [place // 10 for place, _ in enumerate(names)],
            "short_name": names,
            "rate": [900.0] * len(names),
            "key": codes,
        }
    )
    svg = to_svg(tile_map(tiles, 900, names=True, language="da"), "da")
    rows = [(name, "1") for name in names]
    numbers = Numbers(("Kommune", "Antal"), rows, ("Vis", "Hent", "Kilde"), codes, names)
    page = picture("kort", svg, "; ".join(names), 900, numbers).markdown.partition("```{=typst}")[0]
    return Shown(page)


@pytest.mark.parametrize(
    "payload", ["javascript-host", "javascript-scheme", "address", "protocol", "bad-address"]
)
def test_only_marked_addresses_become_links(payload: str) -> None:
    numbers = Numbers(("a",), [("b",)], ("Vis", "Hent", "Kilde"), sources=[PAYLOADS[payload]])
    page = Shown(picture("p", "<svg ></svg>", "alt", 10, numbers).markdown.partition("```{=typst}")[0])
    assert f"Kilde: {PAYLOADS[payload]}" in page.text
    assert page.tags.count("a") == 1  # the file to fetch


@pytest.mark.parametrize("payload", PAYLOADS)
def test_cells_are_no_formulas_and_are_read_back(payload: str) -> None:
    text = PAYLOADS[payload]
    cell = as_cell(text)
    assert cell[0] not in "=+-@\t\r"
    assert from_cell(cell) == text
    assert (cell == text) is (text[0] not in "=+-@")


def test_files_to_fetch_hold_no_formulas() -> None:
    rows = [[text, "+12,5 %", "-3"] for text in TEXTS]
    page = Shown(
        csv_link("x", ["a", "b", "c"], rows, "Hent", "da", ("nedre", "øvre")).markdown.partition(
            "```{=typst}"
        )[0]
    )
    (address,) = [value for value in page.values if value and value.startswith("data:")]
    head, *read = csv.reader(io.StringIO(unquote(address.partition(",")[2])), delimiter=";")
    assert head == ["\ufeffa", "b (%)", "c"]
    assert [from_cell(row[0]) for row in read] == TEXTS
    assert not any(row[0].startswith(("=", "+", "-", "@")) for row in read)
    assert {tuple(row[1:]) for row in read} == {("12,5", "-3")}


def test_numbers_and_words_stay_readable_in_the_source() -> None:
    assert as_markdown("57.307 af 100,5 % i 2025") == "57.307 af 100,5 % i 2025"
    assert as_typst(Foreign("a", "da")) == 'text(lang: "da", "a")'
