"""How long the sheets take, against the plain way of making them: a process for each step of each sheet.

    python benchmarks/sheets.py [--repeat 3] [--quarter 2025Q2] [--data DIR] [--plain 5]

The plain way is Papermill's own command for each sheet, then Pandoc to HTML, Pandoc to Typst and Typst to
PDF, each a process of its own, with the same notebook, templates and styles; a few sheets are measured,
because every one takes the same. Ours makes 10, 50 and all sheets, each time from nothing. What counts is
seconds per sheet, and that they do not grow with the number of sheets. Memory is the sum over the process
tree.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

import nbformat
import psutil
import pypandoc

from analysis.core.layout import DEFAULT_DATA, EXTENSION, FONTS, NOTEBOOKS, ROOT
from analysis.core.quarters import Quarter
from analysis.rendering.engines import PDF_STANDARDS
from analysis.rendering.sheets import STYLES_HERE, styles
from analysis.rendering.source import write_source
from analysis.report.preview import MARKDOWN
from analysis.statusrapport import Statusrapport

TARGET = 10.0
SIZES = (10, 50)
SAMPLED_SECONDS = 0.1
MEGABYTE = 1024**2
COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]
TYPST = """
import sys, typst
source, folder, fonts = sys.argv[1:4]
typst.compile(source, output=source.replace(".typ", ".pdf"), root=folder, font_paths=[fonts],
              ignore_system_fonts=True, pdf_standards=sys.argv[4:], timestamp=0)
"""


def environment(data: Path) -> dict[str, str]:
    """The environment of every process: this project's package, and the data root."""
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "STATUSRAPPORT_DATA": str(data)}


def timed(command: list[str], data: Path, folder: Path = ROOT) -> tuple[float, float]:
    """Seconds of a process, and the most memory of its tree in MB; stops with its words if it fails."""
    start, most, ended = time.perf_counter(), 0.0, threading.Event()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(data), stdout=subprocess.DEVNULL, stderr=said
        )

        def sample() -> None:
            nonlocal most
            while not ended.wait(SAMPLED_SECONDS):
                most = max(most, tree_memory(process.pid))

        sampler = threading.Thread(target=sample)
        sampler.start()
        status = process.wait()
        ended.set()
        sampler.join()
        if status:
            said.seek(0)
            sys.exit(f"{' '.join(command)}\n{said.read()}")
    return time.perf_counter() - start, most


def tree_memory(pid: int) -> float:
    """Resident memory of a process and everything it started, in MB."""
    total = 0
    try:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            total += process.memory_info().rss
    except psutil.Error:
        pass
    return total / MEGABYTE


def ours(quarter: str, data: Path, out: Path, codes: list[str]) -> tuple[float, float]:
    """Seconds and MB of the command for some sheets, from nothing."""
    options = ["--data", str(data), "--out", str(out), "--only", ",".join(codes)]
    return timed([*COMMAND, "sheets", quarter, *options], data)


def plain(quarter: str, data: Path, folder: Path, code: str) -> float:
    """Seconds of one sheet the plain way."""
    folder.mkdir(parents=True)
    executed = folder / "kommuneark.ipynb"
    command = [sys.executable, "-m", "papermill", str(NOTEBOOKS / executed.name), str(executed)]
    command += ["-p", "quarter", quarter, "-r", "municipality", code, "--no-progress-bar", "--cwd", str(ROOT)]
    seconds = timed(command, data)[0]
    source = write_source(nbformat.read(executed, as_version=4), folder)  # type: ignore[no-untyped-call]
    template = (EXTENSION / "sheet.html").read_text(encoding="utf-8")
    styled = template.replace(STYLES_HERE, styles().replace("$", "$$"))
    (folder / "sheet.html").write_text(styled, encoding="utf-8")
    common = [pypandoc.get_pandoc_path(), source.name, f"--from={MARKDOWN}", "--standalone"]
    common += [f"--lua-filter={EXTENSION / 'rapport.lua'}", "--wrap=preserve"]
    for options in (
        ["--to=html5", "--output=report.html", "--template=sheet.html", "--section-divs"],
        ["--to=typst", "--output=report.typ", f"--template={EXTENSION / 'sheet.typ'}"],
    ):
        seconds += timed([*common, *options], data, folder)[0]
    settings = [str(folder / "report.typ"), str(folder), str(FONTS), *PDF_STANDARDS]
    return seconds + timed([sys.executable, "-c", TYPST, *settings], data)[0]


def main() -> int:
    """Measure and print; 1 where the plain way is less than ten times slower."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=3, help="repetitions (default: 3)")
    parser.add_argument("--quarter", default="2025Q2")
    parser.add_argument("--plain", type=int, default=5, help="sheets made the plain way (default: 5)")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA.path, help="data root")
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="statusrapport-") as scratch:
        folder = Path(scratch)
        data = folder / "data"
        shutil.copytree(arguments.data / "raw", data / "raw")
        report = Statusrapport(str(Quarter.parse(arguments.quarter)), data=str(data))
        report.ingest()
        report.compute()
        codes = report.pages.sheet_codes
        sizes = (*(size for size in SIZES if size < len(codes)), len(codes))
        found: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
        slow: list[float] = []
        for number in range(arguments.repeat):
            for size in sizes:
                out = folder / f"{number}-{size}"
                found[size].append(ours(arguments.quarter, data, out, codes[-size:]))
                shutil.rmtree(out)
            slow += [
                plain(arguments.quarter, data, folder / f"plain-{number}-{code}", code)
                for code in codes[-arguments.plain :]
            ]
    print(f"{'sheets':>8}{'seconds':>10}{'a sheet':>10}{'MB':>8}")
    for size, runs in found.items():
        seconds = median(time for time, _ in runs)
        memory = max(most for _, most in runs)
        print(f"{size:>8}{seconds:>10.1f}{seconds / size:>10.3f}{memory:>8.0f}")
    ours_each = median(time for time, _ in found[sizes[-1]]) / sizes[-1]
    ratio = median(slow) / ours_each
    print(f"plain way: {median(slow):.2f} s a sheet, {ratio:.1f} times as long (target: at least {TARGET:g})")
    return 0 if ratio >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
