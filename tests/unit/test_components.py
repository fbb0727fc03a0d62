"""Parts of a page: what a part says is what both outputs show."""

import html
import json
import re
import subprocess
from html.parser import HTMLParser
from itertools import pairwise

import pypandoc
import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.core.formatting import number
from analysis.core.layout import EXTENSION
from analysis.core.notebook_outputs import BUILDING, MEDIA_TYPE
from analysis.core.typeface import text_width
from analysis.report.components import (
    KeyFigure,
    Mark,
    Section,
    SmallLine,
    StripRow,
    columns,
    division,
    figure_title,
    heading,
    key_figures,
    legend,
    markdown,
    picture,
    stacked,
    strip_table,
    table,
    typst_array,
)
from analysis.report.components.layout import raw_blocks
from analysis.report.preview import MARKDOWN
from analysis.texts.markup import Markup, Source, as_typst_string

AWKWARD = "A & <b>\"B\"</b> \\ #let $x$ *c* _d_ `e` @f [g] {h} ~ // --- 2. 'i'"
SVG = '<svg width="2" xmlns="http://www.w3.org/2000/svg">\n  <g id="a"/><path fill="url(#a)"/></svg>'


def section(text: str, media: dict[str, str] | None = None) -> Section:
    """A section whose Markdown is ready."""
    return Section(Source(text), media or {})


# What a delivery's text may hold: printable, on one line.
cells = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"], include_characters=" \u00a0"))
cells = cells.map(str.strip)


class Cells(HTMLParser):
    """The texts of a document's cells."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"td", "th", "dt", "dd", "li"}:
            self._inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "dt", "dd", "li"}:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def texts_of(document: str) -> list[str]:
    parser = Cells()
    parser.feed(document)
    return parser.texts


def converted(section: Section, target: str, *options: str) -> str:
    command = [pypandoc.get_pandoc_path(), f"--from={MARKDOWN}", f"--to={target}", "--wrap=preserve"]
    command += [f"--lua-filter={EXTENSION / 'rapport.lua'}", "--fail-if-warnings", *options]
    done = subprocess.run(command, input=section.markdown.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def as_typst_reads(code: str, literals: list[str]) -> list[str]:
    """The strings that Typst reads from literals, after checking that `code` holds them as they are."""
    for literal in literals:
        assert literal in code
    source = "\n".join(f"#metadata({literal}) <text>" for literal in literals)
    return [found["value"] for found in json.loads(typst.query(source.encode(), "<text>"))]


def awkward_table(texts: list[str]) -> Section:
    return table([texts, texts], caption="c", head=["h"] * len(texts), widths=["1fr"] * len(texts))


@given(st.lists(cells, min_size=2, max_size=6))
@settings(max_examples=12)
@example([AWKWARD, "```", "{=html}", "</td>", "<!--", "-->", "&amp;", "\\n", "%", '"', "\\", ":::"])
def test_any_text_survives_into_both_outputs(texts: list[str]) -> None:
    section = awkward_table(texts)
    assert texts_of(converted(section, "html5"))[len(texts) :] == texts * 2
    assert as_typst_reads(converted(section, "typst"), [as_typst_string(text) for text in texts]) == texts


@pytest.mark.parametrize(
    "section",
    [
        key_figures([KeyFigure(AWKWARD, AWKWARD, AWKWARD)]),
        legend([("circle", "#1C4F7C", AWKWARD)]),
        strip_table(
            [StripRow("row", AWKWARD, (AWKWARD,), Mark(5, 4, 6, "same")), StripRow("group", "x", (), None)],
            strip_head=AWKWARD, caption=AWKWARD, head=(AWKWARD, "n"), ticks=(0, 10), reference=(5, AWKWARD),
            end=10, tick_labels=("0", AWKWARD),
        ),
    ],
    ids=["key figures", "legend", "strip table"],
)  # fmt: skip
def test_awkward_text_survives_in_every_part(section: Section) -> None:
    shown = converted(section, "html5")
    assert AWKWARD in texts_of(shown)
    assert "<b>" not in shown
    assert as_typst_reads(converted(section, "typst"), [as_typst_string(AWKWARD)]) == [AWKWARD]


def test_each_output_gets_only_its_own_block() -> None:
    section = raw_blocks("<p>in HTML</p>", "in Typst")
    assert "Typst" not in converted(section, "html5")
    assert "HTML" not in converted(section, "typst")


def test_embedding_resources_keeps_texts() -> None:
    shown = converted(
        awkward_table([AWKWARD, "x"]), "html5", "--embed-resources", "--standalone", "-Mtitle=t"
    )
    assert texts_of(shown)[2:4] == [AWKWARD, "x"]


def test_every_block_is_closed() -> None:
    row = StripRow("row", "```", ("```",), None)
    whole = stacked(
        heading(2, "Titel", "titel"),
        columns(
            [1, 2.5], division("boks", "tekst"),
            stacked(figure_title(4, "t"), picture("kort", SVG, "alt", 10), legend([("circle", "#f", "```")])),
            name="a b",
        ),
        key_figures([KeyFigure("1", "2", "3")], stacked_in=66),
        strip_table(
            [row], strip_head="s", caption="c", head=("a", "b"), ticks=(0,), reference=(1, "r"), end=1,
            tick_labels=("0",),
        ),
        awkward_table(["```", "```"]),
        division("note", Section()),
    )  # fmt: skip
    lines = whole.markdown.splitlines()
    assert sum(line.startswith("```{=") for line in lines) == sum(line == "```" for line in lines)
    assert sum(bool(re.match(r":{6,} \{", line)) for line in lines) == sum(
        bool(re.fullmatch(":{6,}", line)) for line in lines
    )
    after = converted(whole + section("## Efter {#efter}"), "html5")
    assert after.rstrip().endswith('<h2 id="efter">Efter</h2>')


@pytest.mark.parametrize("start", ["2. kvartal 2025 begyndte", "3. juni 2025", "10.\u00a0plads"])
def test_a_paragraph_that_starts_with_an_ordinal_stays_one(start: str) -> None:
    written = f"{start} godt.\n\n{start} igen."
    text = Markup(written, written)
    assert converted(markdown(text), "html5").count("<p>") == 2
    assert "<ol" not in converted(markdown(text), "html5")
    assert "enum" not in converted(markdown(text), "typst")
    number = start.split(".", maxsplit=1)[0]
    inside = division("boks", text)
    assert "<ol" not in converted(inside, "html5")
    assert not re.search(rf"^{number}\. ", converted(inside, "typst"), flags=re.MULTILINE)


def test_numbers_inside_a_line_stay_as_they_are() -> None:
    assert markdown(Markup("", "Opgjort 3. juni\n2025.")).markdown == "Opgjort 3. juni\n2025."


def test_adding_sections() -> None:
    whole = section("a", {"a.svg": "1"}) + section("b", {"b.svg": "2"})
    assert whole == section("a\n\nb", {"a.svg": "1", "b.svg": "2"})
    assert stacked(section("a", {"a.svg": "1"}), section("b", {"b.svg": "2"})) == whole


def test_what_a_notebook_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = section("a *b*", {"a.svg": "1"})
    assert "<em>b</em>" in html.unescape(str(shown._repr_mimebundle_()["text/html"]))
    monkeypatch.setenv(BUILDING, "1")
    bundle = section("a", {"a.svg": "1"})._repr_mimebundle_(include=None, exclude=None)
    assert bundle == {
        "text/plain": "Section (lines of Markdown: 1, pictures: 1)",
        "text/markdown": "a",
        MEDIA_TYPE: {"a.svg": "1"},
    }


def test_pictures_travel_through_divisions_and_columns() -> None:
    shown = columns([1], division("figur", picture("kort", SVG, "alt", 10)))
    assert shown.media == {"kort.svg": SVG}


def test_a_picture_has_its_alternative_text_in_both_outputs() -> None:
    section = picture("kort", SVG, AWKWARD, 105.5)
    shown = converted(section, "html5")
    label = re.search(r'<svg role="img" aria-label="([^"]*)"', shown)
    assert label is not None
    assert html.unescape(label[1]) == AWKWARD
    code = converted(section, "typst")
    assert as_typst_reads(code, [as_typst_string(AWKWARD)]) == [AWKWARD]
    assert '"media/kort.svg"' in code
    assert "105.5mm" in code


def test_pictures_on_one_page_share_no_identifiers() -> None:
    both = picture("a", SVG, "x", 1).markdown + picture("b", SVG, "x", 1).markdown
    identifiers = re.findall(r'id="([^"]+)"', both)
    assert len(identifiers) == len(set(identifiers))
    for name in re.findall(r"url\(#([^)]+)\)", both):
        assert name in identifiers


def test_marks_stay_on_their_strip() -> None:
    rows = [
        StripRow("row", "a", ("1",), Mark(20, 5, 30, "above")),
        StripRow("row", "b", ("1",), Mark(5, None, None, "same")),
    ]
    section = strip_table(
        rows,
        strip_head="95 %-interval",
        caption="c",
        head=("a", "b"),
        ticks=(0, 10),
        reference=(5, "r"),
        end=10,
        tick_labels=("0", "10"),
    )
    for place, width in re.findall(r"left:([\d.]+)%(?:;width:([\d.]+)%)?", section.markdown):
        assert 0 <= float(place) + float(width or 0) <= 100
    assert "(1.00000, 0.50000, 1.00000" in section.markdown
    assert '(0.50000, none, none, "same")' in section.markdown


@given(
    st.floats(1, 9000),
    st.floats(0, 1),
    st.sampled_from([30.0, 48.5, 62.0]),
    st.sampled_from([100, 500, 1000]),
    st.sampled_from(["Danmark 956", "Denmark 10,956†"]),
)
def test_no_label_of_a_strips_head_runs_into_another(
    end: float, share: float, strip: float, step: int, country: str
) -> None:
    ticks = range(0, int(end) + 1, step)
    section = strip_table(
        [StripRow("row", "a", ("1",), None)],
        strip_head="s", caption="c", head=("a", "b"), ticks=ticks, end=end,
        reference=(share * end, country), tick_labels=[number(tick) for tick in ticks], strip_width=strip,
    )  # fmt: skip
    labels = re.findall(r'\(([\d.]+), "([^"]*)", (true|false)\)', section.markdown)
    assert [label for _, label, strong in labels if strong == "true"] == [country]
    spans = []
    for place, label, strong in labels:
        wide, middle = text_width(label, 8, bold=strong == "true"), float(place) * strip * 2.8346
        start = middle - wide * (0 if float(place) < 0.02 else 1 if float(place) > 0.98 else 0.5)
        spans.append((start, start + wide))
    assert all(one[1] + 3.5 < other[0] for one, other in pairwise(spans))
    on_screen = re.findall(
        r'<span class="(dk|maerke)" style="left:([\d.]+)%(?:;--plads:([\d.]+)em)?">([^<]*)<', section.markdown
    )
    for wide in (8, 14, 25):
        named = [
            (float(place) * wide / 100, text_width(label, 1, bold=kind == "dk") / 2)
            for kind, place, room, label in on_screen
            if kind == "dk" or float(room) <= wide
        ]
        assert all(one + half < other - its for (one, half), (other, its) in pairwise(named))


SPARK = SmallLine((((0.0, 0.0), (0.5, 1.0)), ((1.0, 0.25),)), f"Fra 1 til 2 {AWKWARD}")


def sparked(spark: SmallLine | None, column: tuple[str, float] | None = ("Udvikling", 15)) -> Section:
    return strip_table(
        [StripRow("row", "a", ("1",), Mark(5, 4, 6, "same"), spark)],
        strip_head="s", caption="c", head=("a", "b"), ticks=(0, 10), reference=(5, "r"), end=10,
        tick_labels=("0", "10"), spark=column,
    )  # fmt: skip


def test_a_small_line_is_parted_at_gaps_and_said_in_words() -> None:
    shown = converted(sparked(SPARK), "html5")
    assert shown.count("<path") == 1
    assert 'd="M0.0,16.0L30.0,0.0"' in shown
    assert re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', shown) == [
        ("60.0", "12.0", "2"), ("60.0", "12.0", "2"),
    ]  # fmt: skip
    assert SPARK.words in texts_of(shown)
    assert "Udvikling" in texts_of(shown)
    code = converted(sparked(SPARK), "typst")
    assert "(((0.000, 1.000), (0.500, 0.000)), ((1.000, 0.750),))" in code
    assert as_typst_reads(code, [as_typst_string(SPARK.words)]) == [SPARK.words]
    assert "spark: 15mm" in code


def test_a_table_without_small_lines_has_no_column_for_them() -> None:
    section = sparked(SPARK, None)
    assert "gnist" not in section.markdown
    assert "Udvikling" not in section.markdown
    assert "spark: none" in section.markdown
    assert SPARK.words not in texts_of(converted(section, "html5"))


def test_an_area_without_a_series_has_an_empty_cell() -> None:
    section = sparked(None)
    heads_and_cells = texts_of(converted(section, "html5"))
    assert "" in heads_and_cells
    assert "<svg" not in section.markdown
    assert re.search(r'"1",\s+none,', converted(section, "typst"))


@pytest.mark.parametrize(
    ("pitch", "written"), [(None, "pitch: auto"), (4.1, "pitch: 4.1mm"), (6.0, "pitch: 6mm")]
)
def test_rows_may_grow_with_their_text(pitch: float | None, written: str) -> None:
    section = table([["a", "b"]], caption="c", head=["a", "b"], widths=["1fr", "2mm"], pitch=pitch)
    assert written in converted(section, "typst")


def test_rows_and_heads_have_to_fit() -> None:
    with pytest.raises(ValueError, match="zip"):
        table([["a", "b"]], caption="c", head=["a"], widths=["1fr"])
    with pytest.raises(ValueError, match="zip"):
        strip_table(
            [],
            strip_head="95 %-interval",
            caption="c",
            head=(),
            ticks=(0, 1),
            reference=(0, ""),
            end=1,
            tick_labels=("0",),
        )


def test_typst_arrays() -> None:
    assert typst_array([]) == "()"
    assert typst_array(["1"]) == "(1,)"
    assert typst_array(["1", "2"]) == "(1, 2)"
