"""Edits of notebooks as the documentation shows them: a diff of what stands in the cells, not of the file."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

NOTEBOOK = re.compile(r"--- (?P<path>\S+\.ipynb)\n")
NEW_CELL = "# %%\n"


def edited_notebook(diff: str) -> str:
    """The notebook that a diff edits, empty if it is a diff of files as Git makes them."""
    found = NOTEBOOK.match(diff)
    return found["path"] if found and not found["path"].startswith("a/") else ""


def changed_lines(diff: str) -> int:
    """How many lines of code a diff writes, new or in the place of old ones."""
    return sum(line.startswith("+") and line[1:] + "\n" != NEW_CELL for line in diff.splitlines())


def apply(diff: str, folder: Path) -> Path:
    """Edit the cells of a notebook.

    Args:
        diff: A line ``--- <notebook>``, then hunks that begin with ``@@``. A hunk's lines begin with a space
            where they stay, with - where they go and with + where they come, and its old lines are those of
            one place in one cell. A new line ``# %%`` begins a new cell.
        folder: What the notebook's path is relative to.
    """
    path = folder / edited_notebook(diff)
    notebook = nbformat.read(path, as_version=4)
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE)[1:]:
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        places = [cell for cell in notebook.cells if f"\n{old}" in f"\n{cell.source}\n"]
        assert len(places) == 1, f"{len(places)} cells hold\n{old}"
        (cell,) = places
        assert f"\n{cell.source}\n".count(f"\n{old}") == 1, old
        first, *rest = f"\n{cell.source}\n".replace(f"\n{old}", f"\n{new}").strip("\n").split(NEW_CELL)
        cell.source = first.strip("\n")
        place = notebook.cells.index(cell) + 1
        notebook.cells[place:place] = [nbformat.v4.new_code_cell(text.strip("\n")) for text in rest]
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    return path
