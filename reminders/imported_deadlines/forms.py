"""Linking one's number: whose, with whom, which number, by which code."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.client_numbers.models import pattern_of
from portal.client_numbers.writing import LONGEST
from portal.foundation.form_fields import model_choice
from portal.foundation.formats.cells import Unfit
from portal.organizations.models import Organization
from portal.people.models import Citizen
from reminders.kinds.models import DeadlineKind

_CODE_SIGNS = 40


class LinkForm(forms.Form):
    citizen = forms.ModelChoiceField(label=_("Pour qui"), queryset=Citizen.objects.none(), empty_label=None)
    organization = forms.ModelChoiceField(
        label=_("Organisme qui vous a écrit"),
        queryset=Organization.objects.none(),
        empty_label=_("Choisissez l’organisme"),
        error_messages={"required": _("Choisissez l’organisme nommé dans la lettre.")},
    )
    number = forms.CharField(
        label=_("Votre numéro de client"),
        help_text=_("La lettre en donne les derniers signes; il est en entier sur les avis et les factures."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez le numéro par lequel cet organisme vous connaît.")},
    )
    code = forms.CharField(
        label=_("Code de la lettre"),
        help_text=_("Dix lettres et chiffres. Les majuscules, les espaces et le tiret ne comptent pas."),
        max_length=_CODE_SIGNS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Écrivez le code imprimé dans la lettre.")},
    )

    def __init__(self, *args: Any, people: Sequence[Citizen], **kwargs: Any) -> None:
        """`people`: the account's own person first, then those it acts for."""
        super().__init__(*args, **kwargs)
        self.only = people[0] if len(people) == 1 else None
        if self.only:
            del self.fields["citizen"]
        else:
            model_choice(self, "citizen").queryset = Citizen.objects.filter(pk__in=[person.pk for person in people])
            self.initial.setdefault("citizen", people[0].pk)
        sending = DeadlineKind.objects.published().values("organization")
        model_choice(self, "organization").queryset = Organization.objects.filter(pk__in=sending).order_by("name_order")

    def clean(self) -> dict[str, Any]:
        """The form of a number is no secret: an organization prints it on its letters."""
        super().clean()
        given = self.cleaned_data
        if "number" not in given or "organization" not in given:
            return given
        numbers = pattern_of(given["organization"].pk)
        try:
            given["number"] = numbers.number_of(given["number"])
        except Unfit:
            words = _(
                "Écrivez-le comme sur vos avis. Les numéros de cet organisme ont %(form)s; espaces et tirets permis."
            )
            self.add_error("number", words % {"form": numbers.words})
        return given

    @property
    def asked(self) -> dict[str, Any]:
        """Arguments of `actions.link_by_code`, once valid."""
        return {"citizen": self.only, **self.cleaned_data}
