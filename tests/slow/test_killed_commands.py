"""Commands that are killed at any step lose nothing and leave nothing half, and the next run sweeps."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from killing import (  # type: ignore[import-not-found]
    AS_BEFORE,
    CASES,
    COMPLETE,
    Runner,
    killed,
    running,
    services,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged in one step on Linux only"),
]
KILLS = {"release": 4, "population update": 6, "boundaries update": 6, "sheets": 3, "reduce": 5}


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    """A process that runs commands, and the services that they reach."""
    with services() as addresses:
        for name, address in addresses.items():
            monkeypatch.setenv(name, address)
        with running(tmp_path) as made:
            yield made


@pytest.mark.parametrize("name", CASES)
def test_kills(name: str, runner: Runner, built_report: Path, tmp_path: Path) -> None:
    case = CASES[name](tmp_path, runner, built_report)
    done = killed(case, runner, tmp_path, KILLS[name])
    assert len(done) == KILLS[name]
    states = {one.state for one in done}
    if name == "sheets":
        assert states <= {AS_BEFORE, COMPLETE, "each file old or new"}
    else:
        assert states == {AS_BEFORE, COMPLETE}
    assert any(one.left for one in done)
