"""How long a build takes, against the plain way of making the same report, and where its time goes.

    python benchmarks/build.py [--repeat 5] [--quarter 2025Q2] [--data DIR]

The plain way is Papermill's own command once for each notebook and each page, then Pandoc to HTML, Pandoc to
Typst and Typst to PDF, each a process of its own, with the same templates. The two take turns, so that what
else the machine does hits both alike; what counts is the medians and their ratio. Both write to temporary
folders.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from statistics import median
from unittest import mock

import nbformat
from nbformat import NotebookNode

from analysis.builds.report import ORDER
from analysis.core.layout import DEFAULT_DATA, FONTS, NOTEBOOKS, ROOT
from analysis.rendering import engines as rendering
from analysis.rendering.source import page_runs, write_source

TARGET = 0.4
EPOCH = 1748908800
COMMAND = [sys.executable, "-c", "from analysis.cli import main; main(prog_name='statusrapport')"]
TYPST = """
import sys, typst
source, folder, fonts, epoch = sys.argv[1:5]
typst.compile(source, output=source.replace(".typ", ".pdf"), root=folder, font_paths=[fonts],
              ignore_system_fonts=True, pdf_standards=sys.argv[5:], timestamp=int(epoch))
"""
IMPORTS = {
    "command line": "analysis.cli",
    "checking (Polars, dataframely)": "analysis.ingest.snapshot",
    "running notebooks (nbformat)": "analysis.rendering.execution",
    "pages (Altair, Babel)": "analysis.statusrapport",
}
Times = dict[str, float]


@contextlib.contextmanager
def timed(times: Times, name: str) -> Iterator[None]:
    """Add what happens inside to the time of `name`, in seconds."""
    start = time.perf_counter()
    yield
    times[name] = times.get(name, 0.0) + time.perf_counter() - start


def run(command: list[str], environment: Mapping[str, str], folder: Path = ROOT) -> None:
    """Run a process; stop with its own words if it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")


def environment(data: Path) -> dict[str, str]:
    """The environment of every process: this project's package, and the data root."""
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "STATUSRAPPORT_DATA": str(data)}


def build_once(quarter: str, data: Path, folder: Path) -> float:
    """Seconds of one build by the command."""
    times: Times = {}
    with timed(times, "build"):
        options = ["--data", str(data), "--out", str(folder / "build"), "--engine", "embedded"]
        run([*COMMAND, "build", quarter, *options], environment(data))
    return times["build"]


def plain_once(quarter: str, data: Path, folder: Path) -> Times:
    """Seconds of each process of the plain way; the generated source between them is not counted."""
    times: Times = {}
    executed = folder / "executed"
    executed.mkdir(parents=True)

    def papermill(name: str, out: Path, label: str, parameters: Mapping[str, object]) -> NotebookNode:
        command = [sys.executable, "-m", "papermill", str(NOTEBOOKS / name), str(out)]
        for key, value in parameters.items():
            command += ["-r", key, str(value)]
        with timed(times, label):
            run([*command, "--no-progress-bar", "--cwd", str(ROOT)], environment(data))
        return nbformat.read(out, as_version=4)  # type: ignore[no-untyped-call,no-any-return]

    common = {"quarter": quarter, "lang": "da"}
    for name in ORDER:
        last = papermill(name, executed / name, f"papermill {name}", common)
    pages = {}
    for one in page_runs(last):
        out = executed / f"{one.stem}.ipynb"
        out.parent.mkdir(exist_ok=True)
        parameters = {**common, **dict(one.parameters)}
        pages[one] = papermill(one.notebook, out, "papermill pages/", parameters)
    source = write_source(last, folder, pages)
    for name, command in pandoc_commands(source).items():
        with timed(times, name):
            run(command, environment(data), folder)
    with timed(times, "Typst to PDF"):
        code = str(source.with_suffix(".typ"))
        settings = [code, str(folder), str(FONTS), str(EPOCH), *rendering.PDF_STANDARDS]
        run([sys.executable, "-c", TYPST, *settings], environment(data))
    return times


def pandoc_commands(source: Path) -> dict[str, list[str]]:
    """The very Pandoc commands that the embedded engine runs."""
    programs = rendering.embedded_engine().programs
    steps: dict[str, Callable[[], None]] = {
        "Pandoc to HTML": lambda: rendering.set_html(source, programs),
        "Pandoc to Typst": lambda: rendering._embedded_pdf(source, programs, EPOCH),
    }
    commands = {}
    for name, step in steps.items():
        with mock.patch.object(rendering, "_run") as recorded:
            # Without Pandoc's output Typst has nothing to compile.
            with contextlib.suppress(RuntimeError):
                step()
            commands[name] = recorded.call_args.args[0]
    return commands


def import_times(data: Path) -> Times:
    """Seconds that a new Python takes until each part is imported, the interpreter's own start taken off."""

    def seconds(code: str) -> float:
        times: Times = {}
        with timed(times, code):
            run([sys.executable, "-c", code], environment(data))
        return times[code]

    start = median(seconds("pass") for _ in range(3))
    imports = {
        name: median(seconds(f"import {module}") for _ in range(3)) - start
        for name, module in IMPORTS.items()
    }
    return {"Python's own start": start, **{f"import {name}": value for name, value in imports.items()}}


PHASES = """
import json, sys, time
started = time.perf_counter()
from pathlib import Path
import analysis.builds.report as steps
import analysis.rendering.execution as execution
import analysis.rendering.engines as rendering
import analysis.ingest.snapshot as snapshot
import analysis.rendering.source as source
from analysis.core.layout import DataRoot
from analysis.core.quarters import Quarter
times = {"imports before the check": time.perf_counter() - started}

def watch(module, function, name):
    inner = getattr(module, function)
    def watched(*arguments, **options):
        start = time.perf_counter()
        try:
            return inner(*arguments, **options)
        finally:
            key = name(*arguments) if callable(name) else name
            times[key] = times.get(key, 0.0) + time.perf_counter() - start
    setattr(module, function, watched)

watch(steps, "choose_engine", "choosing the engine")
watch(execution.Kernel, "__init__", "kernel: starting its process")
watch(snapshot, "read_inputs", "check (the kernel boots meanwhile)")
watch(execution.Kernel, "register", "kernel: waiting for it, Papermill's imports")
watch(execution, "_run", lambda path, *_: f"notebook {path.name}")
watch(execution.Kernel, "stop", "kernel: stopping it")
watch(source, "write_source", "report.qmd")
watch(rendering, "set_html", "HTML (at the same time as PDF)")
watch(rendering, "_embedded_pdf", "PDF (at the same time as HTML)")
watch(steps, "_write_manifest", "manifest")
watch(steps, "publish", "putting in place")
data, out = DataRoot(Path(sys.argv[2])), Path(sys.argv[3])
steps.build(Quarter.parse(sys.argv[1]), data=data, engine="embedded", out=out)
times["all"] = time.perf_counter() - started
print(json.dumps(times))
"""


def phases(quarter: str, data: Path, folder: Path) -> Times:
    """Seconds of each phase of a build, in one process, without the command line around it."""
    import json

    done = subprocess.run(
        [sys.executable, "-c", PHASES, quarter, str(data), str(folder / "phases")],
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


def medians(measured: list[Times]) -> Times:
    """The median of each name."""
    return {name: median(times[name] for times in measured) for name in measured[0]}


def show(title: str, times: Times) -> None:
    """Print names and seconds."""
    print(f"\n{title}")
    for name, seconds in times.items():
        print(f"  {name:<46}{seconds:8.2f} s")


def main() -> int:
    """Measure and print; 1 where a build takes more than the target's share of the plain way."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5, help="repetitions (default: 5)")
    parser.add_argument("--quarter", default="2025Q2")
    parser.add_argument(
        "--data", type=Path, default=DEFAULT_DATA.path, help="data root (default: the project's)"
    )
    arguments = parser.parse_args()
    parts = ", ".join(f"{name} {version(name)}" for name in ("papermill", "polars", "altair", "typst"))
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {parts}")
    with tempfile.TemporaryDirectory(prefix="statusrapport-") as scratch:
        folder = Path(scratch)
        data = folder / "data"
        shutil.copytree(arguments.data / "raw", data / "raw")
        build_once(arguments.quarter, data, folder)  # warms the disk's cache
        builds: list[float] = []
        plain: list[Times] = []
        inside: list[Times] = []
        for number in range(arguments.repeat):
            builds.append(build_once(arguments.quarter, data, folder))
            plain.append(plain_once(arguments.quarter, data, folder / f"plain-{number}"))
            inside.append(phases(arguments.quarter, data, folder))
            print(f"  run {number + 1}: build {builds[-1]:.2f} s, plain {sum(plain[-1].values()):.2f} s")
        imports = import_times(data)
    ratio = median(builds) / median(sum(times.values()) for times in plain)
    show("The plain way, a process each (medians)", medians(plain))
    show("Inside a build (medians)", medians(inside))
    show("Imports", imports)
    totals = {"build": median(builds), "plain": median(sum(times.values()) for times in plain)}
    show("Medians", totals)
    print(f"\nA build takes {ratio:.2f} of the plain way (target: at most {TARGET}).")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
