"""The code list of cancelled alarms, its validator and the counts of the country."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import accumulate, combinations, combinations_with_replacement, product
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis.guidance
from analysis.disclosure.breakdown import country_breakdown
from analysis.guidance.codes import CodedRecord, as_turtle, load_codes, problems, recorded_codes

FOLDER = Path(analysis.guidance.__file__).parent
GOOD = CodedRecord(
    "known-opt-out",
    on=date(2025, 6, 3),
    exception=5,
    safe_identity=True,
    source="look-up",
    born=date(1965, 5, 27),
    registered=date(2025, 5, 27),
)
ALL = list(load_codes())


def test_opt_outs_have_one_code() -> None:
    assert [code.name for code in load_codes().values() if code.exceptions] == [
        "death-established", "physician-decision", "known-opt-out",
    ]  # fmt: skip
    assert load_codes()["known-opt-out"].exceptions == (3, 4, 5, 6)
    assert len(load_codes()) == 8


def test_the_skos_file_is_as_the_list_is() -> None:
    written = (FOLDER / "cancellation_codes.ttl").read_text(encoding="utf-8")
    assert written == as_turtle(recorded_codes())
    assert written.count("a skos:Concept ;") == 9
    assert '"Anden årsag"@da, "Other reason"@en' in written
    assert '"Kendt fravalg"@da, "Known opt-out"@en' in written


def test_the_scheme_names_its_top_concepts_version_licence_and_both_definitions() -> None:
    written = as_turtle(recorded_codes())
    (top,) = [line for line in written.splitlines() if "skos:hasTopConcept" in line]
    assert top.count("code:") == len(recorded_codes()) == 9
    assert 'owl:versionInfo "3"' in written
    assert "dcterms:license <https://spdx.org/licenses/MIT>" in written
    definitions = [line for line in written.splitlines() if "skos:definition" in line]
    assert len(definitions) == len(recorded_codes())
    assert all("@da, " in line and line.endswith("@en .") for line in definitions)


def test_a_quote_in_a_label_is_escaped() -> None:
    code = replace(load_codes()["safety"], danish='a "b" \\ c')
    assert '"a \\"b\\" \\\\ c"@da' in as_turtle({"safety": code})


def test_a_good_record() -> None:
    assert problems(GOOD) == []
    assert problems(CodedRecord("no-arrest", on=date(2020, 1, 1))) == []
    assert problems(CodedRecord("death-established", on=GOOD.on, exception=1)) == []
    assert problems(CodedRecord("physician-decision", on=GOOD.on, exception=2)) == []
    assert (
        problems(replace(GOOD, on=date(2025, 1, 15), registered=date(2025, 1, 8), born=date(1950, 1, 1)))
        == []
    )
    assert problems(replace(GOOD, exception=None)) == []
    assert problems(replace(GOOD, exception=3, born=None, registered=None, source="health-person")) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"code": "rain"}, "not in the list"),
        ({"code": "other"}, "exception 5 does not belong"),
        ({"code": "death-established"}, "exception 5 does not belong"),
        ({"code": "safety"}, "exception 5 does not belong"),
        ({"on": date(2025, 1, 14)}, "before 2025-01-15 vejledning nr. 9934"),
        ({"safe_identity": False}, "safe identity"),
        ({"safe_identity": None}, "safe identity"),
        ({"source": "relative"}, "here relative"),
        ({"source": None}, "here nobody"),
        ({"born": date(1965, 5, 28)}, "under 60"),
        ({"registered": date(2025, 5, 28)}, "seven days"),
        ({"born": None}, "days of birth"),
        ({"registered": None}, "days of birth"),
        ({"exception": 6}, "belongs to exception 5"),
        ({"code": "physician-decision", "exception": 2}, "code of a known opt-out"),
    ],
)
def test_a_record_that_cannot_carry_its_code(changes: dict[str, object], found: str) -> None:
    (problem,) = problems(replace(GOOD, **changes))  # type: ignore[arg-type]
    assert found in problem


@pytest.mark.parametrize("day", [date(2025, 1, 1), date(2025, 1, 14)])
def test_before_the_guidance_a_code_stands_by_itself(day: date) -> None:
    """Alarms of 1 to 14 January 2025 are of the same quarter; 8/1 lets the guidance count from the 15th."""
    for code in recorded_codes():
        assert problems(CodedRecord(code, on=day)) == []
    (found,) = problems(replace(GOOD, on=day, registered=None))
    assert "expected the code without exception" in found
    assert problems(CodedRecord("known-opt-out", on=date(2025, 1, 15))) != []


def test_another_reason_is_recorded_and_counted_under_unknown() -> None:
    apart = {name: code.counted_under for name, code in recorded_codes().items() if code.counted_under}
    assert apart == {"other": "unknown"}
    assert problems(CodedRecord("other", on=GOOD.on)) == []
    assert "other" not in load_codes()


def test_a_code_is_compared_by_its_text() -> None:
    assert len(problems(replace(GOOD, code="-".join(["known", "opt", "out"]), safe_identity=None))) == 1
    assert problems(replace(GOOD, code="-".join(["known", "opt", "out"]))) == []


def test_several_problems_at_once() -> None:
    assert len(problems(replace(GOOD, safe_identity=None, source=None, born=date(1990, 1, 1)))) == 3


Counts = Mapping[str, int | None]


def as_frame(counts: Counts) -> pl.DataFrame:
    schema = {"code": pl.String, "count": pl.Int64}
    return pl.DataFrame({"code": list(counts), "count": list(counts.values())}, schema=schema)


def breakdown(counts: Counts, *earlier: Counts, smallest_shown: int = 5) -> dict[str, tuple[int | None, str]]:
    shown = country_breakdown(
        as_frame(counts), [as_frame(one) for one in earlier], smallest_shown=smallest_shown
    )
    return {row["code"]: (row["count"], row["status"]) for row in shown.iter_rows(named=True)}


def hidden(counts: Counts, *earlier: Counts, smallest_shown: int = 5) -> list[str]:
    shown = breakdown(counts, *earlier, smallest_shown=smallest_shown)
    return [name for name, (_, status) in shown.items() if status == "suppressed"]


def test_small_counts_are_suppressed_and_never_0() -> None:
    shown = breakdown({"no-arrest": 120, "known-opt-out": 4, "safety": 2, "technical": 0, "unknown": None})
    assert shown["known-opt-out"] == shown["safety"] == (None, "suppressed")
    assert shown["no-arrest"] == (None, "suppressed")
    assert shown["technical"] == (0, "published")
    assert shown["unknown"] == shown["professional-help"] == (None, "missing")


def test_a_single_small_count_takes_the_next_smallest_with_it() -> None:
    shown = breakdown({"no-arrest": 120, "known-opt-out": 4, "safety": 9})
    assert shown["safety"] == shown["known-opt-out"] == (None, "suppressed")
    assert shown["no-arrest"] == (120, "published")
    assert breakdown({"no-arrest": 120, "safety": 5})["safety"] == (5, "published")


def test_two_tiny_counts_take_a_third() -> None:
    shown = breakdown({"no-arrest": 120, "known-opt-out": 1, "safety": 2, "technical": 40})
    assert [name for name, (_, status) in shown.items() if status == "suppressed"] == [
        "known-opt-out", "safety", "technical",
    ]  # fmt: skip


def test_a_threshold_of_1_hides_nothing() -> None:
    counts = pl.DataFrame({"code": ["safety", "unknown"], "count": [1, 2]})
    assert "suppressed" not in country_breakdown(counts, smallest_shown=1)["status"].to_list()


def test_zeros_are_hidden_when_nothing_else_can_hide_a_small_count() -> None:
    assert hidden({"no-arrest": 3, "safety": 0, "technical": 0}) == ["no-arrest", "safety", "technical"]
    assert hidden({"no-arrest": 3}) == ["no-arrest"]


def test_a_small_step_since_an_earlier_quarter_is_hidden_although_both_counts_are_large() -> None:
    before = {"no-arrest": 60, "known-opt-out": 6, "safety": 7, "technical": 30}
    after = {"no-arrest": 120, "known-opt-out": 8, "safety": 17, "technical": 60}
    assert hidden(before) == []
    assert hidden(after, before) == ["known-opt-out", "safety"]
    assert hidden(after) == []


def test_a_step_is_looked_at_across_a_quarter_in_between() -> None:
    first, second = {"no-arrest": 60, "safety": 9, "technical": 30}, {"no-arrest": 90, "technical": 40}
    assert hidden({"no-arrest": 120, "safety": 12, "technical": 50}, first, second) == ["safety", "technical"]


def test_an_earlier_count_that_was_hidden_is_not_told_by_the_step_after_it() -> None:
    before = {"no-arrest": 60, "known-opt-out": 4, "safety": 9}
    after = {"no-arrest": 90, "known-opt-out": 5, "safety": 9}
    assert hidden(before) == ["known-opt-out", "safety"]
    assert "known-opt-out" in hidden(after, before)


def test_the_counts_shown_are_those_of_the_last_table() -> None:
    before = {"no-arrest": 60, "known-opt-out": 6, "safety": 7, "technical": 30}
    after = {"no-arrest": 120, "known-opt-out": 8, "safety": 17, "technical": 60}
    assert breakdown(after, before)["no-arrest"] == (120, "published")
    assert breakdown(after, before)["known-opt-out"] == (None, "suppressed")


def test_the_same_table_again_hides_the_same() -> None:
    counts = {"no-arrest": 3, "safety": 2, "unknown": 4}
    assert hidden(counts, smallest_shown=3) == ["no-arrest", "safety"]
    assert hidden(counts, counts, smallest_shown=3) == ["no-arrest", "safety"]


def test_equal_counts_are_hidden_together_so_that_their_order_tells_nothing() -> None:
    counts = {"no-arrest": 3, "safety": 2, "unknown": 3}
    assert hidden(counts, smallest_shown=3) == ["no-arrest", "safety", "unknown"]


@pytest.mark.parametrize("step", [1, 2])
def test_who_is_hidden_next_is_one_that_moved(step: int) -> None:
    before = {"no-arrest": 60, "known-opt-out": 14, "safety": 6}
    after = {"no-arrest": 80, "known-opt-out": 14 + step, "safety": 6}
    assert hidden(before) == []
    assert hidden(after, before) == ["no-arrest", "known-opt-out"]


@pytest.mark.parametrize(("later", "shown"), [(6, False), (14, False), (15, True)])
def test_what_was_hidden_is_shown_when_it_is_larger_than_all_it_may_have_been(
    later: int, *, shown: bool
) -> None:
    """Of 4 and 6 only the sum is known. 6 shown later would say that it did not move, or from at most 1."""
    before = {"no-arrest": 60, "known-opt-out": 4, "safety": 6}
    after = {"no-arrest": 80, "known-opt-out": 30, "safety": later}
    assert hidden(before) == ["known-opt-out", "safety"]
    assert ("safety" not in hidden(after, before)) == shown


def test_no_step_and_a_large_step_are_shown() -> None:
    before = {"no-arrest": 60, "known-opt-out": 6, "safety": 7}
    assert hidden({"no-arrest": 60, "known-opt-out": 11, "safety": 7}, before) == []


def test_a_count_that_was_corrected_downwards_by_little_is_hidden() -> None:
    before = {"no-arrest": 60, "known-opt-out": 9, "safety": 20}
    after = {"no-arrest": 90, "known-opt-out": 7, "safety": 20}
    assert hidden(after, before) == ["no-arrest", "known-opt-out"]


def test_what_the_hidden_moved_together_is_not_small() -> None:
    before = {"no-arrest": 60, "known-opt-out": 6, "safety": 7, "technical": 8, "unknown": 30}
    after = {"no-arrest": 90, "known-opt-out": 7, "safety": 9, "technical": 8, "unknown": 40}
    assert hidden(after, before) == ["known-opt-out", "safety", "unknown"]


def test_a_reason_that_was_not_recorded_apart_before_counts_from_0() -> None:
    before = {"no-arrest": 60, "safety": None, "unknown": 30}
    assert breakdown(before)["safety"] == (None, "missing")
    assert hidden({"no-arrest": 70, "safety": 6, "unknown": 40}, before) == []


QUARTERS = st.lists(
    st.dictionaries(st.sampled_from(ALL), st.integers(0, 30)), min_size=1, max_size=3
)  # steps from quarter to quarter


def running(steps: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """Counts since the year began, for each quarter."""
    return [
        {name: sum(step.get(name, 0) for step in steps[: place + 1]) for name in ALL}
        for place in range(len(steps))
    ]


@given(QUARTERS)
def test_what_is_hidden_cannot_be_subtracted(steps: Sequence[Mapping[str, int]]) -> None:
    *before, last = running(steps)
    shown = breakdown(last, *before)
    secret = {name for name, (_, status) in shown.items() if status == "suppressed"}
    for earlier in ({}, *before):
        moved = {name: last[name] - earlier.get(name, 0) for name in last}
        assert all(moved[name] == 0 or moved[name] >= 5 for name in set(last) - secret)
    if secret and secret != set(last):
        assert len(secret) > 1
        assert sum(last[name] for name in secret) >= 5


THREE = ("no-arrest", "safety", "unknown")
Triple = tuple[int | None, ...]


def shown_counts(table: Triple, *earlier: Triple) -> Triple:
    tables = [dict(zip(THREE, one, strict=True)) for one in (table, *earlier)]
    shown = breakdown(*tables, smallest_shown=3)
    return tuple(shown[name][0] for name in THREE)


@cache
def fitting(total: int, shown: Triple) -> list[tuple[int, ...]]:
    """Every three counts with this sum that agree with what is shown of them."""
    triples = ((a, b, total - a - b) for a in range(total + 1) for b in range(total + 1 - a))
    return [
        triple
        for triple in triples
        if all(one is None or one == own for one, own in zip(shown, triple, strict=True))
    ]


def told(tables: Sequence[Triple]) -> list[tuple[str, int]]:
    """Small numbers that a reader can work out who knows all totals and that counts do not fall.

    The reader forms every course that fits what is shown. What is the same in all of them, of the counts and
    of the steps between two quarters, is known.
    """
    shown = [shown_counts(table, *tables[:place]) for place, table in enumerate(tables)]
    courses: list[list[tuple[int, ...]]] = [[(0, 0, 0)]]
    for table, seen in zip(tables, shown, strict=True):
        courses = [
            [*course, triple]
            for course in courses
            for triple in fitting(sum(one for one in table if one is not None), seen)
            if all(one <= later for one, later in zip(course[-1], triple, strict=True))
        ]
    found = []
    for place, name in enumerate(THREE):
        for first, later in combinations(range(len(tables) + 1), 2):
            numbers = {course[later][place] - course[first][place] for course in courses}
            found += [(name, number) for number in numbers if len(numbers) == 1 and 0 < number < 3]
    return found


def little_happened(tables: Sequence[Triple]) -> bool:
    """Whether the totals themselves, which `activations` shows, say that there were only 1 or 2 alarms."""
    totals = [0, *(sum(one for one in table if one is not None) for table in tables)]
    return any(0 < later - one < 3 for one, later in combinations(totals, 2))


def added(first: Triple, step: Triple) -> Triple:
    return tuple((one or 0) + (more or 0) for one, more in zip(first, step, strict=True))


def test_a_reader_of_two_quarters_can_never_work_out_a_small_number() -> None:
    tried = 0
    for first, step in product(combinations_with_replacement(range(4), 3), product(range(3), repeat=3)):
        course = [first, added(first, step)]
        if not little_happened(course):
            tried += 1
            assert not told(course), course
    assert tried > 300


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=3, max_size=3))
def test_a_reader_of_three_quarters_can_never_work_out_a_small_number(steps: list[Triple]) -> None:
    course = list(accumulate(steps, added))
    if not little_happened(course):
        assert not told(course)


@pytest.mark.parametrize(
    ("codes", "counts", "threshold", "message"),
    [
        (["other"], [3], 5, "expected each at most once"),
        (["safety", "safety"], [3, 4], 5, "expected each at most once"),
        (["safety"], [-1], 5, "negative"),
        (["safety"], [1], 0, "threshold 0"),
    ],
)
def test_wrong_counts_are_refused(codes: list[str], counts: list[int], threshold: int, message: str) -> None:
    frame = pl.DataFrame({"code": codes, "count": counts})
    with pytest.raises(ValueError, match=message):
        country_breakdown(frame, smallest_shown=threshold)
