"""Random damage to valid deliveries with a history: refused or read to the same numbers, and nothing else.

Each damage is chosen so that it can be judged: no digit is replaced by another one unless a sum then gives it
away. A number may get lost where the damage removed it; none may become another one.
"""

import codecs
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.cli import main
from analysis.core.layout import DEFAULT_DATA, DataRoot
from analysis.core.quarters import Quarter
from analysis.ingest import snapshot as snapshot_module
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import read_inputs
from analysis.reading.sidecars import SUFFIX
from analysis.reference.files import ReferenceFiles
from analysis.simulation.plan import Plan
from analysis.simulation.root import simulate

FIRST, BEFORE, LAST = Quarter(2023, 4), Quarter(2025, 2), Quarter(2025, 3)
TABLES = ("runners.csv", "activations.csv", "aeds.csv")
FILES = ("delivery.toml", *TABLES)
DIGITS = b"0123456789"
Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> DataRoot:
    """Two quarters in which nothing is withheld, so that every count stands in a sum."""
    root = DataRoot(tmp_path_factory.mktemp("sound") / "data")
    simulate(Plan(FIRST, LAST, 1), root.path, model=DEFAULT_DATA)
    for quarter in Plan(FIRST, LAST, 1).quarters:
        if quarter < BEFORE:
            shutil.rmtree(root.raw / str(quarter))
    return root


@pytest.fixture(scope="module")
def work(sound: DataRoot, tmp_path_factory: pytest.TempPathFactory) -> DataRoot:
    root = DataRoot(tmp_path_factory.mktemp("work") / "data")
    shutil.copytree(sound.path, root.path)
    return root


@pytest.fixture(scope="module", autouse=True)
def reference_is_read_once(sound: DataRoot, work: DataRoot) -> object:
    files = ReferenceFiles(sound.path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot_module, "ReferenceFiles", lambda _: files)
        patch.delenv("STATUSRAPPORT_DATA", raising=False)
        yield


def content(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def numbers(delivery: Delivery) -> dict[tuple[str, ...], float]:
    """Every number of a delivery that is known, by quarter, table, area and column."""
    tables = {"runners": "municipality_code", "activations": "area_code", "aeds": "area_code"}
    counts: dict[tuple[str, ...], float] = {
        (str(delivery.quarter), name, row[code], column): float(value)
        for name, code in tables.items()
        for row in getattr(delivery, name).iter_rows(named=True)
        for column, value in row.items()
        if isinstance(value, int | float)
    }
    days = {
        (str(delivery.quarter), "delivery", key): float(getattr(delivery, key).toordinal())
        for key in ("as_of", "period_start")
    }
    return counts | days


def numbers_of(root: DataRoot) -> dict[tuple[str, ...], float]:
    snapshot = read_inputs(root, LAST)
    deliveries = (*snapshot.earlier, snapshot.delivery)
    return {key: value for delivery in deliveries for key, value in numbers(delivery).items()}


class Numbers(dict[tuple[str, ...], float]):
    """Numbers by their place, which a failing example names by how many they are."""

    def __repr__(self) -> str:
        return f"{len(self)} numbers"


@pytest.fixture(scope="module")
def sound_numbers(sound: DataRoot) -> Numbers:
    return Numbers(numbers_of(sound))


# Damage


def rewritten(name: str, change: Callable[[bytes], bytes]) -> Damage:
    def damage(folder: Path) -> None:
        path = folder / name
        path.write_bytes(change(path.read_bytes()))
        Path(f"{path}{SUFFIX}").unlink()

    return damage


def in_lines(name: str, change: Callable[[list[str]], list[str]]) -> Damage:
    def changed(content: bytes) -> bytes:
        return "".join(change(content.decode().splitlines(keepends=True))).encode("utf-8", "surrogatepass")

    return rewritten(name, changed)


def flipped(place: int, bit: int) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        at = place % len(content)
        byte = content[at] ^ (1 << bit)
        same = content[at] in DIGITS and byte in DIGITS
        return content if same else content[:at] + bytes([byte]) + content[at + 1 :]

    return change


def at_byte(place: int, removed: int, inserted: bytes) -> Callable[[bytes], bytes]:
    """Bytes taken away or put in, never a digit in place of a digit."""

    def change(content: bytes) -> bytes:
        at = place % len(content)
        gone = content[at : at + removed]
        digit_for_digit = any(byte in DIGITS for byte in gone) and any(byte in DIGITS for byte in inserted)
        return content if digit_for_digit else content[:at] + inserted + content[at + removed :]

    return change


def with_cell(row: int, column: int, text: str) -> Callable[[list[str]], list[str]]:
    def change(lines: list[str]) -> list[str]:
        at = row % len(lines)
        cells = lines[at].rstrip("\n").split(",")
        cells[column % len(cells)] = text
        return [*lines[:at], ",".join(cells) + "\n", *lines[at + 1 :]]

    return change


def rows_moved(kind: str, one: int, other: int) -> Callable[[list[str]], list[str]]:
    def change(lines: list[str]) -> list[str]:
        first, second = one % len(lines), other % len(lines)
        if kind == "dropped":
            return lines[:first] + lines[first + 1 :]
        if kind == "repeated":
            return [*lines[:second], lines[first], *lines[second:]]
        swapped = list(lines)
        swapped[first], swapped[second] = lines[second], lines[first]
        return swapped

    return change


def columns_moved(kind: str, one: int, other: int, text: str) -> Callable[[list[str]], list[str]]:
    def change(lines: list[str]) -> list[str]:
        cells = [line.rstrip("\n").split(",") for line in lines]
        first, second = one % len(cells[0]), other % len(cells[0])
        for row in cells[:1] if kind in ("renamed", "headers swapped") else cells:
            if kind == "renamed":
                row[first] = text
            elif kind == "dropped":
                del row[first]
            elif kind == "repeated":
                row.insert(second, row[first])
            else:
                row[first], row[second] = row[second], row[first]
        return [",".join(row) + "\n" for row in cells]

    return change


def encoded(name: str, mark: bytes) -> Callable[[bytes], bytes]:
    return lambda content: mark + content.decode().encode(name, "replace")


def with_file(kind: str, name: str) -> Damage:
    """A file that is gone, has another name, is there twice, or is another quarter's."""

    def damage(folder: Path) -> None:
        path, stem = folder / name, name.partition(".")[0]
        beside = folder.parent / str(BEFORE if folder.name == str(LAST) else LAST) / name

        def folder_instead() -> None:
            path.unlink()
            path.mkdir()

        actions: dict[str, Callable[[], object]] = {
            "removed": path.unlink,
            "text": lambda: path.rename(folder / f"{stem}.txt"),
            "upper": lambda: path.rename(folder / name.upper()),
            "workbook": lambda: shutil.copy(path, folder / f"{stem}.xlsx"),
            "parquet": lambda: path.rename(folder / f"{stem}.parquet"),
            "copy": lambda: shutil.copy(path, folder / f"{stem} - Kopi.csv"),
            "lock": lambda: shutil.copy(path, folder / f"~${name}"),
            "empty": lambda: path.write_bytes(b""),
            "folder": folder_instead,
            "other quarter": lambda: shutil.copy(beside, path),
            "no sidecar": Path(f"{path}{SUFFIX}").unlink,
            "bad sidecar": lambda: Path(f"{path}{SUFFIX}").write_text("origin = 1\n", encoding="utf-8"),
        }
        actions[kind]()

    return damage


FILE_KINDS = (
    "removed", "text", "upper", "workbook", "parquet", "copy", "lock", "empty", "folder", "other quarter",
    "no sidecar", "bad sidecar",
)  # fmt: skip


def corrected(rows: list[tuple[str, ...]]) -> Damage:
    def damage(folder: Path) -> None:
        header = ("table", "area_code", "column", "old_value", "new_value", "reason", "corrected_by")
        pl.DataFrame(rows, schema=header, orient="row").write_csv(folder / "corrections.csv")

    return damage


def correcting_what_stands_there(name: str, row: int, column: int, new: str) -> Damage:
    """A correction that expects the right old value, and whose new one breaks a rule or is no number."""

    def damage(folder: Path) -> None:
        lines = [line.split(",") for line in (folder / name).read_text(encoding="utf-8").splitlines()]
        cells = lines[1 + row % (len(lines) - 1)]
        at = 2 + column % (len(lines[0]) - 2)
        old = cells[at]
        value = str(int(old) + 1) if new == "+1" and old.isdigit() else new
        corrected([(name.partition(".")[0], cells[0], lines[0][at], old, value, "Prøve", "Ingen")])(folder)

    return damage


places = st.integers(0, 10**6)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Nd", "Cs"]), max_size=8)
junk = st.one_of(
    words,
    st.sampled_from(
        ["0", "7", "-", "−5", "1e3", "0x10", "NaN", "=1+1", "#REF!", "12 %", "½", "1,0", "99999999", "i alt",
         "dk", "101", "1084", '"', '"a', "a\nb", "\x00"]
    ),
)  # fmt: skip
names, tables = st.sampled_from(FILES), st.sampled_from(TABLES)
bytes_put_in = st.one_of(
    st.just(b""), st.sampled_from([b",", b";", b'"', b"\n", b"0", b"7", b".", b" ", b"#", b"\0", b"\xff"])
)
toml_lines = st.one_of(
    words,
    st.sampled_from(
        ["as_of = 2025-13-01", "[[break]]", "[[answer]]", "[totals]", "simulated = false", "publisher = 1",
         "[[withheld]]\nindicator = 'activations'\narea = 'dk'\nreason = 'x'\nuntil = 2030-01-01",
         "[[break]]\nindicator = 'x'\narea = '101'\nreason = 'y'", "withheld = 3", "a = [1,"]
    ),
)  # fmt: skip
damages = st.one_of(
    st.builds(lambda name, *bits: rewritten(name, flipped(*bits)), names, places, st.integers(0, 7)),
    st.builds(
        lambda name, *edit: rewritten(name, at_byte(*edit)), names, places, st.integers(0, 3), bytes_put_in
    ),
    st.builds(lambda name, *cell: in_lines(name, with_cell(*cell)), tables, places, st.integers(0, 9), junk),
    st.builds(
        lambda name, *move: in_lines(name, rows_moved(*move)),
        names, st.sampled_from(["dropped", "repeated", "swapped"]), places, places,
    ),
    st.builds(
        lambda name, *move: in_lines(name, columns_moved(*move)),
        tables, st.sampled_from(["renamed", "dropped", "repeated", "swapped", "headers swapped"]),
        places, places, st.one_of(words, st.sampled_from(["active_runners", "note", "Aktiveringer", "area"])),
    ),
    st.builds(
        lambda name, code: rewritten(name, encoded(*code)),
        names,
        st.sampled_from(
            [("cp1252", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("cp865", b""),
             ("utf-16-be", codecs.BOM_UTF16_BE), ("utf-16-le", b""), ("utf-32", b""), ("utf-7", b"")]
        ),
    ),
    st.builds(lambda name: rewritten(name, lambda text: text.replace(b",", b";")), tables),
    st.builds(lambda name: rewritten(name, lambda text: text.replace(b"\n", b"\r\n")), names),
    st.builds(
        lambda name, line, at: in_lines(
            name, lambda lines: [*lines[: at % len(lines)], f"{line}\n", *lines[at % len(lines) :]]
        ),
        st.just("delivery.toml"), toml_lines, places,
    ),
    st.builds(
        lambda at, key: in_lines(
            "delivery.toml",
            lambda lines: [
                key + line[line.find(" =") :] if number == at % len(lines) and " =" in line else line
                for number, line in enumerate(lines)
            ],
        ),
        places, words,
    ),
    st.builds(
        lambda name, at: rewritten(name, lambda text: text[: at % len(text)]),
        st.sampled_from(["delivery.toml", "runners.csv", "activations.csv"]), places,
    ),
    st.builds(with_file, st.sampled_from(FILE_KINDS), names),
    st.builds(
        corrected,
        st.lists(
            st.tuples(
                st.one_of(st.sampled_from(["runners", "activations", "aeds"]), words),
                st.sampled_from(["101", "851", "dk", "1081", "999", ""]),
                st.one_of(st.sampled_from(["active_runners", "Aktiveringer", "aed_24_7", "note"]), words),
                junk, junk, words, words,
            ),
            min_size=1, max_size=3,
        ),
    ),
    st.builds(
        correcting_what_stands_there, tables, places, places,
        st.sampled_from(["", "x", "-1", "+1", "1.5", "999999", "0,5"]),
    ),
)  # fmt: skip


def judge(work: DataRoot, sound_numbers: dict[tuple[str, ...], float]) -> int:
    """Check, and hold the result against what a check may do; its exit status."""
    before = content(work.path)
    result = CliRunner().invoke(main, ["check", str(LAST), "--data", str(work.path), "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert content(work.path) == before
    told = json.loads(result.stdout)
    assert result.exit_code == (1 if told["problems"] else 0)
    if result.exit_code == 0:
        found = numbers_of(work)
        wrong = {key: value for key, value in found.items() if sound_numbers.get(key) != value}
        assert not wrong
    else:
        if any(problem["file"].startswith(f"data/raw/{LAST}") for problem in told["problems"]):
            assert told["warnings"] == []
        for problem in told["problems"]:
            assert problem["file"].startswith("data/raw/")
            assert problem["found"]
            assert problem["expected"]
    return int(result.exit_code)


def restored(work: DataRoot, sound: DataRoot) -> None:
    for quarter in (BEFORE, LAST):
        folder = work.raw / str(quarter)
        shutil.rmtree(folder)
        shutil.copytree(sound.raw / str(quarter), folder)


def test_the_deliveries_are_sound(work: DataRoot, sound_numbers: dict[tuple[str, ...], float]) -> None:
    assert judge(work, sound_numbers) == 0
    assert len(sound_numbers) == len(numbers_of(work)) > 600


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(damage=damages, quarter=st.sampled_from([BEFORE, LAST, LAST]))
def test_damage_is_refused_or_harmless(
    work: DataRoot,
    sound: DataRoot,
    sound_numbers: dict[tuple[str, ...], float],
    damage: Damage,
    quarter: Quarter,
) -> None:
    restored(work, sound)
    try:
        damage(work.raw / str(quarter))
        judge(work, sound_numbers)
    finally:
        restored(work, sound)


@pytest.mark.parametrize("name", FILES)
def test_a_sealed_file_that_changed_is_refused(
    work: DataRoot, sound: DataRoot, sound_numbers: dict[tuple[str, ...], float], name: str
) -> None:
    path = work.raw / str(LAST) / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert judge(work, sound_numbers) == 1
    restored(work, sound)
