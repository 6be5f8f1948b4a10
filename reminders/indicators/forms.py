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
        told = super().clean()
        if told.get("start") and told.get("end") and told["start"] > told["end"]:
            raise forms.ValidationError(_("La première date doit précéder la seconde."))
        if any(day and not EARLIEST <= day <= LATEST for day in (told.get("start"), told.get("end"))):
            raise forms.ValidationError(_("Vérifiez l’année de ces dates."))
        return told

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """What was asked; else the twelve months that end yesterday (today's deadlines are not over)."""
        told = self.cleaned_data if self.is_bound and self.is_valid() else {}
        end = told.get("end") or today() - dt.timedelta(days=1)
        return told.get("start") or end - dt.timedelta(days=364), end
