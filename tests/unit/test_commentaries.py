"""Commentaries, logos and what else a publisher says: what is let through, refused, and shown."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.checks.findings import findings
from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.ingest.delivery import read_delivery
from analysis.ingest.publishing import Publishing
from analysis.ingest.sealing import seal_delivery
from analysis.ingest.snapshot import read_inputs, read_snapshot, write_snapshot
from analysis.ingest.templates import start_delivery
from analysis.reading.commentaries import (
    LONGEST,
    Listing,
    Marked,
    Paragraph,
    plain_text,
    read_commentary,
)
from analysis.reading.logos import read_logo
from analysis.report.components import prose
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages import front
from analysis.report.pages.commentary import commentary
from analysis.report.preview import as_html
from analysis.texts import Texts
from tests.histories import committed, history
from tests.hostile import CORPUS, Parts, unread

Q2 = Quarter(2025, 2)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M0 0h9v9z" style="fill:#c00"/>'
    "{}</svg>"
)


def found(text: str) -> list[tuple[int | None, str]]:
    return [(fault.row, fault.found) for fault in read_commentary(text).faults]


def test_the_subset_is_read_as_a_tree() -> None:
    text = "Ét *to **tre*** [fire](https://a.dk/x).\r\nFem\n\n- a\n\n  b\n- c\n  1. d\n\n<mailto:e@f.dk>"
    blocks, faults = read_commentary(text)
    assert faults == ()
    assert blocks == (
        Paragraph(
            (
                "Ét ",
                Marked("emphasis", ("to ", Marked("strong", ("tre",)))),
                " ",
                Marked("link", ("fire",), "https://a.dk/x"),
                ".",
                " ",
                "Fem",
            )
        ),
        Listing(
            False,
            (
                (Paragraph(("a",)), Paragraph(("b",))),
                (Paragraph(("c",)), Listing(True, ((Paragraph(("d",)),),))),
            ),
        ),
        Paragraph((Marked("link", ("mailto:e@f.dk",), "mailto:e@f.dk"),)),
    )


@pytest.mark.parametrize(
    ("text", "row", "what"),
    [
        ("# Titel", 1, "a heading"),
        ("Titel\n=====", 1, "a heading"),
        ("Tekst\n\n> citat", 3, "a quotation (a row that begins with >)"),
        ("Tekst\n\n```\nx\n```", 3, "a block of code"),
        ("Tekst\n\n    x", 3, "a block of code (a row that begins with four spaces)"),
        ("a\n`x`", 2, "code (between `)"),
        ("a\n\n---", 3, "a horizontal line"),
        ("a\n\n<script>alert(1)</script>", 3, "HTML"),
        ("a\nb <b>c</b>", 2, "HTML"),
        ("a <!-- b -->", 1, "HTML"),
        ("![a](https://a.dk/b.png)", 1, "a picture"),
        ("3. juni kom", 1, "a list that begins with 3."),
        ("- a\n  - b\n    - c", 3, "a list within a list within a list"),
        ("- a\n-\n- c", 1, "a list with an empty item"),
        ("[a](javascript:alert(1))", 1, "a link to 'javascript:alert(1)'"),
        ("[a](data:text/html,x)", 1, "a link to 'data:text/html,x'"),
        ("[a](vbscript:x)", 1, "a link to 'vbscript:x'"),
        ("[a](file:///etc/passwd)", 1, "a link to 'file:///etc/passwd'"),
        ("[a](ftp://a.dk)", 1, "a link to 'ftp://a.dk'"),
        ("[a](../x)", 1, "a link to '../x'"),
        ("[a](#x)", 1, "a link to '#x'"),
        ("[a](//a.dk)", 1, "a link to '//a.dk'"),
        ("[a](https://b:c@a.dk)", 1, "a link to 'https://b:c@a.dk'"),
        ("[a](https://localhost)", 1, "a link to 'https://localhost'"),
        ("[a](mailto:a@b.dk?bcc=c@d.dk)", 1, "a link to 'mailto:a@b.dk?bcc=c@d.dk'"),
        ("b\n[a][c]\n\n[c]: javascript:x", 2, "a link to 'javascript:x'"),
        ('[a](https://a.dk "titel")', 1, "a link with a title in quotes"),
        ("[](https://a.dk)", 1, "a link without text"),
        ("a\n\n*&#8238;b*", 3, "'\ufffdb' with U+202E, which turns the direction of writing"),
        ("a\n\nb 😀", 3, "'b 😀' with 😀 (U+1F600)"),
        ("", None, "no text"),
        ("[a]: https://a.dk", None, "no text"),
        ("x" * (LONGEST + 1), None, f"{LONGEST + 1:,} characters"),
        ("a\n\n" * 30, None, "paragraphs and lists of about 48 lines"),
    ],
)
def test_what_is_not_of_the_subset_is_refused_with_its_row(text: str, row: int | None, what: str) -> None:
    assert (row, what) in found(text)


def test_a_personal_number_is_refused_and_not_repeated() -> None:
    for text in ("Ring 010190-1234", "[a](https://a.dk/010190-1234)", "[0101901234](https://a.dk)"):
        faults = read_commentary(text).faults
        assert faults
        assert "010190" not in str(faults)


def test_everything_wrong_is_told_at_once() -> None:
    assert len(found("# A\n\n`b` ![c](d)\n\n> e\n\n[f](x:y)")) == 5


def markdown_of(text: str) -> str:
    return str(prose(read_commentary(text).blocks).markdown)


def test_words_are_escaped_and_marks_are_classes() -> None:
    text = r"\# Nej *ja***måske**_jo_ {{< x >}} $y$ [@z] \<b> [l](https://a.dk/b_(c)?d=1&copy=2)"
    assert read_commentary(text).faults == ()
    page = as_html(markdown_of(text))
    assert "<em>ja</em><strong>måske</strong><em>jo</em>" in page.replace("\n", " ")
    assert "{{&lt; x &gt;}} $y$ [@z] &lt;b&gt;" in page.replace("\n", " ")
    assert 'href="https://a.dk/b_%28c%29?d=1&amp;copy=2"' in page
    assert "<h1" not in page


@given(st.lists(st.text(alphabet="ab *_[]()<>{}#`~^$@!\\&;:.-+1234\n\"'|=/", max_size=60), max_size=5))
def test_no_text_brings_a_tag_that_is_not_of_the_subset(parts: list[str]) -> None:
    blocks, faults = read_commentary("\n\n".join(parts))
    if faults or not blocks:
        return
    source = str(prose(blocks).markdown)
    assert "```" not in source
    assert "<" not in source.replace("\\<", "")


def test_odd_texts_come_out_letter_by_letter() -> None:
    texts = [
        r"1\) a", r"a\. b", r"\- c", r"\+ d", r"(1) e", r"\> f", r"\~\~\~", r"\=\=\=", "g | h", r"\:\:\: i",
        "::: {.boks}", "Term\n: Definition", "| a | b |\n|---|---|", "[^1]: x", "@fig-1", "H~2~O x^2^",
        "...", "--", "\"x\" 'y'", "$$z$$", r"\\alpha", "{=html}", "#kommentar", "%%", "i. a",
        "A. b", "(@) c",
    ]  # fmt: skip
    page = as_html(markdown_of("\n\n".join(texts)))
    words = page.replace("<p>", "").replace("</p>", "").replace("&quot;", '"').replace("&#39;", "'")
    words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\n", " ")
    for text in plain_text(read_commentary("\n\n".join(texts)).blocks).split("\n"):
        assert text in words
    assert not [tag for tag in ("<table", "<h", "<ol", "<ul", "<dl", "<div", "<blockquote") if tag in page]


def test_every_payload_comes_out_letter_by_letter_and_adds_nothing() -> None:
    for text in CORPUS:
        page = Parts(as_html(markdown_of(f"Først.\n\n{unread(text)}")))
        assert page.elements == [("p",), ("/p",)] * 2
        assert " ".join(text.split()) in page.texts


# Logos


def logo_faults(content: str | bytes, suffix: str = ".svg") -> list[str]:
    data = content.encode() if isinstance(content, str) else content
    return [fault.found for fault in read_logo(data, suffix).faults]


def test_shapes_may_be_cut_by_masks_and_clip_paths() -> None:
    cut = (
        '<clipPath id="a"><path d="M0 0h9"/></clipPath><mask id="b"><rect/></mask>'
        '<g clip-path="url(#a)"><g style="mask:url(#b)"><rect width="9"/></g></g>'
    )
    assert logo_faults(SVG.format(cut)) == []


def test_a_plain_logo_is_taken_as_it_is() -> None:
    logo = read_logo(SVG.format("").encode(), ".svg")
    assert logo.faults == ()
    assert logo.svg == SVG.format("")


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>x</script>", "an element 'script'"),
        ('<g onload="x()"/>', "an attribute 'onload'"),
        ('<image href="https://a.dk/b.png"/>', "an element 'image'"),
        ("<foreignObject/>", "an element 'foreignObject'"),
        ("<style>@import url(https://a.dk)</style>", "an element 'style'"),
        ('<use href="#a"/>', "an element 'use'"),
        ("<animate/>", "an element 'animate'"),
        ("<text>a</text>", "an element 'text'"),
        ('<a href="https://a.dk"/>', "an element 'a'"),
        ('<linearGradient href="https://a.dk#b"/>', "a reference to 'https://a.dk#b'"),
        (
            '<linearGradient xmlns:x="http://www.w3.org/1999/xlink" x:href="b.svg#c"/>',
            "a reference to 'b.svg#c'",
        ),
        ('<g fill="url(https://a.dk#b)"/>', "fill = 'url(https://a.dk#b)'"),
        ("<g style=\"fill:url( '//a.dk' )\"/>", "style = 'fill:url( '//a.dk' )'"),
        ('<g style="behavior:\\75rl(x)"/>', "style = 'behavior:\\75rl(x)'"),
        ('<g xmlns:e="http://e"><e:b/></g>', "an element 'b'"),
        ("<?xml-stylesheet href='a.css'?>", "an instruction <?xml-stylesheet"),
        ("<g>", "a file that is no XML (mismatched tag)"),
        ("<g>" * 30 + "</g>" * 30, "elements nested too deep"),
        (
            '<mask id="a"><path d="M0 0h9" mask="url(#b)"/></mask>',
            "a mask or clip path that is itself masked or clipped",
        ),
        ('<clipPath id="a" clip-path="url(#b)"/>', "a mask or clip path that is itself masked or clipped"),
        (
            '<clipPath id="a"><path d="M0 0h9" style="fill:red; clip-path : url(#b)"/></clipPath>',
            "a mask or clip path that is itself masked or clipped",
        ),
    ],
)
def test_a_logo_that_reaches_out_or_runs_is_refused(inside: str, what: str) -> None:
    assert what in logo_faults(SVG.format(inside))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "a document type"),
        ("<html/>", "a file that is no SVG"),
        ("", "a file that is no XML (no element found)"),
        (b"\xff\xfe", "a character that is not UTF-8"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "no size"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "no shapes"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 100"/>', "a picture of 1 × 100"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 0"/>', "no size"),
        (SVG.format("<g/>" * 3000), "3,002 elements"),
    ],
)
def test_what_is_no_logo_is_refused(content: str | bytes, what: str) -> None:
    assert what in logo_faults(content)


def png(width: int = 30, height: int = 10, *, packed: bytes | None = None, more: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))

    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    if packed is None:
        packed = zlib.compress(b"".join(b"\0" + b"\xaa\0\0" * width for _ in range(height)))
    data = chunk(b"IDAT", packed)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + data + chunk(b"IEND", b"")


def test_a_png_becomes_a_picture_in_an_svg() -> None:
    logo = read_logo(png(), ".png")
    assert logo.faults == ()
    assert 'viewBox="0 0 30 10"' in logo.svg
    assert "data:image/png;base64,iVBOR" in logo.svg


def test_a_damaged_or_chatty_png_is_refused() -> None:
    text = struct.pack(">L", 3) + b"tEXt" + b"a\0b" + struct.pack(">L", zlib.crc32(b"tEXta\0b"))
    whole = png()
    assert logo_faults(png(more=text), ".png") == ["a part 'tEXt' in the PNG"]
    damaged = ["a PNG that is damaged or cut off"]
    bomb = png(packed=zlib.compress(b"\0" * 10**6))
    for content in (whole[:-5], whole + b"x", whole.replace(b"IDAT", b"IDAX"), png(packed=b"x"), bomb):
        assert logo_faults(content, ".png") == damaged
    assert logo_faults(b"GIF89a", ".png") == ["a file that is no PNG"]
    assert logo_faults(png(5000, 1, packed=b""), ".png")[-1:] == ["a picture of 5000 × 1"]
    assert logo_faults(png(60_000, 60_000, packed=b""), ".png") == ["a picture of 60000 × 60000 pixels"]


# In a delivery


def deliver(data: Path, keys: str = "", **files: str | bytes) -> Path:
    """Add keys to the delivery file of the copied root, and files named with `_` in place of their point."""
    folder = data / "raw/2025Q2"
    path = folder / "delivery.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("simulated = false", f"simulated = false\n{keys}"), encoding="utf-8")
    for name, content in files.items():
        body = content.encode() if isinstance(content, str) else content
        (folder / name.replace("_", ".")).write_bytes(body)
    return folder


WRITTEN = 'commentary_author = "Ane"\ncommentary_date = 2025-06-20\n'
PUBLISHER = 'publisher = "Fonden"\n'


def test_what_the_publisher_says_is_read_sealed_and_kept_in_the_snapshot(data: Path, tmp_path: Path) -> None:
    keys = WRITTEN + PUBLISHER + 'publisher_address = "Vej 1"\ncontact = "a@b.dk"\nlogo = "logo.svg"\n'
    deliver(data, keys, commentary_md="Hej *du*", commentary_en_md="Hi", logo_svg=SVG.format(""))
    said = Publishing(
        {"da": "Hej *du*", "en": "Hi"}, "Ane", date(2025, 6, 20), "Vej 1", "a@b.dk", SVG.format("")
    )
    delivery = read_delivery(data, Q2)
    assert delivery.publishing == said
    names = {"commentary.md", "commentary.en.md", "logo.svg"}
    assert names <= {path.name for path in delivery.files}
    sealed = {path.name for path in seal_delivery(DataRoot(data), Q2, date(2025, 7, 1))}
    assert {f"{name}.meta.toml" for name in names} <= sealed
    snapshot = read_inputs(DataRoot(data), Q2)
    assert {f"2025Q2/{name}" for name in names} <= snapshot.read.keys()
    write_snapshot(snapshot, tmp_path / "snapshot")
    assert read_snapshot(tmp_path / "snapshot").delivery.publishing == said
    (data / "raw/2025Q2/commentary.md").write_text("Andet")
    with pytest.raises(InputError, match=r"commentary\.md: found bytes with sha256"):
        read_delivery(data, Q2)


def refused(data: Path) -> list[str]:
    with pytest.raises(InputError) as refusal:
        read_delivery(data, Q2)
    return [str(problem).removeprefix("data/raw/2025Q2/") for problem in refusal.value.problems]


Damage = Callable[[Path], object]


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (
            lambda data: deliver(data, commentary_md="Hej"),
            [
                "delivery.toml, column commentary_author: found no such key, expected who wrote "
                "commentary.md, in quotes",
                "delivery.toml, column commentary_date: found no such key, expected the day commentary.md "
                "was written, like 2025-06-03",
            ],
        ),
        (
            lambda data: deliver(data, WRITTEN),
            [
                "delivery.toml, row 29, column commentary_author: found 'Ane', expected commentary.md beside "
                "delivery.toml",
                "delivery.toml, row 30, column commentary_date: found '2025-06-20', expected commentary.md "
                "beside delivery.toml",
            ],
        ),
        (
            lambda data: deliver(data, WRITTEN, commentary_en_md="Hi"),
            ["commentary.en.md: found a commentary without commentary.md, expected commentary.md as well"],
        ),
        (
            lambda data: deliver(data, WRITTEN, commentary_md=b"Hej\n\xff", commentary_en_md="# a\n\n> b"),
            [
                "commentary.en.md, row 1: found a heading, expected only paragraphs, lists, *emphasis*, "
                "**strong emphasis** and [links](https://…)",
                "commentary.en.md, row 3: found a quotation (a row that begins with >), expected only "
                "paragraphs, lists, *emphasis*, **strong emphasis** and [links](https://…)",
                "commentary.md, row 2: found a character that is not UTF-8, expected a file saved as UTF-8",
            ],
        ),
        (
            lambda data: (deliver(data, WRITTEN) / "commentary.md").mkdir(),
            ["commentary.md: found a folder, expected a regular file"],
        ),
        (
            lambda data: deliver(data, WRITTEN, commentary_md=b"a" * 70_000),
            ["commentary.md: found a file of 69 kB, expected at most 16 kB of a commentary"],
        ),
        (
            lambda data: deliver(
                data, 'logo = "logo.svg"\npublisher_address = "Vej 1"', logo_svg=SVG.format("")
            ),
            [
                "delivery.toml, row 29, column logo: found 'logo.svg', expected publisher as well, whose it "
                "is",
                "delivery.toml, row 30, column publisher_address: found 'Vej 1', expected publisher as well, "
                "whose it is",
            ],
        ),
        (
            lambda data: deliver(data, PUBLISHER + 'logo = "../logo.svg"'),
            [
                "delivery.toml, row 30, column logo: found '../logo.svg', expected the name of an SVG or PNG "
                "file beside delivery.toml, like logo.svg"
            ],
        ),
        (
            lambda data: deliver(data, PUBLISHER + 'logo = "logo.svg"'),
            ["logo.svg: found no such file, expected a file with this name"],
        ),
    ],
)
def test_refused_with_these_lines(data: Path, damage: Damage, expected: list[str]) -> None:
    damage(data)
    assert refused(data) == expected


def test_a_new_delivery_takes_over_who_publishes_and_not_what_was_said(data: Path) -> None:
    keys = WRITTEN + PUBLISHER + 'publisher_address = "Vej 1"\ncontact = "a@b.dk"\nlogo = "logo.svg"\n'
    deliver(data, keys, commentary_md="Hej", logo_svg=SVG.format(""))
    folder = start_delivery(data, Quarter(2025, 3), date(2025, 9, 5)).folder
    text = (folder / "delivery.toml").read_text(encoding="utf-8")
    for line in ('publisher_address = "Vej 1"', 'contact = "a@b.dk"', 'logo = "logo.svg"'):
        assert f"\n{line}\n" in text
    assert "\n# commentary_author = " in text
    assert (folder / "logo.svg").read_text(encoding="utf-8") == SVG.format("")
    assert not (folder / "commentary.md").exists()


# On the pages


def shown(said: Publishing, language: str = "da", publisher: str | None = None) -> ReportData:
    snapshot = history(replace(committed(), publishing=said, publisher=publisher))
    return ReportData(snapshot, IndicatorTable(compute_table(snapshot)), Texts(language))


def one_line(page: str) -> str:
    return " ".join(page.split())


def page_of(context: ReportData) -> str:
    return one_line(as_html(str(commentary(context).markdown)))


def test_without_a_commentary_there_is_no_page() -> None:
    assert commentary(shown(Publishing())).markdown == ""


def test_the_page_names_author_and_day_and_the_english_one_says_what_is_not_translated() -> None:
    danish = Publishing({"da": "Hej **du**"}, "A <b>", date(2025, 6, 20))
    page = page_of(shown(danish))
    assert "A &lt;b&gt;, 20. juni 2025" in page
    assert "Hej <strong>du</strong>" in page
    assert "oversat" not in page
    untranslated = page_of(shown(danish, "en"))
    assert "has not been translated" in untranslated
    assert '<div lang="da">' in untranslated
    both = replace(danish, commentary={"da": "Hej", "en": "Hi *you*"})
    translated = page_of(shown(both, "en"))
    assert "Hi <em>you</em>" in translated
    assert "translated" not in translated
    assert "Hej" not in translated


def test_cover_and_the_page_on_who_is_behind_hold_logo_address_and_contact() -> None:
    said = Publishing(address="Vej 1", contact="a@b.dk", logo=SVG.format(""))
    context = shown(said, publisher="Fonden")
    cover = front.cover(context)
    assert cover.media["logo.svg"] == said.logo
    assert cover.front_matter["logo"] == "media/logo.svg"
    assert str(cover.front_matter["reached"]) == "Adresse: Vej 1. Kontakt: a@b.dk."
    assert "Adresse: Vej 1. Kontakt: a@b.dk." in one_line(as_html(str(front.important(context).markdown)))
    plain = front.cover(shown(Publishing()))
    assert not {"logo", "reached"} & plain.front_matter.keys()


def test_numbers_of_a_commentary_beside_hidden_ones_ask_for_an_answer_that_holds_for_this_text_alone() -> (
    None
):
    def warned(text: str) -> list[str]:
        said = Publishing({"da": text}, "Ane", date(2025, 6, 20))
        odd = findings(history(replace(committed(), publishing=said)))
        return [one.name for one in odd if one.kind == "commentary"]

    first, other = warned("I alt 57.307 og 3 pct."), warned("I alt 57.308")
    assert len(first) == len(other) == 1
    assert first != other
    assert warned("Ingen tal her") == []
    said = Publishing({"da": "I alt 57.307"}, "Ane", date(2025, 6, 20))
    open_delivery = replace(committed(), publishing=said, withheld=committed().withheld.clear())
    assert [one for one in findings(history(open_delivery)) if one.kind == "commentary"] == []
