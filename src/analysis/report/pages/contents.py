"""The report's pages by name, as its notebook puts them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.report.components import NotebookPages, Section
from analysis.report.data import ReportData
from analysis.report.pages import (
    about,
    aeds_by_area,
    appendix,
    commentary,
    development,
    explore,
    front,
    guidance,
    quality,
    reach,
    reach_arrests,
    reach_runners,
    regions,
    responders,
    revisions,
)
from analysis.report.pages.sheet import AreaSheet, sheet_codes, sheet_list


class ReportPages:
    """The pages of one quarter's report, and what decides which of them there are."""

    def __init__(self, content: ReportData) -> None:
        """Keep what the pages are made of."""
        self.content = content

    def notebook(self, name: str, *, where: bool = True, **repeated: Sequence[str]) -> NotebookPages:
        """The pages that another notebook makes, at this place of the report.

        Args:
            name: The notebook below ``notebooks/``, such as ``pages/region.ipynb``.
            where: Whether there is something to show; without it the notebook is not run.
            repeated: A parameter of it and the values that it is run for, one after the other; without one it
                is run once.
        """
        return NotebookPages.of(name, repeated) if where else NotebookPages(name, ())

    def require(self, there: bool, what: str) -> None:
        """Stop a page's notebook that is run by itself for a quarter whose report leaves the page out.

        Args:
            there: Whether there is something to show.
            what: Why there is not.

        Raises:
            ValueError: There is nothing to show.
        """
        if not there:
            raise ValueError(
                f"the report of {self.content.snapshot.delivery.quarter} leaves this page out: {what}"
            )

    def cover(self) -> Section:
        """The report's front matter and the cover's picture."""
        return front.cover(self.content)

    def find_municipality(self) -> Section:
        """A field to find a municipality by; only on screens."""
        return explore.find_municipality(self.content)

    def important(self) -> Section:
        """What to know before reading on."""
        return front.important(self.content)

    def commentary(self) -> Section:
        """What the publisher says of the quarter; empty where the delivery has no commentary."""
        return commentary.commentary(self.content)

    @property
    def has_judged_municipalities(self) -> bool:
        """Whether municipalities' changes can be judged by the country's."""
        return not development.judged_now(self.content).is_empty()

    @property
    def has_control_limits(self) -> bool:
        """Whether the country has series long enough for a control chart."""
        return bool(development.controlled(self.content))

    @property
    def has_municipal_aeds(self) -> bool:
        """Whether AEDs of municipalities are delivered."""
        return aeds_by_area.has_municipal_aeds(self.content)

    @property
    def has_responders(self) -> bool:
        """Whether it is delivered how many runners an activation reaches, or who is active day and night."""
        return responders.has_responders(self.content)

    @property
    def has_reach(self) -> bool:
        """Whether it is delivered how many people have an open AED near."""
        return reach.has_reach(self.content)

    @property
    def has_runners_near(self) -> bool:
        """Whether it is delivered how many people have runners and an open AED near."""
        return reach_runners.has_runners_near(self.content)

    @property
    def has_arrests_near(self) -> bool:
        """Whether it is delivered how many arrests had an open AED near."""
        return reach_arrests.has_arrests_near(self.content)

    @property
    def has_municipal_runners(self) -> bool:
        """Whether that is delivered of municipalities."""
        return reach_runners.has_municipal_runners(self.content)

    @property
    def region_codes(self) -> list[str]:
        """Codes of the regions, in the report's order."""
        return regions.region_codes(self.content)

    def regions_title(self) -> Section:
        """The opening page of the part on regions."""
        return regions.regions_title(self.content)

    def about_title(self) -> Section:
        """The opening page of the part on the scheme."""
        return about.about_title(self.content)

    def programme(self) -> Section:
        """How often the scheme is activated."""
        return about.programme(self.content)

    def cancellations(self) -> Section:
        """Why alarms were cancelled; empty where the delivery does not count it."""
        return about.cancellations(self.content)

    def aed_history(self) -> Section:
        """AEDs as they were published before; empty where no earlier figure is known."""
        return development.aed_history(self.content)

    def arrests(self) -> Section:
        """Cardiac arrest outside hospital."""
        return about.arrests(self.content)

    def appendix_title(self) -> Section:
        """The opening page of the appendix."""
        return appendix.appendix_title(self.content)

    def basis(self) -> Section:
        """Numerator, denominator, date and source of each national number."""
        return appendix.basis(self.content)

    def quality(self) -> Section:
        """What the check of the delivery found, and which cells were corrected."""
        return quality.quality(self.content)

    def revisions(self) -> Section:
        """What changed since the version before; empty for a draft and for the first version."""
        return revisions.revisions(self.content)

    def resuscitation(self) -> Section:
        """When health professionals attempt resuscitation, as a diagram."""
        return guidance.resuscitation(self.content)

    def resuscitation_exceptions(self) -> Section:
        """The six exceptions in plain words."""
        return guidance.exceptions(self.content)

    def resuscitation_runners(self) -> Section:
        """What the guidance on resuscitation means for runners."""
        return guidance.runners(self.content)

    @property
    def sheet_codes(self) -> list[str]:
        """Codes of the areas that have a sheet: regions, then municipalities."""
        return sheet_codes(self.content)

    def sheet(self, code: str) -> AreaSheet:
        """The sheet of one municipality or region.

        Raises:
            ValueError: No municipality or region has that code.
        """
        return AreaSheet(self.content, code)

    def sheets_listed(self, told: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
        """Words and rows of the page that lists the sheets.

        Args:
            told: Area code → what its sheet tells of itself.
        """
        return sheet_list(self.content, told)

    def method(self) -> Section:
        """Definitions, sources and methods."""
        return appendix.method(self.content)
