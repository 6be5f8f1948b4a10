"""Giving and withdrawing consents; both are journaled."""

import datetime as dt

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.consents.models import Consent, How
from portal.people.models import Citizen, User


@transaction.atomic
def give(*, citizen: Citizen, purpose: str, channel: str, wording: str, by: User, how: str = How.WEB) -> Consent:
    """The consent in force, new unless the same wording was already accepted. A new wording replaces the old row."""
    # One at a time per person: two clicks give one row.
    Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    mine = Consent.objects.in_force().filter(citizen=citizen, purpose=purpose, channel=channel)
    if same := mine.filter(wording=wording).first():
        return same
    mine.mark_withdrawn(withdrawn_at=now(), withdrawn_by=by, withdrawn_how=How.REPLACED)
    consent = Consent.objects.create(
        citizen=citizen, purpose=purpose, channel=channel, wording=wording, given_by=by, given_how=how
    )
    record("consent.given", by=by, subject=consent, citizen=citizen, detail={"purpose": purpose, "channel": channel})
    return consent


@transaction.atomic
def withdraw(
    *,
    citizen: Citizen,
    purpose: str,
    channel: str,
    by: User | None,
    how: str = How.WEB,
    at: dt.datetime | None = None,
) -> Consent | None:
    """The consent that was in force, now withdrawn; None when there was none (withdrawing twice is no error).

    Effective at once: senders read consents just before each message. `at`: the instant shared by those withdrawn
    together."""
    consent = Consent.objects.in_force().filter(citizen=citizen, purpose=purpose, channel=channel).first()
    if consent is None:
        return None
    mine = Consent.objects.filter(pk=consent.pk)
    if not mine.mark_withdrawn(withdrawn_at=at or now(), withdrawn_by=by, withdrawn_how=how):
        return None
    record(
        "consent.withdrawn", by=by, subject=consent, citizen=citizen, detail={"purpose": purpose, "channel": channel}
    )
    return mine.get()


@transaction.atomic
def give_back(*, consent: Consent, by: User | None, how: str = How.WEB) -> Consent | None:
    """Undo a withdrawal: a new row with the same sentence. None when the person has chosen again since.

    Without `by` (from a message, nobody signed in), the row names who had accepted that sentence."""
    citizen = Citizen.objects.select_for_update(no_key=True).get(pk=consent.citizen_id)
    same = {"citizen": citizen, "purpose": consent.purpose, "channel": consent.channel}
    since = Consent.objects.filter(**same, given_at__gte=consent.withdrawn_at or now())
    if consent.withdrawn_at is None or since.exists() or Consent.objects.in_force().filter(**same).exists():
        return None
    again = Consent.objects.create(**same, wording=consent.wording, given_by=by or consent.given_by, given_how=how)
    detail = {"purpose": consent.purpose, "channel": consent.channel}
    record("consent.given", by=by, subject=again, citizen=citizen, detail=detail)
    return again
