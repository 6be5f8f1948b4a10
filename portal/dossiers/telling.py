"""Who has something to do about a dossier, and what the person is notified of: written with each move."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.dossier_types.stages import Awaits
from portal.dossiers.models import Dossier
from portal.notices.actions import announce
from portal.work_items.actions import close_items, open_item
from portal.work_items.subjects import About

if TYPE_CHECKING:
    from portal.notices.models import Notice
    from portal.people.models import User

ADVANCE, ANSWER, REVIEW = "dossiers.advance", "dossiers.answer", "dossiers.review"
SENTENCES = {
    ADVANCE: _("Faire avancer un dossier"),
    ANSWER: _("Donner suite à un dossier"),
    REVIEW: _("Fermer un dossier sans nouvelles, ou le garder ouvert"),
}


def expect(dossier: Dossier, *, by: "User | None") -> None:
    """One task for whose turn it is, none once it is closed; a dossier of no type has no turns."""
    for kind in (ADVANCE, ANSWER, REVIEW):
        close_items(subject=dossier, kind=kind, by=by)
    if not dossier.is_open or not dossier.dossier_type_id:
        return
    if dossier.awaits == Awaits.PERSON:
        why = dossier.organization.name_fr
        open_item(kind=ANSWER, subject=dossier, by=by, citizen=dossier.citizen, why=why)
    elif dossier.promised_on:
        due_at = clock.end_of_day(dossier.promised_on, dossier.citizen.time_zone)
        open_item(kind=ADVANCE, subject=dossier, by=by, team=dossier.team, due_at=due_at)


def ask_review(dossier: Dossier) -> None:
    open_item(kind=REVIEW, subject=dossier, by=None, team=dossier.team)


def tell(dossier: Dossier, kind: "Notice.Kind", *, by: "User | None") -> None:
    announce(kind=kind, citizen=dossier.citizen, subject=dossier, organization=dossier.organization, by=by)


def titles(ids: set[UUID]) -> dict[UUID, About]:
    """What queues show of these dossiers: what they are about, and of whom."""
    found: Iterable[Any] = Dossier.objects.filter(pk__in=ids).select_related("citizen").order_by("pk")
    return {one.pk: About(f"{one.title} · {one.number}", str(one.citizen)) for one in found}
