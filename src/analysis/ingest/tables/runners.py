"""Active runners: a row for each municipality."""

import dataframely as dy
import polars as pl

from analysis.ingest.cells import whole_number
from analysis.ingest.rules import same_name
from analysis.reading.files import Column

RUNNERS_COLUMNS = (
    Column("municipality_code", "Kommunekode"),
    Column("municipality", "Kommune"),
    Column("active_runners", "Aktive hjerteløbere"),
    Column("note", "Bemærkning", required=False),
)


class RunnersText(dy.Schema):
    """`runners` with the geography beside it: a row per municipality."""

    row = dy.Int64()
    municipality_code = dy.String(nullable=True)
    municipality = dy.String(nullable=True)
    active_runners = dy.String(nullable=True)
    note = dy.String(nullable=True)
    code = dy.String(nullable=True)
    known_name = dy.String(nullable=True)

    @dy.rule()
    def municipality_is_known(cls) -> pl.Expr:
        """The code is one of the municipalities valid on the day."""
        return pl.col("known_name").is_not_null()

    @dy.rule()
    def municipality_stands_once(cls) -> pl.Expr:
        """No municipality has two rows."""
        return pl.col("code").is_null() | pl.col("code").is_first_distinct()

    @dy.rule()
    def code_and_name_match(cls) -> pl.Expr:
        """The name is the one that belongs to the code."""
        return pl.col("known_name").is_null() | same_name(
            pl.col("municipality"), pl.col("known_name")
        ).fill_null(False)

    @dy.rule()
    def active_runners_is_a_count(cls) -> pl.Expr:
        """Every municipality has a count."""
        return whole_number(pl.col("active_runners")).is_not_null()

    @dy.rule()
    def note_is_no_number(cls) -> pl.Expr:
        """A number in a note slipped out of its column, as 6,300 does between commas."""
        return ~pl.col("note").str.contains("^[0-9., ]+$")
