"""The ways to install the project agree: pyproject.toml, the lock files and environment.yml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted(ROOT.glob("requirements*.txt"))
CONDA_NAMES = {"quarto": "quarto-cli", "playwright-python": "playwright", "python-duckdb": "duckdb"}
PYTHONS = ("3.11", "3.12", "3.13")


def group(name):
    """A dependency group with the groups that it includes."""
    found = []
    for entry in PROJECT["dependency-groups"][name]:
        found += group(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return found


def declared():
    """Every package that pyproject.toml names for users, with its range."""
    requirements = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
    requirements += [Requirement(text) for text in PROJECT["project"]["optional-dependencies"]["quarto"]]
    requirements += [*group("dev"), *group("lab"), *group("docs"), *group("build")]
    return {canonicalize_name(r.name): r.specifier for r in requirements}


def conda():
    """Every package that environment.yml names, with its range, by its name on PyPI; and Python's range."""
    found = {}
    dependencies = (ROOT / "environment.yml").read_text(encoding="utf-8").split("\ndependencies:\n")[1]
    for line in dependencies.splitlines():
        entry = line.split("#")[0].strip().removeprefix("- ")
        if entry in ("", "pip", "pip:"):
            continue
        name, specifier = re.fullmatch(r"([\w.-]+?)\s*([<>=!~].*)?", entry).groups()
        found[canonicalize_name(CONDA_NAMES.get(name, name))] = SpecifierSet(specifier or "")
    return found, found.pop("python")


def entries(lock):
    """A lock file's requirements, each as one line."""
    text = re.sub(r"\\\n\s*", "", lock.read_text(encoding="utf-8"))
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pinned(*names):
    """The pinned versions of every package in the named lock files."""
    versions = {}
    for name in names:
        for line in entries(ROOT / name):
            requirement = Requirement(line.split("--hash")[0])
            (pin,) = requirement.specifier
            assert pin.operator == "==", line
            versions.setdefault(canonicalize_name(requirement.name), set()).add(pin.version)
    return versions


def test_conda_names_the_same_packages():
    """No package is missing on either side."""
    assert set(conda()[0]) == set(declared())


def test_conda_and_project_agree_on_python():
    """Both allow the same versions of Python."""
    assert conda()[1] == SpecifierSet(PROJECT["project"]["requires-python"])


@pytest.mark.parametrize("name", sorted(declared()))
def test_locked_version_fits_every_declared_range(name):
    """What is pinned satisfies pyproject.toml and environment.yml."""
    locked = pinned(*(f"requirements{part}.txt" for part in ("", "-lab", "-docs", "-quarto")))[name]
    for version in locked:
        assert version in declared()[name]
        assert version in conda()[0][name]


def test_build_backend_is_locked():
    """`pip install --no-build-isolation` finds the build backend in the lock."""
    for text in PROJECT["build-system"]["requires"]:
        requirement = Requirement(text)
        assert all(v in requirement.specifier for v in pinned("requirements.txt")[requirement.name])


@pytest.mark.parametrize("name", ["lab", "docs"])
def test_what_comes_on_top_does_not_change_a_version(name):
    """JupyterLab and the documentation's generator come on top of the lock."""
    base, more = pinned("requirements.txt"), pinned(f"requirements-{name}.txt")
    assert {one: more[one] for one in base.keys() & more.keys() if not more[one] <= base[one]} == {}


def test_report_needs_no_jupyterlab():
    """With JupyterLab installed, charts take three times as long to import."""
    assert "jupyterlab" not in pinned("requirements.txt")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_is_portable(lock):
    """A lock holds neither an address nor a path."""
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(^|\s|=)(/|~|\.\.?/|[A-Za-z]:\\)", text)
    assert not re.search(r"^\s*(-i|-f|-e|--(?!hash=))", text, re.MULTILINE)
    assert " @ " not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_has_a_hash(lock):
    """pip refuses a lock in which one package has no hash."""
    lines = entries(lock)
    assert lines
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", line) for line in lines)


@pytest.mark.parametrize("python", PYTHONS)
def test_every_declared_package_is_locked_for_every_python(python):
    """No marker leaves out a Python that the project allows."""
    requirements = [Requirement(line.split("--hash")[0]) for line in entries(ROOT / "requirements.txt")]
    environment = {"python_version": python, "python_full_version": f"{python}.1"}
    locked = [
        canonicalize_name(r.name) for r in requirements if not r.marker or r.marker.evaluate(environment)
    ]
    assert len(locked) == len(set(locked))
    on_top = {"jupyterlab", "nbdime", "quarto-cli", "sphinx", "myst-parser", "furo"}
    assert declared().keys() - set(locked) == on_top
