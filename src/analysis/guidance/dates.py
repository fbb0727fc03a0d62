"""Facts that follow from dates: ages, and the seven days after a registration."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from analysis.guidance.rules import Answer

REGISTRATION_AGE: Final = 60
DAYS_UNTIL_IN_FORCE: Final = 7
NEW_TESTAMENTS: Final = date(2019, 1, 1)
AGES: Final = (15, 18, 60)


def birthday(born: date, years: int) -> date:
    """The day on which someone turns so many years old; 1 March for those born on 29 February.

    The guidance says nothing about 29 February. The later day is the reading that attempts in doubt.
    """
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def has_turned(born: date | None, years: int, on: date) -> Answer:
    """Whether someone has turned so many years old on a day; the birthday itself counts (U5, 7 g)."""
    if born is None:
        return Answer.UNKNOWN
    return Answer.YES if on >= birthday(born, years) else Answer.NO


def in_force_from(registered: date) -> date:
    """The first day of a registered opt-out: the seventh day after that of the registration (U5)."""
    return registered + timedelta(days=DAYS_UNTIL_IN_FORCE)


def facts_from_dates(
    on: date,
    *,
    born: date | None = None,
    registered: date | None = None,
    testament: date | None = None,
) -> dict[str, Answer]:
    """The facts that dates decide; a date that is not given decides none, so its facts stay as they are.

    Args:
        on: The day of the arrest.
        born: The patient's day of birth (U3, U4, U5).
        registered: The day on which the opt-out was registered (U5).
        testament: The day on which the testament was made (note 14).
    """
    facts: dict[str, Answer] = {}
    if born is not None:
        facts |= {f"fyldt_{years}": has_turned(born, years, on) for years in AGES}
    if born is not None and registered is not None:
        facts["fyldt_60_ved_registrering"] = has_turned(born, REGISTRATION_AGE, registered)
    if registered is not None:
        facts["syv_dage_gaaet"] = _answer(on >= in_force_from(registered))
    if testament is not None:
        facts["oprettet_foer_2019"] = _answer(testament < NEW_TESTAMENTS)
    return facts


def _answer(condition: bool) -> Answer:
    return Answer.YES if condition else Answer.NO
