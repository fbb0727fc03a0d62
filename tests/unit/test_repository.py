"""Taking the project's files out of a commit."""

import tarfile
from pathlib import Path

import pytest

from analysis.core.layout import ROOT
from analysis.releases.repository import NoCommitError, check_out


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no Git checkout")
@pytest.mark.parametrize("python", ["3.11.0 to 3.11.3", "since 3.11.4"])
def test_a_commit_is_checked_out_also_where_tarfile_has_no_filter(
    python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if python != "since 3.11.4":
        monkeypatch.delattr(tarfile, "data_filter", raising=False)
    check_out("HEAD", tmp_path)
    for name in ("pyproject.toml", "src/analysis/releases/rebuild.py", "tools/setup_env.py"):
        assert (tmp_path / name).is_file()
    assert not (tmp_path / ".git").exists()


@pytest.mark.parametrize("commit", ["", "c" * 40])
def test_no_commit(commit: str, tmp_path: Path) -> None:
    with pytest.raises(NoCommitError):
        check_out(commit, tmp_path)
    assert list(tmp_path.iterdir()) == []
