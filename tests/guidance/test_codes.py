"""The code list of cancelled alarms, its validator and the counts of the country."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis.guidance
from analysis.guidance.codes import CodedRecord, as_turtle, country_breakdown, load_codes, problems

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
    assert written == as_turtle(load_codes())
    assert written.count("a skos:Concept ;") == 8
    assert '"Kendt fravalg"@da, "Known opt-out"@en' in written


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
        ({"code": "other"}, "not in the list"),
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


def test_several_problems_at_once() -> None:
    assert len(problems(replace(GOOD, safe_identity=None, source=None, born=date(1990, 1, 1)))) == 3


def breakdown(counts: Mapping[str, int | None]) -> dict[str, tuple[int | None, str]]:
    frame = pl.DataFrame(
        {"code": list(counts), "count": list(counts.values())}, schema={"code": pl.String, "count": pl.Int64}
    )
    return {
        row["code"]: (row["count"], row["status"]) for row in country_breakdown(frame).iter_rows(named=True)
    }


def test_small_counts_are_suppressed_and_never_0() -> None:
    shown = breakdown({"no-arrest": 120, "known-opt-out": 4, "safety": 2, "technical": 0, "unknown": None})
    assert shown["known-opt-out"] == shown["safety"] == (None, "suppressed")
    assert shown["no-arrest"] == (120, "published")
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


@given(st.dictionaries(st.sampled_from(ALL), st.integers(0, 30)))
def test_what_is_hidden_cannot_be_subtracted(counts: dict[str, int]) -> None:
    shown = breakdown(counts)
    hidden = [counts[name] for name, (_, status) in shown.items() if status == "suppressed"]
    assert all(count is None or count == 0 or count >= 5 for count, _ in shown.values())
    assert 0 not in hidden
    positive = [count for count in counts.values() if count]
    if hidden:
        assert len(hidden) == len(positive) or (len(hidden) >= 2 and sum(hidden) >= 5)


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
