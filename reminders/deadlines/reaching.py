"""By which channels the reminders of a deadline would leave today: accepted, allowed by the kind, and able to reach."""

from collections.abc import Iterable

from portal.consents.models import Channel, Consent, Purpose
from portal.people.models import Citizen
from reminders.preferences.points import points_of


def usable_by(citizen: Citizen) -> list[Channel]:
    """Two queries: consents, suspensions."""
    accepted = Consent.objects.in_force().filter(citizen=citizen, purpose=Purpose.REMINDERS)
    given = set(accepted.values_list("channel", flat=True))
    points = points_of(citizen)
    return [channel for channel in Channel if channel in given and points[channel].is_ready]


def channels_for(usable: Iterable[Channel], allowed: Iterable[str]) -> list[Channel]:
    """Paper and voice only when no other channel outside leaves, as the engine does."""
    kept = [channel for channel in usable if channel in set(allowed)]
    ordinary = any(channel.is_outside and not channel.is_last_resort for channel in kept)
    return [channel for channel in kept if not (ordinary and channel.is_last_resort)]


def in_words(channels: Iterable[str]) -> str:
    """«par courriel, dans mon espace Relais»."""
    return ", ".join(str(Channel(channel).label) for channel in channels)
