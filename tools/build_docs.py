"""Make the documentation's site in build/docs/: all pages in Markdown and a reference of the package.

    python tools/build_docs.py [--out FOLDER]

`make docs` calls it. A link or a reference that leads nowhere, a page that no other page lists, and a public
name without a docstring fail it: then nothing is replaced, and every fault is listed. The site opens from the
file system, its search too, and asks for nothing elsewhere.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = "docs/site"
# Pages lead to these, which the site offers as they are.
LINKED_FILES = ("notebooks/02_indicators.ipynb",)
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs")
PACKAGE = "src/analysis"
# The packages in the order in which a number passes through them; then the two doors.
PACKAGES = (
    *("core", "texts", "guidance", "reading", "reference", "ingest", "indicators", "disclosure", "checks"),
    *("report", "rendering", "outputs", "builds", "releases", "explore", "events", "simulation"),
    *("statusrapport", "cli"),
)
MADE_HERE = ".buildinfo"  # Sphinx leaves it in what it made
FRONT_PAGE = """\
Reference
=========

What notebooks import
---------------------

``from analysis import Statusrapport`` is what the project offers to analysts, with the two errors it raises.
It keeps its names from version to version; what stands below may change.

.. currentmodule:: analysis.statusrapport

.. autoclass:: analysis.statusrapport.Statusrapport
   :members:
   :inherited-members:

.. autoexception:: analysis.statusrapport.NotBuiltError

.. autoexception:: analysis.reference.area_names.UnknownNameError

The package
-----------

A package imports only from those above it in this list.

.. toctree::
   :maxdepth: 1

"""
# Documented on the front page, and there only.
ON_FRONT_PAGE = {
    "analysis.statusrapport": "Statusrapport, NotBuiltError",
    "analysis.reference.area_names": "UnknownNameError",
}


class DocumentationError(Exception):
    """Something in the documentation is wrong; the message lists what."""


def main() -> None:
    """Make the site, or say what is wrong and end with status 1."""
    parser = argparse.ArgumentParser(description="Make the documentation's site.")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs", help="its folder")
    out = parser.parse_args().out.resolve()
    try:
        build(ROOT, out)
    except DocumentationError as error:
        sys.exit(str(error))
    print(out / "index.html")


def build(project: Path, out: Path) -> None:
    """Make the site of a project.

    Args:
        project: Its folder.
        out: The site's folder; an older site there is replaced.

    Raises:
        DocumentationError: A public name has no docstring, a link or a reference leads nowhere, or the folder
            holds something else.
    """
    if out.exists() and any(out.iterdir()) and not (out / MADE_HERE).exists():
        raise DocumentationError(f"{out} holds something else than a site made here: name another folder")
    check_docstrings(project)
    with tempfile.TemporaryDirectory(prefix="docs-") as folder:
        source, site = Path(folder) / "source", Path(folder) / "site"
        write_source(project, source)
        run_sphinx(project, source, site)
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(site, out)


def check_docstrings(project: Path) -> None:
    """Refuse a public module, class, function or method that says nothing about itself.

    Raises:
        DocumentationError: There are some; each with its file and line.
    """
    ruff = Path(sys.executable).with_name("ruff.exe" if os.name == "nt" else "ruff")
    command = [
        str(ruff),
        "check",
        "--isolated",
        "--quiet",
        "--output-format=concise",
        "--select=D100,D101,D102",
    ]
    command += ["--extend-select=D103,D104,D106,D419", "--target-version=py311", PACKAGE]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DocumentationError(done.stdout + done.stderr)


def write_source(project: Path, source: Path) -> None:
    """Lay out what Sphinx reads: the pages as they link to each other, and one page for each module."""
    source.mkdir()
    for name in PAGES:
        if (project / name).is_dir():
            shutil.copytree(project / name, source / name, ignore=shutil.ignore_patterns("site"))
        else:
            shutil.copy(project / name, source / name)
    for name in filter(lambda linked: (project / linked).exists(), LINKED_FILES):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(project / name, source / name)
    shutil.copy(project / SITE / "index.md", source / "index.md")
    for name, text in reference_pages(project / PACKAGE):
        target = source / "api" / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")


def reference_pages(package: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each page of the reference: its front page, then one for each package and module."""
    found = _modules_in(package)
    names = [name for name in PACKAGES if name in found] + sorted(set(found) - set(PACKAGES))
    yield "index.rst", FRONT_PAGE + "".join(f"   {package.name}.{name}\n" for name in names)
    for name in names:
        yield from _pages_below(package, package.name, name)


def _modules_in(folder: Path) -> list[str]:
    """The public modules and packages in a package's folder."""
    return sorted(
        path.stem
        for path in folder.iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and not path.name.startswith("_")
    )


def _pages_below(folder: Path, above: str, name: str) -> Iterator[tuple[str, str]]:
    module = f"{above}.{name}"
    text = (
        f"{module}\n{'=' * len(module)}\n\n.. automodule:: {module}\n   :members:\n   :ignore-module-all:\n"
    )
    if module in ON_FRONT_PAGE:
        text += f"   :exclude-members: {ON_FRONT_PAGE[module]}\n"
    if (folder / name).is_dir():
        parts = _modules_in(folder / name)
        text += "\n.. toctree::\n   :maxdepth: 1\n\n" + "".join(f"   {module}.{part}\n" for part in parts)
        for part in parts:
            yield from _pages_below(folder / name, module, part)
    yield f"{module}.rst", text


def run_sphinx(project: Path, source: Path, site: Path) -> None:
    """Let Sphinx make the site.

    Raises:
        DocumentationError: It failed or warned; every warning is listed.
    """
    command = [sys.executable, "-m", "sphinx", "--builder=html", f"--conf-dir={project / SITE}", "--quiet"]
    command += ["--fail-on-warning", "--nitpicky", "--jobs=auto", "--no-color"]
    command += [f"--doctree-dir={source.parent / 'doctrees'}", str(source), str(site)]
    environment = os.environ | {"PYTHONPATH": str(project / "src"), "SOURCE_DATE_EPOCH": "0"}
    environment |= {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DocumentationError((done.stderr + done.stdout).replace(f"{source}{os.sep}", ""))


if __name__ == "__main__":
    main()
