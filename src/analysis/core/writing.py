"""Writing a file so that readers see the old bytes or the new."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.left_overs import unfinished_file

if TYPE_CHECKING:
    import polars as pl


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old bytes or the new, never half.

    Raises:
        OSError: The folder cannot be written to; a file that was there is unchanged.
    """
    with _errors_about(path), unfinished_file(path.parent) as (temporary, stream):
        stream.write(content)
        stream.flush()
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        os.chmod(temporary, mode)
        if os.name == "nt":  # where an open file cannot be renamed
            stream.close()
        os.replace(temporary, path)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not be there yet; whole or not at all where the file system has hard links.

    Raises:
        FileExistsError: Something has that name; it was not touched.
        OSError: The folder cannot be written to.
    """
    with _errors_about(path), unfinished_file(path.parent) as (temporary, stream):
        stream.write(content)
        stream.flush()
        os.chmod(temporary, 0o644)
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:
            with open(path, "xb") as target, open(temporary, "rb") as source:
                shutil.copyfileobj(source, target)


@contextmanager
def _errors_about(path: Path) -> Iterator[None]:
    """Let an error of the system name this file: that of a write names none, or a temporary one."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from None


def write_parquet(table: pl.DataFrame, path: Path) -> None:
    """Write a table as Parquet, whole or not at all.

    Raises:
        OSError: The folder cannot be written to; a file that was there is unchanged.
    """
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    write_atomically(path, buffer.getvalue())
