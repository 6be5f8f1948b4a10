"""The content of a program: what its organization writes, as one JSON value. The form of each part is that of
`programs/reference/programs.yaml`; `examples` are facts with the verdict that they must give."""

from collections.abc import Mapping
from typing import Any

from programs.programs.models import Program

Content = dict[str, Any]
# In the order of the editor, which is also that of the differences.
COLUMNS = (
    *("name_fr", "name_en", "summary_fr", "summary_en", "theme", "benefit_kind", "jurisdiction", "is_automatic"),
    *("amounts", "amounts_confidence", "criteria", "criteria_confidence", "screening_facts"),
    *("not_checked_fr", "not_checked_en", "steps_fr", "steps_en", "documents"),
    *("holds_for", "official_url", "is_official_url_read", "sources", "examples"),
)


def content_in_force(program: Program) -> Content:
    return {name: getattr(program, name) for name in COLUMNS}


def content_to_edit(program: Program) -> Content:
    """The draft's, or what is in force as the beginning of one. A column newer than the draft has today’s value."""
    draft = program.versions.open().first()
    return content_in_force(program) | (draft.content if draft else {})


def put_on(program: Program, content: Mapping[str, Any]) -> None:
    """Writes the columns on the row, unsaved."""
    for name in COLUMNS:
        if name in content:
            setattr(program, name, content[name])
