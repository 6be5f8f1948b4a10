"""Selections of dead letters."""

from typing import TYPE_CHECKING

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from reminders.deliveries.querysets import matters_of

if TYPE_CHECKING:
    from reminders.fallback.models import DeadLetter


class DeadLetterQuerySet(models.QuerySet["DeadLetter"]):
    def open(self) -> "DeadLetterQuerySet":
        return self.filter(settled_at=None)

    def visible_to(self, user: Account) -> "DeadLetterQuerySet":
        """Those that told of a date or a notice of the teams one works for. The operation of the portal sees all,
        without names: an organization without a team must not leave a failure to nobody."""
        if visibility_of(user).may_everywhere(Permission.HANDLE_UNREACHED):
            return self
        seen = matters_of(user, person="citizen")
        return self.none() if seen is None else self.filter(seen)

    def of_the_message(self, letter: "DeadLetter") -> "DeadLetterQuerySet":
        """All failures of the message that `letter` tells of."""
        if letter.delivery is None:
            return self.filter(pk=letter.pk)
        return self.filter(delivery__recipient=letter.delivery.recipient_id, delivery__group=letter.delivery.group)

    def with_what_failed(self) -> "DeadLetterQuerySet":
        """Everything that a line shows, in one query."""
        return self.select_related("citizen", "delivery", "next_delivery", "reminder", "settled_by")
