"""The one tidy table that report, charts and files read: a row per level, area and indicator.

Each function computes one family of indicators from a delivery and the reference data and returns rows with
the columns it knows; `compute_indicators` completes them, marks what was corrected and puts them in order.
What may not be published is taken out later, by `analysis.disclosure.hiding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import dataframely as dy
import polars as pl

from analysis.core.writing import write_atomically, write_parquet
from analysis.guidance.codes import SMALLEST_SHOWN, country_breakdown, load_codes
from analysis.indicators.correction_notes import with_correction_notes
from analysis.indicators.limits import poisson_limits, wilson_limits
from analysis.ingest.contracts import HOURS_PER_WEEK
from analysis.ingest.delivery import Delivery
from analysis.ingest.tables.response_times import MINUTES_NOTE, TOO_FEW_NOTE, pooled
from analysis.reference.files import Reference
from analysis.reference.population import population_by_area
from analysis.texts.notes import FORMULA, WRITTEN, note

PER: Final = 100_000
DAYS_PER_YEAR: Final = 365
COUNTRY: Final = "dk"
LEVELS: Final = ("country", "region", "report_area", "municipality")
POPULATION_SOURCE: Final = "Danmarks Statistik, FOLK1A"
SIMULATED_POPULATION: Final = "simuleret folketal"
SUBTRACTION_NOTE: Final = note("subtraction")
GROSS_NOTE: Final = note("gross")
SUPPRESSED_NOTE: Final = note("small-reason", most=str(SMALLEST_SHOWN - 1))
NOT_APART_NOTE: Final = note("not-apart")


class Indicators(dy.Schema):
    """A number of the report with everything needed to check it (design of the tidy table)."""

    quarter = dy.String(primary_key=True, regex=r"^\d{4}Q[1-4]$")
    as_of = dy.Date()
    period_start = dy.Date(nullable=True)
    period_end = dy.Date(nullable=True)
    population_period = dy.String(nullable=True, regex=r"^\d{4}K[1-4]$")
    level = dy.Enum(LEVELS, primary_key=True)
    area_code = dy.String(primary_key=True, min_length=2)
    area = dy.String()
    indicator = dy.String(primary_key=True)
    value = dy.Float64(nullable=True)
    unit = dy.String()
    numerator = dy.Float64(nullable=True)
    denominator = dy.Float64(nullable=True)
    lower = dy.Float64(nullable=True)
    upper = dy.Float64(nullable=True)
    status = dy.Enum(["published", "withheld", "suppressed", "missing"])
    basis = dy.Enum(["counts", "published", "derived"])
    source = dy.String()
    simulated = dy.Bool()
    note = dy.String(nullable=True)

    @dy.rule()
    def unpublished_values_are_null(cls) -> pl.Expr:
        """A withheld, suppressed or missing value is null, never 0."""
        hidden = pl.col("status") != "published"
        return ~hidden | (pl.col("value").is_null() & pl.col("numerator").is_null())

    @dy.rule()
    def published_rows_say_something(cls) -> pl.Expr:
        """A published row holds a value or, where only a range follows, both limits."""
        known = pl.col("value").is_not_null() | (
            pl.col("lower").is_not_null() & pl.col("upper").is_not_null()
        )
        return (pl.col("status") != "published") | known

    @dy.rule()
    def limits_enclose_value(cls) -> pl.Expr:
        """No value lies outside its own limits."""
        return (pl.col("lower") <= pl.col("value")) & (pl.col("value") <= pl.col("upper"))


def compute_indicators(
    delivery: Delivery, reference: Reference, earlier: Sequence[Delivery] = ()
) -> pl.DataFrame:
    """Every number of one quarter.

    Args:
        delivery: The quarter's counts, already checked.
        reference: Geography valid at ``delivery.as_of``, population and register facts.
        earlier: The deliveries before it, oldest first: what they show must not give a small count away.

    Returns:
        A frame that obeys `Indicators`, ordered by indicator family, level and the report's order of areas.
    """
    population = population_by_area(reference, delivery.population_period)
    days = days_between(delivery.period_start, delivery.as_of)
    counts = active_runners(delivery.runners, reference.geography)
    families = [
        counts.with_columns(source=pl.lit(delivery.source)),
        active_runners_rate(counts, population, delivery),
        share_of_country(counts, delivery.source),
        share_of_adults(counts, reference.adults, delivery),
        activations(delivery, days),
        activations_rate(delivery, population, days),
        gross_activations(delivery, days),
        shares_of_activations(delivery),
        cancelled_by_reason(delivery, earlier),
        *([] if delivery.response_times.is_empty() else [response_times(delivery, reference)]),
        aeds(delivery, population, counts),
        register_facts(reference.facts),
    ]
    table = pl.concat(families, how="diagonal_relaxed")
    return Indicators.validate(
        table.pipe(complete, delivery)
        .pipe(with_correction_notes, delivery, reference.geography)
        .pipe(ordered, reference)
    )


def population_source(delivery: Delivery) -> str:
    """Where the people come from that a delivery's rates are formed with."""
    return SIMULATED_POPULATION if delivery.simulated else POPULATION_SOURCE


def active_runners(runners: pl.DataFrame, geography: pl.DataFrame) -> pl.DataFrame:
    """Active runners of municipalities, report areas, regions and the country, each the sum of the former."""
    located = runners.join(geography, on="municipality_code", how="inner", suffix="_place")
    municipalities = located.select(
        level=pl.lit("municipality"),
        area_code="municipality_code",
        area="municipality",
        value=pl.col("active_runners").cast(pl.Float64),
        note="note",
    )
    report_areas = located.drop_nulls("report_area_code").pipe(
        _summed, "report_area", "report_area_code", "report_area"
    )
    regions = located.pipe(_summed, "region", "region_code", "region")
    country = located.with_columns(code=pl.lit(COUNTRY), name=pl.lit("Danmark")).pipe(
        _summed, "country", "code", "name"
    )
    return pl.concat([municipalities, report_areas, regions, country], how="diagonal").with_columns(
        indicator=pl.lit("active_runners"), unit=pl.lit("persons"), basis=pl.lit("counts")
    )


def _summed(located: pl.DataFrame, level: str, code: str, name: str) -> pl.DataFrame:
    return located.group_by(
        pl.col(code).alias("area_code"), pl.col(name).alias("area"), maintain_order=True
    ).agg(level=pl.lit(level), value=pl.col("active_runners").sum().cast(pl.Float64))


def active_runners_rate(counts: pl.DataFrame, population: pl.DataFrame, delivery: Delivery) -> pl.DataFrame:
    """Active runners per 100,000 inhabitants of all ages, with Poisson limits."""
    return (
        counts.join(
            population.select("level", "area_code", "population"), on=["level", "area_code"], how="left"
        )
        .pipe(_as_rate, pl.col("value"), pl.col("population"))
        .with_columns(
            indicator=pl.lit("active_runners_rate"),
            unit=pl.lit("per_100000"),
            population_period=pl.lit(delivery.population_period),
            source=pl.lit(f"{delivery.source}; {population_source(delivery)}"),
        )
        .drop("population")
    )


def _as_rate(table: pl.DataFrame, numerator: pl.Expr, denominator: pl.Expr) -> pl.DataFrame:
    limits = pl.Struct({"lower": pl.Float64, "upper": pl.Float64})
    return (
        table.with_columns(numerator=numerator.cast(pl.Float64), denominator=denominator.cast(pl.Float64))
        .with_columns(
            value=pl.col("numerator") / pl.col("denominator") * PER,
            limits=pl.col("numerator").map_elements(
                lambda count: poisson_limits(int(count))._asdict(), return_dtype=limits
            ),
        )
        .unnest("limits")
        .with_columns(pl.col("lower", "upper") / pl.col("denominator") * PER)
    )


def share_of_country(counts: pl.DataFrame, source: str) -> pl.DataFrame:
    """Each region's share of the country's active runners, in per cent."""
    total = counts.filter(pl.col("level") == "country")["value"].item()
    return counts.filter(pl.col("level") == "region").select(
        "level",
        "area_code",
        "area",
        "basis",
        indicator=pl.lit("active_runners_share_of_country"),
        unit=pl.lit("percent"),
        numerator=pl.when(pl.lit(total > 0)).then(pl.col("value")),
        denominator=pl.lit(total),
        value=pl.when(pl.lit(total > 0)).then(pl.col("value") / total * 100),
        source=pl.lit(source),
    )


def share_of_adults(counts: pl.DataFrame, adults: pl.DataFrame, delivery: Delivery) -> pl.DataFrame:
    """Active runners in per cent of the adults (18 and over) of the nearest quarter with ages."""
    nearest = adults.filter(pl.col("area_code") == COUNTRY).pipe(nearest_period, delivery.population_period)
    return counts.filter(pl.col("level") == "country").select(
        "level",
        "area_code",
        "area",
        "basis",
        indicator=pl.lit("active_share_adults"),
        unit=pl.lit("percent"),
        numerator=pl.col("value"),
        denominator=pl.lit(float(nearest["population_18plus"].item())),
        value=pl.col("value") / nearest["population_18plus"].item() * 100,
        population_period=pl.lit(nearest["period"].item()),
        source=pl.lit(f"{delivery.source}; {population_source(delivery)}"),
    )


def nearest_period(table: pl.DataFrame, period: str) -> pl.DataFrame:
    """The rows of the period nearest to ``period``, the earlier of two that are equally near."""
    distance = (_quarters(pl.col("period")) - _quarters(pl.lit(period))).abs()
    return table.sort(distance, "period").filter(pl.col("period") == pl.col("period").first())


def _quarters(period: pl.Expr) -> pl.Expr:
    return period.str.slice(0, 4).cast(pl.Int32) * 4 + period.str.slice(5, 1).cast(pl.Int32)


def activations(delivery: Delivery, days: int) -> pl.DataFrame:
    """Activations net of cancelled ones since the period's first day, and per day."""
    counted = _flows(delivery).with_columns(numerator=pl.col("activations").cast(pl.Float64))
    return (
        pl.concat(
            [
                counted.with_columns(
                    indicator=pl.lit("activations"), unit=pl.lit("alarms"), value="numerator", numerator=None
                ),
                counted.drop_nulls("numerator").with_columns(
                    indicator=pl.lit("activations_per_day"),
                    unit=pl.lit("per_day"),
                    value=pl.col("numerator") / days,
                    denominator=pl.lit(float(days)),
                ),
            ],
            how="diagonal_relaxed",
        )
        .with_columns(
            note=pl.when(pl.col("value").is_null())
            .then(pl.coalesce("note", pl.lit(SUBTRACTION_NOTE)))
            .otherwise(pl.col("note"))
        )
        .pipe(_without_inputs)
    )


def activations_rate(delivery: Delivery, population: pl.DataFrame, days: int) -> pl.DataFrame:
    """Net activations per 100,000 inhabitants and year; an area without a count gets no rate."""
    people = population.select("level", "area_code", "population")
    return (
        _flows(delivery)
        .drop_nulls("activations")
        .join(people, on=["level", "area_code"], how="left")
        .pipe(_as_rate, pl.col("activations"), pl.col("population") * days / DAYS_PER_YEAR)
        .with_columns(
            indicator=pl.lit("activations_rate_year"),
            unit=pl.lit("per_100000_per_year"),
            population_period=pl.lit(delivery.population_period),
            source=pl.lit(f"{delivery.source}; {population_source(delivery)}"),
        )
        .drop("population")
        .pipe(_without_inputs)
    )


def gross_activations(delivery: Delivery, days: int) -> pl.DataFrame:
    """Activations before cancelled ones are taken off, in the period and per day.

    Exact where cancelled alarms were counted. Where only their rounded share is known, the range that any
    share rounding to it allows: ``net / (1 - share)``.
    """
    share, half = pl.col("cancelled_percent"), half_a_step(pl.col("cancelled_percent"))
    gross = (
        _flows(delivery)
        .filter(
            pl.col("activations").is_not_null()
            & pl.any_horizontal(pl.col("cancelled", "cancelled_percent").is_not_null())
        )
        .with_columns(
            value=(pl.col("activations") + pl.col("cancelled")).cast(pl.Float64),
            lower=pl.col("activations") / (1 - (share - half).clip(0) / 100),
            upper=pl.col("activations") / (1 - (share + half) / 100),
            basis=pl.when(pl.col("cancelled").is_not_null())
            .then(pl.lit("counts"))
            .otherwise(pl.lit("derived")),
        )
        .with_columns(
            pl.when(pl.col("basis") == "derived").then(pl.col("lower", "upper")),
            note=pl.when(pl.col("basis") == "derived").then(pl.lit(GROSS_NOTE)).otherwise(pl.col("note")),
        )
    )
    per_day = gross.with_columns(
        pl.col("value", "lower", "upper") / days,
        numerator="value",
        denominator=pl.lit(float(days)),
        indicator=pl.lit("activations_gross_per_day"),
        unit=pl.lit("per_day"),
    )
    total = gross.with_columns(indicator=pl.lit("activations_gross"), unit=pl.lit("alarms"))
    return pl.concat([total, per_day], how="diagonal_relaxed").pipe(_without_inputs)


def half_a_step(percent: pl.Expr) -> pl.Expr:
    """Half of the last decimal that a rounded percentage is given with: 16 stands for 15.5 to 16.5."""
    return (
        pl.when(percent == percent.round(0))
        .then(0.5)
        .when(percent == percent.round(1))
        .then(0.05)
        .otherwise(0.005)
    )


def shares_of_activations(delivery: Delivery) -> pl.DataFrame:
    """Acceptance by one and by two runners in per cent of net, cancelled in per cent of gross activations."""
    flows = _flows(delivery)
    gross = pl.col("activations") + pl.col("cancelled")
    cancelled = _share(flows, "cancelled_share", "cancelled", "cancelled_percent", gross)
    return pl.concat(
        [
            _share(
                flows, "accepted_by_one", "accepted_by_one", "accepted_by_one_percent", pl.col("activations")
            ),
            _share(
                flows, "accepted_by_two", "accepted_by_two", "accepted_by_two_percent", pl.col("activations")
            ),
            cancelled.filter(pl.col("value").is_not_null() | _withheld("cancelled_share", delivery)),
        ],
        how="diagonal_relaxed",
    ).pipe(_without_inputs)


def cancelled_by_reason(delivery: Delivery, earlier: Sequence[Delivery] = ()) -> pl.DataFrame:
    """The country's cancelled alarms by the reason recorded: counts, and per cent of all cancelled ones.

    Only where the delivery counts them: no total is ever split. Small counts are suppressed, and with them
    their shares and whatever they could be computed from, earlier tables of the same year included
    (`analysis.guidance.codes.country_breakdown`). The note of a suppressed count is the rule's; what the
    delivery says about it is left out, because it might name the count.
    """
    if delivery.cancellations.is_empty():
        return pl.DataFrame()
    tables = [
        one.cancellations.select("code", count="cancelled")
        for one in (*earlier, delivery)
        if one.quarter.year == delivery.quarter.year and not one.cancellations.is_empty()
    ]
    total = float(delivery.cancellations["cancelled"].sum())
    names = {code.name: code.indicator for code in load_codes().values()}
    rows = (
        country_breakdown(tables[-1], tables[:-1])
        .join(delivery.cancellations.select("code", "note"), on="code", how="left", maintain_order="left")
        .select(
            "status",
            level=pl.lit("country"),
            area_code=pl.lit(COUNTRY),
            area=pl.lit("Danmark"),
            indicator=pl.col("code").replace_strict(names),
            value=pl.col("count").cast(pl.Float64),
            unit=pl.lit("alarms"),
            basis=pl.lit("counts"),
            source=pl.lit(delivery.source),
            period_start=pl.lit(delivery.period_start),
            period_end=pl.lit(delivery.as_of),
            note=pl.when(pl.col("status") == "suppressed")
            .then(pl.lit(SUPPRESSED_NOTE))
            .when(pl.col("status") == "missing")
            .then(pl.coalesce("note", pl.lit(NOT_APART_NOTE)))
            .otherwise("note"),
        )
    )
    shares = rows.filter(pl.lit(total > 0)).with_columns(
        indicator=pl.col("indicator") + "_share",
        unit=pl.lit("percent"),
        numerator="value",
        denominator=pl.when(pl.col("value").is_not_null()).then(pl.lit(total)),
    )
    with_limits = shares.drop("value").pipe(_with_share_limits, pl.lit(None, dtype=pl.Float64))
    return pl.concat([rows, with_limits], how="diagonal_relaxed")


def _withheld(indicator: str, delivery: Delivery) -> pl.Expr:
    """Whether an area's indicator is withheld: then it has a row that says so."""
    withheld = delivery.withheld.filter(pl.col("indicator") == indicator)
    return pl.col("area_code").is_in(withheld["area_code"].to_list())


def _share(flows: pl.DataFrame, indicator: str, count: str, percent: str, whole: pl.Expr) -> pl.DataFrame:
    """A share from its counts where they are known, else as published."""
    counted = pl.col(count).is_not_null() & (whole > 0)
    return flows.with_columns(
        indicator=pl.lit(indicator),
        unit=pl.lit("percent"),
        numerator=pl.when(counted).then(pl.col(count)).cast(pl.Float64),
        denominator=pl.when(counted).then(whole).cast(pl.Float64),
        basis=pl.when(counted).then(pl.lit("counts")).otherwise(pl.lit("published")),
    ).pipe(_with_share_limits, pl.col(percent))


def _with_share_limits(table: pl.DataFrame, otherwise: pl.Expr) -> pl.DataFrame:
    limits = pl.Struct({"lower": pl.Float64, "upper": pl.Float64})
    return table.with_columns(
        value=pl.coalesce(pl.col("numerator") / pl.col("denominator") * 100, otherwise),
        limits=pl.struct("numerator", "denominator").map_elements(_share_limits, return_dtype=limits),
    ).unnest("limits")


def _share_limits(share: dict[str, float | None]) -> dict[str, float | None]:
    successes, trials = share["numerator"], share["denominator"]
    if successes is None or not trials:
        return {"lower": None, "upper": None}
    lower, upper = wilson_limits(int(successes), int(trials))
    return {"lower": lower * 100, "upper": upper * 100}


def aeds(delivery: Delivery, population: pl.DataFrame, runners: pl.DataFrame) -> pl.DataFrame:
    """AEDs registered and around the clock, their share, per 100,000 inhabitants and per 1,000 runners.

    Where opening hours are delivered, also the share of all hours of all AEDs in which they can be fetched.
    Neither hours nor the ratio of two stocks are draws of one event, so these two have no limits.
    """
    base = delivery.aeds.with_columns(basis=pl.lit("counts"), source=pl.lit(delivery.source))
    registered, available = pl.col("aed_registered").cast(pl.Float64), pl.col("aed_24_7").cast(pl.Float64)
    known = base.drop_nulls("aed_24_7")
    people = population.select("level", "area_code", "population")
    active = runners.select("level", "area_code", active=pl.col("value"))
    return pl.concat(
        [
            base.with_columns(indicator=pl.lit("aed_registered"), unit=pl.lit("aeds"), value=registered),
            base.filter(pl.col("aed_24_7").is_not_null() | _withheld("aed_24_7", delivery)).with_columns(
                indicator=pl.lit("aed_24_7"), unit=pl.lit("aeds"), value=available
            ),
            known.filter(registered > 0)
            .with_columns(
                indicator=pl.lit("aed_24_7_share"),
                unit=pl.lit("percent"),
                numerator=available,
                denominator=registered,
            )
            .pipe(_with_share_limits, pl.lit(None, dtype=pl.Float64)),
            base.join(people, on=["level", "area_code"], how="left")
            .pipe(_as_rate, registered, pl.col("population"))
            .with_columns(
                indicator=pl.lit("aed_rate"),
                unit=pl.lit("per_100000"),
                population_period=pl.lit(delivery.population_period),
                source=pl.lit(f"{delivery.source}; {population_source(delivery)}"),
            ),
            base.drop_nulls("aed_open_hours")
            .filter(registered > 0)
            .with_columns(
                indicator=pl.lit("aed_time_share"),
                unit=pl.lit("percent"),
                numerator=pl.col("aed_open_hours").cast(pl.Float64),
                denominator=registered * HOURS_PER_WEEK,
            )
            .with_columns(value=pl.col("numerator") / pl.col("denominator") * 100),
            base.join(active, on=["level", "area_code"])
            .filter(pl.col("active") > 0)
            .with_columns(
                indicator=pl.lit("aed_per_1000_runners"),
                unit=pl.lit("per_1000"),
                numerator=registered,
                denominator=pl.col("active"),
                value=registered / pl.col("active") * 1000,
            ),
        ],
        how="diagonal_relaxed",
    ).drop("aed_registered", "aed_24_7", "aed_open_hours", "population", "active")


def areas_within(reference: Reference) -> pl.DataFrame:
    """`whole`, `whole_level` and every `area_code`, `level` within it, itself included."""
    geography = reference.geography.with_columns(country=pl.lit(COUNTRY))
    columns = {
        "country": "country",
        "region": "region_code",
        "report_area": "report_area_code",
        "municipality": "municipality_code",
    }
    pairs = [
        geography.drop_nulls([columns[outer], columns[inner]])
        .select(
            whole=columns[outer],
            whole_level=pl.lit(outer),
            area_code=columns[inner],
            level=pl.lit(inner, dtype=pl.Enum(LEVELS)),
        )
        .unique(maintain_order=True)
        for place, outer in enumerate(LEVELS)
        for inner in LEVELS[place:]
    ]
    return pl.concat(pairs).with_columns(pl.col("whole_level").cast(pl.Enum(LEVELS)))


def response_times(delivery: Delivery, reference: Reference) -> pl.DataFrame:
    """Median and 90th percentile of minutes to the first runner on scene, over all alarms of an area.

    Below five alarms a value is suppressed. Nothing is formed where no response times were delivered.
    """
    within = areas_within(reference)
    names = pl.concat(
        [
            reference.geography.select(area_code="municipality_code", area="municipality"),
            reference.geography.drop_nulls("report_area_code").select(
                area_code="report_area_code", area="report_area"
            ),
            reference.geography.select(area_code="region_code", area="region"),
            pl.DataFrame({"area_code": [COUNTRY], "area": ["Danmark"]}),
        ]
    ).unique("area_code", keep="first", maintain_order=True)
    known = pl.col("minutes").is_not_null()
    return (
        pooled(delivery.response_times, within)
        .join(names, on="area_code", how="left", maintain_order="left")
        .select(
            "area_code",
            "area",
            level=pl.col("level").cast(pl.String),
            indicator=pl.format("response_time_{}", "quantile"),
            unit=pl.lit("minutes"),
            value=pl.col("minutes").cast(pl.Float64),
            denominator=pl.col("alarms").cast(pl.Float64),
            status=pl.when(known).then(pl.lit("published")).otherwise(pl.lit("suppressed")),
            basis=pl.lit("counts"),
            source=pl.lit(delivery.source),
            period_start=pl.lit(delivery.period_start),
            period_end=pl.lit(delivery.as_of),
            note=pl.when(known).then(pl.lit(MINUTES_NOTE)).otherwise(pl.lit(TOO_FEW_NOTE)),
        )
    )


def register_facts(facts: pl.DataFrame) -> pl.DataFrame:
    """Facts of the OHCA register and the programme, as published, and arrests a day from arrests a year."""
    published = facts.filter(pl.col("unit") != "year").with_columns(
        level=pl.lit("country"), area=pl.lit("Danmark"), basis=pl.lit("published")
    )
    per_day = published.filter(pl.col("indicator") == "ohca_cases_year").with_columns(
        indicator=pl.lit("ohca_cases_per_day"),
        unit=pl.lit("per_day"),
        numerator=pl.col("value"),
        denominator=pl.lit(float(DAYS_PER_YEAR)),
        value=pl.col("value") / DAYS_PER_YEAR,
    )
    return pl.concat([published, per_day], how="diagonal_relaxed")


def _flows(delivery: Delivery) -> pl.DataFrame:
    return delivery.activations.with_columns(
        period_start=pl.lit(delivery.period_start),
        period_end=pl.lit(delivery.as_of),
        basis=pl.lit("counts"),
        source=pl.lit(delivery.source),
    )


def _without_inputs(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(pl.col(column) for column in table.columns if column in Indicators.column_names())


def complete(table: pl.DataFrame, delivery: Delivery) -> pl.DataFrame:
    """Add what every row of a quarter shares, and the status that a null value has."""
    known = pl.any_horizontal(pl.col("value", "lower").is_not_null())
    by_value = pl.when(known).then(pl.lit("published")).otherwise(pl.lit("missing"))
    return (
        table.with_columns(
            quarter=pl.lit(str(delivery.quarter)),
            as_of=pl.coalesce(
                pl.col("as_of") if "as_of" in table.columns else pl.lit(None), pl.lit(delivery.as_of)
            ),
            status=pl.coalesce("status", by_value) if "status" in table.columns else by_value,
            simulated=pl.lit(delivery.simulated),
        )
        .select(Indicators.column_names())
        .cast({"level": pl.Enum(LEVELS), "status": Indicators.status.dtype, "basis": Indicators.basis.dtype})
    )


def ordered(table: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """By quarter: indicators as they are computed, levels from the country down, areas in report order."""
    position = pl.concat(
        [
            reference.geography.select(area_code="region_code", place="region_order").unique(),
            reference.geography.drop_nulls("report_area_code")
            .select(area_code="report_area_code", place="report_area_order")
            .unique(),
        ],
        how="vertical_relaxed",
    )
    family = table.select(pl.col("indicator").unique(maintain_order=True)).with_row_index("family")
    return (
        table.join(family, on="indicator", how="left")
        .join(position, on="area_code", how="left")
        .sort("quarter", "family", "level", "place", "area_code", nulls_last=True)
        .select(Indicators.column_names())
    )


def with_safe_texts(table: pl.DataFrame) -> pl.DataFrame:
    """The table, none of its texts starting like a formula: a spreadsheet that opens it computes nothing."""
    formula = f"^{FORMULA.pattern}"
    return table.with_columns(
        pl.when(pl.col(name).str.contains(formula))
        .then(pl.lit(WRITTEN) + pl.col(name))
        .otherwise(name)
        .alias(name)
        for name in ("area", "source", "note")
    )


def as_csv(table: pl.DataFrame) -> str:
    """The tidy table as comma-separated UTF-8 text in full precision."""
    return table.write_csv()


def write_indicators(table: pl.DataFrame, folder: Path) -> None:
    """Write the tidy table as Parquet, for notebooks, and as CSV, for everyone."""
    folder.mkdir(parents=True, exist_ok=True)
    write_parquet(table, folder / "indicators.parquet")
    write_atomically(folder / "indicators.csv", as_csv(table).encode())


def days_between(start: date, end: date) -> int:
    """Days of a period, both ends counted."""
    return (end - start).days + 1
