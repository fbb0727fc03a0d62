"""What is not published: small counts, what deliveries withhold; and how wide a hidden range has to stay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import polars as pl

from analysis.ingest.counts import COUNTS
from analysis.ingest.snapshot import Snapshot

WITHHELD_SCHEMA: Final = {
    "quarter": pl.String,
    "indicator": pl.String,
    "area_code": pl.String,
    "reason": pl.String,
}
GEOGRAPHY_SCHEMA: Final = dict.fromkeys(
    ("municipality_code", "municipality", "report_area_code", "report_area", "region_code", "region"),
    pl.String,
)


class Width(NamedTuple):
    """How wide the range of a hidden number has to stay for it to count as hidden.

    Attributes:
        absolute: In people, alarms or AEDs.
        relative: As a share of the middle of the range.
    """

    absolute: float = 5.0
    relative: float = 0.05


WIDE_ENOUGH: Final = Width()


@dataclass(frozen=True)
class Policy:
    """What is not published.

    Attributes:
        threshold: The smallest count of `small` that is shown; a count from 1 to below it is suppressed. Some
            agencies require three, others five (OECD, *Glossary of Statistical Terms*, threshold rule);
            Statistics Denmark's own rule is three observations in a cell (*Disclosure control Denmark*,
            Nordic Forum for Geography and Statistics, 2015). Five is the stricter.
        small: The counts that the threshold is for. Alarms concern few people on few days. Active runners
            and AEDs are counts that the municipalities' own pages show, however small.
        width: When a hidden number's range is too narrow.
        withheld: `quarter`, `indicator`, `area_code`, `reason`.
        geography: Which areas lie within which, as `Reference.geography`: what is withheld in a region may
            not follow from its municipalities.
    """

    threshold: int = 5
    small: frozenset[str] = frozenset(count.name for count in COUNTS.values() if count.small)
    width: Width = WIDE_ENOUGH
    withheld: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WITHHELD_SCHEMA))
    geography: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=GEOGRAPHY_SCHEMA))

    @property
    def narrowest(self) -> float:
        """The least width of the range of a suppressed count, which is known to lie below the threshold."""
        return min(self.width.absolute, self.threshold - 2)


def policy_of(snapshot: Snapshot) -> Policy:
    """The default policy with what the snapshot's deliveries withhold."""
    withheld = [
        one.withheld.select(pl.lit(str(one.quarter)).alias("quarter"), "indicator", "area_code", "reason")
        for one in (*snapshot.earlier, snapshot.delivery)
    ]
    return Policy(withheld=pl.concat(withheld), geography=snapshot.reference.geography)
