"""The preferences of one person."""

from typing import Any

from django import forms

from portal.consents.models import Channel, Consent, Purpose
from portal.people.models import Citizen
from reminders.preferences.actions import Choice
from reminders.preferences.wordings import WORDINGS


class PreferencesForm(forms.Form):
    """One box per purpose and channel, ticked when a consent is in force, and never otherwise.

    A channel without a verified contact point is offered only when there is a consent to withdraw."""

    def __init__(self, *args: Any, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = Consent.objects.channels_of([citizen.pk], Purpose.values)
        reachable = {
            Channel.INBOX: True,
            Channel.EMAIL: bool(citizen.email_verified_at),
            Channel.SMS: bool(citizen.phone_verified_at),
        }
        self.offered: list[Choice] = []
        for (purpose, channel), wording in WORDINGS.items():
            in_force = (citizen.pk, purpose, channel) in given
            if in_force or reachable[channel]:
                self.offered.append((purpose, channel))
                self.fields[_name(purpose, channel)] = forms.BooleanField(
                    label=wording, required=False, initial=in_force
                )

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.offered if self.cleaned_data[_name(*choice)]]

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Purpose in words, and its boxes."""
        by_purpose: dict[Purpose, list[forms.BoundField]] = {}
        for purpose, channel in self.offered:
            by_purpose.setdefault(purpose, []).append(self[_name(purpose, channel)])
        return [(str(purpose.label), boxes) for purpose, boxes in by_purpose.items()]


def _name(purpose: Purpose, channel: Channel) -> str:
    return f"{purpose}-{channel}"
