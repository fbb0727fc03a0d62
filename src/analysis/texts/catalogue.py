"""Messages in Project Fluent's format, each parsed when it is first asked for.

A process says a few dozen of the 1,400 messages, and parsing them all takes a quarter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast, visitor

# A message or a term starts a line; what continues it is indented, but for a closing brace.
_ENTRY: Final = re.compile(r"^(-?[a-zA-Z][a-zA-Z0-9_-]*) *=", re.MULTILINE)


class Catalogue:
    """The messages of one language by key."""

    def __init__(
        self, language: str, written: Iterable[str], functions: Mapping[str, Callable[[Any], Any]]
    ) -> None:
        """Take the texts of catalogues; of a key that stands twice the first counts.

        Args:
            language: For example ``da``.
            written: The catalogues as they are written.
            functions: What messages may call.
        """
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False, functions=dict(functions))
        self._written: dict[str, str] = {}
        for text in written:
            starts = [*_ENTRY.finditer(text)]
            ends = [one.start() for one in starts[1:]] + [len(text)]
            for start, end in zip(starts, ends, strict=True):
                self._written.setdefault(start[1], text[start.start() : end])

    def __contains__(self, key: str) -> bool:
        """Whether there is a message of that key."""
        return key in self._written

    def filled(self, key: str, values: Mapping[str, str | int]) -> str:
        """The message of a key with its placeholders filled.

        Raises:
            KeyError: No such message, or a placeholder without a value.
        """
        self._parse(key)
        if not self._bundle.has_message(key):
            raise KeyError(f"no message {key!r} in the {self.language} catalogue")
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise KeyError(f"message {key!r} of the {self.language} catalogue has no text")
        formed, errors = self._bundle.format_pattern(pattern, dict(values))
        if errors:
            raise KeyError(f"message {key!r}: {errors[0]}")
        return str(formed)

    def _parse(self, key: str) -> None:
        """Parse a message and those that it holds, unless they are parsed already."""
        if self._bundle.has_message(key) or key not in self._written:
            return
        parsed = FluentParser(with_spans=False).parse(self._written[key])
        self._bundle.add_resource(parsed)
        held = _Held()
        held.visit(parsed)
        for name in held.names:
            self._parse(name)


class _Held(visitor.Visitor):
    """Collects which messages and terms an entry holds."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - the library's name
        self.names.append(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802 - the library's name
        self.names.append(f"-{node.id.name}")
