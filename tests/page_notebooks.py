"""Runs a page's notebook cell by cell in this process, so that tests see what its last cell shows."""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import nbformat
from nbformat import NotebookNode

from analysis.core.layout import NOTEBOOKS
from analysis.core.notebook_outputs import BUILDING
from analysis.rendering.source import page_runs, write_source
from analysis.report.components import Section
from analysis.report.data import ReportData
from analysis.report.frames import frame_table, text_shown
from analysis.report.pages.contents import ReportPages


def shown_by(path: Path, parameters: Mapping[str, str]) -> list[Any]:
    """What each cell of a notebook shows last, run with some parameters; None where it shows nothing."""
    notebook = nbformat.read(path, as_version=4)
    names: dict[str, Any] = {}
    found: list[Any] = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        lines = ast.parse(cell.source)
        last = lines.body.pop() if isinstance(lines.body[-1], ast.Expr) else None
        exec(compile(lines, path.stem, "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= parameters
        shown = eval(compile(ast.Expression(last.value), path.stem, "eval"), names) if last else None
        found.append(shown)
    return found


def executed(path: Path, **parameters: str) -> NotebookNode:
    """A notebook with what its cells show as outputs, as the kernel of a build leaves it."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    with mock.patch.dict(os.environ, {BUILDING: "1"}):
        for cell, shown in zip(code, shown_by(path, parameters), strict=True):
            if shown is None:
                continue
            bundle = shown._repr_mimebundle_() if hasattr(shown, "_repr_mimebundle_") else {}
            data = bundle or {"text/plain": repr(shown)}
            cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]
    return notebook


def source_of_report(folder: Path, **parameters: str) -> Path:
    """The whole report's `report.qmd` in a folder, all its notebooks run in this process."""
    report = executed(NOTEBOOKS / "03_report.ipynb", **parameters)
    pages = {
        run: executed(NOTEBOOKS / run.notebook, **parameters, **dict(run.parameters))
        for run in page_runs(report)
    }
    return write_source(report, folder, pages)


def page(name: str, **parameters: str) -> Section:
    """What ``notebooks/pages/<name>.ipynb`` shows last, run with some parameters."""
    shown = shown_by(NOTEBOOKS / "pages" / f"{name}.ipynb", parameters)[-1]
    assert isinstance(shown, Section), f"the last cell of {name} shows no page"
    return shown


def page_of(content: ReportData, name: str, **parameters: str) -> Section:
    """The same with numbers that no quarter on disk holds."""
    report = SimpleNamespace(
        content=content,
        pages=ReportPages(content),
        as_table=partial(frame_table, language=content.texts.language),
        as_text=text_shown,
    )
    with mock.patch("analysis.Statusrapport", return_value=report, create=True):
        return page(name, **parameters)
