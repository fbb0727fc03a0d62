"""The page on checks: what each looks for and how it is told, as declared.

python -m analysis.checks.page > docs/checks.md
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable
from typing import Final

from analysis.checks.finding import Check
from analysis.checks.registry import CHECKS

HEAD: Final = """# Checks

What `statusrapport check` warns of, made from the functions in `src/analysis/checks/`:

    python -m analysis.checks.page > docs/checks.md

A warning stops nothing. It begins with its name, which starts with the kind; an `[[answer]]` of
`delivery.toml` refers to it by that name, or to all of a kind: `share-up/*`. What is wrong with a
delivery is told by the rules of its [input tables](input-tables.md).
"""


def as_markdown(checks: Iterable[Check]) -> str:
    """The page for some checks."""
    return HEAD + "".join(f"\n{part}\n" for one in checks for part in _section(one))


def _section(check: Check) -> tuple[str, ...]:
    return (f"## {check.kind}", f"`{check.sentence}`", str(inspect.getdoc(check.find)))


if __name__ == "__main__":
    sys.stdout.write(as_markdown(CHECKS))
