"""When a promise passes: the person is notified that the team is late and of what they can do, once a promise."""

from django.db import transaction
from django.db.models import F

from portal.audit.actions import record
from portal.clock import now, today
from portal.dossiers.models import Dossier, Move
from portal.dossiers.telling import tell
from portal.jobs import running as jobs
from portal.jobs.running import Part
from portal.notices.models import Notice

WORK = "dossiers.notice_late"
AT_ONCE = 100


def notice_late() -> int:
    """Notify the people whose promised day is over; return how many dossiers."""
    return jobs.run(work=WORK, step=_notice_some)


@transaction.atomic
def _notice_some(cursor: str) -> Part | None:
    """What was noticed is not found again."""
    waiting = Dossier.objects.late(today()).filter(late_noticed_at=None, citizen__died_on=None)
    some = list(
        waiting.order_by("promised_on", "pk")
        .select_related("citizen", "organization", "team", "dossier_type")
        .select_for_update(skip_locked=True, of=["self"])[:AT_ONCE]
    )
    for dossier in some:
        _notice(dossier)
    return Part(str(some[-1].pk), len(some)) if some else None


def _notice(dossier: Dossier) -> None:
    mine = Dossier.objects.filter(pk=dossier.pk, revision=dossier.revision)
    mine.update(late_noticed_at=now(), revision=F("revision") + 1)
    stage = dossier.current
    Move.objects.create(
        dossier=dossier,
        revision=dossier.revision + 1,
        kind=Move.Kind.LATE,
        stage=dossier.stage,
        stage_name=stage.said("name", dossier.citizen.language) if stage else "",
        note="",
        promised_on=dossier.promised_on,
    )
    record("dossier.late", by=None, subject=dossier, citizen=dossier.citizen, organization=dossier.organization)
    tell(dossier, Notice.Kind.DOSSIER_LATE, by=None)
