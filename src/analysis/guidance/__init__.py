"""When resuscitation is attempted and when not: the Danish guidance VEJ 9921 of 31 October 2024 as tables.

The rules are data: the tables in `tables/` can be read and reviewed without Python, and `decide` only looks
up rows. This explains the guidance to readers of a report. It is no decision support and never judges what a
person has to judge.
"""

from analysis.guidance.engine import Outcome, Step, decide
from analysis.guidance.rules import Answer, GuidanceError, Result, Row, Rules, Table, load_rules

__all__ = [
    "Answer",
    "GuidanceError",
    "Outcome",
    "Result",
    "Row",
    "Rules",
    "Step",
    "Table",
    "decide",
    "load_rules",
]
