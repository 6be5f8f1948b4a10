"""Selections of imported deadlines."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from reminders.kinds.models import DeadlineKind

if TYPE_CHECKING:
    from portal.access.visibility import Account
    from reminders.imported_deadlines.models import ImportedDeadline


class ImportedDeadlineQuerySet(models.QuerySet):
    def unmatched(self) -> "ImportedDeadlineQuerySet":
        """Still expected of somebody, and of nobody that the portal knows."""
        return self.filter(citizen=None, state="open")

    def of_number(self, imported_deadline: "ImportedDeadline") -> "ImportedDeadlineQuerySet":
        """All that waits under the same number."""
        same = {"organization_id": imported_deadline.organization_id, "digest": imported_deadline.digest}
        return self.unmatched().filter(**same).order_by("due_on", "pk")

    def by_number(self) -> "ImportedDeadlineQuerySet":
        """Of each unmatched number the imported deadline that is due first; `waiting`, how many there are under it."""
        same = {"organization_id": OuterRef("organization_id"), "digest": OuterRef("digest")}
        siblings = self.unmatched().filter(**same)  # of those that one sees: another team's do not stand for one's own
        earlier = siblings.filter(
            Q(due_on__lt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), pk__lt=OuterRef("pk"))
        )
        waiting = siblings.order_by().values("digest").annotate(count=Count("pk")).values("count")
        return self.unmatched().filter(~Exists(earlier)).annotate(waiting=Subquery(waiting))

    def visible_to(self, user: "Account") -> "ImportedDeadlineQuerySet":
        """Those of the kinds that one's teams answer for; for supervisors, all that their organization sent. Its
        administrators too, as long as no person is linked: it is the file that they sent, without a name."""
        visibility = visibility_of(user)
        mine = Q(kind__in=DeadlineKind.objects.handled_by(user).values("pk"))
        sent = visibility.organizations_where(Permission.IMPORT_DEADLINES)
        return self.filter(mine | Q(organization__in=sent, citizen=None))
