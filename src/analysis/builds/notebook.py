"""Runs one notebook with checked parameters: a fork or a page, as a build runs the report's own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import nbformat

from analysis.core.folders import OutputFolderError, assert_place, assert_writable, read_manifest
from analysis.core.hashes import described_bytes, hash_and_size
from analysis.core.layout import (
    BUILD,
    DATA_VARIABLE,
    MANIFEST,
    REPORTS,
    REPORTS_VARIABLE,
    SAVED_BY_ITSELF,
    DataRoot,
)
from analysis.core.left_overs import sweep
from analysis.core.quarters import Quarter
from analysis.core.writing import write_atomically
from analysis.reading.files import available_quarters
from analysis.rendering.execution import (
    ParameterError,
    declared_parameters,
    kernel,
    read_notebook,
    run_notebooks,
)
from analysis.texts import LANGUAGES

EXECUTED: Final = BUILD / "notebooks"
MADE_BY: Final = "statusrapport run"
WORDS_FOR: Final = {"true": True, "false": False}


def run_notebook(path: Path, given: Mapping[str, str], data: DataRoot) -> tuple[Path, Path]:
    """Run a notebook in its own folder, as JupyterLab does, and keep it as it was run, and as a page.

    What was kept before is replaced where it is as it was made.

    Args:
        path: The notebook.
        given: Parameters and their values as texts.
        data: The data root that it reads unless a parameter names another.

    Returns:
        The executed notebook and its page in HTML, both below ``build/notebooks/``.

    Raises:
        ParameterError: A parameter is unknown, or its value does not fit; every one. Nothing was run.
        OutputFolderError: What lies where it is kept was not made by such a run, or was changed since.
        NotebookError: A cell failed.
        RenderingError: Pandoc failed or warned.
    """
    notebook = read_notebook(path)
    parameters = typed(given, declared_parameters(notebook, path.name), path.name)
    named = str(parameters.get("data_root", ""))
    if problems := list(unfitting(parameters, path.name, path.parent / named if named else data.path)):
        raise ParameterError("\n".join(problems))
    folder = EXECUTED
    copy, web = folder / path.name, folder / f"{path.stem}.html"
    assert_place(folder, kept=(), allowed=[folder])
    assert_writable(folder, folder)
    assert_as_made(folder, (copy.name, web.name))
    with kernel({DATA_VARIABLE: str(data.path.resolve())}, path.parent.resolve()) as running:
        (executed,) = run_notebooks([path], parameters, running)
    # Imported only now: the kernel boots meanwhile.
    from analysis.rendering.notebook_page import notebook_page
    from analysis.rendering.previews import with_previews

    page = notebook_page(executed, kicker=path.name)
    (shown,) = with_previews([executed])
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    _keep(
        folder,
        {
            copy.name: (nbformat.writes(shown) + "\n").encode(),  # type: ignore[no-untyped-call]
            web.name: page.encode(),
        },
    )
    return copy, web


def assert_as_made(folder: Path, names: tuple[str, ...]) -> None:
    """Refuse to replace files that no run made, or that were changed since.

    Args:
        folder: Where runs are kept.
        names: The files that are to be replaced.

    Raises:
        OutputFolderError: The first such file; nothing was touched.
    """
    manifest = folder / MANIFEST
    known = _kept(folder)
    if os.path.lexists(manifest) and (manifest.is_symlink() or known is None):
        _refuse(manifest)
    for name in names:
        path = folder / name
        if not os.path.lexists(path):
            continue
        regular = path.is_file() and not path.is_symlink()
        if not regular or hash_and_size(path) not in (known or {}).get(name, ()):
            _refuse(path)


def _refuse(path: Path) -> None:
    saved = f" ({SAVED_BY_ITSELF})" if path.suffix == ".ipynb" else ""
    raise OutputFolderError(
        f"{path} was not made by `run`, or was changed since{saved}; nothing was touched; move it away or"
        " rename it"
    )


def _kept(folder: Path) -> dict[str, list[object]] | None:
    """File → what the manifest says of those that a run made under its name; None where it is no such one."""
    said = read_manifest(folder) if (folder / MANIFEST).exists() else {}
    files = said.get("files")
    if said.get("made_by") != MADE_BY or not isinstance(files, dict):
        return None
    return {name: found for name, found in files.items() if isinstance(found, list)}


def _keep(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write what a run made; the manifest first, so that a run that is stopped knows its own files."""
    assert_as_made(folder, tuple(contents))
    files = _kept(folder) or {}
    for name, content in contents.items():
        before = [hash_and_size(folder / name)] if (folder / name).exists() else []
        files[name] = [*before, described_bytes(content)]
    said = {"made_by": MADE_BY, "files": dict(sorted(files.items()))}
    write_atomically(folder / MANIFEST, (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode())
    for name, content in contents.items():
        write_atomically(folder / name, content)


def unfitting(values: Mapping[str, object], name: str, root: Path) -> Iterator[str]:
    """What is wrong with the values of parameters that mean the same in every notebook, a line for each.

    Args:
        values: Parameters and their values, those that were given.
        name: What to call the notebook in an error.
        root: The data root that the notebook will read.
    """
    if (named := values.get("data_root")) and not DataRoot(root).raw.is_dir():
        yield f"{name}: parameter data_root is {named!r}, expected a folder with raw/ in it"
        return
    language = values.get("lang")
    if isinstance(language, str) and language not in LANGUAGES:
        yield f"{name}: parameter lang is {language!r}, expected one of {', '.join(LANGUAGES)}"
    quarter = values.get("quarter")
    if isinstance(quarter, str) and quarter:
        try:
            wanted = Quarter.typed(quarter)
        except ValueError:
            yield f"{name}: parameter quarter is {quarter!r}, expected a quarter like 2025Q2"
            return
        released = Path(os.environ.get(REPORTS_VARIABLE) or REPORTS) / str(wanted)
        delivered = available_quarters(root)
        if wanted not in delivered and not released.is_dir():
            there = ", ".join(map(str, delivered)) or "none"
            yield f"{name}: parameter quarter is {quarter!r}, expected one that is delivered: {there}"


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
            text.encode()
            values[key] = WORDS_FOR[text.casefold()] if kind is bool else kind(text)
        except UnicodeEncodeError:
            problems.append(f"{name}: parameter {key} is {text!r}, expected UTF-8")
        except (KeyError, ValueError):
            expected = "true or false" if kind is bool else kind.__name__
            problems.append(f"{name}: parameter {key} is {text!r}, expected {expected}")
    if problems:
        raise ParameterError("\n".join(problems))
    return values
