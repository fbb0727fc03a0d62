"""Writing a file so that readers see the old bytes or the new."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old bytes or the new, never half.

    Raises:
        OSError: The folder cannot be written to; a file that was there is unchanged.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_parquet(table: pl.DataFrame, path: Path) -> None:
    """Write a table as Parquet, whole or not at all.

    Raises:
        OSError: The folder cannot be written to; a file that was there is unchanged.
    """
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    write_atomically(path, buffer.getvalue())
