"""Whom to write to: typed from the organization's own system."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.foundation.formats.cells import spaced
from reminders.invitations.checking import LONGEST_NAME, problem_of


class InvitationForm(forms.Form):
    invite_name = forms.CharField(
        label=_("Nom de la personne"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez le nom de la personne.")},
    )
    invite_address = forms.CharField(
        label=_("Adresse postale"),
        help_text=_("Sur 2 à 5 lignes, comme sur l’enveloppe. Elle est effacée après l’impression."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"required": _("Écrivez l’adresse.")},
    )

    def clean(self) -> dict[str, str]:
        super().clean()
        given = self.cleaned_data
        if self.errors:
            return given
        given["invite_name"] = spaced(given["invite_name"])
        given["invite_address"] = "\n".join(filter(None, map(spaced, given["invite_address"].splitlines())))
        if problem := problem_of(given["invite_name"], given["invite_address"]):
            self.add_error(*problem)
        return given
