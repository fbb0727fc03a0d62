"""Looking numbers up, and the classes and tones that maps and dots show."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.figures import CLASS_BREAKS, Figures, rate_class, tone
from analysis.formatting import round_half_up


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures(
        pl.DataFrame(
            {
                "indicator": ["active_runners", "active_runners", "active_runners", "activations"],
                "level": ["country", "region", "region", "region"],
                "area_code": ["dk", "1085", "1084", "1084"],
                "value": [30.0, 10.0, 20.0, None],
                "quarter": ["2025Q2"] * 4,
            }
        )
    )


def test_lookup(figures: Figures) -> None:
    assert figures.value("active_runners") == 30
    assert figures.value("active_runners", "1084") == 20
    assert figures.row("active_runners", "1085")["level"] == "region"
    assert [row["area_code"] for row in figures.areas("active_runners", "region")] == ["1085", "1084"]
    assert figures.areas("active_runners", "municipality") == []


def test_what_is_not_published(figures: Figures) -> None:
    assert figures.value("activations", "1084") is None
    assert not figures.has("activations", "1084")
    assert not figures.has("activations", "1085")
    assert figures.has("active_runners")


def test_a_lookup_that_fails_names_what_was_looked_for(figures: Figures) -> None:
    with pytest.raises(KeyError, match=r"activations.*1085"):
        figures.row("activations", "1085")
    with pytest.raises(KeyError, match=r"aed_rate.*dk"):
        figures.value("aed_rate")


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0, 0), (699.4, 0), (699.5, 1), (700, 1), (849.49, 1), (849.5, 2), (999.5, 3), (1149.49, 3),
        (1149.5, 4), (5000, 4),
    ],
)  # fmt: skip
def test_map_classes_follow_the_printed_number(rate: float, expected: int) -> None:
    assert rate_class(rate) == expected


@given(st.floats(0, 3000))
def test_a_class_never_contradicts_its_label(rate: float) -> None:
    shown, place = round_half_up(rate), rate_class(rate)
    edges = (0, *CLASS_BREAKS, 10_000)
    assert edges[place] <= shown < edges[place + 1]


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (960, 970, "above"), (940, 950, "below"), (950, 960, "same"), (955, 960, "same"), (950, 955, "same"),
    ],
)  # fmt: skip
def test_tone(lower: float, upper: float, expected: str) -> None:
    assert tone({"lower": lower, "upper": upper}, 955) == expected
