"""Files to fetch from a page: pandas, Polars and DuckDB read the numbers and not their looks."""

import io
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core import formatting as show
from analysis.report.components.files import DECIMAL, SEPARATORS, csv_text

LIMITS = {"da": ("nedre grænse", "øvre grænse"), "en": ("lower limit", "upper limit")}
HEAD = ("Kommune", "Aktive", "Pr. 100.000", "95 %-interval", "Ændring", "Andel")


def shown(values: list[float | None], language: str) -> tuple[str, ...]:
    count, rate, low, high, change, share = values
    return (
        "Aarhus",
        show.number(count, 0, language),
        show.number(rate, 1, language),
        show.number_range(low, high, 0, language),
        show.signed(change, 1, language),
        show.percent(share, 1, language),
    )


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "da",
            [
                "Kommune;Aktive;Pr. 100.000;95 %-interval, nedre grænse;95 %-interval, øvre grænse;"
                "Ændring;Andel (%)",
                "Aarhus;4542;1215,4;1180;1251;-2,5;71,3",
                "Aarhus;0;0,0;7;7;1,0;",
                "Aarhus;;;;;;100,0",
            ],
        ),
        (
            "en",
            [
                'Kommune,Aktive,Pr. 100.000,"95 %-interval, lower limit","95 %-interval, upper limit",'
                "Ændring,Andel (%)",
                "Aarhus,4542,1215.4,1180,1251,-2.5,71.3",
                "Aarhus,0,0.0,7,7,1.0,",
                "Aarhus,,,,,,100.0",
            ],
        ),
    ],
)
def test_numbers_are_numbers(language: str, lines: list[str]) -> None:
    rows = [
        shown([4542, 1215.4, 1180, 1251, -2.5, 71.3], language),
        shown([0, 0, 7, 7, 1, None], language),
        shown([None, None, None, None, None, 100], language),
    ]
    assert csv_text(HEAD, rows, language, LIMITS[language]).splitlines() == lines


@pytest.mark.parametrize("cell", ["2. jan. 2018", "1.2.3", "12a", "=1+1", "1,234,5", "4.54", "A–B"])
def test_what_is_no_number_stays_a_text(cell: str) -> None:
    written = csv_text(("Navn", "Tal"), [("x", cell)], "da", LIMITS["da"]).splitlines()[1]
    assert written == ("x;Skrevet: =1+1" if cell.startswith("=") else f"x;{cell}")


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(0, 10**7),
            st.none() | st.integers(-(10**6), 10**6).map(lambda value: value / 10),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["da", "en"]),
)
def test_three_readers_read_what_was_shown(
    values: list[tuple[int | None, float | None]], language: str
) -> None:
    rows = [
        (f"k{place}", show.number(count, 0, language), show.signed(change, 1, language))
        for place, (count, change) in enumerate(values)
    ]
    text = csv_text(("name", "count", "change"), rows, language, LIMITS[language])
    separator, decimal = SEPARATORS[language], DECIMAL[language]
    schema = {"name": pl.String, "count": pl.Int64, "change": pl.Float64}
    expected = pl.DataFrame([(f"k{i}", *pair) for i, pair in enumerate(values)], schema=schema, orient="row")
    by_polars = pl.read_csv(
        io.StringIO(text), separator=separator, decimal_comma=decimal == ",", schema_overrides=schema
    )
    assert by_polars.equals(expected)
    by_pandas = pd.read_csv(io.StringIO(text), sep=separator, decimal=decimal)
    for column in ("count", "change"):
        assert by_pandas[column].astype(float).fillna(-0.25).tolist() == [
            -0.25 if value is None else value for value in expected[column]
        ]
    types = {"name": "VARCHAR", "count": "BIGINT", "change": "DOUBLE"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "numbers.csv")
        file.write_text(text, encoding="utf-8", newline="")
        by_duckdb = duckdb.read_csv(str(file), sep=separator, decimal=decimal, dtype=types, header=True)
        assert by_duckdb.fetchall() == expected.rows()
