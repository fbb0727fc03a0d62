"""A notebook of one's own is run with checked parameters."""

import pytest

from analysis.builds.notebook import typed
from analysis.rendering.execution import ParameterError

DECLARED = {"quarter": (str, True), "limit": (int, True), "share": (float, True), "full": (bool, True)}


def test_values_are_of_the_declared_types() -> None:
    given = {"quarter": "2025Q2", "limit": "7", "share": "0.5", "full": "True"}
    assert typed(given, DECLARED, "n.ipynb") == {"quarter": "2025Q2", "limit": 7, "share": 0.5, "full": True}
    assert typed({"full": "false"}, DECLARED, "n.ipynb") == {"full": False}
    assert typed({}, DECLARED, "n.ipynb") == {}


def test_all_that_does_not_fit_is_said_at_once() -> None:
    given = {"quater": "2025Q2", "limit": "seven", "share": "half", "full": "yes"}
    with pytest.raises(ParameterError) as refusal:
        typed(given, DECLARED, "n.ipynb")
    assert str(refusal.value).splitlines() == [
        "n.ipynb: unknown parameter quater, known are quarter, limit, share, full",
        "n.ipynb: parameter limit is 'seven', expected int",
        "n.ipynb: parameter share is 'half', expected float",
        "n.ipynb: parameter full is 'yes', expected true or false",
    ]
