"""What a report hides is in no public file of its version; the private archive holds it, and rebuilds it."""

import errno
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import fastexcel
import nbformat
import polars as pl
import pytest
from archive_reader import places_of  # type: ignore[import-not-found]
from click.testing import CliRunner, Result

import analysis.builds.report
import analysis.releases.release as module
import analysis.releases.repository
from analysis.cli import main
from analysis.core.folders import files_of
from analysis.core.left_overs import MARK
from analysis.outputs.columns import tidy_columns
from analysis.reading.sidecars import sidecar_path
from analysis.releases.archive import Archive, Version
from analysis.releases.private import PrivateArchiveError
from analysis.releases.repository import CodeError, CodeVersion, current_code
from analysis.statusrapport import Statusrapport

ROOT = Path(__file__).parents[2]
WITHHELD, SECOND_WITHHELD = 48731, 37919
REASON_BESIDE_A_SMALL_ONE = 13597
MINUTE, ACCEPTING, ARRIVING = 23417, 52709, 47309
PLANTED = {WITHHELD, SECOND_WITHHELD, REASON_BESIDE_A_SMALL_ONE, MINUTE, ACCEPTING, ARRIVING}
SHOWN, ALERTED = 91357, 61283
TABLES = {
    "activations.csv": (
        "area_code,area,activations,cancelled,accepted_by_one,accepted_by_two\n"
        "dk,Danmark,92402,,,\n"
        "1081,Region Nordjylland,226,3,224,221\n"
        "1082,Region Midtjylland,211,,211,207\n"
        "1083,Region Syddanmark,417,,417,409\n"
        "1085,Region Sjælland,191,,189,187\n"
        f"1084,Region Hovedstaden,{SHOWN},,{WITHHELD},{SECOND_WITHHELD}\n"
    ),
    "corrections.csv": (
        "Tabel,Områdekode,Kolonne,Gammel værdi,Ny værdi,Begrundelse,Rettet af\n"
        f"activations,1084,accepted_by_one,{WITHHELD},,Må ikke oplyses,A. Analytiker\n"
        f"activations,1084,accepted_by_two,{SECOND_WITHHELD},,Må ikke oplyses,A. Analytiker\n"
    ),
    "response_times.csv": "Områdekode,Område,Minutter,Alarmer\n"
    + "".join(f"{code},{name},{minutes},{alarms}\n" for code, name, minutes, alarms in (
        ("1081", "Region Nordjylland", 4, 101), ("1082", "Region Midtjylland", 4, 102),
        ("1083", "Region Syddanmark", 4, 103), ("1085", "Region Sjælland", 4, 104),
        ("1084", "Region Hovedstaden", 5, MINUTE), ("1084", "Region Hovedstaden", 9, 3),
    )),
    "event_counts.csv": (
        "Områdekode,Område,Aktive om dagen,Aktive om natten,Aktiveringer,Alarmerede hjerteløbere,"
        "Accepterende hjerteløbere,Fremmødte hjerteløbere,Aktiveringer med accepttid,"
        "Sekunder til første accept (median),Sekunder til første accept (90 pct.),"
        "Aktiveringer med fremmødetid,Sekunder til første fremmøde (median),"
        "Sekunder til første fremmøde (90 pct.),Aktiveringer med hjerteløber og ambulance,"
        "Hjerteløber før ambulancen\n"
        f"1084,Region Hovedstaden,,,{SHOWN},{ALERTED},{ACCEPTING},{ARRIVING},,,,,,,,\n"
    ),
}  # fmt: skip
REASONS = (16001, 15002, 14003, 3, REASON_BESIDE_A_SMALL_ONE, 17004, 18005, 19006)
PRIVATE = {f"inputs/raw/2025Q2/{stem}" for stem in (
    "activations.csv", "cancellations.xlsx", "corrections.csv", "event_counts.csv", "response_times.csv",
)}  # fmt: skip


def deliver(data: Path) -> None:
    """Turn the delivery of Q2 2025 into one with numbers that nobody may read."""
    from xlsxwriter import Workbook

    from analysis.guidance.codes import load_codes

    folder = data / "raw" / "2025Q2"
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
        sidecar_path(folder / name).unlink(missing_ok=True)
    with Workbook(folder / "cancellations.xlsx") as book:
        sheet = book.add_worksheet("Annullerede")
        sheet.write_row(0, 0, ("Årsagskode", "Årsag", "Annullerede"))
        for row, (code, count) in enumerate(zip(load_codes().values(), REASONS, strict=True), start=1):
            sheet.write_row(row, 0, (code.name, code.danish, count))
    delivery = folder / "delivery.toml"
    text = delivery.read_text(encoding="utf-8")
    text = re.sub(r"\[\[accepted_leak\]\].*?(?=\[\[)", "", text, flags=re.DOTALL)
    text = re.sub(r"\[\[english\]\].*", "", text, flags=re.DOTALL)
    delivery.write_text(text, encoding="utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def home(made_once: Callable[..., Path], source_on_path: dict[str, str]) -> Path:
    """A folder with a data root, an archive with one version of it, and the private archive beside it."""
    return made_once("protected", lambda home: release_protected(home, source_on_path))


def release_protected(home: Path, environment: dict[str, str]) -> None:
    shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
    (home / "data/raw/2025Q2/delivery.toml.meta.toml").unlink()
    deliver(home / "data")
    sealed = run("check", "2025Q2", "--seal", "--data", home / "data")
    assert sealed.exit_code == 0, sealed.stderr
    command = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]
    options = ["--data", str(home / "data"), "--reports", str(home / "reports"), "--allow-dirty"]
    done = subprocess.run(
        [*command, "release", "2025Q2", *options],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "kept private: inputs/raw/2025Q2/activations.csv, " in done.stderr


@pytest.fixture(scope="module")
def version(home: Path) -> Version:
    return Archive(home / "reports").versions()[0]


def test_no_public_file_holds_a_hidden_number(home: Path) -> None:
    assert places_of(PLANTED, home / "reports") == {}


def test_the_reader_looks_at_names_and_not_at_its_own_counting(tmp_path: Path) -> None:
    (tmp_path / "many.json").write_text(json.dumps(["a"] * 14_000), encoding="utf-8")
    assert places_of({13597}, tmp_path) == {}
    (tmp_path / "13.597.txt").write_text("a", encoding="utf-8")
    assert places_of({13597}, tmp_path) == {13597: {"13.597.txt"}}


def test_the_reader_finds_what_is_there(home: Path, version: Version) -> None:
    """Numbers that are shown are found in files of every kind, the hidden ones where they are kept."""
    shown = places_of({57307, SHOWN}, version.folder)
    everywhere = {"report.html", "report.pdf", "method.html", "notebooks/02_indicators.ipynb"}
    everywhere |= {f"data/indicators.{kind}" for kind in ("csv", "parquet", "xlsx", "ods")}
    assert everywhere <= shown[57307]
    assert {"notebooks/01_ingest.ipynb", "report.html", "report.pdf"} <= shown[SHOWN]
    alerted = places_of({ALERTED}, version.folder)[ALERTED]
    assert {"data/indicators.csv", "data/indicators.parquet"} <= alerted
    assert not any("event_counts" in name for name in alerted), "its file stays private"
    kept = places_of(PLANTED, home / "private" / "2025Q2" / "v1")
    assert kept.keys() == PLANTED


@pytest.fixture(scope="module")
def further(home: Path, made_once: Callable[..., Path], source_on_path: dict[str, str]) -> Path:
    """The English edition, sheets in both languages, what a web editor publishes, and a list of changes."""
    own = made_once("protected_further", lambda own: make_further(home, own, source_on_path))
    return own / "further"


def make_further(home: Path, own: Path, environment: dict[str, str]) -> None:
    folder, reports = own / "further", ("--reports", home / "reports")
    data = ("--data", Path(shutil.copytree(home / "data", own / "data")))
    for command in (
        ("build", "2025Q2", "--lang", "en", "--engine", "embedded", *data, "--out", folder / "en"),
        *(
            ("sheets", "2025Q2", "--lang", language, "--only", "1081,1084,101", "--jobs", "1", *data,
             "--out", folder / f"sheets-{language}")
            for language in ("da", "en")
        ),
        ("export", "2025Q2", "v1", *data, *reports, "--to", folder / "web"),
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", "from analysis.cli import main; main()", *map(str, command)],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    other = Path(shutil.copytree(home / "data", own / "other"))
    changed = other / "raw/2025Q2/activations.csv"
    sidecar_path(changed).unlink()
    text = changed.read_text(encoding="utf-8")
    for old, new in ((f"dk,Danmark,{92402}", f"dk,Danmark,{92403}"), ("Nordjylland,226", "Nordjylland,227")):
        assert old in text
        text = text.replace(old, new)
    changed.write_text(text, encoding="utf-8")
    for form in ("table", "csv", "json"):
        chosen = () if form == "table" else (f"--{form}",)
        listed = run("diff", "2025Q2", "v1", "data", *chosen, "--data", other, *reports)
        assert listed.exit_code == 3, listed.stderr
        (folder / f"diff.{form}").write_text(listed.output, encoding="utf-8")


@pytest.mark.slow
def test_no_sheet_export_diff_or_english_edition_holds_a_hidden_number(further: Path) -> None:
    assert places_of(PLANTED, further) == {}
    shown = places_of({57307, SHOWN, 92403}, further)
    assert {"en/report.html", "en/report.pdf", "en/indicators.csv", "web/report.html"} <= shown[57307]
    assert {"en/report.html", "web/report.html"} <= shown[SHOWN]
    for language in ("da", "en"):
        sheet = f"sheets-{language}/1084-region-hovedstaden"
        assert {f"{sheet}.html", f"{sheet}.pdf"} <= shown[SHOWN]
    assert {"diff.table", "diff.csv", "diff.json"} <= shown[92403]


def test_small_counts_are_in_no_table(version: Version) -> None:
    data = version.folder / "data"
    book = fastexcel.read_excel(str(data / "indicators.xlsx"))
    danish = {one.name: one.title["da"] for one in tidy_columns()}
    sheets = [book.load_sheet(name, header_row=3, dtypes="string").to_polars() for name in book.sheet_names]
    (sheet,) = (one for one in sheets if set(danish.values()) <= set(one.columns))
    tables = {
        "parquet": pl.read_parquet(version.indicators),
        "csv": pl.read_csv(data / "indicators.csv", infer_schema_length=None),
        "xlsx": sheet.rename({title: name for name, title in danish.items()}),
    }
    for name, table in tables.items():
        hidden = table.filter(pl.col("status") == "suppressed")
        timed = pl.col("indicator").str.starts_with("response_time")
        assert set(hidden.filter(~timed)["area"]) == {"Region Nordjylland", "Danmark"}, name
        assert set(hidden.filter(timed)["area"]) == {
            "Danmark", *(f"Region {one}" for one in ("Nordjylland", "Midtjylland", "Syddanmark", "Sjælland")),
        }, name  # fmt: skip
        numbers = hidden.select(pl.col("value", "numerator", "lower", "upper").cast(pl.Float64, strict=False))
        assert numbers.null_count().sum_horizontal().item() == numbers.height * numbers.width, name


def test_the_executed_notebook_leaves_hidden_cells_empty(version: Version) -> None:
    notebook = nbformat.read(version.folder / "notebooks" / "01_ingest.ipynb", as_version=4)
    (cell,) = (one for one in notebook.cells if "delivery.activations.drop" in one.source)
    (table,) = (output.data["text/markdown"] for output in cell.outputs if "data" in output)
    (north,) = (line for line in table.splitlines() if "Nordjylland" in line)
    cells = [part.strip() for part in north.strip("|").split("|")]
    assert cells[2:] == ["226", "–", "–", "224", "–", "221", "–", "–"]


def test_the_manifest_says_what_is_private_and_why(version: Version) -> None:
    entries = version.manifest["inputs"]
    private = {name for name, said in entries.items() if "private" in said}
    assert {name for name in private if not name.endswith(".meta.toml")} == PRIVATE
    assert {name.removesuffix(".meta.toml") for name in private - PRIVATE} == PRIVATE
    for name in private:
        assert set(entries[name]) == {"private", "bytes", "hmac_sha256"}
    assert entries["inputs/raw/2025Q2/activations.csv"]["private"].startswith(
        "holds numbers that are withheld"
    )
    assert not private & {f"inputs/{name}" for name in files_of(version.folder / "inputs")}
    assert "inputs/raw/2025Q2/runners.csv" in files_of(version.folder)
    crate = json.loads((version.folder / "ro-crate-metadata.json").read_bytes())
    assert not private & {one["@id"] for one in crate["@graph"]}


def deliver_other(data: Path) -> None:
    """Change a number that is hidden, and nothing else."""
    path = data / "raw/2025Q2/activations.csv"
    text = path.read_text(encoding="utf-8").replace("Region Nordjylland,226,3,", "Region Nordjylland,226,4,")
    path.write_text(text, encoding="utf-8")
    sidecar_path(path).unlink()


def test_what_is_built_says_no_hash_and_no_size_of_private_files(
    home: Path, version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis.builds.report, "render", lambda *_: None)
    data = Path(shutil.copytree(home / "data", tmp_path / "data"))
    manifests = []
    for change in (lambda _: None, deliver_other):
        change(data)
        out = ("--data", data, "--out", tmp_path / "out")
        done = run("build", "2025Q2", "--engine", "embedded", *out)
        assert done.exit_code == 0, done.stderr
        manifests.append(json.loads((tmp_path / "out/manifest.json").read_bytes())["inputs"])
        private = {name: said for name, said in manifests[-1].items() if "private" in said}
        assert {f"inputs/raw/{name}" for name in private if not name.endswith(".meta.toml")} == PRIVATE
        for said in private.values():
            assert (said["sha256"], said["bytes"]) == (None, None)
        assert len(manifests[-1]["2025Q2/runners.csv"]["sha256"]) == 64
        public = [*(tmp_path / "out").rglob("*"), *version.folder.rglob("*")]
        for path in (path for path in public if path.is_file()):
            for name in private:
                digest = hashlib.sha256((data / "raw" / name).read_bytes()).hexdigest()
                assert digest.encode() not in path.read_bytes(), (path, name)
    sidecar = "2025Q2/activations.csv.meta.toml"
    assert manifests[0].pop(sidecar)["private"] == "holds the hash of activations.csv"
    assert manifests[0] == manifests[1]


def test_the_hash_in_the_manifest_of_sheets_follows_from_what_is_shown(home: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(home / "data", tmp_path / "data"))

    def published() -> str:
        done = run("sheets", "2025Q2", "--only", "101", "--data", data, "--out", tmp_path / "sheets")
        assert done.exit_code == 0, done.stderr
        record = json.loads((tmp_path / "sheets/manifest.json").read_bytes())["sheets"]["101"]
        return str(record["numbers"]) + str(record["inputs"])

    first = published()
    deliver_other(data)
    assert published() == first
    runners = data / "raw/2025Q2/activations.csv"
    text = runners.read_text(encoding="utf-8")
    runners.write_text(text.replace("Nordjylland,226,4,224", "Nordjylland,226,4,223"), encoding="utf-8")
    assert published() != first


def test_it_is_rebuilt_with_the_private_archive(home: Path) -> None:
    done = run("verify", "2025Q2", "v1", "--here", "--reports", home / "reports")
    assert (done.exit_code, done.stderr) == (0, "")
    assert re.fullmatch(
        r"2025Q2 v1: \d+ files, 10 of them private unchanged and rebuilt byte for byte\n", done.stdout
    )


def test_without_it_all_else_is_checked(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "reports", tmp_path / "reports")
    for more in ((), ("--quick",), ("--private", tmp_path / "nowhere")):
        done = run("verify", "2025Q2", "v1", "--reports", tmp_path / "reports", *more)
        assert (done.exit_code, done.stderr) == (0, "")
        first, second, third = done.stdout.splitlines()
        assert re.fullmatch(r"2025Q2 v1: \d+ files unchanged", first)
        assert second.startswith("not compared, as they are private and not in ")
        assert all(name in second for name in PRIVATE)
        assert third == "not rebuilt: that needs them (--private DIR)"
    (tmp_path / "reports/2025Q2/v1/data/indicators.csv").write_text("x")
    assert run("verify", "2025Q2", "v1", "--reports", tmp_path / "reports").exit_code == 3


def test_private_files_are_guarded_too(home: Path, tmp_path: Path) -> None:
    private = Path(shutil.copytree(home / "private", tmp_path / "private"))
    place = private / "2025Q2/v1/inputs/raw/2025Q2/activations.csv"
    place.write_text(place.read_text(encoding="utf-8").replace("48731", "48732"), encoding="utf-8")
    (place.parent / "more.csv").write_text("1")
    done = run("verify", "2025Q2", "v1", "--quick", "--reports", home / "reports", "--private", private)
    assert done.exit_code == 3
    assert done.stderr.splitlines() == [
        "private/2025Q2/v1/inputs/raw/2025Q2/more.csv: 2025Q2/v1/manifest.json does not name it as private",
        "private/2025Q2/v1/inputs/raw/2025Q2/activations.csv: its bytes are not those that "
        "2025Q2/v1/manifest.json names",
    ]


def test_a_private_file_in_the_public_archive_is_found(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "reports", tmp_path / "reports")
    name = "inputs/raw/2025Q2/activations.csv"
    shutil.copyfile(home / "private/2025Q2/v1" / name, tmp_path / "reports/2025Q2/v1" / name)
    done = run("verify", "2025Q2", "v1", "--quick", "--reports", tmp_path / "reports")
    assert done.exit_code == 3
    assert f"2025Q2/v1/{name}: manifest.json says that it is private\n" in done.stderr


@pytest.fixture
def unmade(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Releases that read, decide and place the private inputs, but make no report."""
    monkeypatch.setattr(
        module, "current_code", lambda *_, **__: CodeVersion("c" * 40, clean=True, committed=None)
    )
    monkeypatch.setattr(module, "make_version", lambda *_, **__: None)
    monkeypatch.setattr(module, "add", lambda *_: None)
    return monkeypatch


def release_of(home: Path, folder: Path, *more: object) -> Result:
    return run("release", "2025Q2", "--data", home / "data", "--reports", folder / "reports", *more)


def test_a_stopped_release_is_taken_up_again(home: Path, tmp_path: Path, unmade: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    unmade.setattr(module, "add", full)
    done = release_of(home, tmp_path)
    assert (done.exit_code, done.stderr) == (1, "No space left on device; nothing was released\n")
    left_over = tmp_path / "private/2025Q2/.release-abc/fresh"
    left_over.mkdir(parents=True)
    (left_over.parent / MARK).touch()
    kept = {name: path.read_bytes() for name, path in files_of(tmp_path / "private/2025Q2/v1").items()}
    assert {name for name in kept if not name.endswith((".meta.toml", "key"))} == PRIVATE
    unmade.setattr(module, "add", lambda *_: None)
    release_of(home, tmp_path)
    again = {name: path.read_bytes() for name, path in files_of(tmp_path / "private/2025Q2/v1").items()}
    assert again == kept
    assert not left_over.exists()


def test_files_of_others_are_not_touched(home: Path, tmp_path: Path, unmade: pytest.MonkeyPatch) -> None:
    (tmp_path / "private/2025Q2/v1").mkdir(parents=True)
    (tmp_path / "private/2025Q2/v1/mine.txt").write_text("mine")
    done = release_of(home, tmp_path)
    said = "private/2025Q2/v1/ holds files that belong to no version of this archive; move the folder away\n"
    assert (done.exit_code, done.stderr) == (1, said)
    assert [path.name for path in (tmp_path / "private/2025Q2/v1").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("place", "status", "said"),
    [
        ("reports/private", 2, "lies in, at or above {tmp_path}/reports, where data are kept"),
        (ROOT / "docs" / "kept", 2, "lies in the project's own folder docs/"),
        (
            ROOT / "never-made",
            1,
            "lies in the project and Git does not ignore it; name another: --private DIR",
        ),
        ("file/below", 2, "cannot be written: Not a directory"),
    ],
)
def test_places_that_are_refused(
    home: Path, tmp_path: Path, unmade: pytest.MonkeyPatch, place: str | Path, status: int, said: str
) -> None:
    (tmp_path / "file").write_text("a file")
    done = release_of(home, tmp_path, "--private", tmp_path / place)
    assert done.exit_code == status
    assert done.stderr.endswith(f"{said.format(tmp_path=tmp_path)}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_protected_inputs_need_not_be_in_git(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {
        "rev-parse": f"{ROOT}\n",
        "status": "?? data/raw/2025Q4/activations.csv\0?? private/2025Q4/v1/key\0 M reports/index.html\0",
        "show": "0",
    }
    monkeypatch.setattr(analysis.releases.repository, "_git", lambda command, *_: said[command])
    places = {"private": ROOT / "private", "protected": [ROOT / "data/raw/2025Q4/activations.csv"]}
    assert current_code(ROOT / "reports", **places).clean  # type: ignore[arg-type]
    with pytest.raises(CodeError, match=r"no commit has: data/raw/2025Q4/activations\.csv;"):
        current_code(ROOT / "reports", read=places["protected"])  # type: ignore[arg-type]


def test_an_opened_version_reads_its_private_inputs(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUSRAPPORT_REPORTS", str(home / "reports"))
    assert not Statusrapport("2025Q2", version=1).is_simulated
    monkeypatch.setenv("STATUSRAPPORT_PRIVATE", str(tmp_path))
    opened = Statusrapport("2025Q2", version=1)
    assert opened.indicators.height > 0
    with pytest.raises(PrivateArchiveError, match="was made from private inputs that"):
        opened.is_simulated  # noqa: B018


def test_the_same_private_inputs_again(home: Path, tmp_path: Path) -> None:
    """The private archive tells whether they are the same; without it nobody can say so."""
    for name in ("reports", "private"):
        shutil.copytree(home / name, tmp_path / name)
    again = ("--kind", "revision", "--reason", "Ingen.", "--allow-dirty")
    done = release_of(home, tmp_path, *again)
    assert done.exit_code == 1
    assert done.stderr == (
        "2025Q2 v1 was made from the same inputs and would come out the same: nothing to release\n"
    )
    done = release_of(home, tmp_path, *again, "--inputs", "v1", "--private", tmp_path / "other")
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "2025Q2 v1 was made from private inputs that other/2025Q2/v1/ does not hold: "
    )
    assert done.stderr.endswith("; name their archive with --private DIR\n")
    assert [one.name for one in Archive(tmp_path / "reports").versions()] == ["2025Q2 v1"]
