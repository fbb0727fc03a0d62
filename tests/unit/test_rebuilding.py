"""What `verify` runs of another commit's code disturbs no other command and is disturbed by none."""

import sys
from pathlib import Path

import pytest

from analysis.core.left_overs import sweep
from analysis.releases.verification import RebuildError, rebuild_with

# Makes a temporary folder without a mark, as the code of older commits did.
OLDER_CODE = """
import sys, tempfile
from pathlib import Path

folder = Path(tempfile.mkdtemp(prefix="statusrapport-"))
Path(sys.argv[2]).write_text(str(folder))
"""


def checkout(root: Path, code: str) -> Path:
    package = root / "src" / "analysis" / "releases"
    package.mkdir(parents=True)
    (root / "src" / "analysis" / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "rebuild.py").write_text(code)
    return root


def test_unmarked_folders_of_older_code_are_not_among_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, own = tmp_path / "system", tmp_path / "system" / "statusrapport-12345678"
    own.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(system))
    out = tmp_path / "out"
    rebuild_with(sys.executable, checkout(tmp_path / "code", OLDER_CODE), tmp_path, out, [], own)
    made = Path(out.read_text())
    assert made.parent == own
    sweep(system)
    assert made.is_dir()


def test_what_the_code_says_when_it_fails_is_told(tmp_path: Path) -> None:
    root = checkout(tmp_path / "code", "raise SystemExit('no such delivery')")
    with pytest.raises(RebuildError, match="the code of that commit failed:\nno such delivery"):
        rebuild_with(sys.executable, root, tmp_path, tmp_path / "out", [], tmp_path)
