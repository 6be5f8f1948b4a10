"""Giving and revoking a mandate."""

from django.db import transaction

from portal import clock
from portal.audit.actions import record
from portal.mandates.models import Mandate
from portal.people.models import Citizen, User


@transaction.atomic
def give(*, citizen: Citizen, holder: User, kind: str, by: User) -> Mandate:
    """The holder acts for the citizen from today; `by` is the citizen, or an agent who saw the paper."""
    mandate = Mandate.objects.create(citizen=citizen, holder=holder, kind=kind)
    record("mandate.given", by=by, subject=mandate, citizen=citizen)
    return mandate


@transaction.atomic
def revoke(*, mandate: Mandate, by: User) -> Mandate:
    """Void at the holder's next request."""
    changed = Mandate.objects.filter(pk=mandate.pk, revoked_at=None).update(revoked_at=clock.now(), revoked_by=by)
    if changed:
        record("mandate.revoked", by=by, subject=mandate, citizen=mandate.citizen)
    mandate.refresh_from_db()
    return mandate
