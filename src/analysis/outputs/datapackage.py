"""`datapackage.json`: what the data files of a version hold, as a Data Package (version 2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from analysis.core.hashes import hash_and_size
from analysis.core.layout import SEMICOLON_CSV
from analysis.outputs.columns import DataColumn, revision_columns, tidy_columns
from analysis.report.citation import DOWNLOADS, citation
from analysis.report.data import ReportData
from analysis.report.naming import label

SCHEMA: Final = "https://datapackage.org/profiles/2.0/"
FILE: Final = "datapackage.json"
KEY: Final = ("quarter", "level", "area_code", "indicator")
Table: TypeAlias = tuple[Callable[[], Sequence[DataColumn]], tuple[str, ...], dict[str, str]]
TABLES: Final[dict[str, Table]] = {
    "indicators.csv": (
        tidy_columns,
        KEY,
        {
            "da": "Alle rapportens tal: en række for hvert kvartal, niveau, område og hver indikator.",
            "en": "Every number of the report: a row per quarter, level, area and indicator.",
        },
    ),
    SEMICOLON_CSV: (
        tidy_columns,
        KEY,
        {
            "da": "De samme tal til regneark med dansk opsætning: semikolon mellem celler, decimalkomma.",
            "en": "The same numbers for spreadsheets with Danish settings: semicolons, decimal commas.",
        },
    ),
    "revisions.csv": (
        revision_columns,
        KEY,
        {
            "da": "Alle tal, der er ændret siden den forrige version.",
            "en": "Every number that changed since the previous version.",
        },
    ),
}
POPULATION: Final = {
    "title": "Danmarks Statistik, FOLK1A (CC BY 4.0)",
    "path": "https://www.statistikbanken.dk/FOLK1A",
}


def datapackage(context: ReportData, folder: Path) -> dict[str, Any]:
    """Describe the data files in a version's `data/`.

    Args:
        context: The quarter's numbers and words, with its edition.
        folder: Where the files lie.
    """
    edition, texts, delivery = context.edition, context.texts, context.snapshot.delivery
    if edition is None:
        raise ValueError("a draft has no data package")
    quarter = str(delivery.quarter)
    title = f"{texts('title')}. {texts('subtitle', quarter=context.quarter_name(delivery.quarter))}"
    indicators = [
        {"value": name, "label": label(name, context.area_names, texts)}
        for name in context.figures.everything["indicator"].unique(maintain_order=True)
    ]
    sources = [{"title": delivery.source}, *([] if delivery.simulated else [POPULATION])]
    return {
        "$schema": f"{SCHEMA}datapackage.json",
        "name": f"statusrapport-{quarter.lower()}",
        "id": f"{quarter} v{edition.version}",
        "title": texts("release-dataset", title=title),
        "description": texts("description", date=context.as_of_shown),
        "version": f"{edition.version}.0.0",
        "created": f"{edition.released.isoformat()}T00:00:00Z",
        "keywords": texts("keywords").split(", "),
        "contributors": [{"title": delivery.publisher or "Statusrapport"}],
        "sources": sources,
        "citation": citation(context),
        "resources": [
            _resource(path, () if path.name == "revisions.csv" else indicators)
            for path in sorted(folder.iterdir())
            if path.name != FILE
        ],
    }


def _resource(path: Path, indicators: Sequence[dict[str, str]]) -> dict[str, Any]:
    """A file; of the table of numbers also which indicators it holds, by name and label."""
    said = hash_and_size(path)
    shared = {
        "name": path.name.replace(".", "-").lower(),
        "path": path.name,
        "format": path.suffix[1:],
        "mediatype": DOWNLOADS.get(f"data/{path.name}", "text/csv"),
        "bytes": said["bytes"],
        "hash": f"sha256:{said['sha256']}",
    }
    if path.name not in TABLES:
        return {**shared, "type": "file"}
    columns, key, description = TABLES[path.name]
    danish = path.name == SEMICOLON_CSV
    return {
        "$schema": f"{SCHEMA}dataresource.json",
        **shared,
        "type": "table",
        "encoding": "utf-8",
        "description": f"{description['da']} / {description['en']}",
        "dialect": {"delimiter": ";" if danish else ",", "header": True},
        "schema": {
            "$schema": f"{SCHEMA}tableschema.json",
            "fields": _fields(columns(), key, indicators, decimal="," if danish else "."),
            "primaryKey": list(key),
            "missingValues": [""],
        },
    }


def _fields(
    columns: Sequence[DataColumn],
    key: Sequence[str],
    indicators: Sequence[dict[str, str]],
    decimal: str,
) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "type": one.kind,
            **({"format": "default"} if one.kind == "date" else {}),
            **({"decimalChar": decimal} if one.kind == "number" and decimal != "." else {}),
            **({"trueValues": ["true"], "falseValues": ["false"]} if one.kind == "boolean" else {}),
            "title": one.title["da"],
            "title_en": one.title["en"],
            "description": f"{one.description['da']} / {one.description['en']}",
            "description_da": one.description["da"],
            "description_en": one.description["en"],
            **({"categories": list(indicators)} if indicators and one.name == "indicator" else {}),
            "constraints": {
                "required": one.required or one.name in key,
                **({"enum": list(one.values)} if one.values else {}),
            },
        }
        for one in columns
    ]
