"""What a list of gestion was narrowed by, as codes: never a word that somebody typed."""

from typing import Any

UNKNOWN = "…"
"""Stands for a value that the filter does not offer: an address may hold anything."""


def criteria_of(changelist: Any, *, searched: bool) -> dict[str, Any]:
    """Return `{"count": rows shown, "first_page": is it, "searched": was there a search, "filters": {name: code}}`."""
    filters = {}
    for spec in changelist.filter_specs:
        offered = _offered(spec)
        for name in spec.expected_parameters():
            for value in changelist.filter_params.get(name, []):
                filters[name] = str(value) if str(value) in offered else UNKNOWN
    return {
        "count": len(changelist.result_list),
        "first_page": changelist.is_first_page,
        "searched": searched,
        "filters": filters,
    }


def _offered(spec: Any) -> set[str]:
    """The values among which a filter lets one choose; 0 and 1 are those of Django's yes-or-no filters."""
    choices = getattr(spec, "lookup_choices", None) or getattr(getattr(spec, "field", None), "flatchoices", None) or []
    return {str(value) for value, _label in choices} | {"0", "1"}
