"""The message catalogues: whole, used, and the same in every language."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path

import catalogues  # type: ignore[import-not-found]
import nbformat
import polars as pl
import pytest
from fluent.syntax import ast as fluent

from analysis.core.formatting import long_date, read_long_date
from analysis.core.layout import NOTEBOOKS, ROOT
from analysis.guidance.codes import load_codes
from analysis.indicators.schema import POPULATION_SOURCE, SIMULATED_POPULATION
from analysis.ingest.counts import COUNTS
from analysis.ingest.tables.registry import CORRECTABLE, TABLES
from analysis.reading.text_rules import composed
from analysis.report.note_values import value_in_language
from analysis.texts import CATALOGUES, LANGUAGES, Texts, catalogue_text
from analysis.texts.markup import Foreign
from analysis.texts.notes import BETWEEN, day_in_note, ended, note, note_in_language, parts_joined, parts_of

PACKAGE = files("analysis")
OTHERS = [language for language in LANGUAGES if language != "da"]
PAIRS = list(product(CATALOGUES, OTHERS))
OTHER_NUMBERS = {("en", "regions-text"): "Danes know from elsewhere that two regions become one"}
ANY_PART = "[a-z0-9_-]*"
TEMPLATES = ("page.html", "typst-show.typ")


def names(template: str, language: str) -> set[str]:
    return set(catalogues.read(template.format(language)))


def all_names(language: str = "da") -> set[str]:
    return {name for template in CATALOGUES for name in names(template, language)}


@cache
def code() -> ast.Module:
    """All of the package but the command line, whose words are English, and the notebooks of pages."""
    modules = [path for path in sorted(Path(str(PACKAGE)).rglob("*.py")) if "cli" not in path.parts]
    sources = [path.read_text(encoding="utf-8") for path in modules]
    sources += [
        cell.source
        for path in sorted((NOTEBOOKS / "pages").glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    ]
    parsed = [ast.parse(source) for source in sources]
    return ast.Module([statement for module in parsed for statement in module.body], [])


def test_a_language_without_an_edition_is_refused() -> None:
    assert LANGUAGES[0] == "da"
    with pytest.raises(ValueError, match="'de'"):
        Texts("de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_message_is_an_error(language: str) -> None:
    with pytest.raises(KeyError, match="no-such-message"):
        Texts(language)("no-such-message")


def test_a_placeholder_without_a_value_is_an_error() -> None:
    texts = Texts("da")
    with pytest.raises(KeyError, match="quarter-name"):
        texts("quarter-name", number="2")
    assert "2025" in texts("quarter-name", number="2", year="2025")


def test_values_enter_as_they_are() -> None:
    shown = Texts("da")("quarter-name", number="<2> { $x }", year="\u00a02025")
    assert "<2> { $x }" in shown
    assert "\u2068" not in shown


def test_a_danish_sentence_writes_pct_for_the_sign_of_a_percentage() -> None:
    shown = {"share": "71\u00a0%", "count": "26.182"}
    assert Texts("da")("aeds-finding", **shown).startswith("71\u00a0pct. af landets 26.182")
    assert Texts("en")("aeds-finding", share="71%", count="26,182").startswith("71% of the country’s 26,182")
    lower = Texts("da")("sheet-fewer-country", percent="24\u00a0%")
    assert lower == "24\u00a0pct. lavere end landsgennemsnittet"
    assert lower.markdown == "24\u00a0pct\\. lavere end landsgennemsnittet"
    assert Texts("da")("key-share-detail", share="9\u00a0%", total="57.307") == "9\u00a0% af landets 57.307"


def test_no_sentence_ends_with_the_full_stop_of_pct_and_its_own() -> None:
    texts = [catalogue_text(name.format("da")) for name in CATALOGUES]
    assert sum(text.count("PCT(") for text in texts) > 40
    assert [found for text in texts for found in re.findall(r"PCT\([^)]*\) \}\.|pct\.\.", text)] == []


def test_number_words() -> None:
    texts = Texts("da")
    assert [texts.number_word(number) for number in (0, 1, 5, 10, 11)] == [
        "ingen", "én", "fem", "ti", "11",
    ]  # fmt: skip
    assert texts.number_word(1, capital=True) == "Én"
    assert texts.number_word(99, capital=True) == "99"
    assert [Texts("en").number_word(number) for number in (0, 1, 5, 10, 11)] == [
        "none", "one", "five", "10", "11",
    ]  # fmt: skip


def test_counts_choose_their_form() -> None:
    assert [Texts("da")("days-counted", days=days) for days in (1, 154)] == ["1 dag", "154 dage"]
    assert [Texts("en")("days-counted", days=days) for days in (1, 154)] == ["1 day", "154 days"]


@pytest.mark.parametrize(("template", "language"), list(product(CATALOGUES, LANGUAGES)))
def test_a_catalogue_has_no_broken_or_repeated_message(template: str, language: str) -> None:
    entries = catalogues.entries(template.format(language))
    assert [entry.content for entry in entries if isinstance(entry, fluent.Junk)] == []
    listed = [entry.id.name for entry in entries if isinstance(entry, fluent.Message)]
    assert sorted(listed) == sorted(set(listed))


# Every language says the same


@pytest.mark.parametrize(("template", "language"), PAIRS)
def test_languages_have_the_same_messages(template: str, language: str) -> None:
    danish, other = names(template, "da"), names(template, language)
    assert (sorted(danish - other), sorted(other - danish)) == ([], [])


@pytest.mark.parametrize(("template", "language"), PAIRS)
def test_messages_show_the_same_values(template: str, language: str) -> None:
    """A value that only chooses between forms may be used by one language alone."""
    danish, other = (catalogues.read(template.format(one)) for one in ("da", language))
    differing = {
        name
        for name in danish.keys() & other.keys()
        if danish[name].shown != other[name].shown or danish[name].messages != other[name].messages
    }
    assert differing == set()


@pytest.mark.parametrize(("template", "language"), PAIRS)
def test_messages_hold_the_same_numbers(template: str, language: str) -> None:
    danish, other = (catalogues.read(template.format(one)) for one in ("da", language))
    differing = {
        name: (found, wanted)
        for name in danish.keys() & other.keys()
        if (found := distinct(other[name].text)) != (wanted := distinct(danish[name].text))
        and (language, name) not in OTHER_NUMBERS
    }
    assert differing == {}


def distinct(text: str) -> list[str]:
    """The numbers of a message; one that stands in several of its variants counts once.

    The hours of a day count nothing: Danish says *døgn* without a number.
    """
    return sorted(set(catalogues.numbers(text.replace("24 hours a day", "all day"))))


def test_declared_differences_of_numbers_still_differ() -> None:
    for language, name in OTHER_NUMBERS:
        pair = [
            distinct(catalogues.read(template.format(one))[name].text)
            for one in ("da", language)
            for template in CATALOGUES
            if name in names(template, one)
        ]
        assert pair[0] != pair[1], name


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_was_left_in_danish(language: str) -> None:
    """Words with Danish letters are names or terms that are glossed; no message is a copy."""
    for template in CATALOGUES:
        danish, other = (catalogues.read(template.format(one)) for one in ("da", language))
        copied = {
            name
            for name in danish.keys() & other.keys()
            if danish[name].text == other[name].text and re.search(r"[a-zæøå]{3}", danish[name].text)
        }
        assert copied <= SAME_IN_BOTH, template


SAME_IN_BOTH = {"column-region", "column-region-name", "missing-first-source", "missing-activated-source"}
SAME_IN_BOTH |= {"missing-response-source", "region-small-item", "sheet-note-withheld"}
SAME_IN_BOTH |= {"release-version", "release-version-number", "release-edition-short", "release-sheet-note"}
SAME_IN_BOTH |= {"release-head-region", "release-file-manifest-json"}
SAME_IN_BOTH |= {
    "codebook-kind-rate",
    "codebook-level-region",
    "column-reach-median",
    "column-responders-median",
}
SAME_IN_BOTH |= {"explore-level-region"}


# Used, and there


def keys(node: ast.expr) -> Iterator[str]:
    """The keys that an argument can be, those put together at run time as patterns."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from keys(node.body)
        yield from keys(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        parts = (next(keys(part), ANY_PART) for part in node.values)
        yield "".join(parts)


def asked() -> set[str]:
    """Patterns of the messages that the code asks for."""
    found: set[str] = set()
    for call in ast.walk(code()):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name == "texts" or (name == "say" and isinstance(call.func, ast.Name)):
            found.update(keys(call.args[0]))
        elif name == "note" and isinstance(call.func, ast.Name):
            found.update(f"note\\-{key}" for key in keys(call.args[0]))
        elif isinstance(call.func, ast.Name) and name in ("words", "self"):
            found.update(f"asking\\-{key}" for key in keys(call.args[0]))
    return found


def test_every_message_that_the_code_names_exists() -> None:
    patterns, known = asked(), all_names()
    assert len(patterns) > 200
    assert [one for one in patterns if not any(re.fullmatch(one, name) for name in known)] == []


def test_no_message_is_unused() -> None:
    texts = {node.value for node in ast.walk(code()) if isinstance(node, ast.Constant)}
    texts |= {f"asking-{text}" for text in texts if isinstance(text, str)}
    inside = {
        name
        for template in CATALOGUES
        for message in catalogues.read(template.format("da")).values()
        for name in message.messages
    }
    used = re.compile("|".join(asked()))
    assert {name for name in all_names() - texts - inside if not used.fullmatch(name)} == set()


def test_templates_hold_no_words_of_their_own() -> None:
    """What a reader sees of the page comes from the front matter, and so from a catalogue."""
    folder = ROOT / "_extensions" / "statusrapport"
    for name in TEMPLATES:
        text = (folder / name).read_text(encoding="utf-8")
        text = re.sub(r"<script>.*?</script>", " ", text, flags=re.DOTALL)
        shown = re.sub(r"<[^>]*>|\$[^$\n]*\$|#show.*|^\s*[a-z-]+:", " ", text, flags=re.MULTILINE)
        shown = re.sub(r"\.kort \{.*", " ", shown)
        assert re.findall(r"[A-Za-zÆØÅæøå]{3,}", re.sub("Quarto|none", "", shown)) == [], name


# Words that stand elsewhere too


def test_columns_are_named_as_in_the_deliverys_files() -> None:
    texts = Texts("da")
    for columns in CORRECTABLE.values():
        for column in columns:
            assert texts(f"file-column-{column.name}") == column.header
            assert Texts("en")(f"file-column-{column.name}")
    for count in COUNTS.values():
        for header in (one.header for one in TABLES[count.table].columns if one.name == count.name):
            assert texts(f"file-column-{count.name}") == header
            assert Texts("en")(f"file-column-{count.name}")


def test_population_sources_are_those_of_the_table() -> None:
    assert Texts("da")("population-source") == POPULATION_SOURCE
    assert Texts("da")("population-source-simulated") == SIMULATED_POPULATION


def test_reasons_have_a_label_in_every_language() -> None:
    for reason in load_codes().values():
        assert set(reason.labels) == set(LANGUAGES)


# Notes of the tidy table


def said(kind: str, text: str) -> str:
    return f"«{text}»" if kind == "text" else f"<{text}>"


def test_a_note_is_said_in_the_language_of_the_edition() -> None:
    english = Texts("en")
    assert note_in_language(note("from-zero"), english, said) == [english("note-from-zero")]
    broken = note_in_language(note("break", reason="Nyt register (2024)."), english, said)
    assert broken == [english("note-break", reason="«Nyt register (2024).»")]
    own = "Langeland har sin egen ordning."
    assert note_in_language(own, english, said) == [f"«{own}»"]


def joined(*parts: str | None) -> str | None:
    row = pl.DataFrame([parts], schema=[str(place) for place in range(len(parts))], orient="row")
    text: str | None = row.cast(pl.String).select(parts_joined(*row.columns)).item()
    return text


def test_each_part_of_a_note_is_said_for_itself() -> None:
    english = Texts("en")
    cell = joined(
        note("two-days", aeds="A", runners="B"), None, "Brud i serien: nyt register", "", "Eget. Ja"
    )
    assert cell is not None
    assert parts_of(cell) == [
        note("two-days", aeds="A", runners="B"),
        "Brud i serien: nyt register",
        "Eget. Ja",
    ]
    assert note_in_language(cell, english, said) == [
        "The AEDs were counted on <A> and the responders on <B>.",
        "Break in the series: «nyt register».",
        "«Eget. Ja»",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", ""), ("Intet svar", "Intet svar."), ("Ny?", "Ny?"), ("Talt.", "Talt."), ("Og …", "Og …")],
)
def test_a_note_that_another_follows_is_a_sentence(text: str, sentence: str) -> None:
    assert ended(text) == sentence
    foreign = ended(Foreign("Intet svar", "da"))
    assert (foreign, type(foreign)) == ("Intet svar.", Foreign)


def test_no_note_at_all_is_none() -> None:
    assert joined(None, "", None) is None


def test_no_delivered_text_holds_what_parts_a_note() -> None:
    assert composed(f"før{BETWEEN}efter") == "før efter"


@pytest.mark.parametrize("day", [date(2025, 1, 1), date(2026, 12, 31), date(2024, 2, 29)])
def test_a_day_in_a_note_is_written_and_read_as_the_report_does(day: date) -> None:
    assert pl.select(day_in_note(pl.lit(day))).item() == long_date(day)
    assert read_long_date(long_date(day)) == day
    assert read_long_date(long_date(day).replace("\u00a0", " ")) == day, "as a delivered note has it"
    assert read_long_date(long_date(day, "en")) is None


@pytest.mark.parametrize(
    ("kind", "danish", "english"),
    [
        ("day", "3.\xa0juni 2025", "3\xa0June 2025"),
        ("day", "31.\xa0februar 2025", None),
        ("day", "en dag", None),
        ("quarter", "2. kvartal 2025", "Q2 2025"),
        ("quarter", "sommeren", None),
        ("names", "Aalborg", "Aalborg"),
        ("names", "Fanø, Læsø og Ærø", "Fanø, Læsø and Ærø"),
        ("names", "Region Sjælland og Region Hovedstaden", "Region Sjælland and Region Hovedstaden"),
        ("names", "Syd- og Sønderjylland", "Syd- og Sønderjylland"),
        ("cell", "57.307", "57,307"),
        ("cell", "98,5\xa0%", "98.5%"),
        ("cell", "100\xa0%", "100%"),
        ("cell", "en tom celle", "an empty cell"),
        ("cell", "Tredive", None),
        ("column", "Aktive hjerteløbere", "Active volunteer responders"),
        ("column", "Noget andet", None),
        ("number", "98", "98"),
        ("text", "3.\xa0juni 2025", None),
    ],
)
def test_values_of_notes_are_said_in_english(kind: str, danish: str, english: str | None) -> None:
    assert value_in_language(kind, danish, Texts("en")) == english
    assert value_in_language(kind, danish, Texts("da")) == (None if english is None else danish)


@pytest.mark.parametrize("name", sorted(names("notes_{}.ftl", "da")))
def test_no_note_is_mistaken_for_another(name: str) -> None:
    message = catalogues.read("notes_da.ftl")[name]
    values = {value: f"x{place}" for place, value in enumerate(sorted(message.shown))}
    shown = note(name.removeprefix("note-"), **values)
    as_it_is = lambda kind, text: text  # noqa: E731
    assert note_in_language(shown, Texts("da"), as_it_is) == [shown]
    assert note_in_language(shown, Texts("en"), as_it_is) == [Texts("en")(name, **values)]


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", ("Kommunekode", "Regionskode")), ("en", ("Municipality code", "Region code"))],
)
def test_the_code_at_a_sheets_foot_is_not_parted_from_its_word(language: str, words: tuple[str, str]) -> None:
    texts = Texts(language)
    said = tuple(texts(f"sheet-footer-{kind}", code="825") for kind in ("municipality", "region"))
    assert said == tuple(f"{word}\N{NO-BREAK SPACE}825." for word in words)
