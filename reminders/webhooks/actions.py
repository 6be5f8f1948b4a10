"""Making, stopping and retrying; and the sweep that finds what is new and tells it."""

import secrets
import time
from collections.abc import Sequence

from django.db import transaction

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.clock import now
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.webhooks import calling, facts
from reminders.webhooks.calling import send_batch
from reminders.webhooks.models import Subscription, WebhookCall
from reminders.webhooks.places import problem_of

_MARK = "relais_wh_"
WORKS_FOR = 60
"""Seconds that a sweep goes on while there are calls to make; then the next bell."""


class BadAddress(ValueError):
    """The message says what to correct."""


@transaction.atomic
def subscribe(*, organization: Organization, url: str, events: Sequence[str], by: User) -> tuple[Subscription, str]:
    """A new subscription and its secret, shown once. Raises PermissionDenied (all but the organization's
    administrators), BadAddress."""
    require(by, Permission.CONNECT_SYSTEMS, organization_id=organization.pk)
    if problem := problem_of(url):
        raise BadAddress(problem)
    secret = _MARK + secrets.token_urlsafe(32)
    subscription = Subscription.objects.create(
        organization=organization, url=url, secret=secret, events=list(events), made_by=by
    )
    record("subscription.made", by=by, subject=subscription, organization=organization, detail={"events": list(events)})
    return subscription, secret


@transaction.atomic
def revoke(*, subscription: Subscription, by: User) -> Subscription:
    """Nothing more is told there, not even what waits."""
    if Subscription.objects.in_force().filter(pk=subscription.pk).update(revoked_at=now(), revoked_by=by):
        waiting = subscription.calls.filter(state=WebhookCall.State.READY)
        waiting.update(state=WebhookCall.State.DROPPED, settled_at=now(), claimed_until=None)
        record("subscription.revoked", by=by, subject=subscription, organization=subscription.organization)
    subscription.refresh_from_db()
    return subscription


@transaction.atomic
def retry(*, subscription: Subscription, by: User) -> int:
    """«Réessayer»: what was given up and what waits for its next try, at once and for three more days; how many."""
    if not subscription.is_in_force:
        return 0
    again = {"state": WebhookCall.State.READY, "since": now(), "not_before": now(), "settled_at": None}
    count = subscription.calls.troubled().update(**again, attempts=0)
    Subscription.objects.filter(pk=subscription.pk).update(quiet_until=None)
    if count:
        record(
            "subscription.retried",
            by=by,
            subject=subscription,
            organization=subscription.organization,
            detail={"count": count},
        )
    return count


def sweep(*, by: User | None = None) -> int:
    """Finds what is new and makes the calls that are due; returns how many were tried."""
    facts.find()
    calling.come_back()
    tried, until = 0, time.monotonic() + WORKS_FOR
    while time.monotonic() < until and (batch := send_batch()):
        tried += batch
    return tried
