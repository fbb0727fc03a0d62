"""The message catalogue."""

import re
from importlib.resources import files

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from analysis.texts import CATALOGUES, LANGUAGES, Texts

CATALOGUE = "\n".join(
    files("analysis.texts").joinpath(name.format("da")).read_text(encoding="utf-8") for name in CATALOGUES
)
PACKAGE = files("analysis")


def test_a_language_without_an_edition_is_refused() -> None:
    assert LANGUAGES == ("da",)
    with pytest.raises(ValueError, match="'en'"):
        Texts("en")


def test_an_unknown_message_is_an_error() -> None:
    with pytest.raises(KeyError, match="no-such-message"):
        Texts("da")("no-such-message")


def test_a_placeholder_without_a_value_is_an_error() -> None:
    texts = Texts("da")
    with pytest.raises(KeyError, match="quarter-name"):
        texts("quarter-name", number="2")
    assert "2025" in texts("quarter-name", number="2", year="2025")


def test_values_enter_as_they_are() -> None:
    shown = Texts("da")("quarter-name", number="<2> { $x }", year="\u00a02025")
    assert "<2> { $x }" in shown
    assert "\u2068" not in shown


def test_number_words() -> None:
    texts = Texts("da")
    assert [texts.number_word(number) for number in (0, 1, 5, 12, 13)] == [
        "ingen", "én", "fem", "tolv", "13",
    ]  # fmt: skip
    assert texts.number_word(1, capital=True) == "Én"
    assert texts.number_word(99, capital=True) == "99"


def test_the_catalogue_has_no_broken_or_repeated_message() -> None:
    entries = FluentParser().parse(CATALOGUE).body
    assert [entry.content for entry in entries if isinstance(entry, fluent.Junk)] == []
    names = [entry.id.name for entry in entries if isinstance(entry, fluent.Message)]
    assert sorted(names) == sorted(set(names))


def test_every_message_that_the_code_names_exists() -> None:
    entries = FluentParser().parse(CATALOGUE).body
    names = {entry.id.name for entry in entries if isinstance(entry, fluent.Message)}
    modules = [path for folder in (PACKAGE, PACKAGE / "pages") for path in folder.iterdir()]
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules if path.name.endswith(".py"))
    asked = set(re.findall(r'texts\(\s*"([^"{}]+)"', code))
    assert asked
    assert asked - names == set()
