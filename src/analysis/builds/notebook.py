"""Runs one notebook with checked parameters: a fork or a page, as a build runs the report's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import nbformat

from analysis.core.layout import BUILD, DATA_VARIABLE, DataRoot
from analysis.core.left_overs import sweep
from analysis.core.writing import write_atomically
from analysis.rendering.execution import (
    ParameterError,
    declared_parameters,
    kernel,
    read_notebook,
    run_notebooks,
)

EXECUTED: Final = BUILD / "notebooks"
WORDS_FOR: Final = {"true": True, "false": False}


def run_notebook(path: Path, given: Mapping[str, str], data: DataRoot) -> tuple[Path, Path]:
    """Run a notebook in its own folder, as JupyterLab does, and keep it as it was run, and as a page.

    Args:
        path: The notebook.
        given: Parameters and their values as texts.
        data: The data root that it reads unless a parameter names another.

    Returns:
        The executed notebook and its page in HTML, both below ``build/notebooks/``.

    Raises:
        ParameterError: A parameter is unknown, or its value is not of the declared type; every one.
        NotebookError: A cell failed.
        RenderingError: Pandoc failed or warned.
    """
    notebook = read_notebook(path)
    parameters = typed(given, declared_parameters(notebook, path.name), path.name)
    with kernel({DATA_VARIABLE: str(data.path.resolve())}, path.parent.resolve()) as running:
        (executed,) = run_notebooks([path], parameters, running)
    # Imported only now: the kernel boots meanwhile.
    from analysis.rendering.notebook_page import notebook_page
    from analysis.rendering.previews import with_previews

    page = notebook_page(executed, kicker=path.name)
    EXECUTED.mkdir(parents=True, exist_ok=True)
    sweep(EXECUTED)
    copy, web = EXECUTED / path.name, EXECUTED / f"{path.stem}.html"
    (shown,) = with_previews([executed])
    write_atomically(copy, (nbformat.writes(shown) + "\n").encode())  # type: ignore[no-untyped-call]
    write_atomically(web, page.encode())
    return copy, web


def typed(
    given: Mapping[str, str], declared: Mapping[str, tuple[type, bool]], name: str
) -> dict[str, object]:
    """Values of parameters in the types that a notebook declares.

    Args:
        given: Parameters and their values as texts.
        declared: As `declared_parameters` returns them.
        name: What to call the notebook in an error.

    Raises:
        ParameterError: A parameter is unknown, or its value is not of the declared type; one per line.
    """
    problems, values = [], {}
    for key, text in given.items():
        if key not in declared:
            problems.append(f"{name}: unknown parameter {key}, known are {', '.join(declared)}")
            continue
        kind = declared[key][0]
        try:
            values[key] = WORDS_FOR[text.casefold()] if kind is bool else kind(text)
        except (KeyError, ValueError):
            expected = "true or false" if kind is bool else kind.__name__
            problems.append(f"{name}: parameter {key} is {text!r}, expected {expected}")
    if problems:
        raise ParameterError("\n".join(problems))
    return values
