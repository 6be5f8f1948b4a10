"""Selections of questions."""

from typing import TYPE_CHECKING

from django.db import models

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of

if TYPE_CHECKING:
    from portal.access.visibility import Account


class DueCheckQuerySet(models.QuerySet):
    def unanswered(self) -> "DueCheckQuerySet":
        """Their reminders left without an answer."""
        return self.exclude(answer__in=["open", "done", "cancelled"])

    def visible_to(self, user: "Account") -> "DueCheckQuerySet":
        mine = visibility_of(user).organizations_where(Permission.CONNECT_SYSTEMS)
        return self.filter(subscription__organization__in=mine)
