"""What the tables of a delivery have to hold, as declared schemas whose rules have names.

dataframely is used because it works on Polars frames as they are, every rule has a name that a message can be
written for, and `Schema.filter` hands back the good rows *and* the failures of all rules at once: a delivery
is judged whole. The schemas judge texts, as read from the file; the numbers in them are read by
`whole_number` and `percentage`.
"""

from collections.abc import Mapping, Sequence

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.ingest.cells import PERCENTAGE, WHOLE_NUMBER, half_of_last_decimal, percentage, whole_number
from analysis.reading.files import DeliveredTable

HOURS_PER_WEEK = 168

LONGEST_RESPONSE = 240


def blank_or(read: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Whether a cell is empty or could be read."""
    return text.is_null() | read.is_not_null()


def same_name(written: pl.Expr, known: pl.Expr) -> pl.Expr:
    """Whether two names of an area are the same, written with or without *Region* and in any case."""

    def bare(name: pl.Expr) -> pl.Expr:
        return name.str.to_lowercase().str.strip_prefix("region ")

    return bare(written) == bare(known)


def count_fits_percent(count: str, denominator: pl.Expr, percent: str) -> pl.Expr:
    """Whether a delivered percentage is what the count is of the denominator, to its last decimal."""
    share = 100 * whole_number(pl.col(count)) / denominator
    distance = (share - percentage(pl.col(percent))).abs()
    return (denominator == 0) | (distance <= half_of_last_decimal(pl.col(percent)) + 1e-9)


def at_most(low: str, high: str) -> pl.Expr:
    """Whether the count in one column is at most that in another."""
    return whole_number(pl.col(low)) <= whole_number(pl.col(high))


class PlacedText(dy.Schema):
    """What tables whose rows belong to areas have in common."""

    row = dy.Int64()
    area_code = dy.String(nullable=True)
    area = dy.String(nullable=True)
    note = dy.String(nullable=True)
    code = dy.String(nullable=True)
    known_name = dy.String(nullable=True)

    @dy.rule()
    def area_is_known(cls) -> pl.Expr:
        """The code is the country, or a region or municipality that the table may hold."""
        return pl.col("known_name").is_not_null()

    @dy.rule()
    def code_and_name_match(cls) -> pl.Expr:
        """The name is the one that belongs to the code."""
        return pl.col("known_name").is_null() | same_name(pl.col("area"), pl.col("known_name")).fill_null(
            False
        )

    @dy.rule()
    def note_is_no_number(cls) -> pl.Expr:
        """A number in a note slipped out of its column, as 6,300 does between commas."""
        return ~pl.col("note").str.contains("^[0-9., ]+$")


class AreaText(PlacedText):
    """What tables with a row for each area have in common."""

    @dy.rule()
    def area_stands_once(cls) -> pl.Expr:
        """No area has two rows."""
        return pl.col("code").is_null() | pl.col("code").is_first_distinct()


_OR_BLANK = f"{WHOLE_NUMBER}, or an empty cell"

_PERCENT_OR_BLANK = f"{PERCENTAGE}, or an empty cell"

_NO_FRACTION = "a percentage such as 99, not a fraction such as 0,99"

EXPECTATIONS: Mapping[str, tuple[str, str]] = {
    "municipality_is_known": ("municipality_code", "the code of a municipality"),
    "municipality_stands_once": ("municipality_code", "each municipality once"),
    "area_is_known": ("area_code", "an area code that this table may hold"),
    "area_stands_once": ("area_code", "each area once"),
    "reason_is_known": ("reason_code", "a code of the list of reasons"),
    "reason_stands_once": ("reason_code", "each reason once"),
    "label_belongs_to_reason": ("reason", "{danish}, the label of {code}, or an empty cell"),
    "note_is_no_number": ("note", "a text; a number with a comma in it stands in quotes"),
    "active_runners_is_a_count": ("active_runners", WHOLE_NUMBER),
    "aed_registered_is_a_count": ("aed_registered", WHOLE_NUMBER),
    "aed_24_7_is_a_count": ("aed_24_7", _OR_BLANK),
    "minutes_are_whole": ("minutes", f"whole minutes from 0 to {LONGEST_RESPONSE}"),
    "minute_stands_once": ("minutes", "each minute of an area once"),
    "alarms_are_a_count": ("alarms", WHOLE_NUMBER),
    "event_counts_are_counts": ("area_code", "whole numbers of 0 or more, or empty cells, in this row"),
    "accepted_within_alerted": ("accepted", "at most the alerted, {alerted}"),
    "accepted_times_within_activations": ("accepted_times", "at most the activations, {activations}"),
    "arrived_times_within_activations": ("arrived_times", "at most the activations, {activations}"),
    "compared_within_arrived_times": ("compared", "at most those with an arrival, {arrived_times}"),
    "before_ambulance_within_compared": ("before_ambulance", "at most those compared, {compared}"),
    "accepted_median_within_p90": ("accepted_median", "at most the 90th percentile, {accepted_p90}"),
    "arrived_median_within_p90": ("arrived_median", "at most the 90th percentile, {arrived_p90}"),
    "aed_open_hours_is_a_count": ("aed_open_hours", _OR_BLANK),
    "aed_open_hours_fit_the_week": (
        "aed_open_hours",
        f"hours a week of all AEDs together: {HOURS_PER_WEEK} for each of the {{aed_24_7}} that are "
        f"always open, and at most {HOURS_PER_WEEK} for each of the {{aed_registered}}",
    ),
    "aed_24_7_within_registered": ("aed_24_7", "at most the registered, {aed_registered}"),
    "activations_is_a_count": ("activations", _OR_BLANK),
    "cancelled_is_a_count": ("cancelled", _OR_BLANK),
    "accepted_by_one_is_a_count": ("accepted_by_one", _OR_BLANK),
    "accepted_by_two_is_a_count": ("accepted_by_two", _OR_BLANK),
    "cancelled_percent_is_a_percentage": ("cancelled_percent", _PERCENT_OR_BLANK),
    "accepted_by_one_percent_is_a_percentage": ("accepted_by_one_percent", _PERCENT_OR_BLANK),
    "accepted_by_two_percent_is_a_percentage": ("accepted_by_two_percent", _PERCENT_OR_BLANK),
    "cancelled_percent_is_no_fraction": ("cancelled_percent", _NO_FRACTION.replace("99", "16")),
    "accepted_by_one_percent_is_no_fraction": ("accepted_by_one_percent", _NO_FRACTION),
    "accepted_by_two_percent_is_no_fraction": ("accepted_by_two_percent", _NO_FRACTION),
    "accepted_by_one_within_activations": ("accepted_by_one", "at most the activations, {activations}"),
    "accepted_by_two_within_activations": ("accepted_by_two", "at most the activations, {activations}"),
    "accepted_by_two_within_accepted_by_one": (
        "accepted_by_two",
        "at most those accepted by one, {accepted_by_one}",
    ),
    "cancelled_percent_fits_count": (
        "cancelled_percent",
        "the share that {cancelled} cancelled are of {cancelled} + {activations}",
    ),
    "accepted_by_one_percent_fits_count": (
        "accepted_by_one_percent",
        "the share that {accepted_by_one} are of {activations}",
    ),
    "accepted_by_two_percent_fits_count": (
        "accepted_by_two_percent",
        "the share that {accepted_by_two} are of {activations}",
    ),
}


def rule_problems(schema: type[dy.Schema], table: DeliveredTable, judged: pl.DataFrame) -> list[Problem]:
    """Every rule that a row breaks, as a problem of the cell concerned.

    Args:
        schema: The schema of the table.
        table: The table as read, for its file name and headers.
        judged: The table's frame with what the rules need beside it (`code` and the names it has).
    """
    name_column = "municipality" if "municipality" in judged.columns else "area"
    expectations = {
        **EXPECTATIONS,
        "code_and_name_match": (name_column, "{known_name}, the name that belongs to {code}"),
    }
    broken = schema.filter(judged).failure.details()
    rules = [name for name in broken.columns if name in expectations]
    return [
        Problem(
            table.file,
            record["row"],
            table.headers.get(column, column),
            quoted(record[column]),
            expected.format_map({name: quoted(cell).strip("'") for name, cell in record.items()}),
        )
        for record in broken.iter_rows(named=True)
        for column, expected in (expectations[rule] for rule in rules if record[rule] == "invalid")
    ]


def sum_problems(
    table: DeliveredTable, counts: pl.DataFrame, columns: Sequence[str], parents: Mapping[str, Sequence[str]]
) -> list[Problem]:
    """Counts of parts that do not add up to the count of the whole.

    Where every part is known the sum has to be the whole; where some are not, the known ones may not exceed
    it.

    Args:
        table: The table as read, for its file name and headers.
        counts: `area_code` and the count columns (Int64, null where not known).
        columns: The count columns to compare.
        parents: Area code of a whole → the area codes of all its parts.
    """
    problems = []
    for column in columns:
        value = dict(zip(counts["area_code"], counts[column], strict=True))
        for whole, parts in parents.items():
            known = [value[part] for part in parts if value.get(part) is not None]
            total = value.get(whole)
            if total is None or not known:
                continue
            complete = len(known) == len(parts)
            if sum(known) > total or (complete and sum(known) != total):
                row = counts.filter(pl.col("area_code") == whole)["row"][0]
                parts_sum = f"{sum(known)}, the sum of its {len(parts)} areas"
                if not complete:
                    parts_sum = f"at least {sum(known)}, the sum of {len(known)} of its {len(parts)} areas"
                problems.append(
                    Problem(table.file, row, table.headers.get(column, column), quoted(total), parts_sum)
                )
    return problems
