"""Fetches the official boundaries of municipalities (DAGI) and keeps them with the reference files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

from analysis.core.layout import DataRoot
from analysis.core.left_overs import temporary_folder
from analysis.reading.sidecars import check_sidecar
from analysis.reference.boundaries import FILE as BOUNDARIES
from analysis.reference.boundaries import Boundaries, Ring, read_boundaries, simplified
from analysis.reference.files import Reference, read_reference
from analysis.reference.update import reference_hashes, replace_files
from analysis.reference.web_service import WebService

ADDRESS: Final = "https://api.dataforsyningen.dk"
QUESTION: Final = "kommuner?format=geojson"
LARGEST_ANSWER: Final = 200 * 2**20
GRID: Final = 100.0


@dataclass(frozen=True)
class Dataforsyningen(WebService):
    """The public address of Danish geodata, and how patiently it is asked."""

    called: ClassVar[str] = "Dataforsyningen"

    address: str = ADDRESS
    largest_answer: int = LARGEST_ANSWER

    def municipalities(self) -> bytes:
        """The boundaries of all municipalities as GeoJSON.

        Raises:
            WebServiceError: There is no answer.
        """
        self.say("asking Dataforsyningen for the boundaries of municipalities")
        return self._answer(QUESTION, None)


def update_boundaries(data: DataRoot, today: date, source: Dataforsyningen | Path) -> str:
    """Fetch the boundaries, check them, and write them on a grid of 100 m, sealed.

    Args:
        data: The data root.
        today: Stands as the day of retrieval; the municipalities are those valid on it.
        source: The public address, or a file that a person downloaded.

    Returns:
        What was done, on one line.

    Raises:
        InputError: The reference files are wrong, or the boundaries are not those of all municipalities, each
            once, in Denmark. Nothing was written.
        WebServiceError: There is no answer. Nothing was written.
    """
    before = reference_hashes(data)
    names = _names(read_reference(data.path, today))
    if isinstance(source, Path):
        found, origin = read_boundaries(source, names, once=True), f"file {source.name}"
    else:
        origin = f"{source.address.rstrip('/')}/{QUESTION}"
        with temporary_folder() as side:
            fetched = side / "kommuner.geojson"
            fetched.write_bytes(source.municipalities())
            found = read_boundaries(fetched, names, once=True)
    content = _as_geojson(found, names)
    origin = f"Danmarks Administrative Geografiske Inddeling (DAGI), Klimadatastyrelsen, {origin}"
    origin = f"{origin}; simplified to a grid of {GRID:g} m"
    replace_files(data, {BOUNDARIES: (content, origin)}, today, before)
    return f"boundaries of {len(found)} municipalities, {len(content) // 1000} kB"


def check_boundaries(data: DataRoot, reference: Reference) -> bool:
    """Check the boundaries of a data root against its municipalities, if it has any.

    Returns:
        Whether it has.

    Raises:
        InputError: They are not the bytes that were sealed, or not the boundaries of all municipalities, each
            once, in Denmark.
    """
    path = data.raw / "reference" / BOUNDARIES
    if not path.exists():
        return False
    check_sidecar(path, path.read_bytes(), data.path)
    read_boundaries(path, _names(reference), once=True)
    return True


def _names(reference: Reference) -> dict[str, str]:
    return dict(reference.geography.select("municipality_code", "municipality").iter_rows())


def _as_geojson(boundaries: Boundaries, names: dict[str, str]) -> bytes:
    """Boundaries as a FeatureCollection in metres of ETRS89/UTM 32N, a line for each municipality."""
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"kode": f"{code:>04}", "navn": names[code]},
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": [[_whole(ring)] for ring in _thinned(boundaries[code])],
                },
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for code in sorted(boundaries)
    ]
    crs = '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25832"}}'
    features = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","crs":{crs},"features":[\n{features}\n]}}\n'.encode()


def _thinned(rings: Sequence[Ring]) -> list[Ring]:
    """Rings on the grid; of a municipality smaller than the grid its longest ring as it is."""
    return [thin for ring in rings if (thin := simplified(ring, GRID))] or [max(rings, key=len)]


def _whole(ring: Ring) -> list[list[int]]:
    return [[round(east), round(north)] for east, north in ring]
