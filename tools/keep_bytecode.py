"""Import once what builds, kernels, tests and the documentation import, so that Python keeps the bytecode.

    .venv/bin/python tools/keep_bytecode.py

Setup does so: uv installs without bytecode, and where Python may not write any later (a read-only folder,
`PYTHONDONTWRITEBYTECODE`), each command and each kernel would compile two thousand files anew.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import suppress

import analysis

OTHERS = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "papermill.execute",
    "nbconvert.exporters.html",
    "altair",
    "polars.testing",
    "pandas",
    "hypothesis.strategies",
    "pytest",
    "xdist.plugin",
    "xdist.remote",
    "playwright.sync_api",
    "pypdf",
    "scipy.stats",
    "sphinx.cmd.build",
    "sphinx.ext.autodoc",
    "sphinx.builders.html",
    "myst_parser.sphinx_ext.main",
    "furo",
)


def modules() -> Iterator[str]:
    """Names of what is imported: every module of the package, and what others load late."""
    yield from (module.name for module in pkgutil.walk_packages(analysis.__path__, "analysis."))
    yield from OTHERS


def main() -> None:
    """Import them; what is not installed here has no bytecode to keep."""
    for name in modules():
        with suppress(Exception):
            importlib.import_module(name)


if __name__ == "__main__":
    main()
