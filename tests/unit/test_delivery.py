"""The Q2 2025 delivery reads as published, in every format, and damage never goes unnoticed."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analysis.core.problems import InputError, Problem, collect_problems, quoted, shown_path
from analysis.core.quarters import Quarter
from analysis.ingest import delivery as delivery_module
from analysis.ingest.cells import area_code, half_of_last_decimal, percentage, whole_number
from analysis.ingest.delivery import Delivery, area_members, area_names, read_delivery
from analysis.ingest.delivery_file import DeliveryFile, read_delivery_file
from analysis.reading.files import is_simulated
from analysis.reading.sidecars import sidecar_path
from analysis.reference.files import Reference, read_reference
from tests.own_tables import ods

DATA = Path(__file__).parents[2] / "data"
QUARTER = Quarter(2025, 2)
CSV = (DATA / "raw/2025Q2/runners.csv").read_bytes()


@pytest.fixture(scope="module")
def published() -> Delivery:
    return read_delivery(DATA, QUARTER)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(DATA, date(2025, 6, 3))


def test_terms(published: Delivery) -> None:
    assert (published.quarter, published.as_of, published.period_start) == (
        QUARTER,
        date(2025, 6, 3),
        date(2025, 1, 1),
    )
    assert (published.population_period, published.publisher, published.simulated) == ("2025K2", None, False)
    assert published.source == "TrygFonden, Statusrapport, 2. kvartal 2025"
    assert [path.name for path in published.files] == [
        "delivery.toml",
        "runners.csv",
        "activations.csv",
        "aeds.csv",
    ]


@pytest.mark.golden
def test_municipalities_add_up_to_the_published_regions_and_country(
    published: Delivery, reference: Reference
) -> None:
    by_region = published.runners.join(reference.geography, on="municipality_code").group_by("region_code")
    assert dict(by_region.agg(pl.col("active_runners").sum()).iter_rows()) == {
        "1081": 5321,
        "1082": 14857,
        "1083": 10462,
        "1084": 19135,
        "1085": 7532,
    }
    assert published.runners["active_runners"].sum() == 57307


def test_only_langeland_has_a_note(published: Delivery) -> None:
    noted = published.runners.drop_nulls("note")
    assert noted["municipality"].to_list() == ["Langeland"]
    assert "FirstAED" in noted["note"][0]
    assert "2012" in noted["note"][0]


@pytest.mark.golden
def test_activations(published: Delivery) -> None:
    columns = (
        "area_code",
        "activations",
        "cancelled_percent",
        "accepted_by_one_percent",
        "accepted_by_two_percent",
    )
    assert published.activations.select(columns).rows() == [
        ("dk", 1309, 16.0, 99.0, 98.0),
        ("1081", 226, None, 99.0, 98.0),
        ("1082", 211, None, 100.0, 98.0),
        ("1083", 417, None, 100.0, 98.0),
        ("1085", 191, None, 99.0, 98.0),
        ("1084", None, None, None, None),
    ]
    assert published.activations["accepted_by_one"].dtype == pl.Int64


def test_aeds_and_withheld(published: Delivery) -> None:
    assert published.aeds.rows() == [("country", "dk", "Danmark", 26182, 18656, None, None)]
    assert published.withheld.select("indicator", "area_code", "until").rows() == [
        ("accepted_by_one", "1084", date(2026, 12, 31)),
        ("accepted_by_two", "1084", date(2026, 12, 31)),
    ]


def test_rows_are_remembered(published: Delivery) -> None:
    places = published.places
    langeland = places.filter(pl.col("table") == "runners", pl.col("area_code") == "482").row(0, named=True)
    assert (langeland["file"], langeland["row"]) == ("data/raw/2025Q2/runners.csv", 56)
    assert dict(places["table"].value_counts().iter_rows()) == {"runners": 98, "activations": 6, "aeds": 1}
    lines = (DATA / "raw/2025Q2/activations.csv").read_text(encoding="utf-8").splitlines()
    for code, row in places.filter(pl.col("table") == "activations").select("area_code", "row").iter_rows():
        assert lines[row - 1].startswith(f"{code},")


def test_a_delivery_by_itself_has_nothing_broken_corrected_or_united(published: Delivery) -> None:
    assert published.breaks.is_empty()
    assert published.corrections.is_empty()
    assert published.united.is_empty()
    assert published.answers["warning"].to_list() == ["neighbours/482/active_runners"]
    assert dict(published.totals.iter_rows()) == {
        "dk": 57307, "1081": 5321, "1082": 14857, "1083": 10462, "1085": 7532, "1084": 19135,
    }  # fmt: skip


def test_breaks_and_answers(data: Path) -> None:
    path = data / "raw/2025Q2/delivery.toml"
    more = """
[[break]]
indicator = "active_runners"
area = "083"
reason = "Ny app."

[[answer]]
warning = "fell/dk/activations"
text = "Talt om."
"""
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    delivery = read_delivery(data, QUARTER)
    assert delivery.breaks.rows() == [("active_runners", "1083", "Ny app.")]
    assert delivery.answers["warning"].to_list() == ["neighbours/482/active_runners", "fell/dk/activations"]
    assert delivery.answers["text"].to_list()[1] == "Talt om."


ENTRIES = """quarter = "2025Q2"
[totals]
dk = 1
[[withheld]]
indicator = "a"
  # area = "x"
area = "b"

[[break]]
area = "c"
[[ withheld ]] # den anden
"area" = "d"
"""


@pytest.mark.parametrize(
    ("table", "occurrence", "key", "row"),
    [
        ("withheld", 0, "indicator", 5),
        ("withheld", 0, "area", 7),
        ("withheld", 0, "reason", 4),
        ("withheld", 1, "area", 12),
        ("withheld", 1, "indicator", 11),
        ("withheld", 2, "area", None),
        ("break", 0, "area", 10),
        ("answer", 0, "text", None),
    ],
)
def test_the_row_of_a_key_in_an_entry(table: str, occurrence: int, key: str, row: int | None) -> None:
    assert DeliveryFile("delivery.toml", ENTRIES, {}, {}, {}).entry_row(table, occurrence, key) == row


def test_names_and_members(reference: Reference) -> None:
    assert area_names(reference)["level"].value_counts(sort=True).rows() == [
        ("municipality", 98),
        ("region", 5),
        ("country", 1),
    ]
    members = area_members(reference)
    assert members["dk"] == ["1081", "1082", "1083", "1085", "1084"]
    assert sum(len(members[region]) for region in members["dk"]) == 98


def test_a_delivery_names_its_own_population_and_publisher(data: Path) -> None:
    path = data / "raw/2025Q2/delivery.toml"
    text = path.read_text(encoding="utf-8")
    for key in ("population_period", "publisher"):
        text = text.replace(f"# {key} =", f"{key} =")
    path.write_text("\ufeff" + text.replace("2025K2", "2025K1").replace("\n", "\r\n"), encoding="utf-8")
    read = read_delivery(data, QUARTER)
    assert (read.population_period, read.publisher) == ("2025K1", "Navnet på udgiveren")


def test_runners_as_workbooks_and_parquet_read_the_same(data: Path, published: Delivery) -> None:
    path = data / "raw/2025Q2/runners.csv"
    rows = pl.read_csv(path)
    path.unlink()
    with xlsxwriter.Workbook(path.with_suffix(".xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([rows.columns, *rows.rows()]):
            sheet.write_row(number, 0, row)
    assert_frame_equal(read_delivery(data, QUARTER).runners, published.runners)
    path.with_suffix(".xlsx").unlink()
    path.with_suffix(".ods").write_bytes(ods([rows.columns, *rows.rows()]))
    assert_frame_equal(read_delivery(data, QUARTER).runners, published.runners)
    path.with_suffix(".ods").unlink()
    rows.write_parquet(path.with_suffix(".parquet"))
    assert_frame_equal(read_delivery(data, QUARTER).runners, published.runners)


def test_other_spellings_of_codes_and_names(data: Path, published: Delivery) -> None:
    path = data / "raw/2025Q2/activations.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace("dk,Danmark,1309", "000,DANMARK,1.309").replace("1081,Region ", "081,")
    path.write_text(text, encoding="utf-8")
    sidecar_path(path).unlink()
    assert_frame_equal(read_delivery(data, QUARTER).activations, published.activations)


def test_counts_and_percentages_that_agree_are_accepted(data: Path) -> None:
    path = data / "raw/2025Q2/activations.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace("Nordjylland,226,,,,99,,98", 'Nordjylland,226,43,16,223,"98,7",222,98')
    path.write_text(text, encoding="utf-8")
    sidecar_path(path).unlink()
    row = read_delivery(data, QUARTER).activations.row(1, named=True)
    assert (row["cancelled"], row["accepted_by_one"], row["accepted_by_one_percent"]) == (43, 223, 98.7)


def test_a_simulated_delivery_beside_simulated_ones(data: Path) -> None:
    path = data / "raw/2025Q2/delivery.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("simulated = false", "simulated = true"), "utf-8"
    )
    other = data / "raw/2025Q1"
    other.mkdir()
    (other / "delivery.toml").write_text("simulated = true", encoding="utf-8")
    assert read_delivery(data, QUARTER).simulated
    assert is_simulated(path) is True
    assert is_simulated(other / "nowhere.toml") is None
    (other / "delivery.toml").write_text("simulated = 1", encoding="utf-8")
    assert is_simulated(other / "delivery.toml") is None


@pytest.mark.parametrize(
    "content", [b"[[[", b"a = " + b"[" * 5000, b"a = 1\na = 2", b"\x00", b"= 1", b"d = 2025-99-99"]
)
def test_text_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "delivery.toml").write_bytes(content)
    with pytest.raises(InputError, match=r"expected valid TOML|an empty file"):
        read_delivery_file(tmp_path / "delivery.toml", tmp_path)


@pytest.mark.parametrize(
    "content", ["totals = 1", "withheld = [1]", "[[totals]]", "[withheld]", "[[withheld]]\nx = 1"]
)
def test_tables_of_the_wrong_shape_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "delivery.toml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"totals|withheld|column x"):
        read_delivery_file(tmp_path / "delivery.toml", tmp_path)


def evaluated(expression: pl.Expr) -> object:
    return pl.select(expression).item()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("1034", 1034),
        ("1.034", 1034),
        ("1.034.000", 1034000),
        ("1 034", 1034),
        ("1 034.000", None),
        ("0034", 34),
        ("1.03", None),
        ("0.034", None),
        ("1034.000", None),
        ("1,034", None),
        ("1,5", None),
        ("-3", None),
        ("1e3", None),
        ("٣", None),
        ("9" * 16, None),
        (None, None),
    ],
)
def test_whole_number(text: str | None, number: int | None) -> None:
    assert evaluated(whole_number(pl.lit(text, pl.String))) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("99", 99),
        ("98,5", 98.5),
        ("98.5", 98.5),
        ("0", 0),
        ("100", 100),
        ("100,1", None),
        ("-1", None),
        ("9 %", None),
    ],
)
def test_percentage(text: str, number: float | None) -> None:
    assert evaluated(percentage(pl.lit(text))) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DK", "dk"),
        ("000", "dk"),
        ("081", "1081"),
        ("84", "1084"),
        ("1084", "1084"),
        ("0101", "101"),
        ("101", "101"),
    ],
)
def test_area_code(text: str, code: str) -> None:
    assert evaluated(area_code(pl.lit(text))) == code


@pytest.mark.parametrize(("text", "half"), [("16", 0.5), ("98,5", 0.05), ("98.55", 0.005)])
def test_half_of_last_decimal(text: str, half: float) -> None:
    assert evaluated(half_of_last_decimal(pl.lit(text))) == pytest.approx(half)


def test_a_problem_is_one_line() -> None:
    problem = Problem("data/raw/2025Q2/runners.csv", 14, "Aktive hjerteløbere", quoted("abc"), "a number")
    assert str(problem) == (
        "data/raw/2025Q2/runners.csv, row 14, column Aktive hjerteløbere: found 'abc', expected a number"
    )
    assert str(Problem("f", None, None, "x", "y")) == "f: found x, expected y"


@given(st.text())
def test_a_quoted_cell_is_short_and_on_one_line(text: str) -> None:
    assert len(quoted(text)) <= 42
    assert quoted(text).isprintable() or "\N{REPLACEMENT CHARACTER}" in quoted(text)
    assert len(quoted(text).splitlines()) == 1


def test_paths_are_shown_from_the_folder_above_the_data_root(tmp_path: Path) -> None:
    assert shown_path(tmp_path / "data/raw/x.csv", tmp_path / "data") == "data/raw/x.csv"
    assert (
        shown_path(Path("/elsewhere/x.csv"), tmp_path / "data")
        == Path("/elsewhere/x.csv").absolute().as_posix()
    )


def test_attempt_gathers_problems_and_problems_are_sorted() -> None:
    late, early = Problem("f", 14, "c", "x", "y"), Problem("f", None, None, "x", "y")

    def fail() -> int:
        raise InputError([late, early, late])

    found: list[Problem] = []
    assert collect_problems(found, fail) is None
    assert collect_problems(found, lambda: 7) == 7
    assert found == [early, late]


LINES = CSV.decode().splitlines(keepends=True)
ONE_BYTE = st.builds(
    lambda place, kept, byte: CSV[: place % len(CSV)] + byte + CSV[place % len(CSV) + kept :],
    st.integers(0, len(CSV) - 1),
    st.sampled_from([0, 1]),
    st.one_of(
        st.just(b""),
        st.sampled_from([b",", b";", b'"', b"\n", b"0", b".", b" ", b"\0"]),
        st.binary(max_size=2),
    ),
)
CUT = st.integers(0, len(CSV)).map(lambda place: CSV[:place])


def _with_cell(row: int, column: int, cell: str) -> bytes:
    cells = LINES[row].rstrip("\n").split(",", 3)
    cells[column] = cell
    return "".join([*LINES[:row], ",".join(cells) + "\n", *LINES[row + 1 :]]).encode("utf-8", "surrogatepass")


ONE_CELL = st.builds(_with_cell, st.integers(0, len(LINES) - 1), st.integers(0, 3), st.text(max_size=12))
LINES_MIXED = st.permutations(LINES[1:]).map(lambda lines: "".join([LINES[0], *lines]).encode())
LINES_LOST = st.sets(st.integers(0, len(LINES) - 1), min_size=1).map(
    lambda lost: "".join(line for number, line in enumerate(LINES) if number not in lost).encode()
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(ONE_BYTE, ONE_CELL, CUT, LINES_MIXED, LINES_LOST))
def test_damaged_runners_read_to_the_same_numbers_or_are_refused(
    data: Path, published: Delivery, reference: Reference, content: bytes
) -> None:
    path = data / "raw/2025Q2/runners.csv"
    path.write_bytes(content)
    sidecar_path(path).unlink(missing_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery_module, "read_reference", lambda *_: reference)
        problems: list[Problem] = []
        read = collect_problems(problems, lambda: read_delivery(data, QUARTER))
    assert all(len(str(problem).splitlines()) == 1 for problem in problems)
    if read is None:
        assert problems
    else:
        assert_frame_equal(read.runners.drop("note"), published.runners.drop("note"))
