"""Choosing what one receives: consents given for what was just ticked, withdrawn for what was unticked."""

from collections.abc import Collection

from django.db import transaction

from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, Consent, Purpose
from portal.people.models import Citizen, User
from reminders.preferences.wordings import WORDINGS, wording_of

Choice = tuple[Purpose, Channel]


@transaction.atomic
def choose(*, citizen: Citizen, offered: Collection[Choice], chosen: Collection[Choice], by: User) -> None:
    """Only what was `offered` on the page changes; the rest stays as it was."""
    for purpose, channel in WORDINGS:
        if (purpose, channel) not in offered:
            continue
        if (purpose, channel) in chosen:
            give(citizen=citizen, purpose=purpose, channel=channel, wording=wording_of(purpose, channel), by=by)
        else:
            withdraw(citizen=citizen, purpose=purpose, channel=channel, by=by)


@transaction.atomic
def stop_everything(*, citizen: Citizen, by: User) -> int:
    """«Tout arrêter»: every consent in force is withdrawn; returns how many were. What is queued is checked again
    before it leaves."""
    mine = Consent.objects.in_force().filter(citizen=citizen).order_by("given_at", "id")
    return sum(
        withdraw(citizen=citizen, purpose=purpose, channel=channel, by=by) is not None
        for purpose, channel in list(mine.values_list("purpose", "channel"))
    )
