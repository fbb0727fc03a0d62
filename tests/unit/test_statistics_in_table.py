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
    ("maps.py", "_has_room_for_names"): "sizes of drawings",
    ("maps.py", "_phone_maps"): "widths of drawings",
    ("maps.py", "map_legend"): "the last whole number below an edge between two classes",
    ("naming.py", "signed"): "how many decimals a difference needs",
    (
        "naming.py",
        "_shown_difference",
    ): "of two rounded numbers, and how many decimals they need beside each other",
    ("preview.py", "styles_without_typeface"): "a path",
    ("pages/about/activations.py", "activation_chart"): "right end of an axis",
    ("pages/about/activations.py", "_activation_ratios"): "order of rows, the highest first",
    ("pages/about/programme.py", "_response_times"): "whole minutes m are said as less than m + 1 minutes",
    ("pages/reach_runners.py", "municipal_dumbbells"): "right end of an axis",
    ("pages/reach_week.py", "class_edges"): "edges between the colours of tiles",
    ("pages/responders.py", "_first_arrival"): "whole minutes m are said as less than m + 1 minutes",
    (
        "pages/aeds.py",
        "_one_of_a_hundred",
    ): "the scale of a drawing: what one of its hundred fields stands for",
    ("pages/aeds_by_area.py", "tables_side_by_side"): "two tables of equal length",
    ("pages/appendix.py", "basis"): "height of a row",
    (
        "pages/development/aed_history.py",
        "aed_history",
    ): "place of a point whose source names a period",
    ("pages/development/axes.py", "decimal_year"): "places on an axis of time",
    ("pages/development/control.py", "control_charts"): "heights of drawings",
    ("pages/development/country.py", "activity_chart"): "upper end of an axis",
    ("pages/development/country.py", "runners_height"): "heights of drawings",
    ("pages/development/facts.py", "standing_out_or_nearest"): "which row lies furthest, where none is found",
    ("pages/development/regions.py", "panel_width"): "widths of drawings",
    ("pages/explore.py", "_area"): "places on a strip as shares of its axis",
    ("pages/guidance.py", "*"): "two columns of equal length",
    ("pages/municipalities.py", "tables_side_by_side"): "two tables of equal length",
    ("pages/regions/maps.py", "_map_width"): "widths of drawings",
    ("pages/regions/tables.py", "_pitch"): "height of a row",
    ("pages/revisions.py", "_lines"): "lines of a cell",
    ("pages/sheet/figures.py", "_end"): "right end of an axis",
    ("pages/sheet/figures.py", "chart_height"): "heights of drawings",
    ("pages/sheet/words.py", "_against"): "a ratio of the table said in per cent",
}


def reads_number(node: ast.AST, names: frozenset[str]) -> bool:
    """Whether an expression reads a number of the table, itself or by a name it was given."""
    return any(
        (isinstance(part, ast.Attribute) and part.attr in NUMBERS)
        or (isinstance(part, ast.Subscript) and getattr(part.slice, "value", None) in NUMBERS)
        or (isinstance(part, ast.Name) and part.id in names)
        for part in ast.walk(node)
    )


def is_text(node: ast.AST) -> bool:
    """Whether an operand is a text, so that the operator joins or repeats it or makes a path."""
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def computes(node: ast.AST, names: frozenset[str]) -> bool:
    """Whether a node is arithmetic with numbers of the table, a statistic or a method of statistics."""
    if isinstance(node, ast.BinOp):
        if is_text(node.left) or is_text(node.right):
            return False
        linear = isinstance(node.op, ast.Add | ast.Sub | ast.Mult)
        return isinstance(node.op, QUOTIENTS) or (
            linear and (reads_number(node.left, names) or reads_number(node.right, names))
        )
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub) and reads_number(node.operand, names)
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in METHODS or (isinstance(node.func, ast.Attribute) and name in STATISTICS)
    return False


def numbers_named(function: ast.AST) -> frozenset[str]:
    """The names that a function gives to numbers of the table: `ratio = figures.value(…)`."""
    return frozenset(
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Attribute | ast.Call | ast.Subscript)
        and reads_number(getattr(node.value, "func", node.value), frozenset())
        for target in node.targets
        if isinstance(target, ast.Name)
    )


def computing_functions(source: str) -> set[str]:
    """Names of the functions, methods among them, in which something is computed."""

    def functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                yield child
            else:
                yield from functions(child)

    return {
        function.name
        for function in functions(ast.parse(source))
        if any(computes(node, numbers_named(function)) for node in ast.walk(function))
    }


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


def test_a_number_is_followed_by_the_name_it_is_given() -> None:
    source = "def page(figures):\n    ratio = figures.value('x')\n    return ratio - 1\n"
    assert computing_functions(source) == {"page"}


@pytest.mark.parametrize("line", ["Path('a') / 'b'", "row.value > other.value", "len(rows) - 1", "a + b"])
def test_words_comparisons_and_places_are_none(line: str) -> None:
    assert computing_functions(f"def page():\n    return {line}\n") == set()


def test_drawings_lie_where_the_test_does_not_look() -> None:
    assert all(Path(REPORT, name).is_dir() for name in DRAWING)
