"""The language in which commands speak of a delivery: asked for, of the environment, or the system's."""

from __future__ import annotations

import locale
import os
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from analysis.texts.commands import Messages

VARIABLE: Final = "STATUSRAPPORT_LANG"
OF_MESSAGES: Final = ("da", "en")
OF_SYSTEM: Final = ("LC_ALL", "LC_MESSAGES", "LANG")

_asked_for: ContextVar[str | None] = ContextVar("language of messages", default=None)


def forget() -> None:
    """Forget what an earlier command asked for."""
    _asked_for.set(None)


def _remember(_context: click.Context, _option: click.Parameter, language: str | None) -> None:
    _asked_for.set(language)


messages_option = click.option(
    "--messages",
    type=click.Choice(OF_MESSAGES),
    envvar=VARIABLE,
    expose_value=False,
    is_eager=True,
    callback=_remember,
    help="Language of what is said about a delivery. Default: the system's, Danish or else English.",
)


def language_of_messages() -> str:
    """The language asked for with the command or in the environment, else the system's."""
    asked = _asked_for.get() or os.environ.get(VARIABLE)
    return asked if asked in OF_MESSAGES else system_language()


def system_language() -> str:
    """``da`` where the system speaks Danish, else ``en``."""
    said = next(filter(None, map(os.environ.get, OF_SYSTEM)), None)
    if said is None and os.name == "nt":
        said = locale.getlocale()[0]
    return "da" if (said or "").lower().startswith(("da_", "da-", "danish")) or said == "da" else "en"


def messages() -> Messages:
    """The messages in the language of messages."""
    from analysis.texts.commands import Messages

    return Messages(language_of_messages())


def line_of(what: Any) -> str:
    """A problem, an error or a note of one, in the language of messages; an error may have several lines."""
    language = language_of_messages()
    if language == "en":
        return str(what)
    from analysis.core.problems import InputError, Problem

    if isinstance(what, InputError):
        return messages().of_error(what)
    if isinstance(what, Problem):
        return messages().of_problem(what)
    return messages().of_words(str(what))
