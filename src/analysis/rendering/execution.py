"""Running the report's notebooks with Papermill: checked parameters, one kernel for all notebooks of a run.

Starting a kernel and importing Polars and Altair costs more than the notebooks themselves, so one kernel runs
them in turn; its namespace is emptied in between, so no notebook sees a name of another.
"""

from __future__ import annotations

import ast
import errno
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import nbformat
from nbformat import NotebookNode, ValidationError

from analysis.core.layout import ROOT
from analysis.core.left_overs import temporary_folder
from analysis.core.notebook_outputs import BUILDING
from analysis.core.problems import InputError, Problem
from analysis.core.regular_files import read_regular

ENGINE: Final = "statusrapport"
DISK_AND_LIMITS: Final = ("EACCES", "EPERM", "EROFS", "ENOSPC", "EFBIG", "EIO", "EMFILE", "ENOMEM")
PARAMETERS: Final = "parameters"
INJECTED: Final = "injected-parameters"
MOST_BYTES: Final = 64 * 2**20
CELL_SECONDS: Final = 600
# What a disk or the system's limits do to a program, not what a program does wrong.
SYSTEM_ERROR: Final = re.compile(
    rf"\[Errno ({'|'.join(str(getattr(errno, name)) for name in DISK_AND_LIMITS)})\] (.*)"
)
# Emptying a namespace collects garbage, a third of a second in all, unless what stays is left out of it.
_EMPTYING: Final = "import gc; gc.freeze()\n%reset -f"
_RESET_NOTEBOOK: Final = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [{"cell_type": "code", "id": "empty", "metadata": {}, "outputs": [], "source": _EMPTYING}],
}
_KERNEL_ARGUMENTS: Final = ["--IPKernelApp.exec_lines=import analysis.statusrapport"]
_TEXTUAL: Final = ("text/plain", "text/html", "text/markdown")
_TYPES: Final[Mapping[str, type]] = {"str": str, "int": int, "float": float, "bool": bool}


class ParameterError(ValueError):
    """Parameters do not fit a notebook; nothing was run."""


class NotebookError(RuntimeError):
    """A cell failed; the message names notebook, cell and error."""


def declared_parameters(notebook: NotebookNode, name: str) -> dict[str, tuple[type, bool]]:
    """The names that a notebook's parameters cell declares, each with its type and whether it has a default.

    Args:
        notebook: A notebook with one cell tagged ``parameters`` of annotated names, ``quarter: str = …``.
        name: What to call the notebook in an error.

    Raises:
        ParameterError: There is not exactly one such cell, or a line in it is not such a name.
    """
    cells = [cell for cell in notebook.cells if PARAMETERS in cell.metadata.get("tags", ())]
    if len(cells) != 1:
        raise ParameterError(f"{name}: expected one cell tagged 'parameters', found {len(cells)}")
    try:
        lines = ast.parse(cells[0].source).body
    except (SyntaxError, ValueError):
        raise ParameterError(f"{name}: the parameters cell is no Python") from None
    declared = {}
    for line in lines:
        if not isinstance(line, ast.AnnAssign) or not isinstance(line.target, ast.Name):
            raise ParameterError(
                f"{name}: line {line.lineno} of the parameters cell is not 'name: type = default'"
            )
        annotation = ast.unparse(line.annotation)
        if annotation not in _TYPES:
            raise ParameterError(
                f"{name}: parameter {line.target.id} has type {annotation}, "
                f"expected one of {', '.join(_TYPES)}"
            )
        declared[line.target.id] = (_TYPES[annotation], line.value is not None)
    return declared


def check_parameters(notebook: NotebookNode, name: str, parameters: Mapping[str, object]) -> None:
    """Stop on a parameter that is unknown, missing or of the wrong type; Papermill only remarks on the first.

    Raises:
        ParameterError: Every such parameter, one per line.
    """
    declared = declared_parameters(notebook, name)
    problems = [
        f"{name}: unknown parameter {key}, known are {', '.join(declared)}"
        for key in parameters
        if key not in declared
    ]
    problems += [
        f"{name}: parameter {key} is missing"
        for key, (_, default) in declared.items()
        if not default and key not in parameters
    ]
    problems += [
        f"{name}: parameter {key} is {value!r}, expected {declared[key][0].__name__}"
        for key, value in parameters.items()
        if key in declared and type(value) is not declared[key][0]
    ]
    if problems:
        raise ParameterError("\n".join(problems))


class Kernel:
    """One kernel for all notebooks of a run; Papermill reaches it through the engine it registers."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        """Start the process, which boots and imports `analysis` while the caller goes on.

        Args:
            environment: Variables that notebooks see besides those of this process.
            folder: The folder that notebooks run in.
        """
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager
        from nbclient import NotebookClient
        from zmq import IPC_PATH_MAX_LEN

        # Only this environment's own kernel, whatever kernels and start-up files the user has; its sockets
        # are files that only this user can open, where the system has such.
        self._folder = ExitStack()
        own = self._folder.enter_context(temporary_folder())
        short = len(os.fsencode(f"{own}/kernel-5")) <= IPC_PATH_MAX_LEN
        sockets = {"transport": "ipc", "ip": f"{own}/kernel"} if os.name == "posix" and short else {}
        self._manager = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            connection_file=f"{own}/kernel.json",
            **sockets,
        )
        self.engine = f"{ENGINE}-{id(self)}"
        self._emptying = nbformat.from_dict(_RESET_NOTEBOOK)  # type: ignore[no-untyped-call]
        self._owner = NotebookClient(
            self._emptying,
            km=self._manager,
            resources={"metadata": {"path": str(folder)}},
            extra_arguments=_KERNEL_ARGUMENTS,
        )
        fixed = {BUILDING: "1", "PYTHONHASHSEED": "0", "IPYTHONDIR": f"{own}/ipython"}
        self._owner.start_new_kernel(env={**os.environ, **environment, **fixed})

    def register(self, on_cell: Callable[[], None]) -> None:
        """Make the kernel an engine of Papermill's; returns once the kernel answers."""
        from papermill.engines import Engine, papermill_engines

        if self._owner.kc is None:
            self._owner.start_new_kernel_client()
        kernel = self

        class SharedKernelEngine(Engine):  # type: ignore[misc]
            """Runs the notebooks that Papermill prepares."""

            @classmethod
            def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: object) -> None:
                """Run a notebook's cells in the kernel, in an empty namespace."""
                kernel.run(nb_man, on_cell)

        papermill_engines.register(self.engine, SharedKernelEngine)

    def run(self, nb_man: Any, on_cell: Callable[[], None]) -> None:
        """Run the cells of a notebook that Papermill manages, in an empty namespace."""
        from nbclient import NotebookClient

        self._owner.execute_cell(self._emptying.cells[0], 0)
        client = NotebookClient(nb_man.nb, km=self._manager, timeout=CELL_SECONDS)
        client.kc = self._owner.kc
        _run_cells(client, nb_man, on_cell)

    def stop(self) -> None:
        """End the process at once; it holds nothing that is not written."""
        from jupyter_core.utils import run_sync

        run_sync(self._manager.shutdown_kernel)(now=True)
        if self._owner.kc is not None:
            self._owner.kc.stop_channels()
        self._folder.close()


@contextmanager
def kernel(environment: Mapping[str, str] | None = None, folder: Path = ROOT) -> Iterator[Kernel]:
    """A kernel for as long as the block lasts.

    Args:
        environment: Variables that notebooks see besides those of this process.
        folder: The folder that notebooks run in.
    """
    started = Kernel(environment or {}, folder)
    try:
        yield started
    finally:
        started.stop()


def _run_cells(client: Any, nb_man: Any, on_cell: Callable[[], None]) -> None:
    from nbclient.exceptions import CellExecutionError

    for index, cell in enumerate(nb_man.nb.cells):
        try:
            nb_man.cell_start(cell, index)
            client.execute_cell(cell, index)
        except CellExecutionError:
            nb_man.cell_exception(cell, index)
            return
        finally:
            nb_man.cell_complete(cell, index)
            on_cell()


def run_notebooks(
    notebooks: Sequence[Path],
    parameters: Mapping[str, object],
    running: Kernel,
    on_cell: Callable[[], None] = lambda: None,
) -> list[NotebookNode]:
    """Run notebooks in order with the same parameters.

    Args:
        notebooks: Paths of parameterised notebooks.
        parameters: Values for their parameters cells.
        running: The kernel they run in, one after the other.
        on_cell: Called after each cell, to show progress.

    Returns:
        The executed notebooks without timings and kernel details: same inputs, same bytes.

    Raises:
        ParameterError: Parameters do not fit one of the notebooks; none was run.
        NotebookError: A cell failed; the notebooks after it were not run.
        OSError: A cell could not write, as the disk is full or read-only; its place stands as the file.
    """
    sources = {path: read_notebook(path) for path in notebooks}
    problems = []
    for path, notebook in sources.items():
        try:
            check_parameters(notebook, path.name, parameters)
        except ParameterError as error:
            problems.append(str(error))
    if problems:
        raise ParameterError("\n".join(problems))
    running.register(on_cell)
    return [
        without_traces(with_one_parameters_cell(_run(path, parameters, running.engine))) for path in notebooks
    ]


def _run(path: Path, parameters: Mapping[str, object], engine: str) -> NotebookNode:
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError

    try:
        executed: NotebookNode = execute_notebook(
            path,
            None,
            dict(parameters),
            engine_name=engine,
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
        )
    except PapermillExecutionError as error:
        place = f"{path.name}, cell {_own_number(path, error.cell_index)}"
        if system := SYSTEM_ERROR.match(error.evalue):
            raise OSError(int(system[1]), system[2], place) from error
        raise NotebookError(f"{place}: {error.ename}: {error.evalue}\n{_indented(error.source)}") from error
    return executed


def _own_number(path: Path, index: int) -> int:
    """The number of an executed cell in the notebook's own file, where Papermill's parameters cell is not."""
    tags = [cell.metadata.get("tags", ()) for cell in read_notebook(path).cells]
    parameters = next(place for place, names in enumerate(tags) if PARAMETERS in names)
    return index + 1 if index <= parameters else index


def _indented(source: str) -> str:
    return "\n".join(f"    {line}" for line in source.strip().splitlines())


def with_one_parameters_cell(notebook: NotebookNode) -> NotebookNode:
    """A notebook that Papermill ran, its parameters cell saying the values it ran with.

    Papermill adds a cell of values behind the cell of defaults. A reader wants one: names, types and values.
    """
    tagged = {tag: cell for cell in notebook.cells for tag in cell.metadata.get("tags", ())}
    injected = tagged.get(INJECTED)
    if injected is None:
        return notebook
    values = {
        target.id: ast.unparse(line.value)
        for line in ast.parse(injected.source).body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Name)
    }
    declared = [line for line in ast.parse(tagged[PARAMETERS].source).body if isinstance(line, ast.AnnAssign)]
    tagged[PARAMETERS].source = "\n".join(
        f"{name}: {ast.unparse(line.annotation)} = {_in_double_quotes(values.get(name, default))}"
        for line in declared
        for name, default in [(ast.unparse(line.target), ast.unparse(line.value) if line.value else "None")]
    )
    notebook.cells.remove(injected)
    return notebook


def _in_double_quotes(value: str) -> str:
    """A Python literal, a text in double quotes as the project writes them."""
    constant = ast.literal_eval(value)
    return json.dumps(constant, ensure_ascii=False) if isinstance(constant, str) else value


def without_traces(notebook: NotebookNode) -> NotebookNode:
    """A notebook without what differs from run to run: timings, paths, versions, random cell ids.

    Its cells are counted from one, whatever ran before it in the kernel.
    """
    _count_from_one(notebook)
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        for trace in ("papermill", "execution"):
            cell.metadata.pop(trace, None)
        for output in cell.get("outputs", ()):
            for holder, key in [(output, "text"), *((output.get("data", {}), kind) for kind in _TEXTUAL)]:
                if isinstance(holder.get(key), str):
                    holder[key] = without_paths(holder[key])
    return notebook


def _count_from_one(notebook: NotebookNode) -> None:
    ran = [cell for cell in notebook.cells if cell.get("execution_count") is not None]
    for number, cell in enumerate(ran, start=1):
        cell.execution_count = number
        for output in cell.outputs:
            if output.get("execution_count") is not None:
                output.execution_count = number


def without_paths(text: str) -> str:
    """A text that names no folder of this machine, as a warning does that says which file it comes from."""
    homes = (sys.prefix, sys.base_prefix, str(ROOT), str(Path.home()), tempfile.gettempdir())
    return re.sub(r"ipykernel_\d+[/\\]\d+\.py", "cell", _folders(homes).sub("…", text))


@cache
def _folders(homes: tuple[str, ...]) -> re.Pattern[str]:
    """What finds the names of folders in a text, the longest first."""
    folders = sorted(
        {one for home in homes for one in (home, os.path.realpath(home)) if Path(one).parent != Path(one)},
        key=len,
        reverse=True,
    )
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, folders))})(?![\w-])")


def count_cells(notebooks: Sequence[Path]) -> int:
    """How many cells a run has, for a progress bar; the parameters that Papermill adds are one more each."""
    return sum(len(read_notebook(path).cells) + 1 for path in notebooks)


def read_notebook(path: Path) -> NotebookNode:
    """A notebook as its file has it.

    Raises:
        InputError: It is no regular file, too large, or no notebook.
    """
    content = read_regular(path, path.name, MOST_BYTES, "of a notebook")
    try:
        notebook: NotebookNode = nbformat.reads(content.decode(), as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, ValidationError):
        expected = "a Jupyter notebook of format 4"
        raise InputError([Problem(path.name, None, None, "a file that is none", expected)]) from None
    return notebook
