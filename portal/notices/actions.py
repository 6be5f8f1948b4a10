"""Announcing: called inside the transaction of the action that caused it, which writes the journal."""

from celery import current_app
from django.conf import settings
from django.db import models, transaction

from portal.notices.models import Notice
from portal.organizations.models import Organization
from portal.people.models import Citizen, User


@transaction.atomic
def announce(
    *, kind: str, citizen: Citizen, subject: models.Model, organization: Organization | None, by: User | None
) -> Notice:
    """One notice per cause. The task that handles notices is rung on commit; a sweep finds missed bells, so a broker
    that is away loses nothing and breaks no page (`robust`)."""
    notice = Notice.objects.create(
        kind=kind,
        citizen=citizen,
        organization=organization,
        team=getattr(subject, "team", None) if organization else None,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
    )
    transaction.on_commit(wake, robust=True)
    return notice


def wake() -> None:
    """Wakes whoever handles notices: named by setting, because it lives upstairs."""
    current_app.send_task(settings.NOTICE_TASK, expires=60)
