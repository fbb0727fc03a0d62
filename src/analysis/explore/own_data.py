"""An analyst's own table beside the report's: joined by municipality, with what did not match."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from analysis.core.problems import InputError, Problem
from analysis.explore.areas import UnknownNameError, find_code, nearest, plain
from analysis.reading.files import decode

KEYS: Final = (
    "municipality_code", "kommunekode", "kommunenr", "kommunenummer", "komkode", "kode", "code", "area_code",
    "municipality", "kommune", "kommunenavn", "navn", "name", "area", "område",
)  # fmt: skip


@dataclass(frozen=True)
class OwnData:
    """A joined table, and what the join left out.

    Attributes:
        table: A row per municipality: the report's columns, then the analyst's.
        unmatched: Rows that belong to no municipality: `row` (from 1), `written`, `why`.
        repeated: Rows of municipalities that stand in the table more than once, of which none was joined:
            `row`, `written`, `area_code`.
        without: `area_code`, `area` of municipalities that the analyst's table does not hold.
    """

    table: pl.DataFrame
    unmatched: pl.DataFrame
    repeated: pl.DataFrame
    without: pl.DataFrame

    def __str__(self) -> str:
        """What matched and what did not, in a few lines."""
        joined = self.table.height - self.without.height
        lines = [f"{joined} of {self.table.height} municipalities joined"]
        lines += [f"row {row}: {why}" for row, _, why in self.unmatched.iter_rows()]
        lines += [
            f"row {row}: {written!r} stands there more than once and was left out"
            for row, written, _ in self.repeated.iter_rows()
        ]
        if 0 < self.without.height < self.table.height:
            lines.append(f"without a row: {', '.join(self.without['area'])}")
        return "\n".join(lines)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(str(self))


def join_own(municipalities: pl.DataFrame, own: pl.DataFrame | str | Path, key: str | None = None) -> OwnData:
    """Join an analyst's table to the municipalities'.

    Args:
        municipalities: A row per municipality with `area_code` and `area`.
        own: A frame, or the path of a CSV file with a header.
        key: The column with codes or names; the first that is called like one if None.

    Raises:
        UnknownNameError: There is no such column.
        InputError: The file cannot be read.
    """
    frame = own if isinstance(own, pl.DataFrame) else read_own(Path(own))
    column = _key_column(frame, key)
    names = dict(municipalities.select("area_code", "area").iter_rows())
    found: list[str | None] = []
    reasons: list[str | None] = []
    for written in frame[column].to_list():
        try:
            found.append(find_code("" if written is None else written, names))
            reasons.append(None)
        except UnknownNameError as error:
            found.append(None)
            reasons.append("no municipality is named" if written in (None, "") else str(error))
    placed = frame.with_columns(
        pl.Series("area_code", found, dtype=pl.String), pl.Series("why", reasons, dtype=pl.String)
    ).with_row_index("row", offset=1)
    written_text = pl.col(column).cast(pl.String).alias("written")
    once = pl.col("area_code").is_unique() & pl.col("area_code").is_not_null()
    joined = placed.filter(once)
    taken = {*municipalities.columns}
    own_columns = [name for name in frame.columns if name != column]
    renamed = {name: f"{name}_own" if name in taken else name for name in own_columns}
    table = municipalities.join(
        joined.select("area_code", *own_columns).rename(renamed),
        on="area_code",
        how="left",
        maintain_order="left",
    )
    known = pl.col("area_code").is_not_null()
    return OwnData(
        table,
        placed.filter(~known).select("row", written_text, "why"),
        placed.filter(known & ~pl.col("area_code").is_unique()).select("row", written_text, "area_code"),
        municipalities.filter(~pl.col("area_code").is_in(joined["area_code"].implode())).select(
            "area_code", "area"
        ),
    )


def read_own(path: Path) -> pl.DataFrame:
    """Read a CSV file in any encoding and with any separator that spreadsheets write; numbers become numbers.

    Raises:
        UnknownNameError: There is no such file.
        InputError: The file is no text with a header of different names, or a row is longer than it.
    """
    if not path.is_file():
        raise UnknownNameError(f"there is no file {path}")
    text = decode(path.read_bytes(), path.name).removeprefix("sep=;").lstrip("\r\n")
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row)]
    header = [name.strip() for name in rows[0]] if rows else []
    if not all(header) or len(set(header)) != len(header) or len(rows) < 2:
        expected = "a header of different names and rows below it"
        raise InputError([Problem(path.name, 1, None, first[:60] or "nothing", expected)])
    long = [
        Problem(path.name, place, None, f"{len(row)} cells", f"at most {len(header)}, as the header has")
        for place, row in enumerate(rows[1:], 2)
        if len(row) > len(header)
    ]
    if long:
        raise InputError(long)
    cells = [[cell.strip() or None for cell in row] + [None] * (len(header) - len(row)) for row in rows[1:]]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(header, pl.String), orient="row")
    return frame.with_columns(_as_number(frame[name]) for name in frame.columns)


def _as_number(column: pl.Series) -> pl.Series:
    """A text column as numbers if all of it is, Danish or English; codes with leading zeros stay text."""
    text = column.drop_nulls()
    if text.is_empty() or text.str.contains(r"^0\d").any():
        return column
    for pattern, strip, point in (
        (r"^-?\d{1,3}(\.\d{3})*(,\d+)?$", ".", ","),
        (r"^-?\d+(,\d+)?$", "", ","),
        (r"^-?\d+(\.\d+)?$", "", "."),
    ):
        if text.str.contains(pattern).all():
            bare = column.str.replace_all(strip, "", literal=True) if strip else column
            return bare.str.replace(point, ".", literal=True).cast(pl.Float64)
    return column


def _key_column(frame: pl.DataFrame, key: str | None) -> str:
    if key is not None:
        if key not in frame.columns:
            raise UnknownNameError(f"the table has no column {key!r}{nearest(key, frame.columns)}")
        return key
    by_name = {plain(name): name for name in frame.columns}
    for name in KEYS:
        if plain(name) in by_name:
            return by_name[plain(name)]
    raise UnknownNameError(
        f"no column of {', '.join(map(repr, frame.columns))} is called like a municipality; name it with key="
    )
