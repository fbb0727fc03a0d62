"""Which Quarto setup is content with, and where that is said."""

import importlib.util
import os
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from packaging.requirements import Requirement

from analysis.core.layout import EXTENSION, ROOT
from analysis.rendering.engines import QUARTO_AT_LEAST


@pytest.fixture(scope="module")
def setup_env() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_env", ROOT / "tools" / "setup_env.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(os.name != "posix", reason="the Quarto of these tests is a shell script")
@pytest.mark.parametrize(
    ("script", "enough"),
    [
        ("echo 1.10.18", True),
        ("echo 1.100.2", True),
        ("echo 2.0.0", True),
        ("echo 1.9.37", False),
        ("echo 0.10.1", False),
        ("echo broken", False),
        ("echo 1.10.18; exit 1", False),
        (None, False),
    ],
)
def test_setup_gets_a_quarto_where_the_one_on_path_is_too_old(
    setup_env: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str | None,
    *,
    enough: bool,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if script:
        (tmp_path / "quarto").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / "quarto").chmod(0o755)
    assert setup_env.has_quarto() is enough


def test_everybody_asks_for_the_same_quarto(setup_env: ModuleType) -> None:
    oldest = ".".join(map(str, QUARTO_AT_LEAST))
    assert setup_env.OLDEST_QUARTO == QUARTO_AT_LEAST
    said = yaml.safe_load((EXTENSION / "_extension.yml").read_text(encoding="utf-8"))
    assert said["quarto-required"] == f">={oldest}.0"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (wanted,) = map(Requirement, project["optional-dependencies"]["quarto"])
    assert {str(one) for one in wanted.specifier} == {f">={oldest}", "<2"}


def test_conda_takes_an_older_quarto_too_as_it_may_have_no_other() -> None:
    said = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    (quarto,) = [one for one in said if isinstance(one, str) and one.startswith("quarto")]
    assert quarto == "quarto <2"


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no Git checkout")
@pytest.mark.parametrize(
    "name",
    [
        "notebooks/03_report.html",
        "notebooks/explore/nabokommuner.html",
        "notebooks/explore/nabokommuner_files/libs/quarto.js",
        "notebooks/explore/nabokommuner.pdf",
        "notebooks/explore/.quarto/idx/x.json",
        ".quarto/idx/x.json",
        "notebooks/explore/nabokommuner.quarto_ipynb",
    ],
)
def test_git_ignores_what_quarto_leaves(name: str) -> None:
    done = subprocess.run(["git", "check-ignore", "--quiet", name], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_quarto_finds_in_gitignore_what_it_would_write_there_itself() -> None:
    assert {"/.quarto/", "**/*.quarto_ipynb"} <= set((ROOT / ".gitignore").read_text().splitlines())
