"""How a released version is cited, and what it says about itself to machines that read its HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from analysis.core.layout import SEMICOLON_CSV
from analysis.report.data import ReportData
from analysis.texts.markup import Source, as_script_data

DOWNLOADS: Final = {
    "data/indicators.csv": "text/csv",
    f"data/{SEMICOLON_CSV}": "text/csv",
    "data/indicators.parquet": "application/vnd.apache.parquet",
    "data/indicators.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data/indicators.ods": "application/vnd.oasis.opendocument.spreadsheet",
}
MAKER: Final = "Statusrapport"


def citation(context: ReportData) -> str:
    """The suggested citation of a released version: who, year, title, quarter, version and date."""
    edition, texts = context.edition, context.texts
    if edition is None:
        raise ValueError("a draft is not cited")
    return texts(
        "release-citation",
        maker=context.snapshot.delivery.publisher or MAKER,
        year=str(edition.released.year),
        title=texts("title"),
        subtitle=texts("subtitle", quarter=context.quarter_name(context.snapshot.delivery.quarter)),
        edition=edition.in_words(texts),
    )


def linked_data(context: ReportData, facts: Mapping[str, Any]) -> Source:
    """A released version as schema.org `Report` and `Dataset`, in a script element; nothing for a draft."""
    edition, delivery = context.edition, context.snapshot.delivery
    if edition is None:
        return Source("")
    shared = {
        "inLanguage": facts["lang"],
        "version": str(edition.version),
        "datePublished": edition.released.isoformat(),
        "creator": {"@type": "Organization", "name": facts["maker"]},
        "keywords": facts["keywords"],
        "isAccessibleForFree": True,
    }
    name = f"{facts['title']}. {facts['subtitle']}"
    report = {
        "@type": "Report",
        "@id": "report.html",
        "name": name,
        "description": facts["description-meta"],
        "identifier": facts["identifier"],
        "creativeWorkStatus": "Published",
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": "report.pdf",
            "encodingFormat": "application/pdf",
        },
        "isBasedOn": {"@id": "data/"},
        **shared,
    }
    dataset = {
        "@type": "Dataset",
        "@id": "data/",
        "name": context.texts("release-dataset", title=name),
        "description": facts["description-meta"],
        "identifier": f"{facts['identifier']} data",
        "temporalCoverage": f"{delivery.period_start}/{max(delivery.as_of, delivery.period_end)}",
        "spatialCoverage": {"@type": "Country", "name": "Danmark"},
        "citation": citation(context),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": path, "encodingFormat": kind}
            for path, kind in DOWNLOADS.items()
        ],
        **shared,
    }
    content = {"@context": "https://schema.org", "@graph": [report, dataset]}
    return Source(f'```{{=html}}\n<script type="application/ld+json">{as_script_data(content)}</script>\n```')
