"""A point that the person has just confirmed again (a code reached it) serves again."""

from typing import Any

from portal.people.models import Citizen
from reminders.channels.contact_points import contact_points
from reminders.suspensions.actions import lift
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import confirmed_at, point_of


def on_citizen_saved(
    sender: type[Citizen], instance: Citizen, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Of `post_save`: people's own actions say which columns they wrote."""
    for point in contact_points():
        if point.proved_by in (update_fields or ()):
            _lift_confirmed(instance, point.channel)


def _lift_confirmed(citizen: Citizen, channel: str) -> None:
    if not confirmed_at(citizen, channel):
        return
    confirmed = Suspension.objects.in_force().filter(
        citizen=citizen, channel=channel, address=point_of(citizen, channel)
    )
    for suspension in confirmed:
        lift(suspension=suspension, by=citizen.user)
