"""The rows of the tidy table that carry what the report says, message by message.

Read from the table alone, without the functions of the pages: where a page reads another row, compares with
another limit or counts otherwise, the two differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeAlias

import polars as pl

from analysis.core import formatting as show
from analysis.core.quarters import Quarter
from analysis.indicators.arrests import SHARES as OHCA_SHARES
from analysis.texts import Texts
from tests.claims import Said

DK: Final = "dk"
RATE: Final = "active_runners_rate"
REGIONS: Final = "region"
MUNICIPALITIES: Final = "municipality"
Row: TypeAlias = dict[str, Any]


@dataclass
class Table:
    """The tidy table of a quarter, as its readers have it.

    Attributes:
        everything: All its rows.
        language: Of the report.
        neighbours: Municipality → the codes of those around it.
        region_of: Municipality → the code of its region.
        people: Area code → inhabitants.
        facts: Name → what is known of the scheme's beginning, which is no number of a quarter.
    """

    everything: pl.DataFrame
    language: str
    neighbours: Mapping[str, list[str]]
    region_of: Mapping[str, str]
    people: Mapping[str, int]
    facts: Mapping[str, Row]

    @cached_property
    def quarter(self) -> str:
        return str(self.everything["quarter"].max())

    @cached_property
    def _rows(self) -> dict[tuple[str, str], Row]:
        now = self.everything.filter(quarter=self.quarter)
        return {(row["indicator"], row["area_code"]): row for row in now.iter_rows(named=True)}

    @cached_property
    def _levels(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self._rows.values():
            found.setdefault((row["indicator"], row["level"]), []).append(row)
        return found

    @cached_property
    def texts(self) -> Texts:
        return Texts(self.language)

    def row(self, indicator: str, area: str = DK) -> Row:
        return self._rows[indicator, area]

    def find(self, indicator: str, area: str = DK) -> Row | None:
        return self._rows.get((indicator, area))

    def shows(self, indicator: str, area: str = DK) -> bool:
        row = self.find(indicator, area)
        return row is not None and row["status"] == "published"

    def rows(self, indicator: str, level: str) -> list[Row]:
        return self._levels.get((indicator, level), [])

    def known(self, indicator: str, level: str) -> list[Row]:
        return [row for row in self.rows(indicator, level) if row["value"] is not None]

    def series(self, indicator: str, area: str = DK) -> list[Row]:
        rows = self.everything.filter(pl.col("indicator") == indicator, pl.col("area_code") == area)
        return rows.drop_nulls("value").sort("as_of", maintain_order=True).to_dicts()

    def number(self, value: float | None, decimals: int = 0) -> str:
        return show.number(value, decimals, self.language)

    def percent(self, value: float | None, decimals: int = 0) -> str:
        return show.percent(value, decimals, self.language)

    def range(self, row: Row, decimals: int = 0) -> str:
        return show.number_range(row["lower"], row["upper"], decimals, self.language)

    def day(self, day: date) -> str:
        return show.long_date(day, self.language)

    def word(self, number: int, capital: bool = False) -> str:
        return self.texts.number_word(number, capital=capital)

    def part(self, number: int, whole: int, capital: bool = False) -> str:
        return self.texts.number_of(number, whole, capital=capital)

    def joined(self, names: list[str]) -> str:
        return show.joined(names, self.texts("list-and"))

    @property
    def national(self) -> float | None:
        value = self.row(RATE)["value"]
        return None if value is None else float(value)

    def sides(self, rows: list[Row]) -> dict[str, int]:
        """How many intervals lie wholly above the country's rate, and wholly below."""
        national = self.national
        assert national is not None
        return {
            "above": sum(row["lower"] > national for row in rows),
            "below": sum(row["upper"] < national for row in rows),
        }

    def within(self, code: str) -> list[Row]:
        """Rates of a region's municipalities."""
        return [row for row in self.rows(RATE, MUNICIPALITIES) if self.region_of[row["area_code"]] == code]

    def whole_rates(self, code: str) -> list[float]:
        """An area's rates of the quarters in which all of its runners are known."""
        whole = {row["quarter"] for row in self.series("active_runners", code)}
        return [row["value"] for row in self.series(RATE, code) if row["quarter"] in whole]

    def whole_regions(self) -> list[str]:
        return [row["area_code"] for row in self.rows(RATE, REGIONS) if self.whole_rates(row["area_code"])]


Claim: TypeAlias = "Callable[[Table, Said], object]"
Claims: TypeAlias = dict[str, Claim]


def value(indicator: str, decimals: int = 0, column: str = "value", area: str = DK) -> Claim:
    return lambda table, said: table.number(table.row(indicator, area or said.area)[column], decimals)


def own(indicator: str, decimals: int = 0, column: str = "value") -> Claim:
    return value(indicator, decimals, column, "")


def percent(indicator: str, decimals: int = 0, column: str = "value", area: str = DK) -> Claim:
    return lambda table, said: table.percent(table.row(indicator, area or said.area)[column], decimals)


def interval(indicator: str, decimals: int = 0, area: str = "") -> Claim:
    return lambda table, said: table.range(table.row(indicator, area or said.area), decimals)


def full_name(table: Table, said: Said) -> str:
    return str(table.row(RATE, said.area)["area"])


def extreme(pick: Callable[..., Any], column: str, rows: Callable[[Table, Said], list[Row]]) -> Claim:
    def claimed(table: Table, said: Said) -> object:
        known = [row for row in rows(table, said) if row["value"] is not None]
        furthest = pick(row["value"] for row in known)
        if column == "value":
            return table.number(furthest)
        return {row["area"] for row in known if row["value"] == furthest}

    return claimed


def all_rates(table: Table, said: Said) -> list[Row]:
    return table.rows(RATE, MUNICIPALITIES)


def rates_here(table: Table, said: Said) -> list[Row]:
    return table.within(said.area)


def extremes(rows: Callable[[Table, Said], list[Row]], *, names: bool = True) -> Claims:
    found = {"low": extreme(min, "value", rows), "high": extreme(max, "value", rows)}
    if names:
        found |= {"low-name": extreme(min, "area", rows), "high-name": extreme(max, "area", rows)}
    return found


# Developments


def change(table: Table) -> Row:
    """The change that headlines are made with: of a year where it is known, else of a quarter."""
    for kind in ("year", "quarter"):
        row = table.find(f"active_runners_change_{kind}_percent")
        if row and row["value"] is not None:
            return row
    expected = (
        table.rows(f"active_runners_change_{kind}_expected_percent", MUNICIPALITIES) for kind in KINDS
    )
    return next(rows[0] for rows in expected if rows)


KINDS: Final = ("year", "quarter")


def kind_of(table: Table) -> str:
    return "year" if "_year" in change(table)["indicator"] else "quarter"


def change_here(table: Table, said: Said) -> Row:
    return table.row(f"active_runners_change_{kind_of(table)}", said.area)


def signed_percent(table: Table, value: float | None) -> str:
    return show.in_percent(show.signed(value, 1, table.language), table.language)


def change_of_comparable(table: Table, said: Said) -> str:
    """The change in per cent of all municipalities that can be compared."""
    rows = table.rows(f"active_runners_change_{kind_of(table)}_expected_percent", MUNICIPALITIES)
    return signed_percent(table, rows[0]["value"])


def changed_like_all(table: Table, said: Said) -> object:
    """The country's change in per cent; where it is printed otherwise, that of what can be compared."""
    own = table.find(f"active_runners_change_{kind_of(table)}_percent")
    shown = signed_percent(table, own["value"]) if own and own["value"] is not None else None
    like_all = table.rows(f"active_runners_change_{kind_of(table)}_expected_percent", MUNICIPALITIES)
    if not like_all or signed_percent(table, like_all[0]["value"]) == shown:
        return shown
    return str(table.texts("trend-comparable", percent=signed_percent(table, like_all[0]["value"])))


def standing_out(side: int) -> Callable[[Table], int]:
    return lambda table: sum(
        row["value"] == side
        for row in table.rows(f"active_runners_change_{kind_of(table)}_stands_out", MUNICIPALITIES)
    )


def counted(number: Callable[[Table], int]) -> Claim:
    return lambda table, said: str(
        table.texts("trend-municipalities-count", count=number(table), word=table.word(number(table), True))
    )


OUT: Final = {"above": standing_out(1), "below": standing_out(-1)}


def since(table: Table, said: Said) -> str:
    return table.day(change(table)["period_start"])


def percent_of_change(table: Table, said: Said) -> str:
    value = abs(change(table)["value"])
    if 0 < value < 0.05:
        return str(table.texts("trend-less-than", percent=table.percent(0.1, 1)))
    return table.percent(value, 1)


def any_change(table: Table, said: Said) -> object:
    return {
        signed_percent(table, row["value"])
        for name in ("active_runners", "aed_registered")
        for kind in KINDS
        if (row := table.find(f"{name}_change_{kind}_percent"))
    }


def any_start(table: Table, said: Said) -> object:
    return {
        table.day(row["period_start"])
        for name in ("active_runners", "aed_registered")
        for kind in KINDS
        if (row := table.find(f"{name}_change_{kind}_percent")) and row["period_start"]
    }


def of_series(
    indicator: str, pick: Callable[[list[float]], float], area: str = DK, decimals: int = 0
) -> Claim:
    return lambda table, said: table.number(
        pick([row["value"] for row in table.series(indicator, area or said.area)]), decimals
    )


def first(values: list[float]) -> float:
    return values[0]


def last(values: list[float]) -> float:
    return values[-1]


def end_of_series(place: int, indicator: str = "active_runners") -> Claim:
    return lambda table, said: table.day(table.series(indicator, said.area)[place]["as_of"])


# Funnel


def outside(side: int) -> Callable[[Table], int]:
    return lambda table: sum(row["value"] == side for row in table.rows(f"{RATE}_side", MUNICIPALITIES))


def outside_both(table: Table) -> int:
    return outside(1)(table) + outside(-1)(table)


def compared(table: Table) -> int:
    return len(table.rows(f"{RATE}_side", MUNICIPALITIES))


def far_outside(table: Table, said: Said) -> str:
    limits = {row["area_code"]: row for row in table.rows(f"{RATE}_funnel_998", MUNICIPALITIES)}
    names = [
        row["area"]
        for row in table.known(RATE, MUNICIPALITIES)
        if not limits[row["area_code"]]["lower"] <= row["value"] <= limits[row["area_code"]]["upper"]
    ]
    return table.joined(show.sorted_danish(names))


def furthest(table: Table, said: Said) -> object:
    known = table.known(RATE, MUNICIPALITIES)
    low, high = (pick(row["value"] for row in known) for pick in (min, max))
    return {
        table.joined([f"{one['area']} {table.number(low)}", f"{two['area']} {table.number(high)}"])
        for one in known
        for two in known
        if (one["value"], two["value"]) == (low, high)
    }


def far_expected_by_chance(table: Table, said: Said) -> str:
    return table.number(table.row(f"{RATE}_outside_998_expected")["value"], 1)


def expected_by_chance(table: Table, said: Said) -> str:
    return table.word(int(show.round_half_up(table.row(f"{RATE}_outside_95_expected")["value"])))


# Regions


def region_sides(side: str, capital: bool) -> Claim:
    def claimed(table: Table, said: Said) -> str:
        known = [row for row in table.within(said.area) if row["value"] is not None]
        return table.part(table.sides(known)[side], len(known), capital)

    return claimed


def known_here(table: Table, said: Said) -> str:
    return table.word(sum(row["value"] is not None for row in table.within(said.area)))


def small_step(table: Table, said: Said) -> object:
    return {
        table.number(row["value"])
        for row in table.rows("active_runners_step", MUNICIPALITIES)
        if row["denominator"] < 10_000 and row["area"] == said.values.get("name", row["area"])
    }


def regions(table: Table, said: Said) -> str:
    return table.word(len(table.rows(RATE, REGIONS)))


def municipalities(table: Table, said: Said) -> str:
    return str(len(table.rows(RATE, MUNICIPALITIES)))


def missing_municipalities(table: Table) -> int:
    return sum(row["value"] is None for row in table.rows("active_runners", MUNICIPALITIES))


def listed(rows: Callable[[Table], list[Row]], decimals: int = 0) -> Claim:
    return lambda table, said: ", ".join(
        f"{row['area'].removeprefix('Region ')} {table.number(row['value'], decimals)}" for row in rows(table)
    )


# Sheets


def ratio(whole: str) -> Callable[[Table, Said], float]:
    return lambda table, said: float(
        table.row(f"{RATE}_ratio_to_{whole or table.region_of[said.area]}", said.area)["value"]
    )


def percent_beside(whole: str) -> Claim:
    return lambda table, said: table.percent(
        float(show.round_half_up(abs(ratio(whole)(table, said) - 1) * 100))
    )


def times(whole: str) -> Claim:
    return lambda table, said: table.number(ratio(whole)(table, said), 1)


def region_of_sheet(table: Table, said: Said) -> str:
    return str(table.row(RATE, table.region_of.get(said.area, said.area))["area"])


def neighbours_clear(side: str, *, words: bool = True) -> Claim:
    def claimed(table: Table, said: Said) -> object:
        clear, known = clear_neighbours(table, said.area)
        return table.part(len(clear[side]), known) if words else set(clear[side])

    return claimed


def clear_neighbours(table: Table, code: str) -> tuple[dict[str, list[str]], int]:
    """Neighbours that the rate lies above and below by the limits of the ratio, and how many are known."""
    known = [other for other in table.neighbours[code] if table.row(RATE, other)["value"] is not None]
    clear: dict[str, list[str]] = {"above": [], "below": []}
    for other in known:
        over = table.find(f"{RATE}_to_neighbour_{other}", code)
        under = table.find(f"{RATE}_to_neighbour_{code}", other)
        name = table.row(RATE, other)["area"]
        if over is not None:
            if over["lower"] > 1:
                clear["above"].append(name)
            elif over["upper"] < 1:
                clear["below"].append(name)
        elif under is not None and under["upper"] < 1:
            clear["above"].append(name)
    return clear, len(known)


def number_of_known_neighbours(table: Table, said: Said) -> str:
    return table.word(clear_neighbours(table, said.area)[1])


def sheet_name(table: Table, said: Said) -> object:
    """The area's name as it is, as a full name, or as the Danish genitive of the capital."""
    name = str(table.row(RATE, said.area)["area"])
    full = {
        str(table.texts(f"sheet-name-{kind}", name=name))
        for kind in ("municipality", "bornholm", "copenhagen")
    }
    return {name, *full}


def rows_in_order(table: Table) -> list[Row]:
    return sorted(table.known(RATE, MUNICIPALITIES), key=lambda row: -row["value"])


def sentence_of(*keys: str) -> Claim:
    """A value that is itself a sentence of the report; what it says is judged where it is said."""
    return lambda table, said: None


def at(**claims: Claim) -> Claims:
    """Claims by the names of placeholders, `_` standing for `-`."""
    return {name.replace("_", "-"): claim for name, claim in claims.items()}


def gross_limits(decimals: int) -> Claim:
    def claimed(table: Table, said: Said) -> str:
        row = table.row("activations_gross_per_day")
        known = row["value"] is not None
        return table.number(row["value"], decimals) if known else table.range(row, decimals)

    return claimed


def shown_count(table: Table, said: Said) -> str:
    """The area's count, the least it can be, or that it is not known."""
    row = table.row("active_runners", said.area)
    if row["value"] is not None:
        return table.number(row["value"])
    if row["lower"]:
        return str(table.texts("at-least", count=table.number(row["lower"])))
    return str(table.texts("not-shown" if row["status"] == "withheld" else "not-known"))


def country_marked(table: Table, said: Said) -> object:
    """The country's name, marked where its rate is that of some municipalities alone."""
    partly = table.row("active_runners")["value"] is None and table.national is not None
    return str(table.texts("country")) + "†" * partly


def country_known(table: Table) -> bool:
    """Whether the country's number of active runners is published."""
    return table.row("active_runners", "dk")["value"] is not None


def whole_country(table: Table, said: Said) -> str:
    """What the country's rate is called: it is of some municipalities alone where its number is not known."""
    return table.texts("sheet-card-whole" if country_known(table) else "sheet-card-whole-in-part")


def region_of_panel(table: Table, said: Said) -> object:
    return {row["area"] for row in table.rows(RATE, "region")}


def only_rate_of_region(table: Table, said: Said) -> object:
    """The rate of a region that has one in a single quarter."""
    series = map(table.whole_rates, table.whole_regions())
    return {table.number(rates[0]) for rates in series if len(rates) == 1}


def least_of_any(table: Table, said: Said) -> object:
    rows = [row for (name, _), row in table._rows.items() if name == "active_runners"]
    return {table.number(row["lower"]) for row in rows if row["lower"] is not None}


def reasons(table: Table) -> list[Row]:
    names = [name for name, area in table._rows if name.startswith("cancelled_") and name.endswith("_share")]
    return [table.row(name) for name in names if name != "cancelled_share"]


def cancelled_alarms(table: Table) -> set[str]:
    rows = [*reasons(table), *([table.row("cancelled_share")] if table.find("cancelled_share") else [])]
    return {
        table.number(row["numerator" if row["indicator"] == "cancelled_share" else "denominator"])
        for row in rows
    }


def missing_activations(table: Table) -> list[Row]:
    return [
        row
        for row in table.rows("activations", REGIONS)
        if (rate := table.find("activations_rate_year", row["area_code"])) is None or rate["value"] is None
    ]


def regions_without_activations(table: Table, said: Said) -> str:
    return table.joined([row["area"] for row in missing_activations(table)])


def standing_highest(table: Table) -> list[str]:
    rows = table.known("activations_rate_year", REGIONS)
    return [
        row["area"]
        for row in rows
        if all(row["lower"] > other["upper"] for other in rows if other is not row) and len(rows) > 1
    ]


def middle(name: str, column: str) -> Claim:
    def claimed(table: Table, said: Said) -> object:
        rows = table.series(f"{name}_control")
        return table.number(rows[0][column], 1)

    return claimed


def control_rows(table: Table, name: str) -> list[tuple[Row, Row]]:
    limits = {row["quarter"]: row for row in table.series(f"{name}_control")}
    return [(row, limits[row["quarter"]]) for row in table.series(name) if row["quarter"] in limits]


def outside_control(table: Table, names: tuple[str, ...]) -> int:
    return sum(
        not limit["lower"] <= row["value"] <= limit["upper"]
        for name in names
        for row, limit in control_rows(table, name)
    )


CONTROLLED: Final = ("activations_quarter_per_day", "accepted_by_one_quarter")


def controlled(table: Table) -> tuple[str, ...]:
    return tuple(
        name for name in CONTROLLED if (row := table.find(f"{name}_control")) and row["value"] is not None
    )


def of_each_control(claim: Callable[[Table, str], str]) -> Claim:
    return lambda table, said: {claim(table, name) for name in controlled(table)}


def control_range(table: Table, name: str) -> str:
    limits = [limit for _, limit in control_rows(table, name)]
    low, high = min(one["lower"] for one in limits), max(one["upper"] for one in limits)
    return show.number_range(low, high, 1, table.language)


def population_quarter(table: Table, said: Said) -> str:
    period = Quarter.of_statbank(table.row(RATE)["population_period"])
    return str(table.texts("quarter-name", number=str(period.number), year=str(period.year)))


def population_day(table: Table, said: Said) -> str:
    return table.day(Quarter.of_statbank(table.row(RATE)["population_period"]).first_day)


def flow_row(table: Table) -> Row:
    return table.row("activations")


def period(table: Table, said: Said) -> str:
    row = flow_row(table)
    return show.short_period(row["period_start"], row["period_end"], table.language)


def as_of(table: Table, said: Said) -> str:
    return table.day(table.row("active_runners")["as_of"])


def year_of(indicator: str) -> Claim:
    return lambda table, said: str((table.row(indicator)["period_end"] or table.row(indicator)["as_of"]).year)


def own_quarter(table: Table) -> Row:
    return table.row("activations_quarter_per_day")


# Who answers alerts


def in_seconds(table: Table, value: float | None) -> str:
    return str(table.texts("responders-seconds", seconds=table.number(value)))


def any_seconds(table: Table, said: Said) -> object:
    times = [
        table.find(f"accepted_{name}_seconds", area)
        for name in ("median", "p90")
        for area in (DK, *table.whole_regions())
    ]
    return {table.number(row["value"]) for row in times if row and row["value"] is not None}


def answers_known(table: Table) -> bool:
    return table.shows("accepted_per_activation") and table.shows("arrived_per_activation")


# AEDs of municipalities


def aed_rates(table: Table) -> list[Row]:
    return table.known("aed_rate", MUNICIPALITIES)


def aed_end(pick: Callable[..., Any]) -> Claim:
    return lambda table, said: table.number(pick(row["value"] for row in aed_rates(table)))


def aed_end_name(pick: Callable[..., Any]) -> Claim:
    """The municipality whose printed rate is the lowest or highest, or how many share it."""

    def claimed(table: Table, said: Said) -> str:
        printed = table.number(pick(row["value"] for row in aed_rates(table)))
        names = [row["area"] for row in aed_rates(table) if table.number(row["value"]) == printed]
        several = table.texts("aeds-areas-several", count=table.word(len(names)))
        return names[0] if len(names) == 1 else str(several)

    return claimed


def aed_words(table: Table) -> str:
    known = len(aed_rates(table))
    return "none" if not known else "all" if known == len(table.rows(RATE, MUNICIPALITIES)) else "some"


AED_ENDS: Final = at(low=aed_end(min), high=aed_end(max))
AED_NAMES: Final = at(low_name=aed_end_name(min), high_name=aed_end_name(max))
AED_KNOWN: Final = at(known=lambda t, s: str(len(aed_rates(t))), count=municipalities)


# Distance to AEDs


def near_radii(table: Table) -> list[int]:
    """The distances at which both day and night are published for the country."""
    return [
        radius
        for radius in (200, 500, 1800)
        if all(table.shows(f"aed_within_{radius}m_share_by_{period}") for period in ("day", "night"))
    ]


NEAR: Final = 500


def near(table: Table, said: Said) -> str:
    """The distance that a sentence calls near: the one of whose share it tells."""
    return in_metres(table, NEAR)


OHCA_AED: Final = "ohca_aed_within_500m_share{}"


def ohca_period(table: Table, said: Said) -> str:
    """The days that arrests are of."""
    row = table.row(OHCA_AED.format("_by_day"))
    return show.short_period(row["period_start"], row["period_end"], table.language)


def any_ohca_share(column: str) -> Claim:
    """The shares of arrests by what was near, of any area, or their intervals."""

    def shares(table: Table, said: Said) -> set[str]:
        rows = [
            row
            for level in ("country", "region", "municipality")
            for one in OHCA_SHARES
            for row in table.rows(one.name, level)
            if row["value"] is not None
        ]
        if column == "range":
            return {table.range(row) for row in rows}
        return {table.percent(row["value"]) for row in rows}

    return shares


def in_metres(table: Table, number: float) -> str:
    return f"{table.number(number)}\u00a0m"


def within(period: str, place: int | None = None) -> Claim:
    """The share within the distance that the message names, or that stands at a place of all."""

    def claimed(table: Table, said: Said) -> str:
        digits = "".join(filter(str.isdigit, str(said.values.get("metres", ""))))
        radius = int(digits) if place is None else near_radii(table)[place]
        return table.percent(table.row(f"aed_within_{radius}m_share_{period}")["value"])

    return claimed


def distance_at(place: int) -> Claim:
    return lambda table, said: in_metres(table, near_radii(table)[place])


def any_distance(table: Table, said: Said) -> object:
    nearest = [
        table.find(f"aed_nearest_{name}_m", area) for name in ("median", "p90") for area in table.people
    ]
    known = [row["value"] for row in nearest if row and row["value"] is not None]
    of_runners = [1800, 2000] if table.find(COVERED.format("day")) else []
    of_arrests = [
        radius for radius in (200, 500, 1800) if table.find(f"ohca_aed_within_{radius}m_share_by_day")
    ]
    return {table.number(number) for number in [NEAR, *near_radii(table), *known, *of_runners, *of_arrests]}


def every_distance(table: Table, said: Said) -> str:
    """The distances with both their shares, as the sentence lists them."""
    return table.joined(
        [
            str(
                table.texts(
                    "reach-chart-alt-point",
                    metres=in_metres(table, radius),
                    **{
                        period: table.percent(table.row(f"aed_within_{radius}m_share_by_{period}")["value"])
                        for period in ("day", "night")
                    },
                )
            )
            for radius in near_radii(table)
        ]
    )


def week_shares(table: Table) -> dict[tuple[int, int], float]:
    """The country's share in each hour of the week: weekday from 1, hour from 0."""
    return {
        (day, hour): table.row(f"aed_within_500m_share_hour_{day}_{hour:02}")["value"]
        for day in range(1, 8)
        for hour in range(24)
    }


def of_week(pick: Callable[..., Any]) -> Claim:
    return lambda table, said: table.percent(pick(week_shares(table).values()))


def first_hour(pick: Callable[..., Any]) -> Claim:
    """The first hour of the week whose share is printed as the lowest or the highest is."""

    def claimed(table: Table, said: Said) -> str:
        shares = week_shares(table)
        printed = table.percent(pick(shares.values()))
        day, hour = next(place for place, share in shares.items() if table.percent(share) == printed)
        return str(table.texts(f"hour-{day}", hour=str(hour), next=str(hour + 1)))

    return claimed


def week_alike(table: Table) -> bool:
    shares = week_shares(table).values()
    return table.percent(min(shares)) == table.percent(max(shares))


COVERED: Final = "covered_4_runners_aed_500m_share_by_{}"


AEDS_OF_RUNNERS: Final = "aeds_with_60_runners_share_by_{}"


def sixty(table: Table, said: Said) -> str:
    """The number of runners that the indicator is named after."""
    return table.number(60)


def around_aeds(table: Table, said: Said) -> str:
    """How near they have to be."""
    return in_metres(table, 2000)


def aeds_alike(table: Table) -> bool:
    day, night = (table.row(AEDS_OF_RUNNERS.format(period))["value"] for period in ("day", "night"))
    return table.percent(day) == table.percent(night)


def far(table: Table, said: Said) -> str:
    """The larger of the two distances at which runners are counted."""
    return in_metres(table, 1800)


def covered_alike(table: Table) -> bool:
    day, night = (table.row(COVERED.format(period))["value"] for period in ("day", "night"))
    return table.percent(day) == table.percent(night)


def covered_in(period: str) -> Claim:
    """The share of the municipality that the message names."""

    def claimed(table: Table, said: Said) -> str:
        shares = {row["area"]: row["value"] for row in table.known(COVERED.format(period), MUNICIPALITIES)}
        return table.number(shares[str(said.values["name"])])

    return claimed


def covered_name(table: Table, said: Said) -> object:
    return {row["area"] for row in table.known(COVERED.format("night"), MUNICIPALITIES)}


def region_name(table: Table, said: Said) -> object:
    return {row["area"].removeprefix("Region ") for row in table.rows(RATE, "region")}


def printed_alike(table: Table) -> bool:
    day, night = (table.row(f"aed_within_500m_share_by_{period}")["value"] for period in ("day", "night"))
    return table.percent(day) == table.percent(night)
