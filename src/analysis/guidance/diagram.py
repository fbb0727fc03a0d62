"""The decision diagram, drawn from the table over all results: change the table and the drawing changes.

The table is a ladder. Each row adds one question to those before it; one answer leads out to a result, every
other answer leads on to the next row. The last rows share one step where they all lead to the same result.
A question with two ways out is drawn once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from analysis.guidance.rules import ALL_ANSWERS, OVERALL, Cell, GuidanceError, Row, Rules
from analysis.texts.markup import as_html

POINTS_PER_MM: Final = 2.8346
INK: Final = "#1D2329"
GREY: Final = "#5B6670"
LINE: Final = "#8A939C"
SURFACE: Final = "#F4F5F6"
CARMINE: Final = "#A01C3A"
BLUE: Final = "#1C4F7C"
FONT_SIZE: Final = 9.5
LETTER_WIDTH: Final = 0.47
LEADING: Final = 1.25
QUESTION_SHARE: Final = 0.46
RESULT_SHARE: Final = 0.33
BOX_SHARE: Final = 0.68
GAP: Final = 26.0
EDGE: Final = 12.0
FILLS: Final = {
    "afstaa": BLUE,
    "behandling-fortsaetter": BLUE,
    "forsoeg": CARMINE,
    "forsoeg-og-afklar": CARMINE,
}


@dataclass(frozen=True)
class DiagramStep:
    """A step of the ladder.

    Attributes:
        table: The table whose answer is asked for; empty on the last step, which asks nothing.
        answer: The answers that lead out to the result; None on the last step.
        result: Where they lead.
        exceptions: The exceptions (1-6) that then apply.
        clauses: The paragraphs of the rows.
        reading: Whether a row of the step rests on a reading.
        duties: What the rows ask for at once.
    """

    table: str
    answer: Cell | None
    result: str
    exceptions: tuple[str, ...]
    clauses: tuple[str, ...]
    reading: bool
    duties: tuple[str, ...]


def diagram_steps(rules: Rules) -> tuple[DiagramStep, ...]:
    """The steps of the table over all results.

    Raises:
        GuidanceError: The table is no ladder, so that it cannot be drawn as one.
    """
    (table,) = rules.of_kind(OVERALL)
    rungs = list(_rungs(table.rows))
    same = len(list(takewhile(lambda rung: rung.result == rungs[-1].result, reversed(rungs))))
    return (*rungs[:-same], _shared(rungs[-same:]))


def _shared(rungs: Sequence[DiagramStep]) -> DiagramStep:
    """The last step: rows that lead to one result, whichever of them is reached."""
    return DiagramStep(
        table="",
        answer=None,
        result=rungs[0].result,
        exceptions=tuple(number for rung in rungs for number in rung.exceptions),
        clauses=tuple(dict.fromkeys(clause for rung in rungs for clause in rung.clauses)),
        reading=any(rung.reading for rung in rungs),
        duties=tuple(name for name in rungs[0].duties if all(name in rung.duties for rung in rungs)),
    )


def _rungs(rows: Sequence[Row]) -> Iterator[DiagramStep]:
    left = dict.fromkeys(rows[0].cells, ALL_ANSWERS)
    for row in rows:
        asked = [name for name, allowed in row.cells.items() if allowed != left[name]]
        final = row is rows[-1]
        if len(asked) != (0 if final else 1) or any(
            not set(row.cells[name]) <= set(left[name]) for name in asked
        ):
            raise GuidanceError(f"{row.name}: a ladder asks one new question at each row, here {asked}")
        exceptions = (row.exception,) if row.exception else ()
        answer = None if final else row.cells[asked[0]]
        yield DiagramStep(
            "" if final else asked[0],
            answer,
            row.result,
            exceptions,
            row.clauses,
            bool(row.reading),
            row.duties,
        )
        for name in asked:
            left[name] = tuple(other for other in left[name] if other not in row.cells[name])


@dataclass(frozen=True)
class Words:
    """What the drawing says, in the report's language.

    Attributes:
        questions: A short question by table.
        results: Where a step leads, by result.
        added: The line under a result that asks for a duty besides it, by the duty.
        exception: The line under a result that names exceptions, made from their numbers.
        answers: Shown answers by the answers they stand for, such as ``nej ukendt``.
    """

    questions: dict[str, str]
    results: dict[str, str]
    added: dict[str, str]
    exception: Callable[[Sequence[str]], str]
    answers: dict[str, str]


def draw(
    rungs: Sequence[DiagramStep], words: Words, *, width_mm: float, height_mm: float, columns: int = 2
) -> str:
    """The ladder as SVG, top down in columns.

    Args:
        rungs: The steps.
        words: What stands in them.
        width_mm: Width in print.
        height_mm: Height in print.
        columns: How many columns the ladder is broken into.
    """
    width, height = width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM
    per_column = -(-len(rungs) // columns)
    column = (width - GAP * (columns - 1)) / columns
    pitch = (height - EDGE) / per_column
    parts = []
    for place in range(len(rungs)):
        x, y = place // per_column * (column + GAP), EDGE + place % per_column * pitch
        parts.append(_step(rungs, words, place, _Frame(x, y, column, pitch)))
        if place + 1 < len(rungs):
            turns = (place + 1) % per_column == 0
            parts.append(_way_on(rungs, words, place, _Frame(x, y, column, pitch), turns=turns))
    size = f'width="{width:.1f}" height="{height:.1f}" viewBox="0 0 {width:.1f} {height:.1f}"'
    look = f'font-family="Lato" font-size="{FONT_SIZE}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>{"".join(parts)}</svg>'


def question_of(rung: DiagramStep, words: Words) -> str:
    """What a step asks."""
    shown = words.questions[rung.table]
    return f"{shown}\u00a0*" if rung.reading else shown


def result_of(rung: DiagramStep, words: Words) -> str:
    """Where a step leads, with the exception that applies and the duty that goes with it."""
    lines = [words.results[rung.result], *(words.added[name] for name in rung.duties if name in words.added)]
    return "\n".join([*lines, words.exception(sorted(rung.exceptions))] if rung.exceptions else lines)


def asks_again(rungs: Sequence[DiagramStep], place: int) -> bool:
    """Whether a step is another answer to the question of the step before it, which is drawn once."""
    return place > 0 and rungs[place].table == rungs[place - 1].table


@dataclass(frozen=True)
class _Frame:
    """Where a step stands: its left upper corner, the column's width and the way to the next step."""

    x: float
    y: float
    column: float
    pitch: float

    @property
    def box(self) -> float:
        """Height of a box."""
        return self.pitch * BOX_SHARE

    @property
    def down(self) -> float:
        """Where the way to the next step leaves the box."""
        return self.x + self.column * 0.2


def _step(rungs: Sequence[DiagramStep], words: Words, place: int, frame: _Frame) -> str:
    rung, x, y, box = rungs[place], frame.x, frame.y, frame.box
    asks, leads = frame.column * QUESTION_SHARE, frame.column * RESULT_SHARE
    fill = FILLS.get(rung.result, GREY)
    if rung.answer is None:
        return _box(x, y, asks, box, result_of(rung, words), fill, "white", bold=True)
    out, middle = x + frame.column - leads, y + box / 2
    answer = shown_answer(rung, words)
    if asks_again(rungs, place):
        asked, start = _line(f"M{frame.down:.1f},{y - 4:.1f} V{y + box:.1f}"), frame.down
        answer = f"{answer}\u00a0*" if rung.reading else answer
    else:
        asked, start = _box(x, y, asks, box, question_of(rung, words), SURFACE, INK), x + asks
    return "".join(
        [
            asked,
            _line(f"M{start:.1f},{middle:.1f} H{out - 4:.1f}"),
            _arrow_head(out, middle, "right"),
            _text((x + asks + out) / 2 - 2, middle - 4, [answer], INK, "middle", bold=True),
            _box(out, y, leads, box, result_of(rung, words), fill, "white", bold=True),
        ]
    )


def _way_on(rungs: Sequence[DiagramStep], words: Words, place: int, frame: _Frame, *, turns: bool) -> str:
    start, down = frame.y + frame.box, frame.down
    if place + 1 < len(rungs) and asks_again(rungs, place + 1) and not turns:
        return _line(f"M{down:.1f},{start:.1f} V{frame.y + frame.pitch - 4:.1f}")
    rest = _text(down + 6, start + 13, [_rest(rungs, place, words)], INK, "start", bold=True)
    if not turns:
        end = frame.y + frame.pitch
        return _line(f"M{down:.1f},{start:.1f} V{end - 4:.1f}") + _arrow_head(down, end, "down") + rest
    middle, bottom = frame.x + frame.column + GAP / 2, start + 20
    target = down + frame.column + GAP
    path = f"M{down:.1f},{start:.1f} V{bottom:.1f} H{middle:.1f} V1 H{target:.1f} V{EDGE - 4:.1f}"
    return _line(path) + _arrow_head(target, EDGE, "down") + rest


def _line(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1"/>'


def shown_answer(rung: DiagramStep, words: Words) -> str:
    """The answers that lead out to the result."""
    return words.answers[" ".join(rung.answer or ())]


def _rest(rungs: Sequence[DiagramStep], place: int, words: Words) -> str:
    """The answers that lead on, after those that this step and earlier ones took."""
    left = set(ALL_ANSWERS)
    for earlier in rungs[: place + 1]:
        if earlier.table == rungs[place].table:
            left -= set(earlier.answer or ())
    return words.answers[" ".join(answer for answer in ALL_ANSWERS if answer in left)]


def _box(
    x: float, y: float, width: float, height: float, text: str, fill: str, ink: str, *, bold: bool = False
) -> str:
    letters = (width - 14) / (FONT_SIZE * LETTER_WIDTH)
    found = [line for part in text.split("\n") for line in _wrapped(part, letters)]
    first = y + height / 2 - (len(found) - 1) * FONT_SIZE * LEADING / 2 + FONT_SIZE * 0.35
    shape = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" fill="{fill}"/>'
    return shape + _text(x + 7, first, found, ink, "start", bold=bold)


def _text(x: float, y: float, found: Sequence[str], ink: str, anchor: str, *, bold: bool = False) -> str:
    look = f'fill="{ink}" text-anchor="{anchor}"' + (' font-weight="700"' if bold else "")
    return "".join(
        f'<text x="{x:.1f}" y="{y + place * FONT_SIZE * LEADING:.1f}" {look}>{as_html(line)}</text>'
        for place, line in enumerate(found)
    )


def _wrapped(text: str, letters: float) -> list[str]:
    found = [""]
    for word in text.split(" "):
        longer = f"{found[-1]} {word}".strip()
        if len(longer) > letters and found[-1]:
            found.append(word)
        else:
            found[-1] = longer
    return found


def _arrow_head(x: float, y: float, towards: str) -> str:
    if towards == "down":
        base = f"{x - 3:.1f},{y - 5:.1f} {x + 3:.1f},{y - 5:.1f}"
    else:
        base = f"{x - 5:.1f},{y - 3:.1f} {x - 5:.1f},{y + 3:.1f}"
    return f'<polygon points="{x:.1f},{y:.1f} {base}" fill="{LINE}"/>'
