"""The message catalogues as data: what each message says, holds and counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent

from analysis.texts import catalogue_text

MONTHS = {
    name: number for language in ("da", "en") for number, name in get_month_names(locale=language).items()
}


@dataclass(frozen=True)
class Message:
    """One message of a catalogue.

    Attributes:
        text: Everything it can say, its variants one after the other.
        shown: Names of the values it shows.
        counted: Names of the values that choose between its variants.
        messages: Names of the messages it holds.
    """

    text: str
    shown: frozenset[str]
    counted: frozenset[str]
    messages: frozenset[str]


@cache
def entries(name: str) -> list[fluent.EntryType]:
    """Everything that stands in a catalogue."""
    return FluentParser().parse(catalogue_text(name)).body


@cache
def read(name: str) -> dict[str, Message]:
    """The messages of a catalogue by name."""
    return {
        entry.id.name: _message(entry.value)
        for entry in entries(name)
        if isinstance(entry, fluent.Message) and entry.value is not None
    }


def _message(pattern: fluent.Pattern) -> Message:
    parts = list(_parts(pattern))

    def named(kind: str) -> frozenset[str]:
        return frozenset(text for what, text in parts if what == kind)

    return Message("".join(text for what, text in parts if what == "text"), *map(named, KINDS))


KINDS = ("shown", "counted", "message")


def _parts(pattern: fluent.Pattern) -> Iterator[tuple[str, str]]:
    for element in pattern.elements:
        if isinstance(element, fluent.TextElement):
            yield "text", element.value
            continue
        expression = element.expression
        if isinstance(expression, fluent.VariableReference):
            yield "shown", expression.id.name
        elif isinstance(expression, fluent.MessageReference):
            yield "message", expression.id.name
        elif isinstance(expression, fluent.FunctionReference):
            assert expression.id.name == "PCT"
            (argument,) = expression.arguments.positional
            assert isinstance(argument, fluent.VariableReference)
            yield "shown", argument.id.name
        elif isinstance(expression, fluent.SelectExpression):
            assert isinstance(expression.selector, fluent.VariableReference)
            yield "counted", expression.selector.id.name
            for variant in expression.variants:
                yield from _parts(variant.value)
                yield "text", "\n"
        else:
            raise AssertionError(f"a message holds {expression}")


def numbers(text: str) -> list[str]:
    """The numbers that stand in a text, whatever the language writes them like, in order of size."""
    for name, number in MONTHS.items():
        text = re.sub(rf"\b{name}\b", str(number), text)
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return sorted(re.sub(r"[.,](?=\d{3}\b)", "", one).replace(",", ".") for one in found)
