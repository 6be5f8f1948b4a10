"""Contact points of one person: by which channels they can be reached now, and what to do about the others."""

from dataclasses import dataclass

from portal.consents.models import Channel
from portal.people.models import Citizen
from reminders.channels.contact_points import ContactPoint, contact_points
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import point_of


@dataclass(frozen=True)
class Point:
    """`address` as the person reads it, "" when there is none. `is_ready`: a message can leave for it today."""

    channel: Channel
    address: str
    is_ready: bool
    lack: str = ""
    """What is missing, in a sentence; `remedy` and `url`: the link that settles it."""
    remedy: str = ""
    url: str = ""
    suspension: Suspension | None = None

    @property
    def label(self) -> str:
        return str(self.channel.label)

    @property
    def is_usable(self) -> bool:
        """May be chosen: a suspended point may, and says what to do first."""
        return self.is_ready or self.suspension is not None

    @property
    def offers_test_message(self) -> bool:
        """«M’envoyer un essai»: paper and voice cost people's work."""
        return self.is_usable and self.channel.offers_test_message


def points_of(citizen: Citizen) -> dict[Channel, Point]:
    """One query, for the suspensions in force."""
    suspended = {
        (suspension.channel, suspension.address): suspension
        for suspension in Suspension.objects.in_force().filter(citizen=citizen).order_by("since", "pk")
    }
    found = [_inbox(), *(_outside(kept, citizen) for kept in contact_points())]
    return {point.channel: _with_suspension(point, citizen, suspended) for point in found}


def _with_suspension(point: Point, citizen: Citizen, suspended: dict[tuple[str, str], Suspension]) -> Point:
    suspension = suspended.get((point.channel, point_of(citizen, point.channel)))
    if suspension is None or not point.is_ready:
        return point
    return Point(
        point.channel,
        point.address,
        is_ready=False,
        lack=suspension.get_reason_display(),
        remedy=point.remedy,
        url=point.url,
        suspension=suspension,
    )


def _inbox() -> Point:
    return Point(Channel.INBOX, "", is_ready=True)


def _outside(kept: ContactPoint, citizen: Citizen) -> Point:
    if not kept.is_offered():
        return Point(kept.channel, "", is_ready=False, lack=str(kept.lack))
    return Point(
        kept.channel,
        kept.shown(citizen),
        is_ready=bool(kept.address_of(citizen)),
        lack=str(kept.lack),
        remedy=str(kept.remedy),
        url=kept.url,
    )
