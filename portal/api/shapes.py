"""What does not fit the description, in French: pydantic's words are English. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# https://docs.pydantic.dev/latest/errors/validation_errors/
_WORDS: dict[str, str | Promise] = {
    "missing": _("Cette valeur manque."),
    "extra_forbidden": _("Cette colonne n’existe pas."),
    "string_type": _("Envoyez un texte."),
    "string_too_short": _("Trop court\u00a0: %(min_length)s au moins."),
    "string_too_long": _("Trop long\u00a0: %(max_length)s au plus."),
    "string_pattern_mismatch": _("La forme attendue est %(pattern)s."),
    "list_type": _("Envoyez une liste."),
    "too_short": _("Trop court\u00a0: %(min_length)s au moins."),
    "too_long": _("Trop long\u00a0: %(max_length)s au plus."),
    "model_type": _("Envoyez un objet."),
    "model_attributes_type": _("Envoyez un objet."),
    "literal_error": _("Une de ces valeurs\u00a0: %(expected)s."),
    "bool_type": _("Envoyez true ou false."),
    "bool_parsing": _("Envoyez true ou false."),
    "value_error": "%(error)s",  # our own words
}
_OTHER = _("Cette valeur ne convient pas.")


def errors_of(found: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Where (the row's place in a batch, the column) and what, without the value that was sent."""
    return [_error(one) for one in found]


def _error(one: Mapping[str, Any]) -> dict[str, str]:
    source, *place = one["loc"]
    if source == "body":
        place = place[1:]  # the first is the argument of our function
    row = next((str(part) for part in place if isinstance(part, int)), "")
    column = str(place[-1]) if place and isinstance(place[-1], str) else ""
    words = str(_WORDS.get(one["type"], _OTHER)) % one.get("ctx", {})
    return {"reference": row and f"#{row}", "column": column, "detail": words.replace("' or '", "' ou '")}
