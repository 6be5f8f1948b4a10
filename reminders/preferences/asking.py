"""By which channels to be reminded, asked beside something else: what is accepted already, and a box for each other
channel that can reach the person, never ticked for them."""

from collections.abc import Collection

from django import forms

from portal.consents.models import Channel, Consent, Purpose
from portal.people.models import Citizen
from reminders.preferences.points import points_of
from reminders.preferences.wordings import WORDINGS, wording_of


class ChannelsForm(forms.Form):
    """Call `offer_channels` from `__init__`."""

    def offer_channels(self, citizen: Citizen, allowed: Collection[str]) -> None:
        """A box for what can reach the person and they have not accepted yet, in these words."""
        accepted = Consent.objects.in_force().filter(citizen=citizen, purpose=Purpose.REMINDERS)
        given = set(accepted.values_list("channel", "wording"))
        offered = [channel for channel in Channel if (Purpose.REMINDERS, channel) in WORDINGS]
        self.words = {channel: wording_of(Purpose.REMINDERS, channel) for channel in offered}
        outside = [channel for channel in offered if channel.is_outside and channel in allowed]
        self.already = [channel for channel in outside if (channel, self.words[channel]) in given]
        points = points_of(citizen)
        for channel in outside:
            if channel not in self.already and points[channel].is_usable:
                self.fields[channel.value] = forms.BooleanField(required=False, label=self.words[channel])

    def boxes(self) -> list[forms.BoundField]:
        return [self[channel.value] for channel in Channel if channel in self.fields]

    @property
    def accepted(self) -> dict[Channel, str]:
        """Once valid: the sentences to keep in the ledger."""
        return {
            channel: words
            for channel, words in self.words.items()
            if channel == Channel.INBOX or self.cleaned_data.get(channel)
        }
