"""What is meant by an area that somebody wrote: its code, or its name in any spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from analysis.reference.area_names import UnknownNameError, as_code, find_code

KINDS: Final = (
    "; areas are municipalities, regions, areas of the report and the country, by name or code:"
    ' "Vejle", "630", "Region Sjælland", "dk"'
)


@dataclass(frozen=True)
class Spellings:
    """The areas of a report by code and name.

    Attributes:
        municipalities: Code → name.
        larger: Code → name of regions, areas of the report and the country.
        short: Code → what a municipality is called on its tile, such as Frb.
    """

    municipalities: Mapping[str, str]
    larger: Mapping[str, str]
    short: Mapping[str, str]

    @cached_property
    def names(self) -> dict[str, str]:
        """Code → name of every area, municipalities first."""
        return {**self.municipalities, **self.larger}

    def code(self, written: object) -> str:
        """The code of an area; of those that share a name the municipality.

        Raises:
            UnknownNameError: No area is called so; the message names near ones.
        """
        text = str(written).strip()
        return text if text in self.names else self.code_of_name(written)

    def code_of_name(self, written: object) -> str:
        """The code of an area by its name or a municipality's code.

        Raises:
            UnknownNameError: No area is called so.
        """
        meant = self._meant(written)
        if meant:
            return meant[0]
        try:
            return find_code(written, self.names)
        except UnknownNameError as error:
            near = "" if "did you mean" in str(error) or written is None else KINDS
            raise UnknownNameError(f"{error}{near}") from None

    def code_of_larger(self, written: object) -> str:
        """The code of an area; of those that share a name the larger one.

        Raises:
            UnknownNameError: No area is called so.
        """
        try:
            return find_code(written, self.larger)
        except UnknownNameError:
            return self.code(written)

    def is_code(self, written: object) -> bool:
        """Whether it is the code of an area, and no name."""
        return str(written).strip() in self.names or as_code(written) in self.names

    def codes(self, written: object) -> list[str]:
        """The codes of all areas that may be meant, for areas of several levels may share a name.

        Raises:
            UnknownNameError: No area is called so.
        """
        if self.is_code(written):
            return [self.code(written)]
        return list(dict.fromkeys([*self._meant(written), self.code_of_larger(written)]))

    def _meant(self, written: object) -> list[str]:
        found = []
        for names in (self.municipalities, self.short):
            try:
                found.append(find_code(written, names))
            except UnknownNameError:
                continue
        return found[:1]
