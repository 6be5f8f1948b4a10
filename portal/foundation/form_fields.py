"""The fields of a form by what they are, for what a plain `Field` does not have."""

from django import forms


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
