"""A piece of the report as a notebook shows it, and pages that another notebook makes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from analysis.core.notebook_outputs import (
    BUILDING,
    FACTS_TYPE,
    FRONT_MATTER_TYPE,
    MEDIA_TYPE,
    NOTEBOOK_TYPE,
)
from analysis.texts.markup import (
    Source,
    as_front_matter,
)


@dataclass(frozen=True)
class Section:
    """A piece of the report as a notebook shows it: Markdown, its pictures, the report's front matter."""

    markdown: Source = field(default_factory=lambda: Source(""))
    media: Mapping[str, str] = field(default_factory=dict)
    front_matter: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse text that no component has made Markdown of.

        Raises:
            TypeError: The source is a plain string.
        """
        if not isinstance(self.markdown, Source):
            raise TypeError("a section is made by components such as `markdown(text)`, which escape text")

    def __add__(self, other: Section) -> Section:
        """One piece after the other."""
        return Section(Source(f"{self.markdown}\n\n{other.markdown}"), {**self.media, **other.media})

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        told = f"lines of Markdown: {len(self.markdown.splitlines())}, pictures: {len(self.media)}"
        bundle: dict[str, object] = {
            "text/plain": f"Section ({told})",
            "text/markdown": str(self.markdown),
            MEDIA_TYPE: dict(self.media),
        }
        if BUILDING not in os.environ and self.markdown:
            from analysis.report.preview import as_frame, as_html

            bundle["text/html"] = as_frame(as_html(self.markdown))
        if not self.front_matter:
            return bundle
        facts = dict(self.front_matter)
        return {**bundle, FACTS_TYPE: facts, FRONT_MATTER_TYPE: as_front_matter(facts)}


@dataclass(frozen=True)
class NotebookPages:
    """Pages that another notebook makes, at the place where this is shown.

    Attributes:
        notebook: Its path below ``notebooks/``.
        runs: The parameters of each run, beside those of the whole report.
    """

    notebook: str
    runs: tuple[Mapping[str, str], ...] = ({},)

    @classmethod
    def of(cls, notebook: str, repeated: Mapping[str, Sequence[str]]) -> NotebookPages:
        """The runs for the values of one parameter; a single run without one.

        Raises:
            ValueError: More than one parameter is repeated.
        """
        if len(repeated) > 1:
            raise ValueError(f"one parameter is repeated, not {len(repeated)}: {', '.join(repeated)}")
        if not repeated:
            return cls(notebook)
        ((name, values),) = repeated.items()
        return cls(notebook, tuple({name: value} for value in values))

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        values = [value for run in self.runs for value in run.values()]
        if not self.runs:
            return {"text/markdown": f"No pages of {self.notebook}.", NOTEBOOK_TYPE: self._as_json()}
        each = f", once for each of {', '.join(values)}" if values else ""
        return {
            "text/markdown": f"The pages of [{self.notebook}]({quote(self.notebook)}){each}.",
            NOTEBOOK_TYPE: self._as_json(),
        }

    def _as_json(self) -> dict[str, object]:
        return {"notebook": self.notebook, "runs": [dict(run) for run in self.runs]}
