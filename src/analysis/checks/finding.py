"""One odd thing about a delivery, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from analysis.indicators.schema import areas_within
from analysis.ingest.delivery import Delivery
from analysis.ingest.tables.activations import ACTIVATIONS_COLUMNS
from analysis.ingest.tables.aeds import AEDS_COLUMNS
from analysis.ingest.tables.runners import RUNNERS_COLUMNS
from analysis.reference.files import Reference

TABLES: Final = {"runners": RUNNERS_COLUMNS, "activations": ACTIVATIONS_COLUMNS, "aeds": AEDS_COLUMNS}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One odd thing in one place.

    Attributes:
        kind: What is odd, such as `changed_counts`.
        key: What tells findings of a kind apart, such as `482/active_runners`.
        table: The table it stands in, or `delivery`.
        area_code: The area concerned; empty for the delivery as a whole.
        area: Its name.
        column: The column or key, its name in code.
        found: The number or text found.
        compared: The number or text it was compared with, or None.
        against: What `compared` is: a quarter, `neighbours` or `region`, a date.
        expected: What the number would be, had the area developed like the country.
        file: The file as messages name it.
        row: The row, or None.
        answer: What a person wrote about it, or None.
    """

    kind: str
    key: str
    table: str
    column: str
    area_code: str = ""
    area: str = ""
    found: Any = None
    compared: Any = None
    against: str = ""
    expected: float | None = None
    file: str = ""
    row: int | None = None
    answer: str | None = None

    @property
    def name(self) -> str:
        """What an answer refers to, such as `changed/482/active_runners`."""
        return f"{self.kind}/{self.key}"

    @property
    def header(self) -> str:
        """The column as the delivery's files name it."""
        return {one.name: one.header for one in TABLES.get(self.table, ())}.get(self.column, self.column)

    def __str__(self) -> str:
        """The finding on one line, for the person who runs `check`."""
        row = "" if self.row is None else f", row {self.row}"
        found, compared = _shown(self.found), _shown(self.compared)
        text = EXPLANATIONS[self.kind].format(
            area=self.area,
            found=found,
            compared=compared,
            against=AGAINST.get(self.against, self.against),
            expected=_shown(self.expected),
        )
        answered = "" if self.answer is None else f" (answered: {self.answer})"
        return f"warning {self.name}: {self.file}{row}, column {self.header}: {text}{answered}"

    def record(self) -> dict[str, Any]:
        """The finding as JSON holds it."""
        fields = (
            "name",
            "file",
            "row",
            "header",
            "area",
            "found",
            "compared",
            "against",
            "expected",
            "answer",
        )
        return {name: _plain(getattr(self, name)) for name in fields}


AGAINST: Final = {"neighbours": "the median of its neighbours", "region": "the median of its region"}

EXPLANATIONS: Final[Mapping[str, str]] = {
    "changed": "{area} has {found}, in {against} {compared}; like the country it would have {expected}",
    "fewer": "{area} has no number; it was {compared} in {against}",
    "neighbours": "{area} has {found} per 100,000 inhabitants, {against} is {compared}",
    "share-up": "the share of {area} rose although its count fell: {found}, in {against} {compared}",
    "two-above-one": "{area} has {found} per cent accepted by two, {compared} by one",
    "fell": "the year to date fell in {area}: {found}, in {against} {compared}",
    "withheld-expired": "{area} is withheld until {compared}, before as_of {found}",
    "population": "{found} is chosen; {compared} is the newest that was published on {against}",
    "carried-over": "the note of {area} is carried over and not confirmed: {found}",
    "leak": (
        "{area} is not published, but only {found} to {compared} is possible: {against}; "
        "an entry [[accepted_leak]] in delivery.toml settles it, no answer does"
    ),
    "answer": "the answer to {found} belongs to no warning",
}


def of_row(row: Mapping[str, Any], kind: str, table: str, column: str, **details: Any) -> Finding:
    """A finding about one column of an area's row."""
    code = row["area_code"]
    place = {"table": table, "column": column, "area_code": code, "area": row["area"]}
    return Finding(kind=kind, key=f"{code}/{column}", **place, **details)


def areas_of(delivery: Delivery, table: str) -> pl.DataFrame:
    """A table of the delivery under the headings `area_code` and `area`, whatever its areas are."""
    frame: pl.DataFrame = getattr(delivery, table)
    return frame.rename({"municipality_code": "area_code", "municipality": "area"}, strict=False)


def municipal(delivery: Delivery, table: str) -> pl.DataFrame:
    """The rows of municipalities of a table, under the headings `area_code` and `area`."""
    frame = areas_of(delivery, table)
    return frame.filter(pl.col("level") == "municipality") if "level" in frame.columns else frame


def is_broken(delivery: Delivery, indicator: str, reference: Reference) -> pl.Expr:
    """Whether the delivery declares a break of an area's series, or of one that the area lies in."""
    declared = delivery.breaks.filter(pl.col("indicator") == indicator)
    if declared.is_empty():
        return pl.lit(False)
    broken = declared.join(areas_within(reference), left_on="area_code", right_on="whole", suffix="_inside")
    return pl.col("area_code").is_in(broken["area_code_inside"].to_list())


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    return "nothing" if value is None else str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return " of ".join(map(str, value))
    return round(value, 1) if isinstance(value, float) else value
