"""Resuscitation and opting out of it, explained: the decision diagram, the six exceptions, and runners.

The pages explain the guidance VEJ 9921 of 31 October 2024 and are no decision support.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analysis.core import formatting as show
from analysis.guidance.codes import recorded_codes
from analysis.guidance.diagram import Words, diagram_steps, draw, question_of, result_of, shown_answer
from analysis.guidance.engine import VALID_FROM
from analysis.guidance.page import PAGES
from analysis.guidance.rules import CELLS, OVERALL, load_rules
from analysis.guidance.words import english
from analysis.report.components import (
    Section,
    columns,
    csv_link,
    details,
    division,
    figure_title,
    file_link,
    heading,
    markdown,
    named_drawings,
    picture,
    space,
    stacked,
)
from analysis.report.data import ReportData
from analysis.texts import Texts

PAGE_WIDTH: Final = 261.0
DIAGRAM_HEIGHT: Final = 132.0
HALF: Final = 124.0
EXCEPTIONS: Final = range(1, 7)
READ_IN: Final = (
    "undtagelse_3",
    "situation_4",
    "undtagelse_5",
    "undtagelse_6",
    "tilbagekaldt_6",
    "afgoerelse",
)


def resuscitation(context: ReportData) -> Section:
    """The decision diagram, drawn from the table over all results."""
    say = context.texts
    words = diagram_words(say)
    rungs = diagram_steps(load_rules())
    steps = [
        say(
            "guidance-diagram-step",
            number=str(number),
            question=question_of(rung, words),
            answer=shown_answer(rung, words),
            result=result_of(rung, words).replace("\n", ", "),
        )
        for number, rung in enumerate(rungs[:-1], 1)
    ]
    last = say("guidance-diagram-last", result=result_of(rungs[-1], words).replace("\n", ", "))
    alternative = say("guidance-diagram-alt", count=str(len(rungs)), steps=" ".join([*steps, last]))
    svg = draw(rungs, words, width_mm=PAGE_WIDTH, height_mm=DIAGRAM_HEIGHT)
    return stacked(
        heading(3, say("guidance-diagram-heading"), "genoplivning"),
        division("fund", say("guidance-diagram-finding")),
        division("under", say("guidance-diagram-under", **_valid_from(say))),
        named_drawings(
            say("guidance-diagram-finding"), picture("genoplivning", svg, alternative, PAGE_WIDTH)
        ),
        details(say("guidance-diagram-as-text"), [*steps, last]),
        _question_page(say),
        division("note", say("guidance-diagram-note")),
    )


def exceptions(context: ReportData) -> Section:
    """The six exceptions in plain words."""
    say = context.texts
    cells = [
        stacked(
            figure_title(4, say(f"guidance-exception-{number}-title")),
            markdown(say(f"guidance-exception-{number}-text")),
        )
        for number in EXCEPTIONS
    ]
    pairs = [columns([HALF, HALF], *cells[place : place + 2], name="laesetekst") for place in (0, 2, 4)]
    return stacked(
        heading(3, say("guidance-exceptions-heading"), "de-seks-undtagelser"),
        division("fund", say("guidance-exceptions-finding")),
        division("under", say("guidance-exceptions-under")),
        pairs[0],
        space(),
        pairs[1],
        space(),
        pairs[2],
        division("note", say("guidance-exceptions-note")),
    )


def runners(context: ReportData) -> Section:
    """What the guidance means for runners, and what these pages are not."""
    say = context.texts
    cancelled = _cancelled(context)
    readings = say("guidance-readings-title", count=say.number_word(len(READ_IN), capital=True))
    return stacked(
        heading(3, say("guidance-runners-heading"), "genoplivning-og-hjerteloebere"),
        division("fund", say("guidance-runners-finding")),
        division(
            "helside",
            stacked(
                division("under", say("guidance-runners-under")),
                columns(
                    [HALF, HALF],
                    markdown(say("guidance-runners-left")),
                    stacked(
                        markdown(say("guidance-runners-right", cancelled=cancelled)),
                        _question_page(say),
                        code_list(context),
                    ),
                    name="laesetekst",
                ),
                space(),
                figure_title(4, readings),
                columns([HALF, HALF], *_readings(say), name="laesetekst"),
                division("boks", say("guidance-statement", **_valid_from(say))),
            ),
        ),
    )


def code_list(context: ReportData) -> Section:
    """A link to the code list of cancelled alarms, which is part of the page."""
    say = context.texts
    head = [say(f"guidance-codes-{column}") for column in ("code", "reason", "exceptions", "meaning")]
    rows = [
        [
            code.name,
            code.labels[say.language],
            " ".join(map(str, code.exceptions)),
            code.definition if say.language == "da" else code.meaning,
        ]
        for code in recorded_codes().values()
    ]
    label = say("guidance-codes-fetch")
    return csv_link("annulleringskoder", head, rows, label, say.language, context.limit_names)


def _question_page(say: Texts) -> Section:
    return file_link(PAGES[say.language], say("guidance-question-page"))


def _readings(say: Texts) -> list[Section]:
    """The first reading of some tables with its alternative, in two halves."""
    tables = load_rules().tables
    rows = [next(row for row in tables[name].rows if row.reading) for name in READ_IN]
    translated = english() if say.language == "en" else {}
    shown = [
        say(
            "guidance-reading",
            reading=translated.get(row.reading, row.reading),
            alternative=translated.get(row.alternative, row.alternative),
        )
        for row in rows
    ]
    half = len(shown) // 2
    return [stacked(*map(markdown, part)) for part in (shown[:half], shown[half:])]


def _cancelled(context: ReportData) -> str:
    say = context.texts
    if not context.figures.has("cancelled_share"):
        return say("guidance-runners-cancelled-unknown")
    share = context.percent(context.figures.value("cancelled_share"))
    if context.snapshot.delivery.cancellations.is_empty():
        return say("guidance-runners-cancelled", share=share)
    return say("guidance-runners-cancelled-counted", share=share)


def diagram_words(say: Texts) -> Words:
    """The diagram's words, for every question, result and answer that the table can hold."""
    rules = load_rules()
    (table,) = rules.of_kind(OVERALL)
    outcomes = dict.fromkeys(row.result for row in table.rows)
    asked = {rung.table for rung in diagram_steps(rules)[:-1]}
    answers: dict[str, str] = {
        " ".join(cell): say(f"guidance-answer-{'-'.join(cell)}") for cell in CELLS.values() if len(cell) < 3
    }
    return Words(
        questions={name: say(f"guidance-question-{name}") for name in asked},
        results={result: say(f"guidance-result-{result}") for result in outcomes},
        added={name: say(f"guidance-added-{name}") for name in ("tilkald-hjaelp", "afklar-identitet")},
        exception=lambda numbers: say(
            "guidance-result-exception", n=len(numbers), number=_spanned(numbers, say("list-or"))
        ),
        answers=answers,
    )


def _spanned(numbers: Sequence[str], conjunction: str) -> str:
    """Numbers in order, as a span where none is left out between the first and the last."""
    whole = len(numbers) > 2 and int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1
    return f"{numbers[0]}{show.EN_DASH}{numbers[-1]}" if whole else show.joined(numbers, conjunction)


def _valid_from(say: Texts) -> dict[str, str]:
    return {"valid-from": show.long_date(VALID_FROM, say.language)}
