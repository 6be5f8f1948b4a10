"""Selections of mandates and of invitations to act."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Case, Exists, F, Q, Value, When

from portal import clock
from portal.access.visibility import Account, visibility_of
from portal.account_notices.outbox import OutgoingQuerySet
from portal.mandates.ages import MAJORITY, OWN_HEALTH, born_by

if TYPE_CHECKING:
    from portal.people.models import User


def _past_health(on: dt.date) -> Q:
    return Q(kind="parent", citizen__birth_date__lte=born_by(on, OWN_HEALTH))


_CHOSEN = Q(kind="helper", invitation__organization=None)
"""Of helpers whom the person chose; not of those whom a document names."""


class MandateQuerySet(models.QuerySet):
    def in_force(self, on: dt.date) -> "MandateQuerySet":
        """Begun, not ended and not revoked on that day. The death of either ends it; only a legal mandate that begins
        afterwards (whoever liquidates the estate) lets somebody act. Nobody acts for whom has closed their account.
        Parental authority ends with minority."""
        living = Q(citizen__died_on=None) | Q(kind="legal", starts_on__gt=F("citizen__died_on"))
        mine = self.filter(
            Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, revoked_at=None, citizen__user__closed_at=None
        )
        of_age = Q(kind="parent", citizen__birth_date__isnull=False, citizen__birth_date__lte=born_by(on, MAJORITY))
        return mine.filter(living, holder__citizen__died_on=None).exclude(of_age)

    def is_without_health(self, on: dt.date) -> Case:
        """Whether a mandate opens no organization of health on that day: a parent's, once the child is fourteen."""
        return Case(When(_past_health(on), then=Value(True)), default=Value(False), output_field=models.BooleanField())

    def closed_to_health(self, on: dt.date) -> "MandateQuerySet":
        return self.filter(_past_health(on))

    def standing(self, on: dt.date) -> "MandateQuerySet":
        """In force, or to begin later: what can be ended."""
        return self.in_force(on) | self.filter(revoked_at=None, starts_on__gt=on)

    def of_the_persons_choice(self) -> "MandateQuerySet":
        return self.filter(_CHOSEN)

    def with_choice(self) -> "MandateQuerySet":
        """With `is_chosen`: of the person's choice."""
        return self.annotate(is_chosen=Case(When(_CHOSEN, then=True), default=False))

    def changeable_by(self, user: Account) -> "MandateQuerySet":
        """Whose scope the person may change: to be ended and asked again, the others need their document."""
        mine = self.standing(clock.today()).filter(citizen_id=visibility_of(user).own_citizen_id)
        return mine.of_the_persons_choice()

    def visible_to(self, user: Account) -> "MandateQuerySet":
        return self.filter(Q(holder=user) | Q(citizen_id=visibility_of(user).own_citizen_id))

    def with_names(self) -> "MandateQuerySet":
        return self.select_related("citizen", "holder")


class MandateInvitationQuerySet(OutgoingQuerySet):
    def open(self) -> Self:
        """Neither answered nor taken back, in time."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None, expires_at__gt=clock.now())

    def visible_to(self, user: Account) -> Self:
        """Those by which one's own file would be opened."""
        return self.filter(citizen_id=visibility_of(user).own_citizen_id)

    def addressed_to(self, user: "User") -> Self:
        """Those of the account's own address, once it has confirmed it. Never one's own."""
        if not user.email:
            return self.none()
        confirmed = Exists(EmailAddress.objects.filter(user=user, verified=True, email__iexact=user.email))
        return self.filter(confirmed, email=user.email.lower()).exclude(citizen__user=user)

    def waiting(self) -> Self:
        """E-mails that must leave now."""
        return (super().waiting() & self.open()).exclude(email="")

    def to_post(self) -> Self:
        """Without an e-mail address, and whose letter is not written yet."""
        return self.open().filter(email="", sent_at=None)
