"""To whom, and where: what an envelope needs and nothing else."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.addresses import PROVINCES, Address, postal_code
from portal.people.name_fields import NameField
from portal.receipts.typesetting import unprintable

# What a name and an address are made of: no link, no message to a third person.
_NAME = re.compile(r"[^\W\d_][^\W\d_ .,'’-]*(?:[ .,'’-]+[^\W\d_]*)*")
_STREET = re.compile(r"[\w .,'’#/()°-]+")
_SIGNS_OF_NAMES = frozenset(" .,'’ʼ-‐‑·\u200c\u200d")
LONGEST = 40
"""Characters a line: Canada Post's advice, and the width of the window."""


class _PrintedLine(forms.CharField):
    """One printed line of plain signs."""

    def __init__(self, *, sense: re.Pattern[str], refusal: Any, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)
        self.sense, self.refusal = sense, refusal
        self.error_messages["max_length"] = _("Au plus %(limit_value)d signes, pour tenir dans l’enveloppe à fenêtre.")

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (not self.sense.fullmatch(value) or "www" in value.lower()):
            raise forms.ValidationError(self.refusal)


_ODD_STREET = _("Écrivez l’adresse avec des lettres et des chiffres seulement, par exemple 12, rue du Quai.")


class _Addressee(NameField):
    """A whole name in letters and marks of any script: whoever asks may be anybody, and the name is printed."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if not all(unicodedata.category(sign)[0] in "LM" or sign in _SIGNS_OF_NAMES for sign in value):
            raise forms.ValidationError(_("Écrivez le nom avec des lettres seulement, par exemple Marie-Ève Côté."))
        if missing := unprintable(value):
            words = _(
                "Notre imprimante n’a pas ces signes\u00a0: %(signs)s. Écrivez le nom comme sur votre courrier, en "
                "lettres latines ou en écriture syllabique."
            )
            raise forms.ValidationError(words % {"signs": " ".join(missing)})


class LetterForm(forms.Form):
    name = _Addressee(
        label=_("Prénom et nom"),
        autocomplete="name",
        error_messages={"required": _("Indiquez à qui adresser la lettre.")},
    )
    street = _PrintedLine(
        label=_("Numéro et rue, ou case postale"),
        sense=_STREET,
        refusal=_ODD_STREET,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
        error_messages={"required": _("Indiquez le numéro et la rue, ou la case postale.")},
    )
    complement = _PrintedLine(
        label=_("Appartement, bureau"),
        required=False,
        sense=_STREET,
        refusal=_ODD_STREET,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    city = _PrintedLine(
        label=_("Ville ou village"),
        sense=_NAME,
        refusal=_("Écrivez le nom de la ville avec des lettres seulement."),
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"required": _("Indiquez la ville ou le village.")},
    )
    province = forms.ChoiceField(
        label=_("Province ou territoire"),
        choices=list(PROVINCES.items()),
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
        error_messages={"invalid_choice": _("Choisissez une province de la liste.")},
    )
    postal_code = forms.CharField(
        label=_("Code postal"),
        max_length=12,
        help_text=_("Par exemple G1R 2B5."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={"required": _("Indiquez le code postal, par exemple G1R 2B5.")},
    )

    def clean_postal_code(self) -> str:
        code = postal_code(self.cleaned_data["postal_code"])
        if code is None:
            words = _("Ce code postal n’existe pas au Canada. Écrivez-le ainsi\u00a0: G1R 2B5.")
            raise forms.ValidationError(words)
        return code

    @property
    def lines(self) -> list[str]:
        """The lines under the name, once valid."""
        given = self.cleaned_data
        names = ("street", "complement", "city", "province", "postal_code")
        return Address(**{name: given[name] for name in names}).lines.splitlines()
