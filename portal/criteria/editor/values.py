"""Fields for the value of a fact, as an agent types it: the right widget for each type, and back to JSON."""

import math
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.criteria.wording import Worded

_FIGURE = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
YES_NO = [("yes", _("oui")), ("no", _("non"))]


class FigureField(forms.CharField):
    """Forgives spaces, « $ », « % » and the decimal comma; gives an int when it is one."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        text = "".join(str(value or "").split()).strip("$%").replace(",", ".")
        if not text:
            return None
        if not _FIGURE.fullmatch(text):  # float() also reads «1e5» and «1_000», which are mistakes
            raise forms.ValidationError(_("Écrivez ce nombre en chiffres, par exemple 24 000 ou 9,65."))
        number = float(text)
        if not math.isfinite(number) or abs(number) > 1e12:
            raise forms.ValidationError(_("Ce nombre est trop grand."))
        return int(number) if number == int(number) else number


class FiguresField(forms.CharField):
    """Several figures, separated by semicolons, as a list."""

    def to_python(self, value: Any) -> Any:
        parts = [part for part in str(value or "").split(";") if part.strip()]
        return [FigureField().to_python(part) for part in parts]


class DayField(forms.DateField):
    """JSON date."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d"]

    def clean(self, value: Any) -> str | None:
        day = super().clean(value)
        return day.isoformat() if day else None


class BoolField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("", "—"), *YES_NO], **kwargs)

    def clean(self, value: Any) -> bool | None:
        chosen = super().clean(value)
        return {"yes": True, "no": False}.get(chosen)


class BoolsField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, **kwargs)

    def clean(self, value: Any) -> list[bool]:
        return [chosen == "yes" for chosen in super().clean(value)]


def field_of(row: Worded, *, several: bool = False, required: bool = True) -> forms.Field:
    """The field of one value of a fact, or of several."""
    fields: dict[str, Any] = {"label": _("Valeur"), "required": required}
    choices = [(choice["id"], choice["fr"]) for choice in row.choices]
    if row.type in {"choice", "multi"}:
        if several:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **fields)
        return forms.ChoiceField(choices=[("", "—"), *choices], **fields)
    if row.type == "bool":
        return BoolsField(**fields) if several else BoolField(**fields)
    if row.type == "date":
        return DayField(**fields)
    return FiguresField(**fields) if several else FigureField(**fields)


def typed(row: Worded | None, value: Any) -> list[str]:
    """What one would type to get this JSON value."""
    if value is None:
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, int | float):
        return [figure(value)]
    if not isinstance(value, list):
        return [str(value)]
    if row is not None and row.type in {"int", "number"}:
        return ["; ".join(figure(one) for one in value)]
    return [text for one in value for text in typed(None, one)]


def figure(value: float) -> str:
    text = repr(value)
    return text if "e" in text else text.replace(".", ",")
