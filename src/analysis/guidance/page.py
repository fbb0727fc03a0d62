"""The page that asks: one HTML file that works without a server and a network, made of the tables."""

from __future__ import annotations

import html
import json
from importlib.resources import files
from typing import Any, Final

from analysis.guidance.exchange import rules_as_json
from analysis.guidance.rules import Rules
from analysis.guidance.words import Words, english

PAGES: Final = {"da": "vejledning.html", "en": "guidance.html"}
ABOVE: Final = (
    *("title", "intro", "script", "question", "other", "search", "choose", "said", "again", "follows"),
    *("statement", "all-paragraphs", "codes"),
)
SCRIPTED: Final = (
    *("exception", "why", "settled", "provisional", "more-settled", "no-more", "remove", "refused", "back"),
    *("clarify", "duties", "trace", "implied", "from", "readings", "otherwise", "changes", "details"),
    *("paragraphs", "codes", "none-found"),
)
SHOWN: Final = (
    *("question", "hint", "meaning", "short", "what", "who", "strength", "reading", "alternative"),
    *("place", "subject"),
)
_STYLE: Final = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #1D2329; background: #fff; margin: 0 auto;
  max-width: 46rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.25rem; } h3 { font-size: 1.05rem; }
h4 { font-size: 1rem; margin: .75rem 0 0; }
h3, p, ul { margin: .5rem 0; } ul { padding-left: 1.25rem; }
a { color: #1C4F7C; } dt { font-weight: 600; margin-top: .5rem; scroll-margin-top: 1rem; }
dd { margin: 0 0 0 1.25rem; }
button, input { font: inherit; padding: .5rem 1rem; margin: 0 .5rem .5rem 0; max-width: 100%;
  min-height: 2.75rem; box-sizing: border-box; }
button { background: #1C4F7C; color: #fff; border: 0; border-radius: 2px; cursor: pointer; }
input { width: 100%; border: 1px solid #5B6670; border-radius: 2px; }
summary { cursor: pointer; padding: .5rem 0; min-height: 1.75rem; font-weight: 600; }
#svar button { padding: 0 .5rem; min-height: 1.75rem; background: #5B6670; }
#fund { list-style: none; padding: 0; }
#fund button { width: 100%; text-align: left; background: #F4F5F6; color: #1D2329;
  border: 1px solid #8A939C; }
:focus-visible { outline: 3px solid #A01C3A; outline-offset: 2px; }
#spoergsmaal { border: 2px solid #1C4F7C; border-radius: 2px; padding: .25rem 1rem; }
#foelger { background: #F4F5F6; padding: .25rem 1rem; margin-top: 1rem; }
#resultat { font-size: 1.1rem; font-weight: 700; }
.boks { border-left: 4px solid #A01C3A; padding: .25rem 1rem; }
"""


def page(rules: Rules, lang: str) -> str:
    """The page in a language, ``da`` or ``en``, as HTML. Its answers are those of `decide`."""
    script = files("analysis.guidance").joinpath("page.js").read_text(encoding="utf-8")
    words = Words(lang)
    say = {name: html.escape(words(name)) for name in (*ABOVE, *SCRIPTED)}
    told = {name: words(name) for name in SCRIPTED}
    found = rules_as_json(rules)
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{say["title"]}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{say["title"]}</h1>
<p class="boks">{say["statement"]}</p>
<p>{say["intro"]}</p>
<noscript><p>{say["script"]}</p></noscript>
<h2>{say["question"]}</h2>
<div id="spoergsmaal"></div>
<p id="afvist" role="alert"></p>
<section id="foelger" aria-labelledby="foelger-navn">
<h2 id="foelger-navn">{say["follows"]}</h2>
<p id="resultat" aria-live="polite"></p>
<p id="foreloebig"></p>
<p class="boks">{say["statement"]}</p>
<div id="mere"></div>
</section>
<h2>{say["said"]}</h2>
<ul id="svar"></ul>
<p><button type="button" id="forfra" hidden>{say["again"]}</button></p>
<details id="andet"><summary>{say["other"]}</summary>
<p>{say["choose"]}</p>
<p><label for="soeg">{say["search"]}</label><br><input type="search" id="soeg"></p>
<p id="intet" role="status"></p>
<ul id="fund"></ul>
</details>
<details id="afsnit"><summary>{say["all-paragraphs"]}</summary>
<p>{say["codes"]}</p>
</details>
</main>
<script type="application/json" id="ord">{_embedded({**told, "answers": words.answers})}</script>
<script type="application/json" id="regler">{_embedded(in_english(found) if lang == "en" else found)}</script>
<script>
{script}</script>
</body>
</html>
"""


def in_english(found: Any) -> Any:
    """The rules as JSON with everything that readers see in English; names and answers stay."""
    if isinstance(found, list):
        return [in_english(item) for item in found]
    if not isinstance(found, dict):
        return found
    seen = {*SHOWN, "when"} if "strength" in found else set(SHOWN)
    return {
        name: english()[item] if name in seen and item else in_english(item) for name, item in found.items()
    }


def _embedded(found: object) -> str:
    """JSON that no HTML parser takes for the end of its script."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
