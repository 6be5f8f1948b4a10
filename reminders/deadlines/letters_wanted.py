"""Who begins to want letters has theirs planned with the time that the post takes."""

from typing import Any

from portal.clock import now
from portal.consents.models import Channel, Consent, Purpose
from reminders.deadlines.models import Deadline
from reminders.reminders.planning import plan


def on_consent_given(sender: type[Consent], instance: Consent, created: bool = False, **kwargs: Any) -> None:
    """Of `post_save`. Withdrawn, nothing changes before the release, which reads consents by itself."""
    if created and instance.purpose == Purpose.REMINDERS and instance.channel == Channel.LETTER:
        plan(Deadline.objects.open().filter(citizen=instance.citizen_id), at=now())
