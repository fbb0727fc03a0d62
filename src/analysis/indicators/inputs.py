"""What the indicators are computed from: frames that hold every quarter, told apart by `quarter`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from analysis.indicators.declaration import LEVELS
from analysis.indicators.schema import COUNTRY, DAYS_PER_YEAR, days_between, population_source
from analysis.ingest.delivery import Delivery
from analysis.ingest.delivery_file import OWN_DAYS
from analysis.ingest.snapshot import Snapshot
from analysis.ingest.tables.registry import TABLES
from analysis.reference.files import Reference, neighbour_pairs
from analysis.reference.geography import BORNHOLM, CHRISTIANSOE
from analysis.reference.population import populations_by_area

KEY: Final = ("quarter", "level", "area_code")


@dataclass(frozen=True)
class Inputs:
    """What a report is computed from. All frames but the last four have a column `quarter`.

    Attributes:
        quarters: A row per delivery: `as_of`, a column `<table>_as_of` for each table that may have a day of
            its own, `period_start`, `period_end`, `days` (of the period, both ends
            counted), `population_period`, `source`, `people_source`, `simulated`.
        tables: Each input table by its name, as `Delivery.tables`; no rows where it was not delivered.
        totals: `area_code`, `active_runners`: the publisher's own totals of active runners.
        withheld: `indicator`, `area_code`, `reason`, `until`.
        people: `level`, `area_code`, `population` of the period that belongs to the quarter.
        adults: Of the country: `adults` (18 and over) of the nearest period with ages, and `adults_period`.
        geography: A row per municipality with its report area and region, on the day reported.
        neighbours: `own`, `other`: the municipalities around each, those over the water among them.
        facts: What others published of the programme and the register, for the quarter reported.
        deliveries: The deliveries themselves, oldest first, for what is said about single rows.
    """

    quarters: pl.DataFrame
    tables: Mapping[str, pl.DataFrame]
    totals: pl.DataFrame
    withheld: pl.DataFrame
    people: pl.DataFrame
    adults: pl.DataFrame
    geography: pl.DataFrame
    neighbours: pl.DataFrame
    facts: pl.DataFrame
    deliveries: tuple[Delivery, ...]

    @property
    def runners(self) -> pl.DataFrame:
        """`municipality_code`, `active_runners`, `note`."""
        return self.tables["runners"]

    @property
    def activations(self) -> pl.DataFrame:
        """`level`, `area_code`, `area` of country and regions; delivered counts and rounded shares."""
        return self.tables["activations"]

    @property
    def aeds(self) -> pl.DataFrame:
        """`level`, `area_code`, `area` and the counts of each area where AEDs are known."""
        return self.tables["aeds"]

    @property
    def cancellations(self) -> pl.DataFrame:
        """`code` of the reason, `cancelled`."""
        return self.tables["cancellations"]

    @property
    def response_times(self) -> pl.DataFrame:
        """`area_code`, `minutes`, `alarms`."""
        return self.tables["response_times"]

    @property
    def last(self) -> str:
        """The quarter reported."""
        return str(self.quarters["quarter"][-1])


def inputs_of(snapshot: Snapshot) -> Inputs:
    """The frames of a snapshot, earlier quarters first."""
    return stacked((*snapshot.earlier, snapshot.delivery), snapshot.reference)


def stacked(deliveries: Sequence[Delivery], reference: Reference) -> Inputs:
    """The tables of some deliveries, one after the other, oldest first.

    Args:
        deliveries: On the geography of `reference`.
        reference: Geography of the last one's day, population and facts.
    """

    def joined(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
        return pl.concat(
            frame.select(pl.lit(str(one.quarter)).alias("quarter"), pl.all())
            for one, frame in zip(deliveries, frames, strict=True)
        )

    adults = reference.adults.filter(pl.col("area_code") == COUNTRY)
    nearest = [nearest_period(adults, one.population_period) for one in deliveries]
    quarters = pl.DataFrame(
        {
            "quarter": [str(one.quarter) for one in deliveries],
            "as_of": [one.as_of for one in deliveries],
            **{key: [one.day_of(table) for one in deliveries] for table, key in OWN_DAYS.items()},
            "period_start": [one.period_start for one in deliveries],
            "period_end": [one.period_end for one in deliveries],
            "days": [days_between(one.period_start, one.period_end) for one in deliveries],
            "population_period": [one.population_period for one in deliveries],
            "source": [one.source for one in deliveries],
            "people_source": [population_source(one) for one in deliveries],
            "simulated": [one.simulated for one in deliveries],
        }
    )
    people = populations_by_area(reference, quarters["population_period"])
    return Inputs(
        quarters=quarters,
        tables={name: joined(one.tables[name] for one in deliveries) for name in TABLES},
        totals=joined(one.totals for one in deliveries),
        withheld=joined(one.withheld for one in deliveries),
        people=quarters.select("quarter", period="population_period")
        .join(people, on="period", maintain_order="left_right")
        .select("quarter", "level", "area_code", "population"),
        adults=pl.concat(
            period.select(
                pl.lit(str(one.quarter)).alias("quarter"),
                adults="population_18plus",
                adults_period="period",
            )
            for one, period in zip(deliveries, nearest, strict=True)
        ),
        geography=reference.geography,
        neighbours=neighbour_pairs(reference),
        facts=reference.facts,
        deliveries=tuple(deliveries),
    )


def with_people(given: Inputs, people: pl.DataFrame, *, source: str) -> Inputs:
    """The same inputs with other people below the line of every rate, such as adults, in all quarters.

    Args:
        given: What is computed from.
        people: `area_code` of each municipality and `population`; Christiansø (411) is counted with Bornholm.
        source: Who counted them, for the column `source`.

    Raises:
        ValueError: A municipality is missing, there twice or unknown, or a number is none above 0.
    """
    municipalities = given.geography["municipality_code"].to_list()
    codes = people["area_code"].cast(pl.String).str.zfill(3)
    odd = people.filter(~(pl.col("population") > 0).fill_null(value=False))["area_code"].to_list()
    problems = {
        "missing": sorted(set(municipalities) - set(codes)),
        "there twice": sorted(set(codes.filter(codes.is_duplicated()))),
        "no municipality": sorted(set(codes) - {*municipalities, CHRISTIANSOE}),
        "without people": [str(code) for code in odd],
    }
    found = [f"{what}: {', '.join(names)}" for what, names in problems.items() if names]
    if found:
        raise ValueError(f"other people need a number above 0 for each municipality; {'; '.join(found)}")
    counted = people.select(municipality_code=codes.replace(CHRISTIANSOE, BORNHOLM), population="population")
    placed = given.geography.join(counted, on="municipality_code").with_columns(country_code=pl.lit(COUNTRY))
    levels = [
        placed.drop_nulls(f"{level}_code")
        .group_by(area_code=f"{level}_code", maintain_order=True)
        .agg(pl.col("population").sum())
        .select(pl.lit(level).alias("level"), "area_code", "population")
        for level in LEVELS
    ]
    quarters = given.quarters.select("quarter")
    return replace(
        given,
        people=quarters.join(pl.concat(levels), how="cross"),
        quarters=given.quarters.with_columns(people_source=pl.lit(source)),
    )


def nearest_period(table: pl.DataFrame, period: str) -> pl.DataFrame:
    """The rows of the period nearest to ``period``, the earlier of two that are equally near."""
    distance = (_quarters(pl.col("period")) - _quarters(pl.lit(period))).abs()
    return table.sort(distance, "period").filter(pl.col("period") == pl.col("period").first())


def _quarters(period: pl.Expr) -> pl.Expr:
    return period.str.slice(0, 4).cast(pl.Int32) * 4 + period.str.slice(5, 1).cast(pl.Int32)


def of_quarter(frame: pl.DataFrame, given: Inputs, day: str = "as_of") -> pl.DataFrame:
    """Rows with what their quarter shares: `as_of`, `days`, `source`, `basis` (counts), `simulated`.

    Args:
        frame: Rows with `quarter`.
        given: What is computed from.
        day: The column of `quarters` that holds the day of the counts.
    """
    facts = given.quarters.select("quarter", "days", "source", "simulated", as_of=day)
    return frame.join(facts, on="quarter", how="left", maintain_order="left").with_columns(
        basis=pl.lit("counts")
    )


def in_period(frame: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Counts of the year to date with what their quarter shares and the period they were counted in."""
    period = given.quarters.select("quarter", "period_start", "period_end")
    return of_quarter(frame, given).join(period, on="quarter", how="left", maintain_order="left")


def with_population(frame: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Rows beside the inhabitants of their area, the period these are of, person-years, and both sources.

    Args:
        frame: Rows with `quarter`, `level`, `area_code`, `days` and `source`.
        given: What is computed from.
    """
    people = given.quarters.select("quarter", "population_period", "people_source")
    return (
        frame.join(given.people, on=KEY, how="left", maintain_order="left")
        .join(people, on="quarter", how="left", maintain_order="left")
        .with_columns(
            person_years=pl.col("population") * pl.col("days") / DAYS_PER_YEAR,
            source=pl.concat_str("source", "people_source", separator="; "),
        )
    )


def is_withheld(frame: pl.DataFrame, indicator: str, given: Inputs) -> pl.Series:
    """Whether the indicator is withheld in the area and quarter of each row."""
    withheld = given.withheld.filter(pl.col("indicator") == indicator).select("quarter", "area_code")
    marked = frame.join(
        withheld.unique().with_columns(withheld=pl.lit(value=True)),
        on=["quarter", "area_code"],
        how="left",
        maintain_order="left",
    )
    return marked["withheld"].fill_null(value=False)
