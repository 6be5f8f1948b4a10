"""Selections of documents."""

import datetime as dt
from typing import TYPE_CHECKING, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, TruncDate

from portal import clock
from portal.access.permissions import Permission
from portal.access.visibility import Visibility, visibility_of
from portal.documents.holding import LONGEST_WAIT
from portal.mandates.models import Mandate

if TYPE_CHECKING:
    from portal.people.models import User


def _opened_by(visibility: Visibility) -> Q:
    return visibility.matters(organization="team__organization", dossier="dossier") & Q(dossier__taken_away_at=None)


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "DocumentQuerySet":
        """Citizens see their own and those of whom they represent; agents those given to or by their teams."""
        visibility = visibility_of(user)
        return self.filter(_opened_by(visibility) | Q(team_id__in=visibility.team_ids))

    def held_by(self, user: "User") -> "DocumentQuerySet":
        """The citizen's side only, for an account that is also an agent's."""
        return self.filter(_opened_by(visibility_of(user)))

    def deposited(self) -> "DocumentQuerySet":
        """What citizens gave (the rest was given to them)."""
        return self.filter(origin="citizen")

    def kept_alone(self) -> "DocumentQuerySet":
        """What people keep here for the day it is asked: given to nobody."""
        return self.deposited().filter(team=None)

    def available(self) -> "DocumentQuerySet":
        """The only ones whose bytes may be served, to anyone."""
        return self.filter(state="available")

    def with_details(self) -> "DocumentQuerySet":
        """What a line of a list names."""
        return self.select_related("citizen", "team__organization", "dossier", "document_type")

    def of_kind(self, code: str) -> "DocumentQuerySet":
        return self.filter(document_type__code=code)

    def usable_as_proof(self, user: "User", on: dt.date, *, citizen_id: UUID | None) -> "DocumentQuerySet":
        """What a person can show, as `user` (they, or who acts for them today) may see it: for each document type in
        use their best document, with its kind.

        One that is of children is also in the file of a child over whom the account has parental authority. A document
        refused, by the checks or by a team, is not there. Best: not expired, then the newest.
        """
        theirs, mine = Q(citizen_id=citizen_id), _opened_by(visibility_of(user))
        if citizen_id and citizen_id == visibility_of(user).own_citizen_id:
            children = Mandate.objects.in_force(on).filter(holder_id=user.pk, kind=Mandate.Kind.PARENT)
            theirs |= Q(document_type__is_of_child=True, citizen_id__in=children.values("citizen_id"))
            mine |= Q(citizen_id__in=children.values("citizen_id"))  # on one's own pages, though in places of their own
        fit = self.filter(mine).available().filter(theirs, document_type__retired_at=None, document_type__isnull=False)
        day = Coalesce("issued_on", TruncDate("received_at", tzinfo=ZoneInfo(clock.LEGAL_ZONE)))
        return (
            fit.exclude(given_for__request__state="refused")
            .filter(given_for__set_aside_at=None)
            .alias(is_past=Q(expires_on__isnull=False, expires_on__lt=on), day=day)
            .order_by("document_type_id", "is_past", F("day").desc(), "-received_at", "-pk")
            .distinct("document_type_id")
            .select_related("document_type", "citizen")
        )

    def waiting(self) -> "DocumentQuerySet":
        """Without a verdict yet."""
        return self.filter(state__in=["received", "held"])

    def first_waiting(self) -> UUID | None:
        """The key of the oldest without a verdict: by a plain scan of `document_to_screen`, which marks the entries of
        those that have theirs, so that the next sweep does not visit them."""
        return self.waiting().order_by("received_at").values_list("pk", flat=True).first()

    def to_screen(self, at: dt.datetime) -> "DocumentQuerySet":
        """Waiting for a verdict, claimed by nobody at `at` (a killed worker leaves an expired claim), and tried
        long enough ago. What a clock that went ahead placed further than we ever wait is due now."""
        limit = at + LONGEST_WAIT + clock.TOLERANCE
        free = Q(claimed_until=None) | Q(claimed_until__lt=at) | Q(claimed_until__gt=limit)
        return self.waiting().filter(free, Q(not_before=None) | Q(not_before__lte=at) | Q(not_before__gt=limit))

    def in_trouble(self) -> Self:
        """What a fault of ours keeps from its people: held, or damaged once available."""
        return self.filter(Q(state="held") | Q(damaged_at__isnull=False))

    def bytes_kept(self) -> int:
        return self.exclude(state="refused").aggregate(total=Sum("size"))["total"] or 0


class TroubledDocumentQuerySet(DocumentQuerySet):
    def visible_to(self, user: "User") -> "TroubledDocumentQuerySet":
        """A matter of the portal's operation, which sees neither names nor people."""
        return self.in_trouble() if visibility_of(user).may_everywhere(Permission.OPERATE_PORTAL) else self.none()
