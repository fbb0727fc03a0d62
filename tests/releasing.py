"""Releasing without building: a version is frozen from a report that was built beforehand."""

import hashlib
import json
import os
import re
import shutil
import sys
import traceback
from datetime import date
from pathlib import Path
from typing import Any

import analysis.releases.making
import analysis.releases.release
from analysis.builds.report import Progress
from analysis.core.layout import MANIFEST, DataRoot
from analysis.core.quarters import Quarter
from analysis.disclosure.publication import compute_table
from analysis.indicators.table import write_indicators
from analysis.ingest.snapshot import read_inputs
from analysis.reading.sidecars import sidecar_path
from analysis.releases.adding import add
from analysis.releases.archive import Archive, Version
from analysis.releases.integrity import checksum_lines
from analysis.releases.making import as_json
from analysis.releases.release import release
from analysis.releases.repository import CodeVersion
from analysis.releases.site import archive_pages
from analysis.report.edition import Edition

Q2 = Quarter(2025, 2)
REGION, COUNTRY = ('"1083" = 10462', '"1083" = {}'), ("dk = 57307", "dk = {}")


def with_aabenraa(data: Path, more: int) -> None:
    """Change one municipality of the delivery of Q2 2025, and the sums that contain it."""
    folder = data / "raw" / "2025Q2"
    changed = {
        "runners.csv": [("Aabenraa,508", f"Aabenraa,{508 + more}")],
        "delivery.toml": [
            (REGION[0], REGION[1].format(10462 + more)),
            (COUNTRY[0], COUNTRY[1].format(57307 + more)),
        ],
    }
    for name, pairs in changed.items():
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        seal = sidecar_path(path)
        if seal.exists():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            sealed = re.sub(
                'sha256 = "[0-9a-f]{64}"', f'sha256 = "{digest}"', seal.read_text(encoding="utf-8")
            )
            seal.write_text(sealed, encoding="utf-8")


def build_beforehand(report: Path) -> None:
    """Let `make_version` take a report that lies there; only the numbers are computed."""

    def take(
        quarter: Quarter,
        *,
        data: DataRoot,
        engine: str,
        out: Path,
        edition: Edition,
        progress: Progress | None,
    ) -> Path:
        write_indicators(compute_table(read_inputs(data, quarter)), data.processed(str(quarter)))
        return Path(shutil.copytree(report, out))

    setattr(analysis.releases.making, "build", take)  # noqa: B010


def made_with(commit: str) -> None:
    """Let `release` record a commit."""
    code = CodeVersion(commit, clean=True, committed=None)
    setattr(analysis.releases.release, "current_code", lambda *_, **__: code)  # noqa: B010


def release_beforehand(report: Path, data: Path, archive: Path, reason: str = "") -> Version:
    """Release Q2 2025 of a data root with a report that was built beforehand."""
    build_beforehand(report)
    made_with("c" * 40)
    return release(
        Q2,
        data=DataRoot(data),
        archive=Archive(archive),
        kind="revision" if reason else "",
        reason=reason,
    )


def small_version(
    archive: Archive,
    number: int = 1,
    *,
    quarter: Quarter = Q2,
    files: dict[str, bytes] | None = None,
    simulated: bool = False,
) -> Version:
    """Add a version of a few small files, as far as archive, checksums and pages look at it."""
    folder = archive.path.parent / f"made-{quarter}-{number}"
    said: dict[str, dict[str, Any]] = {"inputs": {}, "outputs": {}}
    default = {"inputs/raw/2025Q2/runners.csv": b"a,1\n", "report.html": b"<p>1</p>", "report.pdf": b"%PDF"}
    for name, content in {**default, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        kind = "inputs" if name.startswith("inputs/") else "outputs"
        said[kind][name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    before = archive.path / str(quarter) / f"v{number - 1}" / MANIFEST
    manifest = {
        "quarter": str(quarter),
        "version": number,
        "kind": "correction" if number > 1 else "",
        "reason": "Et tal var <forkert> & er rettet." if number > 1 else "",
        "as_of": "2025-06-03",
        "created": date(2025, 7, number).isoformat(),
        "simulated": simulated,
        "code": {"commit": "c" * 40, "clean": True},
        "previous": {"version": number - 1, "sha256": hashlib.sha256(before.read_bytes()).hexdigest()}
        if number > 1
        else None,
        **said,
    }
    (folder / MANIFEST).write_bytes(as_json(manifest))
    add(archive, folder, f"{quarter}/v{number}", archive_pages)
    shutil.rmtree(folder)
    return archive.version(quarter, number)


def listed(archive: Archive) -> dict[str, str]:
    """`checksums.txt` as a program of its own reads it."""
    lines = (archive.path / "checksums.txt").read_text(encoding="ascii").splitlines()
    found = {line[66:]: line[:64] for line in lines}
    assert checksum_lines(found).decode().splitlines() == lines
    return found


def manifest_of(version: Version) -> dict[str, Any]:
    """A version's manifest, read anew."""
    return dict(json.loads((version.folder / MANIFEST).read_bytes()))


def serve() -> None:
    """Release in a process of its own for each line on standard input: report, data, archive and reason.

    Everything is imported once, and no thread runs, so that a fork of this process can go on by itself. One
    line says the number of its process, another, once it has ended, its status.
    """
    print("ready", flush=True)
    for line in sys.stdin:
        report, data, archive, reason = json.loads(line)
        child = os.fork()
        if not child:
            status = 1
            try:
                release_beforehand(Path(report), Path(data), Path(archive), reason)
                status = 0
            except Exception:
                traceback.print_exc()
            os._exit(status)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    serve()
