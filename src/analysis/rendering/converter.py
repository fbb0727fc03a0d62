"""Pandoc as one process that converts many sources: for sheets it would start two hundred times.

It runs `convert.lua` of the extension in its own interpreter, with the report's filter and templates.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Final, Self

from analysis.core.layout import EXTENSION
from analysis.rendering.engines import RenderingError
from analysis.report.preview import MARKDOWN

PROGRAM: Final = "convert.lua"
FILTER: Final = "rapport.lua"
ENDING_SECONDS: Final = 10


class Converter:
    """A running Pandoc; it ends with the block that it is opened for, or with this process."""

    def __init__(self) -> None:
        """Start it."""
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = self._started()

    def __enter__(self) -> Self:
        """The converter itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End Pandoc."""
        self._end()
        self._said.close()

    def convert(self, source: str, target: str, template: str, metadata: Mapping[str, Any]) -> str:
        """A source as a whole page or document; what Pandoc warns of is an error.

        Args:
            source: Markdown with a front matter.
            target: Pandoc's name of the format.
            template: Name of one in the extension.
            metadata: What is said to the template besides the front matter.

        Raises:
            RenderingError: Pandoc failed, warned, or ended; the next source finds it running again.
        """
        asked = {
            "source": source,
            "from": MARKDOWN,
            "to": target,
            "template": template,
            "filter": FILTER,
            "section_divs": target == "html5",
            "metadata": dict(metadata),
        }
        answer = self._answer(json.dumps(asked).encode() + b"\n")
        if answer is None:
            self._said.seek(0)
            said = self._said.read().decode(errors="replace").strip()
            self._said.truncate(0)
            self._end()
            self._process = self._started()
            raise RenderingError(f"pandoc: {said or 'ended without a word'}")
        if answer["wrong"]:
            raise RenderingError("\n".join(f"pandoc: {line}" for line in answer["wrong"]))
        return str(answer["made"])

    def _started(self) -> subprocess.Popen[bytes]:
        import pypandoc

        return subprocess.Popen(
            [pypandoc.get_pandoc_path(), "lua", PROGRAM],
            cwd=EXTENSION,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
        )

    def _end(self) -> None:
        """Let it end by itself, as it removes a temporary file of its own then."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answer(self, asked: bytes) -> dict[str, Any] | None:
        """What Pandoc answers; None if it has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(asked)
            self._process.stdin.flush()
        except OSError:
            return None
        line = self._process.stdout.readline()
        answer: dict[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
        return answer
