"""What changes people: becoming a citizen with an account, confirming a contact point."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.db import transaction

from portal import clock
from portal.audit.actions import record
from portal.people import phones
from portal.people.births import Birth
from portal.people.models import Citizen, User
from portal.people.zones import is_known_to_database


@transaction.atomic
def become_citizen(*, user: User, given_name: str, family_name: str, by: User) -> Citizen:
    """Makes the person behind a new account known. Language and zone start at their defaults."""
    citizen = Citizen.objects.create(user=user, given_name=given_name, family_name=family_name, email=user.email)
    user.display_name = str(citizen)
    user.save(update_fields=["display_name"])
    record("citizen.created", by=by, subject=citizen, citizen=citizen)
    return citizen


@transaction.atomic
def register_without_account(*, given_name: str, family_name: str, postal_address: str, by: User | None) -> Citizen:
    """A person served by telephone or letter, without an account."""
    citizen = Citizen.objects.create(given_name=given_name, family_name=family_name, postal_address=postal_address)
    record("citizen.registered", by=by, subject=citizen, citizen=citizen)
    return citizen


@transaction.atomic
def describe(*, citizen: Citizen, birth_date: dt.date | None, by: User, known: Birth | None = None) -> Citizen:
    """Record the date of birth that a person gave, or what is `known` of it when the day is not."""
    if birth_date:
        known = Birth(birth_date.year, birth_date.month, birth_date.day)
    columns = known.columns if known else dict.fromkeys(("birth_date", "birth_year", "birth_month"))
    for name, value in columns.items():
        setattr(citizen, name, value)
    citizen.save(update_fields=[*columns])
    record("citizen.described", by=by, subject=citizen, citizen=citizen, detail={"fields": ["birth_date"]})
    return citizen


@transaction.atomic
def rename(*, citizen: Citizen, given_name: str, family_name: str, by: User) -> Citizen:
    """Keep the name that a person goes by; their account shows it."""
    citizen.given_name, citizen.family_name = given_name, family_name
    citizen.save(update_fields=["given_name", "family_name"])
    if account := citizen.user:
        account.display_name = str(citizen)
        account.save(update_fields=["display_name"])
    record("citizen.renamed", by=by, subject=citizen, citizen=citizen)
    return citizen


class NotADeath(Exception):
    """A day to come, or before the person's birth."""


@transaction.atomic
def record_death(*, citizen: Citizen, died_on: dt.date, by: User) -> bool:
    """Keep the day a person died; True when it was not known. Raises NotADeath."""
    if died_on > clock.today() or citizen.birth_date and died_on < citizen.birth_date:
        raise NotADeath
    if not Citizen.objects.filter(pk=citizen.pk, died_on=None).update(died_on=died_on):
        return False
    citizen.died_on = died_on
    record("citizen.death_recorded", by=by, subject=citizen, citizen=citizen)
    return True


@transaction.atomic
def undo_death(*, citizen: Citizen, by: User) -> bool:
    """It was an error; True when a death was kept."""
    if not Citizen.objects.filter(pk=citizen.pk, died_on__isnull=False).update(died_on=None):
        return False
    citizen.died_on = None
    record("citizen.death_undone", by=by, subject=citizen, citizen=citizen)
    return True


@transaction.atomic
def amend(*, citizen: Citizen, columns: dict[str, str], by: User) -> Citizen:
    """Keeps where a person lives, their language, their zone: whatever of `columns` changed. Names, not values, are
    journaled. Raises ValueError for a zone that the database does not know: nothing could be planned in it."""
    zone = columns.get("time_zone", citizen.time_zone)
    if zone != citizen.time_zone and not is_known_to_database(zone):
        raise ValueError("time zone unknown to the database")
    changed = [name for name, value in columns.items() if getattr(citizen, name) != value]
    if changed:
        for name in changed:
            setattr(citizen, name, columns[name])
        citizen.save(update_fields=changed)
        record("citizen.amended", by=by, subject=citizen, citizen=citizen, detail={"fields": changed})
    return citizen


@transaction.atomic
def note_email(*, citizen: Citizen, email: str, by: User) -> Citizen:
    """Keep an address that a person without an account gave, and that nobody confirmed yet: nothing is sent there."""
    citizen.email, citizen.email_verified_at = email.lower(), None
    citizen.save(update_fields=["email", "email_verified_at"])
    record("citizen.email_noted", by=by, subject=citizen, citizen=citizen)
    return citizen


@transaction.atomic
def confirm_email(*, citizen: Citizen, email: str, by: User) -> Citizen:
    """The person received the code sent to this address."""
    citizen.email, citizen.email_verified_at = email, clock.now()
    citizen.save(update_fields=["email", "email_verified_at"])
    record("citizen.email_confirmed", by=by, subject=citizen, citizen=citizen)
    return citizen


@transaction.atomic
def set_phone(*, citizen: Citizen, phone: str, verified: bool, by: User) -> Citizen:
    """Keep a telephone number and its extension (`phones`), confirmed or not.

    A number confirmed for somebody else raises IntegrityError."""
    citizen.phone, citizen.phone_extension = phones.split(phone)
    citizen.phone_verified_at = clock.now() if verified else None
    citizen.save(update_fields=["phone", "phone_extension", "phone_verified_at"])
    record("citizen.phone_set", by=by, subject=citizen, citizen=citizen, detail={"verified": verified})
    return citizen


@transaction.atomic
def free_phone(*, phone: str, owner: Citizen, by: User) -> Citizen | None:
    """Leave a confirmed number to `owner`, who has just proved to hold it: whoever had confirmed it before keeps it for
    calls only, as a household shares one. Return that person."""
    others = Citizen.objects.filter(phone=phone, phone_verified_at__isnull=False).exclude(pk=owner.pk)
    former = others.select_for_update(no_key=True).first()
    if former is None:
        return None
    former.phone_verified_at = None
    former.save(update_fields=["phone_verified_at"])
    record("citizen.phone_freed", by=by, subject=former, citizen=former)
    return former


@transaction.atomic
def end_session(*, user: User, pk: int, by: User) -> bool:
    """End one session of the account, on the server; False when it is over, or another's."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is None:
        return False
    session.end()
    record("account.session_ended", by=by, subject=user)
    return True


def end_sessions(*, user: User) -> None:
    """End every session of the account, on the server: with its row, and by what the others are bound to.

    Part of an action that journals itself. By the real clock, as what begins a session is stamped."""
    user.sessions_ended_at = dt.datetime.now(dt.UTC)
    user.save(update_fields=["sessions_ended_at"])
    for session in UserSession.objects.filter(user=user).order_by("pk"):
        session.end()
