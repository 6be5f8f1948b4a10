"""What waits for the portal's operation, on the first page of «gestion»."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import ngettext

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.documents.models import TroubledDocument
from portal.health.failing import PATIENCE
from portal.health.models import FailingTask, Heartbeat
from portal.installation.models import Installation
from portal.isolation.models import SetAside
from portal.organizations.models import Membership

register = template.Library()


@dataclass(frozen=True)
class OperationTrouble:
    """`count`: how many rows its address lists; None where it lists none."""

    words: str
    url: str
    count: int | None = None


@register.simple_tag(takes_context=True)
def troubles(context: template.Context) -> list[OperationTrouble]:
    """Held and damaged files, silent processes, a cleaning that stopped. Nothing, and no query, for anybody else."""
    if not visibility_of(context["user"]).may_everywhere(Permission.OPERATE_PORTAL):
        return []
    return [trouble for trouble in _troubles() if trouble]


def _troubles() -> Iterator[OperationTrouble | None]:
    """Each is counted as its list will be."""
    apart, people = SetAside.objects.count(), SetAside.objects.values("citizen").distinct().count()
    words = ngettext("%(count)s personne mise à part", "%(count)s personnes mises à part", people)
    if apart > people:
        words += ngettext(", %(apart)s travail à reprendre", ", %(apart)s travaux à reprendre", apart)
    yield _trouble(apart, words % {"count": people, "apart": apart}, "isolation_setaside")
    failing = FailingTask.objects.filter(failures__gte=PATIENCE).count()
    words = ngettext("%(count)s tâche en échec", "%(count)s tâches en échec", failing)
    yield _trouble(failing, words % {"count": failing}, "health_failingtask", failures__gte=PATIENCE)
    files = TroubledDocument.objects.in_trouble()
    held, damaged = files.filter(state="held").count(), files.filter(damaged_at__isnull=False).count()
    words = ngettext("%(count)s fichier retenu", "%(count)s fichiers retenus", held)
    yield _trouble(held, words % {"count": held}, "documents_troubleddocument", state="held")
    words = ngettext("%(count)s fichier abîmé", "%(count)s fichiers abîmés", damaged)
    yield _trouble(damaged, words % {"count": damaged}, "documents_troubleddocument", damaged_at__isnull=0)
    silent = Heartbeat.objects.silent().count()
    words = ngettext("%(count)s programme muet", "%(count)s programmes muets", silent)
    yield _trouble(silent, words % {"count": silent}, "health_heartbeat", etat="muet")
    stopped = Installation.objects.filter(orphans_found__gt=0).values_list("orphans_found", flat=True).first() or 0
    words = ngettext("%(count)s fichier sans document", "%(count)s fichiers sans document", stopped)
    if stopped:  # files of a folder: no list shows them
        yield OperationTrouble(words % {"count": stopped}, reverse("admin:installation_installation_changelist"))


def _trouble(count: int, words: str, section: str, **narrowed: Any) -> OperationTrouble | None:
    address = reverse(f"admin:{section}_changelist")
    return (
        OperationTrouble(words, f"{address}?{urlencode(narrowed)}" if narrowed else address, count) if count else None
    )


@register.simple_tag(takes_context=True)
def is_without_administrators(context: template.Context) -> bool:
    """Whether this account operates a portal where no organization has an administrator yet: a new installation."""
    if not visibility_of(context["user"]).may_everywhere(Permission.CREATE_ORGANIZATIONS):
        return False
    return not Membership.objects.in_force().filter(role__in=Permission.MANAGE_TEAMS.roles).exists()
