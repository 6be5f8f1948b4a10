"""What sign-up asks besides address and password (its own module: allauth imports it while its forms load)."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.people.actions import become_citizen
from portal.people.models import User
from portal.people.name_fields import NameField, one_or_two


class SignupNames(forms.Form):
    """How to call the person. The date of birth waits until it is useful."""

    given_name = NameField(
        label=_("Prénom"),
        autocomplete="given-name",
        error_messages={
            "required": _("Écrivez votre prénom. Vous avez un seul nom? Cochez «\u00a0J’ai un seul nom\u00a0».")
        },
    )
    family_name = NameField(
        label=_("Nom de famille"),
        autocomplete="family-name",
        error_messages={
            "required": _("Écrivez votre nom de famille. Vous avez un seul nom? Cochez «\u00a0J’ai un seul nom\u00a0».")
        },
    )
    one_name = forms.BooleanField(
        label=_("J’ai un seul nom"),
        help_text=_("Écrivez-le dans une des deux cases et laissez l’autre vide."),
        required=False,
    )
    field_order = ["given_name", "family_name", "one_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get(self.add_prefix("one_name")):
            self.fields["given_name"].required = self.fields["family_name"].required = False

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("one_name"):
            one_or_two(self, "given_name", "family_name")
        return self.cleaned_data

    def signup(self, request: HttpRequest, user: User) -> None:
        become_citizen(
            user=user,
            given_name=self.cleaned_data["given_name"],
            family_name=self.cleaned_data["family_name"],
            by=user,
        )
