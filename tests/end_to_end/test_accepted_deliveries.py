"""What check accepts, the pages show: random texts and counts of deliveries that reading accepts."""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, example, given, reject, settings
from hypothesis import strategies as st
from page_notebooks import page, source_of_report  # type: ignore[import-not-found]

from analysis.cli import main
from analysis.core.problems import InputError
from analysis.core.typeface import shown_characters
from analysis.disclosure.audit.leaks import assert_safe
from analysis.ingest.delivery_text import toml_value
from analysis.reading.sidecars import sidecar_path
from analysis.reading.text_rules import composed, text_fault
from analysis.statusrapport import Statusrapport
from tests.valid_deliveries import KINDS, Kind, accept_leaks, deliver

RAW = Path(__file__).parents[2] / "data/raw"
SOURCE = "TrygFonden, Statusrapport, 2. kvartal 2025"
accepted = (
    st.text(sorted(shown_characters()), min_size=1, max_size=100)
    .map(lambda text: composed(text).strip())
    .filter(lambda text: bool(text) and text_fault(text, 100) is None)
)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(source=accepted, publisher=accepted, answer=accepted, note=accepted, alarms=st.integers(0, 10**9))
def test_what_check_accepts_the_pages_show(
    source: str, publisher: str, answer: str, note: str, alarms: int
) -> None:
    with TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        shutil.copytree(RAW, data / "raw")
        delivery = data / "raw/2025Q2"
        path = delivery / "delivery.toml"
        text, _, _ = path.read_text(encoding="utf-8").partition("[[english]]")
        before, _, after = text.partition(f'source = "{SOURCE}"')
        given_texts = f"source = {toml_value(source)}\npublisher = {toml_value(publisher)}"
        answered = f'[[answer]]\nwarning = "a/b"\ntext = {toml_value(answer)}\n\n[[accepted_leak]]'
        path.write_text(
            (before + given_texts + after).replace("[[accepted_leak]]", answered, 1), encoding="utf-8"
        )
        counts = delivery / "activations.csv"
        old = counts.read_text(encoding="utf-8")
        assert "Nordjylland,226," in old
        shares = ",,,0,,0," if alarms == 0 else ",,,99,,98,"
        new = old.replace("Nordjylland,226,,,,99,,98,", f"Nordjylland,{alarms}{shares}")
        new = new.replace("Danmark,1309,", f"Danmark,{1309 - 226 + alarms},")
        counts.write_text(new, encoding="utf-8")
        runners = delivery / "runners.csv"
        rows = runners.read_text(encoding="utf-8")
        assert "Frederiksberg,992,\n" in rows
        doubled = note.replace('"', '""')
        noted = rows.replace("Frederiksberg,992,\n", f'Frederiksberg,992,"{doubled}"\n')
        runners.write_text(noted, encoding="utf-8")
        for changed in (path, counts, runners):
            sidecar_path(changed).unlink(missing_ok=True)
        report = Statusrapport("2025Q2", data=str(data))
        try:
            report.ingest()
        except InputError:
            reject()
        assert report.compute().filter(pl.col("value").is_nan()).is_empty()
        pages = [report.pages.cover(), report.pages.basis(), page("country", data_root=str(data))]
        pages.append(page("region", data_root=str(data), code="1081"))
        assert not any(word in one.markdown for one in pages for word in ("None", "NaN", "nan ", "inf "))


def checked(data: Path, quarter: str) -> Result:
    options = ["--data", str(data), "--reports", str(data.parent / "reports")]
    return CliRunner().invoke(main, ["check", quarter, *options])


@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@example(Kind("2024Q1", 0, frozenset({"cancellations", "few alarms", "unknown numbers", "zeros"}), 1), "en")
@example(Kind("2025Q2", 2, frozenset({"longest texts", "notes", "withheld", "english", "zeros"}), 2), "da")
@given(kind=KINDS, language=st.sampled_from(["da", "en"]))
@pytest.mark.slow
def test_every_page_of_any_delivery_that_check_accepts_is_made(kind: Kind, language: str) -> None:
    """A leak is accepted as its warning says; then nothing is left that release would refuse."""
    with TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        quarter = deliver(data, kind)[-1]
        done = checked(data, quarter)
        assert done.exit_code == 0, done.stderr
        named = re.findall("^warning (leak/[^:]*):", done.stderr, re.MULTILINE)
        accept_leaks(data, quarter, named, lambda: "Det er i orden.")
        done = checked(data, quarter)
        assert (done.exit_code, "warning leak/" in done.stderr) == (0, False), done.stderr
        report = Statusrapport(quarter, data=str(data))
        snapshot, table = report.ingest(), report.compute()
        assert_safe(snapshot, table)
        source = source_of_report(
            Path(temporary) / "work", quarter=quarter, lang=language, data_root=str(data)
        )
        typst = re.findall(r"```\{=typst\}.*?```", source.read_text(encoding="utf-8"), re.DOTALL)
        assert typst
        assert not re.search(r"\bnan\b", "".join(typst))
