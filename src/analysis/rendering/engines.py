"""HTML and PDF from the generated ``report.qmd``, by either of two engines.

Quarto renders it where it is found. The embedded engine drives the same two parts that Quarto drives, Pandoc
and Typst, both shipped as wheels, with the same templates, styles and filter (``_extensions/statusrapport``).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analysis.core.layout import EXTENSION, FONTS, ROOT
from analysis.core.left_overs import EVERYTHING, side_folder
from analysis.report.preview import MARKDOWN

PDF_STANDARDS: Final = ("a-2a", "ua-1")
QUARTO_AT_LEAST: Final = (1, 10)
PROGRAM_SEPARATOR: Final = " og "
WARNING: Final = re.compile(r"(?:warning:|\[WARNING\])(?P<text>.*)")
ENGINES: Final = ("auto", "quarto", "embedded")
QUARTO_PROJECT: Final = "_quarto.yml"
QUARTO_OUTPUTS: Final = {"statusrapport-html": ".html", "statusrapport-typst": ".pdf"}


class RenderingError(RuntimeError):
    """An engine failed or warned; the message is the engine's own."""


class NoQuartoError(ValueError):
    """Quarto was asked for and is not to be had."""


@dataclass(frozen=True)
class RenderingEngine:
    """A rendering engine and its version, as the report names it."""

    name: str
    version: str

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}" if self.name == "Quarto" else self.version

    @property
    def programs(self) -> list[str]:
        """The programs with their versions, which a page joins in its own language."""
        return self.label.split(PROGRAM_SEPARATOR)


def choose_engine(wanted: str) -> RenderingEngine:
    """The engine to render with.

    Args:
        wanted: ``quarto``, ``embedded``, or ``auto`` for Quarto where it is found and new enough.

    Raises:
        NoQuartoError: ``quarto`` was wanted and there is none, or an older one than the extension needs.
    """
    found = quarto_version() if wanted != "embedded" else None
    if found and tuple(int(part) for part in found.split(".")[:2]) >= QUARTO_AT_LEAST:
        return RenderingEngine("Quarto", found)
    if wanted == "quarto":
        needed = ".".join(map(str, QUARTO_AT_LEAST))
        raise NoQuartoError(
            f"--engine quarto needs Quarto {needed} or newer beside Python or on PATH, "
            f"found {found or 'none'}"
        )
    return embedded_engine()


def quarto_passed_over(wanted: str) -> str:
    """One line on a Quarto that `auto` does not take, as it is too old; an empty text where there is none."""
    found = quarto_version() if wanted == "auto" else None
    if found is None or choose_engine(wanted).name == "Quarto":
        return ""
    needed = ".".join(map(str, QUARTO_AT_LEAST))
    return (
        f"Quarto {found} is passed over, as {needed} or newer is needed; the embedded engine sets the pages"
    )


def embedded_engine() -> RenderingEngine:
    """The embedded engine with the versions of its parts."""
    import pypandoc
    import typst

    compiler = json.loads(typst.eval(b"", "str(sys.version)"))
    return RenderingEngine(
        "embedded", PROGRAM_SEPARATOR.join([f"Pandoc {pypandoc.get_pandoc_version()}", f"Typst {compiler}"])
    )


def quarto_program() -> str | None:
    """Where Quarto is: beside the Python that runs this, which need not be activated, else on PATH."""
    places = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    return shutil.which("quarto", path=os.pathsep.join(places))


def quarto_version() -> str | None:
    """The version of the Quarto that is found, None where there is none that answers."""
    program = quarto_program()
    if program is None:
        return None
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\d+\.\d+(\.\d+)?", answer.stdout)
    return match.group() if match else None


def render(source: Path, engine: RenderingEngine, epoch: int) -> None:
    """Render ``report.html`` and ``report.pdf`` beside their source.

    Args:
        source: The generated ``report.qmd``, with ``media/`` beside it.
        engine: From `choose_engine`.
        epoch: Seconds since 1970 that stand as the time of making, so that bytes repeat.

    Raises:
        RenderingError: The engine failed, or Typst warned.
    """
    if engine.name == "Quarto":
        _render_with_quarto(source, epoch)
        return
    with ThreadPoolExecutor(2) as pool:
        tasks = [
            pool.submit(set_html, source, engine.programs),
            pool.submit(_embedded_pdf, source, engine.programs, epoch),
        ]
        for task in tasks:
            task.result()


def _render_with_quarto(source: Path, epoch: int) -> None:
    """Render both formats at once, each in a project of its own.

    Quarto opens a database in its project's `.quarto/`, which two at a time would wait for or fail on, and
    leaves an index of each document there.
    """
    with (
        side_folder(source.parent.parent, (EVERYTHING,), hidden=False) as side,
        ThreadPoolExecutor(len(QUARTO_OUTPUTS)) as pool,
    ):
        for task in [pool.submit(_quarto_output, source, side / one, one, epoch) for one in QUARTO_OUTPUTS]:
            task.result()


def _quarto_output(source: Path, project: Path, target: str, epoch: int) -> None:
    """Copy a source into a new project, render one format of it there, and put that beside the source."""
    place = project / "build" / "report"
    shutil.copytree(EXTENSION.parent, project / EXTENSION.parent.name)
    shutil.copyfile(ROOT / QUARTO_PROJECT, project / QUARTO_PROJECT)
    shutil.copytree(source.parent / "media", place / "media")
    shutil.copyfile(source, place / source.name)
    command = [quarto_program() or "quarto", "render", f"build/report/{source.name}", "--to", target]
    messages = _run(command, project, {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)})
    if warnings := quarto_warnings(messages):
        raise RenderingError("\n".join(f"Quarto warns: {warning}" for warning in warnings))
    made = (place / source.name).with_suffix(QUARTO_OUTPUTS[target])
    if not made.is_file():
        raise RenderingError(f"quarto: ended without an error and made no {made.name}")
    shutil.move(made, source.with_name(made.name))


def quarto_warnings(messages: str) -> list[str]:
    """The warnings of Typst and Pandoc in what Quarto wrote on standard error.

    Quarto leaves its progress line open, so that a warning may stand behind ``report.pdf...`` on one line.
    """
    found = (WARNING.search(line) for line in messages.splitlines())
    return [match["text"].strip() for match in found if match]


def set_html(source: Path, programs: Sequence[str]) -> None:
    """Set ``report.html`` beside its source with the embedded engine.

    Args:
        source: The generated ``report.qmd``.
        programs: The engine's parts with their versions, as the report names them.

    Raises:
        RenderingError: Pandoc failed or warned.
    """
    pandoc(
        source,
        programs,
        "html5",
        source.with_suffix(".html"),
        "--standalone",
        "--embed-resources",
        f"--template={EXTENSION / 'page.html'}",
        f"--css={EXTENSION / 'rapport.css'}",
        "--toc",
        "--toc-depth=3",
        "--section-divs",
    )


def _embedded_pdf(source: Path, programs: Sequence[str], epoch: int) -> None:
    import typst

    code = source.with_suffix(".typ")
    pandoc(source, programs, "typst", code, "--standalone", f"--template={EXTENSION / 'embedded.typ'}")
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(code),
            root=str(source.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards=list(PDF_STANDARDS),
            timestamp=epoch,
        )
    except typst.TypstError as error:
        raise RenderingError(f"Typst: {error}") from error
    if warnings:
        raise RenderingError("\n".join(f"Typst warns: {warning}" for warning in warnings))
    source.with_suffix(".pdf").write_bytes(pdf)
    code.unlink()


def pandoc(source: Path, programs: Sequence[str], target: str, output: Path, *options: str) -> None:
    """Convert a source with the report's filter; what Pandoc warns of is an error.

    Raises:
        RenderingError: Pandoc failed or warned.
    """
    import pypandoc

    command = [
        pypandoc.get_pandoc_path(),
        source.name,
        f"--from={MARKDOWN}",
        f"--to={target}",
        f"--output={output.name}",
        f"--lua-filter={EXTENSION / 'rapport.lua'}",
        *(f"--metadata=renderer:{program}" for program in programs),
        "--fail-if-warnings",
        "--wrap=preserve",
        *options,
    ]
    _run(command, source.parent, os.environ)


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    """Run a program and return what it said on standard error."""
    result = subprocess.run(
        command, cwd=folder, env=dict(environment), capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise RenderingError(f"{Path(command[0]).name}: {(result.stderr or result.stdout).strip()}")
    return result.stderr
