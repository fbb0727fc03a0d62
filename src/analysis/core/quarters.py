"""Calendar quarters: `2025Q2` here, `2025K2` at Danmarks Statistik."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.core.problems import quoted


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; quarters sort by time.

    Attributes:
        year: Calendar year, four digits.
        number: 1 to 4.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what is not a quarter.

        Raises:
            ValueError: The year does not have four digits, or the number is not 1 to 4.
        """
        if not (1000 <= self.year <= 9998 and 1 <= self.number <= 4):
            raise ValueError(f"no such quarter: {self.year}Q{self.number}")

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """The quarter that `2025Q2` names.

        Raises:
            ValueError: The text is not a year, Q and 1 to 4.
        """
        match = re.fullmatch(r"([1-9][0-9]{3})Q([1-4])", text)
        if match is None:
            raise ValueError(f"not a quarter like 2025Q2: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def typed(cls, text: str) -> "Quarter":
        """The quarter that a person types: `2025Q2`, `2025q2`, `2025-Q2`, or `2025K2` as StatBank does.

        Raises:
            ValueError: The text is not a year, Q (or K) and 1 to 4.
        """
        try:
            return cls.of_statbank(re.sub(r"[\s\-]", "", text).upper())
        except ValueError:
            raise ValueError(f"not a quarter like 2025Q2: {quoted(text)}") from None

    @classmethod
    def of_statbank(cls, period: str) -> "Quarter":
        """The quarter that StatBank calls `2025K2`.

        Raises:
            ValueError: The text is not a year, K (or Q) and 1 to 4.
        """
        return cls.parse(period.replace("K", "Q"))

    @classmethod
    def containing(cls, day: date) -> "Quarter":
        """The quarter a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        """The quarter as `2025Q2`."""
        return f"{self.year}Q{self.number}"

    @property
    def ordinal(self) -> int:
        """Quarters since the year 0, for distances in time."""
        return 4 * self.year + self.number - 1

    @property
    def statbank(self) -> str:
        """The quarter as StatBank writes it, `2025K2`."""
        return f"{self.year}K{self.number}"

    @property
    def first_day(self) -> date:
        """The quarter's first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The quarter's last day."""
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """The quarter after this one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        """The quarter before this one."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)
