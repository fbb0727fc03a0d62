"""What the cells of an executed notebook show, as numbers again."""

from __future__ import annotations

import ast
import re
from typing import Any

import nbformat
import pandas as pd

from analysis.core.layout import NOTEBOOKS


def executed(name: str, **parameters: str) -> Any:
    """A notebook run cell by cell in this process, each cell with what it shows as Markdown.

    Args:
        name: Below ``notebooks/``, without its suffix.
        parameters: Values for its parameters cell.
    """
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        lines = ast.parse(cell.source)
        last = lines.body.pop() if isinstance(lines.body[-1], ast.Expr) else None
        exec(compile(lines, name, "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= parameters
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), name, "eval"), names)
            data = {"text/markdown": str(value)}
            cell.outputs = [nbformat.v4.new_output("execute_result", data=data)]
    return notebook


def shown(notebook: Any, code: str) -> pd.DataFrame:
    """The table that the only cell with this code shows, numbers as numbers, headings without units."""
    (cell,) = [c for c in notebook.cells if c.cell_type == "code" and code in c.source]
    (markdown,) = [o.data["text/markdown"] for o in cell.outputs if "text/markdown" in o.get("data", {})]
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    head, _, *rows = ([part.strip() for part in line.strip("|").split(" | ")] for line in lines)
    return pd.DataFrame(
        [[value(part) for part in row] for row in rows], columns=[unit_apart(name) for name in head]
    )


def unit_apart(heading: str) -> str:
    """A heading without the unit in brackets behind it."""
    return plain(heading).partition(" (")[0]


def plain(cell: str) -> str:
    """A cell's text without the marks that keep it from being Markdown."""
    return re.sub(r"\\(.)", r"\1", cell.strip())


def value(cell: str) -> Any:
    """A cell's number, its text, or None for a dash."""
    text = plain(cell)
    if text == "–":
        return None
    number = text.replace(".", "").replace(",", ".").replace("−", "-")
    return float(number) if re.fullmatch(r"-?\d+(\.\d+)?", number) else text
