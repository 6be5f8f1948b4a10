"""Making, stopping and retrying; and the sweep that finds what is new and tells it."""

import datetime as dt
import time
from collections.abc import Sequence

from django.db import transaction

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.clock import now
from portal.organizations.models import Organization
from portal.people.models import User
from portal.webhooks import calling, sources
from portal.webhooks.calling import send_batch
from portal.webhooks.models import Subscription, WebhookCall
from portal.webhooks.places import problem_of
from portal.webhooks.signing import new_secret

FORMER_FOR = dt.timedelta(days=30)
"""How long the secret that was replaced still signs, unless an administrator ends it before."""
WORKS_FOR = 60
"""Seconds that a sweep goes on while there are calls to make; then the next bell."""


class BadAddress(ValueError):
    """The message says what to correct."""


class TwoSecrets(Exception):
    """Its former secret still serves: a third one would leave a system that knows only the first without calls."""


@transaction.atomic
def subscribe(*, organization: Organization, url: str, events: Sequence[str], by: User) -> tuple[Subscription, str]:
    """A new subscription and its secret, shown once. Raises PermissionDenied (all but the organization's
    administrators), BadAddress."""
    require(by, Permission.CONNECT_SYSTEMS, organization_id=organization.pk)
    if problem := problem_of(url):
        raise BadAddress(problem)
    secret = new_secret()
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
def replace_secret(*, subscription: Subscription, by: User) -> tuple[Subscription, str]:
    """A new secret, shown once; until `FORMER_FOR` from now each call is signed with both. Raises TwoSecrets."""
    mine = Subscription.objects.in_force().select_for_update().get(pk=subscription.pk)
    if mine.has_former_secret:
        raise TwoSecrets
    secret = new_secret()
    mine.secret, mine.former_secret, mine.former_until = secret, mine.secret, now() + FORMER_FOR
    mine.save(update_fields=["secret", "former_secret", "former_until"])
    record("subscription.secret_replaced", by=by, subject=mine, organization=mine.organization)
    return mine, secret


@transaction.atomic
def end_former_secret(*, subscription: Subscription, by: User) -> Subscription:
    """The former secret signs no more: the system knows the new one, or somebody else knows the former."""
    held = Subscription.objects.filter(pk=subscription.pk, former_until__isnull=False)
    if held.update(former_secret=None, former_until=None):
        record("subscription.former_secret_ended", by=by, subject=subscription, organization=subscription.organization)
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
    sources.find()
    calling.come_back()
    Subscription.objects.filter(former_until__lte=now()).update(former_secret=None, former_until=None)
    tried, until = 0, time.monotonic() + WORKS_FOR
    while time.monotonic() < until and (batch := send_batch()):
        tried += batch
    return tried
