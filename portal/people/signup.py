"""What sign-up asks besides address and password (its own module: allauth imports it while its forms load)."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.people.actions import become_citizen
from portal.people.models import User


class SignupNames(forms.Form):
    """How to call the person. The date of birth waits until it is useful."""

    given_name = forms.CharField(
        label=_("Prénom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Nom de famille"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    field_order = ["given_name", "family_name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        become_citizen(
            user=user,
            given_name=self.cleaned_data["given_name"],
            family_name=self.cleaned_data["family_name"],
            by=user,
        )
