"""What each column of the tidy table and of the list of changes holds, in Danish and English."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("da", "en")


@dataclass(frozen=True)
class DataColumn:
    """A column of a data file.

    Attributes:
        name: Its head in the file.
        kind: Its type in Table Schema: string, number, date, boolean.
        title: A short name by language.
        description: What it holds by language.
        required: Whether each row has a value.
        values: The values it may have; empty for any.
    """

    name: str
    kind: str
    title: dict[str, str]
    description: dict[str, str]
    required: bool
    values: tuple[str, ...]


@cache
def tidy_columns() -> tuple[DataColumn, ...]:
    """The columns of `indicators.csv`, in order."""
    text = files("analysis.outputs").joinpath("columns.csv").read_text(encoding="utf-8")
    return tuple(
        DataColumn(
            row["name"],
            row["type"],
            {language: row[f"title_{language}"] for language in LANGUAGES},
            {language: row[f"description_{language}"] for language in LANGUAGES},
            row["required"] == "yes",
            tuple(row["values"].split()),
        )
        for row in csv.DictReader(text.splitlines())
    )


def revision_columns() -> tuple[DataColumn, ...]:
    """The columns of `revisions.csv`, in order."""
    own = {one.name: one for one in tidy_columns()}
    number = {"da": "forskel", "en": "difference"}
    first = (
        DataColumn(
            "change",
            "string",
            {"da": "Ændring", "en": "Change"},
            {
                "da": "Om rækken er ændret (changed), ny (added) eller udgået (removed).",
                "en": "Whether the row changed, was added or was removed.",
            },
            True,
            ("changed", "added", "removed"),
        ),
        DataColumn(
            "columns",
            "string",
            {"da": "Kolonner", "en": "Columns"},
            {
                "da": "Navnene på de kolonner, der er ændret, adskilt af komma.",
                "en": "Names of the columns that changed, separated by commas.",
            },
            True,
            (),
        ),
        *(own[name] for name in ("quarter", "level", "area_code", "area", "indicator", "unit")),
        DataColumn(
            "difference",
            "number",
            {"da": "Forskel", "en": "Difference"},
            {"da": "Ny værdi minus gammel værdi.", "en": "New value minus old value."},
            False,
            (),
        ),
        DataColumn(
            "difference_percent",
            "number",
            {"da": f"{number['da'].capitalize()} i procent", "en": f"{number['en'].capitalize()} in percent"},
            {
                "da": "Forskellen i procent af den gamle værdi.",
                "en": "Difference in percent of the old value.",
            },
            False,
            (),
        ),
    )
    sides = {"old": ("forrige version", "previous version"), "new": ("denne version", "this version")}
    both = (
        DataColumn(
            f"{side}_{name}",
            own[name].kind,
            {"da": f"{own[name].title['da']}, {danish}", "en": f"{own[name].title['en']}, {english}"},
            {
                "da": f"{own[name].description['da']} I {danish}.",
                "en": f"{own[name].description['en']} In the {english}.",
            },
            False,
            own[name].values,
        )
        for name in (
            "value",
            "numerator",
            "denominator",
            "lower",
            "upper",
            "status",
            "basis",
            "unit",
            "source",
            "note",
        )
        for side, (danish, english) in sides.items()
    )
    return (*first, *both)
