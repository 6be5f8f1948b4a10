"""What is done with synonyms: propose, decide, undo. Each change of what is in force makes a version."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal import clock, locks
from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.audit.actions import record
from portal.catalogue.models import Synonym, SynonymVersion
from portal.catalogue.reference import SYNONYMS
from portal.foundation.words.folding import plain

if TYPE_CHECKING:
    from portal.people.models import User

State = Synonym.State


class AlreadyDecided(Exception):
    """Somebody decided first, or it is no longer in a state where this can be done."""


@transaction.atomic
def propose(*, term: str, meaning: str, by: "User") -> Synonym:
    """Note a synonym that waits for a decision; already there, it stays as it is.

    What an operator writes is in force at once: who decides would only answer themselves.
    """
    synonym, created = Synonym.objects.get_or_create(
        term_plain=plain(term), meaning=meaning, defaults={"term": term, "author": by}
    )
    if created:
        record("synonym.written", by=by, subject=synonym)
        if is_decided_by(by):
            return approve(synonym=synonym, by=by)
    return synonym


@transaction.atomic
def approve(*, synonym: Synonym, by: "User") -> Synonym:
    """Put it in force: a proposal, or what was refused or withdrawn. Raises AlreadyDecided, PermissionDenied."""
    _decide(synonym, State.IN_FORCE, {State.PROPOSED, State.REFUSED, State.WITHDRAWN}, by=by)
    record("synonym.approved", by=by, subject=synonym)
    _keep_version(by)
    return synonym


@transaction.atomic
def refuse(*, synonym: Synonym, why: str, by: "User") -> Synonym:
    """Refuse a proposal; who wrote it reads why. Raises AlreadyDecided, PermissionDenied."""
    _decide(synonym, State.REFUSED, {State.PROPOSED}, by=by, why=why)
    record("synonym.refused", by=by, subject=synonym)
    return synonym


@transaction.atomic
def withdraw(*, synonym: Synonym, by: "User") -> Synonym:
    """Take it out of the search; it stays on record. Raises AlreadyDecided, PermissionDenied."""
    _decide(synonym, State.WITHDRAWN, {State.IN_FORCE}, by=by)
    record("synonym.withdrawn", by=by, subject=synonym)
    _keep_version(by)
    return synonym


@transaction.atomic
def put_back(*, version: SynonymVersion, by: "User") -> SynonymVersion:
    """Return to what was in force at that version, whatever was decided since. It is a new version itself."""
    _must_decide(by)
    _one_at_a_time()
    then = set(version.synonyms)
    fields = {"decided_at": clock.now(), "decided_by": by, "refused_why": ""}
    back = Synonym.objects.filter(pk__in=then).exclude(state=State.IN_FORCE).update(state=State.IN_FORCE, **fields)
    out = Synonym.objects.in_force().exclude(pk__in=then).update(state=State.WITHDRAWN, **fields)
    record("synonyms.put_back", by=by, detail={"version": version.number, "back": back, "out": out})
    return _keep_version(by)


@transaction.atomic
def erase(*, synonym: Synonym, by: "User") -> None:
    """Erase what was never in force: its author while nobody decided, or an operator.

    Raises PermissionDenied, AlreadyDecided."""
    if not may_erase(synonym, by):
        raise PermissionDenied
    still = {State.PROPOSED, State.REFUSED} if is_decided_by(by) else {State.PROPOSED}
    held = Synonym.objects.select_for_update().filter(pk=synonym.pk, state__in=still).first()
    if held is None:
        raise AlreadyDecided
    record("synonym.removed", by=by, subject=held)
    held.delete()


def may_erase(synonym: Synonym, by: "User") -> bool:
    if is_decided_by(by):
        return not synonym.was_in_force
    return synonym.state == State.PROPOSED and synonym.author_id == by.pk


def is_decided_by(user: "User") -> bool:
    """Whether this account decides what the search of all says."""
    return visibility_of(user).may_everywhere(Permission.APPROVE_SYNONYMS)


@transaction.atomic
def import_synonyms(*, by: "User | None") -> int:
    """People's own words, in force; what was written or withdrawn since the first time stays. Returns how many are
    new."""
    if Synonym.objects.exists():
        return 0
    Synonym.objects.bulk_create(
        Synonym(term=term, term_plain=plain(term), meaning=meaning, author=by, state=State.IN_FORCE)
        for term, meaning in {(plain(term), meaning): (term, meaning) for term, meaning in SYNONYMS}.values()
    )
    record("synonyms.imported", by=by, detail={"count": len(SYNONYMS)})
    _keep_version(by)
    return len(SYNONYMS)


def changes(versions: Iterable[SynonymVersion], before: Iterable[UUID] = ()) -> list[tuple[SynonymVersion, list, list]]:
    """(version, what entered, what left) for each, oldest first; `before` was in force until the first."""
    rows, held = [], set(before)
    listed = list(versions)
    known = Synonym.objects.in_bulk({*held, *(pk for version in listed for pk in version.synonyms)})
    for version in listed:
        now = set(version.synonyms)
        rows.append((version, _named(now - held, known), _named(held - now, known)))
        held = now
    return rows


def _named(keys: set[UUID], known: dict[UUID, Synonym]) -> list[Synonym]:
    return sorted((known[key] for key in keys if key in known), key=lambda synonym: (synonym.term_plain, str(synonym)))


def _decide(synonym: Synonym, state: str, of: set[str], *, by: "User", why: str = "") -> None:
    _must_decide(by)
    _one_at_a_time()
    fields = {"state": state, "decided_at": clock.now(), "decided_by": by, "refused_why": why}
    if not Synonym.objects.filter(pk=synonym.pk, state__in=of).update(**fields):
        raise AlreadyDecided
    for name, value in fields.items():
        setattr(synonym, name, value)


def _must_decide(by: "User") -> None:
    if not is_decided_by(by):
        raise PermissionDenied


def _one_at_a_time() -> None:
    """Two decisions at once would number the same version."""
    locks.wait_for_name("portal.synonyms")


def _keep_version(by: "User | None") -> SynonymVersion:
    _one_at_a_time()
    keys = Synonym.objects.in_force().order_by("pk").values_list("pk", flat=True)
    number = SynonymVersion.objects.latest_number() + 1
    return SynonymVersion.objects.create(number=number, synonyms=list(keys), author=by)
