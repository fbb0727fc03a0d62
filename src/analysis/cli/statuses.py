"""How a command ends: the one place that turns exceptions into lines and exit statuses."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import click

from analysis.cli.language import forget, language_of_messages, line_of, messages

INPUT_IS_WRONG: Final = 1
USAGE: Final = 2
DIFFERENT: Final = 3
UNREACHABLE: Final = 4
PROGRAM_FAILED: Final = 70
INTERRUPTED: Final = 130
NOT_DONE: Final = ("nothing was written", "nothing was released")
DEBUG_VARIABLE: Final = "STATUSRAPPORT_DEBUG"
EXTRACTS_PACKAGE: Final = "analysis.events."
OUTPUT_MODULES: Final = frozenset({"click.utils", "rich.console"})

# By name: importing the classes would make every command load the whole project.
STATUSES: Final = {
    "analysis.core.problems.InputError": INPUT_IS_WRONG,
    "analysis.releases.export.ExportError": INPUT_IS_WRONG,
    "analysis.releases.private.PrivateArchiveError": INPUT_IS_WRONG,
    "analysis.releases.release.RefusedError": INPUT_IS_WRONG,
    "analysis.releases.repository.CodeError": INPUT_IS_WRONG,
    "analysis.builds.preview.UnknownPageError": USAGE,
    "analysis.builds.preview_server.PortError": USAGE,
    "analysis.core.folders.OutputFolderError": USAGE,
    "analysis.events.engines.MissingEngineError": USAGE,
    "analysis.explore.forking.ForkError": USAGE,
    "analysis.releases.archive.NoVersionError": USAGE,
    "analysis.releases.release.ReasonError": USAGE,
    "analysis.rendering.engines.NoQuartoError": USAGE,
    "analysis.rendering.execution.ParameterError": USAGE,
    "analysis.events.engines.UnreachableError": UNREACHABLE,
    "analysis.reference.web_service.WebServiceError": UNREACHABLE,
    "analysis.releases.repository.NoCommitError": UNREACHABLE,
    "analysis.releases.verification.NoEnvironmentError": UNREACHABLE,
    "analysis.rendering.engines.RenderingError": PROGRAM_FAILED,
    "analysis.rendering.execution.NotebookError": PROGRAM_FAILED,
    "analysis.releases.verification.RebuildError": PROGRAM_FAILED,
}


class StatusGroup(click.Group):
    """A group of commands whose exceptions become lines on standard error and exit statuses."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command that the arguments name, and end with its status."""
        extra["standalone_mode"] = False
        forget()
        try:
            status = super().main(*args, **extra)
        except click.exceptions.Abort:
            status = INTERRUPTED
        except click.ClickException as error:
            _show(error)
            status = error.exit_code
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            # A panic of Polars is no Exception.
            status = _end(error)
        sys.exit(status or 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command unless the folder it was called in is gone, from which relative paths are seen."""
        try:
            os.getcwd()
        except OSError as error:
            raise click.UsageError(
                f"the folder that this was called in cannot be used ({error.strerror}); go to another first",
                ctx,
            ) from error
        return super().invoke(ctx)


@contextmanager
def saying(note: str, *kinds: type[Exception]) -> Iterator[None]:
    """Add to the line of these exceptions what did not happen, a note of `NOT_DONE`."""
    try:
        yield
    except kinds as error:
        error.add_note(note)
        raise


def _end(error: BaseException) -> int:
    """Say what went wrong, and return the exit status."""
    status = _status_of(error)
    if status == USAGE:
        _show(click.UsageError(str(error), click.get_current_context(silent=True)))
    elif status is not None:
        _say(line_of(error), error)
    elif isinstance(error, OSError):
        status = INPUT_IS_WRONG
        place = "standard output" if _output_failed(error) else error.filename
        _say(": ".join(str(part) for part in (place, _reason_of(error)) if part is not None), error)
    elif isinstance(error, MemoryError):
        status = INPUT_IS_WRONG
        _say("out of memory", error)
    else:
        status = PROGRAM_FAILED
        _say(f"A fault of the program ({type(error).__name__}){_details_of(error)}", error)
    return status


def _show(error: click.ClickException) -> None:
    """Say how a command is used, in the language of messages."""
    if language_of_messages() == "en":
        error.show()
        return
    told = messages()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(error.ctx.get_usage().replace("Usage:", told.said("Usage:"), 1), err=True)
        asking = f"{error.ctx.command_path} --help"
        click.echo(told.said("Try '{command}' for help.", command=asking) + "\n", err=True)
    click.echo(told.said("Error: {what}", what=told.of_words(error.format_message())), err=True)


def _reason_of(error: OSError) -> str:
    """What the system says; of a copied folder, whose error lists one for each file, the first."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        *_, reason = error.args[0][0]
        return re.sub(r"^\[Errno [0-9]+\] ", "", str(reason))
    return error.strerror or str(error)


def _status_of(error: BaseException) -> int | None:
    names = (f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__)
    return next((STATUSES[name] for name in names if name in STATUSES), None)


def _say(line: str, error: BaseException) -> None:
    # Libraries add notes of their own, which may quote what they read.
    notes = [note for note in getattr(error, "__notes__", ()) if note in NOT_DONE]
    click.echo("; ".join([line, *map(line_of, notes)]), err=True)


def _output_failed(error: OSError) -> bool:
    """Whether it is standard output that failed; then nothing more is tried on it at the end."""
    frames = (frame.f_globals.get("__name__") for frame, _ in traceback.walk_tb(error.__traceback__))
    if error.filename is not None or OUTPUT_MODULES.isdisjoint(frames):
        return False
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


def _details_of(error: BaseException) -> str:
    """Where the traceback is: in the terminal where it is asked for, else in a file."""
    details = "".join(_traceback_lines(error))
    if os.environ.get(DEBUG_VARIABLE):
        click.echo(details, err=True, nl=False)
        return ""
    with suppress(OSError):
        descriptor, name = tempfile.mkstemp(prefix="statusrapport-", suffix=".txt")
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(details)
        return f"; its details are in {name}"
    return f"; {DEBUG_VARIABLE}=1 shows its details"


def _traceback_lines(error: BaseException) -> list[str]:
    """The traceback without values of variables.

    Where extracts are read, messages are left out as well: those of Polars and DuckDB quote cells.
    """
    chain = list(_with_causes(error))
    modules = {
        frame.f_globals.get("__name__", "")
        for one in chain
        for frame, _ in traceback.walk_tb(one.__traceback__)
    }
    if not any(f"{name}.".startswith(EXTRACTS_PACKAGE) for name in modules):
        return traceback.format_exception(error)
    return [
        line
        for one in reversed(chain)
        for line in (
            "Traceback (most recent call last):\n",
            *traceback.format_tb(one.__traceback__),
            f"{type(one).__name__}: its message is left out, as it may quote extracts\n",
        )
    ]


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    """An exception, what it was raised from, and so on."""
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
