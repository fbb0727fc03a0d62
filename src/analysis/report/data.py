"""What every page needs: the numbers, the words, and the facts of the delivery they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

import altair as alt
import polars as pl

from analysis.core import formatting as show
from analysis.core.quarters import Quarter
from analysis.indicators.changes import expanded_breaks, with_runs
from analysis.indicators.differences import ChangedNumber
from analysis.indicators.facts import CASES_PER_DAY, is_undated
from analysis.indicators.limits import Limits
from analysis.indicators.peers import STEP
from analysis.indicators.rows import BETWEEN_SOURCES
from analysis.indicators.runners import RATE, partly_known
from analysis.indicators.schema import (
    COUNTRY,
    POPULATION_SOURCE,
    SIMULATED,
    SIMULATED_POPULATION,
    days_between,
    population_source,
)
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.reference.population import population_by_area
from analysis.report.charts.drawing import Spec, to_svg
from analysis.report.components import Numbers, SmallLine, source_name
from analysis.report.edition import Edition
from analysis.report.figures import STRIP_END, STRIP_STEP, IndicatorTable
from analysis.report.naming import shown_changes
from analysis.report.note_values import value_in_language
from analysis.report.sources import named_together
from analysis.texts import Texts
from analysis.texts.markup import (
    Address,
    Foreign,
    InPlaceOfNumber,
    Revised,
    RevisedInPlaceOfNumber,
    together,
)
from analysis.texts.notes import TABLE_LANGUAGE, ended, from_cell, note_in_language

# Beside the name of an area whose rate is that of some of its municipalities.
PARTLY: Final = "†"
# Beside the name of an area whose number is the source's own total.
OWN_TOTAL: Final = "‡"
SMALL_POPULATION: Final = 10_000
LEAST_REACH: Final = 0.05
LARGEST_REACH: Final = 0.25
WEB: Final = re.compile(r"https?://[^/\s\[\]]+(?:/\S*)?\Z")


class Municipality(NamedTuple):
    """A municipality with the region and the report area around it, its runners and their rate."""

    code: str
    name: str
    region_code: str
    region: str
    report_area_code: str | None
    active: float | None
    rate: float | None
    lower: float | None
    upper: float | None

    @property
    def limits(self) -> Limits | None:
        """The limits of its rate, where that is known."""
        return None if self.lower is None or self.upper is None else Limits(self.lower, self.upper)


@dataclass(frozen=True)
class ReportData:
    """One quarter's numbers and words.

    Attributes:
        snapshot: Its delivery, reference data and earlier deliveries.
        figures: Its numbers.
        texts: Its words.
        edition: The version that is being released; None for a draft.
        revisions: What changed since the version before, as `analysis.indicators.differences` lists it.
    """

    snapshot: Snapshot
    figures: IndicatorTable
    texts: Texts
    edition: Edition | None = None
    revisions: pl.DataFrame | None = None

    @cached_property
    def area_names(self) -> dict[str, str]:
        """The names of all areas by code."""
        rows = self.figures.table.select("area_code", "area").unique(maintain_order=True)
        return {code: self.area_name(code, name) for code, name in rows.iter_rows()}

    @cached_property
    def shown_revisions(self) -> list[ChangedNumber]:
        """The changes since the version before that can be seen in the report; none in a draft."""
        if self.revisions is None:
            return []
        return shown_changes(self.revisions, self.figures.table["quarter"][0], self.texts)

    @cached_property
    def _revised(self) -> set[tuple[str, str]]:
        return {(row.indicator, row.area_code) for row in self.shown_revisions}

    def marked(self, shown: str, indicator: str, area: str = "dk") -> str:
        """A number as it is shown, with a mark where it differs from that of the version before.

        The least that a number can be is a number too; words and dashes that hold none have no mark.
        """
        if (indicator, area) not in self._revised or not any(sign.isdigit() for sign in shown):
            return shown
        return RevisedInPlaceOfNumber(shown) if isinstance(shown, InPlaceOfNumber) else Revised(shown)

    def count_shown(self, area: str = COUNTRY) -> str:
        """Active runners of an area; where no number is published, the least it can be, or that it is not."""
        row = self.figures.row("active_runners", area)
        if row.value is not None:
            return self.number(row.value)
        if row.lower:
            return InPlaceOfNumber(self.texts("at-least", count=self.number(row.lower)))
        return InPlaceOfNumber(self.texts("not-shown" if row.status == "withheld" else "not-known"))

    def is_partly_known(self, area: str = COUNTRY) -> bool:
        """Whether the area's rate is that of some of its municipalities alone."""
        return self.figures.value("active_runners", area) is None

    def name_marked(self, name: str, area: str) -> str:
        """An area's name, with a mark where not all of its municipalities are known."""
        return f"{name}{self._mark(area)}"

    def rate_marked(self, name: str, area: str = COUNTRY) -> str:
        """What an area's rate is called, with a mark where it is that of some municipalities alone."""
        return f"{name}{PARTLY}" if self._mark(area) == PARTLY else name

    def _mark(self, area: str) -> str:
        """That the area's rate is of some municipalities alone, or that its number is the source's total."""
        count, rate = (self.figures.row(name, area) for name in ("active_runners", "active_runners_rate"))
        if count.basis == "published":
            return OWN_TOTAL
        return PARTLY if count.value is None and rate.value is not None else ""

    def marks_explained(self, areas: Sequence[str], *, country_rate: bool = False) -> str:
        """What the marks say that the names of some areas carry; empty where none does.

        Args:
            areas: Whose names are shown.
            country_rate: Whether the country's rate stands beside them, as `country_rate_shown` gives it.
        """
        found = {self._mark(area) for area in areas}
        if country_rate and self._mark(COUNTRY) == PARTLY:
            found.add(PARTLY)
        notes = {PARTLY: "partly-known-note", OWN_TOTAL: "own-total-note"}
        return together(self.texts(note) for mark, note in notes.items() if mark in found)

    @cached_property
    def unknown(self) -> list[Municipality]:
        """The municipalities without a published number, in the order of the alphabet."""
        return [row for row in municipality_rows(self.municipalities) if row.active is None]

    @property
    def counted_municipalities(self) -> dict[str, str]:
        """How many municipalities have a published number, of how many, as sentences name them."""
        count = self.municipalities.height
        return {"known": str(count - len(self.unknown)), "count": str(count)}

    def known_words(self, area: str) -> str:
        """What is known of a region's number and rates where a municipality's is not; empty where all are."""
        note = self.figures.row("active_runners", area).note
        inside = self.municipalities.filter(region_code=area)
        if note is None or not inside["rate"].null_count():
            return ""
        areas = [area, *inside["report_area_code"].drop_nulls().unique()]
        marks = self.marks_explained(areas, country_rate=True)
        return together([self.note(note), *([marks] if marks else [])])

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """All deliveries up to the one reported, in the order of their quarters."""
        return (*self.snapshot.earlier, self.snapshot.delivery)

    @property
    def has_earlier(self) -> bool:
        """Whether earlier quarters were delivered, so that there are developments to show."""
        return bool(self.snapshot.earlier)

    @property
    def has_funnel(self) -> bool:
        """Whether enough municipalities have a rate to compare them in a funnel."""
        return self.figures.has("active_runners_rate_between")

    @property
    def as_of(self) -> date:
        """The date of the stock counts."""
        return self.snapshot.delivery.as_of

    @property
    def as_of_shown(self) -> str:
        """The date of the stock counts in words."""
        return show.long_date(self.as_of, self.texts.language)

    def day_shown(self, table: str) -> str:
        """The day in words that the counts of an input table are of."""
        return show.long_date(self.snapshot.delivery.day_of(table), self.texts.language)

    def counted_apart(self, table: str) -> bool:
        """Whether an input table was counted on another day than runners."""
        return table in self.snapshot.delivery.own_days

    @property
    def period_shown(self) -> str:
        """The period of the flows, its year once."""
        delivery = self.snapshot.delivery
        return show.short_period(delivery.period_start, delivery.period_end, self.texts.language)

    @property
    def days(self) -> int:
        """Days of the period of the flows, both ends counted."""
        return days_between(self.snapshot.delivery.period_start, self.snapshot.delivery.period_end)

    @property
    def population_quarter(self) -> Quarter:
        """The quarter whose population is the denominator of rates."""
        return Quarter.of_statbank(self.snapshot.delivery.population_period)

    @property
    def population_day_shown(self) -> str:
        """The first day of the population's quarter, the date FOLK1A counts on."""
        return show.long_date(self.population_quarter.first_day, self.texts.language)

    @property
    def population_source_shown(self) -> str:
        """Whose population the rates are formed with."""
        return self.source_name(population_source(self.snapshot.delivery))

    @property
    def statement(self) -> str:
        """Who made the report."""
        delivery = self.snapshot.delivery
        if delivery.publisher:
            return self.texts("published-by", publisher=delivery.publisher)
        return self.texts("independent-simulated" if delivery.simulated else "independent")

    @property
    def credit(self) -> str:
        """What a figure says of its report: title, quarter and version, and who made it."""
        texts = self.texts
        quarter = self.quarter_name(self.snapshot.delivery.quarter)
        named = texts("edition-draft") if self.edition is None else self.edition.in_words(texts)
        return f"{texts('title')}. {texts('subtitle', quarter=quarter)}. {named}. {self.statement}"

    @cached_property
    def undated(self) -> set[str]:
        """Facts, and what is computed of them, whose source states no day."""
        facts = self.snapshot.reference.facts.filter(is_undated())["indicator"].to_list()
        return {*facts, *(CASES_PER_DAY.name for name in facts if name == "ohca_cases_year")}

    @cached_property
    def population(self) -> dict[str, int]:
        """Inhabitants by area code."""
        areas = population_by_area(self.snapshot.reference, self.snapshot.delivery.population_period)
        return dict(areas.select("area_code", "population").iter_rows())

    @property
    def national_rate(self) -> float | None:
        """Active runners per 100,000 inhabitants of the country; None where no municipality's are known."""
        return self.figures.row("active_runners_rate").value

    @cached_property
    def rate_end(self) -> float:
        """Right end of every strip of rates, the same on all pages: no municipality's interval is cut off."""
        rows = self.figures.areas("active_runners_rate", "municipality")
        highest = max((row.upper for row in rows if row.upper is not None), default=0)
        return float(max(STRIP_END, -(-highest // STRIP_STEP) * STRIP_STEP))

    @property
    def country_reference(self) -> tuple[float, str]:
        """The country's rate and its label on a strip; where it is not known, 0 and a label that says so."""
        if self.national_rate is None:
            return 0.0, self.country_rate_shown("country-reference", self.texts("not-known"))
        return self.national_rate, self.country_rate_shown("country-reference")

    def country_rate_shown(self, message: str, rate: str | None = None) -> str:
        """The country's name and rate in the words of a message, marked where the rate is of a part alone.

        Args:
            message: With `country` and `rate`.
            rate: What stands in place of the rate; the rate itself by default.
        """
        shown = self.number(self.national_rate) if rate is None else rate
        return self.texts(message, country=self.rate_marked(self.texts("country")), rate=shown)

    @cached_property
    def breaks(self) -> pl.DataFrame:
        """Declared breaks of all deliveries, by the areas they concern."""
        return expanded_breaks(self.snapshot)

    def runs(self, indicator: str, level: str, family: str) -> pl.DataFrame:
        """A series at one level, each value with the run it belongs to, from the first delivery on.

        Where a rate is over the known parts of an area alone, there is a gap: it is that of another area.
        """
        rows = self.figures.series(indicator, level)
        partly = partly_known(self.figures.everything) if indicator == RATE.name else rows.clear()
        whole = rows.join(partly, on=["quarter", "level", "area_code"], how="anti", maintain_order="left")
        return with_runs(whole, self.breaks, family)

    @cached_property
    def sparks(self) -> dict[str, SmallLine]:
        """A small line for each area: its rate in all deliveries, relative to the last, on one scale.

        Where the last is 0, whatever was more lies at the upper end.
        """
        if not self.snapshot.earlier:
            return {}
        levels = ("region", "report_area", "municipality")
        rates = pl.concat(
            [self.runs("active_runners_rate", level, "active_runners") for level in levels]
        ).with_columns(
            shown=(pl.col("value") / pl.col("value").last().over("area_code") - 1).fill_nan(0.0),
            time=pl.col("as_of").dt.epoch("d"),
        )
        reach = min(max(float(rates["shown"].abs().quantile(0.95) or 0), LEAST_REACH), LARGEST_REACH)
        start = pl.col("time").min()
        placed = rates.with_columns(
            x=(pl.col("time") - start) / (pl.col("time").max() - start),
            y=(pl.col("shown").clip(-reach, reach) / reach + 1) / 2,
        )
        return {
            str(area): SmallLine(
                tuple(
                    tuple(run.select("x", "y").iter_rows())
                    for run in rows.partition_by("run", maintain_order=True)
                ),
                self.texts(
                    "spark-words" if rows["run"].n_unique() == 1 else "spark-words-broken",
                    first=self.number(rows["value"][0]),
                    last=self.number(rows["value"][-1]),
                    date=show.long_date(rows["as_of"][0], self.texts.language),
                ),
            )
            for (area,), rows in placed.group_by("area_code", maintain_order=True)
            if rows["quarter"][-1] == str(self.snapshot.delivery.quarter)
        }

    @cached_property
    def municipalities(self) -> pl.DataFrame:
        """A row per municipality in the order of the Danish alphabet, with geography, count and rate."""
        rates = self.figures.frame("active_runners_rate", "municipality").select(
            municipality_code="area_code", rate="value", lower="lower", upper="upper", active="numerator"
        )
        joined = self.snapshot.reference.geography.join(rates, on="municipality_code", how="left")
        order = {name: place for place, name in enumerate(show.sorted_danish(joined["municipality"]))}
        return joined.sort(pl.col("municipality").replace_strict(order))

    def small_step(self, code: str) -> float | None:
        """By how much one runner changes a small municipality's rate; None of a larger one or a region."""
        row = self.figures.published(STEP.name, code)
        return row.value if row is not None and row.known_denominator < SMALL_POPULATION else None

    def quarter_name(self, quarter: Quarter) -> str:
        """A quarter in words: 2. kvartal 2025."""
        return self.texts("quarter-name", number=str(quarter.number), year=str(quarter.year))

    def quarter_abbreviated(self, quarter: Quarter) -> str:
        """A quarter in a column: 2. kv. 2025."""
        return self.texts("quarter-abbreviated", number=str(quarter.number), year=str(quarter.year))

    def number(self, value: float | None, decimals: int = 0) -> str:
        """A number in the report's language."""
        return show.number(value, decimals, self.texts.language)

    def percent(self, value: float | None, decimals: int = 0) -> str:
        """A percentage in the report's language."""
        return show.percent(value, decimals, self.texts.language)

    def in_percent(self, shown: str) -> str:
        """A number or range that is shown, as a percentage."""
        return show.in_percent(shown, self.texts.language)

    def joined(self, names: Sequence[str]) -> str:
        """Names as a sentence of the report's language lists them."""
        *before, last = names or [""]
        return together([together(before, ", "), self.texts("list-and"), last]) if before else last

    def svg(self, chart: alt.TopLevelMixin | Spec) -> str:
        """A chart drawn with the number format of the report's language."""
        return to_svg(chart, self.texts.language)

    def area_name(self, code: str, name: str) -> str:
        """An area's name; only the country's differs between editions."""
        return self.texts("country") if code == COUNTRY else name

    def delivered(self, text: str) -> str:
        """What a delivery wrote: as it stands, or by its English twin if it has one."""
        if text == SIMULATED:
            return self.texts("simulated-figure")
        if self.texts.language == TABLE_LANGUAGE:
            return text
        return self._english.get(text) or Foreign(text, TABLE_LANGUAGE)

    @cached_property
    def _english(self) -> dict[str, str]:
        return {text: twin for one in self.deliveries for text, twin in one.english.iter_rows()}

    def delivered_notes(self, codes: Sequence[str]) -> list[str]:
        """What the delivery says of some municipalities' numbers, as sentences that name the municipalities.

        A note that names its municipality itself stands as it is.

        Args:
            codes: Whose; they come in the order of their codes.
        """
        names = {row.code: row.name for row in self.unknown}
        rows = self.snapshot.delivery.runners.filter(pl.col("municipality_code").is_in(codes))
        said: dict[tuple[str, str], list[str]] = {}
        for code, note in rows.select("municipality_code", pl.col("note").replace("", None)).iter_rows():
            if code in names:
                said.setdefault(self._why_unknown(code), []).append(names[code])
            elif note is not None and self.area_names[code] in note:
                said.setdefault(("", self.delivered(note)), [])
            elif note is not None:
                said.setdefault(("noted", self.delivered(note)), []).append(self.area_names[code])
        return [
            ended(self.texts(f"{kind}-because", name=self.joined(named), reason=reason) if kind else reason)
            for (kind, reason), named in said.items()
        ]

    def _why_unknown(self, code: str) -> tuple[str, str]:
        """Whether a municipality's number is not known or withheld, and the reason."""
        row = self.figures.row("active_runners", code)
        kind = "withheld" if row.status == "withheld" else "not-known"
        return kind, self.note(row.note or "")

    def note(self, shown: str) -> str:
        """A note of the tidy table in the report's language."""
        parts = self.note_parts(shown)
        return parts[0] if len(parts) == 1 else together(parts)

    def note_parts(self, shown: str) -> list[str]:
        """The parts of a note of the tidy table in the report's language, as far as it is said in it."""
        return note_in_language(shown, self.texts, self._value_of_note)

    def _value_of_note(self, kind: str, text: str) -> str:
        """What stands in a note of the tidy table, in the report's language."""
        return value_in_language(kind, text, self.texts) or self.delivered(text)

    def source_cell(self, source: str) -> str:
        """A source of the tidy table in the report's language; an address that no delivery gave stays one."""
        source = from_cell(source)
        known = {POPULATION_SOURCE: "population-source", SIMULATED_POPULATION: "population-source-simulated"}
        if source in known:
            return self.texts(known[source])
        if WEB.match(source) and source not in self._delivered_sources:
            return Address(source)
        return self.delivered(source)

    def source_name(self, source: str) -> str:
        """A source as `source_cell` gives it, of an address its host."""
        return source_name(self.source_cell(source))

    @cached_property
    def _delivered_sources(self) -> set[str]:
        return {one.source for one in self.deliveries}

    def extreme_words(self, municipalities: pl.DataFrame) -> dict[str, str]:
        """Lowest and highest known rate of some municipalities and whose they are, as titles of maps say it.

        Empty where none is known.
        """
        if municipalities["rate"].null_count() == municipalities.height:
            return {}
        low, high = extremes(municipalities)
        return {
            "low": self.number(low.rate),
            "low-name": low.name,
            "high": self.number(high.rate),
            "high-name": high.name,
        }

    def numbers(
        self,
        head: Sequence[str],
        rows: Sequence[tuple[str, ...]],
        *indicators: str,
        codes: Sequence[str] = (),
        drawn: pl.DataFrame | None = None,
    ) -> Numbers:
        """The table behind a chart.

        Args:
            head: Names of messages, the column heads; rows under a date or period are in its order.
            rows: Texts as shown.
            indicators: What the table holds; its sources are those of the quarter's rows.
            codes: A municipality's code for each row, where rows are municipalities.
            drawn: Rows of the tidy table, where what is shown is of several quarters; the sources are theirs.
        """
        heads = tuple(self.texts(f"column-{name}") for name in head)
        words = (self.texts("numbers-unfold"), self.texts("numbers-fetch"), self.texts("column-source"))
        sources = self.sources(*indicators) if drawn is None else self.sources_of(drawn["source"])
        chronological, language = head[0] in ("date", "period"), self.texts.language
        return Numbers(heads, rows, words, codes, sources, chronological, language, self.limit_names)

    @property
    def limit_names(self) -> tuple[str, str]:
        """What the heads of lower and upper limits end in, in a file."""
        return self.texts("numbers-lower"), self.texts("numbers-upper")

    def sources(self, *indicators: str) -> list[str]:
        """Where the quarter's numbers of some indicators come from, as `sources_of` gives it."""
        reported = self.figures.table
        tables = [reported.filter(pl.col("indicator") == name) for name in indicators]
        told = [
            source
            for name, rows in zip(indicators, tables, strict=True)
            for source in (self.figures.series(name, "country") if rows.is_empty() else rows)["source"]
        ]
        return self.sources_of(told)

    def sources_of(self, cells: Iterable[str]) -> list[str]:
        """The sources that cells of the tidy table name, each once and in their order, as a page shows them.

        Deliveries of quarters in a row whose sources differ by the quarter alone are one source.
        """
        parts = dict.fromkeys(part for cell in cells for part in self.source_parts(cell))
        return named_together([self.source_cell(part) for part in parts])

    def source_parts(self, cell: str) -> list[str]:
        """The sources that a cell of the tidy table names; one with semicolons of its own stays whole."""
        parts, rest = [], from_cell(cell)
        while rest:
            whole = (known for known in self._known_sources if f"{rest}{BETWEEN_SOURCES}".startswith(known))
            part = next(whole, rest.partition(BETWEEN_SOURCES)[0] + BETWEEN_SOURCES)
            parts.append(part.removesuffix(BETWEEN_SOURCES))
            rest = rest[len(part) :]
        return parts

    @cached_property
    def _known_sources(self) -> list[str]:
        """Sources as they were written, each with what follows it in a cell, the longest first."""
        reference = self.snapshot.reference
        written = {*self._delivered_sources, *reference.facts["source"], *reference.published["source"]}
        return sorted((f"{one}{BETWEEN_SOURCES}" for one in written), key=len, reverse=True)


def municipality_rows(municipalities: pl.DataFrame) -> list[Municipality]:
    """Rows of `ReportData.municipalities` in their order."""
    return [
        Municipality(*row)
        for row in municipalities.select(
            "municipality_code",
            "municipality",
            "region_code",
            "region",
            "report_area_code",
            "active",
            "rate",
            "lower",
            "upper",
        ).iter_rows()
    ]


def extremes(municipalities: pl.DataFrame) -> tuple[Municipality, Municipality]:
    """The municipalities of lowest and highest known rate, the alphabet's first where several share it."""
    ordered = municipalities.drop_nulls("rate").sort("rate", maintain_order=True)
    highest = ordered.filter(pl.col("rate") == ordered["rate"].max())
    return municipality_rows(ordered)[0], municipality_rows(highest)[0]
