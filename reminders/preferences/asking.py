"""By which channels to be reminded, asked beside something else: what is accepted already, and a box for each other
channel that can reach the person, never ticked for them."""

from collections.abc import Collection

from django import forms

from portal.consents.models import Channel, Consent, Purpose
from portal.people.models import Citizen
from reminders.preferences.points import points_of
from reminders.preferences.wordings import wording_of

OUTSIDE = (Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.PHONE)


class ChannelsForm(forms.Form):
    """Call `offer_channels` from `__init__`."""

    email = forms.BooleanField(required=False)
    sms = forms.BooleanField(required=False)
    letter = forms.BooleanField(required=False)
    phone = forms.BooleanField(required=False)

    def offer_channels(self, citizen: Citizen, allowed: Collection[str]) -> None:
        """A box for what can reach the person and they have not accepted yet, in these words."""
        accepted = Consent.objects.in_force().filter(citizen=citizen, purpose=Purpose.REMINDERS)
        given = set(accepted.values_list("channel", "wording"))
        self.words = {channel: wording_of(Purpose.REMINDERS, channel) for channel in (Channel.INBOX, *OUTSIDE)}
        self.already = [
            channel for channel in OUTSIDE if (channel, self.words[channel]) in given and channel in allowed
        ]
        points = points_of(citizen)
        for channel in OUTSIDE:
            self.fields[channel].label = self.words[channel]
            if channel in self.already or channel not in allowed or not points[channel].is_usable:
                del self.fields[channel]

    def boxes(self) -> list[forms.BoundField]:
        return [self[channel] for channel in OUTSIDE if channel in self.fields]

    @property
    def accepted(self) -> dict[Channel, str]:
        """Once valid: the sentences to keep in the ledger."""
        return {
            channel: words
            for channel, words in self.words.items()
            if channel == Channel.INBOX or self.cleaned_data.get(channel)
        }
