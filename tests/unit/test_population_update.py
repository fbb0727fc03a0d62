"""The update of the population: what is taken over, what is refused, and that it is all or nothing."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result
from statbank_server import (  # type: ignore[import-not-found]
    ALL_AGES,
    Folk1a,
    Reply,
    StatBankServer,
    error,
    folk1a,
    regions_on,
)

import analysis.cli.display
import analysis.core.folders
import analysis.reference.population_answers
import analysis.reference.statbank
from analysis.cli import main
from analysis.core.layout import DataRoot
from analysis.core.problems import InputError
from analysis.reading.sidecars import read_sidecar, sidecar_path
from analysis.reference.files import SCHEMAS, read_reference, read_reference_table
from analysis.reference.statbank import StatBank
from analysis.reference.update import Update, period_ranges, update_population
from analysis.reference.web_service import WebServiceError

TODAY = date(2026, 11, 23)
RAW = Path(__file__).parents[2] / "data" / "raw"
FILES = ("population_folk1a", "population_totals", "population_adults")
HELD = {stem: read_reference_table(RAW.parent, stem)[1] for stem in SCHEMAS}
TABLE = folk1a(HELD)
NEWER = TABLE.with_period("2026K2", like="2026K1")
ADDED = "FOLK1A: population of 2026K2 added, adults of 2024K1–2026K2 added"
Run = Callable[..., Result]
COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StatBankServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with StatBankServer(NEWER) as running:
        yield running


def update(data: Path, server: StatBankServer, today: date = TODAY, *, accept: bool = False) -> Update:
    bank = StatBank(server.address, pause_seconds=0, retries=1)
    return update_population(DataRoot(data), today, bank, accept_revisions=accept)


def content(data: Path) -> dict[str, bytes]:
    files = (path for path in sorted(data.rglob("*")) if path.is_file())
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in files}


def text(data: Path, stem: str) -> str:
    return (data / "raw/reference" / f"{stem}.csv").read_bytes().decode()


def refused(data: Path, server: StatBankServer) -> list[str]:
    before = content(data)
    with pytest.raises(InputError) as refusal:
        update(data, server)
    assert content(data) == before
    return [str(problem) for problem in refusal.value.problems]


def test_a_new_quarter_is_added_and_the_others_stay_as_they_are(data: Path, server: StatBankServer) -> None:
    before = content(data)
    done = update(data, server)
    assert str(done) == ADDED
    assert (done.remarks, done.revisions, done.latest) == ([], [], "2026K2")
    after = content(data)
    assert before.keys() == after.keys()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {f"raw/reference/{stem}.csv{end}" for stem in FILES for end in ("", ".meta.toml")}
    for stem, rows in (("population_folk1a", 99), ("population_totals", 6)):
        old, new = before[f"raw/reference/{stem}.csv"], after[f"raw/reference/{stem}.csv"]
        assert new.startswith(old)
        assert new[len(old) :].count(b"\n") == rows
    people = text(data, "population_folk1a").splitlines()
    assert people[-99].startswith("2026K2,101,København,")
    assert people[-1] == "2026K2,411,Christiansø,93"


def test_adults_of_every_area_are_the_sums_of_single_ages(data: Path, server: StatBankServer) -> None:
    update(data, server)
    adults = read_reference_table(data, "population_adults")[1]
    assert adults.height == 10 * (1 + 5 + 99)
    assert adults["area_code"].head(7).to_list() == ["dk", "1081", "1082", "1083", "1084", "1085", "101"]
    assert adults["area_code"].tail(1).item() == "411"
    national = adults.filter(pl.col("area_code") == "dk", pl.col("period") == "2025K4")
    assert national["population_18plus"].item() == 4_882_067
    of_regions = adults.filter(pl.col("area_code").str.len_chars() == 4).group_by("period")
    whole = adults.filter(pl.col("area_code") == "dk").select("period", "population_18plus")
    assert of_regions.agg(pl.col("population_18plus").sum()).sort("period").rows() == whole.rows()


def test_sidecars_name_table_address_and_periods(data: Path, server: StatBankServer) -> None:
    update(data, server)
    for stem, holds in zip(FILES, ("all municipalities", "national and", "sums of the single"), strict=True):
        sidecar = read_sidecar(data / "raw/reference" / f"{stem}.csv", data)
        assert sidecar is not None
        assert sidecar.origin.startswith(
            f"Danmarks Statistik, StatBank FOLK1A ({server.address}), 2024K1–2026K2: {holds}"
        )
        assert (sidecar.retrieved, sidecar.licence) == (TODAY, "CC BY 4.0")
    read_reference(data, TODAY)


def test_an_update_twice_finds_nothing_new(data: Path, server: StatBankServer) -> None:
    update(data, server)
    before = content(data)
    done = update(data, server, date(2026, 11, 24))
    assert str(done) == "FOLK1A holds nothing new, the latest period is 2026K2; nothing was written"
    assert not done.written
    assert content(data) == before


def test_one_question_brings_every_single_age(data: Path, server: StatBankServer) -> None:
    server.table = Folk1a(NEWER.people, NEWER.names, NEWER.regions, ages=ALL_AGES)
    assert str(update(data, server)) == ADDED
    (_, first), (function, second) = server.questions
    assert first["table"] == "FOLK1A"
    assert function == "data"
    asked = {variable["code"]: variable["values"] for variable in second["variables"]}
    assert {code: len(values) for code, values in asked.items()} == {
        "OMRÅDE": 105, "KØN": 1, "ALDER": 127, "CIVILSTAND": 1, "Tid": 10,
    }  # fmt: skip
    assert asked["Tid"][0] == "2024K1"


def test_more_cells_than_the_limit_come_in_several_questions(
    data: Path, server: StatBankServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis.reference.population_answers, "MOST_CELLS", 3 * 105 * 6)
    assert str(update(data, server)) == ADDED
    asked = [question["variables"][4]["values"] for function, question in server.questions[1:]]
    assert [len(periods) for periods in asked] == [3, 3, 3, 1]


def test_periods_before_theirs_are_kept_and_before_ours_not_asked_for(
    data: Path, server: StatBankServer
) -> None:
    before = text(data, "population_folk1a")
    server.table = NEWER.without_period("2024K1")
    assert str(update(data, server)) == ADDED.replace("2024K1", "2024K2")
    assert text(data, "population_folk1a").startswith(before)
    server.table = NEWER.with_period("2023K4", like="2024K1")
    assert str(update(data, server)) == "FOLK1A: adults of 2024K1 added"
    assert server.questions[-1][1]["variables"][4]["values"][0] == "2024K1"
    assert all("2023K4" not in text(data, stem) for stem in FILES)


@pytest.mark.parametrize("missing", ["..", "0"])
def test_a_quarter_without_christiansoe_is_left_out(data: Path, server: StatBankServer, missing: str) -> None:
    server.table = NEWER.with_period("2026K3", like="2026K2").with_text("2026K3", "411", missing)
    done = update(data, server)
    assert str(done) == ADDED
    assert done.remarks == ["2026K3 is left out: FOLK1A has no figure for Christiansø (411)"]
    assert all("2026K3" not in text(data, stem) for stem in FILES)


def test_a_quarter_without_municipalities_is_left_out_whatever_else_it_holds(
    data: Path, server: StatBankServer
) -> None:
    table = NEWER
    for area in ("101", "147", "360", "851"):
        table = table.with_text("2026K2", area, "..")
    server.table = table.with_text("2026K2", "151", "1", ("64",))
    done = update(data, server)
    assert done.remarks == [
        "2026K2 is left out: FOLK1A has no figure for København (101), Frederiksberg (147), Lolland (360) "
        "and 1 more"
    ]
    assert done.latest == "2026K1"


def test_a_period_that_we_hold_may_not_be_lost(data: Path, server: StatBankServer) -> None:
    server.table = NEWER.without_period("2025K3")
    problems = refused(data, server)
    assert [line.partition(",")[0] for line in problems] == [
        "data/raw/reference/population_folk1a.csv",
        "data/raw/reference/population_totals.csv",
    ]
    assert "København (101), Frederiksberg (147), Ballerup (151) and 96 more in 2025K3" in problems[0]
    assert "Danmark (dk), Region Nordjylland (1081)" in problems[1]


def test_a_figure_that_we_hold_may_not_be_lost(data: Path, server: StatBankServer) -> None:
    server.table = NEWER.with_text("2025K3", "825", "..")
    problems = refused(data, server)
    assert any("Læsø (825) in 2025K3, expected the figures in FOLK1A too" in line for line in problems)


def test_adults_that_we_hold_may_not_be_lost(data: Path, server: StatBankServer) -> None:
    server.table = NEWER.with_text("2025K4", "000", "..", ("64",))
    problems = refused(data, server)
    assert any("population_adults.csv" in line and "Danmark (dk) in 2025K4" in line for line in problems)


def test_a_revision_is_refused_until_it_is_accepted(data: Path, server: StatBankServer) -> None:
    held = HELD["population_folk1a"].filter(period="2025K1").select("area_code", "population")
    old = dict(held.iter_rows())
    server.table = NEWER.with_people("2025K1", "825", old["825"] + 3)
    expected = [
        f"Læsø (825), 2025K1: {old['825']} -> {old['825'] + 3}",
        "Danmark (dk), 2025K1: 5992734 -> 5992737",
        "Region Nordjylland (1081), 2025K1: 592768 -> 592771",
    ]
    problems = refused(data, server)
    assert [line.partition("found ")[2] for line in problems] == [
        f"{change}, expected figures that do not change, or --accept-revisions" for change in expected
    ]
    before = text(data, "population_folk1a")
    done = update(data, server, accept=True)
    assert done.revisions == expected
    assert str(done) == f"{ADDED}, 3 figures revised"
    after = text(data, "population_folk1a")
    was, now = (f"2025K1,825,Læsø,{people}\n" for people in (old["825"], old["825"] + 3))
    assert after.startswith(before.replace(was, now))
    read_reference(data, TODAY)


@pytest.mark.parametrize(
    ("area", "age", "words"),
    [
        ("825", "IALT", "for 1081 in 2026K2, expected"),
        ("082", "IALT", "found '1' for 1082 in 2026K2, expected"),
        ("000", "IALT", "found '1' for dk in 2026K2, expected"),
        ("000", "64", "single ages of Danmark (dk) in 2026K2, expected their sum to be the total"),
    ],
)
def test_figures_that_do_not_add_up_are_refused(
    data: Path, server: StatBankServer, area: str, age: str, words: str
) -> None:
    server.table = NEWER.with_text("2026K2", area, "1", (age,))
    assert any(line.startswith("FOLK1A, column") and words in line for line in refused(data, server))


def test_ages_of_regions_have_to_be_those_of_their_municipalities(data: Path, server: StatBankServer) -> None:
    child, adult = (int(NEWER.cells["2026K2", "082", age]) for age in ("17", "18"))
    table = NEWER.with_text("2026K2", "082", str(child - 5), ("17",))
    server.table = table.with_text("2026K2", "082", str(adult + 5), ("18",))
    problems = refused(data, server)
    assert len(problems) == 1
    assert problems[0].startswith("FOLK1A, ages 18 and over, column population")
    assert "for 1082 in 2026K2" in problems[0]


def test_a_place_without_children_is_refused_except_christiansoe(data: Path, server: StatBankServer) -> None:
    def grown_up(table: Folk1a, area: str) -> Folk1a:
        ages = {age: int(table.cells["2026K2", area, age]) for age in ("0", "17", "18")}
        changes = {"0": 0, "17": 0, "18": sum(ages.values())}
        for age, people in changes.items():
            table = table.with_text("2026K2", area, str(people), (age,))
        return table

    server.table = grown_up(grown_up(NEWER, "825"), "411")
    problems = refused(data, server)
    childless = [line for line in problems if "no children" in line]
    assert childless == [
        "FOLK1A, column ALDER: found no children in Læsø (825) in 2026K2, expected fewer adults than people"
    ]


def test_an_area_without_every_age_has_no_adults(data: Path, server: StatBankServer) -> None:
    server.table = NEWER.with_text("2026K2", "411", "..", ("18", "64"))
    done = update(data, server)
    assert done.remarks == ["2026K2 has no complete ages of Christiansø (411) in FOLK1A"]
    assert "2026K2,411" not in text(data, "population_adults")
    assert "2026K2,411" in text(data, "population_folk1a")


def test_the_new_region_is_found_by_its_name(data: Path, server: StatBankServer) -> None:
    named = Folk1a(NEWER.people, {**NEWER.names, "086": "Region Østdanmark"}, NEWER.regions)
    server.table = named.with_period(
        "2027K1", like="2026K2", regions=regions_on(HELD, date(2027, 1, 1), unpublished="086")
    )
    done = update(data, server, date(2027, 2, 12))
    assert done.remarks == []
    rows = [line for line in text(data, "population_totals").splitlines() if line.startswith("2027K1")]
    assert [line.split(",")[1] for line in rows] == ["dk", "1081", "1082", "1083", "region-oestdanmark"]
    assert "2026K2,1085," in text(data, "population_totals")


def test_a_region_that_statbank_does_not_have_is_left_without_a_total(
    data: Path, server: StatBankServer
) -> None:
    server.table = NEWER.with_period("2027K1", like="2026K2", regions=regions_on(HELD, date(2027, 1, 1)))
    done = update(data, server, date(2027, 2, 12))
    assert done.remarks == ["2027K1 has no total of Region Østdanmark (region-oestdanmark) in FOLK1A"]
    assert "region-oestdanmark" not in text(data, "population_totals")
    assert "2027K1,400,Bornholm" in text(data, "population_folk1a")
    read_reference(data, date(2027, 2, 12))


def test_a_region_with_a_code_may_not_lack_its_total(data: Path, server: StatBankServer) -> None:
    server.table = NEWER.with_text("2026K2", "083", "..")
    assert any("found an empty cell for 1083 in 2026K2" in line for line in refused(data, server))


def test_an_area_that_statbank_no_longer_lists_is_lost(data: Path, server: StatBankServer) -> None:
    names = {code: name for code, name in NEWER.names.items() if code != "411"}
    server.table = Folk1a(NEWER.people, names, NEWER.regions)
    lost = [line for line in refused(data, server) if "Christiansø (411) in" in line]
    assert len(lost) == HELD["population_folk1a"]["period"].n_unique()


def test_an_older_table_than_ours_is_refused(data: Path, server: StatBankServer) -> None:
    people = {"2023K4": NEWER.people["2024K1"]}
    server.table = Folk1a(people, NEWER.names, {"2023K4": NEWER.regions["2024K1"]})
    assert refused(data, server) == [
        "FOLK1A, column Tid: found quarters until 2023K4, expected quarters from 2024K1 on"
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"id": "ALDER"', '"id": "AGE"', "column ALDER: found no such variable"),
        ('"id": "000"', '"id": "999"', "column OMRÅDE: found other codes, expected the code 000"),
        (r'"([0-9]{4})K', r'"\1M', "column Tid: found no quarters"),
    ],
)
def test_another_table_is_refused(data: Path, server: StatBankServer, old: str, new: str, words: str) -> None:
    described = re.sub(old, new, NEWER.description().decode())
    server.replies.append(Reply(content=described.encode()))
    assert any(words in line for line in refused(data, server))


def test_broken_reference_files_are_told_before_anything_is_asked(data: Path, server: StatBankServer) -> None:
    (data / "raw/reference/tiles.csv").unlink()
    assert any("tiles" in line for line in refused(data, server))
    assert server.questions == []


def test_the_files_are_csv(data: Path, server: StatBankServer) -> None:
    path = data / "raw/reference/population_totals.csv"
    pl.read_csv(path, infer_schema=False).write_parquet(path.with_suffix(".parquet"))
    path.unlink()
    sidecar_path(path).unlink()
    assert refused(data, server) == [
        "data/raw/reference/population_totals.parquet: found another kind of file, expected a CSV file"
    ]


@pytest.mark.parametrize("step", range(7))
@pytest.mark.parametrize("exchanging", [True, False])
def test_files_are_replaced_all_or_none(
    data: Path, server: StatBankServer, monkeypatch: pytest.MonkeyPatch, step: int, exchanging: bool
) -> None:
    """Three tables and their sidecars are written, then the folder is put in place."""
    done: list[str] = []

    def failing(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def fails(*arguments: object) -> object:
            if len(done) == step:
                raise PermissionError(13, "Permission denied")
            done.append(name)
            return call(*arguments)

        return fails

    monkeypatch.setattr(os, "replace", failing("write", os.replace))
    swap = analysis.core.folders.swap_folders if exchanging else lambda *_: False
    monkeypatch.setattr(analysis.core.folders, "swap_folders", failing("swap", swap) if exchanging else swap)
    if not exchanging:
        monkeypatch.setattr(os, "rename", failing("rename", os.rename))
    assert refused(data, server) == [
        "data/raw/reference: found a folder that cannot be written to (Permission denied), "
        "expected a writable folder"
    ]
    assert done == ["write"] * step
    assert sorted(path.name for path in (data / "raw").iterdir()) == ["2025Q2", "reference"]


def test_a_file_that_changes_during_the_update_is_not_replaced(
    data: Path, server: StatBankServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = data / "raw/reference/population_totals.csv"
    described = StatBank.describe

    def saving(bank: StatBank, table: str) -> object:
        path.write_text(path.read_text(encoding="utf-8").replace("2025K1,dk,5992734", "2025K1,dk,5992735"))
        (path.parent / "notes.txt").write_text("mine")
        return described(bank, table)

    monkeypatch.setattr(StatBank, "describe", saving)
    with pytest.raises(InputError) as refusal:
        update(data, server)
    assert [str(problem) for problem in refusal.value.problems] == [
        f"data/raw/reference/{name}: found a file that changed meanwhile, "
        "expected it as it was when the update began; start the update again"
        for name in ("notes.txt", "population_totals.csv")
    ]
    assert "2025K1,dk,5992735" in path.read_text(encoding="utf-8")


def test_other_files_of_the_folder_stay(data: Path, server: StatBankServer) -> None:
    folder = data / "raw/reference"
    (folder / "deep").mkdir()
    (folder / "deep" / "notes.txt").write_text("mine")
    (folder / "link").symlink_to("deep")
    (folder / "regions.csv").chmod(0o600)
    update(data, server)
    assert (folder / "link").readlink() == Path("deep")
    assert (folder / "link" / "notes.txt").read_text() == "mine"
    assert (folder / "regions.csv").stat().st_mode & 0o777 == 0o600


def test_files_that_could_not_be_read_are_not_put_in_place(
    data: Path, server: StatBankServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        pl.DataFrame, "write_csv", lambda self: "period,area_code,population_18plus\n2024K1,dk,x\n"
    )
    assert any("population_18plus: found 'x'" in line for line in refused(data, server))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=400, content=error("EXTRACT-NOTFOUND", "Kan ikke finde variablen: ALDER")[2]),
        Reply(content=b"<html>Lukket</html>"),
    ],
    ids=["400", "html"],
)
def test_nothing_is_written_without_an_answer(data: Path, server: StatBankServer, reply: Reply) -> None:
    before = content(data)
    for replies in ([reply], [None, reply]):
        server.replies.clear()
        server.replies.extend(replies)
        with pytest.raises(WebServiceError):
            update(data, server)
    assert content(data) == before


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        ([], ""),
        (["2025K4"], "2025K4"),
        (["2025K3", "2025K4", "2026K1"], "2025K3–2026K1"),
        (["2024K1", "2024K2", "2025K4", "2026K2", "2026K3"], "2024K1–2024K2, 2025K4, 2026K2–2026K3"),
    ],
)
def test_periods_that_follow_each_other_are_a_range(periods: list[str], shown: str) -> None:
    assert period_ranges(periods) == shown


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, server: StatBankServer, data: Path) -> Run:
    """Run the command against the server, without pauses."""
    monkeypatch.setenv("STATUSRAPPORT_STATBANK", server.address)
    monkeypatch.setattr(
        analysis.reference.statbank, "StatBank", partial(StatBank, pause_seconds=0, retries=1)
    )
    arguments = ["population", "update", "--data", str(data)]
    return lambda *more: CliRunner().invoke(main, [*arguments, *more])


def test_the_command_says_what_was_added(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{ADDED}\n", "")


def test_the_command_tells_what_was_left_out_and_revised(run: Run, server: StatBankServer) -> None:
    table = NEWER.with_period("2026K3", like="2026K2").with_text("2026K3", "411", "..")
    server.table = table.with_people("2025K1", "825", 1700)
    refusal = run()
    assert refusal.exit_code == 1
    assert refusal.stdout == ""
    assert len(refusal.stderr.splitlines()) == 3
    result = run("--accept-revisions")
    assert result.exit_code == 0
    assert result.stdout == f"{ADDED}, 3 figures revised\n"
    assert len(result.stderr.splitlines()) == 4
    assert "2026K3 is left out" in result.stderr
    assert "Læsø (825), 2025K1: " in result.stderr


def test_the_command_gives_up_with_4(run: Run, server: StatBankServer, data: Path) -> None:
    before = content(data)
    server.replies.extend([Reply(status=503)] * 2)
    result = run()
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == f"{server.address} cannot be reached: status 503; nothing was written\n"
    assert content(data) == before


@pytest.mark.parametrize(
    "address",
    [
        "api.statbank.dk",
        "ftp://127.0.0.1/v1",
        "http://",
        "http://a b/v1",
        "http://[::1",
        "http://127.0.0.1:99999",
    ],
)
def test_what_is_no_address_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("STATUSRAPPORT_STATBANK", address)
    result = run()
    assert result.exit_code == 2
    assert "STATUSRAPPORT_STATBANK is no address" in result.stderr


@pytest.mark.parametrize("command", [("population",), ("population", "update")])
def test_the_command_has_help(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*command, "--help"])
    assert result.exit_code == 0
    assert "statusrapport population update" in result.stdout.partition("Examples:")[2]
    assert ("STATUSRAPPORT_STATBANK" in result.stdout) is (len(command) == 2)


def test_progress_is_shown_to_people_once_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with analysis.cli.display.status_when_slow(60) as say:
        say("at once")
    assert capsys.readouterr() == ("", "")
    with analysis.cli.display.status_when_slow(0) as say:
        say("asking [1 of 2]")
        time.sleep(0.3)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "asking [1 of 2]" in re.sub("\x1b\\[[0-9;]*m", "", shown.err)
    monkeypatch.delenv("FORCE_COLOR")
    with analysis.cli.display.status_when_slow(0) as say:
        say("in a file")
        time.sleep(0.3)
    assert capsys.readouterr() == ("", "")


def test_as_a_process(data: Path, server: StatBankServer, source_on_path: dict[str, str]) -> None:
    arguments = [*COMMAND, "population", "update", "--data", str(data)]
    environment = {**source_on_path, "STATUSRAPPORT_STATBANK": server.address, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        arguments, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{ADDED}\n", "")
    read_reference(data, TODAY)
