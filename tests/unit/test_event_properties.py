"""Whatever the order of rows and files, however often a row comes: counts are those of a plain program."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from events_support import (  # type: ignore[import-not-found]
    AREAS,
    END,
    NOON,
    START,
    Tables,
    counted,
    frame,
    minutes,
    of,
    small,
    written,
)
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis.events.counting import Counts
from analysis.events.engines import start

CODES = [101, 147, 400, 411, 999, None]
KNOWN = {101: "101", 147: "147", 400: "400", 411: "400"}
MOMENTS = [
    START,
    START + timedelta(milliseconds=1),
    NOON,
    NOON + timedelta(hours=12),
    END,
    END + timedelta(milliseconds=1),
    None,
]
positions = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(1, 4)),
        st.one_of(st.sampled_from(MOMENTS), st.datetimes(datetime(2025, 5, 1), datetime(2025, 6, 5)).map(
            lambda moment: moment.replace(tzinfo=NOON.tzinfo, microsecond=moment.microsecond // 1000 * 1000)
        )),
        st.sampled_from(CODES),
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip
engines = pytest.mark.parametrize("engine", ["polars", "duckdb"])
several = settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def plainly(rows: Iterable[tuple]) -> dict[str, dict[str, int]]:
    """Active runners by measure and area, counted row by row."""
    last: dict[tuple[str, int], tuple[datetime, int, str | None]] = {}
    for runner, at, code in rows:
        if runner is None or at is None or not START < at <= END:
            continue
        hour = at.astimezone(ZoneInfo("Europe/Copenhagen")).hour
        for measure in ("active_runners", "active_by_day" if 7 <= hour < 23 else "active_by_night"):
            area = KNOWN.get(code)
            candidate = (at, int(area or 0), area)
            last[measure, runner] = max(
                last.get((measure, runner), candidate), candidate, key=lambda c: c[:2]
            )
    found: dict[str, dict[str, int]] = {}
    for (measure, _), (_, _, area) in last.items():
        if area:
            areas = found.setdefault(measure, {})
            areas[area] = areas.get(area, 0) + 1
    return found


def municipal(counts: Counts) -> dict[str, dict[str, int]]:
    table = counts.runners.filter(pl.col("level") == "municipality")
    return {
        name: areas
        for name in ("active_runners", "active_by_day", "active_by_night")
        if (areas := dict(table.filter(pl.col(name) > 0).select("area_code", name).iter_rows()))
    }


@engines
@several
@given(rows=positions, data=st.data())
def test_any_order_any_files_and_repeated_rows_give_the_same_runners(
    engine: str, rows: list[tuple], data: st.DataObject
):
    rows = [*rows, (9, NOON, 101)]  # somebody is always active
    repeated = data.draw(st.lists(st.sampled_from(rows), max_size=10))
    shuffled = data.draw(st.permutations(rows + repeated))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))
    with TemporaryDirectory() as temporary:
        folder = written(Path(temporary), {k: v for k, v in small().items() if k != "positions"})
        for part, (first, end) in enumerate(zip([0, *cuts], [*cuts, len(shuffled)], strict=True)):
            (folder / "positions" / f"day={part}").mkdir(parents=True)
            table = frame("positions", shuffled[first:end])
            table.write_parquet(folder / "positions" / f"day={part}" / "p.parquet")
        counts = counted(folder, start(engine))
    assert municipal(counts) == plainly(rows)
    tally = counts.tallies[0]
    assert tally.rows == len(shuffled)
    assert tally.used == sum(r is not None and at is not None and START < at <= END for r, at, _ in shuffled)


@engines
def test_csv_and_parquet_give_the_same_counts(engine: str, tmp_path: Path):
    tables = small()
    tables["positions"] = tables["positions"].with_columns(municipality=pl.format("0{}", "municipality"))
    plain = counted(written(tmp_path / "plain", small()), start(engine))
    text = counted(written(tmp_path / "text", tables, text=True), start(engine))
    for name in ("runners", "activations", "minutes", "aeds"):
        assert getattr(text, name).equals(getattr(plain, name)), name
    assert text.tallies == plain.tallies


@engines
def test_keys_may_be_texts_and_columns_may_lack(engine: str, tmp_path: Path):
    tables = small()
    tables["alarms"] = tables["alarms"].drop("reason", "ambulance")
    tables["aeds"] = tables["aeds"].drop("retired", "open_hours")
    tables = {
        name: table.with_columns(
            pl.col(key).cast(pl.String).cast(pl.Categorical) for key in ("runner",) if key in table.columns
        )
        for name, table in tables.items()
    }
    counts = counted(written(tmp_path, tables), start(engine))
    assert counts.reasons is None
    assert of(counts.runners, "dk", "active_runners") == 3
    assert of(counts.activations, "dk", "compared") == 0
    assert of(counts.aeds, "101", "aed_open_hours") is None
    assert of(counts.aeds, "147", "aed_open_hours") == 0


@engines
def test_times_of_alarms_are_those_of_the_first_runner_within_four_hours(engine: str, tmp_path: Path):
    at, tables = NOON, small()
    tables["alarms"] = frame(
        "alarms", [(n, at, 101, False, None, at + minutes(8)) for n in range(5)]
    )  # fmt: skip
    tables["responses"] = frame(
        "responses",
        [
            (0, 1, at, at + minutes(2), at + minutes(7)),
            (0, 2, at, at + minutes(1), at + minutes(9)),
            (1, 1, at, at - minutes(1), at + minutes(8)),
            (1, 2, at, at + minutes(3), None),
            (2, 1, at, at + minutes(4), at + minutes(240.999)),
            (3, 1, at, at, at + minutes(241)),
        ],
    )
    counts = counted(written(tmp_path, tables), start(engine))
    expected = {
        "activations": 5,
        "alerted": 6,
        "accepted": 6,
        "arrived": 5,
        "accepted_by_one": 4,
        "accepted_by_two": 2,
        "accepted_times": 4,
        "accepted_median": 60,
        "accepted_p90": 240,
        "arrived_times": 3,
        "arrived_median": 480,
        "compared": 3,
        "before_ambulance": 1,
    }
    for name, value in expected.items():
        assert of(counts.activations, "101", name) == value, name
        assert of(counts.activations, "dk", name) == value, name
    assert counts.tallies[2].odd == {"before_alarm": 1}


@engines
def test_the_period_is_days_in_denmark(engine: str, tmp_path: Path):
    new_year = datetime(2024, 12, 31, 23, tzinfo=NOON.tzinfo)
    moments = [new_year - minutes(1), new_year, END - minutes(1), END]
    tables: Tables = small()
    tables["alarms"] = frame("alarms", [(n, at, 101, False, None, None) for n, at in enumerate(moments)])
    tables["responses"] = frame("responses", [(n, 1, at, None, None) for n, at in enumerate(moments)])
    counts = counted(written(tmp_path, tables), start(engine))
    assert of(counts.activations, "dk", "activations") == 2
    assert counts.tallies[1].dropped == {"outside_period": 2}
    assert counts.tallies[2].dropped == {"outside_period": 2}


@engines
@pytest.mark.parametrize(
    ("moment", "by_day"),
    [
        (datetime(2025, 3, 30, 4, 59), False),  # 06:59, clocks went forward at night
        (datetime(2025, 3, 30, 5, 0), True),
        (datetime(2025, 3, 29, 5, 59), False),
        (datetime(2025, 3, 29, 6, 0), True),
        (datetime(2025, 3, 30, 20, 59), True),
        (datetime(2025, 3, 30, 21, 0), False),
    ],
)
def test_day_and_night_follow_danish_clocks(engine: str, moment: datetime, by_day: bool, tmp_path: Path):
    tables = small()
    at = moment.replace(tzinfo=NOON.tzinfo)
    tables["positions"] = frame("positions", [(1, at, 101)])
    counts = counted(written(tmp_path, tables), start(engine), as_of=date(2025, 4, 3))
    assert of(counts.runners, "dk", "active_by_day") == int(by_day)
    assert of(counts.runners, "dk", "active_by_night") == int(not by_day)


def test_areas_hold_every_level():
    assert AREAS.names["level"].value_counts().sort("level").rows() == [
        ("country", 1),
        ("municipality", 98),
        ("region", 5),
    ]
