"""One quarter's made-up delivery: its file and its three tables, as people would deliver them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from analysis.core.quarters import Quarter
from analysis.ingest.dates import usual_period_end
from analysis.ingest.delivery import COUNTRY
from analysis.ingest.delivery_text import toml_value
from analysis.ingest.tables.activations import ACTIVATIONS
from analysis.ingest.tables.aeds import AEDS
from analysis.ingest.tables.runners import RUNNERS
from analysis.reading.files import DELIVERY_FILE, Column
from analysis.simulation.draws import (
    growth_factor,
    normal_numbers,
    random_stream,
    uniform_numbers,
    years_since_origin,
)
from analysis.simulation.places import Places
from analysis.simulation.plan import Plan, quarters_between

RUNNERS_SEASON: Final = (0.985, 1.01, 1.015, 0.99)
ALARMS_SEASON: Final = (1.05, 0.98, 0.94, 1.03)
ALARMS_A_QUARTER: Final = 900
ALARMS_TREND: Final = 0.01
MOST_ALARMS: Final = 2000
CANCELLED: Final = 0.16
ACCEPTED: Final = (0.98, 0.95)
WITHHELD_REASON: Final = "Simuleret: Et opdigtet forsøg i {} er i gang. Så længe vises andelen ikke."
WITHHELD_REASON_IN_ENGLISH: Final = (
    "Simulated: A made-up trial in {} is under way. Until it ends, the share is not shown."
)
COUNTS: Final = ("activations", "cancelled", "accepted_by_one", "accepted_by_two")


@dataclass(frozen=True)
class DayOfCounts:
    """A quarter's day of counting, and the areas valid on it.

    Attributes:
        quarter: The quarter.
        as_of: The day.
        geography: As `Reference.geography`.
    """

    quarter: Quarter
    as_of: date
    geography: pl.DataFrame

    @property
    def period_start(self) -> date:
        """The first day of which alarms count."""
        return date(self.quarter.year, 1, 1)

    @property
    def period_end(self) -> date:
        """The last day of which alarms count."""
        return usual_period_end(self.as_of, self.quarter)

    @property
    def areas(self) -> pl.DataFrame:
        """`area_code`, `area` of the country and its regions, in the report's order."""
        regions = self.geography.sort("region_order", "municipality_code").unique(
            "region_code", keep="first", maintain_order=True
        )
        country = pl.DataFrame([COUNTRY], schema=["area_code", "area"], orient="row")
        return pl.concat([country, regions.select(area_code="region_code", area="region")])

    def summed(self, counts: pl.DataFrame) -> pl.DataFrame:
        """Counts by `municipality_code` (Int64 columns) as counts of `areas`, in its order."""
        placed = counts.join(
            self.geography.select("municipality_code", area_code="region_code"), on="municipality_code"
        ).drop("municipality_code")
        parts = pl.concat([placed, placed.with_columns(area_code=pl.lit(COUNTRY[0]))])
        return self.areas.join(
            parts.group_by("area_code").sum(), on="area_code", how="left", maintain_order="left"
        )


def delivery_files(plan: Plan, places: Places, alarms: pl.DataFrame, quarter: Quarter) -> dict[str, bytes]:
    """The files of a quarter's delivery by name.

    Args:
        plan: What is made up.
        places: Where.
        alarms: As `alarms_of`, of the quarter's whole year and the quarter after it.
        quarter: Which one.
    """
    as_of = plan.as_of(quarter)
    day = DayOfCounts(quarter, as_of, places.geography(as_of))
    runners = active_runners(plan, places, quarter)
    return {
        DELIVERY_FILE: _terms(plan, places, day, runners).encode(),
        "runners.csv": _csv(
            day.geography.select("municipality_code", "municipality").join(runners, on="municipality_code"),
            RUNNERS.columns,
        ),
        "activations.csv": _csv(_activations(plan, places, day, alarms), ACTIVATIONS.columns),
        "aeds.csv": _csv(_aeds(plan, places, day), AEDS.columns),
    }


def active_runners(plan: Plan, places: Places, quarter: Quarter) -> pl.DataFrame:
    """`municipality_code`, `active_runners`: level, growth, season and noise, halved where the series broke.

    Two counts share most of their people, so the noise is smaller than that of independent counts.
    """
    draws, count = random_stream(plan.seed, "runners", quarter), places.municipalities.height
    since, season = pl.lit(years_since_origin(quarter)), RUNNERS_SEASON[quarter.number - 1]
    expected = pl.col("runners") * growth_factor(pl.col("runners_trend"), since) * season
    broken = (pl.col("municipality_code") == places.broken) & (quarter >= plan.break_from)
    rest = uniform_numbers(random_stream(plan.seed, "break"), 1, 0.45, 0.55).item()
    level = pl.when(broken).then(expected * rest).otherwise(expected)
    noise = (0.005 * level + 0.3 * level.sqrt()) * normal_numbers(draws, count)
    return places.municipalities.select("municipality_code", active_runners=_whole(level + noise))


def _aeds(plan: Plan, places: Places, day: DayOfCounts) -> pl.DataFrame:
    """AEDs of country, regions and municipalities; no count ever falls."""
    counts = aed_counts(plan, places, day.quarter)
    municipalities = (
        day.geography.select("municipality_code", area="municipality")
        .join(counts, on="municipality_code")
        .rename({"municipality_code": "area_code"})
    )
    return pl.concat([day.summed(counts), municipalities])


def aed_counts(plan: Plan, places: Places, quarter: Quarter) -> pl.DataFrame:
    """`municipality_code`, `aed_registered`, `aed_24_7`.

    Chance lets each municipality run ahead of its time by less than a quarter.
    """
    ahead = uniform_numbers(random_stream(plan.seed, "aeds", quarter), places.municipalities.height, 0, 0.25)
    since = pl.lit(ahead) + years_since_origin(quarter)
    closed = pl.col("part_time") * (2 - growth_factor(pl.lit(0.01), since))
    return places.municipalities.select(
        "municipality_code",
        aed_registered=_whole(pl.col("aeds") * growth_factor(pl.col("aeds_trend"), since)),
        open_share=1 - closed,
    ).select(
        "municipality_code",
        "aed_registered",
        aed_24_7=(pl.col("aed_registered") * pl.col("open_share")).floor().cast(pl.Int64),
    )


def alarms_of(plan: Plan, places: Places) -> pl.DataFrame:
    """Every alarm of the plan's years and the quarter after: a row each, drawn quarter by quarter.

    Returns:
        `day`, `municipality_code`, and Int64 of 0 or 1: `activations` (not cancelled), `cancelled`,
        `accepted_by_one`, `accepted_by_two`.
    """
    quarters = quarters_between(Quarter(plan.first.year, 1), plan.last.next)
    return pl.concat(_alarms(plan.seed, places.municipalities, quarter) for quarter in quarters)


def _alarms(seed: int, municipalities: pl.DataFrame, quarter: Quarter) -> pl.DataFrame:
    draws = random_stream(seed, "alarms", quarter)
    reach = municipalities["alarms"].cum_sum()
    days = (quarter.last_day - quarter.first_day).days + 1
    happened, where, when, cancelled, accepted = (uniform_numbers(draws, MOST_ALARMS) for _ in range(5))
    expected = (
        ALARMS_A_QUARTER
        * ALARMS_SEASON[quarter.number - 1]
        * growth_factor(ALARMS_TREND, years_since_origin(quarter))
    )
    answered = pl.col("cancelled") >= CANCELLED
    return (
        pl.DataFrame(
            {
                "day": (when * days).cast(pl.Int64),
                "municipality_code": municipalities["municipality_code"].gather(
                    reach.search_sorted((where * reach[-1]).cast(pl.Int64), side="right")
                ),
                "happened": happened,
                "cancelled": cancelled,
                "accepted": accepted,
            }
        )
        .filter(pl.col("happened") * MOST_ALARMS < expected)
        .select(
            "municipality_code",
            day=pl.lit(quarter.first_day) + pl.duration(days="day"),
            activations=answered.cast(pl.Int64),
            cancelled=(~answered).cast(pl.Int64),
            accepted_by_one=(answered & (pl.col("accepted") < ACCEPTED[0])).cast(pl.Int64),
            accepted_by_two=(answered & (pl.col("accepted") < ACCEPTED[1])).cast(pl.Int64),
        )
    )


def _activations(plan: Plan, places: Places, day: DayOfCounts, alarms: pl.DataFrame) -> pl.DataFrame:
    """Alarms of the period, of country and regions.

    While a region's acceptance is withheld, the country's is given in whole per cent only: with counts the
    withheld ones would follow by subtraction.
    """
    counted = alarms.filter(pl.col("day").is_between(day.period_start, day.period_end)).drop("day")
    table = day.summed(counted).with_columns(pl.col(COUNTS).fill_null(0))
    if day.as_of > plan.withheld_until:
        return table
    region, _ = places.capital_region(day.as_of)
    country = pl.col("area_code") == COUNTRY[0]
    known = ~pl.col("area_code").is_in([region, COUNTRY[0]])
    accepted = ("accepted_by_one", "accepted_by_two")
    return table.with_columns(
        *(pl.when(known).then(name).alias(name) for name in accepted),
        *(
            pl.when(country).then(_percent(pl.col(name), pl.col("activations"))).alias(f"{name}_percent")
            for name in accepted
        ),
    )


def _percent(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """A share in whole per cent, half rounded up."""
    return (200 * part + whole) // (2 * whole)


def _whole(number: pl.Expr) -> pl.Expr:
    return (number + 0.5).floor().cast(pl.Int64)


def _csv(table: pl.DataFrame, columns: Sequence[Column]) -> bytes:
    """A table under the Danish headers of a delivery, every column there, empty where nothing is known."""
    return (
        table.select(
            (pl.col(column.name) if column.name in table.columns else pl.lit(None)).alias(column.header)
            for column in columns
        )
        .write_csv()
        .encode()
    )


def _terms(plan: Plan, places: Places, day: DayOfCounts, runners: pl.DataFrame) -> str:
    """The text of `delivery.toml`."""
    totals = day.summed(runners).select("area_code", "active_runners")
    source = f"Simulerede tal, startværdi {plan.seed}"
    paragraphs = [
        f"# Alle tal er opdigtede. De er lavet med `statusrapport simulate`, startværdi {plan.seed}.\n"
        "# De er til prøver og øvelser og må aldrig ligge sammen med rigtige leverancer.",
        f'quarter = "{day.quarter}"\n'
        f"as_of = {day.as_of}\n"
        f"period_start = {day.period_start}\n"
        f"source = {toml_value(source)}\n"
        "simulated = true",
        "\n".join(["[totals]", *(f'"{code}" = {total}' for code, total in totals.iter_rows())]),
        *withheld_entries(plan, places, day),
        *_english_of_withheld(plan, places, day),
        *_break(plan, places, day),
        *_english(source, f"Simulated figures, seed {plan.seed}"),
    ]
    return "\n\n".join(paragraphs) + "\n"


def withheld_entries(plan: Plan, places: Places, day: DayOfCounts) -> Iterator[str]:
    """What the delivery withholds, as entries of `delivery.toml`."""
    if day.as_of > plan.withheld_until:
        return
    code, region = places.capital_region(day.as_of)
    for indicator in ("accepted_by_one", "accepted_by_two"):
        yield (
            "[[withheld]]\n"
            f'indicator = "{indicator}"\n'
            f'area = "{code}"\n'
            f"reason = {toml_value(WITHHELD_REASON.format(region))}\n"
            f"until = {plan.withheld_until}"
        )


def _english_of_withheld(plan: Plan, places: Places, day: DayOfCounts) -> Iterator[str]:
    if day.as_of <= plan.withheld_until:
        _, region = places.capital_region(day.as_of)
        yield from _english(WITHHELD_REASON.format(region), WITHHELD_REASON_IN_ENGLISH.format(region))


def _break(plan: Plan, places: Places, day: DayOfCounts) -> Iterator[str]:
    """The declaration of the break, in the quarter it happens in."""
    if day.quarter == plan.break_from:
        name = day.geography.row(by_predicate=pl.col("municipality_code") == places.broken, named=True)[
            "municipality"
        ]
        reason = (
            f"Simuleret brud: {name} bliver fra nu af talt op på en anden, opdigtet måde, "
            "og tallet falder til omtrent det halve."
        )
        yield (
            "[[break]]\n"
            'indicator = "active_runners"\n'
            f'area = "{places.broken}"\n'
            f"reason = {toml_value(reason)}"
        )
        yield from _english(
            reason,
            f"Simulated break: from now on {name} is counted in another, made-up way, "
            "and the number falls to about half.",
        )


def _english(text: str, english: str) -> Iterator[str]:
    """What the English edition shows for a text of the delivery."""
    yield f"[[english]]\ntext = {toml_value(text)}\nenglish = {toml_value(english)}"
