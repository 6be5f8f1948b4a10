"""Names as people type them: any script, a hundred letters, one name only; cleaned of what nobody sees, never cut."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from portal.foundation.words.names import LONGEST_NAME, clean_name, has_letter

WHOLE_NAME = 2 * LONGEST_NAME + 1
"""Characters of both names."""


class NameField(forms.CharField):
    """A given or a family name, or both with a `longest` of `WHOLE_NAME`.

    No `maxlength` in the page: a browser would cut a long name without a word."""

    def __init__(self, *, autocomplete: str = "off", longest: int = LONGEST_NAME, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": autocomplete}), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        if len(value) > self.longest:
            words = _("Ce nom a %(length)d lettres. Nous pouvons en garder %(longest)d\u00a0: écrivez-le plus court.")
            raise forms.ValidationError(words % {"length": len(value), "longest": self.longest})
        if not has_letter(value):
            raise forms.ValidationError(_("Écrivez le nom en lettres."))
        if "://" in value or "www." in value.lower():
            raise forms.ValidationError(_("Écrivez un nom seulement, sans adresse Web."))


def one_or_two(form: forms.Form, given_field: str, family_field: str) -> None:
    """Keep the only name of a person in `family_field`, whichever box it was typed in; `given_field` is then empty.

    Lists are sorted by it, and letters are headed with it. Part of a form's `clean`, once it is said that there is only
    one; an error when two were typed, or none."""
    given, family = form.cleaned_data.get(given_field, ""), form.cleaned_data.get(family_field, "")
    if given and family:
        form.add_error(
            family_field,
            _("Vous avez écrit deux noms. Laissez une case vide, ou décochez «\u00a0J’ai un seul nom\u00a0»."),
        )
    elif not (given or family) and not form.errors.keys() & {given_field, family_field}:
        form.add_error(family_field, _("Écrivez votre nom."))
    else:
        form.cleaned_data |= {given_field: "", family_field: family or given}
