"""What is odd about a delivery without being wrong: findings for a person to look at and to answer.

A rule of the numbers that is broken stops a delivery; a finding does not. Each names the row, the number
found and the number it was compared with, and has a name that an answer in `delivery.toml` refers to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import policy_of
from analysis.indicators.limits import robust_spread
from analysis.indicators.schema import areas_within
from analysis.indicators.table import compute_indicators
from analysis.ingest.contracts import ACTIVATIONS_COLUMNS, AEDS_COLUMNS, RUNNERS_COLUMNS
from analysis.ingest.counts import COUNTS, STATED_BY, WITHHOLDABLE, counts_of
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.reading.files import DELIVERY_FILE
from analysis.reading.text_rules import CARRIED_OVER
from analysis.reference.files import Reference
from analysis.reference.population import latest_published_period, population_by_area

TABLES: Final = {"runners": RUNNERS_COLUMNS, "activations": ACTIVATIONS_COLUMNS, "aeds": AEDS_COLUMNS}
SHARES: Final = (("accepted_by_one", 4), ("accepted_by_two", 4), ("aed_24_7", 1))
LEAST_CHANGE: Final = 0.15
LEAST_PEOPLE: Final = 10
UNLIKELY_SPREADS: Final = 4.0
LEAST_SPREAD: Final = 0.5
NEIGHBOUR_RATIO: Final = 2.0


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One odd thing in one place.

    Attributes:
        kind: What is odd, such as `changed_counts`.
        key: What tells findings of a kind apart, such as `482/active_runners`.
        table: The table it stands in, or `delivery`.
        area_code: The area concerned; empty for the delivery as a whole.
        area: Its name.
        column: The column or key, its name in code.
        found: The number or text found.
        compared: The number or text it was compared with, or None.
        against: What `compared` is: a quarter, `neighbours` or `region`, a date.
        expected: What the number would be, had the area developed like the country.
        file: The file as messages name it.
        row: The row, or None.
        answer: What a person wrote about it, or None.
    """

    kind: str
    key: str
    table: str
    column: str
    area_code: str = ""
    area: str = ""
    found: Any = None
    compared: Any = None
    against: str = ""
    expected: float | None = None
    file: str = ""
    row: int | None = None
    answer: str | None = None

    @property
    def name(self) -> str:
        """What an answer refers to, such as `changed/482/active_runners`."""
        return f"{self.kind}/{self.key}"

    @property
    def header(self) -> str:
        """The column as the delivery's files name it."""
        return {one.name: one.header for one in TABLES.get(self.table, ())}.get(self.column, self.column)

    def __str__(self) -> str:
        """The finding on one line, for the person who runs `check`."""
        row = "" if self.row is None else f", row {self.row}"
        found, compared = _shown(self.found), _shown(self.compared)
        text = EXPLANATIONS[self.kind].format(
            area=self.area,
            found=found,
            compared=compared,
            against=AGAINST.get(self.against, self.against),
            expected=_shown(self.expected),
        )
        answered = "" if self.answer is None else f" (answered: {self.answer})"
        return f"warning {self.name}: {self.file}{row}, column {self.header}: {text}{answered}"

    def record(self) -> dict[str, Any]:
        """The finding as JSON holds it."""
        fields = (
            "name",
            "file",
            "row",
            "header",
            "area",
            "found",
            "compared",
            "against",
            "expected",
            "answer",
        )
        return {name: _plain(getattr(self, name)) for name in fields}


AGAINST: Final = {"neighbours": "the median of its neighbours", "region": "the median of its region"}
EXPLANATIONS: Final[Mapping[str, str]] = {
    "changed": "{area} has {found}, in {against} {compared}; like the country it would have {expected}",
    "fewer": "{area} has no number; it was {compared} in {against}",
    "neighbours": "{area} has {found} per 100,000 inhabitants, {against} is {compared}",
    "share-up": "the share of {area} rose although its count fell: {found}, in {against} {compared}",
    "two-above-one": "{area} has {found} per cent accepted by two, {compared} by one",
    "fell": "the year to date fell in {area}: {found}, in {against} {compared}",
    "withheld-expired": "{area} is withheld until {compared}, before as_of {found}",
    "population": "{found} is chosen; {compared} is the newest that was published on {against}",
    "carried-over": "the note of {area} is carried over and not confirmed: {found}",
    "leak": (
        "{area} is not published, but only {found} to {compared} is possible: {against}; "
        "an entry [[accepted_leak]] in delivery.toml settles it, no answer does"
    ),
    "answer": "the answer to {found} belongs to no warning",
}


def findings(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Everything odd about a delivery, seen by itself and beside the deliveries before it.

    Args:
        snapshot: With the deliveries of at least the last four quarters, where there are any.

    Returns:
        Findings with their places and answers: of `delivery.toml` first, then by table and row.
    """
    delivery = snapshot.delivery
    odd = [*chosen_population(delivery), *expired_withholdings(delivery), *unconfirmed(delivery)]
    for table in TABLES:
        placed = [_placed(one, delivery) for one in _of_table(snapshot, table)]
        odd += sorted(placed, key=lambda one: (one.row or 0, one.kind, one.key))
    odd += deducible_numbers(snapshot)
    answers = {name: text for name, text in delivery.answers.iter_rows() if not text.startswith(CARRIED_OVER)}
    names = {one.name for one in odd}
    odd += [
        Finding(kind="answer", key=name, table="delivery", column="warning", found=name)
        for name in answers
        if name not in names
    ]
    return tuple(replace(_placed(one, delivery), answer=answers.get(one.name)) for one in odd)


def _placed(finding: Finding, delivery: Delivery) -> Finding:
    """A finding with the file and row it was read from."""
    places = delivery.places.filter(pl.col("table") == finding.table)
    if places.is_empty():
        folder, _, _ = delivery.places["file"][0].rpartition("/")
        return replace(finding, file=f"{folder}/{DELIVERY_FILE}")
    row = places.filter(pl.col("area_code") == finding.area_code)["row"]
    return replace(finding, file=places["file"][0], row=row[0] if row.len() else None)


def _of_table(snapshot: Snapshot, table: str) -> Iterator[Finding]:
    delivery = snapshot.delivery
    yield from carried_over(delivery, table)
    if table == "runners":
        yield from far_from_neighbours(snapshot)
    if table == "activations":
        yield from two_above_one(delivery)
    before = snapshot.earlier[-1] if snapshot.earlier else None
    if before is not None and delivery.quarter.ordinal - before.quarter.ordinal <= 4:
        yield from missing_numbers(delivery, before, table)
        if table in ("runners", "aeds"):
            yield from changed_counts(delivery, before, table, snapshot.reference)
        if table == "activations" and before.quarter.year == delivery.quarter.year:
            yield from year_to_date_fell(delivery, before, snapshot.reference)
    for name, distance in SHARES:
        count = COUNTS[name]
        base = [one for one in snapshot.earlier if delivery.quarter.ordinal - one.quarter.ordinal == distance]
        if count.table == table and base:
            yield from share_up(delivery, base[0], table, name, count.part_of[-1])


def changed_counts(
    delivery: Delivery, before: Delivery, table: str, reference: Reference
) -> Iterator[Finding]:
    """Municipalities whose count moved far from what the country's development would have made of it.

    Far is more than 15 per cent and 10, and more than four times the spread of all municipalities' own
    developments (median absolute deviation over the square root of the expected count). A declared break
    explains a change and is not listed.
    """
    column = counts_of(table)[0].name
    both = (
        _municipal(delivery, table)
        .join(_municipal(before, table).select("area_code", before=column), on="area_code")
        .drop_nulls([column, "before"])
        .filter(pl.col("before") > 0, ~_is_broken(delivery, column, reference))
    )
    expected = pl.col("before") * (pl.col(column).sum() / pl.col("before").sum())
    residual = (pl.col(column) - expected) / expected.sqrt()
    spread = pl.max_horizontal(robust_spread(residual), pl.lit(LEAST_SPREAD))
    distance = (pl.col(column) - expected).abs()
    odd = both.with_columns(expected=expected).filter(
        residual.abs() > UNLIKELY_SPREADS * spread,
        distance > LEAST_CHANGE * expected,
        distance > LEAST_PEOPLE,
    )
    for row in odd.iter_rows(named=True):
        yield _of_row(
            row,
            "changed",
            table,
            column,
            found=row[column],
            compared=row["before"],
            against=str(before.quarter),
            expected=row["expected"],
        )


def missing_numbers(delivery: Delivery, before: Delivery, table: str) -> Iterator[Finding]:
    """Numbers that the delivery before this one had, and this one neither has nor withholds."""
    frames = [_areas(one, table) for one in (delivery, before)]
    for column in (count.name for count in counts_of(table)):
        both = frames[1].select("area_code", "area", before=column).drop_nulls("before")
        now = frames[0].select("area_code", now=column).drop_nulls("now")
        withheld = [
            code
            for indicator, code in delivery.withheld.select("indicator", "area_code").iter_rows()
            if column in WITHHOLDABLE[indicator][1]
        ]
        gone = both.join(now, on="area_code", how="anti").filter(~pl.col("area_code").is_in(withheld))
        for row in gone.iter_rows(named=True):
            yield _of_row(
                row,
                "fewer",
                table,
                column,
                compared=row["before"],
                against=str(before.quarter),
            )


def far_from_neighbours(snapshot: Snapshot) -> Iterator[Finding]:
    """Municipalities with under half or over double their neighbours' median rate, islands their region's."""
    delivery = snapshot.delivery
    people = population_by_area(snapshot.reference, delivery.population_period).filter(
        pl.col("level") == "municipality"
    )
    own = _areas(delivery, "runners").join(people.select("area_code", "population"), on="area_code")
    rates = own.with_columns(found=pl.col("active_runners") / pl.col("population") * 100_000)
    around = (
        compared_municipalities(snapshot.reference)
        .join(rates.select(other="area_code", compared="found"), on="other")
        .group_by("area_code", "against", maintain_order=True)
        .agg(pl.col("compared").median())
    )
    high, low = (
        pl.col("found") > NEIGHBOUR_RATIO * pl.col("compared"),
        pl.col("found") * NEIGHBOUR_RATIO < pl.col("compared"),
    )
    for row in rates.join(around, on="area_code").filter(high | low).iter_rows(named=True):
        yield _of_row(
            row,
            "neighbours",
            "runners",
            "active_runners",
            found=row["found"],
            compared=row["compared"],
            against=row["against"],
        )


def compared_municipalities(reference: Reference) -> pl.DataFrame:
    """`area_code` of a municipality, `other` beside it, `against`: neighbours; for an island its region."""
    pairs = pl.concat(
        reference.neighbours.select(area_code=f"municipality_code_{one}", other=f"municipality_code_{two}")
        for one, two in ("ab", "ba")
    )
    regions = reference.geography.select("region_code", area_code="municipality_code")
    islands = regions.join(pairs, on="area_code", how="anti")
    same_region = islands.join(regions.rename({"area_code": "other"}), on="region_code").filter(
        pl.col("area_code") != pl.col("other")
    )
    return pl.concat(
        [
            pairs.with_columns(against=pl.lit("neighbours")),
            same_region.select("area_code", "other", against=pl.lit("region")),
        ]
    )


def share_up(delivery: Delivery, before: Delivery, table: str, count: str, whole: str) -> Iterator[Finding]:
    """Areas whose share rose while the count above the line fell."""
    both = _areas(delivery, table).join(
        _areas(before, table).select("area_code", old=count, old_whole=whole), on="area_code"
    )
    odd = both.filter(
        pl.col(count) < pl.col("old"),
        pl.col(count) * pl.col("old_whole") > pl.col("old") * pl.col(whole),
    )
    for row in odd.iter_rows(named=True):
        yield _of_row(
            row,
            "share-up",
            table,
            count,
            found=(row[count], row[whole]),
            compared=(row["old"], row["old_whole"]),
            against=str(before.quarter),
        )


def two_above_one(delivery: Delivery) -> Iterator[Finding]:
    """Published percentages that say more alarms were accepted by two than by one."""
    odd = delivery.activations.filter(pl.col("accepted_by_two_percent") > pl.col("accepted_by_one_percent"))
    for row in odd.iter_rows(named=True):
        yield _of_row(
            row,
            "two-above-one",
            "activations",
            "accepted_by_two_percent",
            found=row["accepted_by_two_percent"],
            compared=row["accepted_by_one_percent"],
        )


def year_to_date_fell(delivery: Delivery, before: Delivery, reference: Reference) -> Iterator[Finding]:
    """Counts of the year to date below those of an earlier quarter of the same year.

    A declared break of the count, or of the activations it is part of, explains a fall and is not listed.
    """
    for count in counts_of("activations"):
        column = count.name
        broken = pl.any_horizontal(
            _is_broken(delivery, one, reference) for one in ("activations", count.stated_by)
        )
        both = delivery.activations.join(
            before.activations.select("area_code", before=column), on="area_code"
        ).filter(pl.col(column) < pl.col("before"), ~broken)
        for row in both.iter_rows(named=True):
            yield _of_row(
                row,
                "fell",
                "activations",
                column,
                found=row[column],
                compared=row["before"],
                against=str(before.quarter),
            )


def expired_withholdings(delivery: Delivery) -> Iterator[Finding]:
    """Figures still withheld although the day they were withheld until has passed."""
    names = dict(delivery.activations.select("area_code", "area").iter_rows())
    for entry in delivery.withheld.filter(pl.col("until") < delivery.as_of).iter_rows(named=True):
        yield Finding(
            kind="withheld-expired",
            key=f"{entry['area_code']}/{entry['indicator']}",
            table="delivery",
            column="until",
            area_code=entry["area_code"],
            area=f"{entry['indicator']} of {names.get(entry['area_code'], entry['area_code'])}",
            found=delivery.as_of.isoformat(),
            compared=entry["until"].isoformat(),
        )


def chosen_population(delivery: Delivery) -> Iterator[Finding]:
    """A population period other than the newest that was published on the day."""
    newest = latest_published_period(delivery.as_of)
    if delivery.population_period != newest:
        yield Finding(
            kind="population",
            key=delivery.population_period,
            table="delivery",
            column="population_period",
            found=delivery.population_period,
            compared=newest,
            against=delivery.as_of.isoformat(),
        )


def unconfirmed(delivery: Delivery) -> Iterator[Finding]:
    """Answers and accepted leaks that a new delivery took over and nobody has confirmed."""
    marked = [(f"answer/{name}", "text", text) for name, text in delivery.answers.iter_rows()] + [
        (f"accepted_leak/{code}/{indicator}", "reason", reason)
        for indicator, code, reason in delivery.accepted.select(
            "indicator", "area_code", "reason"
        ).iter_rows()
    ]
    for key, column, text in marked:
        if text.startswith(CARRIED_OVER):
            yield Finding(kind="carried-over", key=key, table="delivery", column=column, area=key, found=text)


def carried_over(delivery: Delivery, table: str) -> Iterator[Finding]:
    """Notes that a new delivery took over from an earlier one and nobody has confirmed."""
    for row in _areas(delivery, table).drop_nulls("note").iter_rows(named=True):
        if row["note"].startswith(CARRIED_OVER):
            yield Finding(
                kind="carried-over",
                key=f"{row['area_code']}/{table}",
                table=table,
                column="note",
                area_code=row["area_code"],
                area=row["area"],
                found=row["note"],
            )


def deducible_numbers(snapshot: Snapshot) -> Iterator[Finding]:
    """Hidden figures of the quarter that follow from what the report shows, unless it accepts that they do.

    Those of earlier quarters were findings then. What takes several equations at once to find out, and all
    quarters together, is left to the release (`auditor.assert_safe`).
    """
    policy, own = policy_of(snapshot), compute_indicators(snapshot.delivery, snapshot.reference)
    if (publishable(own, policy)["status"] == "published").all():
        return
    same_year = [one for one in snapshot.earlier if one.quarter.year == snapshot.delivery.quarter.year]
    earlier = [compute_indicators(one, snapshot.reference) for one in same_year]
    table = publishable(pl.concat([own, *earlier]), policy)
    from analysis.disclosure.audit.leaks import audit

    for leak in audit(snapshot, table, complete=False):
        hidden = leak.hidden
        if leak.reason is not None or hidden.quarter != str(snapshot.delivery.quarter):
            continue
        count = STATED_BY[hidden.indicator]
        yield Finding(
            kind="leak",
            key=f"{hidden.area_code}/{hidden.indicator}",
            table=count.table,
            column=count.name,
            area_code=hidden.area_code,
            area=hidden.area,
            found=leak.interval.lower,
            compared=leak.interval.upper,
            against=" + ".join(leak.equations),
        )


def _of_row(row: Mapping[str, Any], kind: str, table: str, column: str, **details: Any) -> Finding:
    """A finding about one column of an area's row."""
    code = row["area_code"]
    place = {"table": table, "column": column, "area_code": code, "area": row["area"]}
    return Finding(kind=kind, key=f"{code}/{column}", **place, **details)


def _areas(delivery: Delivery, table: str) -> pl.DataFrame:
    frame: pl.DataFrame = getattr(delivery, table)
    return frame.rename({"municipality_code": "area_code", "municipality": "area"}, strict=False)


def _municipal(delivery: Delivery, table: str) -> pl.DataFrame:
    frame = _areas(delivery, table)
    return frame.filter(pl.col("level") == "municipality") if "level" in frame.columns else frame


def _is_broken(delivery: Delivery, indicator: str, reference: Reference) -> pl.Expr:
    """Whether the delivery declares a break of an area's series, or of one that the area lies in."""
    declared = delivery.breaks.filter(pl.col("indicator") == indicator)
    if declared.is_empty():
        return pl.lit(False)
    broken = declared.join(areas_within(reference), left_on="area_code", right_on="whole", suffix="_inside")
    return pl.col("area_code").is_in(broken["area_code_inside"].to_list())


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    return "nothing" if value is None else str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return " of ".join(map(str, value))
    return round(value, 1) if isinstance(value, float) else value
