"""Runs a page's notebook cell by cell in this process, so that tests see what its last cell shows."""

from __future__ import annotations

import ast
from functools import partial
from types import SimpleNamespace
from typing import Any
from unittest import mock

import nbformat

from analysis.core.layout import NOTEBOOKS
from analysis.report.components import Section
from analysis.report.data import ReportData
from analysis.report.frames import frame_table, text_shown


def page(name: str, **parameters: str) -> Section:
    """What ``notebooks/pages/<name>.ipynb`` shows last, run with some parameters."""
    notebook = nbformat.read(NOTEBOOKS / "pages" / f"{name}.ipynb", as_version=4)
    names: dict[str, Any] = {}
    shown: Any = None
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        lines = ast.parse(cell.source)
        last = lines.body.pop() if isinstance(lines.body[-1], ast.Expr) else None
        exec(compile(lines, name, "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= parameters
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), name, "eval"), names)
    assert isinstance(shown, Section), f"the last cell of {name} shows no page"
    return shown


def page_of(content: ReportData, name: str, **parameters: str) -> Section:
    """The same with numbers that no quarter on disk holds."""
    report = SimpleNamespace(
        content=content,
        as_table=partial(frame_table, language=content.texts.language),
        as_text=text_shown,
    )
    with mock.patch("analysis.Statusrapport", return_value=report, create=True):
        return page(name, **parameters)
