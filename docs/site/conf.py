"""How Sphinx makes the documentation's site; `tools/build_docs.py` hands it the pages."""

from pkgutil import resolve_name
from typing import Any, TypeVar

from docutils.nodes import Element
from sphinx.application import Sphinx

project = "Statusrapport"
language = "en"
BEFORE_THE_THEME = 400
DANISH_PAGES = {"docs/guidance-tables", "docs/guidance-traceability"}

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "index"

# A link or a reference that leads nowhere is a warning, and `-W` makes it an error. What is written without
# the package's name (`value`, `polars.DataFrame`) is code, and a link only where it happens to be one.
# The structs of DuckDB are not in the lexer of SQL.
suppress_warnings = ["misc.highlighting_failure"]
nitpicky = True
nitpick_ignore_regex = [("py:.*", r"(?!analysis\.).*")]
default_role = "py:obj"
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autodoc_use_type_comments = False  # there are none, and looking for them parses every function
napoleon_numpy_docstring = False
napoleon_use_ivar = True
add_module_names = False
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = "Statusrapport"
html_copy_source = False
html_show_search_summary = False  # an excerpt is fetched, which no browser allows from the file system
html_show_copyright = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#8F1D2C", "color-brand-content": "#8F1D2C"},
    "dark_css_variables": {"color-brand-primary": "#F2A0AB", "color-brand-content": "#F2A0AB"},
}


def set_language(
    _app: Sphinx, page: str, _template: str, context: dict[str, object], _doctree: object
) -> None:
    """Say of a Danish page that it is Danish, for screen readers and hyphenation."""
    if page in DANISH_PAGES:
        context["language"] = "da"


def show_own_branch(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Unfold in the list of pages the branch of the page that is shown, not all modules on every page."""
    if "toctree" in context:
        whole = context["toctree"]
        context["toctree"] = lambda **options: whole(**{**options, "collapse": True})


def leave_without_entry(_app: Sphinx, _env: object, node: Element, content: Element) -> Element | None:
    """Show private names and type variables in a signature as code: they have no entry of their own."""
    target = node.get("reftarget", "")
    if not target.startswith("analysis."):
        return None
    try:
        found = resolve_name(target)
    except (ImportError, AttributeError):
        return None
    is_private = target.rpartition(".")[2].startswith("_")
    return content if is_private or isinstance(found, TypeVar) else None


def setup(app: Sphinx) -> dict[str, object]:
    """Register what Sphinx has no setting for."""
    app.connect("html-page-context", set_language)
    app.connect("html-page-context", show_own_branch, priority=BEFORE_THE_THEME)
    app.connect("missing-reference", leave_without_entry)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
