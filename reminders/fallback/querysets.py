"""Selections of dead letters."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from portal.access.reach import reach_of
from portal.organizations.models import Team


class DeadLetterQuerySet(models.QuerySet):
    def open(self) -> "DeadLetterQuerySet":
        return self.filter(settled_at=None)

    def visible_to(self, user: AbstractBaseUser) -> "DeadLetterQuerySet":
        """Those of the organizations whose teams one works for. The operation of the portal sees all, without names:
        an organization without a team must not leave a failure to nobody."""
        reach = reach_of(user)
        if "operator" in reach.roles:
            return self
        if not reach.team_ids:
            return self.none()
        owners = Team.objects.filter(pk__in=reach.team_ids).values_list("organization_id", flat=True)
        return self.filter(organization_ids__overlap=list(owners))

    def of_the_message(self, letter: models.Model) -> "DeadLetterQuerySet":
        """All failures of the message that `letter` tells of."""
        if letter.delivery is None:
            return self.filter(pk=letter.pk)
        return self.filter(delivery__recipient=letter.delivery.recipient_id, delivery__group=letter.delivery.group)

    def with_what_failed(self) -> "DeadLetterQuerySet":
        """Everything that a line shows, in one query."""
        return self.select_related("citizen", "delivery", "next_delivery", "reminder", "settled_by")
