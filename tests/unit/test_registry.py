"""Every number of the table is declared once: words in both languages, a formula, rows that fit it."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import get_args

import polars as pl
import pytest
from histories import delivered, history, reference_on  # type: ignore[import-not-found]
from polars.testing import assert_frame_equal

from analysis.core.quarters import Quarter
from analysis.disclosure.hiding import publishable
from analysis.disclosure.policy import Policy, policy_of
from analysis.disclosure.publication import compute_table
from analysis.guidance.codes import load_codes
from analysis.indicators.consistency import InconsistentError, consistent
from analysis.indicators.declaration import Unit
from analysis.indicators.derivations import EARLIER_PUBLISHED
from analysis.indicators.differences import changes
from analysis.indicators.formulas import Limits, Published, Ratio, Sum
from analysis.indicators.inputs import KEY, inputs_of
from analysis.indicators.registry import (
    DECLARED,
    INDICATORS,
    RULES,
    UndeclaredError,
    formulas_in_words,
    indicator,
    ingredients,
    rule_of,
)
from analysis.indicators.rows import rows_of
from analysis.indicators.runners import ACTIVE, RATE, active_runners, add_up
from analysis.indicators.schema import complete
from analysis.indicators.table import unpublished_table
from analysis.ingest.counts import COUNTS, STATED_BY
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import Snapshot
from analysis.ingest.tables.coverage import (
    AEDS_PLACED,
    AEDS_WITH_RUNNERS,
    COVERAGE,
    NEAR,
    PEOPLE,
    QUANTILES,
    WITH_RUNNERS,
)
from analysis.outputs.codebook import as_markdown
from analysis.reference.population import population_by_area
from analysis.report.naming import definition, label
from analysis.texts import LANGUAGES, Texts
from tests.delivered_arrests import arrests_of
from tests.event_tables import events_of

REGIONS = ("1081", "1082", "1083", "1084", "1085")
TABLES = sorted((Path(__file__).parents[2] / "reports").glob("*/v*/data/indicators.csv"))
FLOWS = ("cancelled", "accepted_by_one", "accepted_by_two")


def covered(one: Delivery) -> pl.DataFrame:
    """Coverage of country and regions: the larger the radius, the more people."""
    shares = {name: 300 + 100 * place for place, name in enumerate(NEAR[:5])}
    shares |= {name: 900 + 100 * place for place, name in enumerate(NEAR[5:])}
    shares |= {name: 20 + 10 * len(count.wholes) for name, count in WITH_RUNNERS.items()}
    shares |= {AEDS_PLACED: 900, AEDS_WITH_RUNNERS[0]: 300, AEDS_WITH_RUNNERS[1]: 200}
    people = {"dk": 50_000, **dict.fromkeys(REGIONS, 10_000)}
    rows = [
        (
            level,
            code,
            area,
            people[code],
            300,
            990,
            *(people[code] // 10_000 * share for share in shares.values()),
        )
        for level, code, area in one.activations.select("level", "area_code", "area").iter_rows()
    ]
    columns = ["level", "area_code", "area", PEOPLE, *QUANTILES, *shares]
    return (
        pl.DataFrame(rows, schema=columns, orient="row")
        .with_columns(note=pl.lit("Lige linje."))
        .select(list(COVERAGE.schema))
        .cast(COVERAGE.schema)  # type: ignore[arg-type]
    )


def hours_of(one: Delivery) -> pl.DataFrame:
    """The country's hours of the week, of some thousand people."""
    rows = [("dk", day, hour, 5_000 + 100 * hour) for day in range(1, 8) for hour in range(24)]
    return pl.DataFrame(rows, schema=one.tables["coverage_hours"].schema, orient="row")


@cache
def everything() -> Snapshot:
    """Nine quarters with all that a delivery may hold."""
    deliveries = []
    for place in range(9):
        quarter = Quarter(2023 + place // 4, place % 4 + 1)
        one = delivered(str(quarter), population=f"{2024 if place < 8 else 2025}K{quarter.number}")
        year_to_date = quarter.number * 300 + place
        net = pl.col("activations").fill_null(264) * year_to_date // 1309
        counted = one.activations.with_columns(
            activations=net,
            cancelled=net // 6,
            accepted_by_one=net - 5,
            accepted_by_two=net - 9,
            **{f"{name}_percent": pl.lit(None, dtype=pl.Float64) for name in FLOWS},
        )
        total = counted.filter(pl.col("area_code") == "dk")["cancelled"].item()
        parts = [total - 7 * 6, *[6] * 7]
        reasons = pl.DataFrame(
            {"code": list(load_codes()), "cancelled": parts, "note": pl.Series([None] * 8, dtype=pl.String)}
        )
        times = pl.DataFrame(
            [(code, minutes, 20 + minutes) for code in REGIONS for minutes in (3, 6, 9)],
            schema=one.response_times.schema,
            orient="row",
        )
        deliveries.append(
            replace(
                one.with_tables(
                    activations=counted,
                    cancellations=reasons,
                    response_times=times,
                    coverage=covered(one),
                    coverage_hours=hours_of(one),
                    arrests=arrests_of(one),
                    event_counts=events_of(counted),
                    aeds=one.aeds.with_columns(aed_open_hours=pl.col("aed_registered") * 100),
                    runners=one.runners.with_columns(
                        pl.col("active_runners") + place * (pl.int_range(pl.len()) % 5)
                    ),
                ),
                withheld=one.withheld.clear(),
            )
        )
    printed = reference_on(deliveries[-1].as_of).published.filter(pl.col("level") == "country").head(1)
    earlier = [
        printed.with_columns(
            indicator=pl.lit(one.name),
            value=pl.lit(70.0),
            doubtful=pl.lit(value=False),
            as_of=pl.lit("2022-01-31"),
        )
        for one in EARLIER_PUBLISHED
    ]
    snapshot: Snapshot = history(*deliveries, published=pl.concat(earlier))
    return snapshot


@cache
def numbers() -> pl.DataFrame:
    return unpublished_table(everything())


def test_every_declaration_is_computed_and_nothing_else() -> None:
    names = set(compute_table(everything())["indicator"])
    by_rule = {name for name in names if name not in INDICATORS}
    assert names - by_rule == set(INDICATORS)
    assert {rule.start for name in by_rule for rule in RULES if name.startswith(rule.start)} == {
        rule.start for rule in RULES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_has_a_name_and_a_definition_in_every_language(language: str) -> None:
    texts, areas = Texts(language), {"1081": "Region Nordjylland"}
    names = [*INDICATORS, *(f"{rule.start}1081" for rule in RULES)]
    for name in names:
        assert label(name, areas, texts), name
        assert definition(name, areas, texts).endswith("."), name
    bare = [label(one.name, areas, texts) for one in DECLARED]
    assert len(set(bare)) == len(bare)


def test_what_nobody_declared_is_refused_and_not_published() -> None:
    table = compute_table(history(delivered("2025Q2")))
    odd = table.head(1).with_columns(indicator=pl.lit("nobodys_number"))
    with pytest.raises(UndeclaredError, match="nobodys_number"):
        publishable(pl.concat([table, odd]), Policy())
    with pytest.raises(UndeclaredError, match="nobodys_number"):
        consistent(pl.concat([table, odd]))
    for name in ("active_runners_rate_ratio_to_", "cancelled_whatever", "activations_change_month"):
        with pytest.raises(UndeclaredError):
            indicator(name)


def test_every_count_is_stated_by_an_indicator_that_is_computed_from_it() -> None:
    for name, count in STATED_BY.items():
        used = {one.name for one in ingredients(name, Quarter(2025, 2))}
        assert count.name in used
        assert set(count.part_of) | {count.adds_up_to or count.name} <= set(COUNTS)
        if count.stated_in == "value":
            assert indicator(name).formula == Sum((count.name,))


def test_what_is_computed_here_never_rests_on_a_publication() -> None:
    for one in INDICATORS.values():
        as_delivered = one.formula == Published() or bool(one.formula.as_published)
        may_be_a_total = one == ACTIVE  # where a municipality is not known
        assert as_delivered or may_be_a_total or "published" not in one.bases, one.name
    assert indicator("ohca_cases_per_day").bases == {"derived"}
    assert indicator("activations_gross_per_day").bases == {"counts", "derived"}
    assert indicator("accepted_by_one").bases == {"counts", "published"}


def test_a_version_holds_what_is_declared_to_be_there_since_it() -> None:
    released = {f"{one.parent.parent.parent.name} {one.parent.parent.name}": one for one in TABLES}
    assert released
    for one in INDICATORS.values():
        if one.since in released and not one.optional:
            names = pl.read_csv(released[one.since], columns=["indicator"])["indicator"]
            assert one.name in names, f"{one.name} is newer than {one.since}"
    for rule in RULES:
        one = rule.of("")
        if one.since in released:
            names = pl.read_csv(released[one.since], columns=["indicator"])["indicator"]
            assert names.str.starts_with(rule.start).any(), f"{rule.start} is newer than {one.since}"


def test_a_published_number_is_one_that_was_delivered_or_printed() -> None:
    """Of the committed quarter and of nine made up: facts, printed figures and rounded shares alone."""
    for snapshot in (history(delivered("2025Q2")), everything()):
        shares = {
            (str(one.quarter), row["area_code"], name): row[f"{name.removesuffix('_share')}_percent"]
            for one in (*snapshot.earlier, snapshot.delivery)
            for row in one.activations.to_dicts()
            for name in ("accepted_by_one", "accepted_by_two", "cancelled_share")
        }
        facts = snapshot.reference.facts.rows_by_key("indicator", named=True, unique=True)
        printed = set(snapshot.reference.published["value"])
        rows = unpublished_table(snapshot).filter(pl.col("basis") == "published").to_dicts()
        assert rows
        for row in rows:
            name = row["indicator"]
            if name in facts:
                assert row["value"] == facts[name]["value"]
            elif INDICATORS[name].derivation:
                assert row["value"] in printed
            else:
                assert row["value"] == shares[row["quarter"], row["area_code"], name]
            assert row["value"] is not None
            assert row["numerator"] is None


def test_a_withheld_area_of_which_nothing_is_known_is_not_said_to_be_published() -> None:
    table = compute_table(history(delivered("2025Q2")))
    row = table.row(
        by_predicate=(pl.col("indicator") == "accepted_by_one") & (pl.col("area_code") == "1084"), named=True
    )
    assert (row["value"], row["status"], row["basis"]) == (None, "withheld", "counts")


def test_formulas_name_counts_that_are_declared() -> None:
    for one in INDICATORS.values():
        assert {each.name for each in ingredients(one.name, Quarter(2025, 3))} <= set(COUNTS), one.name
        assert one.in_words


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("active_runners_rate", {"unit": pl.lit("percent")}, "unit ['percent'], declared ['per_100000']"),
        ("active_share_adults", {"level": pl.lit("region")}, "level ['region'], declared ['country']"),
        ("active_runners_rate", {"value": pl.col("value") * (1 + 1e-9)}, "its formula gives"),
        ("accepted_by_one", {"numerator": pl.col("numerator") + 1}, "its formula gives"),
        ("activations_gross", {"value": pl.col("value") - 1}, "its formula gives"),
        ("aed_per_1000_runners", {"value": pl.col("value") / 1000}, "its formula gives"),
        ("aed_not_24_7", {"value": pl.col("value") + 1}, "its formula gives"),
        ("aed_not_24_7_share", {"numerator": pl.col("denominator")}, "its formula gives"),
        ("people_per_aed", {"value": pl.col("value") * 2}, "its formula gives"),
        ("ohca_cases_per_day", {"basis": pl.lit("published")}, "basis ['published'], declared ['derived']"),
        ("active_runners_rate", {"basis": pl.lit("published")}, "basis ['published'], declared ['counts']"),
        ("accepted_by_one", {"basis": pl.lit("published")}, "basis published, and computed here in Danmark"),
        (
            "accepted_by_two",
            {
                "basis": pl.lit("published"),
                **dict.fromkeys(("value", "lower", "upper", "numerator"), pl.lit(None)),
            },
            "basis published, and no number in Danmark",
        ),
    ],
)
def test_rows_that_do_not_fit_their_declaration_are_refused(
    name: str, damage: dict[str, pl.Expr], said: str
) -> None:
    table = numbers()
    here = pl.col("indicator") == name
    damaged = table.with_columns(
        pl.when(here).then(new.cast(table.schema[column])).otherwise(column).alias(column)
        for column, new in damage.items()
    )
    assert consistent(table).equals(table)
    with pytest.raises(InconsistentError) as refusal:
        consistent(damaged)
    assert str(refusal.value).startswith(f"{name}: ")
    assert said in str(refusal.value)


def test_the_number_of_runners_needed_is_not_read_as_the_runners_there_are() -> None:
    assert indicator("active_runners_to_country_rate").formula.above(Quarter(2025, 2), "1081") is None


def test_a_last_bit_is_no_change_and_a_real_one_is() -> None:
    table = compute_table(history(delivered("2025Q2")))
    assert changes(table, table.with_columns(pl.col("value") * (1 + 2e-16))).is_empty()
    moved = changes(table, table.with_columns(pl.col("value") * (1 + 1e-9)))
    assert moved.height == table["value"].drop_nulls().filter(table["value"].drop_nulls() != 0).len()


def test_a_number_has_limits_where_its_declaration_says_what_they_are() -> None:
    """Of all that can be delivered, and of a delivery of which only a rounded share of cancelled is known."""
    rounded = unpublished_table(history(delivered("2025Q2"), published=everything().reference.published))
    columns = ["indicator", "lower", "upper"]
    limited = pl.concat([one.select(columns) for one in (numbers(), rounded)]).filter(
        pl.any_horizontal(pl.col("lower", "upper").is_not_null())
    )
    found = {(rule.start if (rule := rule_of(name)) else name) for name in limited["indicator"].unique()}
    declared = [*INDICATORS.values(), *(rule.of("") for rule in RULES)]
    assert found == {one.name for one in declared if one.limits}


def test_the_words_of_every_interval_stand_in_both_languages() -> None:
    methods = set(get_args(Limits)) - {""}
    assert methods == {one.limits for one in (*INDICATORS.values(), *(rule.of("") for rule in RULES))} - {""}
    for language in LANGUAGES:
        words = [Texts(language)(f"codebook-limits-{method}") for method in sorted(methods)]
        assert len(set(words)) == len(methods)


def test_the_sheet_of_formulas_says_what_gives_the_limits() -> None:
    listed = dict(formulas_in_words(numbers()).select("indicator", "interval").iter_rows())
    assert listed["active_runners"] is None
    assert "Byar" in listed["active_runners_rate"]
    assert "Wilson" in listed["accepted_by_one"]
    assert "Clopper–Pearson" in listed["activations_quarter_per_day_change_quarter_percent"]
    assert "Clopper–Pearson" in listed["activations_rate_ratio_to_<area_code>"]
    assert "fixed" in listed["active_runners_rate_ratio_to_<area_code>"]
    assert listed["active_runners_change_quarter_percent"] is None


def test_the_codebook_is_made_from_the_declarations() -> None:
    """Else: `python -m analysis.outputs.codebook > docs/codebook.md`."""
    page = Path(__file__).parents[2] / "docs" / "codebook.md"
    assert page.read_text(encoding="utf-8") == as_markdown()
    for one in DECLARED:
        assert f"| `{one.name}` |" in as_markdown()


def test_rows_of_all_quarters_at_once_are_those_of_each_quarter() -> None:
    """Frames may hold several quarters, told apart by `quarter`: the rows are the table's."""
    snapshot = everything()
    deliveries = (*snapshot.earlier, snapshot.delivery)
    stacked = pl.concat(
        one.runners.with_columns(quarter=pl.lit(str(one.quarter)), source=pl.lit(one.source))
        for one in deliveries
    )
    counts = add_up(stacked, inputs_of(snapshot).totals, snapshot.reference.geography)
    assert rows_of(ACTIVE, counts)["value"].sum() == (
        numbers().filter(pl.col("indicator") == ACTIVE.name)["value"].sum()
    )
    people = pl.concat(
        population_by_area(snapshot.reference, one.population_period).select(
            "level", "area_code", "population", quarter=pl.lit(str(one.quarter))
        )
        for one in deliveries
    )
    place = ["quarter", "level", "area_code"]
    rates = rows_of(RATE, counts.join(people, on=place, how="left", maintain_order="left"))
    table = numbers().filter(pl.col("indicator") == RATE.name).with_columns(pl.col("level").cast(pl.String))
    columns = [*place, "area", "value", "numerator", "denominator", "lower", "upper", "unit"]
    assert_frame_equal(rates.select(columns).sort(place), table.select(columns).sort(place), check_exact=True)


def test_an_own_indicator_is_hidden_with_its_counts_once_it_is_declared() -> None:
    per_activation = replace(
        indicator("aed_per_1000_runners"),
        name="runners_per_activation",
        formula=Ratio(top=("active_runners",), bottom=("activations",)),
        unit=Unit.RATIO,
    )
    snapshot = history(delivered("2025Q2", activations={"1081": 3}))
    given = inputs_of(snapshot)
    frame = given.activations.drop("note").join(active_runners(given), on=[*KEY, "area"], how="inner")
    rows = complete(rows_of(per_activation, frame), given.quarters)
    table = pl.concat([unpublished_table(snapshot), rows])
    policy = policy_of(snapshot)
    with pytest.raises(UndeclaredError, match="runners_per_activation"):
        publishable(table, policy)
    shown = publishable(table, policy, [per_activation]).filter(pl.col("indicator") == per_activation.name)
    found = {row["area_code"]: (row["value"], row["status"]) for row in shown.to_dicts()}
    assert found["1081"] == (None, "suppressed")
    assert found["dk"] == (57307 / 1309, "published")
