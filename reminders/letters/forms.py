"""What operators type: the number printed on a letter that came back."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from reminders.letters.models import Letter

_REFERENCE = re.compile(r"(\d{1,9})\D+(\d{1,5})")


class ReturnForm(forms.Form):
    """«12-007», as it is printed at the top of the sheet; «Lettre 12 7» is understood too."""

    reference = forms.CharField(
        label=_("Numéro de la lettre revenue"),
        help_text=_("En haut de la feuille, à droite, par exemple 12-007."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez le numéro imprimé en haut de la lettre.")},
    )

    letter: Letter

    def clean_reference(self) -> str:
        typed = self.cleaned_data["reference"]
        found = _REFERENCE.search(typed)
        letter = Letter.objects.filter(batch__number=int(found[1]), place=int(found[2])).first() if found else None
        if letter is None:
            raise forms.ValidationError(
                _("Aucune lettre n’a ce numéro. Écrivez le numéro du lot, un tiret, puis le rang, par exemple 12-007.")
            )
        self.letter = letter
        return typed
