"""The text of a new `delivery.toml`: each key explained, and what still holds of the last one."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from analysis.core.quarters import Quarter
from analysis.ingest.cells import code_of
from analysis.ingest.corrections import CORRECTIONS_COLUMNS
from analysis.ingest.counts import BREAKABLE, WITHHOLDABLE
from analysis.ingest.dates import usual_period_end
from analysis.ingest.delivery_file import ENTRIES, DeliveryFile
from analysis.ingest.tables.registry import OPTIONAL, REQUIRED
from analysis.reading.text_rules import CARRIED_OVER, LONGEST_NAME, LONGEST_TEXT, unmarked
from analysis.reference.facts import YEAR
from analysis.reference.population import latest_published_period

LASTING_ANSWERS: Final = ("neighbours/",)
ON_FACTS: Final = "fact-repeated/"

OPTIONAL_FOLDER: Final = "valgfri"

MONTHS: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"

TOP_LINES: Final = """\
# Leverance for {quarter}. Filen læses af programmet og kan rettes i Notesblok eller en anden teksteditor.
#
# Sådan er den bygget op:
#   - En linje, der begynder med #, er en forklaring. Programmet springer den over.
#   - Tekst står i "anførselstegn". Datoer står uden: 2025-06-03 er den 3. juni 2025.
#   - Tal skrives uden tusindtalspunktum: 57307, ikke 57.307.
#   - En tekst står på én linje og har højst {longest_text} tegn, publisher højst {longest_name}.
#
# Ved siden af ligger tre tabeller, som skal udfyldes i Excel:
{tables}
# Arket "Forklaring" i hver af dem siger, hvad kolonnerne skal indeholde.
# De samme tabeller ligger som CSV i mappen csv. Vil du hellere udfylde CSV, så flyt filen herop, og slet den
# XLSX-fil, som den træder i stedet for. Mappen csv kan slettes, når den ikke skal bruges.
# Kendes et tal ikke, så lad cellen stå tom. Er det en kommunes hjerteløbere, så skriv ukendt, og skriv
# hvorfor under Bemærkning. Skriv aldrig 0 for et ukendt tal.
# Kør `statusrapport check {quarter}`, når noget er ændret: så vises alle fejl på én gang.

# Kvartalet. Skal være det samme som mappens navn.
quarter = "{quarter}"

# Den dag, bestanden af hjerteløbere og hjertestartere er gjort op.
# Den ligger i kvartalet eller højst 31 dage efter.
as_of = {as_of}

# Er hjertestarterne opgjort en anden dag, for eksempel fordi de ikke er talt igen, så fjern # foran, og skriv
# dagen: rapporten viser den ved alle tal om hjertestartere. Det samme gælder tabellen coverage og,
# som den sidste dag de er fra, hjertestoppene i tabellen arrests.
# aeds_as_of = {as_of}
# coverage_as_of = {as_of}
# arrests_as_of = {as_of}

# Den første dag, aktiveringerne tæller fra.
period_start = {period_start}

# Den sidste dag, de tæller til og med. Den kan være en anden end as_of: er hjerteløberne gjort op den
# 2. januar, tæller aktiveringerne til og med den 31. december. Næste opgørelse tæller fra dagen efter.
# Uden linjen gælder as_of, men højst kvartalets sidste dag.
period_end = {period_end}

# Hvor tallene kommer fra. Teksten står som kilde i rapporten og skal udfyldes mellem anførselstegnene.
source = {source}

# Opdigtede tal til prøver skal have true. De må aldrig ligge sammen med rigtige leverancer.
simulated = {simulated}

# De næste linjer kan udelades. Fjern # foran for at bruge dem.
# Uden population_period bruges det seneste folketal, der var offentliggjort på opgørelsesdatoen.
# population_period = "{population_period}"
# Uden publisher står der i rapporten, at den er en uafhængig genberegning.
{publisher}
# Udgiverens adresse og logo kræver publisher. Logoet er en SVG- eller PNG-fil, der ligger ved siden af.
{publisher_address}
{contact}
{logo}

# En kommentar til kvartalet, højst en side, skrives i filen commentary.md ved siden af (på engelsk i
# commentary.en.md): afsnit, lister, *kursiv*, **fed** og [links](https://…). Begge linjer skal så stå her.
# Tal, som rapporten skjuler eller holder tilbage, må ikke stå i kommentaren og ikke kunne regnes ud af den.
# commentary_author = "Hvem der har skrevet den"
# commentary_date = {as_of}

# Udgiverens egne summer af aktive hjerteløbere. Kan udelades.
# Passer kommunerne ikke med dem, afvises leverancen. Er en kommunes tal ukendt, viser rapporten kun en sum
# for dens område, region og hele landet, hvis den står her; ellers viser den, hvad de øvrige mindst giver.
# Fjern # foran linjerne, og skriv tallene efter lighedstegnene. Slet de linjer, der ikke er en sum til.
# [totals]
{totals}
"""

# What the publisher says of itself, taken over from one delivery to the next, and an example of each.
FROM_PUBLISHER: Final = {
    "publisher": "Navnet på udgiveren",
    "publisher_address": "Vej 1, 1234 By",
    "contact": "Hvem læsere kan spørge, og hvordan",
    "logo": "logo.svg",
}

CARRIED_ENGLISH: Final = """
# Tekster på engelsk, overført med de danske. Ret en blok sammen med sin danske tekst, og slet den, når den
# danske tekst slettes.
"""
CARRIED_ENTRY: Final = (
    "# Fra en tidligere leverance: læs den igennem, ret eller slet den, og fjern de indledende ord."
)

WITHHELD_LINES: Final = """
# Tal, der findes, men endnu ikke må offentliggøres: én blok for hvert. Cellen i tabellen skal være tom.
{indicators}
#   area       områdets kode, som den står i tabellerne
#   reason     begrundelsen, som den skal stå i rapporten
#   until      den sidste dag, tallet holdes tilbage
"""

WITHHELD_EXAMPLE: Final = """\
# [[withheld]]
# indicator = "accepted_by_one"
# area = "dk"
# reason = "Hvorfor tallet endnu ikke må offentliggøres."
# until = {as_of}
"""

FACT_LINES: Final = """
# Tal om ordningen og om hjertestop, som andre har offentliggjort: én blok for hvert. Slå op, om der er nye:
# er der det, så ret value, source og datoerne. Gælder tallet også for {quarter}, så skriv det i given_for.
# Står der et tidligere kvartal, siger rapporten, at tallet er oplyst for det. Uden blok bruges tallet i
# data/raw/reference.
{indicators}
#   value         tallet, med punktum som decimaltegn
#   given_for     det kvartal, hvis rapport eller kilde oplyser tallet
#   period_start, period_end eller as_of: den periode eller dag, tallet gælder, hvis kilden siger det
"""

FACT_EXAMPLE: Final = """
# [[fact]]
# indicator = "ohca_survival"
# value = 14.4
# given_for = "{quarter}"
# source = "Hvor tallet står."
"""

LAST_LINES: Final = """
# Brud: fra og med denne leverance kan tallene ikke sammenlignes med tidligere, fordi de er gjort op på en
# ny måde. Én blok for hvert tal og område; dk er hele landet. Fjern # foran for at bruge den.
{breakable}
# [[break]]
# indicator = "active_runners"
# area = "dk"
# reason = "Hvad der er ændret i opgørelsen."

# Svar på en advarsel: `check` kan advare om noget usædvanligt, som ikke behøver at være en fejl. Når det er
# undersøgt, skrives svaret her under advarslens navn, som `check` viser det. Én blok for hver advarsel, eller
# én for alle af samme slags: share-up/* for share-up/1081/accepted_by_one og dens lige.
# [[answer]]
# warning = "advarslens navn"
# text = "Hvad undersøgelsen viste."

{optional}

# Tal, der ikke vises, men kan regnes ud af dem, der vises: `check` finder dem. Er det i orden, siges det her
# med en begrundelse, som rapporten viser. Én blok for hvert tal (navnene er de samme som for brud) og område.
# [[accepted_leak]]
# indicator = "activations"
# area = "1084"
# reason = "Hvorfor tallet gerne må kunne regnes ud."

# Den engelske udgave viser tekster herfra på dansk, medmindre de står her på engelsk. Én blok for hver tekst:
# kilden, en begrundelse, et svar, en bemærkning, udgiverens adresse eller kontakt, skrevet nøjagtigt som i
# leverancen.
# [[english]]
# text = "Teksten på dansk."
# english = "The text in English."

# Skal enkelte tal i en modtaget tabel rettes, uden at tabellen ændres, kan rettelserne stå i en tabel for
# sig, corrections (CSV eller XLSX), med kolonnerne
# {corrections}.
"""


def carried_note(note: str | None, quarter: Quarter) -> str | None:
    """A note marked with the quarter it was written for; one that is marked already stays as it is."""
    return note if note is None or note.startswith(CARRIED_OVER) else f"{CARRIED_OVER}{quarter}: {note}"


def carried_source(source: str) -> str:
    """A source that names no time; otherwise nothing, because the next delivery has another one."""
    return "" if re.search(rf"[0-9]|kvartal|\b({MONTHS})\b", source.casefold()) else source


def delivery_text(quarter: Quarter, as_of: date, last: DeliveryFile | None, names: pl.DataFrame) -> str:
    """The text of `delivery.toml`, each key explained.

    Args:
        quarter: The quarter.
        as_of: The day of its stock counts.
        last: The newest earlier delivery's file.
        names: `level`, `area_code`, `area`: the areas valid on the day.
    """
    before: Mapping[str, Any] = last.values if last else {}
    whole = names.filter(pl.col("level") != "municipality")
    withheld = [
        entry
        for entry in (last.entries["withheld"] if last else ())
        if entry["until"] >= as_of and code_of(entry["area"]) in names["area_code"]
    ]
    top = TOP_LINES.format(
        longest_text=LONGEST_TEXT,
        longest_name=LONGEST_NAME,
        tables="\n".join(f"#   {f'{table.name}.xlsx':16}  {table.about}" for table in REQUIRED),
        quarter=quarter,
        as_of=as_of,
        period_start=date(quarter.year, 1, 1),
        period_end=usual_period_end(as_of, quarter),
        source=toml_value(carried_source(before.get("source", ""))),
        simulated=toml_value(before.get("simulated", False)),
        population_period=latest_published_period(as_of),
        **{
            key: f"{key} = {toml_value(before[key])}" if key in before else f"# {key} = {toml_value(example)}"
            for key, example in FROM_PUBLISHER.items()
        },
        totals="\n".join(f"# {toml_value(code)} =  # {area}" for _, code, area in whole.iter_rows()),
    )
    blocks = [
        "\n".join(["[[withheld]]", *(f"{key} = {toml_value(value)}" for key, value in entry.items()), ""])
        for entry in withheld
    ]
    last_lines = LAST_LINES.format(
        breakable=_indicator_lines(BREAKABLE),
        optional="\n".join(f"# {line}" for table in OPTIONAL for line in table.about.splitlines()),
        corrections=", ".join(column.header for column in CORRECTIONS_COLUMNS),
    )
    withheld_lines = WITHHELD_LINES.format(indicators=_indicator_lines(tuple(WITHHOLDABLE)))
    return top + withheld_lines + ("\n".join(blocks) or WITHHELD_EXAMPLE.format(as_of=as_of)) + last_lines


def lasting_answers(
    answers: Sequence[Mapping[str, Any]], quarter: Quarter, facts: pl.DataFrame
) -> list[Mapping[str, Any]]:
    """The answers that hold for the next delivery too.

    An answer on facts holds while they are repeated as they are. One for all facts is of those that were
    repeated then: those that its own delivery was the first to give are none of them.

    Args:
        answers: Entries of the earlier delivery.
        quarter: Its quarter.
        facts: Those that the next delivery repeats, as `Reference.facts`.
    """
    given_for = facts.filter(pl.col("given_for") < str(quarter), pl.col("unit") != YEAR)["given_for"]
    repeated = [f"{ON_FACTS}{one}" for one in given_for.unique(maintain_order=True)]
    own = {entry["warning"] for entry in answers}
    lasting: list[Mapping[str, Any]] = []
    for entry in answers:
        if entry["warning"] == f"{ON_FACTS}*":
            lasting += [{**entry, "warning": name} for name in repeated if name not in own]
        elif entry["warning"].startswith(LASTING_ANSWERS) or entry["warning"] in repeated:
            lasting.append(entry)
    return lasting


def carried_entries(file: DeliveryFile, quarter: Quarter, names: pl.DataFrame, facts: pl.DataFrame) -> str:
    """Accepted leaks and lasting answers of an earlier delivery as entries, their texts to be confirmed.

    Args:
        file: The delivery file of the earlier delivery.
        quarter: Its quarter.
        names: `level`, `area_code`, `area`: the areas valid on the new delivery's day.
        facts: Those that the new delivery repeats, as `Reference.facts`.
    """
    known = set(names["area_code"])
    entries = [
        ("answer", "text", entry) for entry in lasting_answers(file.entries["answer"], quarter, facts)
    ] + [
        ("accepted_leak", "reason", entry)
        for entry in file.entries["accepted_leak"]
        if code_of(entry["area"]) in known
    ]
    blocks = []
    for table, text, entry in entries:
        values = {**entry, text: carried_note(entry[text], quarter)}
        lines = (f"{key} = {toml_value(value)}" for key, value in values.items())
        blocks.append("\n".join(["", CARRIED_ENTRY, f"[[{table}]]", *lines, ""]))
    return "".join(blocks)


def english_entries(file: DeliveryFile, held: Collection[str]) -> str:
    """English twins of an earlier delivery, of the texts that the next one holds too.

    Args:
        file: The delivery file of the earlier delivery.
        held: Texts of the next delivery, those that were carried over with their mark or without.
    """
    known = {unmarked(text) for text in held}
    twins = [entry for entry in file.entries["english"] if unmarked(entry["text"]) in known]
    blocks = [
        "\n".join(
            [
                "",
                "[[english]]",
                f"text = {toml_value(unmarked(entry['text']))}",
                f"english = {toml_value(entry['english'])}",
                "",
            ]
        )
        for entry in twins
    ]
    return CARRIED_ENGLISH + "".join(blocks) if blocks else ""


def fact_entries(facts: pl.DataFrame, quarter: Quarter) -> str:
    """Facts as they were last given, as entries of the next delivery, each under the quarter it is of.

    Args:
        facts: As `Reference.facts`, those that the newest earlier delivery gave among them.
        quarter: The new delivery's.
    """
    given = facts.filter(pl.col("given_for").is_not_null(), pl.col("unit") != YEAR)
    keys = [key.name for key in ENTRIES["fact"]]
    blocks = []
    for row in given.select(keys).iter_rows(named=True):
        lines = [f"{key} = {toml_value(value)}" for key, value in row.items() if value is not None]
        blocks.append("\n".join(["", "[[fact]]", *lines, ""]))
    known = facts.filter(pl.col("unit") != YEAR)["indicator"].unique(maintain_order=True).to_list()
    explained = FACT_LINES.format(quarter=quarter, indicators=_indicator_lines(known))
    return explained + ("".join(blocks) or FACT_EXAMPLE.format(quarter=quarter))


def _indicator_lines(names: Sequence[str]) -> str:
    """The indicators an entry may name, as comment lines of `delivery.toml`."""
    return textwrap.fill(
        ", ".join(names), 100, initial_indent="#   indicator  ", subsequent_indent=f"#{' ' * 14}"
    )


def toml_value(value: str | bool | float | date) -> str:
    """A value as TOML writes it; its basic strings are those of JSON."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
