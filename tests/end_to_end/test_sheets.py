"""Sheets of municipalities and regions, made by the command and read back number by number."""

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest

from analysis.core.formatting import as_slug

ROOT = Path(__file__).parents[2]
RATE = "active_runners_rate"
LANGELAND = "482"
REGIONS = ("1081", "1082", "1083", "1084", "1085")
SEVERAL = ("101", "147", "825", "482", "492", "155", "751", "430", "400", "1084")
# Numbers that are no figures of the table: dates, sizes of the measure, confidence, axes.
FIXED = {"3", "2025", "1", "2", "100.000", "95", "0", "500", "1.000", "1.250", "1.500", "1.750", "250", "750"}
NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")

Table = dict[tuple[str, str], dict[str, Any]]


def run(
    environment: dict[str, str], *arguments: str, command: tuple[str, ...] = ("sheets", "2025Q2")
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from analysis.cli import main; main()", *command, *arguments],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip


def read_table(data: Path) -> Table:
    """The tidy table as it lies on disk, by indicator and area."""
    with (data / "processed" / "2025Q2" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = ("value", "numerator", "denominator", "lower", "upper")
    return {
        (row["indicator"], row["area_code"]): {
            **row, **{name: float(row[name]) if row[name] else None for name in numbers}
        }
        for row in rows
    }  # fmt: skip


def shown(value: float | None, decimals: int = 0) -> str:
    """A number as Danish print has it, rounded half up from its shortest decimal form."""
    if value is None:
        return "–"
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def limits(row: dict[str, Any]) -> str:
    low, high = shown(row["lower"]), shown(row["upper"])
    return low if low == high else f"{low}–{high}"


def plain(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def check_comparison(
    lead: str, rate: dict[str, Any], ratio: float, whole: dict[str, Any], *, differs: bool
) -> None:
    """What the opening sentence says of the rate around the area: a difference only where one is."""
    country = whole["area_code"] == "dk"
    holds = rate["lower"] <= whole["value"] <= rate["upper"]
    percent, side = shown(abs(ratio - 1) * 100), "højere" if ratio > 1 else "lavere"
    name = "landsgennemsnittet" if country else f"i {whole['area']}"
    if country and holds:
        alike = "omtrent som landsgennemsnittet" in lead
        assert alike or f"kan ikke skelnes fra landsgennemsnittet på {shown(whole['value'])}" in lead
    elif holds:
        assert f"end {name}" not in lead
    elif differs:
        assert f"{percent} pct. {side} end {name}" in lead


def check_sheet(page: Any, text: str, table: Table, code: str) -> None:
    """Every number of one sheet against the table; ``text`` is that of its PDF."""
    rate = table[RATE, code]
    row = table["active_runners_to_country_rate", code]
    rank = table.get((f"{RATE}_rank", code))
    cells = [[plain(cell) for cell in figure] for figure in page.key_figures("ark")]
    middle = (
        [f"nr. {limits(rank)}", "95 %-interval"]
        if rank
        else [
            f"{shown(table['active_runners_share_of_country', code]['value'], 1)} %",
            f"{shown(rate['numerator'])} af {shown(table['active_runners', 'dk']['value'])}",
        ]
    )
    national = table[RATE, "dk"]["value"]
    differs = not rate["lower"] <= national <= rate["upper"]
    needed = [shown(row["numerator"])] if differs else []
    noted = ", se noten" if code == LANGELAND else ""
    assert cells == [
        [shown(rate["numerator"]), f"{shown(rate['denominator'])} indbyggere"],
        [shown(rate["value"]), f"95 %-interval: {limits(rate)}"],
        middle,
        *([shown(abs(row["value"])), f"det ville være {number} aktive{noted}"] for number in needed),
    ]
    lead = plain(page.text)
    count, per = shown(rate["numerator"]), shown(rate["value"])
    assert f"{count} aktive hjerteløbere, svarende til {per} pr. 100.000" in lead
    for whole in ("dk", *REGIONS):
        ratio = table.get((f"{RATE}_ratio_to_{whole}", code))
        if ratio:
            check_comparison(lead, rate, ratio["value"], table[RATE, whole], differs=differs)
    by_name = {one["area"]: one for (indicator, _), one in table.items() if indicator == RATE}
    checked = 0
    for _, rows in page.numbers:
        for name, *numbers in rows[1:]:
            one = by_name[re.sub(r" \((?:bro|færge)\)$", "", name)]
            both = [shown(one["numerator"]), shown(one["value"])]
            assert numbers in (both, [shown(one["value"]), limits(one)]), name
            checked += 1
    assert checked >= 98 + 4
    ((_, rows),) = page.tables
    for name, *numbers in rows[1:]:
        one = by_name[name]
        expected = [shown(one[key]) for key in ("denominator", "numerator", "value")]
        if code in REGIONS:
            activations = table["activations", one["area_code"]]["value"]
            accepted = table["accepted_by_one", one["area_code"]]["value"]
            expected += [shown(activations), "–" if accepted is None else f"{shown(accepted)} %"]
        assert [plain(number) for number in numbers] == expected, name
    tabled = (cell for _, rows in (*page.tables, *page.numbers) for row in rows for cell in row)
    read = set(NUMBER.findall(" ".join([lead, *tabled, *(cell for figure in cells for cell in figure)])))
    foreign = set(NUMBER.findall(text)) - read - FIXED
    assert not foreign, f"{code}: {foreign} stand in the PDF and not on the checked page"
    for number in (shown(rate["numerator"]), shown(rate["value"]), shown(rate["denominator"]), *needed):
        assert number in text


def check_folder(folder: Path, data: Path, codes: tuple[str, ...], read_page: Callable[[Path], Any]) -> None:
    table = read_table(data)
    for code in codes:
        stem = f"{code}-{as_slug(table[RATE, code]['area'])}"
        pdf = pypdf.PdfReader(folder / f"{stem}.pdf")
        assert len(pdf.pages) == 1
        check_sheet(read_page(folder / f"{stem}.html"), plain(pdf.pages[0].extract_text()), table, code)
        assert (folder / f"{stem}.png").read_bytes()[16:24] == (1200).to_bytes(4) + (630).to_bytes(4)
    with (folder / "presselinjer.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    assert sorted(line["kode"] for line in lines) == sorted(codes)
    for line in lines:
        rate = table[RATE, line["kode"]]
        assert float(line["pr_100000"].replace(",", ".")) == pytest.approx(rate["value"], abs=0.005)
        assert int(line["aktive"]) == rate["numerator"]
        for number in (shown(rate["numerator"]), shown(rate["value"]), limits(rate)):
            assert number in line["sætning"]
    listed = read_page(folder / "index.html").followed
    assert {f"{code}" for code in codes} == {link.split("-")[0] for link in listed if link.endswith(".pdf")}


def contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_several_sheets_hold_the_tables_numbers(
    tmp_path: Path, source_on_path: dict[str, str], read_page: Callable[[Path], Any]
) -> None:
    data, out = tmp_path / "data", tmp_path / "kommuner"
    shutil.copytree(ROOT / "data" / "raw", data / "raw")
    common = ("--data", str(data), "--out", str(out))
    done = run(source_on_path, "--only", ",".join(SEVERAL), *common)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().endswith("index.html")
    check_folder(out, data, SEVERAL, read_page)
    made = {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.suffix == ".pdf"}
    for path in out.glob("*.html"):
        assert path.read_text(encoding="utf-8").count(">UDKAST · ikke udgivet<") == 1
    assert all(
        "UDKAST · ikke udgivet" in pypdf.PdfReader(out / name).pages[0].extract_text() for name in made
    )

    # What is as it was is kept, what was damaged is made again, and other figures drive the old sheets out.
    before = contents(out)
    (out / "155-dragoer.html").write_text("damaged", encoding="utf-8")
    assert run(source_on_path, "--only", "155,825", *common).returncode == 0
    assert contents(out) == before
    again = {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.suffix == ".pdf"}
    assert {name for name in made if again[name] != made[name]} == {"155-dragoer.pdf"}

    (data / "raw" / "2025Q2" / "delivery.toml.meta.toml").unlink()
    terms = data / "raw" / "2025Q2" / "delivery.toml"
    terms.write_text(
        terms.read_text("utf-8").replace('2025Q2"', '2025Q2"\npopulation_period = "2025K1"', 1), "utf-8"
    )
    changed = run(source_on_path, "--only", "825", *common)
    assert changed.returncode == 0
    assert changed.stderr.startswith("removed 9 sheets that held other figures")
    assert [path.name for path in sorted(out.glob("*.pdf"))] == ["825-laesoe.pdf"]


def test_a_sheet_that_cannot_be_made_leaves_the_others(
    tmp_path: Path, source_on_path: dict[str, str]
) -> None:
    program = (
        "import sys\n"
        "from analysis import cli\n"
        "from analysis.rendering import sheets as sheet_rendering\n"
        "from analysis.rendering.engines import RenderingError\n"
        "whole = sheet_rendering.SheetRenderer.render\n"
        "def broken(self, source, facts):\n"
        "    if facts['code'] == '482':\n"
        "        raise RenderingError('no room')\n"
        "    return whole(self, source, facts)\n"
        "sheet_rendering.SheetRenderer.render = broken\n"
        "cli.main(sys.argv[1:])\n"
    )
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    out = tmp_path / "kommuner"
    done = subprocess.run(
        [sys.executable, "-c", program, "sheets", "2025Q2", "--only", "482,825", "--jobs", "1",
         "--data", str(tmp_path / "data"), "--out", str(out)],
        env=source_on_path, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (70, "Langeland Kommune (482): no room\n")
    assert [path.name for path in sorted(out.glob("*.pdf"))] == ["825-laesoe.pdf"]
    assert list(json.loads((out / "manifest.json").read_text("utf-8"))["sheets"]) == ["825"]


def test_wrong_use_writes_nothing(tmp_path: Path, source_on_path: dict[str, str]) -> None:
    out = tmp_path / "kommuner"
    unknown = run(source_on_path, "--only", "813,99", "--out", str(out))
    assert unknown.returncode == 2
    assert "no municipality or region of the quarter has the code '99'" in " ".join(unknown.stderr.split())
    assert run(source_on_path, "--site", "javascript:x", "--out", str(out)).returncode == 2
    assert not out.exists()


@pytest.mark.slow
def test_all_sheets_hold_the_tables_numbers_and_two_runs_are_alike(
    tmp_path: Path, source_on_path: dict[str, str], read_page: Callable[[Path], Any]
) -> None:
    outs = []
    for place, jobs in (("one", "2"), ("two", "1")):
        data = tmp_path / place / "data"
        shutil.copytree(ROOT / "data" / "raw", data / "raw")
        outs.append(tmp_path / place / "kommuner")
        done = run(source_on_path, "--jobs", jobs, "--data", str(data), "--out", str(outs[-1]))
        assert (done.returncode, done.stderr) == (0, "")
    table = read_table(tmp_path / "one" / "data")
    codes = tuple(
        code for (indicator, code), row in table.items()
        if indicator == RATE and row["level"] in ("region", "municipality")
    )  # fmt: skip
    assert len(codes) == 103
    check_folder(outs[0], tmp_path / "one" / "data", codes, read_page)
    assert contents(outs[0]) == contents(outs[1])


@pytest.mark.slow
def test_sheets_with_developments_aeds_and_long_notes_fit_their_page(
    tmp_path: Path, source_on_path: dict[str, str]
) -> None:
    data, out = tmp_path / "data", tmp_path / "kommuner"
    simulated = ("simulate", "--from", "2024Q3", "--to", "2025Q4", "--seed", "1", "--out", str(data))
    assert run(source_on_path, command=simulated).returncode == 0
    runners = data / "raw" / "2025Q4" / "runners.csv"
    note = "Tallet er opgjort på en anden måde end i de øvrige kommuner. " * 5
    head, *rows = runners.read_text(encoding="utf-8").splitlines()
    assert head.endswith(",Bemærkning")
    noted = [row + note.strip() if place % 2 else row for place, row in enumerate(rows)]
    runners.write_text("\n".join([head, *noted, ""]), encoding="utf-8")
    runners.with_name("runners.csv.meta.toml").unlink()
    sheets = ("sheets", "2025Q4", "--data", str(data))
    done = run(source_on_path, "--out", str(out), command=sheets)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(out.glob("*.pdf"))) == 103
    some = ("--lang", "en", "--only", "101,147,671,813,825,851,1081", "--out", str(tmp_path / "en"))
    done = run(source_on_path, *some, command=sheets)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "en").glob("*.pdf"))) == 7


def test_english_sheets_hold_the_same_numbers(
    tmp_path: Path, source_on_path: dict[str, str], read_page: Callable[[Path], Any]
) -> None:
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    common = ("--only", "482,1084", "--data", str(tmp_path / "data"))
    for language in ("da", "en"):
        done = run(source_on_path, *common, "--lang", language, "--out", str(tmp_path / language))
        assert (done.returncode, done.stderr) == (0, "")
    for stem in ("482-langeland", "1084-region-hovedstaden"):
        danish, english = (read_page(tmp_path / language / f"{stem}.html") for language in ("da", "en"))
        assert english.language == "en"
        swapped = str.maketrans(",.", ".,")
        for ours, theirs in zip(
            danish.tables + danish.numbers, english.tables + english.numbers, strict=True
        ):
            cells = [[re.findall(r"[\d.,]+", cell) for cell in row] for row in ours[1][1:]]
            assert cells == [
                [re.findall(r"[\d.,]+", cell.translate(swapped)) for cell in row] for row in theirs[1][1:]
            ]
        words = set(re.findall(r"\b[a-zæøå]+\b", english.text.lower()))
        assert not words & {"og", "ikke", "indbyggere", "kommune", "aktive", "færre", "flere", "landet"}
        assert len(pypdf.PdfReader(tmp_path / "en" / f"{stem}.pdf").pages) == 1
