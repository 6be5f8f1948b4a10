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
_SIGNS_OF_NAMES = frozenset(" .,'’ʼ-‐‑·\u200c\u200d")
_SIGNS_OF_PLACES = _SIGNS_OF_NAMES | frozenset("!?&()/–")
"""«Saint-Louis-du-Ha! Ha!», «Wemotaci (réserve)»."""
_SIGNS_OF_STREETS = _SIGNS_OF_PLACES | frozenset("#°")
_FIRST_NUMBER = re.compile(r"\d{1,3} ")
"""Of a place: «100 Mile House»."""
LONGEST = 40
"""Characters a line: Canada Post's advice, and the width of the window."""


class _PrintedLine(forms.CharField):
    """One printed line of plain signs."""

    def __init__(self, *, signs: frozenset[str], numbers: bool, refusal: Any, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)
        self.signs, self.numbers, self.refusal = signs, numbers, refusal
        self.error_messages["max_length"] = _("Au plus %(limit_value)d signes, pour tenir dans l’enveloppe à fenêtre.")

    def to_python(self, value: Any) -> str:
        return " ".join(unicodedata.normalize("NFC", super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        words = value if self.numbers else _FIRST_NUMBER.sub("", value, count=1)
        kinds = "LMN" if self.numbers else "LM"
        if not _is_made_of(words, kinds, self.signs) or not any(map(str.isalnum, words)) or "www" in value.lower():
            raise forms.ValidationError(self.refusal)
        if missing := unprintable(value):
            why = _("Notre imprimante n’a pas ces signes\u00a0: %(signs)s. Écrivez-le en lettres latines.")
            raise forms.ValidationError(why % {"signs": " ".join(missing)})


def _is_made_of(text: str, kinds: str, signs: frozenset[str]) -> bool:
    """Letters with their marks (and figures) of any script, as Unicode sorts them, and these signs."""
    return all(unicodedata.category(sign)[0] in kinds or sign in signs for sign in text)


_ODD_STREET = _("Écrivez l’adresse avec des lettres et des chiffres seulement, par exemple 12, rue du Quai.")


class _Addressee(NameField):
    """A whole name in letters and marks of any script: whoever asks may be anybody, and the name is printed."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if not _is_made_of(value, "LM", _SIGNS_OF_NAMES):
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
        signs=_SIGNS_OF_STREETS,
        numbers=True,
        refusal=_ODD_STREET,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
        error_messages={"required": _("Indiquez le numéro et la rue, ou la case postale.")},
    )
    complement = _PrintedLine(
        label=_("Appartement, bureau"),
        required=False,
        signs=_SIGNS_OF_STREETS,
        numbers=True,
        refusal=_ODD_STREET,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    city = _PrintedLine(
        label=_("Ville ou village"),
        signs=_SIGNS_OF_PLACES,
        numbers=False,
        refusal=_("Écrivez le nom de la ville, sans chiffres ni adresse Web, par exemple Sept-Îles."),
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
