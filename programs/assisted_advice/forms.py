"""Whose file, and what they agreed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Read aloud before the answers are kept; what the journal's row stands for.
WORDING = _(
    "Voulez-vous que nous gardions vos réponses, chiffrées, dans votre dossier Relais? "
    "Vous pourrez les lire, les corriger et les effacer."
)


# Read aloud before an agent opens what is kept; said yes to each time.
OPEN_WORDING = _(
    "Pour regarder vos pistes avec vous, j’ouvre les réponses que vous nous avez laissées. Je les verrai, et votre "
    "journal dira que je les ai ouvertes. Êtes-vous d’accord?"
)


class OpenForm(forms.Form):
    is_known = forms.BooleanField(
        label=_("J’ai vérifié que je parle bien à cette personne"),
        error_messages={"required": _("Vérifiez d’abord à qui vous parlez : son nom complet et son adresse.")},
    )
    agrees = forms.BooleanField(
        label=_("La personne a entendu ce texte et a dit oui"),
        error_messages={"required": _("Sans son accord, ses pistes restent fermées.")},
    )


class KeepForm(forms.Form):
    """Of somebody whose file is open, the number is not asked: their answers go in no other file."""

    dossier = forms.CharField(label=_("Numéro de dossier de la personne"), max_length=40)
    agrees = forms.BooleanField(
        label=_("La personne a entendu ce texte et a dit oui"),
        error_messages={"required": _("Sans son accord, rien n’est conservé.")},
    )

    def __init__(self, *args: Any, asks_number: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_number:
            del self.fields["dossier"]
