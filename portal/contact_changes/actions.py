"""The one place where an e-mail address or a telephone number changes, is put back, and is free to change again."""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal import clock
from portal.account_notices.actions import tell
from portal.account_notices.models import AccountNotice
from portal.audit.actions import record, record_refusal
from portal.contact_changes import details
from portal.contact_changes.alerts import alert_changed, alert_lifted, alert_undone
from portal.contact_changes.codes import code_of, digest_of
from portal.contact_changes.models import ContactAlert, ContactChange
from portal.contact_changes.periods import VALUES_KEPT_FOR
from portal.people import actions as people
from portal.people.models import Citizen, User
from portal.people.sessions import end_every_session

STRONG = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}
Point = ContactChange.Point


class Frozen(PermissionDenied):
    """A change was undone: the next ones wait until support has been reached."""


class NotUndoable(Exception):
    """Undone already, too late, or the former address belongs to another account by now."""


@transaction.atomic
def change_phone(*, citizen: Citizen, phone: str, verified: bool, by: User) -> Citizen:
    """Another number, or none (""). The same number, confirmed now, is no change. One that somebody else had confirmed
    is taken off their account, which is told. Raises Frozen."""
    former = citizen.telephone
    fields = {"former": former, "former_verified": citizen.has_verified_phone, "replacing": phone}
    must_be_free(account=citizen.user, citizen=citizen)
    if former != phone:
        change = _open(account=citizen.user, citizen=citizen, point=Point.PHONE, by=by, **fields)
        alert_changed(change)
    freed = people.free_phone(phone=phone, owner=citizen, by=by) if verified else None
    if freed and freed.user:
        tell(user=freed.user, kind=AccountNotice.Kind.PHONE_FREED)
    return people.set_phone(citizen=citizen, phone=phone, verified=verified, by=by)


@transaction.atomic
def note_email(*, account: User, citizen: Citizen | None, former: str, email: str, by: User) -> None:
    """The account received the code of this address, which is its own from now on. `former`: the confirmed one that it
    replaces, "" when there was none."""
    if former and former != email:
        fields = {"former": former, "former_verified": True, "replacing": email}
        alert_changed(_open(account=account, citizen=citizen, point=Point.EMAIL, by=by, **fields))
    if citizen:
        people.confirm_email(citizen=citizen, email=email, by=by)


@transaction.atomic
def change_details(*, citizen: Citizen, columns: Mapping[str, Any], by: User) -> ContactChange | None:
    """Another name, birth, postal address, language or zone: whatever of `columns` differs. What replaces something
    known, and any address to which letters will go, is notified by e-mail and by text, and may be put back; return that
    change."""
    citizen_now = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen.pk)
    changed, change = details.changed_of(citizen_now, columns), None
    if "postal_address" in changed or any(getattr(citizen_now, name) for name in changed):
        values = {"former": details.as_kept(citizen_now, changed), "replacing": details.as_said(changed)}
        change = _open(account=citizen.user, citizen=citizen, point=Point.DETAILS, by=by, **values)
        alert_changed(change)
    details.write(citizen_now, changed, by=by)
    for name, value in changed.items():
        setattr(citizen, name, value)
    return change


@transaction.atomic
def put_back(*, change: ContactChange, by: User) -> ContactChange | None:
    """Put back what `change_details` changed, as another change. Raises NotUndoable once something else was written, or
    a week later."""
    citizen = change.citizen
    if change.point != Point.DETAILS or citizen is None or not change.may_be_undone:
        raise NotUndoable
    if details.changed_of(citizen, details.read(change.replacing)):
        raise NotUndoable
    return change_details(citizen=citizen, columns=details.read(change.former), by=by)


def must_be_free(*, account: User | None, citizen: Citizen | None) -> None:
    """Raises Frozen."""
    if is_frozen(account=account, citizen=citizen):
        raise Frozen


def is_frozen(*, account: User | None, citizen: Citizen | None) -> bool:
    return ContactChange.objects.of_owner(account=account, citizen=citizen).freezing().exists()


def _open(*, account: User | None, citizen: Citizen | None, point: str, by: User, **values: object) -> ContactChange:
    change = ContactChange(account=account, citizen=citizen, point=point, changed_by=by, **values)
    if account is not None:
        factors = list(Authenticator.objects.filter(user=account).order_by("pk"))
        change.factor_ids = [factor.pk for factor in factors]
        change.needs_factor = any(factor.type in STRONG for factor in factors)
        change.password_before = account.password if account.has_usable_password() else ""
    change.code_digest = digest_of(code_of(change))
    change.save()
    record(change.verb("made"), by=by, subject=change, citizen=citizen, detail={"point": point})
    return change


# -- undoing -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def undo(*, change: ContactChange, by: User) -> ContactChange:
    """Puts back this contact point and all that changed since, the password included; takes away keys added since; ends
    every session and pending code; freezes further changes of an account. Raises NotUndoable."""
    mine = ContactChange.objects.of_owner(account=change.account, citizen=change.citizen)
    locked = list(mine.select_for_update(of=("self",), no_key=True).order_by("-changed_at", "-pk"))
    since = [one for one in locked if one.undone_at is None and one.changed_at >= change.changed_at]
    if change.pk not in {one.pk for one in since} or change.emptied_at:
        raise NotUndoable
    now = clock.now()
    for one in since:
        _put_back(one, by)
        one.undone_at, one.undone_by = now, by
        if one.account_id is None:  # nothing to sign in to: whoever undoes is the agent who has the person on the line
            one.lifted_at, one.lifted_by = now, by
        one.save(update_fields=["undone_at", "undone_by", "lifted_at", "lifted_by"])
        record(one.verb("undone"), by=by, subject=one, citizen=one.citizen, detail={"point": one.point})
        alert_undone(one)
    if change.account:
        _as_before(change, change.account)
    return next(one for one in since if one.pk == change.pk)


def _put_back(change: ContactChange, by: User) -> None:
    citizen = change.citizen
    try:
        with transaction.atomic():
            if change.point == Point.EMAIL:
                _put_email_back(change, by)
            elif citizen and change.point == Point.DETAILS:
                details.write(citizen, details.read(change.former), by=by)
            elif citizen:
                people.set_phone(citizen=citizen, phone=change.former, verified=change.former_verified, by=by)
    except IntegrityError as error:
        if change.point == Point.EMAIL or citizen is None:
            raise NotUndoable from error
        people.set_phone(citizen=citizen, phone=change.former, verified=False, by=by)


def _put_email_back(change: ContactChange, by: User) -> None:
    account = change.account
    assert account is not None  # a person without account changes a number only
    EmailAddress.objects.filter(user=account).exclude(email__iexact=change.former).delete()
    EmailAddress.objects.update_or_create(
        user=account, email=change.former, defaults={"verified": True, "primary": True}
    )
    account.email = change.former
    account.save(update_fields=["email"])
    if change.citizen:
        people.confirm_email(citizen=change.citizen, email=change.former, by=by)


def _as_before(change: ContactChange, account: User) -> None:
    """The password and the keys of that moment, and nobody inside."""
    Authenticator.objects.filter(user=account).exclude(pk__in=change.factor_ids).delete()
    if change.password_before != account.password:
        account.password = change.password_before or account.password
        if not change.password_before:
            account.set_unusable_password()
        account.save(update_fields=["password"])
    people.end_sessions(user=account)
    end_every_session(account)  # and the codes of a sign-in or a recovery half done


@transaction.atomic
def lift(*, change: ContactChange, how: str, by: User) -> int:
    """Contact points may change again: support saw who the person is. Returns how many freezes it ended. Nobody lifts
    their own."""
    if change.account_id == by.pk:
        raise PermissionDenied
    frozen = ContactChange.objects.of_owner(account=change.account, citizen=change.citizen).freezing()
    ended = list(frozen.select_for_update(of=("self",), no_key=True).order_by("changed_at", "pk"))
    for one in ended:
        one.lifted_at, one.lifted_by = clock.now(), by
        one.save(update_fields=["lifted_at", "lifted_by"])
    if ended:
        record("contact_change.lifted", by=by, subject=change, citizen=change.citizen, detail={"how": how})
        alert_lifted(ended[-1])
    return len(ended)


def refuse(*, change: ContactChange | None, by: User | None) -> None:
    """A code that is none, or a proof that is wrong: journaled, never the value."""
    detail = {"change": str(change.pk)} if change else {}
    record_refusal(by=by, verb="contact_change.refused", detail=detail)


@transaction.atomic
def forget_values(*, by: User | None) -> int:
    """Empties what a week has made useless: former and new values, password hash, addresses of alerts."""
    before = clock.now() - VALUES_KEPT_FOR
    old = list(ContactChange.objects.filter(changed_at__lt=before, emptied_at=None).order_by("pk")[:500])
    for change in old:
        change.former = change.replacing = change.password_before = ""
        change.factor_ids, change.emptied_at = [], clock.now()
        change.save(update_fields=["former", "replacing", "password_before", "factor_ids", "emptied_at"])
    for alert in ContactAlert.objects.filter(change__in=[one.pk for one in old]).order_by("pk"):
        alert.address = ""
        alert.save(update_fields=["address"])
    return len(old)
