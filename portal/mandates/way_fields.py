"""Where the request to act goes: an e-mail address, or the lines of an envelope for whom has none."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.addresses import PROVINCES, Address, postal_code

BY_EMAIL, BY_POST = "email", "post"
LONGEST = 40
"""Characters a line: Canada Post's advice, and the width of the window."""
_ODD = re.compile(r"https?:|www|@|[^\w\s.,'’#°&()/–-]", re.IGNORECASE)
"""What no address holds: a letter of the portal carries no message to a third person."""


class _Line(forms.CharField):
    """One printed line of an address."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(max_length=LONGEST, required=False, widget=widget, **kwargs)
        self.error_messages["max_length"] = _("Au plus %(limit_value)d signes, pour tenir dans l’enveloppe à fenêtre.")

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if _ODD.search(value) or not all(map(_is_latin, filter(str.isalpha, value))):
            raise forms.ValidationError(
                _("Écrivez l’adresse avec des lettres et des chiffres seulement, par exemple 12, rue du Quai.")
            )


def _is_latin(letter: str) -> bool:
    """The fonts of letters have these, with all of their marks."""
    return unicodedata.name(letter, "").startswith("LATIN")


class WayForm(forms.Form):
    """Valid, `way_columns` holds those of the invitation."""

    send_by = forms.ChoiceField(
        label=_("Comment lui envoyer le code"),
        widget=forms.RadioSelect,
        choices=[(BY_EMAIL, _("Par courriel")), (BY_POST, _("Par une lettre, à la poste\u00a0: quelques jours"))],
        error_messages={"required": _("Choisissez le courriel ou la lettre.")},
    )
    email = forms.EmailField(
        label=_("Son adresse courriel"),
        required=False,
        help_text=_("Pour un courriel. Il contient un code, et rien qui dise de qui il vient."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    street = _Line(
        label=_("Son adresse\u00a0: numéro et rue"),
        help_text=_("Pour une lettre. Laissez ces cases vides pour un courriel."),
    )
    complement = _Line(label=_("Appartement"))
    city = _Line(label=_("Ville ou village"))
    province = forms.ChoiceField(label=_("Province"), choices=list(PROVINCES.items()), required=False)
    postal_code = forms.CharField(
        label=_("Code postal"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        way = self.cleaned_data.get("send_by")
        if way == BY_EMAIL and not self.cleaned_data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Écrivez l’adresse courriel, ou choisissez la lettre."))
        if way == BY_POST:
            self._clean_address()
        return self.cleaned_data

    def _clean_address(self) -> None:
        for name, words in {
            "street": _("Écrivez le numéro et la rue, ou choisissez le courriel."),
            "city": _("Écrivez la ville ou le village."),
        }.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, words)
        if (code := postal_code(self.cleaned_data.get("postal_code", ""))) is None:
            self.add_error("postal_code", _("Écrivez le code postal ainsi\u00a0: G1R 2B5."))
        else:
            self.cleaned_data["postal_code"] = code

    @property
    def way_columns(self) -> dict[str, str]:
        given = self.cleaned_data
        if given["send_by"] == BY_EMAIL:
            return {"email": given["email"]}
        names = ("street", "complement", "city", "postal_code")
        address = Address(province=given["province"] or "QC", **{name: given[name] for name in names})
        return {"postal_address": address.lines}
