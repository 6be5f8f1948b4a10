"""Selections of noted contacts."""

from django.db import models

from portal.access.visibility import Account, visibility_of


class ContactNoteQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "ContactNoteQuerySet":
        """Agents, those of their teams. The person reads in the journal that there was one, and asks for its words."""
        return self.filter(team_id__in=visibility_of(user).team_ids)
