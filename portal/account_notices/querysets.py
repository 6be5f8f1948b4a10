"""Selections of what was told to holders of accounts."""

from portal.access.visibility import Account
from portal.account_notices.outbox import OutgoingQuerySet


class AccountNoticeQuerySet(OutgoingQuerySet):
    def visible_to(self, user: Account) -> "AccountNoticeQuerySet":
        """One's own."""
        return self.filter(user_id=user.pk).select_related("organization")
