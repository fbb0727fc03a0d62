"""AEDs: a row for the country, and for regions and municipalities where known."""

import dataframely as dy
import polars as pl

from analysis.ingest.cells import whole_number
from analysis.ingest.rules import HOURS_PER_WEEK, AreaText, at_most, blank_or
from analysis.reading.files import Column

AEDS_COLUMNS = (
    Column("area_code", "Områdekode"),
    Column("area", "Område"),
    Column("aed_registered", "Registrerede hjertestartere"),
    Column("aed_24_7", "Døgntilgængelige hjertestartere", required=False),
    Column("aed_open_hours", "Åbningstimer pr. uge", required=False),
    Column("note", "Bemærkning", required=False),
)


class AedsText(AreaText):
    """`aeds` with the geography beside it: the country, and regions and municipalities where known."""

    aed_registered = dy.String(nullable=True)
    aed_24_7 = dy.String(nullable=True)
    aed_open_hours = dy.String(nullable=True)

    @dy.rule()
    def aed_registered_is_a_count(cls) -> pl.Expr:
        """Every row has a count."""
        return whole_number(pl.col("aed_registered")).is_not_null()

    @dy.rule()
    def aed_24_7_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return blank_or(whole_number(pl.col("aed_24_7")), pl.col("aed_24_7"))

    @dy.rule()
    def aed_24_7_within_registered(cls) -> pl.Expr:
        """No more available around the clock than registered."""
        return at_most("aed_24_7", "aed_registered")

    @dy.rule()
    def aed_open_hours_is_a_count(cls) -> pl.Expr:
        """Blank or whole hours, all AEDs together."""
        return blank_or(whole_number(pl.col("aed_open_hours")), pl.col("aed_open_hours"))

    @dy.rule()
    def aed_open_hours_fit_the_week(cls) -> pl.Expr:
        """Between the hours of those that are always open and all hours of all AEDs."""
        hours, week = whole_number(pl.col("aed_open_hours")), HOURS_PER_WEEK
        least = whole_number(pl.col("aed_24_7")).fill_null(0) * week
        return hours.is_between(least, whole_number(pl.col("aed_registered")) * week)
