"""Changes every cell, result, exception and duty of the tables in turn; lists the changes no test sees.

Run by hand: ``PYTHONPATH=src:tests/guidance python tests/guidance/mutate_tables.py``. The checks are those of
the test suite, except the comparison with the written documents, which sees every change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from math import prod

from test_duties import DUTIES, overall_duties  # type: ignore[import-not-found]
from test_truth_tables import FORMULAS, overall  # type: ignore[import-not-found]

from analysis.guidance.engine import decide
from analysis.guidance.examples import load_examples
from analysis.guidance.rules import (
    CELLS,
    OVERALL,
    Answer,
    DecisionTable,
    GuidanceError,
    Row,
    Rules,
    load_rules,
)

DAY = date(2025, 6, 3)
EXAMPLES = load_examples()


def mutants(rules: Rules, table: DecisionTable, row: Row) -> Iterator[tuple[str, Row]]:
    """Every way in which one part of a row can be different."""
    for name, allowed in row.cells.items():
        for shown, other in CELLS.items():
            if other != allowed:
                yield f"{name}={shown}", replace(row, cells={**row.cells, name: other})
    results = (
        [result for result in rules.results if result not in ("undlad", "stop")]
        if table.kind == OVERALL
        else Answer
    )
    for result in ("undlad", "stop") if table.kind == "handling" else results:
        if result != row.result and table.kind != "pligt":
            yield f"resultat={result}", replace(row, result=str(result))
    if row.exception:
        for number in set("123456") - {row.exception}:
            yield f"undtagelse={number}", replace(row, exception=number)
    for duty in row.duties:
        yield f"uden {duty}", replace(row, duties=tuple(name for name in row.duties if name != duty))


def one_row_for_each_combination(table: DecisionTable) -> bool:
    """What going through all combinations shows, by counting: no two rows meet, and none is missing."""
    apart = all(
        any(not set(one.cells[name]) & set(other.cells[name]) for name in table.inputs)
        for one, other in combinations(table.rows, 2)
    )
    covered = sum(prod(len(allowed) for allowed in row.cells.values()) for row in table.rows)
    return apart and covered == 3 ** len(table.inputs)


def seen_by_truth_table(table: DecisionTable, row: Row) -> bool:
    if not one_row_for_each_combination(table):
        return True
    for known in product(*row.cells.values()):
        answers = dict(zip(row.cells, known, strict=True))
        if table.name in FORMULAS and row.result != FORMULAS[table.name](**answers):
            return True
        if table.name in DUTIES and set(row.duties) != DUTIES[table.name](**answers):
            return True
        if table.kind == OVERALL and (row.result, row.exception) != overall(answers):
            return True
        if table.kind == OVERALL and set(row.duties) != overall_duties(answers, row.result, row.exception):
            return True
    return False


def seen_by_examples(rules: Rules) -> bool:
    for example in EXAMPLES.values():
        try:
            outcome = decide(example.facts, DAY, rules)
        except GuidanceError:
            return True
        if (outcome.result, str(outcome.exception or "")) != (example.result, example.exception):
            return True
        if not set(example.duties) <= {duty.name for duty in outcome.duties}:
            return True
    return False


def main() -> None:
    rules = load_rules()
    tried, survivors = 0, []
    for table in rules.tables.values():
        for place, row in enumerate(table.rows):
            for change, mutant in mutants(rules, table, row):
                changed = replace(table, rows=(*table.rows[:place], mutant, *table.rows[place + 1 :]))
                tried += 1
                if seen_by_truth_table(changed, mutant):
                    continue
                if not seen_by_examples(replace(rules, tables={**rules.tables, table.name: changed})):
                    survivors.append(f"{row.name}: {change}")
    print(f"{tried} changes, {tried - len(survivors)} seen, {len(survivors)} not seen")
    print(*survivors, sep="\n")


if __name__ == "__main__":
    main()
