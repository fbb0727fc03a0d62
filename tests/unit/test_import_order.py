"""A package imports only from those before it, and no module imports itself by a detour.

The imports are read from the source: at the top of a module, inside functions, and for types.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "analysis"
ORDER = (
    *("core", "texts", "guidance", "reading", "reference", "ingest", "indicators", "disclosure", "checks"),
    *("report", "rendering", "outputs", "builds", "releases", "explore", "events", "simulation"),
    *("statusrapport", "cli"),
)
DOORS = {"statusrapport", "cli"}
FOR_THE_DOORS = {"events", "simulation"}

Imports = Mapping[str, set[str]]


def module_files(package: Path) -> dict[str, Path]:
    """Every module below a package's folder, by its full name."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def named_modules(module: str, source: str, is_package: bool) -> Iterator[str]:
    """Every name that a module's source imports, whole: `from a.b import c` names `a.b.c`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = module.split(".")
            above = parts[: len(parts) - node.level + is_package] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{base}.{one.name}" for one in node.names)


def imports_of(package: Path) -> dict[str, set[str]]:
    """What each module of a package imports of that package."""
    files = module_files(package)

    def module_of(name: str) -> str | None:
        while name not in files and "." in name:
            name = name.rpartition(".")[0]
        return name if name in files else None

    return {
        module: {
            found
            for name in named_modules(module, path.read_text(encoding="utf-8"), path.name == "__init__.py")
            if (found := module_of(name)) is not None and found != module
        }
        for module, path in files.items()
    }


def package_of(module: str) -> str:
    """The package that a module lies in: `core` of `analysis.core.hashes`, nothing of `analysis`."""
    return module.partition(".")[2].partition(".")[0]


def upward_imports(imports: Imports) -> set[tuple[str, str]]:
    """Pairs of modules of which the first imports the second though it must not."""
    return {
        (module, other)
        for module, others in imports.items()
        for other in others
        if package_of(module) and not _may_import(package_of(module), package_of(other))
    }


def _may_import(importing: str, imported: str) -> bool:
    if imported not in ORDER or ORDER.index(imported) > ORDER.index(importing):
        return False
    return imported not in FOR_THE_DOORS or importing in DOORS | FOR_THE_DOORS


def circles(imports: Imports) -> list[list[str]]:
    """Groups of modules each of which imports all others of its group by some way (Tarjan's algorithm)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_modules: list[str] = []
    found = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        open_modules.append(module)
        for other in sorted(imports[module]):
            if other not in number:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in open_modules:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            start = open_modules.index(module)
            group = open_modules[start:]
            del open_modules[start:]
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(imports):
        if module not in number:
            visit(module)
    return found


def below(imports: Imports) -> dict[str, set[str]]:
    """The imports without those of `analysis` itself, whose only import is the lazy one of its two doors."""
    return {module: others - {"analysis"} for module, others in imports.items() if package_of(module)}


def test_every_package_has_its_place() -> None:
    found = {package_of(module) for module in imports_of(PACKAGE)} - {""}
    assert found <= set(ORDER)
    assert len(found) > len(ORDER) // 2


def test_no_package_imports_from_one_after_it() -> None:
    assert upward_imports(imports_of(PACKAGE)) == set()


def test_no_modules_import_each_other() -> None:
    assert circles(below(imports_of(PACKAGE))) == []


@pytest.mark.parametrize(
    ("file", "source", "expected"),
    [
        ("core/one.py", "from analysis.texts import Texts", {("analysis.core.one", "analysis.texts")}),
        ("core/one.py", "import analysis.cli", {("analysis.core.one", "analysis.cli")}),
        ("core/one.py", "from analysis import texts", {("analysis.core.one", "analysis.texts")}),
        ("core/one.py", "from ..texts import Texts", {("analysis.core.one", "analysis.texts")}),
        ("core/one.py", "def f():\n    import analysis.texts", {("analysis.core.one", "analysis.texts")}),
        ("core/one.py", "if TYPE_CHECKING:\n  import analysis.cli", {("analysis.core.one", "analysis.cli")}),
        ("core/one.py", "from analysis import Statusrapport", {("analysis.core.one", "analysis")}),
        ("explore/one.py", "import analysis.events", {("analysis.explore.one", "analysis.events")}),
        ("simulation/one.py", "import analysis.events", set()),
        ("cli.py", "from analysis import statusrapport, events, texts", set()),
        ("texts/one.py", "from . import *\nimport polars", set()),
    ],
)  # fmt: skip
def test_an_upward_import_is_found(
    tmp_path: Path, file: str, source: str, expected: set[tuple[str, str]]
) -> None:
    package = tmp_path / "analysis"
    for name in ("", "core", "texts", "explore", "events", "simulation"):
        (package / name).mkdir(exist_ok=True)
        (package / name / "__init__.py").touch()
    for name in ("cli", "statusrapport"):
        (package / f"{name}.py").touch()
    (package / file).write_text(source, encoding="utf-8")
    assert upward_imports(imports_of(package)) == expected


def test_a_circle_is_found_however_long() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}) == [["a", "b", "c"]]
    assert circles({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": set()}) == []


IMPORTS = """
import importlib, os, pkgutil, analysis
for module in pkgutil.walk_packages(analysis.__path__, "analysis."):
    importlib.import_module(module.name)
for thread in os.listdir("/proc/self/task"):
    with open(f"/proc/self/task/{thread}/comm", encoding="utf-8") as name:
        print(name.read().strip())
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are listed there on Linux alone")
def test_importing_computes_nothing(source_on_path: dict[str, str]) -> None:
    """Polars starts its threads with the first frame it computes; a fork of a process with them may hang."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS], env=source_on_path, capture_output=True, text=True, check=True
    )
    assert not re.search(r"^polars-\d", done.stdout, re.MULTILINE), done.stdout
