"""Name the quick tests of what changed since a commit: the first answer to a change, not the last one.

    .venv/bin/python tools/changed_tests.py main

Prints the files in tests/unit/ and tests/guidance/ that changed themselves, that import a changed module, or
that name another changed file; a package stands for its catalogues and tables. Where no test imports a
changed module, the modules that import it stand for it. Nearest first: those named after what changed, then
those that import the fewest modules. What depends on a change from further away is tested by `make test`.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUICK = ("tests/unit", "tests/guidance")


def changed_files(root: Path, since: str) -> list[Path]:
    """Files below `root` that differ from where its branch left `since`, new and uncommitted ones too."""
    base = _git(root, "merge-base", since, "HEAD")[0]
    changed = _git(root, "diff", "--name-only", base)
    new = _git(root, "ls-files", "--others", "--exclude-standard")
    return sorted({Path(name) for name in (*changed, *new)})


def _git(root: Path, *arguments: str) -> list[str]:
    command = ["git", "-c", "core.quotePath=false", *arguments]
    done = subprocess.run(command, cwd=root, check=False, stdout=subprocess.PIPE, encoding="utf-8")
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout.splitlines()


def module_name(path: Path) -> str:
    """The module that a Python file is: `analysis.core.hashes` of src/analysis/core/hashes.py."""
    parts = path.with_suffix("").parts
    parts = parts[1:] if parts[0] == "src" else parts[-1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str) -> set[str]:
    """Every module that a source imports; a name that it imports from one counts as a module too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found


def tests_of(changed: Sequence[Path], sources: Mapping[Path, str]) -> list[Path]:
    """The quick test files for what changed, the nearest first.

    Args:
        changed: Paths below the project's folder.
        sources: The text of every Python file in src/ and tests/, by its path below the project's folder.
    """
    imports = {path: imported(text) for path, text in sources.items()}
    found: set[Path] = set()
    for path in changed:
        if path.suffix == ".py" and path.parts[0] in {"src", "tests"}:
            found |= _tests_importing(path, imports)
        elif path.parts[0] == "src":
            found |= _tests_importing(path.parent / "__init__.py", imports)
        else:
            found |= {test for test in imports if _is_quick(test) and _names(sources[test], path)}
            found |= {
                test
                for module in imports
                if module.parts[0] == "src" and _names(sources[module], path)
                for test in _tests_importing(module, imports)
            }
    stems = [path.stem for path in changed]

    def distance(test: Path) -> tuple[bool, int, Path]:
        return not any(stem in test.stem for stem in stems), len(imports[test]), test

    return sorted(found, key=distance)


def _tests_importing(path: Path, imports: Mapping[Path, set[str]]) -> set[Path]:
    """The quick test itself, else those that import a module, directly or by the fewest steps."""
    if _is_quick(path):
        return {path} & imports.keys()
    seen, next_ones = {path}, {path}
    while next_ones:
        names = {module_name(one) for one in next_ones}
        importing = {other for other, imported in imports.items() if imported & names} - seen
        if tests := {other for other in importing if _is_quick(other)}:
            return tests
        seen, next_ones = seen | importing, importing
    return set()


def _is_quick(path: Path) -> bool:
    return path.name.startswith("test_") and path.as_posix().startswith(QUICK)


def _names(text: str, path: Path) -> bool:
    return path.name in text or (path.suffix == ".ipynb" and f'"{path.stem}"' in text)


def main() -> None:
    """Print the test files, a line each."""
    files = [path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.py")]
    sources = {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in files}
    print(*tests_of(changed_files(ROOT, sys.argv[1]), sources), sep="\n")


if __name__ == "__main__":
    main()
