"""The period, and whose deadlines: a GET form, an address to keep."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from reminders.kinds.dates import EARLIEST, LATEST


class PeriodForm(forms.Form):
    start = forms.DateField(label=_("Du"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("Au"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if given.get("start") and given.get("end") and given["start"] > given["end"]:
            raise forms.ValidationError(_("La première date doit précéder la seconde."))
        if any(day and not EARLIEST <= day <= LATEST for day in (given.get("start"), given.get("end"))):
            raise forms.ValidationError(_("Vérifiez l’année de ces dates."))
        return given

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """What was asked; else the twelve months that end yesterday (today's deadlines are not over)."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        end = given.get("end") or today() - dt.timedelta(days=1)
        return given.get("start") or end - dt.timedelta(days=364), end
