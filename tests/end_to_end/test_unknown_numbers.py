"""A report, and sheets, of a quarter in which two municipalities' numbers are not known, as they are set."""

import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pypdf
import pytest

from analysis.reading.sidecars import sidecar_path

ROOT = Path(__file__).parents[2]
REASON = "Optællingen gik tabt."

pytestmark = pytest.mark.slow


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root in which Frederikshavn and Ærø are unknown; the total of the former's region is there."""
    data = tmp_path_factory.mktemp("unknown") / "data"
    shutil.copytree(ROOT / "data" / "raw", data / "raw")
    runners, terms = (data / "raw" / "2025Q2" / name for name in ("runners.csv", "delivery.toml"))
    text = runners.read_text(encoding="utf-8")
    for row, count in (("813,Frederikshavn,", "418"), ("492,Ærø,", "26")):
        assert f"{row}{count},\n" in text
        text = text.replace(f"{row}{count},", f"{row}ukendt,{REASON}")
    runners.write_text(text, encoding="utf-8")
    lines = terms.read_text(encoding="utf-8").splitlines(keepends=True)
    others = ("dk = ", '"1082" = ', '"1083" = ', '"1084" = ', '"1085" = ')
    terms.write_text("".join(line for line in lines if not line.startswith(others)), encoding="utf-8")
    for path in (runners, terms):
        sidecar_path(path).unlink(missing_ok=True)
    return data


def test_check_says_how_many_and_why(root: Path, source_on_path: dict[str, str], tmp_path: Path) -> None:
    done = run(source_on_path, "check", "2025Q2", "--data", str(root), "--reports", str(tmp_path / "none"))
    assert done.returncode == 0
    assert done.stderr.splitlines()[-3:] == [
        "2 of 98 municipalities have no number of active runners:",
        f"  unknown/492/active_runners: Ærø: {REASON}",
        f"  unknown/813/active_runners: Frederikshavn: {REASON}",
    ]


def test_the_report_fits_its_pages_and_says_what_is_not_known(
    root: Path, source_on_path: dict[str, str], built_report: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report"
    done = run(
        source_on_path, "build", "2025Q2", "--engine", "embedded", "--data", str(root), "--out", str(out)
    )
    assert (done.returncode, done.stderr) == (0, "")
    pages, whole = (
        [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(folder / "report.pdf").pages]
        for folder in (out, built_report)
    )
    assert len(pages) == len(whole)
    country = next(page for page in pages if "Danmark har mindst 57.200 aktive hjerteløbere" in page)
    assert "mindst 57.281" in country
    assert any("mindst 10.436" in page and "Syddanmark har" in page for page in pages)
    assert not any("57.307" in page or "10.462" in page for page in pages)
    table = pl.read_csv(out / "indicators.csv", infer_schema_length=None)
    unknown = table.filter(pl.col("area_code").is_in(["813", "492"]), indicator="active_runners")
    assert unknown.select("value", "status", "note").rows() == [(None, "missing", REASON)] * 2


def test_sheets_of_the_municipality_its_region_and_a_neighbour_are_printed(
    root: Path, source_on_path: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "kommuner"
    areas = ("813", "492", "1081", "1083", "482")
    done = run(
        source_on_path, "sheets", "2025Q2", "--only", ",".join(areas), "--data", str(root), "--out", str(out)
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(out.glob("*.pdf"))) == len(areas)
    (sheet,) = out.glob("492-*.pdf")
    text = " ".join(pypdf.PdfReader(sheet).pages[0].extract_text().split())
    assert "Antallet af aktive hjerteløbere er ikke oplyst" in text
    assert REASON in text
