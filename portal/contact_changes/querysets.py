"""Selections of contact changes."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.contact_changes.periods import UNDO_FOR
from portal.people.models import Citizen, User
from portal.people.querysets import of_people_seen_by


class ContactChangeQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "ContactChangeQuerySet":
        """Agents: of the people they serve. Operation of the portal, which answers the telephone: of everybody."""
        if visibility_of(user).may_everywhere(Permission.VIEW_CONTACT_CHANGES):
            return self
        if visibility_of(user).team_ids:
            return self.filter(of_people_seen_by(user, "citizen"))
        return self.filter(Q(account_id=user.pk) | Q(citizen_id__in=visibility_of(user).citizen_ids))

    def of_owner(self, *, account: User | None, citizen: Citizen | None) -> "ContactChangeQuerySet":
        """Of one person, whom an account, a citizen or both stand for."""
        owner = Q(pk=None)
        if account is not None:
            owner |= Q(account=account)
        if citizen is not None:
            owner |= Q(citizen=citizen)
        return self.filter(owner)

    def undoable(self) -> "ContactChangeQuerySet":
        """Less than 72 hours old, and not undone."""
        return self.filter(undone_at=None, changed_at__gt=clock.now() - UNDO_FOR)

    def freezing(self) -> "ContactChangeQuerySet":
        """Undone, and support was not reached yet."""
        return self.filter(undone_at__isnull=False, lifted_at=None)
