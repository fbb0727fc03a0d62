"""What check accepts, the pages show: random texts and counts of deliveries that reading accepts."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from page_notebooks import page  # type: ignore[import-not-found]

from analysis.core.problems import InputError
from analysis.core.typeface import shown_characters
from analysis.ingest.delivery_text import toml_value
from analysis.reading.sidecars import sidecar_path
from analysis.reading.text_rules import composed, text_fault
from analysis.statusrapport import Statusrapport

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
        pages = [report.cover(), report.basis(), page("country", data_root=str(data))]
        pages.append(page("region", data_root=str(data), code="1081"))
        assert not any(word in one.markdown for one in pages for word in ("None", "NaN", "nan ", "inf "))
