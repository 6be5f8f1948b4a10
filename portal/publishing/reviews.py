"""Two persons: one asks, another approves or sends back with a reason.

Each step is one conditional UPDATE: who was there first wins, and the other is told that it changed."""

from typing import Any

from django.db import transaction

from portal.clock import now
from portal.people.models import User
from portal.publishing.adapters import adapter_of
from portal.publishing.exceptions import VersionClosed, VersionRefused
from portal.publishing.ledger import journal
from portal.publishing.models import Version

DRAFT, SUBMITTED = Version.State.DRAFT, Version.State.SUBMITTED


@transaction.atomic
def submit(*, version: Version, by: User, note: str = "") -> Any:
    """Ask another person to approve the revision that was read. Raises VersionRefused, VersionClosed."""
    adapter_of(type(version)).require(by, version.subject.organization_id)
    refuse_errors(version)
    asked = {"state": SUBMITTED, "submitted_at": now(), "submitted_by": by, "note": note or version.note}
    nothing_returned = {"returned_at": None, "returned_by": None, "returned_why": ""}
    mine = {"state": DRAFT, "revision": version.revision}
    return _step("submitted", version, by, mine, asked | nothing_returned)


@transaction.atomic
def withdraw(*, version: Version, by: User) -> Any:
    """Who asked takes the request back: it is a draft again. Raises VersionClosed."""
    return _step("withdrawn", version, by, {"state": SUBMITTED, "submitted_by": by}, _draft_again())


@transaction.atomic
def send_back(*, version: Version, why: str, by: User) -> Any:
    """Anybody but who asked does not approve, and says why: it is a draft again. Raises VersionClosed."""
    reason = {"returned_at": now(), "returned_by": by, "returned_why": why}
    theirs = {"state": SUBMITTED, "revision": version.revision}
    return _step("sent_back", version, by, theirs, _draft_again() | reason, unless={"submitted_by": by})


def may_publish(version: Version, by: User, *, needs_two: bool) -> bool:
    """Never who asked for it; where two are needed, only after another asked."""
    asked_by_another = version.submitted_by_id not in {None, by.pk}
    return asked_by_another or (version.submitted_by_id is None and not needs_two)


def refuse_errors(version: Version) -> None:
    """Raise VersionRefused when something of the content cannot be published."""
    remarks = adapter_of(type(version)).remarks(version.subject, version.written)
    if errors := [remark for remark in remarks if remark.is_error]:
        raise VersionRefused(errors)


def _draft_again() -> dict[str, Any]:
    return {"state": DRAFT, "submitted_at": None, "submitted_by": None}


def _step(
    verb: str,
    version: Version,
    by: User,
    when: dict[str, Any],
    columns: dict[str, Any],
    unless: dict[str, Any] | None = None,
) -> Any:
    adapter_of(type(version)).require(by, version.subject.organization_id)
    mine = type(version)._default_manager.filter(pk=version.pk, **when)
    if not (mine.exclude(**unless) if unless else mine).update(**columns):
        raise VersionClosed
    journal(verb, version, by)
    version.refresh_from_db()
    return version
