"""Reads one quarter's delivery: `delivery.toml`, which says what it is, its tables, and corrections.

A delivery is judged whole: `read_delivery` either returns it or raises every problem it has.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from analysis.core.problems import InputError, Problem, attempt, quoted, shown_path
from analysis.core.quarters import Quarter
from analysis.ingest.contracts import (
    ACTIVATIONS_COLUMNS,
    AEDS_COLUMNS,
    RUNNERS_COLUMNS,
    ActivationsText,
    AedsText,
    RunnersText,
    area_code,
    percentage,
    rule_problems,
    sum_problems,
    whole_number,
)
from analysis.ingest.corrections import corrected, read_corrections
from analysis.ingest.counts import BREAKABLE, STATED_BY, WITHHOLDABLE
from analysis.ingest.tables.cancellations import (
    cancellation_problems,
    cancellations_frame,
    read_cancellations,
    with_cancelled,
)
from analysis.ingest.tables.event_counts import event_counts_problems, read_event_counts
from analysis.ingest.tables.response_times import (
    read_response_times,
    response_time_problems,
    response_times_frame,
)
from analysis.reading.files import (
    DELIVERY_FILE,
    Table,
    available_quarters,
    find_table,
    read_bytes,
    read_table,
)
from analysis.reading.sidecars import check_sidecar
from analysis.reference.files import Reference, read_reference
from analysis.reference.population import latest_published_period
from analysis.reference.population_tables import complete_periods

LATEST_AS_OF = timedelta(days=31)
COUNTRY = ("dk", "Danmark")


@dataclass(frozen=True)
class Delivery:
    """The raw figures of a quarter, checked.

    Attributes:
        quarter: The quarter.
        as_of: The day of the stock counts.
        period_start: The first day activations are counted from; the last is `as_of`.
        population_period: FOLK1A quarter for rates, `2025K2`: the delivery's own, or the latest published at
            `as_of`.
        publisher: Who issues the report, or None for an independent recomputation.
        source: Where the figures come from, as the report prints it.
        simulated: Whether the figures are made up.
        runners: A row per municipality by code: `municipality_code`, `municipality`, `active_runners`
            (people), `note` (null for none).
        activations: A row for the country and each region: `level`, `area_code`, `area`; counts of alarms
            `activations` (net), `cancelled`, `accepted_by_one`, `accepted_by_two`; per cent
            `cancelled_percent` (of net and cancelled), `accepted_by_one_percent`, `accepted_by_two_percent`
            (of net); `note`. Unknown is null.
        aeds: A row for the country, and for regions and municipalities where known: `level`, `area_code`,
            `area`, `aed_registered`; `aed_24_7`, `aed_open_hours` (hours a week of all together; null where
            unknown), `note`.
        response_times: `area_code` (of one level), `minutes` (whole, from alarm to the first runner on
            scene), `alarms`; empty where they were not delivered.
        cancellations: A row per reason of the code list: `code`, `cancelled` (alarms of the whole country;
            null where the reason is not recorded apart), `note`; no row where no such table was delivered.
        withheld: `indicator`, `area_code`, `reason`, `until`: what is known but not to be published yet.
        breaks: `indicator`, `area_code`, `reason`: what cannot be compared with earlier deliveries, in the
            area and in everything within it.
        answers: `warning`, `text`: what a person wrote about a warning of `check`.
        accepted: `indicator`, `area_code`, `reason`: hidden figures that may follow from the published ones.
        english: `text`, `english`: what the English edition shows for a text of this delivery.
        corrections: Cells that were corrected before anything was read from them, as `read_corrections`
            returns them, with the `area` they were delivered for.
        united: `area_code`, `part`: regions of its own day that were added up to one of a later geography.
        places: `table` (runners, activations, aeds, cancellations), `area_code` (of cancellations the code of
            the reason), `file` (as messages name it), `row`: where each row was read.
        files: The files it was read from, `delivery.toml` first.
    """

    quarter: Quarter
    as_of: date
    period_start: date
    population_period: str
    publisher: str | None
    source: str
    simulated: bool
    runners: pl.DataFrame
    activations: pl.DataFrame
    aeds: pl.DataFrame
    cancellations: pl.DataFrame
    response_times: pl.DataFrame
    withheld: pl.DataFrame
    breaks: pl.DataFrame
    answers: pl.DataFrame
    accepted: pl.DataFrame
    english: pl.DataFrame
    corrections: pl.DataFrame
    united: pl.DataFrame
    places: pl.DataFrame
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Terms:
    """What `delivery.toml` says, its kinds checked but nothing else.

    Attributes:
        file: The file as messages name it.
        text: Its text, to find the row of a key.
        values: Its top-level keys.
        totals: Area code → the publisher's own total of active runners.
        entries: `withheld`, `break`, `answer`, `accepted_leak` and `english` → one mapping per entry, with
            the keys of `ENTRIES`.
    """

    file: str
    text: str
    values: Mapping[str, Any]
    totals: Mapping[str, int]
    entries: Mapping[str, tuple[Mapping[str, Any], ...]]

    def row(self, key: str) -> int | None:
        """The row of a key, or None when it does not stand at the start of a row."""
        return self._row(key, 1, len(self.text.splitlines()))

    def entry_row(self, table: str, occurrence: int, key: str) -> int | None:
        """The row of a key in the n-th entry `[[table]]`, or of the entry where the key has none."""
        lines = self.text.splitlines()
        header = re.compile(rf"^\s*\[\[\s*{re.escape(table)}\s*\]\]")
        starts = [number for number, line in enumerate(lines, start=1) if header.match(line)]
        if occurrence >= len(starts):
            return None
        start = starts[occurrence]
        numbered = enumerate(lines[start:], start=start)
        after = (number for number, line in numbered if re.match(r"^\s*\[", line))
        return self._row(key, start, next(after, len(lines))) or start

    def _row(self, key: str, first: int, last: int) -> int | None:
        pattern = re.compile(rf"""^\s*["']?{re.escape(key)}["']?\s*=""")
        numbered = list(enumerate(self.text.splitlines(), start=1))[first - 1 : last]
        return next((number for number, line in numbered if pattern.match(line)), None)


Kind = tuple[type, str, bool]
TEXT, DAY = "a text in quotes", "a date without quotes, like 2025-06-03"
TERMS: dict[str, Kind] = {
    "quarter": (str, 'a quarter in quotes, like "2025Q2"', True),
    "as_of": (date, DAY, True),
    "period_start": (date, DAY, True),
    "source": (str, TEXT, True),
    "simulated": (bool, "true or false", True),
    "population_period": (str, 'a quarter of FOLK1A in quotes, like "2025K2"', False),
    "publisher": (str, TEXT, False),
    "totals": (dict, "a table [totals]", False),
    "withheld": (list, "tables [[withheld]]", False),
    "break": (list, "tables [[break]]", False),
    "answer": (list, "tables [[answer]]", False),
    "accepted_leak": (list, "tables [[accepted_leak]]", False),
    "english": (list, "tables [[english]]", False),
}
ENTRIES: dict[str, dict[str, Kind]] = {
    "withheld": {
        "indicator": (str, TEXT, True),
        "area": (str, TEXT, True),
        "reason": (str, TEXT, True),
        "until": (date, DAY, True),
    },
    "break": {"indicator": (str, TEXT, True), "area": (str, TEXT, True), "reason": (str, TEXT, True)},
    "answer": {"warning": (str, TEXT, True), "text": (str, TEXT, True)},
    "accepted_leak": {"indicator": (str, TEXT, True), "area": (str, TEXT, True), "reason": (str, TEXT, True)},
    "english": {"text": (str, TEXT, True), "english": (str, TEXT, True)},
}


def read_delivery(
    data: Path,
    quarter: Quarter,
    reference_on: Callable[[date], Reference] | None = None,
    beside: Sequence[Quarter] | None = None,
) -> Delivery:
    """Read and check a quarter's delivery.

    Args:
        data: The data root, with `raw/<quarter>` and `raw/reference` below it.
        quarter: Which one.
        reference_on: What gives the reference of a day; None reads the data root's own.
        beside: The quarters that have to be of the same kind, simulated or real; None for all of the root.

    Raises:
        InputError: Every problem of the delivery and of the reference files it needs.
    """
    folder = data / "raw" / str(quarter)
    if not folder.is_dir():
        raise InputError(
            [Problem(shown_path(folder, data), None, None, "no such folder", "a delivery folder")]
        )
    problems: list[Problem] = []
    terms = attempt(problems, partial(read_terms, folder / DELIVERY_FILE, data))
    as_of = terms.values["as_of"] if terms else quarter.last_day
    reference = attempt(problems, partial(reference_on or partial(read_reference, data), as_of))
    delivered = {
        stem: attempt(problems, partial(_read, folder, stem, columns, data))
        for stem, columns in (
            ("runners", RUNNERS_COLUMNS),
            ("activations", ACTIVATIONS_COLUMNS),
            ("aeds", AEDS_COLUMNS),
        )
    }
    reasons = attempt(problems, partial(read_cancellations, folder, data))
    responses = attempt(problems, partial(read_response_times, folder, data))
    events = attempt(problems, partial(read_event_counts, folder, data))
    corrections = attempt(problems, partial(read_corrections, folder, data))
    tables, stale = corrected(delivered, corrections)
    problems += stale
    if terms:
        others = available_quarters(data) if beside is None else beside
        problems += date_problems(terms, quarter) + mixture_problems(terms, data, quarter, others)
    if reference:
        problems += table_problems(tables, reference, terms)
        if terms:
            problems += population_problems(terms, reference) + withheld_problems(terms, tables, reference)
            problems += break_problems(terms, reference) + accepted_problems(terms, reference)
        if responses:
            problems += response_time_problems(responses, area_names(reference))
        if events:
            names, members = area_names(reference), area_members(reference)
            problems += event_counts_problems(events, names, members, tables["activations"])
    if reasons:
        problems += cancellation_problems(reasons, tables["activations"], withheld_places(terms))
    if terms and corrections and not problems:
        written = [table.frame["note"] for table in (*tables.values(), reasons, responses) if table]
        problems += english_problems(terms, pl.concat([*written, corrections.frame["reason"]]))
    runners, activations, aeds = tables["runners"], tables["activations"], tables["aeds"]
    if problems or not (terms and reference and runners and activations and aeds and corrections):
        raise InputError(problems)
    names = area_names(reference)
    cancellations = cancellations_frame(reasons)
    read = {"runners": runners, "activations": activations, "aeds": aeds, "cancellations": reasons}
    return Delivery(
        quarter=quarter,
        as_of=as_of,
        period_start=terms.values["period_start"],
        population_period=terms.values.get("population_period", latest_published_period(as_of)),
        publisher=terms.values.get("publisher"),
        source=terms.values["source"],
        simulated=terms.values["simulated"],
        runners=runners_frame(runners, names),
        activations=with_cancelled(areas_frame(activations, names), cancellations),
        aeds=areas_frame(aeds, names),
        cancellations=cancellations,
        response_times=response_times_frame(responses),
        withheld=entries_frame(terms, "withheld"),
        breaks=entries_frame(terms, "break"),
        answers=entries_frame(terms, "answer"),
        accepted=entries_frame(terms, "accepted_leak"),
        english=entries_frame(terms, "english"),
        corrections=corrections.frame.join(
            names.select("area_code", "area"), on="area_code", how="left", maintain_order="left"
        ),
        united=pl.DataFrame(schema={"area_code": pl.String, "part": pl.String}),
        places=pl.concat(places_frame(stem, table) for stem, table in read.items() if table),
        files=(
            folder / DELIVERY_FILE,
            *(table.path for table in read.values() if table),
            *corrections.paths,
        ),
    )


def _read(folder: Path, stem: str, columns: Any, data: Path) -> Table:
    return read_table(find_table(folder, stem, data), columns, data)


def read_terms(path: Path, data: Path, kinds: Mapping[str, Kind] = TERMS) -> Terms:
    """Read `delivery.toml` and check that every key is known and of its kind.

    Args:
        path: The file.
        data: The data root, for the paths in messages.
        kinds: The keys it may have.

    Raises:
        InputError: The file cannot be read as TOML (with the row), or keys are missing, unknown or of a wrong
            kind.
    """
    file = shown_path(path, data)
    content = read_bytes(path, data)
    check_sidecar(path, content, data)
    try:
        text = content.decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            [Problem(file, row, None, "a character that is not UTF-8", "a file saved as UTF-8")]
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        at = re.search(r" \(at line ([0-9]+), column [0-9]+\)$", str(error))
        last = content.count(b"\n") + 1
        found = f"a line that cannot be read ({str(error)[: at.start()] if at else quoted(error)})"
        raise InputError([Problem(file, int(at[1]) if at else last, None, found, "valid TOML")]) from None
    terms = Terms(file, text, values, {}, {})
    problems = _kind_problems(terms, values, kinds, terms.row)
    totals = values.get("totals", {})
    if isinstance(totals, dict):
        problems += [
            Problem(file, terms.row(key), key, quoted(total), "a whole number of 0 or more, without points")
            for key, total in totals.items()
            if type(total) is not int or total < 0
        ]
    for table, keys in ENTRIES.items():
        listed = values.get(table, [])
        for occurrence, entry in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(entry, dict):
                problems += _kind_problems(terms, entry, keys, partial(terms.entry_row, table, occurrence))
            else:
                problems.append(Problem(file, terms.row(table), table, quoted(entry), f"tables [[{table}]]"))
    if problems:
        raise InputError(problems)
    entries = {table: tuple(values.get(table, [])) for table in ENTRIES}
    return Terms(file, text, values, totals, entries)


def _kind_problems(
    terms: Terms, values: Mapping[str, Any], kinds: Mapping[str, Kind], row: Callable[[str], int | None]
) -> list[Problem]:
    problems = []
    for key, (kind, expected, required) in kinds.items():
        value = values.get(key)
        if key not in values:
            if required:
                problems.append(Problem(terms.file, None, key, "no such key", expected))
        elif type(value) is not kind or (isinstance(value, str) and not value.strip()):
            problems.append(Problem(terms.file, row(key), key, quoted(value), expected))
    for key in values:
        if key not in kinds:
            near = get_close_matches(key, kinds, n=1)
            expected = f"{near[0]}, if that is meant" if near else f"only {', '.join(kinds)}"
            problems.append(Problem(terms.file, row(key), quoted(key).strip("'"), "an unknown key", expected))
    return problems


def date_problems(terms: Terms, quarter: Quarter) -> list[Problem]:
    """A quarter that is not the folder's, and dates that do not fit the quarter."""
    as_of, start = terms.values["as_of"], terms.values["period_start"]
    last = quarter.last_day + LATEST_AS_OF
    checks = [
        ("quarter", terms.values["quarter"] == str(quarter), f"{quarter}, as the folder is named"),
        ("as_of", quarter.first_day <= as_of <= last, f"a day from {quarter.first_day} to {last}"),
        ("period_start", start <= as_of, f"a day up to as_of, {as_of}"),
        ("period_start", start.year == quarter.year, f"a day in {quarter.year}"),
    ]
    return [
        Problem(terms.file, terms.row(key), key, quoted(terms.values[key]), expected)
        for key, fits, expected in checks
        if not fits
    ]


def mixture_problems(terms: Terms, data: Path, quarter: Quarter, beside: Sequence[Quarter]) -> list[Problem]:
    """Other deliveries in the data root that are simulated where this one is real, or real where not."""
    simulated = terms.values["simulated"]
    others = []
    for other in beside:
        path = data / "raw" / str(other) / DELIVERY_FILE
        if other != quarter and is_simulated(path) is (not simulated):
            others.append(str(other))
    if not others:
        return []
    kind, other_kind = ("simulated", "real") if simulated else ("real", "simulated")
    found = f"a {kind} delivery beside the {other_kind} {', '.join(others)}"
    expected = "simulated and real deliveries in data roots of their own"
    return [Problem(terms.file, terms.row("simulated"), "simulated", found, expected)]


def is_simulated(path: Path) -> bool | None:
    """Whether a delivery file says its figures are made up; None when it does not say or is unreadable."""
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("simulated")
    except (OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, bool) else None


def population_problems(terms: Terms, reference: Reference) -> list[Problem]:
    """A population period that is not there or incomplete."""
    chosen = terms.values.get("population_period")
    period = chosen or latest_published_period(terms.values["as_of"])
    complete = complete_periods(reference.population)
    if period in complete:
        return []
    areas = reference.population.filter(pl.col("period") == period).height
    state = f"incomplete with {areas} areas" if areas else "not in population_folk1a"
    by_rule = "" if chosen else ", chosen by rule"
    known = f"one of {', '.join(complete[-4:])}" if complete else "a complete period"
    row = terms.row("population_period")
    return [Problem(terms.file, row, "population_period", f"{quoted(period)}{by_rule}, {state}", known)]


def area_names(reference: Reference) -> pl.DataFrame:
    """`level`, `area_code`, `area`: country, regions in the report's order, municipalities."""
    geography = reference.geography
    regions = geography.sort("region_order").unique("region_code", keep="first", maintain_order=True)
    return pl.concat(
        [
            pl.DataFrame({"level": ["country"], "area_code": [COUNTRY[0]], "area": [COUNTRY[1]]}),
            regions.select(pl.lit("region").alias("level"), area_code="region_code", area="region"),
            geography.select(
                pl.lit("municipality").alias("level"), area_code="municipality_code", area="municipality"
            ),
        ]
    )


def table_problems(
    tables: Mapping[str, Table | None], reference: Reference, terms: Terms | None
) -> list[Problem]:
    """Everything wrong in the cells and sums of the tables that could be read."""
    names = area_names(reference)
    members = area_members(reference)
    country_and_regions = names.filter(pl.col("level") != "municipality")
    problems: list[Problem] = []
    if runners := tables["runners"]:
        municipalities = names.filter(pl.col("level") == "municipality")
        judged = _judged(runners, "municipality_code", municipalities)
        cells = rule_problems(RunnersText, runners, judged)
        missing = missing_problems(runners, "municipality_code", judged, municipalities, "municipality")
        problems += cells + missing
        if terms:
            sound = not cells and not missing
            problems += total_problems(runners_frame(runners, names) if sound else None, terms, members)
    for stem, schema, allowed, required, counts in (
        (
            "activations",
            ActivationsText,
            country_and_regions,
            country_and_regions,
            ("activations", "cancelled", "accepted_by_one", "accepted_by_two"),
        ),
        (
            "aeds",
            AedsText,
            names,
            names.filter(pl.col("level") == "country"),
            ("aed_registered", "aed_24_7", "aed_open_hours"),
        ),
    ):
        if table := tables[stem]:
            judged = _judged(table, "area_code", allowed)
            cells = rule_problems(schema, table, judged)
            problems += cells + missing_problems(table, "area_code", judged, required, "area")
            if not cells:
                read = judged.select(
                    "row", area_code="code", **{name: whole_number(pl.col(name)) for name in counts}
                )
                problems += sum_problems(table, read, counts, members)
    return problems


def area_members(reference: Reference) -> dict[str, list[str]]:
    """Area code of a region or the country → the codes of its municipalities or regions."""
    regions = (
        reference.geography.sort("region_order", "municipality_code")
        .group_by("region_code", maintain_order=True)
        .agg("municipality_code")
    )
    return {COUNTRY[0]: regions["region_code"].to_list(), **dict(regions.iter_rows())}


def _judged(table: Table, column: str, allowed: pl.DataFrame) -> pl.DataFrame:
    """The table with the normalised `code` and the name that belongs to it beside each row."""
    known = allowed.select(code="area_code", known_name="area")
    return table.frame.with_columns(code=area_code(pl.col(column))).join(
        known, on="code", how="left", maintain_order="left"
    )


def missing_problems(
    table: Table, column: str, judged: pl.DataFrame, required: pl.DataFrame, what: str
) -> list[Problem]:
    """Areas that have to stand in the table and do not."""
    missing = required.join(judged, left_on="area_code", right_on="code", how="anti", maintain_order="left")
    expected = f"a row for each {what}, {required.height} in all"
    if required.height == 1:
        expected = f"a row for {required['area'][0]}"
    return [
        Problem(table.file, None, table.headers.get(column, column), f"no row for {code} {name}", expected)
        for code, name in missing.select("area_code", "area").iter_rows()
    ]


def total_problems(
    runners: pl.DataFrame | None, terms: Terms, members: Mapping[str, list[str]]
) -> list[Problem]:
    """The publisher's totals of active runners that the municipalities do not add up to.

    Args:
        runners: Active runners by municipality, or None when they could not be read: then only the codes are
            judged.
        terms: With the totals.
        members: Region → municipalities, country → regions.
    """
    codes = {key: pl.select(area_code(pl.lit(key))).item() for key in terms.totals}
    problems = [
        Problem(terms.file, terms.row(key), key, "an unknown area", f"only {', '.join(members)}")
        for key, code in codes.items()
        if code not in members
    ]
    if runners is None:
        return problems
    count = dict(runners.select("municipality_code", "active_runners").iter_rows())
    sums = {code: sum(count[part] for part in parts) for code, parts in members.items() if code != COUNTRY[0]}
    sums[COUNTRY[0]] = sum(count.values())
    return problems + [
        Problem(
            terms.file,
            terms.row(key),
            key,
            quoted(terms.totals[key]),
            f"{sums[code]}, the sum of its municipalities in runners",
        )
        for key, code in codes.items()
        if code in sums and sums[code] != terms.totals[key]
    ]


def withheld_places(terms: Terms | None) -> list[tuple[str, str]]:
    """Indicator and area code of each withheld figure."""
    entries = terms.entries["withheld"] if terms else ()
    return [(entry["indicator"], pl.select(area_code(pl.lit(entry["area"]))).item()) for entry in entries]


def withheld_problems(
    terms: Terms, tables: Mapping[str, Table | None], reference: Reference
) -> list[Problem]:
    """Withheld figures of an unknown indicator or area, named twice, or delivered anyway."""
    names = area_names(reference)
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for occurrence, entry in enumerate(terms.entries["withheld"]):
        indicator, code = entry["indicator"], pl.select(area_code(pl.lit(entry["area"]))).item()
        stem, columns = WITHHOLDABLE.get(indicator, ("", ()))
        checks = [
            ("indicator", bool(stem), f"one of {', '.join(WITHHOLDABLE)}"),
            ("area", code in names["area_code"], "the code of an area"),
            ("area", (indicator, code) not in seen, "each indicator and area once"),
        ]
        seen.add((indicator, code))
        problems += [
            Problem(
                terms.file, terms.entry_row("withheld", occurrence, key), key, quoted(entry[key]), expected
            )
            for key, fits, expected in checks
            if not fits
        ]
        table = tables.get(stem)
        if table:
            delivered = table.frame.filter(area_code(pl.col("area_code")) == code)
            problems += [
                Problem(
                    table.file,
                    record["row"],
                    table.headers.get(column, column),
                    quoted(record[column]),
                    f"an empty cell, as delivery.toml withholds {indicator} for {code}",
                )
                for record in delivered.iter_rows(named=True)
                for column in columns
                if record[column] is not None
            ]
    return problems


def break_problems(terms: Terms, reference: Reference) -> list[Problem]:
    """Breaks of an unknown indicator or area, and warnings answered twice."""
    areas = area_names(reference)["area_code"]
    problems = []
    for occurrence, entry in enumerate(terms.entries["break"]):
        code = pl.select(area_code(pl.lit(entry["area"]))).item()
        checks = [
            ("indicator", entry["indicator"] in BREAKABLE, f"one of {', '.join(BREAKABLE)}"),
            ("area", code in areas, "the code of an area"),
        ]
        problems += [
            Problem(terms.file, terms.entry_row("break", occurrence, key), key, quoted(entry[key]), expected)
            for key, fits, expected in checks
            if not fits
        ]
    named = [entry["warning"] for entry in terms.entries["answer"]]
    return problems + [
        Problem(
            terms.file,
            terms.entry_row("answer", place, "warning"),
            "warning",
            quoted(name),
            "each warning once",
        )
        for place, name in enumerate(named)
        if name in named[:place]
    ]


def accepted_problems(terms: Terms, reference: Reference) -> list[Problem]:
    """Accepted leaks of an unknown indicator or area, or named twice."""
    areas = area_names(reference)["area_code"]
    problems = []
    seen: set[tuple[str, str]] = set()
    for occurrence, entry in enumerate(terms.entries["accepted_leak"]):
        indicator, code = entry["indicator"], pl.select(area_code(pl.lit(entry["area"]))).item()
        checks = [
            ("indicator", indicator in STATED_BY, f"one of {', '.join(STATED_BY)}"),
            ("area", code in areas, "the code of an area"),
            ("area", (indicator, code) not in seen, "each indicator and area once"),
        ]
        seen.add((indicator, code))
        row = partial(terms.entry_row, "accepted_leak", occurrence)
        problems += [
            Problem(terms.file, row(key), key, quoted(entry[key]), expected)
            for key, fits, expected in checks
            if not fits
        ]
    return problems


def english_problems(terms: Terms, written: pl.Series) -> list[Problem]:
    """English twins of a text that the delivery does not hold as it stands, or that has one already.

    Args:
        terms: With the source, and the reasons and answers of their entries.
        written: Notes of the tables and reasons of corrections.
    """
    texts = [entry["text"] for entry in terms.entries["english"]]
    known = {terms.values["source"], *written.drop_nulls()}
    for table in ("withheld", "break", "accepted_leak"):
        known |= {entry["reason"] for entry in terms.entries[table]}
    known |= {entry["text"] for entry in terms.entries["answer"]}
    problems = []
    for place, text in enumerate(texts):
        checks = [
            (text in known, "a source, reason, answer or note of this delivery, letter by letter"),
            (text not in texts[:place], "each text once"),
        ]
        row = terms.entry_row("english", place, "text")
        problems += [
            Problem(terms.file, row, "text", quoted(text), expected) for fits, expected in checks if not fits
        ]
    return problems


def runners_frame(table: Table, names: pl.DataFrame) -> pl.DataFrame:
    """The `runners` table as `Delivery.runners`; its cells have to be sound."""
    return (
        table.frame.select(
            area_code=area_code(pl.col("municipality_code")),
            active_runners=whole_number(pl.col("active_runners")),
            note="note",
        )
        .join(names, on="area_code")
        .select(
            pl.col("area_code").alias("municipality_code"),
            pl.col("area").alias("municipality"),
            "active_runners",
            "note",
        )
        .sort("municipality_code")
    )


def areas_frame(table: Table, names: pl.DataFrame) -> pl.DataFrame:
    """A table by area as `Delivery.activations` or `Delivery.aeds`; its cells have to be sound."""
    figures = [name for name in table.frame.columns if name not in ("row", "area_code", "area", "note")]
    read = table.frame.select(
        *(
            percentage(pl.col(name)).alias(name)
            if name.endswith("_percent")
            else whole_number(pl.col(name)).alias(name)
            for name in figures
        ),
        note="note",
        area_code=area_code(pl.col("area_code")),
    )
    return names.join(read, on="area_code", maintain_order="left").select(
        "level", "area_code", "area", *figures, "note"
    )


def places_frame(stem: str, table: Table) -> pl.DataFrame:
    """Where each row of a table was read, as `Delivery.places`."""
    code = {"runners": "municipality_code", "cancellations": "reason_code"}.get(stem, "area_code")
    return table.frame.select(
        table=pl.lit(stem), area_code=area_code(pl.col(code)), file=pl.lit(table.file), row="row"
    )


def entries_frame(terms: Terms, table: str) -> pl.DataFrame:
    """The entries of one kind as the frames of `Delivery` hold them."""
    kinds = {str: pl.String, date: pl.Date}
    schema = {key: kinds[kind] for key, (kind, _, _) in ENTRIES[table].items()}
    frame = pl.DataFrame(list(terms.entries[table]), schema=schema)
    if "area" not in schema:
        return frame
    return frame.rename({"area": "area_code"}).with_columns(area_code=area_code(pl.col("area_code")))
