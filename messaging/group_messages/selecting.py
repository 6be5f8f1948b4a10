"""Whom a message to a group is for: one line, the newest dossier, for each person."""

from typing import Any

from messaging.group_messages.models import GroupMessage
from portal.dossiers.models import Dossier
from portal.dossiers.querysets import DossierQuerySet

SAMPLE = 5


def dossiers_for(message: GroupMessage) -> DossierQuerySet:
    """The dossiers that it is about, by person: open, of its team and its type; nobody who died."""
    chosen: dict[str, Any] = {"stage": message.stage} if message.stage else {}
    dossiers = Dossier.objects.open().filter(team=message.team_id, dossier_type=message.dossier_type_id, **chosen)
    living = dossiers.filter(citizen__died_on=None, taken_away_at=None)
    return living.order_by("citizen_id", "-opened_at", "-pk").distinct("citizen_id")


def count_for(message: GroupMessage) -> int:
    return dossiers_for(message).count()


def sample_for(message: GroupMessage) -> list[Dossier]:
    """Some of them, for who reads it before it leaves."""
    return list(dossiers_for(message).select_related("citizen")[:SAMPLE])


def without_account(message: GroupMessage) -> int:
    """How many of them read it on paper or by telephone only, if they chose so."""
    dossiers = Dossier.objects.filter(pk__in=dossiers_for(message).values("pk"), citizen__user=None)
    return dossiers.count()
