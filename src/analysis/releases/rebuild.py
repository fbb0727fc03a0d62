"""Rebuilding a version from its own inputs: `python -m analysis.releases.rebuild VERSION OUT [PAGES]`.

`verify` runs this with the code of the commit that a version records, which may be years older than `verify`
itself: the two folders are all that passes between them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from analysis.core.layout import MANIFEST
from analysis.releases.archive import INPUTS
from analysis.releases.making import ReleaseFacts, make_version
from analysis.releases.private import KEY


def rebuild(version: Path, out: Path, pages: Path | None = None) -> None:
    """Make a version again from its `inputs/` and the facts of its manifest.

    Args:
        version: The folder of a released version; nothing is written there. Where inputs are private, a copy
            that holds them too, and the `key` of their hashes.
        out: The folder of the version made again, which must not exist.
        pages: A version whose HTML and PDF are taken over, where the engine that set them is not there.
    """
    facts = ReleaseFacts.of(json.loads((version / MANIFEST).read_bytes()))
    key = version / KEY
    make_version(version / INPUTS, facts, out, key=key.read_bytes() if key.exists() else b"", pages=pages)


if __name__ == "__main__":
    rebuild(*map(Path, sys.argv[1:]))
