"""Zip packages whose bytes depend on nothing but their content.

Files are stored, not compressed: what a compressor writes depends on the library that Python was built with.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip package of files in the order given, without times, rights or compression."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system = 0
            package.writestr(entry, data)
    return content.getvalue()


def repacked(content: bytes) -> bytes:
    """A zip package packed again in this way."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return packed({name: package.read(name) for name in package.namelist()})
