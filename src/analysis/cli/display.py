"""What commands show: problems, paths, and how far they are."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.language import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analysis.builds.report import Progress as Steps


SECONDS_WITHOUT_PROGRESS = 1


def show_problems(problems: list[Any]) -> None:
    """Each problem on a line of standard error, in the language of messages."""
    for problem in problems:
        click.echo(line_of(problem), err=True)


def shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@contextmanager
def steps_shown(label: str, *, in_logs: bool = False) -> Iterator[Steps]:
    """The steps of a build on standard error: a bar on a terminal, elsewhere lines or nothing.

    Args:
        label: What is built.
        in_logs: Whether it takes so long that who reads a log wants to see how far it is.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from analysis.builds.report import Progress as Steps

    columns = (TextColumn("{task.description:<24}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    if in_logs and not console.is_terminal:
        yield Steps(say=lambda what: click.echo(f"{label}: {line_of(what)} ...", err=True))
        return
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield Steps(
            start=lambda total: bar.update(task, total=total, completed=0),
            say=lambda what: bar.update(task, description=line_of(what)),
            step=lambda: bar.advance(task),
        )


@contextmanager
def status_when_slow(seconds: float = SECONDS_WITHOUT_PROGRESS) -> Iterator[Callable[[str], None]]:
    """Say on standard error, if people read it, what is being done once it takes longer."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    status = console.status("")
    timer = Timer(seconds, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda what: status.update(escape(what))
    finally:
        timer.cancel()
        timer.join()
        status.stop()
