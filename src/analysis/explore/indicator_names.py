"""Which indicator is meant by a name that none has: words of its name or of its labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from analysis.reference.area_names import comparable_name

MOST_NAMED: Final = 3
SHARE_OF_WORDS: Final = 0.5


def near_indicators(written: str, called: Mapping[str, Iterable[str]]) -> list[str]:
    """The indicators that may be meant, the likeliest first, at most three.

    Args:
        written: What somebody calls an indicator.
        called: Name of each indicator → what else it is called, the best known ones first.

    Returns:
        Those with most of the words in their name or in what else they are called; where none has half of
        them, those that are written nearly so.
    """
    wanted = _words(written)
    found = {name: _share(wanted, " ".join((name, *others))) for name, others in called.items()}
    likely = [name for name, share in found.items() if share >= SHARE_OF_WORDS]
    if likely:
        return sorted(likely, key=lambda name: -found[name])[:MOST_NAMED]
    plain = {comparable_name(text): name for name, others in called.items() for text in (*others, name)}
    near = get_close_matches(comparable_name(written), plain, n=MOST_NAMED, cutoff=0.6)
    return list(dict.fromkeys(plain[text] for text in near))


def _words(text: str) -> list[str]:
    """Words in small letters, without what parts them; thousands are not parted: 100.000, 100,000."""
    whole = re.sub(r"(?<=\d)[.,](?=\d{3})", "", text)
    return [word for part in re.split(r"[\W_]+", whole) if (word := comparable_name(part))]


def _share(wanted: list[str], text: str) -> float:
    """The share of some words with which a word of a text begins."""
    held = _words(text)
    return sum(any(one.startswith(word) for one in held) for word in wanted) / len(wanted) if wanted else 0.0
