"""Making, reading and revoking tokens."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence

from django.db import transaction

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.api.models import ApiToken
from portal.audit.actions import record
from portal.clock import now, today
from portal.organizations.models import Organization
from portal.people.models import User

LONGEST = dt.timedelta(days=366)
_MARK = "relais_"
"""So that a leaked token is recognised by those who look for them."""


@transaction.atomic
def make(
    *, organization: Organization, name: str, scopes: Sequence[str], expires_at: dt.datetime, by: User
) -> tuple[ApiToken, str]:
    """A new token and its secret, shown once. Raises PermissionDenied to all but the organization's administrators."""
    require(by, Permission.CONNECT_SYSTEMS, organization_id=organization.pk)
    secret = _MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        organization=organization,
        name=name,
        digest=digest_of(secret=secret),
        scopes=list(scopes),
        expires_at=min(expires_at, now() + LONGEST),
        made_by=by,
    )
    record("api_token.made", by=by, subject=token, organization=organization, detail={"scopes": list(scopes)})
    return token, secret


@transaction.atomic
def revoke(*, token: ApiToken, by: User) -> ApiToken:
    """From the next request on."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now(), revoked_by=by):
        record("api_token.revoked", by=by, subject=token, organization=token.organization)
    token.refresh_from_db()
    return token


def find(*, secret: str) -> ApiToken | None:
    """The token in force with this secret."""
    known = ApiToken.objects.in_force(now()).select_related("organization")
    return known.filter(digest=digest_of(secret=secret)).first()


def note_use(*, token: ApiToken) -> None:
    """Keeps the last day on which it wrote, once a day: a token that nobody uses is one to revoke."""
    ApiToken.objects.filter(pk=token.pk).exclude(used_on=today()).update(used_on=today())


def digest_of(*, secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
