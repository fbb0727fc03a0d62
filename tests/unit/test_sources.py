"""Sources of several quarters' deliveries, said as one where they differ by the quarter alone."""

import pytest

from analysis.report.sources import named_together
from analysis.texts.markup import Address, Foreign


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([], []),
        (["Hjertestarter.dk, 2. kvartal 2025"], ["Hjertestarter.dk, 2. kvartal 2025"]),
        (
            ["Rapport, 4. kvartal 2025", "FOLK1A", "Rapport, 2. kvartal 2025", "Rapport, 3. kvartal 2025"],
            ["Rapport, 2.–4. kvartal 2025", "FOLK1A"],
        ),
        (
            ["Rapport 4. kvartal 2024 (udkast)", "Rapport 1. kvartal 2025 (udkast)"],
            ["Rapport 4. kvartal 2024–1. kvartal 2025 (udkast)"],
        ),
        (
            ["Rapport, 2. kvartal 2025", "Rapport, 4. kvartal 2025", "Rapport, 1. kvartal 2026"],
            ["Rapport, 2. kvartal 2025", "Rapport, 4. kvartal 2025–1. kvartal 2026"],
        ),
        (["A, 2. kvartal 2025", "B, 3. kvartal 2025"], ["A, 2. kvartal 2025", "B, 3. kvartal 2025"]),
        (
            ["2. kvartal 2025, rettet 3. kvartal 2025", "3. kvartal 2025, rettet 4. kvartal 2025"],
            ["2. kvartal 2025, rettet 3. kvartal 2025", "3. kvartal 2025, rettet 4. kvartal 2025"],
        ),
        (["Report Q2 2025", "Report Q3 2025", "Report Q4 2025"], ["Report Q2–Q4 2025"]),
        (["Report Q4 2024", "Report Q1 2025"], ["Report Q4 2024–Q1 2025"]),
        (["Q4 2024", "4. kvartal 2024", "1. kvartal 2025"], ["Q4 2024", "4. kvartal 2024–1. kvartal 2025"]),
        (["Kilde 2025Q1", "Kilde 2025Q2"], ["Kilde 2025Q1", "Kilde 2025Q2"]),
        (["12. kvartal 2025", "2. kvartal 20251"], ["12. kvartal 2025", "2. kvartal 20251"]),
    ],
)
def test_quarters_in_a_row_are_one_source(sources: list[str], said: list[str]) -> None:
    assert named_together(sources) == said


def test_what_is_in_another_language_stays_so_and_an_address_stays_an_address() -> None:
    danish = [Foreign(f"Rapport, {number}. kvartal 2025", "da") for number in (2, 3)]
    address = Address("https://www.example.org/2. kvartal 2025")
    (together, link, own) = named_together([*danish, address, "Rapport, 4. kvartal 2025"])
    assert isinstance(together, Foreign)
    assert together.language == "da"
    assert together == "Rapport, 2.–3. kvartal 2025"
    assert isinstance(link, Address)
    assert own == "Rapport, 4. kvartal 2025"
