"""Selections of the people whose findings an agent may open with them."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from portal.access.visibility import visibility_of
from portal.consents.models import Consent, Purpose
from portal.dossiers.models import Dossier
from portal.people.models import Citizen
from programs.profiles.consent import BY_AN_AGENT
from programs.situations.models import Situation

if TYPE_CHECKING:
    from portal.people.models import User


def openable_by(user: "User") -> QuerySet[Citizen]:
    """People who have a dossier with the agent's teams, keep their answers, and accepted words that say that an agent
    may open them. Never oneself, nor those one acts for: that is done in one's own space; nor whose death is noted."""
    visibility = visibility_of(user)
    mine = OuterRef("pk")
    served = Dossier.objects.filter(citizen_id=mine, team_id__in=visibility.team_ids)
    agreed = Consent.objects.in_force().filter(citizen_id=mine, purpose=Purpose.ADVICE, channel__in=BY_AN_AGENT)
    kept = Situation.objects.filter(citizen_id=mine)
    living = Citizen.objects.filter(Exists(served), Exists(agreed), Exists(kept), died_on=None)
    return living.exclude(pk__in=visibility.reached_ids)
