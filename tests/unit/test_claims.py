"""Every title and sentence that claims something: which rows of the tidy table carry it, in both languages.

A message that shows a value or compares stands in `EVIDENCE` (what fills it, from the table), in `CONDITIONS`
(what has to be true where it is said), in `WITHOUT` (why it claims nothing) or under a prefix of `TOLD_BY`
(the tests of the numbers that it is filled with). A new message that stands nowhere fails.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import catalogues  # type: ignore[import-not-found]
import polars as pl
import pytest

from analysis.core import formatting as show
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.guidance.codes import load_codes
from analysis.indicators.changes import BREAK_INSIDE
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot, read_inputs
from analysis.reference.files import neighbour_pairs
from analysis.reference.population import population_by_area
from analysis.report.pages.about.arrests import SHOWN_FACTS
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate
from tests.claims import Said, everything_said
from tests.delivered_arrests import arrests_of
from tests.event_tables import events_of
from tests.evidence import (
    AED_ENDS,
    AED_KNOWN,
    AED_NAMES,
    AEDS_OF_RUNNERS,
    COVERED,
    OHCA_AED,
    OUT,
    RATE,
    Claims,
    Table,
    aed_words,
    aeds_alike,
    all_rates,
    answers_known,
    any_change,
    any_distance,
    any_ohca_share,
    any_seconds,
    any_start,
    around_aeds,
    as_of,
    at,
    cancelled_alarms,
    change,
    change_here,
    change_of_comparable,
    changed_like_all,
    clear_neighbours,
    compared,
    control_range,
    control_rows,
    controlled,
    counted,
    country_known,
    country_marked,
    covered_alike,
    covered_in,
    covered_name,
    distance_at,
    end_of_series,
    every_distance,
    expected_by_chance,
    extremes,
    far,
    far_expected_by_chance,
    far_outside,
    first,
    first_hour,
    full_name,
    furthest,
    gross_limits,
    in_metres,
    in_seconds,
    interval,
    kind_of,
    known_here,
    last,
    least_of_any,
    listed,
    middle,
    missing_activations,
    missing_municipalities,
    municipalities,
    near,
    near_radii,
    neighbours_clear,
    number_of_known_neighbours,
    of_each_control,
    of_series,
    of_week,
    ohca_period,
    only_rate_of_region,
    outside,
    outside_both,
    outside_control,
    own,
    own_quarter,
    percent,
    percent_beside,
    percent_of_change,
    period,
    population_day,
    population_quarter,
    printed_alike,
    rates_here,
    ratio,
    reasons,
    region_name,
    region_of_panel,
    region_of_sheet,
    region_sides,
    regions,
    regions_without_activations,
    rows_in_order,
    sentence_of,
    sheet_name,
    shown_count,
    signed_percent,
    since,
    sixty,
    small_step,
    standing_highest,
    times,
    value,
    week_alike,
    whole_country,
    within,
    year_of,
)
from tests.histories import committed, delivered, history, reference_on

SENTENCE = sentence_of()
ACTIVATIONS = "activations_rate_year"
OTHERS = "activations_rate_other_regions"


# What fills a placeholder of this name wherever nothing else is said.
def day_of(indicator: str) -> Callable[[Table, Said], str]:
    """The day in words of a number of the country."""
    return lambda t, s: show.long_date(t.row(indicator)["as_of"], t.language)


AED_DAY: Final = day_of("aed_registered")
REACH_DAY: Final = day_of("aed_within_500m_share_by_day")
EVERYWHERE: Final[Claims] = at(
    date=as_of,
    aeds=AED_DAY,
    period=period,
    population_day=population_day,
    population_quarter=population_quarter,
    since=since,
)


def most_frequent_reasons(table: Table, said: Said) -> str:
    """The labels of the reasons with the largest share, those after the first in small letters."""
    shown = [row for row in reasons(table) if row["value"] is not None]
    most = max(row["numerator"] for row in shown)
    names = [label_of_reason(table, row) for row in shown if row["numerator"] == most]
    return table.joined([names[0], *(name.lower() for name in names[1:])])


def label_of_reason(table: Table, row: dict[str, Any]) -> str:
    (code,) = (one for one in load_codes().values() if row["indicator"] == f"{one.indicator}_share")
    return code.labels[table.language]


def reasons_listed(table: Table, said: Said) -> str:
    """Each reason with its share, or that it is not shown or not recorded apart."""
    shares = {label_of_reason(table, row): row for row in reasons(table)}
    parts = []
    for code in load_codes().values():
        label = code.labels[table.language]
        apart = table.row(code.indicator)["status"] != "missing"
        shown = table.percent(shares[label]["value"] if label in shares else None)
        parts.append(f"{label} {shown if apart else table.texts('reasons-not-apart')}")
    return ", ".join(parts)


def rates_listed(table: Table, said: Said) -> str:
    """The list that the sheet's chart says: each area of it has its rate, in the order said."""
    for part in str(said.values["list"]).split(", "):
        name, _, shown = part.rpartition(" ")
        name = re.sub(r" \(.*\)$|[†‡]$", "", name)
        rows = [
            row for (indicator, _), row in table._rows.items() if indicator == RATE and row["area"] == name
        ]
        if name == table.texts("country"):
            rows = [table.row(RATE)]
        if shown not in {table.number(row["value"]) for row in rows}:
            return f"no {part}"
    return str(said.values["list"])


def deviations(table: Table) -> list[float]:
    rows = table.known(f"active_runners_change_{kind_of(table)}_deviation", "municipality")
    return [row["value"] for row in rows]


def outside_usual(table: Table) -> int:
    name = f"active_runners_change_{kind_of(table)}"
    usual = {row["area_code"]: row for row in table.known(f"{name}_expected_percent", "municipality")}
    changed = [row for row in table.known(f"{name}_percent", "municipality") if row["area_code"] in usual]
    return sum(
        not usual[row["area_code"]]["lower"] <= row["value"] <= usual[row["area_code"]]["upper"]
        for row in changed
    )


EVIDENCE: Final[dict[str, Claims]] = {
    # Front and what to know
    "date-line": at(regions=regions, municipalities=municipalities),
    "footer": {}, "description": {}, "description-apart": {}, "important-stocks": {},
    "important-stocks-apart": {}, "region-table-text": {}, "region-areas-text": {},
    "aeds-under": at(date=AED_DAY), "key-aeds-detail": at(date=AED_DAY),
    "key-active-detail": {}, "national-map-text": {}, "key-activations-detail": {},
    "programme-chart-text": {}, "sheet-regions-table-text": {}, "sheet-index-lead": {}, "trend-geography": {},
    "national-under-unknown": {}, "reasons-under-hidden": {}, "all-under": {}, "method-text-left": {},
    "basis-populations": {},
    "key-active-own-total": {}, "sheet-lead-missing-alone": {},
    "sheet-press-missing-alone": at(name=sheet_name),
    "sheet-lead-withheld-alone": {},
    "sheet-press-withheld-alone": at(name=sheet_name), "sheet-footer": {}, "find-where": {},
    "country-reference": at(
        country=country_marked, rate=lambda t, s: {t.number(t.national), str(t.texts("not-known"))}
    ),
    "at-least": at(count=least_of_any),
    "important-text": at(stocks=SENTENCE, cancelled=SENTENCE, early=SENTENCE, acceptance=SENTENCE),
    "important-before-end": at(end=lambda t, s: t.day(Quarter.parse(t.quarter).last_day)),
    "important-cancelled": at(share=percent("cancelled_share"), reasons=SENTENCE),
    "important-not-known": at(
        count=municipalities, missing=lambda t, s: t.word(missing_municipalities(t))
    ),
    # The country
    "national-finding": at(rounded=lambda t, s: t.number(
        float(show.round_half_up(t.row("active_runners")["value"], -2)))),
    "national-finding-least": at(rounded=lambda t, s: t.number(
        float(show.round_down(t.row("active_runners")["lower"], -2)))),
    "national-under": at(rate=value(RATE)),
    "national-under-known": at(
        rate=value(RATE),
        count=municipalities,
        known=lambda t, s: str(98 - missing_municipalities(t)),
    ),
    "national-map-title": extremes(all_rates, names=False),
    "national-map-alt": extremes(all_rates) | at(rate=value(RATE), count=municipalities),
    "national-map-alt-unknown": at(count=municipalities),
    "national-shapes-alt": extremes(all_rates) | at(count=municipalities),
    "national-shapes-alt-unknown": at(count=municipalities),
    "national-dots-title": at(
        above=lambda t, s: t.word(t.sides(t.rows(RATE, "region"))["above"], True), regions=regions
    ),
    "national-dots-alt": at(rate=value(RATE), list=listed(lambda t: t.rows(RATE, "region"))),
    "key-rate-national-detail": at(population=value(RATE, 0, "denominator")),
    "key-rate-detail": at(country=country_marked, rate=value(RATE)),
    "key-share-detail": at(
        share=percent("active_runners_share_of_country", area=""),
        total=own("active_runners_share_of_country", 0, "denominator"),
    ),
    "key-accepted-detail": at(share=percent("accepted_by_two", area="")),
    "key-accepted-rounded-detail": at(share=percent("accepted_by_two", area="")),
    # Developments
    "trend-finding-up": at(percent=percent_of_change),
    "trend-finding-down": at(percent=percent_of_change),
    "trend-finding-up-broken": at(percent=percent_of_change),
    "trend-finding-down-broken": at(percent=percent_of_change),
    "trend-finding-same": {},
    "trend-less-than": at(percent=lambda t, s: t.percent(0.1, 1)),
    **dict.fromkeys(
        ("trend-under", "trend-under-broken"),
        at(before=lambda t, s: t.number(change(t)["denominator"]), now=value("active_runners")),
    ),
    "trend-comparable": at(percent=change_of_comparable),
    "trend-runners-alt": at(
        count=lambda t, s: str(len(t.series("active_runners"))),
        first=of_series("active_runners", first),
        last=of_series("active_runners", last),
        low=of_series("active_runners", min),
        high=of_series("active_runners", max),
        first_date=end_of_series(0),
        last_date=end_of_series(-1),
    ),
    "trend-activity-alt": at(
        count=lambda t, s: str(len(t.series("activations_quarter_per_day"))),
        last=of_series("activations_quarter_per_day", last, decimals=1),
        range=lambda t, s: t.range(t.series("activations_quarter_per_day")[-1], 1),
    ),
    "trend-note-published": at(
        value=lambda t, s: {t.number(row["value"]) for row in t.series("active_runners_earlier_published")},
        date=lambda t, s: {t.day(row["as_of"]) for row in t.series("active_runners_earlier_published")},
    ),
    "key-change-detail": at(percent=any_change, date=any_start),
    "key-own-activations-detail": at(
        day=lambda t, s: t.number(own_quarter(t)["value"], 1),
        period=lambda t, s: show.short_period(
            own_quarter(t)["period_start"], own_quarter(t)["period_end"], t.language
        ),
    ),
    "trend-panel-alt-one": at(
        region=region_of_panel, rate=only_rate_of_region,
        country=value(RATE),
    ),
    "trend-panel-alt": at(
        region=region_of_panel,
        first=lambda t, s: {t.number(t.whole_rates(code)[0]) for code in t.whole_regions()},
        last=lambda t, s: {t.number(t.whole_rates(code)[-1]) for code in t.whole_regions()},
        country=value(RATE),
    ),
    "trend-municipalities-count": at(word=lambda t, s: {t.word(OUT[side](t), True) for side in OUT}),
    "trend-municipalities-finding-both": at(
        above=counted(OUT["above"]), below_number=lambda t, s: t.word(OUT["below"](t))
    ),
    "trend-municipalities-finding-above": at(above=counted(OUT["above"])),
    "trend-municipalities-finding-below": at(below=counted(OUT["below"])),
    "trend-municipalities-under": at(percent=changed_like_all),
    "trend-many": at(
        outside=lambda t, s: t.part(outside_usual(t), len(deviations(t)), True),
        outside_count=lambda t, s: outside_usual(t),
        count=lambda t, s: str(len(deviations(t))),
        expected=lambda t, s: t.word(int(show.round_half_up(len(deviations(t)) / 20))),
    ),
    "trend-municipalities-text": {},
    "trend-municipalities-alt": at(
        count=lambda t, s: str(len(deviations(t))),
        percent=changed_like_all, above=counted(OUT["above"]), below=counted(OUT["below"]),
    ),
    "aed-history-finding": at(
        date=AED_DAY,
        year=lambda t, s: str(t.series("aed_registered_earlier_published")[0]["as_of"].year)
    ),
    "aed-history-alt": at(
        date=AED_DAY,
        count=lambda t, s: str(len(t.series("aed_registered_earlier_published"))),
        first=of_series("aed_registered_earlier_published", first),
        year=lambda t, s: str(t.series("aed_registered_earlier_published")[0]["as_of"].year),
        last=of_series("aed_registered", last),
    ),
    "control-finding": at(word=lambda t, s: t.word(outside_control(t, controlled(t)), True)),
    "control-text-activationsquarterperday": at(
        count=lambda t, s: str(len(control_rows(t, "activations_quarter_per_day"))),
        middle=middle("activations_quarter_per_day", "value"),
    ),
    "control-text-acceptedbyonequarter": at(
        count=lambda t, s: str(len(control_rows(t, "accepted_by_one_quarter"))),
        middle=middle("accepted_by_one_quarter", "value"),
    ),
    "control-alt": at(
        count=of_each_control(lambda t, name: str(len(control_rows(t, name)))),
        middle=of_each_control(lambda t, name: t.number(control_rows(t, name)[0][1]["value"], 1)),
        outside=of_each_control(lambda t, name: t.word(outside_control(t, (name,)))),
        range=of_each_control(control_range),
    ),
    # The funnel
    "funnel-finding": at(
        outside=lambda t, s: t.part(outside_both(t), compared(t), True), count=lambda t, s: str(compared(t))
    ),
    "funnel-under": at(
        above=lambda t, s: t.word(outside(1)(t), True),
        below=lambda t, s: t.word(outside(-1)(t)),
        expected=expected_by_chance,
    ),
    "funnel-far": at(names=far_outside, expected=far_expected_by_chance),
    "funnel-alt": at(
        count=lambda t, s: str(compared(t)),
        outside=lambda t, s: t.part(outside_both(t), compared(t), True),
        above=lambda t, s: t.word(outside(1)(t), True),
        below=lambda t, s: t.word(outside(-1)(t)),
        furthest=furthest,
    ),
    "funnel-note": at(
        furthest=SENTENCE,
        between=value(f"{RATE}_between"),
        count=lambda t, s: str(compared(t)),
        outside=lambda t, s: t.part(int(t.row(f"{RATE}_outside_plain")["value"]), compared(t)),
        above=lambda t, s: str(t.sides(t.known(RATE, "municipality"))["above"]),
        below=lambda t, s: str(t.sides(t.known(RATE, "municipality"))["below"]),
    ),
    # Regions
    "region-finding-highest": at(region=full_name, regions=regions),
    "region-finding-lowest": at(region=full_name, regions=regions),
    **{
        f"region-finding-{side}": at(region=full_name, rate=own(RATE))
        for side in ("above", "below", "same", "partly")
    },
    "region-finding-unknown": at(region=full_name),
    **{
        f"region-table-title{kind}": at(
            above=region_sides("above", False), below=region_sides("below", False), total=known_here
        )
        for kind in ("", "-known")
    },
    "region-table-caption": at(region=full_name),
    "strip-words": at(
        range=lambda t, s: {
            t.range(row, 0)
            for level in ("municipality", "report_area", "region", "country")
            for row in t.rows(RATE, level)
            if row["lower"] is not None
        },
        side=lambda t, s: {str(t.texts(f"legend-{side}")) for side in ("above", "same", "below")},
    ),
    "region-two-comparisons": at(
        above=lambda t, s: str(t.sides(t.known(RATE, "municipality"))["above"]),
        below=lambda t, s: str(t.sides(t.known(RATE, "municipality"))["below"]),
        outside=lambda t, s: str(outside_both(t)),
        count=lambda t, s: str(compared(t)),
        page=SENTENCE,
    ),
    "region-map-title": extremes(rates_here, names=False),
    "region-map-alt": extremes(rates_here) | at(region=full_name, rate=own(RATE)),
    "region-map-alt-unknown": at(region=full_name),
    "region-continued-heading": at(region=full_name),
    "region-small-item": at(step=small_step, name=lambda t, s: s.values["name"]),
    "region-small-note": at(list=SENTENCE),
    "region-activations-others": at(
        regions=lambda t, s: t.word(len(t.rows("activations", "region")) - 1),
        count=own(OTHERS, 0, "numerator"),
        rate=own(OTHERS, 1),
        range=interval(OTHERS, 1),
        country=value(ACTIVATIONS, 1),
    ),
    # The scheme
    "programme-finding": at(gross=value("activations_per_day_published")),
    "programme-finding-gross": at(gross=gross_limits(0)),
    "programme-finding-net": at(net=value("activations_per_day", 1)),
    "programme-under": at(net=value("activations_per_day", 1)),
    "programme-under-gross": at(net=value("activations_per_day", 1)),
    "key-gross-detail": at(range=gross_limits(1)),
    "key-gross-published-detail": at(range=gross_limits(1)),
    "key-net-detail": at(count=value("activations")),
    "key-adults-detail": at(
        adults=value("active_share_adults", 0, "denominator"),
        quarter=lambda t, s: str(t.texts("quarter-name", number=period_of(t)[5], year=period_of(t)[:4])),
    ),
    "programme-text": at(
        before=percent("arrived_before_ambulance"),
        launched=lambda t, s: str(int(t.facts["launched_capital_region"]["value"])),
        nationwide=lambda t, s: t.day(t.facts["launched_nationwide"]["as_of"]),
        trial=SENTENCE, gross=SENTENCE, response=SENTENCE,
    ),
    "programme-response": at(
        alarms=value("response_time_median", 0, "denominator"),
        median=lambda t, s: t.number(t.row("response_time_median")["value"] + 1),
        late=lambda t, s: t.number(t.row("response_time_p90")["value"] + 1),
    ),
    "programme-gross-range": at(
        cancelled=percent("cancelled_share"),
        low=value("activations_gross", 0, "lower"),
        high=value("activations_gross", 0, "upper"),
        day=gross_limits(1),
    ),
    "programme-gross-counted": at(
        cancelled=percent("cancelled_share"), total=value("activations_gross"), day=gross_limits(1)
    ),
    "programme-chart-title": at(region=lambda t, s: t.joined(standing_highest(t))),
    "programme-chart-alt": at(
        rate=value(ACTIVATIONS), list=listed(lambda t: t.known(ACTIVATIONS, "region")), missing=SENTENCE
    ),
    "programme-chart-missing": at(regions=regions_without_activations),
    "programme-chart-note": at(missing=SENTENCE),
    "programme-chart-together": at(regions=lambda t, s: t.word(len(t.known(ACTIVATIONS, "region")))),
    "ratio-pair": at(
        one=lambda t, s: {row["area"].removeprefix("Region ") for row in t.rows("activations", "region")},
        other=lambda t, s: {row["area"].removeprefix("Region ") for row in t.rows("activations", "region")},
    ),
    **{
        f"reasons-finding{kind}": at(
            share=lambda t, s: {t.percent(row["value"]) for row in reasons(t)},
            reason=most_frequent_reasons,
        )
        for kind in ("", "-several")
    },
    "reasons-finding-unknown": at(share=percent("cancelled_unknown_share")),
    "reasons-under": at(count=lambda t, s: cancelled_alarms(t)),
    "reasons-chart-alt": at(list=reasons_listed),
    # AEDs and arrests
    "aeds-finding": at(share=percent("aed_24_7_share"), count=value("aed_registered")),
    "aeds-finding-registered": at(count=value("aed_registered")),
    "key-aeds-24-7-detail": at(rest=value("aed_not_24_7")),
    "key-aeds-share-detail": at(
        part=value("aed_24_7_share", 0, "numerator"), whole=value("aed_24_7_share", 0, "denominator")
    ),
    "key-aeds-rate-detail": at(people=value("people_per_aed")),
    "aeds-text": at(areas=SENTENCE, availability=SENTENCE, hours=SENTENCE, runners=SENTENCE),
    "aeds-text-runners": at(runners=value("aed_per_1000_runners")),
    "aeds-text-runners-apart": at(runners=value("aed_per_1000_runners")),
    "aeds-text-hours": at(share=percent("aed_time_share")),
    "aeds-text-rest": at(rest=value("aed_not_24_7")),
    "aeds-chart-title": at(rest=value("aed_not_24_7")),
    "aeds-chart-text": at(date=AED_DAY, field=lambda t, s: t.number(t.row("aed_registered")["value"] / 100)),
    "aeds-chart-alt": at(
        count=value("aed_registered"), share=percent("aed_24_7_share"),
        rest_share=percent("aed_not_24_7_share"),
    ),
    "aeds-areas-finding-all": AED_ENDS,
    "aeds-areas-finding-some": AED_ENDS | AED_KNOWN,
    "aeds-areas-under": at(date=AED_DAY),
    "aeds-areas-map-text": at(date=AED_DAY),
    "aeds-areas-map-title-all": AED_ENDS | AED_NAMES,
    "aeds-areas-map-title-some": AED_ENDS | AED_NAMES,
    "aeds-areas-map-alt-all": AED_ENDS | AED_NAMES | at(count=municipalities),
    "aeds-areas-map-alt-some": AED_ENDS | AED_NAMES | AED_KNOWN,
    "aeds-areas-map-alt-none": at(count=municipalities),
    "aeds-areas-list-finding": at(count=municipalities),
    # Who answers alerts
    "responders-finding": at(
        alerted=value("alerted_per_activation", 1), accepted=value("accepted_per_activation", 1),
        arrived=value("arrived_per_activation", 1),
    ),
    "responders-finding-alerted": at(alerted=value("alerted_per_activation", 1)),
    "responders-finding-people": at(
        day=percent("active_by_day_share"), night=percent("active_by_night_share")
    ),
    "responders-under": {},
    "responders-seconds": at(seconds=any_seconds),
    "responders-minutes": at(
        minutes=lambda t, s: {
            t.number(t.row(f"response_time_{name}")["value"] + 1) for name in ("median", "p90")
        }
    ),
    "key-responders-day-detail": at(night=percent("active_by_night_share")),
    "key-responders-accepted-detail": at(
        late=lambda t, s: in_seconds(t, t.row("accepted_p90_seconds")["value"]),
        timed=value("accepted_median_seconds", 0, "denominator"),
    ),
    "key-responders-arrived-detail": at(
        late=lambda t, s: str(
            t.texts("responders-minutes", minutes=t.number(t.row("response_time_p90")["value"] + 1))
        ),
        timed=value("response_time_median", 0, "denominator"),
    ),
    "key-responders-first-detail": at(both=value("activations_compared")),
    # Distance to AEDs
    "reach-finding": at(
        day=percent("aed_within_500m_share_by_day"), night=percent("aed_within_500m_share_by_night"),
        near=near,
    ),
    "reach-finding-same": at(share=percent("aed_within_500m_share_by_day"), near=near),
    **dict.fromkeys(
        [
            "key-reach-day", "key-reach-night", "reach-regions-title", "column-reach-near-day",
            "column-reach-near-night", "column-reach-near-all-open",
        ],
        at(near=near),
    ),
    "reach-under": at(date=REACH_DAY),
    "reach-metres": at(metres=any_distance),
    "reach-label-day": at(share=within("by_day", -1)),
    "reach-label-night": at(share=within("by_night", -1)),
    "reach-chart-title": at(
        few=within("by_night", 0), near=distance_at(0), many=within("by_night", -1), far=distance_at(-1)
    ),
    "reach-chart-title-one": at(metres=distance_at(0)),
    "reach-chart-alt": at(points=every_distance),
    "reach-chart-alt-point": at(
        metres=lambda t, s: {in_metres(t, radius) for radius in near_radii(t)},
        day=within("by_day"), night=within("by_night"),
    ),
    "reach-week-title": at(least=of_week(min), most=of_week(max), near=near),
    "reach-week-title-same": at(share=of_week(max), near=near),
    "reach-week-alt": at(
        least=of_week(min), least_hour=first_hour(min), most=of_week(max), most_hour=first_hour(max),
        near=near,
    ),
    "reach-locked": at(
        all=percent("aed_within_500m_share_any_hours"), always=percent("aed_within_500m_share_always_open"),
        near=near,
    ),
    # Runners near
    "near-runners-aeds": at(
        day=percent(AEDS_OF_RUNNERS.format("day")), night=percent(AEDS_OF_RUNNERS.format("night")),
        least=sixty, far=around_aeds,
    ),
    "near-runners-aeds-same": at(
        share=percent(AEDS_OF_RUNNERS.format("day")), least=sixty, far=around_aeds
    ),
    **dict.fromkeys(
        ["column-runners-file-aeds-day", "column-runners-file-aeds-night"],
        at(least=sixty, around=around_aeds),
    ),
    "near-runners-finding": at(
        day=percent(COVERED.format("day")), night=percent(COVERED.format("night"))
    ),
    "near-runners-finding-same": at(share=percent(COVERED.format("day"))),
    "near-runners-municipalities-finding": at(
        day=percent(COVERED.format("day")), night=percent(COVERED.format("night"))
    ),
    "near-runners-under": at(near=near, date=REACH_DAY),
    **dict.fromkeys(
        [
            "key-near-runners-day-detail", "key-near-runners-night-detail", "near-runners-regions-title",
            "near-runners-municipalities-under", "column-runners-file-day", "column-runners-file-night",
        ],
        at(near=near),
    ),
    **dict.fromkeys(
        [
            "key-near-runners-four-night", "key-near-runners-not-covered", "column-runners-not-covered",
            "column-runners-file-four-night", "column-runners-file-not-covered",
        ],
        at(far=far),
    ),
    "near-runners-least": at(
        least=lambda t, s: {"1", "4", "10"}, near=lambda t, s: {near(t, s), far(t, s)}
    ),
    "near-runners-alt": at(region=region_name, areas=SENTENCE),
    "near-runners-alt-area": at(name=covered_name, day=covered_in("day"), night=covered_in("night")),
    # Arrests at their own time
    "ohca-near-finding": at(share=percent(OHCA_AED.format("")), near=near),
    "ohca-near-under": at(period=ohca_period),
    "ohca-near-under-placed": at(
        period=ohca_period, placed=value("ohca_placed_share", 0, "numerator"),
        arrests=value("ohca_placed_share", 0, "denominator"),
    ),
    **dict.fromkeys(
        ["ohca-near-aed", "ohca-near-runners"],
        at(near=lambda t, s: {in_metres(t, radius) for radius in (200, 500, 1800)}),
    ),
    **dict.fromkeys(["ohca-near-both", "ohca-near-regions-title"], at(near=near)),
    "ohca-near-share": at(share=any_ohca_share("value"), range=any_ohca_share("range")),
    "arrests-finding": at(survivors=value("ohca_survivors"), year=year_of("ohca_survivors")),
    "arrests-under": at(share=percent("ohca_survival", 1)),
    "key-arrests-detail": at(day=value("ohca_cases_per_day")),
    "key-survivors": at(year=year_of("ohca_survivors")),
    "key-survival": at(year=year_of("ohca_survival")),
    "key-good-detail": at(severe=percent("ohca_severe_outcome_share")),
    "arrests-text": at(
        cases=value("ohca_cases_year"), day=value("ohca_cases_per_day"), year=year_of("ohca_survivors"),
        home=percent("ohca_at_home_share"), public=percent("ohca_in_public_share"),
        good=percent("ohca_good_outcome_share"), severe=percent("ohca_severe_outcome_share"),
    ),
    "arrests-chart-title": at(home=percent("ohca_at_home_share")),
    "arrests-chart-survival": at(year=year_of("ohca_survival")),
    "arrests-chart-alt": at(
        home=percent("ohca_at_home_share"), survival=percent("ohca_survival", 1),
        good=percent("ohca_good_outcome_share"), year=year_of("ohca_survival"),
    ),
    # Appendix
    "all-heading": at(count=municipalities),
    "all-finding": at(count=municipalities),
    "method-arrests": at(sources=lambda t, s: t.joined(
        list(dict.fromkeys(t.row(name)["source"] for name in SHOWN_FACTS))
    )),
    "method-acceptance-unclear": at(regions=lambda t, s: t.joined([
        row["area"] for row in t.rows("active_runners", "region")
        if (share := t.find("accepted_by_one", row["area_code"])) is None or share["value"] is None
    ])),
    # Sheets
    "sheet-lead": at(count=shown_count, rate=own(RATE), compared=SENTENCE),
    "sheet-lead-one": at(rate=own(RATE), compared=SENTENCE),
    "sheet-lead-none": at(country=value(RATE), people=own(RATE, 0, "denominator")),
    "sheet-lead-missing": at(country=value(RATE)),
    "sheet-lead-withheld": at(country=value(RATE)),
    "sheet-lead-known": at(count=shown_count, rate=own(RATE), compared=SENTENCE),
    "sheet-compared-both": at(country=SENTENCE, region=SENTENCE),
    "sheet-compared-country": at(country=SENTENCE),
    "sheet-compared-alike": at(region=region_of_sheet),
    "sheet-compared-same": at(country=value(RATE)),
    "sheet-more-country": at(percent=percent_beside("dk")),
    "sheet-fewer-country": at(percent=percent_beside("dk")),
    "sheet-times-country": at(times=times("dk")),
    "sheet-more-region": at(percent=percent_beside(""), region=region_of_sheet),
    "sheet-fewer-region": at(percent=percent_beside(""), region=region_of_sheet),
    "sheet-times-region": at(times=times(""), region=region_of_sheet),
    "sheet-same-region": at(region=region_of_sheet),
    "sheet-like-region": at(region=region_of_sheet),
    "sheet-key-people": at(people=lambda t, s: t.number(t.people[s.area])),
    "sheet-key-interval": at(range=interval(RATE)),
    "sheet-key-known": at(people=own(RATE, 0, "denominator")),
    "sheet-key-rank": at(range=interval(f"{RATE}_rank")),
    "sheet-key-rank-label": at(count=own(f"{RATE}_rank", 0, "denominator")),
    "sheet-key-lacking-detail": at(needed=own("active_runners_to_country_rate", 0, "numerator")),
    "sheet-key-beyond-detail": at(needed=own("active_runners_to_country_rate", 0, "numerator")),
    "sheet-key-noted": at(detail=SENTENCE),
    "sheet-key-share-detail": at(
        count=own("active_runners_share_of_country", 0, "numerator"),
        total=own("active_runners_share_of_country", 0, "denominator"),
    ),
    "sheet-bars-title": at(
        name=sheet_name, low=own(f"{RATE}_rank", 0, "lower"), high=own(f"{RATE}_rank", 0, "upper"),
        count=own(f"{RATE}_rank", 0, "denominator"),
    ),
    "sheet-bars-title-sure": at(
        name=sheet_name, rank=own(f"{RATE}_rank"), count=own(f"{RATE}_rank", 0, "denominator")
    ),
    "sheet-bars-title-missing": at(name=sheet_name, count=municipalities),
    "sheet-bars-title-region": extremes(rates_here, names=False),
    "sheet-bars-text": extremes(all_rates, names=False) | at(region=region_of_sheet),
    "sheet-bars-text-region": at(count=lambda t, s: str(len(rows_in_order(t))), region=region_of_sheet),
    "sheet-bars-alt": at(
        count=lambda t, s: str(len(rows_in_order(t))), country=value(RATE), name=sheet_name, rate=own(RATE)
    ),
    "sheet-bars-alt-missing": at(
        count=lambda t, s: str(len(rows_in_order(t))), country=value(RATE), name=sheet_name
    ),
    "sheet-bars-alt-region": at(
        count=lambda t, s: str(len(rows_in_order(t))), country=value(RATE), name=full_name,
        own=lambda t, s: str(sum(row["value"] is not None for row in t.within(s.area))),
    ),
    "sheet-neighbours-title-none": at(word=number_of_known_neighbours),
    "sheet-neighbours-title-above": at(above=neighbours_clear("above"), word=number_of_known_neighbours),
    "sheet-neighbours-title-below": at(below=neighbours_clear("below"), word=number_of_known_neighbours),
    "sheet-neighbours-title-both": at(
        above=neighbours_clear("above"), below=neighbours_clear("below"), word=number_of_known_neighbours
    ),
    "sheet-neighbours-title-all-above": at(word=number_of_known_neighbours),
    "sheet-neighbours-title-all-below": at(word=number_of_known_neighbours),
    "sheet-neighbours-title-one-above": at(other=neighbours_clear("above", words=False)),
    "sheet-neighbours-title-one-below": at(other=neighbours_clear("below", words=False)),
    "sheet-neighbours-title-of-known": at(
        title=SENTENCE,
        missing=lambda t, s: t.word(len(t.neighbours[s.area]) - clear_neighbours(t, s.area)[1]),
    ),
    "sheet-neighbours-alt": at(list=rates_listed),
    "sheet-regions-title-highest": at(word=regions),
    "sheet-regions-title-lowest": at(word=regions),
    "sheet-size-text": at(word=lambda t, s: t.word(len(nearest_in_population(t, s.area)))),
    "sheet-size-caption": at(name=sheet_name),
    "sheet-change-title": at(
        change=lambda t, s: t.number(abs(change_here(t, s)["value"])),
        since=lambda t, s: t.day(change_here(t, s)["period_start"]),
    ),
    "sheet-change-usual": at(
        country=changed_like_all,
        low=lambda t, s: signed_percent(t, usual(t, s)["lower"]),
        high=lambda t, s: signed_percent(t, usual(t, s)["upper"]),
    ),
    "sheet-change-country": at(country=changed_like_all),
    "sheet-change-alt": at(
        name=sheet_name,
        count=lambda t, s: str(len(t.series("active_runners", s.area))),
        first=of_series("active_runners", first, ""),
        last=of_series("active_runners", last, ""),
        first_date=end_of_series(0),
        last_date=end_of_series(-1),
    ),
    "sheet-aeds": at(
        registered=own("aed_registered"), around=own("aed_24_7"), share=percent("aed_24_7_share", area=""),
        rate=own("aed_rate"), country=value("aed_rate"),
    ),
    "sheet-aeds-registered": at(
        registered=own("aed_registered"), rate=own("aed_rate"), country=value("aed_rate")
    ),
    "sheet-aeds-apart": at(said=SENTENCE, date=AED_DAY),
    "sheet-reach-apart": at(said=SENTENCE, date=REACH_DAY),
    "sheet-aeds-unknown": at(country=value("aed_rate")),
    "sheet-reach-unknown": at(
        country_day=percent("aed_within_500m_share_by_day"),
        country_night=percent("aed_within_500m_share_by_night"),
        near=near,
    ),
    "sheet-reach": at(
        day=percent("aed_within_500m_share_by_day", area=""),
        night=percent("aed_within_500m_share_by_night", area=""),
        country_day=percent("aed_within_500m_share_by_day"),
        country_night=percent("aed_within_500m_share_by_night"),
        near=near,
    ),
    "sheet-near-runners": at(
        said=SENTENCE,
        day=percent(COVERED.format("day"), area=""),
        night=percent(COVERED.format("night"), area=""),
        country_day=percent(COVERED.format("day")),
        country_night=percent(COVERED.format("night")),
        near=near,
    ),
    "find-near-runners": at(
        day=percent(COVERED.format("day"), area=""),
        night=percent(COVERED.format("night"), area=""),
        near=near,
    ),
    "find-reach": at(
        day=percent("aed_within_500m_share_by_day", area=""),
        night=percent("aed_within_500m_share_by_night", area=""),
        near=near,
    ),
    "sheet-read-activations": at(
        region=region_of_sheet,
        count=lambda t, s: t.number(t.row("activations", t.region_of[s.area])["value"]),
    ),
    "sheet-read-accepted": at(
        region=region_of_sheet,
        count=lambda t, s: t.number(t.row("activations", t.region_of[s.area])["value"]),
        share=lambda t, s: t.percent(t.row("accepted_by_one", t.region_of[s.area])["value"]),
    ),
    "sheet-read-no-activations": at(region=region_of_sheet),
    "sheet-note-small": at(step=own("active_runners_step")),
    "sheet-press": at(
        name=sheet_name, count=shown_count, rate=own(RATE), range=interval(RATE), country=value(RATE)
    ),
    "sheet-press-one": at(name=sheet_name, rate=own(RATE), range=interval(RATE), country=value(RATE)),
    "sheet-press-none": at(name=sheet_name, country=value(RATE)),
    "sheet-press-missing": at(name=sheet_name, country=value(RATE)),
    "sheet-press-withheld": at(name=sheet_name, country=value(RATE)),
    "sheet-press-known": at(name=sheet_name, count=shown_count, rate=own(RATE), country=value(RATE)),
    "sheet-press-simulated": at(line=SENTENCE),
    "sheet-card-line": at(count=shown_count, whole=whole_country, country=value(RATE)),
    "sheet-card-line-missing": at(whole=whole_country, country=value(RATE)),
    "sheet-press-country-in-part": {}, "sheet-card-whole": {}, "sheet-card-whole-in-part": {},
    "find-all": at(count=municipalities),
    "find-change": at(
        since=lambda t, s: t.day(change_here(t, s)["period_start"]),
        now=own("active_runners"),
        before=lambda t, s: t.number(
            t.row("active_runners", s.area)["value"] - change_here(t, s)["value"]
        ),
    ),
    "find-unchanged": at(since=lambda t, s: t.day(change_here(t, s)["period_start"])),
}  # fmt: skip


def period_of(table: Table) -> str:
    return str(table.row("active_share_adults")["population_period"])


def usual(table: Table, said: Said) -> dict[str, Any]:
    return table.row(f"active_runners_change_{kind_of(table)}_expected_percent", said.area)


def nearest_in_population(table: Table, code: str) -> list[str]:
    """The five whose population is nearest to a municipality's by ratio, from the populations themselves."""
    people = {row["area_code"]: row["denominator"] for row in table.known(RATE, "municipality")}
    own_people = people.get(code)
    if own_people is None:
        return []
    apart = {
        other: max(own_people, number) / min(own_people, number)
        for other, number in people.items()
        if other != code
    }
    return sorted(apart, key=lambda other: apart[other])[:5]


# What has to be true where a sentence stands


Condition: TypeAlias = Callable[[Table, Said], bool]


def stands(kind: str) -> Condition:
    return lambda table, said: standing(table, said) == kind


def changed(kind: str, *, broken: bool | None = None) -> Condition:
    return lambda table, said: change_side(table) == kind and broken in (None, is_broken_in_part(table))


def is_broken_in_part(table: Table) -> bool:
    """Whether the change spans a new way of counting in a part of the country, which its note tells."""
    return BREAK_INSIDE.split("{")[0] in (change(table)["note"] or "")


def beside_neighbours(kind: str) -> Condition:
    return lambda table, said: neighbours_kind(table, said) == kind


def with_aeds(kind: str) -> Condition:
    return lambda table, said: aed_words(table) == kind


def own_row(table: Table, said: Said) -> dict[str, Any]:
    return table.row(RATE, said.area)


def standing(table: Table, said: Said) -> str:
    """How a region's interval lies to those of all others, none of which may be of known parts alone."""
    rows, mine = table.rows(RATE, "region"), own_row(table, said)
    others = [row for row in rows if row["area_code"] != said.area]
    whole = all(table.row("active_runners", row["area_code"])["value"] is not None for row in others)
    if whole and all(mine["lower"] > other["upper"] for other in others):
        return "highest"
    if whole and all(mine["upper"] < other["lower"] for other in others):
        return "lowest"
    return side(table, mine)


def side(table: Table, row: dict[str, Any]) -> str:
    assert table.national is not None
    if row["lower"] > table.national:
        return "above"
    return "below" if row["upper"] < table.national else "same"


def beside_region(table: Table, said: Said) -> str:
    rate, mine = table.row(RATE, table.region_of[said.area])["value"], own_row(table, said)
    return "above" if mine["lower"] > rate else "below" if mine["upper"] < rate else "same"


def looks_alike(table: Table, said: Said, whole: str) -> bool:
    """Whether the rate and that of a whole round to the same, or differ by less than half a per cent."""
    found = table.row(RATE, whole)["value"]
    same = table.number(own_row(table, said)["value"]) == table.number(found)
    ratio_row = table.find(f"{RATE}_ratio_to_{whole}", said.area)
    return same or ratio_row is None or abs(ratio_row["value"] - 1) < 0.005


def change_side(table: Table) -> str:
    return "up" if change(table)["value"] > 0 else "down" if change(table)["value"] < 0 else "same"


def count_known(table: Table, said: Said) -> bool:
    return table.row("active_runners", said.area)["value"] is not None


def neighbours_kind(table: Table, said: Said) -> str:
    clear, known = clear_neighbours(table, said.area)
    found = [one for one in ("above", "below") if clear[one]]
    if not found:
        return "none"
    if len(found) == 2:
        return "both"
    if known == 1:
        return f"one-{found[0]}"
    return f"all-{found[0]}" if len(clear[found[0]]) == known else found[0]


def most_recorded(table: Table, said: Said) -> bool:
    """No shown reason has a larger share, and what is not shown of all alarms could not be larger."""
    shown = [row for row in reasons(table) if row["value"] is not None]
    most = max(row["numerator"] for row in shown)
    rest = shown[0]["denominator"] - sum(row["numerator"] for row in shown)
    return rest < most and said.values["share"] == table.percent(
        next(row["value"] for row in shown if row["numerator"] == most)
    )


CONDITIONS: Final[dict[str, Condition]] = {
    **{f"region-finding-{kind}": stands(kind) for kind in ("highest", "lowest", "above", "below", "same")},
    "region-finding-partly": lambda t, s: not count_known(t, s),
    "region-finding-unknown": lambda t, s: own_row(t, s)["value"] is None,
    **{f"sheet-regions-title-{kind}": stands(kind) for kind in ("highest", "lowest")},
    "sheet-regions-title-neutral": lambda t, s: (
        standing(t, s) not in ("highest", "lowest")
        or any(row["value"] is None for row in t.rows("active_runners", "region"))
    ),
    "trend-finding-same": changed("same"),
    **{f"trend-finding-{kind}": changed(kind, broken=False) for kind in ("up", "down")},
    **{f"trend-finding-{kind}-broken": changed(kind, broken=True) for kind in ("up", "down")},
    "trend-under": lambda t, s: not is_broken_in_part(t),
    "trend-under-broken": lambda t, s: is_broken_in_part(t),
    "trend-less-than": lambda t, s: 0 < abs(change(t)["value"]) < 0.05,
    "trend-municipalities-finding-both": lambda t, s: bool(OUT["above"](t) and OUT["below"](t)),
    "trend-municipalities-finding-above": lambda t, s: bool(OUT["above"](t) and not OUT["below"](t)),
    "trend-municipalities-finding-below": lambda t, s: bool(OUT["below"](t) and not OUT["above"](t)),
    "trend-municipalities-finding-none": lambda t, s: not OUT["above"](t) and not OUT["below"](t),
    "trend-list-marked": lambda t, s: bool(OUT["above"](t) or OUT["below"](t)),
    "trend-many-found": lambda t, s: bool(OUT["above"](t) or OUT["below"](t)),
    "trend-many-none": lambda t, s: not OUT["above"](t) and not OUT["below"](t),
    "trend-list-above": lambda t, s: any(deviation > 0 for deviation in deviations(t)),
    "trend-list-below": lambda t, s: any(deviation < 0 for deviation in deviations(t)),
    "funnel-far-none": lambda t, s: far_outside(t, s) == "",
    "funnel-far": lambda t, s: far_outside(t, s) != "",
    "national-dots-title": lambda t, s: not missing_municipalities(t),
    "national-dots-title-neutral": lambda t, s: missing_municipalities(t) > 0,
    "national-finding": lambda t, s: t.row("active_runners")["value"] is not None,
    "national-finding-least": lambda t, s: t.row("active_runners")["value"] is None,
    "important-before-end": lambda t, s: t.row("active_runners")["as_of"] < Quarter.parse(t.quarter).last_day,
    "key-accepted-rounded-detail": lambda t, s: t.row("accepted_by_one", s.area)["value"] == 100,
    "method-arrests-simulated": lambda t, s: t.row("ohca_survivors")["source"] == "Simuleret",
    "national-finding-unknown": lambda t, s: missing_municipalities(t) == 98,
    "region-table-title": lambda t, s: all(row["value"] is not None for row in t.within(s.area)),
    "region-table-title-known": lambda t, s: any(row["value"] is None for row in t.within(s.area)),
    "region-table-title-unknown": lambda t, s: all(row["value"] is None for row in t.within(s.area)),
    "region-activations-derivable": lambda t, s: (
        [row["area_code"] for row in missing_activations(t)] == [s.area]
        and t.row("activations")["value"] is not None
    ),
    "region-activations-missing": lambda t, s: t.row("activations", s.area)["status"] == "missing",
    "region-activations-unknown": lambda t, s: (
        t.row("activations", s.area)["status"] not in ("missing", "published")
    ),
    "programme-chart-title": lambda t, s: len(standing_highest(t)) == 1,
    "programme-chart-title-neutral": lambda t, s: not standing_highest(t),
    "programme-chart-none": lambda t, s: not t.known(ACTIVATIONS, "region"),
    "programme-chart-missing": lambda t, s: bool(missing_activations(t)),
    "programme-under-net": lambda t, s: not t.shows("activations_gross_per_day"),
    "programme-gross-unknown": lambda t, s: not t.shows("activations_gross"),
    "programme-response-unknown": lambda t, s: t.find("response_time_p90") is None,
    "reasons-finding": most_recorded,
    "reasons-finding-several": most_recorded,
    "method-gross-range": lambda t, s: t.row("activations_gross")["value"] is None,
    "method-gross-counted": lambda t, s: t.row("activations_gross")["value"] is not None,
    "method-gross-unknown": lambda t, s: not t.shows("activations_gross"),
    **{
        f"aeds-areas-{part}-{kind}": with_aeds(kind)
        for part in ("finding", "map-title", "map-alt")
        for kind in ("all", "some", "none")
    },
    "aeds-text-country": lambda t, s: not t.rows("aed_registered", "region"),
    "aeds-text-areas": lambda t, s: bool(
        t.rows("aed_registered", "region") or t.rows("aed_registered", "municipality")
    ),
    "aeds-text-hours-unknown": lambda t, s: t.find("aed_time_share") is None,
    "aeds-text-unknown": lambda t, s: t.find("aed_24_7_share") is None,
    "responders-finding": lambda t, s: answers_known(t),
    "responders-finding-alerted": lambda t, s: t.shows("alerted_per_activation") and not answers_known(t),
    "responders-finding-people": lambda t, s: not t.shows("alerted_per_activation"),
    "reach-finding": lambda t, s: not printed_alike(t),
    "reach-finding-same": lambda t, s: printed_alike(t),
    "reach-week-title": lambda t, s: not week_alike(t),
    "reach-week-title-same": lambda t, s: week_alike(t),
    "near-runners-aeds": lambda t, s: not aeds_alike(t),
    "near-runners-aeds-same": lambda t, s: aeds_alike(t),
    "ohca-near-under": lambda t, s: not t.shows("ohca_placed_share"),
    "ohca-near-under-placed": lambda t, s: t.shows("ohca_placed_share"),
    "near-runners-finding": lambda t, s: not covered_alike(t),
    "near-runners-finding-same": lambda t, s: covered_alike(t),
    "reach-chart-title": lambda t, s: len(near_radii(t)) > 1,
    "reach-chart-title-one": lambda t, s: len(near_radii(t)) == 1,
    "sheet-lead": lambda t, s: count_known(t, s) and own_row(t, s)["numerator"] > 1,
    "sheet-lead-one": lambda t, s: own_row(t, s)["numerator"] == 1,
    "sheet-lead-none": lambda t, s: own_row(t, s)["numerator"] == 0,
    "sheet-lead-missing": lambda t, s: own_row(t, s)["value"] is None,
    "sheet-lead-known": lambda t, s: not count_known(t, s) and own_row(t, s)["value"] is not None,
    "sheet-press": lambda t, s: count_known(t, s) and own_row(t, s)["numerator"] > 1,
    "sheet-press-one": lambda t, s: own_row(t, s)["numerator"] == 1,
    "sheet-press-none": lambda t, s: own_row(t, s)["numerator"] == 0,
    "sheet-press-missing": lambda t, s: own_row(t, s)["value"] is None,
    "sheet-press-country-in-part": lambda t, s: not country_known(t),
    "sheet-card-whole": lambda t, s: country_known(t),
    "sheet-card-whole-in-part": lambda t, s: not country_known(t),
    "sheet-press-known": lambda t, s: not count_known(t, s) and own_row(t, s)["value"] is not None,
    "sheet-compared-same": lambda t, s: side(t, own_row(t, s)) == "same",
    "sheet-compared-alike": lambda t, s: looks_alike(t, s, "dk") and looks_alike(t, s, t.region_of[s.area]),
    "sheet-same-region": lambda t, s: beside_region(t, s) == "same",
    "sheet-bars-title": lambda t, s: (
        t.row(f"{RATE}_rank", s.area)["lower"] < t.row(f"{RATE}_rank", s.area)["upper"]
    ),
    "sheet-bars-title-sure": lambda t, s: (
        t.row(f"{RATE}_rank", s.area)["lower"] == t.row(f"{RATE}_rank", s.area)["upper"]
    ),
    "sheet-bars-title-missing": lambda t, s: own_row(t, s)["value"] is None,
    "sheet-key-lacking": lambda t, s: side(t, own_row(t, s)) == "below",
    "sheet-key-beyond": lambda t, s: side(t, own_row(t, s)) == "above",
    "sheet-neighbours-title-missing": lambda t, s: (
        own_row(t, s)["value"] is None or not clear_neighbours(t, s.area)[1]
    ),
    **{
        f"sheet-neighbours-title-{kind}": beside_neighbours(kind)
        for kind in ("none", "above", "below", "both", "all-above", "all-below", "one-above", "one-below")
    },
    "find-unchanged": lambda t, s: change_here(t, s)["value"] == 0,
    "find-change": lambda t, s: change_here(t, s)["value"] != 0,
}

# Sentences inside another one, said only if what stands around them is: where they are used, this holds.
INSIDE: Final[dict[str, Condition]] = {
    "sheet-more-country": lambda t, s: side(t, own_row(t, s)) == "above",
    "sheet-fewer-country": lambda t, s: side(t, own_row(t, s)) == "below",
    "sheet-times-country": lambda t, s: side(t, own_row(t, s)) == "above" and ratio("dk")(t, s) >= 2,
    "sheet-like-country": lambda t, s: looks_alike(t, s, "dk"),
    "sheet-more-region": lambda t, s: beside_region(t, s) == "above",
    "sheet-fewer-region": lambda t, s: beside_region(t, s) == "below",
    "sheet-times-region": lambda t, s: beside_region(t, s) == "above" and ratio("")(t, s) >= 2,
    "sheet-like-region": lambda t, s: looks_alike(t, s, t.region_of[s.area]),
}

# Values that are names and texts of the delivery, not numbers of the table.
WORDS: Final = frozenset(
    {
        "source",
        "maker",
        "population-source",
        "population-licence",
        "code",
        "region",
        "publisher",
        "adult-quarter",
    }
)
# Messages that are filled and claim nothing of the table, each with what it is.
WITHOUT: Final[dict[str, str]] = {
    **dict.fromkeys(
        [
            "subtitle",
            "quarter-name",
            "quarter-abbreviated",
            "tick-quarter",
            "sheet-running-title",
            "published-by",
        ],
        "names the quarter or the publisher",
    ),
    **dict.fromkeys(
        [
            "find-none",
            "find-several",
            "find-chosen",
            "find-bar",
            "find-region",
            "find-to-region",
            "find-caption",
            "find-chart",
            "find-sorted-low",
            "find-sorted-high",
            "find-sorted-first",
            "find-sorted-last",
        ],
        "filled by the script, whose numbers the tests of the cards compare with the table",
    ),
    **dict.fromkeys(
        [
            "not-known-because",
            "noted-because",
            "withheld-because",
            "region-withheld-text",
            "withheld-some",
            "sheet-note-withheld",
            "trend-list-left-out",
            "trend-note-break",
            "trend-dash",
            "notes-earlier",
            "national-map-noted",
            "reasons-note-suppressed",
            "trend-geography-united",
        ],
        "gives a reason that the delivery or the disclosure control states",
    ),
    **dict.fromkeys(
        [
            "sheet-name-municipality",
            "sheet-footer-municipality",
            "sheet-footer-region",
            "regions-text",
            "about-text",
            "appendix-text",
            "sheet-crossing-bridge",
            "sheet-crossing-ferry",
            "all-caption",
            "basis-sources",
            "trend-note-sources",
            "sheet-press-source",
            "sheet-card-foot",
            "explore-logarithmic",
            "explore-axes",
            "facts-given",
            "who-text",
        ],
        "holds names alone",
    ),
    **dict.fromkeys(["map-class-under", "map-class-over"], "edges of the map's classes, which never change"),
    **dict.fromkeys(["map-class-between"], "an edge of the map's classes"),
    "explore-intervals": "names the level of the intervals that are drawn",
    "explore-rounded": "says what published shares leave open, of no number",
    "explore-without-limits": "says what a chart does not show, of changes alone",
    **dict.fromkeys(
        [
            "who-address",
            "who-contact",
            "commentary-by",
            "commentary-about",
            "aeds-areas-note",
            "explore-from",
            "explore-own-from",
            "explore-own-ratio",
            "explore-own-share",
            "explore-boundaries",
            "map-shapes-source",
            "map-shapes-simplified",
            "map-shapes-file",
            "find-embed-help",
        ],
        "holds names, addresses or texts of the delivery",
    ),
    **dict.fromkeys(
        ["aeds-areas-several", "aeds-areas-caption"], "stands in a title with evidence of its own"
    ),
    **dict.fromkeys(["days-counted"], "stands inside another message"),
    **dict.fromkeys(["reasons-note-earlier"], "the day of the guidance"),
    **dict.fromkeys(["method-text-right"], "put together of sentences that stand here"),
    **dict.fromkeys(
        ["trend-note-no-activity", "trend-activity-no-count", "trend-activity-not-known"],
        "quarters without a row of activations per day: tests/unit/test_periods.py",
    ),
    **dict.fromkeys(["trend-note-days"], "days that no count holds: tests/unit/test_periods.py"),
    **dict.fromkeys(
        ["spark-words", "spark-words-broken"], "words of a small line: compared with the series by name below"
    ),
}
# Values that name what the claim is looked up by.
NAMED_BY_ITSELF: Final = frozenset({("region-small-item", "name")})
# Sentences with evidence that no table below makes a report say, and why not.
UNHEARD: Final[dict[str, str]] = {
    "sheet-index-lead": "stands on the page that lists the sheets, which is made without a table of numbers",
    "control-text-acceptedbyonequarter": "needs eight quarters with counts of accepted alarms; claims what "
    "control-text-activationsquarterperday claims, of another series",
    **dict.fromkeys(
        ["aeds-areas-finding-none", "aeds-areas-map-title-none", "aeds-areas-map-alt-none"],
        "needs the AEDs of all municipalities withheld; the tables below withhold responders and activations",
    ),
}
# Whole groups of messages, with the tests of what fills them.
TOLD_BY: Final[dict[str, str]] = {
    "release-": "tests/unit/test_release_changes.py",
    "export-": "tests/unit/test_export.py",
    "quality-": "tests/unit/test_checks.py",
    "explore-line-": "tests/unit/test_explorer.py",
    "explore-left-out": "tests/unit/test_explorer.py",
    "explore-noted": "tests/unit/test_explorer.py",
    "explore-map-outside": "tests/unit/test_explorer.py",
}
COMPARING: Final = re.compile(
    r"\b(flest|færrest|højest\w*|lavest\w*|størst\w*|hyppigst\w*|flere|færre|højere|lavere|usædvanlig\w*|"
    r"ligger over|ligger under|svarer til|omtrent|nærmest|tættest|længst|bredest|ingen kommune)\b"
)
# Sentences without a value in which one of those words explains how to read or how something is done.
EXPLAINING: Final = frozenset(
    {
        "important-text", "method-text-left", "method-text-right", "quality-oddities",
        "control-heading", "reasons-note-not-apart", "sheet-size-title", "sheet-index-none",
        "funnel-text-phone", "responders-people-reading", "near-runners-reading",
        "file-column-uncovered_1800m",
    }
)  # fmt: skip


def claims(key: str, message: Any) -> bool:
    return bool(message.shown) or bool(COMPARING.search(message.text.lower()))


@cache
def messages() -> dict[str, Any]:
    return {**catalogues.read("da.ftl"), **catalogues.read("sheet_da.ftl")}


@pytest.mark.parametrize("key", [key for key, message in messages().items() if claims(key, message)])
def test_every_message_that_claims_has_its_evidence(key: str) -> None:
    told = [path for start, path in TOLD_BY.items() if key.startswith(start)]
    places = [
        key in EVIDENCE or key in CONDITIONS or key in INSIDE,
        key in WITHOUT,
        key in EXPLAINING,
        bool(told),
    ]
    assert any(places), f"{key}: say in EVIDENCE or CONDITIONS which rows of the table carry it"
    assert all(Path(path).is_file() for path in told)


def test_evidence_is_of_messages_that_there_are() -> None:
    named = {*EVIDENCE, *CONDITIONS, *INSIDE, *WITHOUT, *EXPLAINING}
    assert named <= messages().keys()
    assert not WITHOUT.keys() & {*EVIDENCE, *CONDITIONS}


# Tables: real, simulated, and made so that every sentence has its turn

EVEN: Final = 955 / 100_000
SIMULATED: Final = ("2025Q4", Plan(Quarter(2023, 3), Quarter(2025, 4), 7))
REGION_CODES: Final = ("1081", "1082", "1083", "1084", "1085")
NORTH, LAESOE, LANGELAND = "1081", "825", "482"


@cache
def people() -> dict[str, int]:
    table = compute_table(history(committed()))
    rows = table.filter(pl.col("indicator") == RATE, pl.col("level") == "municipality")
    return {code: int(number) for code, number in rows.select("area_code", "denominator").iter_rows()}


@cache
def region_of() -> dict[str, str]:
    geography = history(committed()).reference.geography
    return dict(geography.select("municipality_code", "region_code").iter_rows())


def even(**times: float) -> dict[str, int]:
    """The same rate everywhere, but so many times it in some regions or municipalities (`r1081`, `m825`)."""
    return {
        code: round(number * EVEN * times.get(f"r{region_of()[code]}", 1) * times.get(f"m{code}", 1))
        for code, number in people().items()
    }


def drawn(seed: int, spread: float) -> dict[str, int]:
    """Rates that vary between municipalities, and by chance."""
    import numpy as np

    dice = np.random.default_rng(seed)
    return {
        code: int(dice.poisson(number * EVEN * float(np.exp(dice.normal(0, spread)))))
        for code, number in people().items()
    }


def own_totals(one: Delivery) -> Delivery:
    return replace(one, totals=one.totals.clear())


def made(*counts: dict[str, Any], **more: Any) -> Snapshot:
    """Deliveries with these runners, a quarter apart, the last of them of the second quarter of 2025."""
    quarters = ["2025Q2", "2025Q1"][: len(counts)]
    return history(
        *(
            own_totals(delivered(quarter, runners=runners, **(more if quarter == "2025Q2" else {})))
            for quarter, runners in zip(reversed(quarters), counts, strict=True)
        )
    )


def counted_anew(*counts: dict[str, Any]) -> Snapshot:
    """Deliveries the last of which counts the runners of one municipality in another way."""
    two = made(*counts)
    schema = two.delivery.breaks.schema
    told = pl.DataFrame([("active_runners", "851", "Talt på en anden måde.")], schema=schema, orient="row")
    return replace(two, delivery=replace(two.delivery, breaks=told))


def with_reasons(*counts: int, placed_in: int = 98) -> Delivery:
    """A delivery whose cancelled alarms are counted by reason, whose responses are timed and AEDs placed."""
    one = delivered("2025Q2")
    net, country = pl.col("activations"), pl.col("area_code") == "dk"
    shares = dict.fromkeys(["accepted_by_one_percent", "accepted_by_two_percent", "cancelled_percent"])
    alarms = one.activations.with_columns(
        pl.lit(None, dtype=pl.Float64).alias(name) for name in shares
    ).with_columns(
        cancelled=pl.when(country).then(sum(counts)),
        accepted_by_one=net - 5,
        accepted_by_two=net - 9,
    )
    reasons = pl.DataFrame(
        {"code": list(load_codes()), "cancelled": counts, "note": pl.Series([None] * 8, dtype=pl.String)}
    )
    times = pl.DataFrame(
        [("dk", minutes, 20 + minutes) for minutes in (3, 6, 9)],
        schema=one.response_times.schema,
        orient="row",
    )
    placed = reference_on(one.as_of).geography.select(
        level=pl.lit("municipality"),
        area_code="municipality_code",
        area="municipality",
        aed_registered=pl.lit(100, dtype=pl.Int64),
        aed_24_7=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit(60, dtype=pl.Int64)),
        aed_open_hours=pl.lit(None, dtype=pl.Int64),
        note=pl.lit(None, dtype=pl.String),
    )
    country_aeds = one.aeds.with_columns(aed_open_hours=pl.col("aed_registered") * 100)
    return replace(
        one.with_tables(
            activations=alarms,
            cancellations=reasons,
            response_times=times,
            aeds=pl.concat([country_aeds, placed.head(placed_in)], how="vertical_relaxed"),
        ),
        withheld=one.withheld.clear(),
    )


def near_aeds(**counts: int) -> Delivery:
    """A delivery with people near AEDs of the country, of every region and of one municipality."""
    one = delivered("2025Q2")
    areas = [("country", "dk", "Danmark", 1000)] + [
        (level, code, name, 1)
        for level, column in (("region", "region"), ("municipality", "municipality"))
        for code, name in reference_on(one.as_of)
        .geography.select(f"{column}_code", column)
        .unique(maintain_order=True)
        .head(5)
        .iter_rows()
    ]
    rows = [
        {"level": level, "area_code": code, "area": name}
        | {count: number * times * 10 for count, number in counts.items()}
        | {"nearest_median": 410 + times, "nearest_p90": 1290 + times, "note": "Lige linje."}
        for level, code, name, times in areas
    ]
    schema = one.tables["coverage"].schema
    return one.with_tables(coverage=pl.DataFrame(rows, schema=schema))


def by_the_hour(shares: Callable[[int, int], int]) -> Delivery:
    """People near AEDs, those of the country in each hour of the week too, by weekday and hour."""
    one = near_aeds(people_in_cells=600, near_500m_by_day=490, near_500m_by_night=310)
    rows = [("dk", day, hour, 10_000 * shares(day, hour)) for day in range(1, 8) for hour in range(24)]
    schema = one.tables["coverage_hours"].schema
    return one.with_tables(coverage_hours=pl.DataFrame(rows, schema=schema, orient="row"))


def with_arrests(*, alike: bool = False, without: tuple[str, ...] = ()) -> Delivery:
    """A delivery with arrests of the country, every region and every municipality."""
    one = delivered("2025Q2")
    return one.with_tables(arrests=arrests_of(one, alike=alike, without=without))


def with_events(**other: None) -> Delivery:
    """A delivery with counts of events and times of arrival, some columns unknown."""
    one = with_reasons(6, 20, 30, 10, 9, 8, 7, 90)
    return one.with_tables(event_counts=events_of(one.activations, **other))


def unshared() -> Delivery:
    """A delivery without the share of cancelled alarms; AEDs by region, not how many are always open."""
    one = delivered("2025Q2", columns={"cancelled_percent": {"dk": None}})
    each = one.aeds["aed_registered"].item() // len(REGION_CODES)
    regions = one.activations.filter(pl.col("level") == "region").select(
        "level", "area_code", "area", aed_registered=pl.lit(each, dtype=pl.Int64)
    )
    placed = pl.concat([one.aeds, regions], how="diagonal")
    return one.with_tables(aeds=placed.with_columns(aed_24_7=pl.lit(None, dtype=pl.Int64)))


def withholding(*codes: str, of: Delivery, total: int | None = None) -> Snapshot:
    """A delivery that withholds some municipalities' runners, with the publisher's own total or none.

    Of the Capital Region it withholds the activations too.
    """
    runners = of.runners.with_columns(
        active_runners=pl.when(~pl.col("municipality_code").is_in(list(codes))).then("active_runners")
    )
    hidden = [*(("active_runners", code) for code in codes), ("activations", "1084")]
    rows = [(*one, "Ikke endnu.", date(2026, 12, 31)) for one in hidden]
    withheld = pl.DataFrame(rows, schema=of.withheld.schema, orient="row")
    totals = {"area_code": ["dk"], "active_runners": [total]}
    return history(
        replace(
            of.with_tables(runners=runners),
            withheld=pl.concat([of.withheld, withheld]),
            totals=of.totals.clear() if total is None else pl.DataFrame(totals, schema=of.totals.schema),
        )
    )


MADE: Final[dict[str, Callable[[], Snapshot]]] = {
    "2025Q2": lambda: read_inputs(DEFAULT_DATA, Quarter(2025, 2)),
    "all alike": lambda: made(even()),
    "a region highest": lambda: made(even(r1081=3), even(r1081=3)),
    "a region lowest": lambda: made(even(), even(r1081=0.2)),
    "within the limits": lambda: made(drawn(1, 0.0), drawn(2, 0.0)),
    "much spread": lambda: made(drawn(3, 0.4), drawn(4, 0.4)),
    "one municipality far up": lambda: made(even(), even(m851=1.5, m825=0, m482=1)),
    "a small one up": lambda: made(even(m480=0.5), even()),
    "hardly more": lambda: made(drawn(10, 0.1), drawn(10, 0.1) | {"851": drawn(10, 0.1)["851"] + 12}),
    "one far down": lambda: made(even(), even(m851=0.5) | {LAESOE: 1}),
    "counted anew, more": lambda: counted_anew(even(), even(r1082=1.1)),
    "counted anew, fewer": lambda: counted_anew(even(r1082=1.1), even()),
    "some unknown": lambda: made(drawn(5, 0.2), drawn(6, 0.2) | dict.fromkeys(["101", "851", "400", "825"])),
    "a region unknown": lambda: made(
        drawn(7, 0.2) | {code: None for code, region in region_of().items() if region == NORTH}
    ),
    "none known": lambda: made(dict.fromkeys(people())),
    "all regions' alarms": lambda: made(
        drawn(8, 0.1), activations={"dk": 2000, "1081": 952} | dict.fromkeys(REGION_CODES[1:], 262)
    ),
    "a reason most often": lambda: history(with_reasons(60, 20, 30, 10, 9, 8, 7, 6)),
    "two reasons alike": lambda: history(with_reasons(60, 60, 30, 10, 9, 8, 7, 6)),
    "most reasons unknown": lambda: history(with_reasons(6, 20, 30, 10, 9, 8, 7, 90)),
    "a hidden reason": lambda: history(with_reasons(6, 6, 6, 3, 3, 3, 6, 6, placed_in=30)),
    "a hidden total": lambda: history(with_reasons(0, 0, 0, 0, 0, 4, 0, 0)),
    "near AEDs": lambda: history(
        near_aeds(
            people_in_cells=600, near_200m_by_day=180, near_200m_by_night=110, near_500m_by_day=490,
            near_500m_by_night=310, near_500m_always_open=300, near_500m_any_hours=530,
            near_1800m_by_day=590, near_1800m_by_night=570,
        )
    ),
    "near runners": lambda: history(
        near_aeds(
            people_in_cells=600, near_500m_by_day=490, near_500m_by_night=310,
            runners_1_within_500m_by_day=400, runners_1_within_500m_by_night=420,
            runners_4_within_500m_by_day=300, runners_4_within_500m_by_night=320,
            runners_4_within_1800m_by_day=500, runners_4_within_1800m_by_night=520,
            covered_500m_by_day=280, covered_500m_by_night=190, uncovered_1800m=70,
            aeds_placed=90, aeds_with_60_runners_by_day=40, aeds_with_60_runners_by_night=30,
        )
    ),
    "as many runners by day as at night": lambda: history(
        near_aeds(
            people_in_cells=600, near_500m_by_day=400, near_500m_by_night=400,
            covered_500m_by_day=200, covered_500m_by_night=200,
            aeds_placed=90, aeds_with_60_runners_by_day=40, aeds_with_60_runners_by_night=40,
        )
    ),
    "near AEDs by the hour": lambda: history(by_the_hour(lambda day, hour: 310 + 7 * hour - 3 * day)),
    "alike in all hours": lambda: history(by_the_hour(lambda day, hour: 310 + hour % 2)),
    "as near by day as at night": lambda: history(
        near_aeds(people_in_cells=600, near_500m_by_day=400, near_500m_by_night=400)
    ),
    "AEDs of another day": lambda: history(
        replace(
            near_aeds(people_in_cells=600, near_500m_by_day=400, near_500m_by_night=400).with_tables(
                aeds=with_reasons(60, 20, 30, 10, 9, 8, 7, 6).aeds
            ),
            own_days={"aeds": date(2025, 6, 3), "coverage": date(2025, 6, 2)},
        )
    ),
    "near arrests": lambda: history(with_arrests()),
    "near as many arrests by day as at night": lambda: history(
        with_arrests(alike=True, without=("ohca_arrests", "ohca_runners", "ohca_covered"))
    ),
    "counts of events": lambda: history(with_events()),
    "answers not known": lambda: history(
        with_events(accepted=None, accepted_times=None, accepted_median=None, accepted_p90=None)
    ),
    "day and night alone": lambda: history(with_events(alerted=None, accepted=None, arrived=None)),
    "shares not known": lambda: history(unshared()),
    "two withheld": lambda: withholding("101", "851", of=delivered("2025Q2")),
    "the source's own total": lambda: withholding("101", "851", "461", of=delivered("2025Q2"), total=57_307),
    "all withheld": lambda: withholding(*people(), of=delivered("2025Q2")),
    "no alarms known": lambda: made(drawn(9, 0.1), activations=dict.fromkeys(["dk", *REGION_CODES])),
}  # fmt: skip
NAMES: Final = [*MADE, "2025Q4"]
# Whose sheets are all read; of the others every so many.
WHOLE: Final = ("2025Q2", "much spread", "2025Q4", "one far down", "some unknown")
FEW: Final = 7
FAST: Final = ("2025Q2", "some unknown", "much spread", "all alike")
SLOW: Final = ("2025Q4",)
FAST_AND_SLOW: Final = [
    pytest.param(name, marks=() if name in FAST else pytest.mark.slow if name in SLOW else pytest.mark.long)
    for name in NAMES
]


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Snapshot]:
    """Makes ten simulated quarters."""

    def make() -> Snapshot:
        data = tmp_path_factory.mktemp("claims") / "data"
        simulate(SIMULATED[1], data, model=DEFAULT_DATA)
        return read_inputs(DataRoot(data), Quarter.parse(SIMULATED[0]))

    return make


class Heard:
    """What reports of all snapshots say, each in both languages, with their tables."""

    def __init__(self, made: Mapping[str, Callable[[], Snapshot]]) -> None:
        self._made = made
        self._snapshots: dict[str, Snapshot] = {}
        self._tables: dict[str, pl.DataFrame] = {}
        self._said: dict[tuple[str, str], list[Said]] = {}

    def snapshot(self, name: str) -> Snapshot:
        if name not in self._snapshots:
            self._snapshots[name] = self._made[name]()
        return self._snapshots[name]

    def numbers(self, name: str) -> pl.DataFrame:
        if name not in self._tables:
            self._tables[name] = compute_table(self.snapshot(name))
        return self._tables[name]

    def table(self, name: str, language: str) -> Table:
        reference = self.snapshot(name).reference
        pairs = neighbour_pairs(reference).group_by("own").agg("other")
        people = population_by_area(reference, self.snapshot(name).delivery.population_period)
        return Table(
            self.numbers(name),
            language,
            neighbours=dict(pairs.iter_rows()),
            region_of=dict(reference.geography.select("municipality_code", "region_code").iter_rows()),
            people=dict(people.select("area_code", "population").iter_rows()),
            facts={row["indicator"]: row for row in reference.facts.iter_rows(named=True)},
        )

    def said(self, name: str, language: str) -> list[Said]:
        if (name, language) not in self._said:
            self._said[name, language] = everything_said(
                self.snapshot(name), self.numbers(name), language, sheets=1 if name in WHOLE else FEW
            )
        return self._said[name, language]


@pytest.fixture(scope="module")
def heard(simulated: Callable[[], Snapshot]) -> Heard:
    return Heard({**MADE, "2025Q4": simulated})


def faults(table: Table, said: Said, sentences: set[str], compared_with: set[str]) -> list[str]:
    """What of a message the table does not carry."""
    found = []
    for name in messages()[said.key].shown if said.key in EVIDENCE else ():
        told = str(said.values[name]) if name in said.values else None
        claim = EVIDENCE[said.key].get(name) or EVERYWHERE.get(name)
        if told is None or (claim is None and name in WORDS):
            continue
        if claim is None:
            found.append(f"{said}: nothing carries {name}")
            continue
        expected = claim(table, said)
        if expected is None:
            right = not told or any(sentence in told for sentence in sentences)
        else:
            right = told in (expected if isinstance(expected, set) else {expected})
        if not right:
            found.append(f"{said.key} of {said.area}: {name} is {told!r}, the table has {expected!r}")
    condition = CONDITIONS.get(said.key)
    if said.key in INSIDE and said.text in compared_with:
        condition = INSIDE[said.key]
    if condition and not condition(table, said):
        found.append(f"{said.key} of {said.area} is said and does not hold: {said.text}")
    return found


def faults_of(table: Table, everything: list[Said]) -> list[str]:
    sentences = {said.text for said in everything if said.text}
    inside: dict[str, set[str]] = {}
    for said in everything:
        if said.key.startswith("sheet-compared-"):
            inside.setdefault(said.area, set()).update(map(str, said.values.values()))
    once = {(said.key, said.area, said.text): said for said in everything}
    return [
        fault
        for said in once.values()
        for fault in faults(table, said, sentences, inside.get(said.area, set()))
    ]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", FAST_AND_SLOW)
def test_the_table_carries_what_is_said(heard: Heard, name: str, language: str) -> None:
    assert faults_of(heard.table(name, language), heard.said(name, language)) == []


@pytest.mark.long
def test_every_claim_is_heard(heard: Heard) -> None:
    """Each sentence with evidence is said by one table at least, so that its evidence is looked at."""
    keys = {said.key for name in NAMES for said in heard.said(name, "da")}
    assert {*EVIDENCE, *CONDITIONS, *INSIDE} - keys == UNHEARD.keys()


@pytest.mark.parametrize("name", FAST_AND_SLOW)
def test_both_languages_say_the_same_in_the_same_places(heard: Heard, name: str) -> None:
    danish, english = (heard.said(name, language) for language in ("da", "en"))
    assert [(said.key, said.area) for said in danish] == [(said.key, said.area) for said in english]


@pytest.mark.parametrize("name", ["2025Q2", pytest.param("2025Q4", marks=pytest.mark.slow)])
def test_another_number_is_found(heard: Heard, name: str) -> None:
    """Were a value another one, its evidence would say so, message by message and value by value."""
    table, everything = heard.table(name, "da"), heard.said(name, "da")
    sentences = {said.text for said in everything if said.text}
    seen: set[tuple[str, str]] = set()
    for said in everything:
        for place in (messages()[said.key].shown & said.values.keys()) if said.key in EVIDENCE else ():
            if (said.key, place) in seen or (place in WORDS and place not in EVIDENCE[said.key]):
                continue
            seen.add((said.key, place))
            claim = EVIDENCE[said.key].get(place) or EVERYWHERE[place]
            other = said._replace(values={**said.values, place: "7.654.321"})
            if claim is SENTENCE or str(said.values[place]) in sentences:
                continue
            if (said.key, place) not in NAMED_BY_ITSELF:
                assert faults(table, other, sentences, set()), (said.key, place)
    assert len(seen) > 150


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("region-finding-above", "region-finding-highest"),
        ("region-finding-below", "region-finding-lowest"),
        ("region-finding-below", "region-finding-same"),
        ("sheet-neighbours-title-none", "sheet-neighbours-title-all-above"),
        ("sheet-compared-same", "sheet-lead-none"),
        ("programme-chart-title-neutral", "programme-chart-title"),
        ("sheet-bars-title", "sheet-bars-title-sure"),
        ("region-table-title", "region-table-title-unknown"),
    ],
)
def test_a_sentence_that_does_not_hold_is_found(heard: Heard, right: str, wrong: str) -> None:
    table = heard.table("2025Q2", "da")
    said = next(one for one in heard.said("2025Q2", "da") if one.key == right)
    assert CONDITIONS[right](table, said)
    assert not CONDITIONS[wrong](table, said)
