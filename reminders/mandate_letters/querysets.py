"""Selections of letters that ask somebody to act."""

from django.db import models
from django.db.models import Q

from portal import clock
from portal.access.visibility import Account, visibility_of


class MandateLetterQuerySet(models.QuerySet):
    def waiting(self) -> "MandateLetterQuerySet":
        """In no batch yet, of a request that stands, the oldest first; of a person who died, that to who liquidates."""
        unanswered = self.filter(
            invitation__accepted_at=None, invitation__declined_at=None, invitation__withdrawn_at=None
        )
        of_living = Q(invitation__citizen__died_on=None) | Q(invitation__kind="legal")
        in_time = unanswered.filter(of_living, invitation__expires_at__gt=clock.now())
        return in_time.filter(state="to_print", batch=None).order_by("asked_at", "pk")

    def visible_to(self, user: Account) -> "MandateLetterQuerySet":
        """Those by which one's own file would be opened."""
        return self.filter(invitation__citizen_id=visibility_of(user).own_citizen_id)
