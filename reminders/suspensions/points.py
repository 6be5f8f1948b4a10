"""Contact points of one person, by channel: what is suspended, condemned and taken up again by name."""

import datetime as dt

from portal.consents.models import Channel
from portal.people.models import Citizen
from reminders.channels.contact_points import contact_point_of


def point_of(citizen: Citizen, channel: str) -> str:
    """The address or number that `channel` uses for this person today, or ""."""
    return contact_point_of(channel).kept(citizen) if Channel(channel).is_outside else ""


def confirmed_at(citizen: Citizen, channel: str) -> dt.datetime | None:
    """When the person proved that the point is theirs; a postal address is not proved."""
    return contact_point_of(channel).proved_at(citizen) if Channel(channel).is_outside else None
