"""A copy of a notebook for a question of one's own."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import nbformat

from analysis.core.folders import assert_writable
from analysis.core.formatting import as_slug
from analysis.core.layout import NOTEBOOKS, ROOT
from analysis.core.left_overs import sweep
from analysis.core.writing import write_new
from analysis.reference.area_names import nearest
from analysis.rendering.execution import read_notebook

EXPLORE: Final = NOTEBOOKS / "explore"
PARAMETERS: Final = "parameters"
REPORT_ONLY: Final = "remove-cell"
WRITES: Final = "report.write("
KEEPS: Final = "report.keep("
OPTION: Final = re.compile(r"^#\| (?:echo|include|output|label|fig-\w+):.*\n?", re.MULTILINE)


class ForkError(ValueError):
    """No such notebook, a name that is none, or a copy that is there already."""


def fork(notebook: str, name: str, quarter: str | None = None) -> Path:
    """Copy a notebook to ``notebooks/explore/``, ready to run.

    The copy has the notebook's cells and parameters without outputs, without what only the report needs (the
    options of the rendering, the raw cell that Quarto reads), and begins with where it came from. A table
    that the notebook writes for the report is kept by the copy for itself.

    Args:
        notebook: Name of a notebook below ``notebooks/``, with or without its suffix; its beginning is enough
            where only one begins so.
        name: What to call the copy.
        quarter: The quarter that it opens; as in the notebook if None.

    Returns:
        The path of the copy.

    Raises:
        ForkError: There is no such notebook, the name is none, or the copy is there already.
        InputError: The notebook's file is no regular one, or holds no notebook.
    """
    source = find_notebook(notebook)
    slug = as_slug(name.removesuffix(".ipynb"))
    if not slug:
        raise ForkError(f"{name!r} is no name for a notebook: use letters and digits")
    target = EXPLORE / f"{slug}.ipynb"
    taken = f"{target.relative_to(ROOT)} is there already; choose another name"
    if os.path.lexists(target):
        raise ForkError(taken)
    sweep(EXPLORE)
    assert_writable(target, EXPLORE)
    copy = forked(read_notebook(source), source, slug, quarter)
    try:
        write_new(target, (nbformat.writes(copy) + "\n").encode())  # type: ignore[no-untyped-call]
    except FileExistsError:
        raise ForkError(taken) from None
    return target


def find_notebook(written: str) -> Path:
    """The notebook of that name, as it is written or as `fork` spells it, or the only one that begins so.

    Raises:
        ForkError: There is none, or more than one.
    """
    notebooks = {path.relative_to(NOTEBOOKS).with_suffix("").as_posix(): path for path in _notebooks()}
    wanted = written.removeprefix("notebooks/").removesuffix(".ipynb")
    spelt = f"{EXPLORE.name}/{as_slug(wanted.removeprefix(f'{EXPLORE.name}/'))}"
    found = [name for name in notebooks if name in (wanted, spelt)] or [
        name for name in notebooks if name.startswith(wanted) or name.rpartition("/")[2].startswith(wanted)
    ]
    if len(found) == 1:
        return notebooks[found[0]]
    if wanted and found:
        raise ForkError(f"{written!r} begins {len(found)} notebooks: {', '.join(found)}")
    raise ForkError(f"no notebook {written!r}{nearest(written, notebooks)}; there are {', '.join(notebooks)}")


def _notebooks() -> list[Path]:
    return [
        path
        for path in sorted(NOTEBOOKS.rglob("*.ipynb"))
        if not any(part.startswith(".") for part in path.relative_to(NOTEBOOKS).parts)
    ]


def _commit() -> str:
    """The commit that is checked out, empty outside a Git checkout."""
    command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def forked(notebook: Any, source: Path, slug: str, quarter: str | None) -> Any:
    """The copy of a notebook: a cell that says where it came from, then its cells without the options."""
    origin = source.relative_to(ROOT).as_posix()
    commit = _commit()
    said = f"Forked from `{origin}`" + (f" at commit `{commit[:12]}`" if commit else "")
    opened = f", for {quarter}" if quarter else ""
    cells = [
        nbformat.v4.new_markdown_cell(  # type: ignore[no-untyped-call]
            f"*{said}{opened}. Change it as you like: the report does not use it.*", id=f"{slug[:40]}-origin"
        )
    ]
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "raw":
            continue
        copy = nbformat.from_dict(cell)  # type: ignore[no-untyped-call]
        copy.id = f"{slug[:40]}-{place:02}"
        tags = [tag for tag in copy.metadata.get("tags", ()) if tag != REPORT_ONLY]
        copy.metadata.pop("tags", None)
        if tags:
            copy.metadata["tags"] = tags
        if copy.cell_type == "code":
            copy.source = OPTION.sub("", copy.source).replace(WRITES, KEEPS)
            copy.outputs, copy.execution_count = [], None
            if quarter and PARAMETERS in tags:
                copy.source = re.sub(r'(?m)^(quarter: str = )".*"$', rf'\1"{quarter}"', copy.source)
        cells.append(copy)
    kept = {
        name: value for name, value in notebook.metadata.items() if name in ("kernelspec", "language_info")
    }
    return nbformat.v4.new_notebook(cells=cells, metadata=kept)  # type: ignore[no-untyped-call]
