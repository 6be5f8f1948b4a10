"""The name that a person goes by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.models import Citizen
from portal.people.name_fields import NameField, one_or_two


class NamesForm(forms.Form):
    given_name = NameField(label=_("Prénom"), autocomplete="given-name", required=False)
    family_name = NameField(
        label=_("Nom de famille"),
        autocomplete="family-name",
        required=False,
        help_text=_("Un seul nom? Écrivez-le dans une des deux cases et laissez l’autre vide."),
    )

    def __init__(self, data: Any = None, *, citizen: Citizen) -> None:
        super().__init__(data, initial={"given_name": citizen.given_name, "family_name": citizen.family_name})

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not (self.cleaned_data.get("given_name") and self.cleaned_data.get("family_name")):
            one_or_two(self, "given_name", "family_name")
        return self.cleaned_data
