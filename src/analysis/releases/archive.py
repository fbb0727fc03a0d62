"""The archive of released versions: `<quarter>/v<number>/`, each a folder that nobody changes any more."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import polars as pl

from analysis.core.layout import MANIFEST
from analysis.core.problems import InputError, Problem
from analysis.core.quarters import Quarter
from analysis.core.regular_files import kind_of, read_regular
from analysis.report.edition import Edition

INPUTS: Final = "inputs"
INDICATORS: Final = "data/indicators.parquet"
MOST_BYTES: Final = 512 * 2**20
CHECKSUMS: Final = "checksums.txt"
FOLDER: Final = re.compile(r"v([1-9][0-9]{0,3})")


@dataclass(frozen=True)
class Version:
    """A released version.

    Attributes:
        quarter: The quarter reported.
        number: 1 for the first.
        folder: Where it lies.
    """

    quarter: Quarter
    number: int
    folder: Path

    @property
    def name(self) -> str:
        """The version as people write it: `2025Q2 v1`."""
        return f"{self.quarter} v{self.number}"

    @property
    def path(self) -> str:
        """Its folder inside the archive: `2025Q2/v1`."""
        return f"{self.quarter}/v{self.number}"

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What the version says about itself.

        Raises:
            OSError: There is no manifest.
            ValueError: It cannot be read.
        """
        path = self.folder / MANIFEST
        if kind := kind_of(path):
            raise ValueError(f"{self.path}/{MANIFEST} is {kind}")
        try:
            content = json.loads(path.read_bytes())
        except RecursionError:
            raise ValueError(f"{self.path}/{MANIFEST} is nested too deep") from None
        if not isinstance(content, dict):
            raise ValueError(f"{self.path}/{MANIFEST} holds no JSON object")
        return content

    @property
    def indicators(self) -> Path:
        """Its numbers, as Parquet."""
        return self.folder / INDICATORS

    def read_indicators(self) -> pl.DataFrame:
        """Its table of numbers.

        Raises:
            InputError: There is none, or none that can be read.
        """
        file = f"{self.path}/{INDICATORS}"
        content = read_regular(self.folder / INDICATORS, file, MOST_BYTES, "of numbers")
        try:
            return pl.read_parquet(io.BytesIO(content))
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            expected = "the Parquet file that was released: `statusrapport verify` tells more"
            raise InputError([Problem(file, None, None, "a file that cannot be read", expected)]) from None


class NoVersionError(ValueError):
    """The archive holds no such version."""


@dataclass(frozen=True)
class Archive:
    """A folder of released versions."""

    path: Path

    def versions(self, quarter: Quarter | None = None) -> list[Version]:
        """The versions of a quarter, or of all, by quarter and number."""
        return sorted(
            (one for one in self._folders() if quarter in (None, one.quarter)),
            key=lambda one: (one.quarter, one.number),
        )

    def newest(self, quarter: Quarter) -> Version | None:
        """The last version of a quarter, None before the first."""
        found = self.versions(quarter)
        return found[-1] if found else None

    def version(self, quarter: Quarter, number: int | None = None) -> Version:
        """A version of a quarter, the newest where no number is given.

        Raises:
            NoVersionError: There is none; the message lists those there are.
        """
        found = self.versions(quarter)
        for one in reversed(found):
            if number in (None, one.number):
                return one
        wanted = f"{quarter}" if number is None else f"{quarter} v{number}"
        held = ", ".join(f"v{one.number}" for one in found) or "none"
        raise NoVersionError(f"{self.path.name}/ holds no {wanted}; of {quarter} it holds {held}")

    def tables(self, *, simulated: bool) -> dict[str, pl.DataFrame]:
        """Name → published numbers of every version with simulated, or with real, figures.

        Raises:
            OSError: A file of a version is not there.
            ValueError: A manifest cannot be read.
            polars.exceptions.PolarsError: A table cannot be read.
        """
        return {
            one.name: one.read_indicators()
            for one in self.versions()
            if one.manifest.get("simulated") == simulated
        }

    def _folders(self) -> Iterator[Version]:
        if not self.path.is_dir():
            return
        for outer in self.path.iterdir():
            try:
                quarter = Quarter.parse(outer.name)
            except ValueError:
                continue
            if not outer.is_dir():
                continue
            for inner in outer.iterdir():
                if (match := FOLDER.fullmatch(inner.name)) and inner.is_dir():
                    yield Version(quarter, int(match[1]), inner)


def parse_version(text: str) -> int:
    """The number that `v2` names.

    Raises:
        ValueError: The text is not a v and a number.
    """
    match = FOLDER.fullmatch(text)
    if match is None:
        raise ValueError(f"not a version like v1: {text!r}")
    return int(match[1])


def edition_of(manifest: Mapping[str, Any]) -> Edition:
    """The edition that a manifest records."""
    return Edition(
        manifest["version"],
        date.fromisoformat(manifest["created"]),
        manifest["kind"],
        manifest["reason"],
        manifest.get("reason_en", ""),
    )
