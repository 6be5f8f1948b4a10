"""Days and hours that people type: the browser's own picker, or AAAA-MM-JJ; each error says what to write instead."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.formats.fields import HourField
from reminders.kinds.dates import EARLIEST, LATEST


class Day(forms.DateField):
    def __init__(self, *, missing: Any = None, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
            error_messages={
                "required": missing or _("Indiquez la date."),
                "invalid": _("Écrivez la date ainsi\u00a0: année-mois-jour, par exemple 2027-03-31."),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> dt.date | None:
        day = super().clean(value)
        if day and day < EARLIEST:
            raise forms.ValidationError(_("Cette date est trop ancienne. Vérifiez l’année."))
        if day and day > LATEST:
            raise forms.ValidationError(_("Cette date est trop lointaine. Vérifiez l’année."))
        return day


class Hour(HourField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time", "autocomplete": "off"}, format="%H:%M"),
            error_messages={
                "required": _("Indiquez l’heure, par exemple 14:30."),
                "invalid": _("Écrivez l’heure ainsi\u00a0: 14:30."),
            },
            **kwargs,
        )
