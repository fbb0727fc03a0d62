"""Taking the project's files out of a commit."""

import re
import tarfile
from pathlib import Path

import pytest

from analysis.core.layout import ROOT
from analysis.releases import repository
from analysis.releases.repository import CodeError, NoCommitError, check_out, current_code


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
    with pytest.raises(NoCommitError, match="verify --here rebuilds it with the code"):
        check_out(commit, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "_git", lambda *_: None)
    with pytest.raises(NoCommitError, match="no Git checkout, or there is no Git; verify --here rebuilds"):
        check_out("c" * 40, tmp_path)


@pytest.mark.parametrize(
    ("state", "clean"),
    [
        ("?? notes.docx", True),
        ("?? docs/a-page.md", True),
        ("?? data/raw/2025Q4/answer from the region.msg", True),
        ("?? notebooks/explore/mine.ipynb", True),
        ("?? srcs/notes.txt", True),
        ("?? data/raw/2025Q4/runners.csv", False),
        ("?? src/analysis/texts/fr.ftl", False),
        ("?? notebooks/pages/mine.ipynb", False),
        ("?? _extensions/statusrapport/own.css", False),
        ("?? _metadata.yml", False),
        (" M docs/architecture.md", False),
        ("M  notebooks/explore/example.ipynb", False),
        (" D data/raw/2025Q2/aeds.csv", False),
    ],
)
def test_only_files_that_a_build_may_read_or_that_git_knows_are_changes(
    state: str, clean: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"rev-parse": f"{ROOT}\n", "status": f"{state}\0", "show": "0"}
    monkeypatch.setattr(repository, "_git", lambda command, *_: said[command])
    read = [ROOT / "data/raw/2025Q4/runners.csv"]
    if clean:
        assert current_code(ROOT / "reports", read=read).clean
        return
    with pytest.raises(CodeError, match=re.escape(f"no commit has: {state[3:]};")):
        current_code(ROOT / "reports", read=read)
    assert not current_code(ROOT / "reports", read=read, allow_dirty=True).clean
