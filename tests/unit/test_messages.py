"""What commands say of a delivery, in Danish: whole lines or none, and each message has its Danish words."""

import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, product
from math import gcd, prod
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

import analysis
from analysis.checks.finding import Finding
from analysis.checks.findings import in_one_line
from analysis.checks.registry import CHECKS
from analysis.cli import main
from analysis.cli.language import VARIABLE, system_language
from analysis.core.problems import InputError, Problem, quoted
from analysis.ingest.delivery_file import DELIVERY_KEYS, ENTRIES, Key
from analysis.ingest.tables.registry import TABLES
from analysis.reading.text_rules import RULES, TextRule
from analysis.reference.statbank_tables import EXPECTED
from analysis.reference.update import Update
from analysis.releases import archive, integrity, private, repository, verification
from analysis.releases import release as releasing
from analysis.texts.commands import ENGLISH, Messages, catalogue, in_danish

DANISH = Messages("da")
PACKAGE = Path(analysis.__file__).parent
PLACE_OF_CELL = re.compile(r"\{[a-z0-9_]+\}")
PLACE = re.compile(r"\{([a-z]+)\}")
# What can stand in the place of a value of an f-string.
SAMPLES = (
    "'x'", "5", "runners", "1ab2…", "2025Q2", "a folder", "Danmark", "runners.csv, aeds.csv", "simulated",
    "real", "municipality", "of counts", "a whole number of 0 or more", "'x' in row 5 of runners", "ukendt",
    "", "2025K2", "quarters",
)  # fmt: skip
QUARTERS = ("2025Q1", "2025Q2")
# Errors of a release and of `verify`; those of programs that are called are not ours to say.
REFUSALS = ("Code", "NoCommit", "NoVersion", "PrivateArchive", "Reason", "Refused")


def problem(found: str, expected: str = "a value") -> Problem:
    return Problem("data/raw/2025Q2/runners.csv", 5, "Aktive hjerteløbere", found, expected)


@pytest.mark.parametrize("section", ["words", "warnings", "lines"])
def test_danish_words_have_the_places_of_the_english_ones(section: str) -> None:
    for english, danish in catalogue()[section].items():
        assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(danish)), english
        assert english.format_map({name: "" for name in PLACE.findall(english)}).strip(), english


def test_a_problem_is_one_line_in_danish() -> None:
    assert DANISH.of_problem(problem(quoted("12,5"), "a whole number of 0 or more")) == (
        "data/raw/2025Q2/runners.csv, række 5, kolonne Aktive hjerteløbere: "
        "fundet '12,5', forventet et helt tal på 0 eller mere"
    )
    whole = Problem("data/raw/2025Q2", None, None, "no such folder", "a delivery folder")
    assert (
        DANISH.of_problem(whole)
        == "data/raw/2025Q2: fundet ingen sådan mappe, forventet en mappe med leverancen"
    )
    assert ENGLISH.of_problem(whole) == str(whole)


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        ("an empty cell", "en tom celle"),
        ("a percentage from 0 to 100, such as 99 or 98,5, or an empty cell",
         "en procent fra 0 til 100, som 99 eller 98,5, eller en tom celle"),
        ("'4' in row 5 of runners, or no correction when the source has been mended",
         "'4' i række 5 af runners, eller ingen rettelse, når kilden er rettet"),
        ("an empty cell in row 5 of runners, or no correction when the source has been mended",
         "en tom celle i række 5 af runners, eller ingen rettelse, når kilden er rettet"),
        ("98 of 98 rows empty (København, Ærø and 93 more)",
         "98 af 98 rækker tomme (København, Ærø og 93 til)"),
        ("at least 9, the sum of 3 of its 4 areas", "mindst 9, summen af 3 af dets 4 områder"),
        ("København, the name that belongs to 101", "København, navnet der hører til 101"),
        ("a workbook that cannot be read (damaged: File is not a zip file)",
         "en projektmappe, der ikke kan læses (ødelagt: File is not a zip file)"),
        ("activations of Region Hovedstaden (missing) is 264, from Danmark = sum of its 5 regions: "
         "activations, 2025Q2 + Region Sjælland unchanged since 2025Q1 v1: activations, 2025Q1",
         "activations for Region Hovedstaden (missing) er 264, af Danmark = summen af 5 regioner: "
         "activations, 2025Q2 + Region Sjælland uændret siden 2025Q1 v1: activations, 2025Q1"),
    ],
)  # fmt: skip
def test_words_are_found_by_their_form(english: str, danish: str) -> None:
    assert in_danish(english) == danish


@pytest.mark.parametrize("cell", ["an empty cell", "at most 5", "{cell}", "it's", "a' and 'b", "række 5"])
def test_a_cell_is_repeated_letter_by_letter(cell: str) -> None:
    assert in_danish(quoted(cell)) == quoted(cell)
    assert in_danish(f"{quoted(cell)} under no header") == f"{quoted(cell)} uden en overskrift over"


@pytest.mark.parametrize(
    "words", ["words of a library", "a workbook that cannot be read (words of a library)"]
)
def test_a_line_is_never_half_in_danish(words: str) -> None:
    for one in (problem(words), problem("an empty cell", words)):
        assert DANISH.of_problem(one) == str(one)
    error = InputError([problem(words), problem("an empty cell")])
    told = DANISH.of_error(error).splitlines()
    assert str(problem(words)) in told
    assert (
        sum(
            "række 5, kolonne Aktive hjerteløbere: fundet en tom celle, forventet en værdi" in line
            for line in told
        )
        == 1
    )


def _texts_of(expression: ast.expr) -> Iterator[ast.expr]:
    """The texts that an argument may be: of a choice both, of a name those it gets in the same module."""
    if isinstance(expression, ast.IfExp):
        yield from _texts_of(expression.body)
        yield from _texts_of(expression.orelse)
    elif isinstance(expression, ast.JoinedStr) or (
        isinstance(expression, ast.Constant) and isinstance(expression.value, str)
    ):
        yield expression


def _said_in(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = {"Problem": node.args[3:5], "Fault": node.args[1:3], "wrong": node.args[1:3]}.get(
                name, []
            )
            given = [*given, *(one.value for one in node.keywords if one.arg in ("found", "expected"))]
            for argument in given:
                yield from _texts_of(argument)
        elif isinstance(node, ast.Assign) and all(
            isinstance(target, ast.Name) and target.id in ("found", "expected") for target in node.targets
        ):
            yield from _texts_of(node.value)


def _possible(text: ast.expr) -> Iterator[str]:
    """What a text may come out as, with a sample in the place of each value."""
    if isinstance(text, ast.Constant):
        yield str(text.value)
    elif isinstance(text, ast.JoinedStr):
        parts = [SAMPLES if isinstance(one, ast.FormattedValue) else (str(one.value),) for one in text.values]  # type: ignore[attr-defined]
        yield from ("".join(chosen) for chosen in _each_once(parts))


def _each_once(parts: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Every choice of one text of each part, all parts changing from one choice to the next.

    In the order of `product` the first of seven parts would change after 18**6 choices.
    """
    choices = prod(map(len, parts))
    step = next(one for one in count(round(choices * 0.618)) if gcd(one, choices) == 1)
    for number in range(choices):
        left, chosen = number * step % choices, []
        for part in parts:
            left, place = divmod(left, len(part))
            chosen.append(part[place])
        yield chosen


def test_every_choice_is_made_once() -> None:
    parts = ["abc", "d", "efgh", "ij"]
    assert sorted(map(tuple, _each_once(parts))) == sorted(product(*parts))


MODULES = [
    *(PACKAGE / "core").glob("*.py"),
    *(PACKAGE / "reading").glob("*.py"),
    *(PACKAGE / "ingest").rglob("*.py"),
    *(PACKAGE / "reference").glob("*.py"),
    *(PACKAGE / "releases").glob("*.py"),
]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_reading_a_delivery_finds_can_be_said_in_danish(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    missing = [
        ast.unparse(text)
        for text in _said_in(tree)
        if any(letter.isalpha() for letter in ast.unparse(text).strip("f'\""))
        and not any(in_danish(one) is not None for one in _possible(text))
    ]
    assert missing == []


def test_texts_of_problems_are_found_in_the_modules() -> None:
    """The test above looks at something."""
    found = [text for module in MODULES for text in _said_in(ast.parse(module.read_text(encoding="utf-8")))]
    assert len(found) > 150


@pytest.mark.parametrize("table", TABLES)
def test_every_rule_of_a_table_can_be_said_in_danish(table: str) -> None:
    for rule in TABLES[table].all_rules:
        said = [PLACE_OF_CELL.sub(sample, rule.expected) for sample in SAMPLES]
        assert any(in_danish(one) is not None for one in said), rule.expected


@pytest.mark.parametrize("keys", [DELIVERY_KEYS, *ENTRIES.values()])
def test_every_key_of_a_delivery_can_be_said_in_danish(keys: tuple[Key, ...]) -> None:
    assert [key.expected for key in keys if in_danish(key.expected) is None] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_of_texts_can_be_said_in_danish(rule: TextRule) -> None:
    found = rule.found.format(code="U+200B", character="x")
    assert in_danish(f"'x' with {found}")
    assert in_danish(rule.expected)


@pytest.mark.parametrize(
    "expected", [*EXPECTED.values(), *(f"{one}, in a column or as headings" for one in EXPECTED.values())]
)
def test_every_label_of_the_population_can_be_said_in_danish(expected: str) -> None:
    assert in_danish(expected)


ADDED = {"population_folk1a": ["2026K2"], "population_totals": ["2026K2"], "population_adults": []}


@pytest.mark.parametrize(
    ("update", "danish"),
    [
        (
            Update({file: [] for file in ADDED}, [], [], "2026K1"),
            "FOLK1A har intet nyt, den seneste periode er 2026K1; intet blev skrevet",
        ),
        (Update(ADDED, [], [], "2026K2"), "FOLK1A: folketal for 2026K2 tilføjet"),
        (
            Update({**ADDED, "population_adults": ["2026K2"]}, ["x", "y"], [], "2026K2"),
            "FOLK1A: folketal for 2026K2 tilføjet, voksne for 2026K2 tilføjet, 2 tal revideret",
        ),
        (Update({file: [] for file in ADDED}, ["x"], [], "2026K1"), "FOLK1A: 1 tal revideret"),
    ],
)
def test_what_an_update_did_is_said_in_danish(update: Update, danish: str) -> None:
    assert DANISH.of_words(str(update)) == danish


def test_each_line_of_several_is_said_in_danish() -> None:
    refused = "the archive is not as it was released:\n"
    refused += (
        "  2025Q2/v1/report.html: missing, though manifest.json lists it\n  and 3 more\nwords of a library"
    )
    assert DANISH.of_words(refused) == (
        "arkivet er ikke, som det blev udgivet:\n"
        "  2025Q2/v1/report.html: mangler, selv om manifest.json nævner den\n  og 3 til\nwords of a library"
    )


@pytest.mark.parametrize("module", [archive, integrity, private, releasing, repository, verification])
def test_what_a_release_is_refused_for_can_be_said_in_danish(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    raised = [
        node.exc.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and getattr(node.exc.func, "id", "").removesuffix("Error") in REFUSALS
        and not isinstance(node.exc.args[0], ast.Call)
    ]
    differences = [
        node.args[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Difference"
    ]
    told = [*((one, "") for one in raised), *((one, "2025Q2/v1/manifest.json: ") for one in differences)]
    missing = [
        ast.unparse(text)
        for argument, start in told
        for text in _texts_of(argument)
        if not any(in_danish((start + one).split("\n")[0]) is not None for one in _possible(text))
    ]
    assert missing == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.kind)
def test_every_check_has_a_danish_sentence(check: object) -> None:
    assert check.sentence in catalogue()["warnings"]  # type: ignore[attr-defined]


FINDING = Finding(
    kind="neighbours", key="851/active_runners", table="runners", column="active_runners", area_code="851",
    area="Aalborg", found=481.25, compared=12.345, against="neighbours", file="runners.csv", row=98,
    sentence="{area} has {found} per 100,000 inhabitants, {against} is {compared}",
)  # fmt: skip


def test_a_finding_is_one_line_in_danish() -> None:
    line = (
        "advarsel neighbours/851/active_runners: runners.csv, række 98, kolonne Aktive hjerteløbere: "
        "Aalborg har 481 pr. 100.000 indbyggere, nabokommunernes median er 12,3"
    )
    assert FINDING.line(DANISH) == line
    assert replace(FINDING, answer="Set.").line(DANISH) == f"{line} (besvaret: Set.)"
    within = replace(FINDING, quarters=", ".join(QUARTERS))
    assert "Aalborg i 2025Q1, 2025Q2 har" in within.line(DANISH)
    assert "Aalborg in 2025Q1, 2025Q2 has" in str(within)
    assert within.record()["area"] == "Aalborg in 2025Q1, 2025Q2"
    again = replace(
        FINDING, sentence="{found} counts are the same as in {against}: is it the file of that quarter?",
        found=(97, 98), against="2025Q1",
    )  # fmt: skip
    assert again.line(DANISH).endswith(
        "97 af 98 antal er de samme som i 2025Q1: er det filen fra det kvartal?"
    )
    leak = replace(FINDING, sentence="{area} is withheld until {compared}, before as_of {found}", found=None)
    assert leak.line(DANISH).endswith("før as_of intet")


@pytest.mark.parametrize("kinds", [["changed"], ["changed", "leak"], ["leak"], ["changed"] * 3])
@pytest.mark.parametrize("answered", [0, 1, 3])
def test_how_a_delivery_stands_is_said_in_danish(kinds: list[str], answered: int) -> None:
    listed = [replace(FINDING, kind=kind) for kind in kinds] + [replace(FINDING, answer="Set.")] * answered
    for found in (listed, [one for one in listed if one.answer]):
        line = in_one_line("2025Q2", found, DANISH)
        assert not re.search(r"\b(is|are|warnings?|answered|sound|release refuses)\b", line), line
        assert set(re.findall("[0-9]+", line)) == set(re.findall("[0-9]+", in_one_line("2025Q2", found)))


# The option and the environment


def run(*arguments: str, **environment: str) -> Result:
    empty = dict.fromkeys(("STATUSRAPPORT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    return CliRunner(env={**empty, **environment}).invoke(main, list(arguments))


@pytest.mark.parametrize(
    ("arguments", "environment", "danish"),
    [
        ([], {}, False),
        ([], {"LANG": "da_DK.UTF-8"}, True),
        ([], {"LC_ALL": "C", "LANG": "da_DK.UTF-8"}, False),
        ([], {"STATUSRAPPORT_LANG": "da", "LANG": "C"}, True),
        ([], {"STATUSRAPPORT_LANG": "en", "LANG": "da_DK.UTF-8"}, False),
        (["--messages", "da"], {"STATUSRAPPORT_LANG": "en"}, True),
        (["--messages", "en"], {"LANG": "da_DK.UTF-8"}, False),
    ],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_the_language_is_asked_for_or_the_systems(
    data: Path, command: str, arguments: list[str], environment: dict[str, str], *, danish: bool
) -> None:
    result = run(command, "2024Q1", "--data", str(data), *arguments, **environment)
    said = "data/raw/2024Q1: fundet ingen sådan mappe, forventet en mappe med leverancen"
    assert result.exit_code == 1
    assert (said in result.stderr) is danish
    assert ("found no such folder" in result.stderr) is not danish


def test_one_command_does_not_decide_for_the_next(data: Path) -> None:
    asked = ("check", "2024Q1", "--data", str(data))
    assert "fundet" in run(*asked, "--messages", "da").stderr
    assert "fundet" not in run(*asked).stderr


def test_json_is_for_programs_and_stays_english(data: Path) -> None:
    result = run("check", "2024Q1", "--data", str(data), "--json", "--messages", "da")
    (found,) = json.loads(result.stdout)["problems"]
    assert found["found"] == "no such folder"


def test_another_language_is_wrong_usage(data: Path) -> None:
    assert run("check", "2025Q2", "--data", str(data), STATUSRAPPORT_LANG="fr").exit_code == 2
    with pytest.raises(ValueError, match="no messages in language 'fr'"):
        Messages("fr")


def test_a_new_delivery_is_begun_in_danish(data: Path) -> None:
    result = run("new", "2027Q1", "--as-of", "2027-02-01", "--data", str(data), "--messages", "da")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("advarsel: folketallet for 2026K4 er der ikke endnu: kør ")
    command = f"statusrapport check 2027Q1 --data {data}"
    assert f"Næste skridt: udfyld delivery.toml og projektmapperne der, og kør så {command}" in result.stdout
    told = run("check", "2027Q1", "--data", str(data), "--messages", "da")
    lines = told.stderr.splitlines()
    assert len(lines) > 3
    assert [line for line in lines if "fundet" not in line] == []


def test_the_last_line_is_danish_too(data: Path) -> None:
    result = run("check", "2025Q2", "--data", str(data), "--messages", "da")
    assert result.exit_code == 0
    assert re.fullmatch(
        "2025Q2 (er i orden: .*|bryder ingen regel, og .* ikke besvaret.*)", result.stdout.strip()
    )


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("da_DK.UTF-8", "da"),
        ("da", "da"),
        ("Danish_Denmark.1252", "da"),
        ("C", "en"),
        ("de_DE", "en"),
        ("dav_KE", "en"),
    ],
)
def test_the_systems_language(said: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", said)
    assert system_language() == language


# Wrong usage, and what `diff` says


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "Fejl: Argumentet 'QUARTER|reference' mangler."),
        (
            ["check", "2025Q9"],
            "Fejl: Ugyldig værdi for 'QUARTER|reference': '2025Q9' er ikke et kvartal; skriv",
        ),
        (["chek"], "Fejl: Ingen kommando hedder 'chek'."),
        (["check", "2025Q2", "--ql"], "Fejl: Ingen mulighed hedder '--ql'."),
        (["check", "2025Q2", "x"], "Fejl: Et argument for meget (x)"),
        (
            ["build", "2025Q2", "--lang", "fr"],
            "Fejl: Ugyldig værdi for '--lang': 'fr' er ikke en af 'da', 'en'.",
        ),
        (["new", "2026Q1"], "Fejl: Muligheden '--as-of' mangler."),
    ],
)
def test_wrong_usage_is_told_in_danish(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "da")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert lines[0].startswith("Brug: ")
    assert lines[1].startswith("Prøv '")
    assert lines[-1].startswith(said)


def test_thousands_are_parted_as_in_danish_but_not_in_a_cell() -> None:
    assert DANISH.of_words("at most 131,072") == "højst 131.072"
    assert DANISH.of_words("the error '131,072'") == "fejlen '131,072'"
