"""Pages word and draw: what they say of a number stands in the table, and none is computed on the way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.core.layout import ROOT

REPORT = ROOT / "src" / "analysis" / "report"
DRAWING = ("charts", "components")
QUOTIENTS = (ast.Div, ast.FloorDiv, ast.Pow, ast.Mod)
STATISTICS = {"rank", "median", "quantile", "mean", "std", "var", "cum_sum", "pct_change"}
NUMBERS = {
    "value", "lower", "upper", "numerator", "denominator", "known_value", "known_numerator",
    "known_denominator", "national_rate", "active", "rate", "before", "now",
}  # fmt: skip
METHODS = {
    "rate_ratio_limits",
    "poisson_limits",
    "wilson_limits",
    "funnel",
    "rank_intervals",
    "smoothed_rates",
}
ALLOWED = {
    ("data.py", "rate_end"): "right end of an axis",
    ("data.py", "sparks"): "places on small lines that carry no scale",
    ("maps.py", "map_legend"): "the last whole number below an edge between two classes",
    ("maps.py", "_phone_maps"): "widths of drawings",
    ("naming.py", "signed"): "how many decimals a difference needs",
    ("preview.py", "styles_without_typeface"): "a path",
    ("pages/about/activations.py", "activation_chart"): "right end of an axis",
    ("pages/about/activations.py", "_activation_ratios"): "order of rows, the highest first",
    ("pages/about/programme.py", "_response_times"): "whole minutes m are said as less than m + 1 minutes",
    ("pages/aeds.py", "aed_key_figures"): "AEDs per inhabitant said as inhabitants per AED",
    ("pages/aeds.py", "_rest"): "the rest of a whole whose part and sum stand beside it",
    (
        "pages/aeds.py",
        "aed_chart",
    ): "the rest of a share that stands beside it; what a field of the square is",
    ("pages/appendix.py", "basis"): "height of a row",
    ("pages/comparison.py", "counted_sides"): "how many of so many lie outside 95 % limits by chance",
    (
        "pages/development/aed_history.py",
        "aed_history",
    ): "place of a point whose source names a period",
    ("pages/development/axes.py", "decimal_year"): "places on an axis of time",
    ("pages/development/axes.py", "domain_of"): "ends of an axis",
    ("pages/development/axes.py", "on_phone"): "which ticks a phone shows",
    ("pages/development/axes.py", "time_ticks"): "which years are ticks",
    ("pages/development/control.py", "control"): "heights of drawings",
    ("pages/development/country.py", "activity_chart"): "upper end of an axis",
    ("pages/development/regions.py", "development_regions"): "widths of drawings",
    ("pages/explore.py", "_area"): "places on a strip as shares of its axis",
    ("pages/guidance.py", "*"): "two columns of equal length",
    ("pages/municipalities.py", "tables_side_by_side"): "two tables of equal length",
    ("pages/regions/maps.py", "_map_width"): "widths of drawings",
    ("pages/regions/tables.py", "_pitch"): "height of a row",
    ("pages/sheet/figures.py", "_end"): "right end of an axis",
    ("pages/sheet/figures.py", "chart_height"): "heights of drawings",
    ("pages/sheet/words.py", "_against"): "a ratio of the table said in per cent",
}


def read_number(node: ast.AST) -> bool:
    """Whether an expression reads a number of the table."""
    return any(
        (isinstance(part, ast.Attribute) and part.attr in NUMBERS)
        or (
            isinstance(part, ast.Subscript)
            and isinstance(part.slice, ast.Constant)
            and part.slice.value in NUMBERS
        )
        for part in ast.walk(node)
    )


def computes(node: ast.AST) -> bool:
    """Whether a node is arithmetic, a statistic or a method of statistics."""
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Mod | ast.Div) and any(
            isinstance(side, ast.Constant | ast.JoinedStr) and isinstance(getattr(side, "value", ""), str)
            for side in (node.left, node.right)
        ):
            return False
        if isinstance(node.op, QUOTIENTS):
            return True
        return isinstance(node.op, ast.Add | ast.Sub | ast.Mult) and any(
            map(read_number, (node.left, node.right))
        )
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub) and read_number(node.operand)
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in METHODS or (isinstance(node.func, ast.Attribute) and name in STATISTICS)
    return False


def computing_functions(source: str) -> set[str]:
    """Names of the outermost functions, methods among them, in which something is computed."""

    def inside(node: ast.AST, function: str) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, ast.FunctionDef) and not function
            if computes(child):
                yield function
            yield from inside(child, child.name if named else function)  # type: ignore[attr-defined]

    return set(inside(ast.parse(source), ""))


def found() -> set[tuple[str, str]]:
    modules = [path for path in REPORT.rglob("*.py") if path.relative_to(REPORT).parts[0] not in DRAWING]
    return {
        (path.relative_to(REPORT).as_posix(), function)
        for path in modules
        for function in computing_functions(path.read_text(encoding="utf-8"))
    }


def test_nothing_is_computed_with_numbers_of_the_table() -> None:
    whole = {module for module, function in ALLOWED if function == "*"}
    computed = {(module, "*" if module in whole else function) for module, function in found()}
    assert computed - ALLOWED.keys() == set(), "compute it in analysis.indicators, declared, and read its row"
    assert ALLOWED.keys() - computed == set(), "nothing is computed there any more"


@pytest.mark.parametrize(
    "line",
    [
        "row.value / other.value", "row.known_value - before", "100_000 / people", "1 - share['value']",
        "rows['value'].rank()", "values.median()", "rate_ratio_limits(1, 2, 3, 4)", "-row.value",
    ],
)  # fmt: skip
def test_arithmetic_is_seen(line: str) -> None:
    assert computing_functions(f"def page():\n    return {line}\n") == {"page"}


@pytest.mark.parametrize("line", ["Path('a') / 'b'", "row.value > other.value", "len(rows) - 1", "a + b"])
def test_words_comparisons_and_places_are_none(line: str) -> None:
    assert computing_functions(f"def page():\n    return {line}\n") == set()


def test_drawings_lie_where_the_test_does_not_look() -> None:
    assert all(Path(REPORT, name).is_dir() for name in DRAWING)
