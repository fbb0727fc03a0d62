"""Where things lie: the project's folders, and the data root that a command works on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
EXTENSION: Final = ROOT / "_extensions" / "statusrapport"
FONTS: Final = EXTENSION / "fonts"
NOTEBOOKS: Final = ROOT / "notebooks"
BUILD: Final = ROOT / "build"
REPORTS: Final = ROOT / "reports"
SEMICOLON_CSV: Final = "indicators-semicolon.csv"  # beside indicators.csv, for spreadsheets set to Danish
METHOD_PAGE: Final = "method.html"  # beside a report: the notebook of indicators as it was run
MANIFEST: Final = "manifest.json"  # of a build, of sheets, of a released version
PRIVATE: Final = "private"
DATA_VARIABLE: Final = "STATUSRAPPORT_DATA"
SAVED_BY_ITSELF: Final = "JupyterLab saves a notebook that is open in it, also unasked: look at a copy"
REPORTS_VARIABLE: Final = "STATUSRAPPORT_REPORTS"
PRIVATE_VARIABLE: Final = "STATUSRAPPORT_PRIVATE"
# What a release tells the notebooks that it runs.
EDITION_VARIABLE: Final = "STATUSRAPPORT_EDITION"


@dataclass(frozen=True)
class DataRoot:
    """A folder with ``raw/`` (deliveries and reference data) and ``processed/`` (what notebooks write)."""

    path: Path

    @property
    def raw(self) -> Path:
        """Deliveries and reference data, never written by a build."""
        return self.path / "raw"

    def processed(self, quarter: str) -> Path:
        """What the notebooks of one quarter write."""
        return self.path / "processed" / quarter

    @property
    def previous(self) -> Path:
        """The numbers of the version before the one being released; only a release's inputs have them."""
        return self.path / "previous" / "indicators.parquet"


DEFAULT_DATA: Final = DataRoot(ROOT / "data")
