"""The API of Danmarks Statistik's StatBank: what a table holds, and its cells.

The API (version 1) is asked by POST with JSON. It answers in UTF-8: the description of a table as JSON, cells
as CSV with a byte order mark and semicolons, and errors as JSON with `errorTypeCode` and `message`.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import ClassVar, Final

import polars as pl

from analysis.reference.web_service import WebService, WebServiceError, shown

ADDRESS: Final = "https://api.statbank.dk/v1"
MOST_CELLS: Final = 1_000_000
NOT_AVAILABLE: Final = frozenset({"..", "."})
VALUE: Final = "value"

Values = dict[str, str]


@dataclass(frozen=True)
class StatBank(WebService):
    """StatBank at an address, and how patiently it is asked."""

    called: ClassVar[str] = "StatBank"

    address: str = ADDRESS

    def describe(self, table: str) -> dict[str, Values]:
        """The variables of a table: by variable, the text of each code, in StatBank's order.

        Raises:
            WebServiceError: There is no readable answer.
        """
        self.say(f"asking StatBank what {table} holds")
        question = {"table": table, "lang": "da", "format": "JSON"}
        return parse_description(self._answer("tableinfo", question))

    def cells(self, table: str, selection: Mapping[str, Sequence[str]]) -> pl.DataFrame:
        """Cells of a table.

        Args:
            table: Such as `FOLK1A`.
            selection: The codes wanted, by variable; no more than `MOST_CELLS` cells in all.

        Returns:
            A row per cell of the answer: a String column of codes per variable, in the selection's order, and
            `value` (Int64, null where StatBank has none).

        Raises:
            WebServiceError: There is no readable answer.
            ValueError: The selection is larger than StatBank answers at once.
        """
        wanted = prod(map(len, selection.values()))
        if wanted > MOST_CELLS:
            raise ValueError(f"{wanted} cells of {table}, more than {MOST_CELLS}")
        self.say(f"asking StatBank for {wanted} cells of {table}")
        question = {
            "table": table,
            "lang": "da",
            "format": "CSV",
            "valuePresentation": "Code",
            "delimiter": "Semicolon",
            "variables": [{"code": code, "values": list(values)} for code, values in selection.items()],
        }
        return parse_cells(self._answer("data", question), selection)


def parse_description(content: bytes) -> dict[str, Values]:
    """The answer of `tableinfo`: by variable, the text of each code.

    Raises:
        WebServiceError: It is not the description of a table.
    """
    try:
        described = json.loads(content.decode("utf-8-sig"))
        return {
            _text(variable["id"]): {_text(value["id"]): _text(value["text"]) for value in variable["values"]}
            for variable in described["variables"]
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        found = _quoted_start(content)
        raise WebServiceError(f"StatBank's description of the table cannot be read: {found}") from None


def parse_cells(content: bytes, selection: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """The answer of `data` in CSV; columns as in `StatBank.cells`.

    Raises:
        WebServiceError: It is not CSV in UTF-8 with the columns asked for, it breaks off, it holds other
            cells than were asked for, one of them twice, or a value that is neither a whole number nor `..`.
    """
    try:
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        rows = list(csv.reader(text, delimiter=";", strict=True))
    except (ValueError, csv.Error):
        rows = []
    header = [*(code.casefold() for code in selection), "indhold"]
    if not rows or sorted(title.casefold() for title in rows[0]) != sorted(header):
        raise WebServiceError(
            f"StatBank's answer is not the CSV that was asked for: {_quoted_start(content)}"
        )
    if not content.endswith(b"\n"):
        raise WebServiceError(f"StatBank's answer breaks off in row {len(rows)}")
    titles = [title.casefold() for title in rows[0]]
    order = [titles.index(title) for title in header]
    asked = [frozenset(values) for values in selection.values()]
    cells: dict[tuple[str, ...], int | None] = {}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise WebServiceError(f"StatBank's answer has {len(row)} columns in row {number}")
        *key, value = (row[position] for position in order)
        strange = next((code for code, codes in zip(key, asked, strict=True) if code not in codes), None)
        if strange is not None:
            raise WebServiceError(f"StatBank's answer has {shown(strange)} in row {number}, not asked for")
        if tuple(key) in cells:
            raise WebServiceError(f"StatBank's answer has the cell of row {number} twice")
        cells[tuple(key)] = _count(value, number)
    return pl.DataFrame(
        [(*key, value) for key, value in cells.items()],
        schema={**dict.fromkeys(selection, pl.String()), VALUE: pl.Int64()},
        orient="row",
    )


def _count(value: str, row: int) -> int | None:
    if value in NOT_AVAILABLE:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= 15):
        raise WebServiceError(f"StatBank's answer has {shown(value)} in row {row}, no whole number")
    return int(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _quoted_start(content: bytes) -> str:
    return repr(shown(content[:80].decode("utf-8", errors="replace")))
