"""The form of who does not approve."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SendBackForm(forms.Form):
    """Why it is not approved: who wrote it reads that."""

    why = forms.CharField(
        label=_("Ce qu’il faut changer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne qui a demandé votre accord lira ces mots."),
        error_messages={"required": _("Dites ce qu’il faut changer, en une phrase.")},
    )
