"""Selections of deadlines."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from portal.access.permissions import Permission
from portal.access.visibility import Account, visibility_of
from portal.clock import now
from portal.dossiers.models import Dossier
from reminders.kinds.models import DeadlineKind
from reminders.reminders.models import Reminder

if TYPE_CHECKING:
    from reminders.deadlines.models import Deadline


def _accesses_of(user: Account) -> models.QuerySet:
    """By which the account serves the person of a deadline, for a team of its organization."""
    opening = apps.get_model("person_access", "PersonAccess").objects.opening_to(user, now())
    return opening.order_by().filter(
        citizen=OuterRef("citizen_id"), team__organization=OuterRef("kind__organization_id")
    )


def _dossiers_with(team_ids: frozenset[UUID]) -> models.QuerySet:
    """Dossiers of the outer deadline's person with one of these teams, in the organization of its kind."""
    of_person = {"citizen": OuterRef("citizen"), "organization": OuterRef("kind__organization")}
    return Dossier.objects.filter(**of_person, team__in=team_ids)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def open(self) -> "DeadlineQuerySet":
        return self.filter(state="open")

    def closed(self) -> "DeadlineQuerySet":
        return self.exclude(state="open")

    def late(self, today: dt.date) -> "DeadlineQuerySet":
        return self.open().filter(due_on__lt=today)

    def siblings_of(self, deadline: "Deadline") -> "DeadlineQuerySet":
        """Every date, open or closed, of the same kind for the same persons; itself too."""
        return self.filter(citizen_id=deadline.citizen_id, concerned_id=deadline.concerned_id, kind_id=deadline.kind_id)

    def renewed_from(self, deadline: "Deadline") -> "DeadlineQuerySet":
        """Later dates that the portal opened by itself after that one."""
        return self.siblings_of(deadline).open().filter(origin="renewal", due_on__gt=deadline.due_on)

    def to_renew(self, day: dt.date) -> "DeadlineQuerySet":
        """Open, recurring, before `day`, its ladder over, and nothing later of the same kind for the same
        persons: neither open nor closed, since «pas pour moi» on the following date stops it."""
        later = DeadlineQuerySet(self.model).filter(
            citizen=OuterRef("citizen"),
            concerned=OuterRef("concerned"),
            kind=OuterRef("kind"),
            due_on__gt=OuterRef("due_on"),
        )
        recurring = Q(kind__basis__startswith="calendar:") | Q(kind__basis__startswith="birth_date")
        mine = self.open().filter(recurring, renews=True, paused_at=None, due_on__lt=day, kind__state="published")
        coming = Reminder.objects.planned().filter(deadline=OuterRef("pk"), due_at__gt=now())
        return mine.filter(~Exists(coming), ~Exists(later))

    def after(self, place: str) -> "DeadlineQuerySet":
        """In the order of their days, those that follow the `place` of a deadline («»: all)."""
        following: Any = self.order_by("due_on", "pk")
        if place:
            row = "(deadlines_deadline.due_on, deadlines_deadline.id) > (%s::date, %s::uuid)"
            following = following.extra(where=[row], params=place.split())  # noqa: S610 (values are bound)
        return following

    def unmandated(self, day: dt.date) -> "DeadlineQuerySet":
        """Open, for somebody else, and whoever is told holds no mandate for them any more."""
        mandates = apps.get_model("mandates", "Mandate").objects.in_force(day)
        held = mandates.filter(citizen=OuterRef("concerned"), holder=OuterRef("citizen__user"))
        return self.open().exclude(concerned=F("citizen")).filter(~Exists(held))

    def of_citizens(self, user: Account) -> "DeadlineQuerySet":
        """One's own and those of the persons one acts for: the citizen pages."""
        return self.filter(visibility_of(user).matters(organization="kind__organization"))

    def handled_by(self, user: Account) -> "DeadlineQuerySet":
        """Select those that a member of staff sees: the team that answers for the kind, a team of the organization with
        a dossier of the person, the organization's supervisors. Never one that the person asked for herself."""
        visibility = visibility_of(user)
        if not visibility.may(Permission.HANDLE_DEADLINES):
            return self.none()
        kinds = DeadlineKind.objects.handled_by(user).values("pk")
        # Of other kinds than its organizations', no date is known by a dossier: the list does not read theirs.
        beside = DeadlineKind.objects.filter(organization__in=visibility.staff_organization_ids).exclude(pk__in=kinds)
        known = Q(Exists(_dossiers_with(visibility.team_ids)), kind__in=beside.order_by().values("pk"))
        return self.filter(Q(kind__in=kinds) | known, is_private=False)

    def served_by(self, user: Account) -> "DeadlineQuerySet":
        """Select all the dates, private ones too, of the people whom this agent may serve (by a dossier, or registered
        or opened by a team), with the organization of the team that serves them. For assisted service only: its page is
        journaled. Never those of one's own space."""
        visibility = visibility_of(user)
        if not visibility.may(Permission.HANDLE_DEADLINES):
            return self.none()
        served = Exists(_dossiers_with(visibility.team_ids)) | Exists(_accesses_of(user))
        return self.filter(served).exclude(citizen_id__in=visibility.reached_ids)

    def visible_to(self, user: Account) -> "DeadlineQuerySet":
        """Those of one's citizens; for members of staff, those that they handle."""
        mine = self.of_citizens(user)
        return mine | self.handled_by(user) if visibility_of(user).may(Permission.HANDLE_DEADLINES) else mine

    def with_kind(self) -> "DeadlineQuerySet":
        return self.with_next().select_related("kind__organization", "kind__team", "citizen", "concerned")

    def with_next(self) -> "DeadlineQuerySet":
        """`next_at`, when the next reminder leaves (None: no more), and `next_offset`, the days of its step."""
        coming = Reminder.objects.planned().filter(deadline=OuterRef("pk"), due_at__gt=now()).order_by("due_at", "id")
        return self.annotate(
            next_at=Subquery(coming.values("due_at")[:1]),
            next_offset=Subquery(coming.values("step__offset_days")[:1]),
        )
