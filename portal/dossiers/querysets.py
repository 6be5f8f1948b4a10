"""Selections of dossiers, and of what happened to them."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.access.visibility import Account, Visibility, visibility_of
from portal.foundation.relations import rows_pointing_at

if TYPE_CHECKING:
    from portal.people.models import User


def _opened_by(visibility: Visibility, way: str = "") -> Q:
    """Of the citizen's side; what was taken away from a person, whose it never was, is there no more."""
    seen = visibility.matters(citizen=f"{way}citizen", organization=f"{way}organization", dossier=f"{way}pk")
    return seen & Q(**{f"{way}taken_away_at": None})


class DossierQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "DossierQuerySet":
        """Citizens see their own and those of whom they represent; agents those of their teams."""
        visibility = visibility_of(user)
        return self.filter(_opened_by(visibility) | Q(team_id__in=visibility.team_ids))

    def held_by(self, user: "User") -> "DossierQuerySet":
        """The citizen's side only: somebody may be a citizen and an agent, and is one at a time."""
        return self.filter(_opened_by(visibility_of(user)))

    def handled_by(self, user: Account) -> "DossierQuerySet":
        """The team's side only."""
        return self.filter(team_id__in=visibility_of(user).team_ids)

    def with_names(self) -> "DossierQuerySet":
        return self.select_related("citizen__user", "organization", "team", "dossier_type")

    def open(self) -> "DossierQuerySet":
        return self.filter(state="open")

    def that_may_be_written_about(self) -> "DossierQuerySet":
        """Those in progress, and those that ended with a decision in force which may be contested."""
        decisions = rows_pointing_at(self.model, "decisions").in_force().filter(contest_until__isnull=False)
        return self.filter(Q(state="open") | Exists(decisions.filter(dossier=OuterRef("pk"))))

    def late(self, on: dt.date) -> "DossierQuerySet":
        """Those whose promise passed while it is the team's turn, by the calendar of `on`."""
        return self.open().filter(awaits="team", promised_on__lt=on)


class MoveQuerySet(models.QuerySet):
    def visible_to(self, user: Account) -> "MoveQuerySet":
        visibility = visibility_of(user)
        return self.filter(_opened_by(visibility, "dossier__") | Q(dossier__team_id__in=visibility.team_ids))


class DecisionQuerySet(models.QuerySet):
    def in_force(self) -> "DecisionQuerySet":
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: Account) -> "DecisionQuerySet":
        visibility = visibility_of(user)
        return self.filter(_opened_by(visibility, "dossier__") | Q(dossier__team_id__in=visibility.team_ids))
