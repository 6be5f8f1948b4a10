"""Days and hours that people type: the browser's own picker, or AAAA-MM-JJ; each error says what to write instead."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.foundation.formats.fields import HourField
from portal.people.models import Citizen
from portal.people.zones import words_of
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


class Place(forms.ChoiceField):
    """Where an hour is: the organization's place (""), another of Québec's clocks, or the person's own."""

    def __init__(self, *, default: str = "", own: str = "", **kwargs: Any) -> None:
        label = _("Cette heure est celle de quel endroit?")
        super().__init__(label=label, required=False, error_messages={"invalid_choice": _("Choisissez dans la liste.")})
        self.offer(default=default, own=own)

    def offer(self, *, default: str, own: str) -> None:
        """`default`: the organization's zone, where it is known; `own`: the person's."""
        theirs = gettext("celui de l’organisme")
        first = f"{words_of(default)} ({theirs})" if default else gettext("L’endroit de l’organisme")
        others = dict.fromkeys([*Citizen.Zone.values, *([own] if own else [])])
        self.choices = [("", first), *((zone, words_of(zone)) for zone in others if zone != default)]


def place_box(form: forms.BaseForm) -> Place:
    """Return the box «place» of a form. Raises TypeError where it is something else."""
    field = form.fields["place"]
    if not isinstance(field, Place):
        raise TypeError("place is not a Place")
    return field


def placed(hour: dt.time | None, zone: str) -> dt.time | None:
    """Return the hour with its place's zone, or without one where it is the organization's."""
    return hour.replace(tzinfo=ZoneInfo(zone)) if hour and zone else hour
