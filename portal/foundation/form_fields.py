"""The fields of a form by what they are, for what a plain `Field` does not have; the day that is to come."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock

FARTHEST = dt.timedelta(days=3_650)
"""Further than any day that a person is asked to keep, and than instants that clocks can count."""


class ComingDayField(forms.DateField):
    """A day to come, today included, `FARTHEST` away at most."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "required": _("Choisissez une date, pour que la personne sache quand."),
                "invalid": _("Écrivez la date ainsi\u00a0: 2027-03-31."),
            },
            **kwargs,
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value < clock.today():
            raise forms.ValidationError(gettext("Cette date est passée. Choisissez aujourd’hui ou plus tard."))
        if value and value > clock.today() + FARTHEST:
            raise forms.ValidationError(gettext("Cette date est trop loin\u00a0: dix ans au plus."))


def choice(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """Return a field with choices. Raises TypeError for any other."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    return field


def model_choice(form: forms.BaseForm, name: str) -> forms.ModelChoiceField:
    """Return a field whose choices are rows. Raises TypeError for any other."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} offers no rows")
    return field


def rows_offered(form: forms.BaseForm, name: str) -> QuerySet[Any]:
    """Return the rows that a field of `model_choice` offers."""
    rows = model_choice(form, name).queryset
    assert rows is not None  # a field of rows is made with them
    return rows


def replace_typed(form: forms.BaseForm, name: str, value: str) -> None:
    """Put a value in the place of what was typed in a field, on the page that comes back."""
    assert isinstance(form.data, dict)  # Django's QueryDict, or the plain one of a caller
    data = form.data.copy()
    data[form.add_prefix(name)] = value
    form.data = data
