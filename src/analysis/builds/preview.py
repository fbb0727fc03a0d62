"""A quarter's report while its notebooks and its delivery are worked on: only what changed is made again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from analysis.builds.report import ORDER, workspace
from analysis.core.layout import DATA_VARIABLE, EXTENSION, NOTEBOOKS, DataRoot
from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.ingest.delivery import delivery_folder
from analysis.rendering.engines import RenderingEngine, RenderingError, embedded_engine, set_html
from analysis.rendering.execution import Kernel, NotebookError, ParameterError, kernel, run_notebooks

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.rendering.source import PageRun

REPORT: Final = ORDER[-1]
PAGES: Final = "pages"
FAILURES: Final = (InputError, NotebookError, ParameterError, RenderingError, OSError)
States = dict[Path, tuple[int, int]]


class UnknownPageError(ValueError):
    """No notebook makes the page that was asked for; the message lists those that do."""


@dataclass
class Preview:
    """The report of one quarter, or one of its pages, as HTML.

    The notebooks run in one kernel. What they showed is kept until something that they read is changed.

    Attributes:
        quarter: The quarter reported.
        data: Where its delivery and the reference data lie.
        language: Language of the report.
        page: Name of the one page to make, such as ``region-1081``; the whole report if empty.
        running: The kernel.
        folder: Where the source is written and set.
    """

    quarter: Quarter
    data: DataRoot
    language: str
    page: str
    running: Kernel
    folder: Path
    _engine: RenderingEngine = field(default_factory=embedded_engine)
    _seen: States = field(default_factory=dict)
    _undone: set[Path] = field(default_factory=set)
    _report: NotebookNode | None = None
    _pages: dict[PageRun, NotebookNode] = field(default_factory=dict)

    def has_changed(self) -> bool:
        """Whether a file that the report is made from was changed, added or removed since the last call."""
        states = self._states()
        changed = {path for path in states.keys() | self._seen if states.get(path) != self._seen.get(path)}
        self._seen = states
        self._undone |= changed
        return bool(changed)

    def made(self) -> bytes:
        """The page as it is now; of what was made before, only what changed is made again.

        Raises:
            UnknownPageError: No notebook makes the page.
            InputError: The delivery or the reference data are wrong.
            ParameterError: The parameters do not fit a notebook.
            NotebookError: A cell failed.
            RenderingError: Pandoc failed or warned.
            OSError: A file could not be read or written.
        """
        # Imported only now: the kernel boots meanwhile.
        from analysis.rendering.source import page_runs, write_source

        report = self._report_notebook()
        runs = page_runs(report)
        only = self._wanted(runs)
        for run in [only] if only else runs:
            if run not in self._pages or NOTEBOOKS / run.notebook in self._undone:
                self._pages[run] = self._run([run.notebook], dict(run.parameters))[0]
        source = write_source(report, self.folder, self._pages, only)
        set_html(source, self._engine.programs)
        self._undone.clear()
        return source.with_suffix(".html").read_bytes()

    def _report_notebook(self) -> NotebookNode:
        """The executed notebook that holds the report, with what comes before it where that has changed."""
        notebooks = {NOTEBOOKS / name for name in ORDER[:-1]}
        if self._report is None or any(
            path in notebooks or path.is_relative_to(self.data.raw) for path in self._undone
        ):
            from analysis.ingest.snapshot import read_inputs

            self._report = None
            self._pages.clear()
            read_inputs(self.data, self.quarter)
            self._report = self._run(ORDER)[-1]
        elif NOTEBOOKS / REPORT in self._undone:
            self._report = self._run([REPORT])[-1]
        return self._report

    def _wanted(self, runs: list[PageRun]) -> PageRun | None:
        """The run that makes the one page that is wanted, None for the whole report."""
        if not self.page:
            return None
        by_name = {PurePosixPath(run.stem).name: run for run in runs}
        if self.page not in by_name:
            raise UnknownPageError(
                f"no notebook makes a page {self.page!r} of {self.quarter}; there are {', '.join(by_name)}"
            )
        return by_name[self.page]

    def _run(self, names: Sequence[str], own: Mapping[str, str] = MappingProxyType({})) -> list[NotebookNode]:
        parameters = {"quarter": str(self.quarter), "lang": self.language, **own}
        return run_notebooks([NOTEBOOKS / name for name in names], parameters, self.running)

    def _states(self) -> States:
        """When each file that the report is made from was written, and its size."""
        watched = [
            *(NOTEBOOKS / name for name in ORDER),
            *(NOTEBOOKS / PAGES).glob("*.ipynb"),
            *_files_below(self.data.raw),
            *_files_below(EXTENSION),
        ]
        states = {}
        for path in watched:
            try:
                status = path.stat()
            except OSError:
                continue
            states[path] = (status.st_mtime_ns, status.st_size)
        return states


def _files_below(folder: Path) -> Iterator[Path]:
    """Files in a folder and those below it, without hidden ones such as an editor's."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith((".", "~")))


@contextmanager
def preview(quarter: Quarter, *, data: DataRoot, language: str, page: str = "") -> Iterator[Preview]:
    """A report to look at while it is worked on, for as long as the block lasts.

    Args:
        quarter: The quarter reported.
        data: Where its delivery and the reference data lie.
        language: Language of the report.
        page: Name of the one page to make; the whole report if empty.

    Raises:
        InputError: Nothing is delivered of the quarter.
    """
    delivery_folder(data.path, quarter)
    told = {DATA_VARIABLE: str(data.path.resolve())}
    with workspace() as folder, kernel(told) as running:
        yield Preview(quarter, data, language, page, running, folder)
