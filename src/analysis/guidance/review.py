"""The tables as a document for reviewers who read Danish and no Python."""

from __future__ import annotations

from analysis.guidance.codes import recorded_codes
from analysis.guidance.engine import EARLIER, VALID_FROM
from analysis.guidance.examples import Example
from analysis.guidance.rules import (
    ACTION,
    CELLS,
    DUTY,
    EXCEPTION,
    OVERALL,
    QUESTION,
    Answer,
    Cell,
    DecisionTable,
    Fact,
    Row,
    Rules,
)

_TITLES = {
    OVERALL: "Den samlede tabel",
    ACTION: "Undlade eller stoppe",
    EXCEPTION: "De seks undtagelser",
    QUESTION: "Spørgsmål, som undtagelserne bygger på",
    DUTY: "Pligter, der følger",
}
_SHOWN: dict[Cell, str] = {allowed: cell for cell, allowed in CELLS.items()}


def document(rules: Rules, examples: dict[str, Example]) -> str:
    """All tables in words, the questions that people judge, the readings and the examples."""
    parts = [
        "# Tabellerne bag bilaget om genoplivning",
        "Dannet af tabellerne i `src/analysis/guidance/`; ret dem og ikke denne fil. De gengiver med egne "
        "ord vejledning nr. 9921 af 31/10/2024, som gælder fra 15. januar 2025. De forklarer; de er ikke "
        "beslutningsstøtte.",
        "**Sådan læses en tabel.** Hver række er ét tilfælde, og til ethvert sæt svar passer netop én række. "
        "`ikke ja` dækker nej og ukendt, `ikke nej` dækker ja og ukendt, og en streg betyder, at svaret er "
        "uden betydning. Yderst står de afsnit i vejledningen, som rækken bygger på; hvad de handler om, "
        "står i `guidance-traceability.md`.",
    ]
    for kind, title in _TITLES.items():
        parts += [f"## {title}", *(_table(rules, table) for table in rules.of_kind(kind))]
    parts += [
        "## Hvad der følger af en oplysning",
        "Det, der følger, skal ikke spørges om. Siges det modsatte, afvises sagen med begge navne.",
        "\n".join(
            [
                "| Når | så | Afsnit |",
                "|---|---|---|",
                *(
                    f"| {link.when} | {link.then} | {', '.join(link.clauses)} |"
                    for link in rules.implications
                ),
            ]
        ),
        "## Hvad der ikke kan siges på samme tid",
        "\n".join(
            [
                "| Den ene | Den anden | Afsnit |",
                "|---|---|---|",
                *(
                    f"| {pair.one} | {pair.other} | {', '.join(pair.clauses)} |"
                    for pair in rules.contradictions
                ),
            ]
        ),
        "## Hvad der gælder, når ingen har nævnt noget",
        "Alle andre oplysninger er ukendte, når de ikke er nævnt. Tvivl er noget andet og skrives `ukendt`.",
        "\n".join(
            f"- `{fact.name}`: {_unmentioned(fact)}"
            for fact in rules.facts.values()
            if fact.beside or fact.unmentioned is not Answer.UNKNOWN
        ),
        "## Pligterne",
        _duties(rules),
        "## Love, bekendtgørelser og noter, som afsnittene henviser til",
        "\n".join(
            [
                "| Henvisning | Afsnit | Note |",
                "|---|---|---|",
                *(f"| {one.name} | {', '.join(one.clauses)} | {one.note} |" for one in rules.references),
            ]
        ),
    ]
    parts += ["## Læsninger af uklare steder", _readings(rules)]
    parts += ["## Koder for annullerede alarmer", _codes()]
    judged = [fact for fact in rules.facts.values() if fact.kind == "vurdering"]
    parts += [
        "## Det, et menneske vurderer",
        "Tabellerne tager svaret på disse spørgsmål udefra og beregner det aldrig.",
        "\n".join(f"- {fact.question}" for fact in judged),
        "## Eksempler",
        _examples(rules, examples),
    ]
    return "\n\n".join(parts) + "\n"


def shown_cell(allowed: Cell) -> str:
    """A cell as the table file writes it."""
    return _SHOWN[allowed]


def _table(rules: Rules, table: DecisionTable) -> str:
    letters = [chr(ord("A") + place) for place in range(len(table.inputs))]
    asked = [
        f"- **{letter}** {_question(rules, name)}" for letter, name in zip(letters, table.inputs, strict=True)
    ]
    head = ["Række", *letters, "Svar", "Pligter", "Afsnit"]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(_row(rules, row) for row in table.rows)]
    consulted = " eller ".join(f"{left} er {right}" for left, right in table.when)
    condition = [f"Bruges, når {consulted}.", ""] if consulted else []
    return "\n".join([f"### {table.question}", "", f"`{table.name}.csv`", "", *condition, *asked, "", *lines])


def _row(rules: Rules, row: Row) -> str:
    result = rules.results.get(row.result, row.result)
    if row.exception:
        result = f"{result} (undtagelse {row.exception})"
    duties = "; ".join(rules.duties[name].what for name in row.duties)
    number = f"{row.number}*" if row.reading else str(row.number)
    cells = [shown_cell(allowed) for allowed in row.cells.values()]
    return f"| {' | '.join([number, *cells, result, duties, ', '.join(row.clauses)])} |"


def _question(rules: Rules, name: str) -> str:
    if name in rules.tables:
        return f"{rules.tables[name].question} (tabellen `{name}.csv`)"
    return rules.facts[name].question if name in rules.facts else "Gælder en undtagelse?"


def _readings(rules: Rules) -> str:
    lines = [
        "Rækker med en stjerne hviler på en læsning.",
        "",
        "| Række | Valgt læsning | Den anden læsning |",
        "|---|---|---|",
    ]
    lines += [f"| {row.name} | {row.reading} | {row.alternative} |" for row in rules.rows if row.reading]
    return "\n".join(lines)


def _unmentioned(fact: Fact) -> str:
    beside = f"{fact.how} `{fact.beside}`, når den er nævnt, ellers " if fact.beside else ""
    return f"{beside}{fact.unmentioned}"


def _duties(rules: Rules) -> str:
    lines = ["| Pligt | Hvornår | Hvem | Styrke | Hvad | Afsnit |", "|---" * 6 + "|"]
    lines += [
        f"| {duty.name} | {duty.when} | {duty.who} | {duty.strength} | {duty.what} "
        f"| {', '.join(duty.clauses)} |"
        for duty in rules.duties.values()
    ]
    return "\n".join(lines)


def _codes() -> str:
    lines = [
        "Koden registreres af dem, der annullerer alarmen; intet slutter sig til den. Kodelisten ligger som "
        "`cancellation_codes.csv` og, i SKOS, `cancellation_codes.ttl`. For alarmer før "
        f"{VALID_FROM.isoformat()} gjaldt {EARLIER}: koden står da alene, uden undtagelse.",
        "",
        "| Kode | Dansk | English | Undtagelser | Opgøres under | Betydning | Meaning |",
        "|---" * 7 + "|",
    ]
    lines += [
        f"| `{code.name}` | {code.danish} | {code.english} | {' '.join(map(str, code.exceptions))} "
        f"| {code.counted_under} | {code.definition} | {code.meaning} |"
        for code in recorded_codes().values()
    ]
    return "\n".join(lines)


def _examples(rules: Rules, examples: dict[str, Example]) -> str:
    lines = [
        "| Eksempel | Situation | Det følger | Undtagelse | Afklares imens | Viser afsnit |",
        "|---" * 6 + "|",
    ]
    lines += [
        f"| {case.name} | {case.situation} | {rules.short_results[case.result]} | {case.exception} "
        f"| {' '.join(sorted(case.clarify))} | {', '.join(case.clauses)} |"
        for case in examples.values()
    ]
    return "\n".join(lines)
