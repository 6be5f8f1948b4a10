"""Choosing what one receives: consents given for what was just ticked, withdrawn for what was unticked."""

from collections.abc import Collection

from django.db import transaction

from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, Purpose
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
