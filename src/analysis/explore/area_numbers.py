"""The numbers of one area, as a mapping that shows what an analyst asks for first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from analysis.explore.areas import EDGES
from analysis.texts.markup import as_html


class AreaNumbers(dict[str, Any]):
    """Numbers of an area by indicator: those that areas of its level have; any other by its name.

    Attributes:
        whole: All of them, also those that areas of this level do not have and comparisons with one area.
    """

    def __init__(
        self, whole: Mapping[str, Any], shown: Iterable[str], near: Callable[[str], str] | None = None
    ) -> None:
        """Take the numbers.

        Args:
            whole: All numbers by indicator.
            shown: The names of those that are shown.
            near: What to say after a name that none has.
        """
        super().__init__({name: whole[name] for name in shown})
        self.whole = dict(whole)
        self._near = near

    def __missing__(self, name: str) -> Any:
        """One of those that are not shown.

        Raises:
            KeyError: No number is called so.
        """
        if name in self.whole:
            return self.whole[name]
        raise KeyError(f"no indicator is called {name!r:.60}{self._near(str(name)) if self._near else ''}")

    def __getattr__(self, name: str) -> NoReturn:
        """Say how a number is looked up."""
        said = f"{type(self).__name__!r} object has no attribute {name!r}"
        known = not name.startswith("_") and name in self.whole
        raise AttributeError(f'{said}; it is ["{name}"]' if known else said)

    def get(self, name: str, default: Any = None) -> Any:
        """A number, also one that is not shown; else the default."""
        return self.whole.get(name, default)

    def _lines(self) -> list[tuple[str, str]]:
        """What is shown, limits beside their number."""
        lines = []
        for name, value in self.items():
            if name.endswith(EDGES) and name.rpartition("_")[0] in self:
                continue
            lower, upper = (self.get(f"{name}{edge}") for edge in EDGES)
            limits = "" if lower is None or upper is None else f" ({_short(lower)} to {_short(upper)})"
            lines.append((name, f"{_short(value)}{limits}"))
        return lines

    def __repr__(self) -> str:
        """A line for each number, and how many others there are."""
        width = max((len(name) for name, _ in self._lines()), default=0)
        lines = [f"{name:<{width}}  {value}" for name, value in self._lines()]
        return "\n".join([*lines, *self._rest()])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{as_html(name)}</th><td>{as_html(value)}</td></tr>" for name, value in self._lines()
        )
        return f"<table>{rows}</table>{''.join(f'<p>{as_html(line)}</p>' for line in self._rest())}"

    def _rest(self) -> list[str]:
        others = len(self.whole) - len(self)
        return [f".whole has {others} further columns, most of them not known here"] if others else []


def _short(value: object) -> str:
    """A number as short as it can be read; what is not known is said."""
    if value is None:
        return "not known"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
