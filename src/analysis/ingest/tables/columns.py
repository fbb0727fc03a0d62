"""Columns of an input table: their kind makes their rules, how they are read, and their template."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

import polars as pl

from analysis.ingest.cells import percentage, whole_number
from analysis.ingest.rules import (
    Rule,
    is_count,
    is_count_of_filled_row,
    is_count_or_not_known,
    is_no_fraction,
    is_no_number,
    is_percentage,
    says_why_not_known,
)
from analysis.reading.files import Column

UNKNOWN: Final = "Lad cellen stå tom, hvis tallet ikke kendes."
FILLED_IN: Final = "Er udfyldt og skal ikke ændres."
WITHOUT_SIGN: Final = "Skriv 16 for 16 procent, uden procenttegn. Kan udelades."


class Kind(Enum):
    """What the cells of a column hold."""

    CODE = "code"
    NAME = "name"
    COUNT = "count"
    PERCENT = "percent"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, eq=False)
class InputColumn(Column):
    """A column of an input table.

    Attributes:
        kind: What its cells hold.
        explanation: What a cell has to hold, in Danish, as the template says it.
        rules: The rules whose breach is a fault of this column.
    """

    kind: Kind
    explanation: str
    rules: tuple[Rule, ...] = ()

    def number(self) -> pl.Expr:
        """The cells of a column of numbers as numbers; null where there is none."""
        read = percentage if self.kind is Kind.PERCENT else whole_number
        return read(pl.col(self.name)).alias(self.name)


def code_column(name: str, header: str, explanation: str, *rules: Rule) -> InputColumn:
    """What a row is about, as a code."""
    return InputColumn(name, header, kind=Kind.CODE, explanation=explanation, rules=rules)


def name_column(name: str, header: str, explanation: str, *rules: Rule, required: bool = True) -> InputColumn:
    """The name that belongs to the code."""
    return InputColumn(name, header, required, kind=Kind.NAME, explanation=explanation, rules=rules)


def count_column(
    name: str, header: str, explanation: str, *rules: Rule, required: bool = True, blank: bool = True
) -> InputColumn:
    """A count: a whole number, or with ``blank`` an empty cell where it is not known.

    Args:
        name: Name in code.
        header: Its Danish header.
        explanation: What a cell has to hold, in Danish.
        *rules: Further rules of the column.
        required: Whether a file without it is refused.
        blank: Whether cells may be empty.
    """
    kept = (*is_count(name, blank=blank), *rules)
    return InputColumn(name, header, required, kind=Kind.COUNT, explanation=explanation, rules=kept)


def explained_count_column(name: str, header: str, explanation: str) -> InputColumn:
    """A count that may be unknown where the note of its row says why."""
    rules = (*is_count_or_not_known(name), *says_why_not_known(name))
    return InputColumn(name, header, kind=Kind.COUNT, explanation=explanation, rules=rules)


def count_column_of_filled_rows(name: str, header: str, explanation: str) -> InputColumn:
    """A count without which a row says nothing; the country's has to be there."""
    rules = is_count_of_filled_row(name)
    return InputColumn(name, header, kind=Kind.COUNT, explanation=explanation, rules=rules)


def percent_column(name: str, header: str, explanation: str, *rules: Rule, usual: int) -> InputColumn:
    """A rounded percentage, delivered where the count is not known; ``usual`` is one as it often is."""
    kept = (is_percentage(name), is_no_fraction(name, usual), *rules)
    text = f"{explanation} {WITHOUT_SIGN}"
    return InputColumn(name, header, required=False, kind=Kind.PERCENT, explanation=text, rules=kept)


def note_column(
    explanation: str = (
        "Bemærkning, som rapporten viser ved området. Kan stå tom. Begynder den med »Overført fra«, stod den "
        "i en tidligere leverance: læs den igennem, ret eller slet den, og fjern de indledende ord."
    ),
) -> InputColumn:
    """The note of a row."""
    rules = (is_no_number("note"),)
    return InputColumn(
        "note", "Bemærkning", required=False, kind=Kind.NOTE, explanation=explanation, rules=rules
    )
