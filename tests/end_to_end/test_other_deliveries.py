"""Pages of deliveries that know more, or less, than that of Q2 2025."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from page_notebooks import page  # type: ignore[import-not-found]

from analysis.core.problems import InputError
from analysis.reading.sidecars import sidecar_path
from analysis.statusrapport import Statusrapport

COUNTED = (
    "area_code,area,activations,cancelled,accepted_by_one,accepted_by_two\n"
    "dk,Danmark,1309,249,1299,1280\n"
    "1081,Region Nordjylland,226,40,224,221\n"
    "1082,Region Midtjylland,211,40,211,207\n"
    "1083,Region Syddanmark,417,80,417,409\n"
    "1085,Region Sjælland,191,37,189,187\n"
    "1084,Region Hovedstaden,264,52,,\n"
)
Change = Callable[[Path], None]


def rewrite(file: str, change: Callable[[str], str]) -> Change:
    def damage(delivery: Path) -> None:
        path = delivery / file
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        sidecar_path(path).unlink(missing_ok=True)

    return damage


def replaced(file: str, old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return rewrite(file, change)


def not_known(*codes: str, totals: str | None = None) -> Change:
    """Some municipalities' runners, or all, are not known; of the totals those are left that are named."""

    def damage(delivery: Path) -> None:
        chosen = "|".join(codes) or "[0-9]+"
        counted = re.compile(rf"^((?:{chosen}),[^,]*),[^,]*,(.*)$", re.MULTILINE)
        unknown = partial(counted.sub, lambda row: f"{row[1]},ukendt,{row[2] or 'Ikke optalt.'}")
        rewrite("runners.csv", unknown)(delivery)
        table = re.compile(r"\[totals\]\n.*?\n\n", re.DOTALL)
        given = "" if totals is None else f"[totals]\n{totals}\n\n"
        rewrite("delivery.toml", lambda text: table.sub(given, text))(delivery)

    return damage


CHANGES = {
    "two municipalities not known": not_known("813", "492", totals='"1081" = 5321'),
    "a report area not known": not_known("400"),
    "all but one not known": not_known(*map(str, range(102, 1000)), totals="dk = 57307"),
    "none known but the country": not_known(totals="dk = 57307"),
    "none known at all": not_known(),
    "everything counted": rewrite("activations.csv", lambda _: COUNTED),
    "no cancelled share": replaced("activations.csv", "dk,Danmark,1309,,16,", "dk,Danmark,1309,,,"),
    "no hours of AEDs": replaced("aeds.csv", "26182,18656", "26182,"),
    "all AEDs around the clock": replaced("aeds.csv", "26182,18656", "7,7"),
    "no acceptance in the country": replaced("activations.csv", "16,,99,,98,", "16,,,,,"),
    "no activations in a region": replaced(
        "activations.csv", "Nordjylland,226,,,,99,,98", "Nordjylland,0,,,0,,0,"
    ),
    "nothing withheld": rewrite("delivery.toml", lambda text: text.partition("[[withheld]]")[0]),
    "no runners on an island": rewrite(
        "runners.csv",
        lambda text: text.replace("Ærø,26,", "Ærø,0,").replace("Langeland,21,", "Langeland,47,"),
    ),
    "a publisher": replaced("delivery.toml", "# publisher =", "publisher ="),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_every_page_can_be_made(data: Path, kind: str) -> None:
    CHANGES[kind](data / "raw" / "2025Q2")
    report = Statusrapport("2025Q2", data=str(data))
    try:
        report.ingest()
    except InputError as error:
        pytest.fail(f"the delivery itself is refused: {error}", pytrace=False)
    table = report.compute()
    assert table.filter(pl.col("value").is_nan()).is_empty()
    say = report.pages
    pages = [say.cover(), say.important(), say.regions_title()]
    pages += [page("region", data_root=str(data), code=code) for code in say.region_codes]
    pages += [page(name, data_root=str(data)) for name in ("country", "aeds", "municipalities")]
    pages += [say.about_title(), say.programme(), say.arrests()]
    pages += [say.appendix_title(), say.basis(), say.method()]
    pages += [
        say.resuscitation(),
        say.resuscitation_exceptions(),
        say.resuscitation_runners(),
    ]
    for one in pages:
        assert not any(word in one.markdown for word in ("None", "nan ", "NaN", "inf "))
