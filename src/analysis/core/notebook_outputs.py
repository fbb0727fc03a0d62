"""What the notebooks of a report put out besides text, as the renderer finds it again."""

from __future__ import annotations

from typing import Final

# Set in the kernel that builds a report, where nobody looks at outputs.
BUILDING: Final = "STATUSRAPPORT_BUILDING"

MEDIA_TYPE: Final = "application/vnd.statusrapport.media+json"
NOTEBOOK_TYPE: Final = "application/vnd.statusrapport.notebook+json"
# A page's metadata twice: as Markdown for the front matter, and as the text that it is.
FRONT_MATTER_TYPE: Final = "application/vnd.statusrapport.front-matter+json"
FACTS_TYPE: Final = "application/vnd.statusrapport.facts+json"
