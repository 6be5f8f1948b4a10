"""Whose file, and what they agreed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

# Read aloud before the answers are kept; what the journal's row stands for.
WORDING = _(
    "Voulez-vous que nous gardions vos réponses, chiffrées, dans votre dossier Relais? "
    "Vous pourrez les lire, les corriger et les effacer."
)


class KeepForm(forms.Form):
    dossier = forms.CharField(label=_("Numéro de dossier de la personne"), max_length=40)
    agrees = forms.BooleanField(
        label=_("La personne a entendu ce texte et a dit oui"),
        error_messages={"required": _("Sans son accord, rien n’est conservé.")},
    )
