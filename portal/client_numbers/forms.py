"""Declaring the form of an organization's client numbers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.client_numbers.models import NumberPattern
from portal.client_numbers.writing import SIGNS

SHORTEST_CHECKED = 3


class NumberPatternForm(forms.ModelForm):
    class Meta:
        model = NumberPattern
        fields = ["organization", "alphabet", "signs", "shortest", "longest", "check_digit"]
        help_texts = {
            "signs": _("Ceux qui comptent, parmi . / _ + * : # &. Les espaces et les tirets ne comptent jamais."),
            "shortest": _("Sans les espaces ni les tirets; de 1 à 40."),
            "longest": _("La même, si tous vos numéros ont la même longueur."),
            "check_digit": _("Il fait refuser un numéro où un chiffre est faux ou deux sont inversés."),
        }

    def clean_signs(self) -> str:
        signs = "".join(dict.fromkeys("".join(self.cleaned_data["signs"].split())))
        if foreign := [sign for sign in signs if sign not in SIGNS]:
            raise forms.ValidationError(
                _("«\u00a0%(sign)s\u00a0» ne peut en être\u00a0: choisissez parmi %(signs)s")
                % {"sign": foreign[0], "signs": SIGNS}
            )
        return signs

    def clean_check_digit(self) -> str:
        """Asked after the length: a number is more than its check."""
        check, shortest = self.cleaned_data["check_digit"], self.cleaned_data.get("shortest", 0)
        if check and shortest < SHORTEST_CHECKED:
            words = _("Avec un contrôle, un numéro a au moins %(least)d signes\u00a0: changez la longueur.")
            raise forms.ValidationError(words % {"least": SHORTEST_CHECKED})
        return check
