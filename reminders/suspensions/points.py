"""Contact points: which column of a person each channel writes to, and since when they confirmed it."""

import datetime as dt

from portal.consents.models import Channel
from portal.people.models import Citizen


def point_of(citizen: Citizen, channel: str) -> str:
    """The address or number that `channel` uses for this person today, or ""."""
    match channel:
        case Channel.EMAIL:
            return citizen.email
        case Channel.SMS | Channel.PHONE:
            return citizen.telephone
        case Channel.LETTER:
            return citizen.postal_address
    return ""


def confirmed_at(citizen: Citizen, channel: str) -> dt.datetime | None:
    """When the person proved that the point is theirs; a postal address is not proved."""
    match channel:
        case Channel.EMAIL:
            return citizen.email_verified_at
        case Channel.SMS | Channel.PHONE:
            return citizen.phone_verified_at
    return None
