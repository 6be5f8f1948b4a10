"""Selections of calendar addresses."""

import hashlib

from django.db import models

from portal.access.visibility import Account, visibility_of


class CalendarFeedQuerySet(models.QuerySet):
    def in_force(self) -> "CalendarFeedQuerySet":
        return self.filter(revoked_at=None)

    def of_token(self, token: str) -> "CalendarFeedQuerySet":
        """The one that this secret opens: revoked, unknown, of a closed account or of somebody who died, the
        same single query finds none."""
        return self.in_force().filter(
            token_digest=digest_of(token),
            citizen__user__is_active=True,
            citizen__user__closed_at=None,
            citizen__died_on=None,
        )

    def visible_to(self, user: Account) -> "CalendarFeedQuerySet":
        return self.filter(citizen_id__in=visibility_of(user).citizen_ids)


def digest_of(token: str) -> str:
    """256 random bits need neither salt nor slowness: SHA-256 is enough to keep them unread."""
    return hashlib.sha256(token.encode()).hexdigest()
