"""Reads TOML files that people write, within bounds: no file takes minutes, or all memory, to refuse."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from analysis.core.hashes import note_read
from analysis.core.problems import InputError, Problem, quoted, shown_path
from analysis.core.regular_files import read_regular

MOST_BYTES: Final = 2**20
MOST_LINES: Final = 20_000
LONGEST_LINE: Final = 10_000
MOST_DOTS: Final = 30
TEXTS_AND_COMMENTS: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*')


def read_toml(path: Path, data: Path) -> tuple[bytes, str, dict[str, Any]]:
    """A TOML file: its bytes, its text and its values.

    Args:
        path: The file.
        data: The data root, for the paths in messages.

    Raises:
        InputError: The file cannot be read, is larger than such a file can be, is not UTF-8 or no TOML; with
            the row.
    """
    file = shown_path(path, data)
    content = read_regular(path, file, MOST_BYTES, "of TOML")
    note_read(path, content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            [Problem(file, row, None, "a character that is not UTF-8", "a file saved as UTF-8")]
        ) from None
    if excess := _excess(text):
        place, found, expected = excess
        raise InputError([Problem(file, place, None, found, expected)])
    try:
        return content, text, tomllib.loads(text)
    except RecursionError:
        raise InputError([Problem(file, None, None, "values nested too deep", "valid TOML")]) from None
    except (tomllib.TOMLDecodeError, ValueError) as error:
        at = re.search(r" \(at line ([0-9]+), column [0-9]+\)$", str(error))
        last = content.count(b"\n") + 1
        found = f"a line that cannot be read ({str(error)[: at.start()] if at else quoted(error)})"
        raise InputError([Problem(file, int(at[1]) if at else last, None, found, "valid TOML")]) from None


def _excess(text: str) -> tuple[int | None, str, str] | None:
    """Row, what was found and what was expected where a text has more than a person writes; else None.

    A key of many parts costs the square of their number to read, so the dots outside of texts are counted.
    """
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        return None, f"{len(lines):,} lines", f"at most {MOST_LINES:,}"
    for row, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            return row, f"a line of {len(line):,} characters", f"at most {LONGEST_LINE:,}"
        dots = TEXTS_AND_COMMENTS.sub("", line).count(".") if line.count(".") > MOST_DOTS else 0
        if dots > MOST_DOTS:
            return row, f"a line with {dots:,} points outside of texts", f"at most {MOST_DOTS}"
    return None
