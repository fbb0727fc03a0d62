"""Alarms of the year to date: a row for the country and each region."""

import dataframely as dy
import polars as pl

from analysis.ingest.cells import percentage, whole_number
from analysis.ingest.rules import AreaText, at_most, blank_or, count_fits_percent
from analysis.reading.files import Column

ACTIVATIONS_COLUMNS = (
    Column("area_code", "Områdekode"),
    Column("area", "Område"),
    Column("activations", "Aktiveringer"),
    Column("cancelled", "Annullerede", required=False),
    Column("cancelled_percent", "Annullerede (pct.)", required=False),
    Column("accepted_by_one", "Mindst én accept", required=False),
    Column("accepted_by_one_percent", "Mindst én accept (pct.)", required=False),
    Column("accepted_by_two", "Mindst to accept", required=False),
    Column("accepted_by_two_percent", "Mindst to accept (pct.)", required=False),
    Column("note", "Bemærkning", required=False),
)


class ActivationsText(AreaText):
    """`activations` with the geography beside it: a row for the country and each region."""

    activations = dy.String(nullable=True)
    cancelled = dy.String(nullable=True)
    cancelled_percent = dy.String(nullable=True)
    accepted_by_one = dy.String(nullable=True)
    accepted_by_one_percent = dy.String(nullable=True)
    accepted_by_two = dy.String(nullable=True)
    accepted_by_two_percent = dy.String(nullable=True)

    @dy.rule()
    def activations_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return blank_or(whole_number(pl.col("activations")), pl.col("activations"))

    @dy.rule()
    def cancelled_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return blank_or(whole_number(pl.col("cancelled")), pl.col("cancelled"))

    @dy.rule()
    def accepted_by_one_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return blank_or(whole_number(pl.col("accepted_by_one")), pl.col("accepted_by_one"))

    @dy.rule()
    def accepted_by_two_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return blank_or(whole_number(pl.col("accepted_by_two")), pl.col("accepted_by_two"))

    @dy.rule()
    def cancelled_percent_is_a_percentage(cls) -> pl.Expr:
        """Blank or from 0 to 100."""
        return blank_or(percentage(pl.col("cancelled_percent")), pl.col("cancelled_percent"))

    @dy.rule()
    def accepted_by_one_percent_is_a_percentage(cls) -> pl.Expr:
        """Blank or from 0 to 100."""
        return blank_or(percentage(pl.col("accepted_by_one_percent")), pl.col("accepted_by_one_percent"))

    @dy.rule()
    def accepted_by_two_percent_is_a_percentage(cls) -> pl.Expr:
        """Blank or from 0 to 100."""
        return blank_or(percentage(pl.col("accepted_by_two_percent")), pl.col("accepted_by_two_percent"))

    @dy.rule()
    def cancelled_percent_is_no_fraction(cls) -> pl.Expr:
        """Excel stores 16 % as 0.16; a real share that small is not credible."""
        return ~percentage(pl.col("cancelled_percent")).is_between(0, 1, closed="right")

    @dy.rule()
    def accepted_by_one_percent_is_no_fraction(cls) -> pl.Expr:
        """Excel stores 99 % as 0.99 and 100 % as 1; a real share that small is not credible."""
        return ~percentage(pl.col("accepted_by_one_percent")).is_between(0, 1, closed="right")

    @dy.rule()
    def accepted_by_two_percent_is_no_fraction(cls) -> pl.Expr:
        """Excel stores 99 % as 0.99 and 100 % as 1; a real share that small is not credible."""
        return ~percentage(pl.col("accepted_by_two_percent")).is_between(0, 1, closed="right")

    @dy.rule()
    def accepted_by_one_within_activations(cls) -> pl.Expr:
        """No more accepted than activated."""
        return at_most("accepted_by_one", "activations")

    @dy.rule()
    def accepted_by_two_within_activations(cls) -> pl.Expr:
        """No more accepted than activated."""
        return at_most("accepted_by_two", "activations")

    @dy.rule()
    def accepted_by_two_within_accepted_by_one(cls) -> pl.Expr:
        """Two runners accepting means that one did."""
        return at_most("accepted_by_two", "accepted_by_one")

    @dy.rule()
    def cancelled_percent_fits_count(cls) -> pl.Expr:
        """Cancelled is a share of all alarms, cancelled ones included."""
        gross = whole_number(pl.col("cancelled")) + whole_number(pl.col("activations"))
        return count_fits_percent("cancelled", gross, "cancelled_percent")

    @dy.rule()
    def accepted_by_one_percent_fits_count(cls) -> pl.Expr:
        """Accepted is a share of the activations that were not cancelled."""
        return count_fits_percent(
            "accepted_by_one", whole_number(pl.col("activations")), "accepted_by_one_percent"
        )

    @dy.rule()
    def accepted_by_two_percent_fits_count(cls) -> pl.Expr:
        """Accepted is a share of the activations that were not cancelled."""
        return count_fits_percent(
            "accepted_by_two", whole_number(pl.col("activations")), "accepted_by_two_percent"
        )
