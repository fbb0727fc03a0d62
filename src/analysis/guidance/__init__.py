"""When resuscitation is attempted and when not: the Danish guidance VEJ 9921 of 31 October 2024 as tables.

The rules are data: the tables in `tables/` can be read and reviewed without Python, and `decide` only looks
up rows. This explains the guidance to readers of a report. It is no decision support and never judges what a
person has to judge.
"""

from analysis.guidance.engine import Decision, Step, decide
from analysis.guidance.rules import Answer, DecisionTable, GuidanceError, Result, Row, Rules, load_rules

__all__ = [
    "Answer",
    "Decision",
    "DecisionTable",
    "GuidanceError",
    "Result",
    "Row",
    "Rules",
    "Step",
    "decide",
    "load_rules",
]
