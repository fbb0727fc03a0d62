"""What the cells of an executed notebook show, as numbers again."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd


def shown(notebook: Any, code: str) -> pd.DataFrame:
    """The table that the only cell with this code shows, numbers as numbers."""
    (cell,) = [c for c in notebook.cells if c.cell_type == "code" and code in c.source]
    (markdown,) = [o.data["text/markdown"] for o in cell.outputs if "text/markdown" in o.get("data", {})]
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    head, _, *rows = ([part.strip() for part in line.strip("|").split(" | ")] for line in lines)
    return pd.DataFrame(
        [[value(part) for part in row] for row in rows], columns=[plain(name) for name in head]
    )


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
