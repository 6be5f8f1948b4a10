"""Selections of reminders."""

import datetime as dt

from django.db import models

from portal.access.visibility import Account, visibility_of

SHARDS = 16
"""Recipients are dealt into that many shards: one worker holds a shard at a time, so that two never share a person."""


class ShardOf(models.Func):
    """The shard (0 to SHARDS − 1) of a person's id. The index and the release name the same expression."""

    template = f"(uuid_hash(%(expressions)s) & {SHARDS - 1})"
    output_field = models.IntegerField()


class ReminderQuerySet(models.QuerySet):
    def planned(self) -> "ReminderQuerySet":
        return self.filter(state="planned")

    def due(self, at: dt.datetime) -> "ReminderQuerySet":
        """Planned and past its instant."""
        return self.planned().filter(due_at__lte=at)

    def unreached(self) -> "ReminderQuerySet":
        """They wanted it, and no channel could carry it while it was still useful."""
        return self.filter(why="unreached")

    def visible_to(self, user: Account) -> "ReminderQuerySet":
        """By the deadline's owner, whom an index finds; a reminder has no index of its own by recipient."""
        mine = visibility_of(user).citizen_ids
        return self.filter(deadline__citizen_id__in=mine, recipient_id__in=mine)
