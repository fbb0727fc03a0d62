"""The boundary between all numbers and those that are published: what is withheld, what is too small to show.

A number is hidden together with everything that is computed from it. Sums that contain it stay, and
`analysis.disclosure.audit` finds out how much they give away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import polars as pl

from analysis.core.quarters import Quarter
from analysis.indicators.correction_notes import CORRECTED
from analysis.indicators.table import Indicators
from analysis.ingest.delivery import COUNTRY
from analysis.ingest.snapshot import Snapshot
from analysis.texts.notes import note

NUMBERS: Final = ("value", "numerator", "denominator", "lower", "upper")
SUPPRESSED: Final = note("suppressed", threshold="{}")
WITHHELD_SCHEMA: Final = {
    "quarter": pl.String,
    "indicator": pl.String,
    "area_code": pl.String,
    "reason": pl.String,
}


class Statement(NamedTuple):
    """Where the tidy table says a count: the indicator's row and the column in it."""

    indicator: str
    column: str


STATED: Final = {
    "active_runners": Statement("active_runners", "value"),
    "activations": Statement("activations", "value"),
    "cancelled": Statement("cancelled_share", "numerator"),
    "accepted_by_one": Statement("accepted_by_one", "numerator"),
    "accepted_by_two": Statement("accepted_by_two", "numerator"),
    "aed_registered": Statement("aed_registered", "value"),
    "aed_24_7": Statement("aed_24_7", "value"),
}
COUNT_OF: Final = {statement.indicator: count for count, statement in STATED.items()}
COMPUTED_FROM: Final[dict[str, tuple[str, ...]]] = {
    "active_runners": ("active_runners",),
    "active_runners_rate": ("active_runners",),
    "active_runners_share_of_country": ("active_runners",),
    "active_runners_to_country_rate": ("active_runners",),
    "active_share_adults": ("active_runners",),
    "activations": ("activations",),
    "activations_per_day": ("activations",),
    "activations_rate_year": ("activations",),
    "activations_gross": ("activations", "cancelled"),
    "activations_gross_per_day": ("activations", "cancelled"),
    "accepted_by_one": ("accepted_by_one", "activations"),
    "accepted_by_two": ("accepted_by_two", "activations"),
    "cancelled_share": ("cancelled", "activations"),
    "aed_registered": ("aed_registered",),
    "aed_rate": ("aed_registered",),
    "aed_24_7": ("aed_24_7",),
    "aed_24_7_share": ("aed_24_7", "aed_registered"),
    "aed_time_share": ("aed_24_7", "aed_registered"),
    "aed_per_1000_runners": ("aed_registered", "active_runners"),
}
OF_COUNTRY: Final = ("active_runners_share_of_country", "active_runners_to_country_rate")
OWN_QUARTER: Final[dict[str, tuple[str, ...]]] = {
    "activations_quarter": ("activations",),
    "activations_quarter_per_day": ("activations",),
    "accepted_by_one_quarter": ("accepted_by_one", "activations"),
}
CONTROL: Final = "_control"
ANY_QUARTER: Final = ""
RATIO: Final = re.compile(r"(?P<count>activations|active_runners)_rate_ratio_to_(?P<other>\w+)")
SPREAD: Final = re.compile(
    r"active_runners_rate_(rank|smoothed|deviation|dispersion|dispersion_winsorised|between|outside_plain)"
)
CHANGE: Final = re.compile(
    r"(?P<base>\w+)_change_(?P<kind>quarter|year)(?P<all>_expected_percent|_deviation)?(_percent)?"
)
QUARTERS_BACK: Final = {"quarter": 1, "year": 4}


class Width(NamedTuple):
    """How wide the range of a hidden number has to stay for it to count as hidden.

    Attributes:
        absolute: In people, alarms or AEDs.
        relative: As a share of the middle of the range.
    """

    absolute: float = 5.0
    relative: float = 0.05


WIDE_ENOUGH: Final = Width()


@dataclass(frozen=True)
class Policy:
    """What is not published.

    Attributes:
        threshold: The smallest count of `small` that is shown; a count from 1 to below it is suppressed. Some
            agencies require three, others five (OECD, *Glossary of Statistical Terms*, threshold rule);
            Statistics Denmark's own rule is three observations in a cell (*Disclosure control Denmark*,
            Nordic Forum for Geography and Statistics, 2015). Five is the stricter.
        small: The counts that the threshold is for. Alarms concern few people on few days. Active runners
            and AEDs are counts that the municipalities' own pages show, however small.
        width: When a hidden number's range is too narrow.
        withheld: `quarter`, `indicator`, `area_code`, `reason`.
    """

    threshold: int = 5
    small: frozenset[str] = frozenset({"activations", "cancelled", "accepted_by_one", "accepted_by_two"})
    width: Width = WIDE_ENOUGH
    withheld: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WITHHELD_SCHEMA))


class Ingredient(NamedTuple):
    """A count that a number is computed from.

    Attributes:
        name: A key of `STATED`.
        quarter: Its quarter; empty for every quarter.
        where: `own` area, the code of another, or every `municipality`.
    """

    name: str
    quarter: str
    where: str = "own"


def policy_of(snapshot: Snapshot) -> Policy:
    """The default policy with what the snapshot's deliveries withhold."""
    withheld = [
        one.withheld.select(pl.lit(str(one.quarter)).alias("quarter"), "indicator", "area_code", "reason")
        for one in (*snapshot.earlier, snapshot.delivery)
    ]
    return Policy(withheld=pl.concat(withheld))


def before(quarter: Quarter, quarters: int) -> Quarter:
    """The quarter so many quarters earlier."""
    year, number = divmod(quarter.ordinal - quarters, 4)
    return Quarter(year, number + 1)


def ingredients(indicator: str, quarter: Quarter) -> frozenset[Ingredient]:
    """The counts that an indicator's numbers of a quarter are computed from; none for facts of others."""
    if change := CHANGE.fullmatch(indicator):
        base = before(quarter, QUARTERS_BACK[change["kind"]])
        found = ingredients(change["base"], quarter) | ingredients(change["base"], base)
        return frozenset(one._replace(where="municipality") for one in found) if change["all"] else found
    if indicator in OWN_QUARTER:
        quarters = [quarter] if quarter.number == 1 else [quarter, quarter.previous]
        return frozenset(Ingredient(count, str(one)) for count in OWN_QUARTER[indicator] for one in quarters)
    if indicator.endswith(CONTROL):
        counts = OWN_QUARTER[indicator.removesuffix(CONTROL)]
        return frozenset(Ingredient(count, ANY_QUARTER, COUNTRY[0]) for count in counts)
    if SPREAD.fullmatch(indicator):
        return frozenset([Ingredient("active_runners", str(quarter), "municipality")])
    if ratio := RATIO.fullmatch(indicator):
        both = ("own", ratio["other"])
        return frozenset(Ingredient(ratio["count"], str(quarter), where) for where in both)
    found = frozenset(Ingredient(count, str(quarter)) for count in COMPUTED_FROM.get(indicator, ()))
    if indicator in OF_COUNTRY:
        found |= {Ingredient("active_runners", str(quarter), COUNTRY[0])}
    return found


def publishable(table: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The table with everything hidden that the policy does not let out.

    Withheld numbers and small counts become null, and with them every number computed from them: rates,
    shares, limits, changes, in all quarters. What was published elsewhere (basis published) is not computed
    from a withheld count and stays; of a suppressed count it is hidden as well.

    Args:
        table: The finished tidy table.
        policy: What is not published.

    Returns:
        The same rows in the same order. A withheld row's note is the reason; a suppressed one's says so and
        keeps what it said before, unless that tells what a count was corrected from.
    """
    return hide(table, hidden_counts(table, policy), policy.threshold)


def hidden_counts(table: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The counts that the policy hides.

    Returns:
        `count` (key of `STATED`), `quarter`, `area_code`, `level`, `hidden` (withheld or suppressed),
        `reason` (null for suppressed); a row for each count, withheld before suppressed.
    """
    key = ("quarter", "area_code", "indicator")
    stated = table.filter(pl.col("indicator").is_in(list(COUNT_OF))).with_columns(
        count=pl.col("indicator").replace_strict(COUNT_OF, return_dtype=pl.String)
    )
    columns = ("count", "quarter", "area_code", "level", "hidden", "reason")
    withheld = stated.join(policy.withheld, on=key).with_columns(hidden=pl.lit("withheld")).select(columns)
    number = pl.coalesce(
        pl.when(pl.col("count") == count).then(pl.col(stated.column)) for count, stated in STATED.items()
    )
    small = stated.filter(
        pl.col("count").is_in(policy.small), number > 0, number < policy.threshold
    ).with_columns(hidden=pl.lit("suppressed"), reason=pl.lit(None, dtype=pl.String))
    return pl.concat([withheld, small.select(columns)]).unique(
        ["count", "quarter", "area_code"], keep="first", maintain_order=True
    )


def hide(table: pl.DataFrame, counts: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """The table without some counts and without every number computed from them.

    Args:
        table: The tidy table.
        counts: As `hidden_counts` returns them.
        threshold: Named in the notes of suppressed rows.
    """
    if counts.is_empty():
        return table
    touched = rows_computed_from(table, counts)
    marked = (
        table.with_row_index("place")
        .join(touched, on="place", how="left", maintain_order="left")
        .with_columns(
            pl.when((pl.col("basis") == "published") & (pl.col("hidden") == "withheld") & ~pl.col("itself"))
            .then(None)
            .otherwise("hidden")
            .alias("hidden")
        )
    )
    hidden = pl.col("hidden")
    kept = pl.when(~pl.col("note").str.contains(CORRECTED, literal=True)).then("note")
    why = pl.concat_str(pl.lit(SUPPRESSED.format(threshold)), kept, separator=" ", ignore_nulls=True)
    return marked.with_columns(
        *(pl.when(hidden.is_null()).then(name).alias(name) for name in NUMBERS),
        status=pl.coalesce(hidden, pl.col("status").cast(pl.String)).cast(Indicators.status.dtype),
        note=pl.when(hidden == "withheld")
        .then("reason")
        .when(hidden == "suppressed")
        .then(why)
        .otherwise("note"),
    ).select(table.columns)


def rows_computed_from(table: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Which rows of the tidy table are computed from some counts.

    Args:
        table: The tidy table.
        counts: `count`, `quarter`, `area_code`, `level`, and whatever should stand beside the rows: `hidden`
            and `reason`.

    Returns:
        `place` (number of the row), `hidden`, `reason`, `itself` (the row that states the count): one for
        each row, withheld before suppressed.
    """
    used = ingredients_of(table)
    rows = (
        table.select("indicator", "quarter", "area_code")
        .with_row_index("place")
        .join(used, on=["indicator", "quarter"])
    )
    wanted = counts.rename({"quarter": "of_quarter", "area_code": "of_area"})
    placed = rows.with_columns(of_area=area_of_ingredient())
    everywhere, always = pl.col("where") == "municipality", pl.col("of_quarter") == ANY_QUARTER
    municipal = wanted.filter(pl.col("level") == "municipality").drop("of_area")
    found = [
        placed.filter(~everywhere, ~always).join(wanted, on=["count", "of_quarter", "of_area"]),
        placed.filter(everywhere).join(municipal, on=["count", "of_quarter"]),
        placed.filter(always).join(wanted.drop("of_quarter"), on=["count", "of_area"]),
    ]
    states = pl.col("indicator").replace_strict(COUNT_OF, default=None, return_dtype=pl.String)
    columns = ("place", "hidden", "reason", "itself")
    return (
        pl.concat(found, how="diagonal")
        .with_columns(itself=(states == pl.col("count")).fill_null(value=False))
        .select(columns)
        .sort("place", pl.col("hidden") != "withheld", ~pl.col("itself"), maintain_order=True)
        .unique("place", keep="first", maintain_order=True)
    )


def area_of_ingredient() -> pl.Expr:
    """The area code of an ingredient, from the row's own and `where`."""
    return pl.when(pl.col("where") == "own").then("area_code").otherwise("where")


def ingredients_of(table: pl.DataFrame) -> pl.DataFrame:
    """`indicator`, `quarter`, `count`, `of_quarter`, `where`: the ingredients of all that a table holds."""
    rows = [
        (indicator, quarter, one.name, one.quarter, one.where)
        for indicator, quarter in table.select("indicator", "quarter").unique(maintain_order=True).iter_rows()
        for one in sorted(ingredients(indicator, Quarter.parse(quarter)))
    ]
    names = ("indicator", "quarter", "count", "of_quarter", "where")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
