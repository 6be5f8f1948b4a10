"""Fields for the value of a fact of the advisor, lists of children among them, and back to JSON."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.criteria.editor import values
from portal.foundation.formats.cells import strict_day
from programs.facts.models import FactDefinition

Type = FactDefinition.Type


class PeopleField(forms.CharField):
    """Birth dates, one a line, as a list of JSON. What else is known of a child (`kept`) stays with the same date."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        try:
            return [{"birth_date": strict_day(line).isoformat()} for line in lines[:30]]
        except ValueError:
            raise forms.ValidationError(_("Écrivez une date de naissance par ligne, par exemple 2026-09-10.")) from None


def field_of(row: FactDefinition, *, several: bool, required: bool) -> forms.Field:
    if row.type == Type.LIST:
        text = _("Une date de naissance par ligne.")
        return PeopleField(label=_("Valeur"), help_text=text, required=False)
    return values.field_of(row, several=several, required=required)


def typed(row: FactDefinition, value: Any) -> list[str]:
    """What one would type to get this JSON value."""
    if row.type == Type.LIST and isinstance(value, list):
        return ["\n".join(str(one["birth_date"]) for one in value)]
    return values.typed(row, value)


def kept_of(value: Any) -> str:
    """What the page does not show of people: {birth date: the rest}."""
    return json.dumps({str(one["birth_date"]): {k: v for k, v in one.items() if k != "birth_date"} for one in value})


def with_kept(people: list[dict[str, Any]], kept: str) -> list[dict[str, Any]]:
    """People as typed, with what was kept of each: short true-or-false facts only, whatever the browser sent."""
    try:
        held = json.loads(kept or "{}")
        rest = {day: {str(k)[:40]: v for k, v in more.items() if isinstance(v, bool)} for day, more in held.items()}
    except (AttributeError, TypeError, ValueError):
        rest = {}
    return [one | rest.get(one["birth_date"], {}) for one in people]
