"""What waits for the portal's operation, on the first page of «gestion»."""

import datetime as dt
from dataclasses import dataclass

from django import template
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from portal.access.reach import reach_of
from portal.documents.models import TroubledDocument
from portal.health.failing import PATIENCE
from portal.health.models import STALE_AFTER, FailingTask, Heartbeat
from portal.installation.models import Installation
from portal.isolation.models import SetAside
from portal.organizations.models import Membership
from portal.organizations.roles import Role

register = template.Library()


@dataclass(frozen=True)
class Trouble:
    words: str
    url: str


@register.simple_tag(takes_context=True)
def troubles(context: template.Context) -> list[Trouble]:
    """Held and damaged files, silent processes, a cleaning that stopped. Nothing, and no query, for anybody else."""
    if "operator" not in reach_of(context["user"]).roles:
        return []
    files = TroubledDocument.objects.in_trouble()
    held, damaged = files.filter(state="held").count(), files.filter(damaged_at__isnull=False).count()
    now = dt.datetime.now(dt.UTC)
    silent = Heartbeat.objects.filter(Q(at__lt=now - STALE_AFTER) | Q(at__gt=now + STALE_AFTER)).count()
    stopped = Installation.objects.filter(orphans_found__gt=0).values_list("orphans_found", flat=True).first() or 0
    apart = SetAside.objects.values("citizen").distinct().count()
    failing = FailingTask.objects.filter(failures__gte=PATIENCE).count()
    rooms = [
        (apart, ngettext("%(count)s personne mise à part", "%(count)s personnes mises à part", apart), "setaside"),
        (failing, ngettext("%(count)s tâche en échec", "%(count)s tâches en échec", failing), "failingtask"),
        (held, ngettext("%(count)s fichier retenu", "%(count)s fichiers retenus", held), "troubleddocument"),
        (damaged, ngettext("%(count)s fichier abîmé", "%(count)s fichiers abîmés", damaged), "troubleddocument"),
        (silent, ngettext("%(count)s programme muet", "%(count)s programmes muets", silent), "heartbeat"),
        (
            stopped,
            ngettext("%(count)s fichier sans document", "%(count)s fichiers sans document", stopped),
            "installation",
        ),
    ]
    return [
        Trouble(words % {"count": count}, reverse(f"admin:portal_{room}_changelist"))
        for count, words, room in rooms
        if count
    ]


@register.simple_tag(takes_context=True)
def is_without_administrators(context: template.Context) -> bool:
    """Whether this account operates a portal where no organization has an administrator yet: a new installation."""
    if Role.OPERATOR not in reach_of(context["user"]).roles:
        return False
    return not Membership.objects.in_force().filter(role=Role.ADMINISTRATOR).exists()
