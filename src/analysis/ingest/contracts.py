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
from analysis.reading.files import Column, DeliveredTable

RUNNERS_COLUMNS = (
    Column("municipality_code", "Kommunekode"),
    Column("municipality", "Kommune"),
    Column("active_runners", "Aktive hjerteløbere"),
    Column("note", "Bemærkning", required=False),
)
ACTIVATIONS_COLUMNS = (
    Column("area_code", "Områdekode"),
    Column("area", "Område"),
    Column("activations", "Aktiveringer"),
    Column("cancelled", "Annullerede", required=False),
    Column("cancelled_percent", "Annullerede (pct.)", required=False),
    Column("accepted_by_one", "Mindst én accept", required=False),
    Column("accepted_by_one_percent", "Mindst én accept (pct.)", required=False),
    Column("accepted_by_two", "Mindst to accept", required=False),
    Column("accepted_by_two_percent", "Mindst to accept (pct.)", required=False),
    Column("note", "Bemærkning", required=False),
)
AEDS_COLUMNS = (
    Column("area_code", "Områdekode"),
    Column("area", "Område"),
    Column("aed_registered", "Registrerede hjertestartere"),
    Column("aed_24_7", "Døgntilgængelige hjertestartere", required=False),
    Column("aed_open_hours", "Åbningstimer pr. uge", required=False),
    Column("note", "Bemærkning", required=False),
)
# The headings of a delivery's tables by the names that columns have in code.
HEADINGS = {column.name: column.header for column in (*AEDS_COLUMNS, *ACTIVATIONS_COLUMNS, *RUNNERS_COLUMNS)}
CANCELLATIONS_COLUMNS = (
    Column("reason_code", "Årsagskode"),
    Column("reason", "Årsag", required=False),
    Column("cancelled", "Annullerede"),
    Column("note", "Bemærkning", required=False),
)

HOURS_PER_WEEK = 168
RESPONSE_TIMES_COLUMNS = (
    Column("area_code", "Områdekode"),
    Column("area", "Område"),
    Column("minutes", "Minutter"),
    Column("alarms", "Alarmer"),
    Column("note", "Bemærkning", required=False),
)
EVENT_COUNTS_COLUMNS = (
    Column("area_code", "Områdekode"),
    Column("area", "Område"),
    Column("active_by_day", "Aktive om dagen"),
    Column("active_by_night", "Aktive om natten"),
    Column("activations", "Aktiveringer"),
    Column("alerted", "Alarmerede hjerteløbere"),
    Column("accepted", "Accepterende hjerteløbere"),
    Column("arrived", "Fremmødte hjerteløbere"),
    Column("accepted_times", "Aktiveringer med accepttid"),
    Column("accepted_median", "Sekunder til første accept (median)"),
    Column("accepted_p90", "Sekunder til første accept (90 pct.)"),
    Column("arrived_times", "Aktiveringer med fremmødetid"),
    Column("arrived_median", "Sekunder til første fremmøde (median)"),
    Column("arrived_p90", "Sekunder til første fremmøde (90 pct.)"),
    Column("compared", "Aktiveringer med hjerteløber og ambulance"),
    Column("before_ambulance", "Hjerteløber før ambulancen"),
    Column("note", "Bemærkning", required=False),
)

LONGEST_RESPONSE = 240
WHOLE_NUMBER = "a whole number of 0 or more"
PERCENTAGE = "a percentage from 0 to 100, such as 99 or 98,5"


def whole_number(text: pl.Expr) -> pl.Expr:
    """Text → Int64: `1034`, `1.034` (Danish point) and `1 034` are 1034; else, such as `1,5`, is null."""
    plain = text.str.contains(r"^[0-9]{1,15}$")
    grouped = text.str.contains(r"^[1-9][0-9]{0,2}((\.[0-9]{3}){1,4}|( [0-9]{3}){1,4})$")
    return pl.when(plain | grouped).then(text.str.replace_all("[. ]", "")).str.to_integer(strict=False)


def percentage(text: pl.Expr) -> pl.Expr:
    """Text → Float64 from 0 to 100, decimals after comma or point; anything else is null."""
    number = (
        pl.when(text.str.contains(r"^[0-9]{1,3}([.,][0-9]{1,10})?$"))
        .then(text.str.replace(",", ".", literal=True))
        .cast(pl.Float64, strict=False)
    )
    return pl.when(number <= 100).then(number)


def area_code(text: pl.Expr) -> pl.Expr:
    """Text → area code as used here: `DK`, `000` → `dk`; StatBank's `081` → `1081`; `0101` → `101`."""
    lower = text.str.to_lowercase()
    return (
        pl.when(lower.is_in(["000", "0"]))
        .then(pl.lit("dk"))
        .when(lower.str.contains(r"^0?8[1-5]$"))
        .then("10" + lower.str.tail(2))
        .otherwise(lower.str.replace(r"^0([0-9]{3})$", "$1"))
    )


def half_of_last_decimal(text: pl.Expr) -> pl.Expr:
    """Text of a number → half of the unit it was rounded to: `16` → 0.5, `98,5` → 0.05."""
    return 0.5 / pl.lit(10.0).pow(text.str.extract(r"[.,]([0-9]+)$").str.len_chars().fill_null(0))


def _blank_or(read: pl.Expr, text: pl.Expr) -> pl.Expr:
    return text.is_null() | read.is_not_null()


def _same_name(written: pl.Expr, known: pl.Expr) -> pl.Expr:
    def bare(name: pl.Expr) -> pl.Expr:
        return name.str.to_lowercase().str.strip_prefix("region ")

    return bare(written) == bare(known)


def _count_fits_percent(count: str, denominator: pl.Expr, percent: str) -> pl.Expr:
    share = 100 * whole_number(pl.col(count)) / denominator
    distance = (share - percentage(pl.col(percent))).abs()
    return (denominator == 0) | (distance <= half_of_last_decimal(pl.col(percent)) + 1e-9)


def _at_most(low: str, high: str) -> pl.Expr:
    return whole_number(pl.col(low)) <= whole_number(pl.col(high))


class RunnersText(dy.Schema):
    """`runners` with the geography beside it: a row per municipality."""

    row = dy.Int64()
    municipality_code = dy.String(nullable=True)
    municipality = dy.String(nullable=True)
    active_runners = dy.String(nullable=True)
    note = dy.String(nullable=True)
    code = dy.String(nullable=True)
    known_name = dy.String(nullable=True)

    @dy.rule()
    def municipality_is_known(cls) -> pl.Expr:
        """The code is one of the municipalities valid on the day."""
        return pl.col("known_name").is_not_null()

    @dy.rule()
    def municipality_stands_once(cls) -> pl.Expr:
        """No municipality has two rows."""
        return pl.col("code").is_null() | pl.col("code").is_first_distinct()

    @dy.rule()
    def code_and_name_match(cls) -> pl.Expr:
        """The name is the one that belongs to the code."""
        return pl.col("known_name").is_null() | _same_name(
            pl.col("municipality"), pl.col("known_name")
        ).fill_null(False)

    @dy.rule()
    def active_runners_is_a_count(cls) -> pl.Expr:
        """Every municipality has a count."""
        return whole_number(pl.col("active_runners")).is_not_null()

    @dy.rule()
    def note_is_no_number(cls) -> pl.Expr:
        """A number in a note slipped out of its column, as 6,300 does between commas."""
        return ~pl.col("note").str.contains("^[0-9., ]+$")


class _PlacedText(dy.Schema):
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
        return pl.col("known_name").is_null() | _same_name(pl.col("area"), pl.col("known_name")).fill_null(
            False
        )

    @dy.rule()
    def note_is_no_number(cls) -> pl.Expr:
        """A number in a note slipped out of its column, as 6,300 does between commas."""
        return ~pl.col("note").str.contains("^[0-9., ]+$")


class _AreaText(_PlacedText):
    """What tables with a row for each area have in common."""

    @dy.rule()
    def area_stands_once(cls) -> pl.Expr:
        """No area has two rows."""
        return pl.col("code").is_null() | pl.col("code").is_first_distinct()


class ActivationsText(_AreaText):
    """`activations` with the geography beside it: a row for the country and each region."""

    activations = dy.String(nullable=True)
    cancelled = dy.String(nullable=True)
    cancelled_percent = dy.String(nullable=True)
    accepted_by_one = dy.String(nullable=True)
    accepted_by_one_percent = dy.String(nullable=True)
    accepted_by_two = dy.String(nullable=True)
    accepted_by_two_percent = dy.String(nullable=True)

    @dy.rule()
    def activations_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return _blank_or(whole_number(pl.col("activations")), pl.col("activations"))

    @dy.rule()
    def cancelled_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return _blank_or(whole_number(pl.col("cancelled")), pl.col("cancelled"))

    @dy.rule()
    def accepted_by_one_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return _blank_or(whole_number(pl.col("accepted_by_one")), pl.col("accepted_by_one"))

    @dy.rule()
    def accepted_by_two_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return _blank_or(whole_number(pl.col("accepted_by_two")), pl.col("accepted_by_two"))

    @dy.rule()
    def cancelled_percent_is_a_percentage(cls) -> pl.Expr:
        """Blank or from 0 to 100."""
        return _blank_or(percentage(pl.col("cancelled_percent")), pl.col("cancelled_percent"))

    @dy.rule()
    def accepted_by_one_percent_is_a_percentage(cls) -> pl.Expr:
        """Blank or from 0 to 100."""
        return _blank_or(percentage(pl.col("accepted_by_one_percent")), pl.col("accepted_by_one_percent"))

    @dy.rule()
    def accepted_by_two_percent_is_a_percentage(cls) -> pl.Expr:
        """Blank or from 0 to 100."""
        return _blank_or(percentage(pl.col("accepted_by_two_percent")), pl.col("accepted_by_two_percent"))

    @dy.rule()
    def cancelled_percent_is_no_fraction(cls) -> pl.Expr:
        """Excel stores 16 % as 0.16; a real share that small is not credible."""
        return ~percentage(pl.col("cancelled_percent")).is_between(0, 1, closed="right")

    @dy.rule()
    def accepted_by_one_percent_is_no_fraction(cls) -> pl.Expr:
        """Excel stores 99 % as 0.99 and 100 % as 1; a real share that small is not credible."""
        return ~percentage(pl.col("accepted_by_one_percent")).is_between(0, 1, closed="right")

    @dy.rule()
    def accepted_by_two_percent_is_no_fraction(cls) -> pl.Expr:
        """Excel stores 99 % as 0.99 and 100 % as 1; a real share that small is not credible."""
        return ~percentage(pl.col("accepted_by_two_percent")).is_between(0, 1, closed="right")

    @dy.rule()
    def accepted_by_one_within_activations(cls) -> pl.Expr:
        """No more accepted than activated."""
        return _at_most("accepted_by_one", "activations")

    @dy.rule()
    def accepted_by_two_within_activations(cls) -> pl.Expr:
        """No more accepted than activated."""
        return _at_most("accepted_by_two", "activations")

    @dy.rule()
    def accepted_by_two_within_accepted_by_one(cls) -> pl.Expr:
        """Two runners accepting means that one did."""
        return _at_most("accepted_by_two", "accepted_by_one")

    @dy.rule()
    def cancelled_percent_fits_count(cls) -> pl.Expr:
        """Cancelled is a share of all alarms, cancelled ones included."""
        gross = whole_number(pl.col("cancelled")) + whole_number(pl.col("activations"))
        return _count_fits_percent("cancelled", gross, "cancelled_percent")

    @dy.rule()
    def accepted_by_one_percent_fits_count(cls) -> pl.Expr:
        """Accepted is a share of the activations that were not cancelled."""
        return _count_fits_percent(
            "accepted_by_one", whole_number(pl.col("activations")), "accepted_by_one_percent"
        )

    @dy.rule()
    def accepted_by_two_percent_fits_count(cls) -> pl.Expr:
        """Accepted is a share of the activations that were not cancelled."""
        return _count_fits_percent(
            "accepted_by_two", whole_number(pl.col("activations")), "accepted_by_two_percent"
        )


class AedsText(_AreaText):
    """`aeds` with the geography beside it: the country, and regions and municipalities where known."""

    aed_registered = dy.String(nullable=True)
    aed_24_7 = dy.String(nullable=True)
    aed_open_hours = dy.String(nullable=True)

    @dy.rule()
    def aed_registered_is_a_count(cls) -> pl.Expr:
        """Every row has a count."""
        return whole_number(pl.col("aed_registered")).is_not_null()

    @dy.rule()
    def aed_24_7_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return _blank_or(whole_number(pl.col("aed_24_7")), pl.col("aed_24_7"))

    @dy.rule()
    def aed_24_7_within_registered(cls) -> pl.Expr:
        """No more available around the clock than registered."""
        return _at_most("aed_24_7", "aed_registered")

    @dy.rule()
    def aed_open_hours_is_a_count(cls) -> pl.Expr:
        """Blank or whole hours, all AEDs together."""
        return _blank_or(whole_number(pl.col("aed_open_hours")), pl.col("aed_open_hours"))

    @dy.rule()
    def aed_open_hours_fit_the_week(cls) -> pl.Expr:
        """Between the hours of those that are always open and all hours of all AEDs."""
        hours, week = whole_number(pl.col("aed_open_hours")), HOURS_PER_WEEK
        least = whole_number(pl.col("aed_24_7")).fill_null(0) * week
        return hours.is_between(least, whole_number(pl.col("aed_registered")) * week)


class CancellationsText(dy.Schema):
    """`cancellations` with the code list beside it: a row for each reason."""

    row = dy.Int64()
    reason_code = dy.String(nullable=True)
    reason = dy.String(nullable=True)
    cancelled = dy.String(nullable=True)
    note = dy.String(nullable=True)
    code = dy.String(nullable=True)
    danish = dy.String(nullable=True)
    english = dy.String(nullable=True)

    @dy.rule()
    def reason_is_known(cls) -> pl.Expr:
        """The code is one of the list."""
        return pl.col("danish").is_not_null()

    @dy.rule()
    def reason_stands_once(cls) -> pl.Expr:
        """No reason has two rows."""
        return pl.col("code").is_null() | pl.col("code").is_first_distinct()

    @dy.rule()
    def label_belongs_to_reason(cls) -> pl.Expr:
        """Blank, or the Danish or English label of the code."""
        written = pl.col("reason").str.to_lowercase()
        labels = pl.concat_list(pl.col("danish", "english").str.to_lowercase())
        return written.is_null() | pl.col("danish").is_null() | labels.list.contains(written)

    @dy.rule()
    def cancelled_is_a_count(cls) -> pl.Expr:
        """Blank or a count."""
        return _blank_or(whole_number(pl.col("cancelled")), pl.col("cancelled"))

    @dy.rule()
    def note_is_no_number(cls) -> pl.Expr:
        """A number in a note slipped out of its column, as 6,300 does between commas."""
        return ~pl.col("note").str.contains("^[0-9., ]+$")


class ResponseTimesText(_PlacedText):
    """`response_times` with the geography beside it: a row per area and minute."""

    minutes = dy.String(nullable=True)
    alarms = dy.String(nullable=True)

    @dy.rule()
    def minutes_are_whole(cls) -> pl.Expr:
        """Whole minutes of at most four hours."""
        return (whole_number(pl.col("minutes")) <= LONGEST_RESPONSE).fill_null(False)

    @dy.rule()
    def minute_stands_once(cls) -> pl.Expr:
        """No area has a minute twice."""
        key = pl.struct("code", whole_number(pl.col("minutes")))
        return pl.col("code").is_null() | whole_number(pl.col("minutes")).is_null() | key.is_first_distinct()

    @dy.rule()
    def alarms_are_a_count(cls) -> pl.Expr:
        """Every row has a count."""
        return whole_number(pl.col("alarms")).is_not_null()


EVENT_COUNTS = tuple(
    column.name for column in EVENT_COUNTS_COLUMNS if column.name not in {"area_code", "area", "note"}
)


class EventCountsText(_AreaText):
    """`event_counts` with the geography beside it: a row per area."""

    active_by_day = dy.String(nullable=True)
    active_by_night = dy.String(nullable=True)
    activations = dy.String(nullable=True)
    alerted = dy.String(nullable=True)
    accepted = dy.String(nullable=True)
    arrived = dy.String(nullable=True)
    accepted_times = dy.String(nullable=True)
    accepted_median = dy.String(nullable=True)
    accepted_p90 = dy.String(nullable=True)
    arrived_times = dy.String(nullable=True)
    arrived_median = dy.String(nullable=True)
    arrived_p90 = dy.String(nullable=True)
    compared = dy.String(nullable=True)
    before_ambulance = dy.String(nullable=True)

    @dy.rule()
    def event_counts_are_counts(cls) -> pl.Expr:
        """Blank or a count, in every column."""
        return pl.all_horizontal(_blank_or(whole_number(pl.col(name)), pl.col(name)) for name in EVENT_COUNTS)

    @dy.rule()
    def accepted_within_alerted(cls) -> pl.Expr:
        """Only who is alerted can accept."""
        return _at_most("accepted", "alerted")

    @dy.rule()
    def accepted_times_within_activations(cls) -> pl.Expr:
        """An activation has one first acceptance."""
        return _at_most("accepted_times", "activations")

    @dy.rule()
    def arrived_times_within_activations(cls) -> pl.Expr:
        """An activation has one first arrival."""
        return _at_most("arrived_times", "activations")

    @dy.rule()
    def compared_within_arrived_times(cls) -> pl.Expr:
        """Where arrivals are compared, a runner arrived."""
        return _at_most("compared", "arrived_times")

    @dy.rule()
    def before_ambulance_within_compared(cls) -> pl.Expr:
        """No more before the ambulance than compared with it."""
        return _at_most("before_ambulance", "compared")

    @dy.rule()
    def accepted_median_within_p90(cls) -> pl.Expr:
        """Half of the alarms are not later than nine tenths of them."""
        return _at_most("accepted_median", "accepted_p90")

    @dy.rule()
    def arrived_median_within_p90(cls) -> pl.Expr:
        """Half of the alarms are not later than nine tenths of them."""
        return _at_most("arrived_median", "arrived_p90")


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
        schema: One of the schemas above.
        table: The table as read, for its file name and headers.
        judged: The table's frame with what the rules need beside it (`code` and the names it has).
    """
    name_column = "municipality" if schema is RunnersText else "area"
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
