"""The fields of a form by what they are, for what a plain `Field` does not have."""

from typing import Any

from django import forms
from django.db.models import QuerySet


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
