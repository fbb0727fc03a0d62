"""What tells a released report from a draft: its version, and from the second on why there is one."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from analysis.core.formatting import long_date
from analysis.core.layout import EDITION_VARIABLE

if TYPE_CHECKING:
    from analysis.texts import Texts

KINDS: Final = ("revision", "correction")


@dataclass(frozen=True)
class Edition:
    """A version of a quarter's report.

    Attributes:
        version: 1 for the first.
        released: Its date: the newest that its inputs and its code name, never the clock's.
        kind: `revision` (better data, planned) or `correction` (of an error); empty for the first version.
        reason: Why there is a version after the first, as its readers see it.
        reason_en: The same in English; empty where the English edition shows it in Danish.
    """

    version: int
    released: date
    kind: str = ""
    reason: str = ""
    reason_en: str = ""

    def facts(self) -> dict[str, str | int]:
        """The edition as JSON holds it."""
        return {
            "version": self.version,
            "released": self.released.isoformat(),
            "kind": self.kind,
            **self.reasons,
        }

    @property
    def reasons(self) -> dict[str, str]:
        """Its reasons as JSON holds them, the English one where there is one."""
        return {"reason": self.reason, **({"reason_en": self.reason_en} if self.reason_en else {})}

    def reason_in(self, texts: Texts) -> str:
        """The reason, in English where a page is English and it is given so."""
        return self.reason_en if texts.language == "en" and self.reason_en else self.reason

    def in_words(self, texts: Texts) -> str:
        """Version and date: `Version 2, revideret 3. juni 2026`."""
        return texts(
            f"release-edition-{self.kind or 'first'}",
            version=str(self.version),
            date=long_date(self.released, texts.language),
        )

    def for_notebooks(self) -> dict[str, str]:
        """The variable that tells the notebooks of a release what is released."""
        return {EDITION_VARIABLE: json.dumps(self.facts(), ensure_ascii=False)}

    @classmethod
    def from_environment(cls) -> Edition | None:
        """The edition that a release told its notebooks; None for a draft."""
        told = os.environ.get(EDITION_VARIABLE)
        if not told:
            return None
        facts = json.loads(told)
        return cls(
            facts["version"],
            date.fromisoformat(facts["released"]),
            facts["kind"],
            facts["reason"],
            facts.get("reason_en", ""),
        )
