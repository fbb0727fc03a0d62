"""The page that asks: one HTML file that works without a server and a network, made of the tables."""

from __future__ import annotations

import html
import json
from importlib.resources import files
from typing import Final

from analysis.guidance.asking import STATEMENT
from analysis.guidance.exchange import rules_as_json
from analysis.guidance.rules import Rules

WORDS: Final = {
    "answers": {"ja": "Ja", "nej": "Nej", "ukendt": "Uvist"},
    "exception": "undtagelse",
    "why": "Hvorfor der spørges",
    "settled": "Intet mere kan ændre svaret",
    "remove": "Fjern svaret",
    "refused": "Svaret modsiger noget, der allerede er sagt, og er ikke taget med.",
    "statement": STATEMENT,
    "clarify": "Afklares imens",
    "duties": "Pligter",
    "trace": "Trin for trin, med afsnit",
    "readings": "Læsninger af uklare steder",
    "otherwise": "Ellers",
    "changes": "Andet ville følge af",
}
_STYLE: Final = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #1D2329; background: #fff; margin: 0 auto;
  max-width: 46rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.25rem; } h3 { font-size: 1.05rem; }
button, select { font: inherit; padding: .5rem 1rem; margin: 0 .5rem .5rem 0; max-width: 100%;
  min-height: 2.75rem; }
button { background: #1C4F7C; color: #fff; border: 0; border-radius: 2px; cursor: pointer; }
li button { padding: 0 .5rem; min-height: 1.75rem; background: #5B6670; }
:focus-visible { outline: 3px solid #A01C3A; outline-offset: 2px; }
#foelger { background: #F4F5F6; padding: .5rem 1rem; }
.boks { border-left: 4px solid #A01C3A; padding: .25rem 1rem; }
"""


def page(rules: Rules) -> str:
    """The page as HTML. Its answers are those of `decide`, by the same tables."""
    script = files("analysis.guidance").joinpath("page.js").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="da">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hvad siger vejledningen om genoplivning?</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Hvad siger vejledningen om genoplivning?</h1>
<p class="boks">{html.escape(STATEMENT)}</p>
<p>Siden spørger om én ting ad gangen, og kun om det, der stadig kan ændre svaret. Det, ingen har nævnt,
og det, nogen tvivler på, er to svar: svar »Uvist«, når der er tvivl. Intet forlader siden.</p>
<noscript><p>Siden regner i browseren og kræver JavaScript.</p></noscript>
<h2>Spørgsmål</h2>
<div id="spoergsmaal"></div>
<p id="afvist" role="alert"></p>
<details><summary>Sig noget andet</summary>
<p><label for="vaelg">Oplysning</label><br><select id="vaelg"></select></p>
<p id="sig"></p>
</details>
<h2>Det, du har svaret</h2>
<ul id="svar"></ul>
<p><button type="button" id="forfra">Begynd forfra</button></p>
<h2>Det følger</h2>
<div id="foelger" aria-live="polite"></div>
</main>
<script type="application/json" id="ord">{_embedded(WORDS)}</script>
<script type="application/json" id="regler">{_embedded(rules_as_json(rules))}</script>
<script>
{script}</script>
</body>
</html>
"""


def _embedded(found: object) -> str:
    """JSON that no HTML parser takes for the end of its script."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
