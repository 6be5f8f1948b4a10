"""The answer to «utile?»."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.votes.ballots import NotABallot, read


class VoteForm(forms.Form):
    ballot = forms.CharField(widget=forms.HiddenInput)
    useful = forms.TypedChoiceField(
        label=_("Cette page vous a-t-elle été utile?"),
        choices=[("oui", _("Oui")), ("non", _("Non"))],
        coerce=lambda answer: answer == "oui",
        error_messages={"required": _("Répondez par oui ou par non.")},
    )
    comment = forms.CharField(
        label=_("Qu’est-ce qui manquait? (facultatif)"),
        help_text=_("N’écrivez ni nom ni numéro : nous ne pourrons pas vous répondre ici."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_ballot(self) -> Any:
        try:
            return read(self.cleaned_data["ballot"])
        except NotABallot as error:
            raise forms.ValidationError(_("Rechargez la page, puis répondez de nouveau.")) from error
