"""What a repository host runs, in a fresh clone with an empty home folder: `make draft` and `make publish`.

Setup is left out (`.ci/run` has it): the clone's code runs with the packages of this environment.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.core.layout import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="Windows has no /bin/sh"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no Git checkout"),
]
KEPT = ("pip_", "uv_", "http_proxy", "https_proxy", "no_proxy", "ssl_cert", "requests_ca")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with the scripts as they are now, `.venv/` and an empty home folder beside it."""
    home = tmp_path_factory.mktemp("host")
    (home / "home").mkdir()
    (home / "gitconfig").write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
    place = home / "clone"
    subprocess.run(
        ["git", "clone", "--quiet", str(ROOT), str(place)],
        env={**os.environ, "GIT_CONFIG_GLOBAL": str(home / "gitconfig")}, check=True,
    )  # fmt: skip
    shutil.copytree(ROOT / "tools", place / "tools", dirs_exist_ok=True)
    command = place / ".venv" / "bin" / "statusrapport"
    command.parent.mkdir(parents=True)
    main = "from analysis.cli import main; main(prog_name='statusrapport')"
    script = f'#!/bin/sh\nPYTHONPATH="{place / "src"}" exec "{sys.executable}" -c "{main}" "$@"\n'
    command.write_text(script, encoding="utf-8")
    command.chmod(0o755)
    return place


def run(clone: Path, *command: str, **told: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name.lower().startswith(KEPT)}
    environment = {
        **kept, "PATH": os.environ["PATH"], "HOME": str(clone.parent / "home"),
        "GIT_CONFIG_GLOBAL": str(clone.parent / "gitconfig"), **told,
    }  # fmt: skip
    return subprocess.run(
        ["/bin/sh", *command], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )


def test_a_draft_of_a_changed_delivery(clone: Path) -> None:
    with (clone / "data" / "raw" / "2025Q2" / "delivery.toml").open("a", encoding="utf-8") as stream:
        stream.write("\nunknown_entry = 1\n")
    bad = run(clone, "tools/draft.sh", "2025Q2")
    assert bad.returncode == 1
    summary = clone / "build" / "draft" / "summary.md"
    assert "    data/raw/2025Q2/delivery.toml" in summary.read_text(encoding="utf-8")
    subprocess.run(["git", "checkout", "--quiet", "--", "data"], cwd=clone, check=True)
    done = run(clone, "tools/draft.sh", "2025Q2")
    assert done.returncode == 0, done.stderr
    assert (clone / "build" / "draft" / "2025Q2" / "report.pdf").is_file()
    told = summary.read_text(encoding="utf-8")
    differs = told.split("## What differs from the newest version of 2025Q2\n")[1]
    assert differs.strip()
    changes = (clone / "build" / "draft" / "2025Q2-changes.csv").read_text(encoding="utf-8")
    assert changes.startswith("change,columns,quarter,")


def test_a_tag_is_verified_and_exported(clone: Path) -> None:
    newest = max((ROOT / "reports").glob("*/v*"), key=lambda one: (one.parent.name, int(one.name[1:])))
    done = run(clone, "tools/publish.sh", TAG=f"{newest.parent.name}-{newest.name}")
    if done.returncode == 4:
        assert "not in this clone" in done.stderr or "could not be installed" in done.stderr
        return
    assert done.returncode == 0, done.stderr
    assert f"{newest.parent.name} {newest.name}: " in done.stdout
    assert (clone / "build" / "web" / "index.html").is_file()
    status = subprocess.run(
        ["git", "status", "--porcelain", "--", ":!tools"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=True,
    )
    assert status.stdout == ""
