"""What the tests of the guidance share: a record of the rows and duties that each test went through."""

from __future__ import annotations

from collections import defaultdict

import pytest

from analysis.guidance.rules import Row


class Hits:
    """Rows that one test went through."""

    def __init__(self, test: str, seen: dict[str, set[str]]) -> None:
        self._test, self._seen = test, seen

    def add(self, row: Row) -> None:
        self._seen[row.name].add(self._test)


@pytest.fixture(scope="session")
def rows_seen() -> dict[str, set[str]]:
    return defaultdict(set)


@pytest.fixture
def hits(request: pytest.FixtureRequest, rows_seen: dict[str, set[str]]) -> Hits:
    return Hits(request.node.name, rows_seen)
