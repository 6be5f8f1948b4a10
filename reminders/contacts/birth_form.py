"""What a person says of their birth: a day, a month and its year, or a year."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.foundation.formats.partial_days import EARLIEST_YEAR
from portal.people.births import Birth
from portal.people.models import Citizen


class _FiguresField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **kwargs)


class BirthForm(forms.Form):
    """Valid, `birth` is what was said."""

    day = _FiguresField(label=_("Jour"), required=False, error_messages={"invalid": _("Écrivez le jour en chiffres.")})
    month = forms.TypedChoiceField(
        label=_("Mois"),
        required=False,
        choices=[("", _("Inconnu")), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Choisissez un mois de la liste.")},
    )
    year = _FiguresField(
        label=_("Année"),
        error_messages={
            "required": _("Indiquez l’année, en quatre chiffres."),
            "invalid": _("Indiquez l’année, en quatre chiffres."),
        },
    )

    def __init__(self, data: Any = None, *, citizen: Citizen) -> None:
        self.citizen, known = citizen, citizen.birth
        initial = {"day": known.day, "month": known.month, "year": known.year} if known else {}
        super().__init__(data, initial=initial)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not EARLIEST_YEAR <= year <= today(self.citizen.time_zone).year:
            words = _("Vérifiez l’année\u00a0: quatre chiffres, de %(first)s à aujourd’hui.")
            raise forms.ValidationError(words % {"first": EARLIEST_YEAR})
        return year

    def clean(self) -> dict[str, Any]:
        super().clean()
        result = self.cleaned_data
        if result.get("day") is not None and not result.get("month") and "month" not in self.errors:
            self.add_error("month", _("Choisissez aussi le mois, ou laissez le jour vide."))
        if not self.errors:
            self._check_day()
        return result

    def _check_day(self) -> None:
        last = self.citizen.died_on or today(self.citizen.time_zone)
        try:
            day: dt.date | None = self.birth.date
        except ValueError:
            self.add_error("day", _("Ce jour n’existe pas dans ce mois."))
            return
        if day and day > last:
            self.add_error("day", _("Cette date est à venir, ou suit le décès. Vérifiez-la."))

    @property
    def kept(self) -> str:
        """Once valid: what is kept, in words; a year alone is not taken for a date."""
        birth = self.birth
        if birth.date:
            return gettext("Date de naissance enregistrée\u00a0: %(birth)s.") % {"birth": birth}
        if birth.month:
            words = gettext("Mois et année de naissance enregistrés\u00a0: %(birth)s. Le jour reste inconnu.")
            return words % {"birth": birth}
        words = gettext("Année de naissance enregistrée\u00a0: %(year)d. Le jour et le mois restent inconnus.")
        return words % {"year": birth.year}

    @property
    def birth(self) -> Birth:
        result = self.cleaned_data
        return Birth(result["year"], result.get("month"), result.get("day"))
