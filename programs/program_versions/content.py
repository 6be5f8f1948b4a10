"""The content of a program: what its organization writes, as one JSON value. The form of each part is that of
`programs/reference/programs.yaml`; `examples` are facts with the verdict that they must give."""

from typing import Any

Content = dict[str, Any]
# In the order of the editor, which is also that of the differences.
COLUMNS = (
    *("name_fr", "name_en", "summary_fr", "summary_en", "theme", "benefit_kind", "jurisdiction", "is_automatic"),
    *("amounts", "amounts_confidence", "criteria", "criteria_confidence", "screening_facts"),
    *("not_checked_fr", "not_checked_en", "steps_fr", "steps_en", "documents"),
    *("holds_for", "official_url", "is_official_url_read", "sources", "examples"),
)
