"""`ro-crate-metadata.json`: how a version came about, as an RO-Crate of the Process Run Crate profile.

The format is a page of JSON-LD and is written here; a library would be one more thing to pin.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from analysis.core.folders import files_of
from analysis.core.layout import MANIFEST
from analysis.report.citation import DOWNLOADS, MAKER
from analysis.report.data import ReportData

FILE: Final = "ro-crate-metadata.json"
CRATE: Final = "https://w3id.org/ro/crate/1.1"
PROFILE: Final = "https://w3id.org/ro/wfrun/process/0.5"
CONTEXT: Final = [f"{CRATE}/context", "https://w3id.org/ro/terms/workflow-run/context"]
KINDS: Final = {
    ".toml": "application/toml",
    ".ipynb": "application/x-ipynb+json",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".csv": "text/csv",
    ".md": "text/markdown",
}
HOMES: Final = {
    "Quarto": "https://quarto.org",
    "altair": "https://altair-viz.github.io",
    "papermill": "https://papermill.readthedocs.io",
    "polars": "https://pola.rs",
    "pypandoc_binary": "https://github.com/JessicaTegner/pypandoc",
    "typst": "https://github.com/messense/typst-py",
    "vl-convert-python": "https://github.com/vega/vl-convert",
}
RIGHTS: Final = (
    "Figures are facts, named with their source. Population: Danmarks Statistik, FOLK1A, CC BY 4.0. "
    "The code that made the report is under the MIT licence."
)


def crate(
    context: ReportData,
    folder: Path,
    *,
    software: Mapping[str, str],
    commit: str,
    is_input: Mapping[str, bool],
) -> dict[str, Any]:
    """Describe a version's files and the run that made them.

    Args:
        context: The quarter's numbers and words, with its edition.
        folder: The version, complete but for this file and the manifest.
        software: `name` → version of the programs that took part, the project itself first.
        commit: Of the code; empty where unknown.
        is_input: For each file whether it was read; else it was made.
    """
    edition, texts, delivery = context.edition, context.texts, context.snapshot.delivery
    if edition is None:
        raise ValueError("a draft has no crate")
    day = f"{edition.released.isoformat()}T00:00:00+00:00"
    title = f"{texts('title')}. {texts('subtitle', quarter=context.quarter_name(delivery.quarter))}"
    files = files_of(folder)
    main = next(iter(software))
    identifiers = {name: HOMES.get(name, f"#{name}") for name in software}
    maker = {"@id": "#maker", "@type": "Organization", "name": delivery.publisher or MAKER}
    action = {
        "@id": "#build",
        "@type": "CreateAction",
        "name": f"statusrapport release {delivery.quarter}",
        "description": edition.reason_in(texts) or edition.in_words(texts),
        "endTime": day,
        "agent": {"@id": "#maker"},
        "instrument": {"@id": identifiers[main]},
        "object": [{"@id": name} for name in files if is_input[name]],
        "result": [{"@id": name} for name in files if not is_input[name]],
        "actionStatus": "http://schema.org/CompletedActionStatus",
    }
    programs = [
        {
            "@id": identifiers[name],
            "@type": "SoftwareApplication",
            "name": name,
            **({"url": HOMES[name]} if name in HOMES else {}),
            "softwareVersion": f"{version} (commit {commit})" if name == main and commit else version,
            **(
                {"softwareRequirements": [{"@id": identifiers[other]} for other in software if other != main]}
                if name == main
                else {}
            ),
        }
        for name, version in software.items()
    ]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "conformsTo": {"@id": PROFILE},
        "name": f"{title}, {edition.in_words(texts)}",
        "description": texts("description", date=context.as_of_shown),
        "identifier": f"{delivery.quarter} v{edition.version}",
        "version": str(edition.version),
        "datePublished": edition.released.isoformat(),
        "inLanguage": texts.language,
        "author": {"@id": "#maker"},
        "publisher": {"@id": "#maker"},
        "license": {"@id": "#rights"},
        "hasPart": [{"@id": name} for name in (*files, MANIFEST)],
        "mentions": {"@id": "#build"},
    }
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@id": FILE,
                "@type": "CreativeWork",
                "conformsTo": {"@id": CRATE},
                "about": {"@id": "./"},
            },
            root,
            {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
            maker,
            {"@id": "#rights", "@type": "CreativeWork", "name": "Rights", "description": RIGHTS},
            action,
            *programs,
            *(_file(name, path) for name, path in files.items()),
            {
                "@id": MANIFEST,
                "@type": "File",
                "name": MANIFEST,
                "description": "Hash and size of every file, parameters, checks, code and packages.",
                "encodingFormat": "application/json",
            },
        ],
    }


def _file(name: str, path: Path) -> dict[str, Any]:
    from analysis.core.hashes import hash_and_size

    said = hash_and_size(path)
    kind = DOWNLOADS.get(name) or KINDS.get(path.suffix) or mimetypes.types_map.get(path.suffix)
    return {
        "@id": name,
        "@type": "File",
        "name": path.name,
        "encodingFormat": kind or "application/octet-stream",
        "contentSize": str(said["bytes"]),
        "sha256": str(said["sha256"]),
    }
