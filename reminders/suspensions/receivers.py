"""A point that the person has just confirmed again (a code reached it) serves again."""

from typing import Any

from portal.consents.models import Channel
from portal.people.models import Citizen
from reminders.suspensions.actions import lift
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import confirmed_at, point_of

CONFIRMS = {
    "email_verified_at": (Channel.EMAIL,),
    "phone_verified_at": (Channel.SMS, Channel.PHONE),
}


def on_citizen_saved(
    sender: type[Citizen], instance: Citizen, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Of `post_save`: people's own actions say which columns they wrote."""
    for column in set(update_fields or ()) & set(CONFIRMS):
        for channel in CONFIRMS[column]:
            _lift_confirmed(instance, channel)


def _lift_confirmed(citizen: Citizen, channel: str) -> None:
    if not confirmed_at(citizen, channel):
        return
    confirmed = Suspension.objects.in_force().filter(
        citizen=citizen, channel=channel, address=point_of(citizen, channel)
    )
    for suspension in confirmed:
        lift(suspension=suspension, by=citizen.user)
