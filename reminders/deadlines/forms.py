"""«Me le rappeler», and moving a date."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.consents.models import Channel, Purpose
from portal.people.models import Citizen
from reminders.kinds.dates import next_due
from reminders.kinds.models import DeadlineKind
from reminders.preferences.wordings import wording_of

FURTHEST = dt.timedelta(days=366 * 12)
"""A date further than that is a typing error: the longest known validity is ten years (passport, firearms licence)."""


class _DueDate(forms.DateField):
    """A day that is not past and not absurdly far; the browser's own date picker, or AAAA-MM-JJ."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
            error_messages={
                "required": _("Indiquez la date limite."),
                "invalid": _("Écrivez la date ainsi : année-mois-jour, par exemple 2027-03-31."),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> dt.date:
        day = super().clean(value)
        if day < today():
            raise forms.ValidationError(_("Cette date est passée. Choisissez aujourd’hui ou une date à venir."))
        if day - today() > FURTHEST:
            raise forms.ValidationError(_("Cette date est trop lointaine. Vérifiez l’année."))
        return day


class RemindMeForm(forms.Form):
    due_on = _DueDate(label=_("Date limite"))
    email = forms.BooleanField(required=False)
    sms = forms.BooleanField(required=False)

    def __init__(self, *args: Any, kind: DeadlineKind, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.citizen = citizen
        self.fields["email"].label = wording_of(Purpose.REMINDERS, Channel.EMAIL)
        self.fields["sms"].label = wording_of(Purpose.REMINDERS, Channel.SMS)
        self.fields["due_on"].help_text = kind.rule_fr
        self.initial["due_on"] = next_due(kind.basis, today(citizen.time_zone), citizen.birth_date)
        if not citizen.email_verified_at:
            del self.fields["email"]
        if not citizen.phone_verified_at:
            del self.fields["sms"]

    @property
    def wordings(self) -> dict[Channel, str]:
        """Channels chosen, each with the words that were shown; the inbox goes with asking."""
        chosen = [Channel.INBOX]
        chosen += [channel for channel in (Channel.EMAIL, Channel.SMS) if self.cleaned_data.get(channel)]
        return {channel: wording_of(Purpose.REMINDERS, channel) for channel in chosen}


class MoveForm(forms.Form):
    due_on = _DueDate(label=_("Nouvelle date limite"))
