"""What a person without a login says, kept as if they had typed it: by whom, how, in which words."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from messaging.guest_mail import actions as guest_mail
from messaging.guest_mail.models import GuestShipment
from messaging.threads import actions as threads
from messaging.threads.models import Thread
from portal.access.visibility import visibility_of
from portal.audit.actions import record
from portal.clock import now
from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, Consent, How, Purpose
from portal.contact_changes.actions import change_details
from portal.contact_notes import actions as notes
from portal.contact_notes.models import ContactNote
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.organizations.models import Team
from portal.people.births import Birth
from portal.people.models import Citizen, User
from portal.person_access import actions as access
from portal.person_access.models import PersonAccess
from portal.same_people import actions as same_people
from portal.same_people.models import SamePerson
from programs.findings.actions import turn_off, turn_on
from programs.findings.telling import look_again
from reminders.assisted.querysets import kinds_of
from reminders.contacts.actions import Contact, settle
from reminders.deadlines.actions import open_deadline
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind
from reminders.preferences.wordings import wording_of
from reminders.space_invitations import actions as space_invitations
from reminders.space_invitations.models import SpaceInvitation

TWICE = dt.timedelta(seconds=30)
"""Within which the same name, registered again by the same account, is a button pressed twice."""


class Unserved(PermissionDenied):
    """That person has no matter with the agent's teams: neither a dossier nor a conversation."""


class DeathNoted(Exception):
    """A death is noted: nothing is added for that person until it is undone."""


@transaction.atomic
def register(
    *,
    given_name: str,
    family_name: str,
    contact: Contact,
    team: Team,
    by: User,
    birth: Birth | None = None,
    email: str = "",
) -> Citizen:
    """Make a person without an account known, and where they are reached. Pressed twice, it is one person.

    Raises PermissionDenied, and IntegrityError for a number that is confirmed for somebody else."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    names = {"given_name": given_name, "family_name": family_name}
    if (twin := _registered_just_now(team, by, **names)) and twin.birth == birth:
        return twin
    person = access.register(**names, team=team, birth=birth, email=email, by=by)
    return settle(citizen=person, contact=contact, by=by)


def _registered_just_now(team: Team, by: User, **names: str) -> Citizen | None:
    since = now() - TWICE
    mine = PersonAccess.objects.filter(team=team, by=by, reason=PersonAccess.Reason.REGISTERED, started_at__gt=since)
    return Citizen.objects.filter(pk__in=mine.values("citizen"), **names).order_by("-created_at").first()


@transaction.atomic
def open_person(*, citizen: Citizen, by: User) -> Citizen:
    """The page was opened: the person sees who looked."""
    must_serve(citizen=citizen, by=by)
    record("person.opened", by=by, subject=citizen, citizen=citizen)
    return citizen


@transaction.atomic
def join(*, citizen: Citizen, same_as: Citizen, by: User) -> SamePerson:
    """Say that two people whom one serves are one: a session that opened one of them lasts no longer for it.

    Raises NotJoinable."""
    for person in (citizen, same_as):
        must_serve(citizen=person, by=by)
    return same_people.join(citizen=citizen, same_as=same_as, by=by)


@transaction.atomic
def write_to(*, citizen: Citizen, by: User, answer_by: dt.date | None, **message: Any) -> Thread:
    """Begin a conversation with a person whom one serves, who owes an answer with `answer_by`. `message`: as
    `threads.begin` takes it. Raises DeathNoted."""
    must_serve(citizen=citizen, by=by)
    must_live(citizen=citizen)
    thread = threads.begin(citizen=citizen, by=by, **message)
    if answer_by:
        threads.expect_reply(thread=thread, on=answer_by, by=by)
    return thread


@transaction.atomic
def send_securely(*, citizen: Citizen, by: User, **shipment: Any) -> tuple[GuestShipment, str]:
    """Send a secure message to a person whom one serves and who has no account; return it with the secret to say, if
    it opens by one. `shipment`: as `guest_mail.send` takes it. Raises DeathNoted, HasSpace, NoTextThere."""
    must_serve(citizen=citizen, by=by)
    must_live(citizen=citizen)
    return guest_mail.send(citizen=citizen, by=by, **shipment)


@transaction.atomic
def invite_to_space(*, citizen: Citizen, team: Team, by: User) -> SpaceInvitation:
    """Ask for a letter that invites a person whom one serves to open their space. Raises NotInvitable, DeathNoted."""
    must_serve(citizen=citizen, by=by)
    must_live(citizen=citizen)
    return space_invitations.invite(citizen=citizen, team=team, by=by)


@transaction.atomic
def separate(*, link: SamePerson, by: User) -> SamePerson:
    """Take the link between two people whom one serves away."""
    for person in (link.citizen, link.same_as):
        must_serve(citizen=person, by=by)
    return same_people.separate(link=link, by=by)


@transaction.atomic
def note_exchange(*, citizen: Citizen, team: Team, way: str, text: str, by: User) -> ContactNote:
    """Keep what was said with a person whom one serves. Pressed twice, it is noted once."""
    must_serve(citizen=citizen, by=by)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    just = ContactNote.objects.filter(citizen=citizen, team=team, way=way, by=by, at__gt=now() - TWICE)
    same = next((one for one in just.order_by("-at") if one.text == text), None)
    return same or notes.note(citizen=citizen, team=team, way=way, text=text, by=by)


@transaction.atomic
def begin_dossier(
    *, citizen: Citizen, team: Team, number: str, title: str, by: User, dossier_type: DossierType | None = None
) -> Dossier:
    """A matter of a person whom one serves, with one of one's own teams; pressed twice, it is one. Raises
    IntegrityError for a number that is another person's, PermissionDenied, DeathNoted."""
    must_serve(citizen=citizen, by=by)
    must_live(citizen=citizen)
    if team.pk not in visibility_of(by).team_ids:
        raise PermissionDenied
    about: dict[str, Any] = {"dossier_type": dossier_type}
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = Dossier.objects.filter(citizen=citizen, organization=team.organization_id)
    if number:
        same = mine.filter(number=number).first()
    else:
        same = mine.filter(opened_at__gt=now() - TWICE, **about).order_by("-opened_at").first()
    return same or open_dossier(citizen=citizen, team=team, number=number, title=title, by=by, **about)


@transaction.atomic
def note_consent(*, citizen: Citizen, purpose: Purpose, channel: Channel, how: How, by: User) -> Consent:
    """A yes said after the wording was read aloud (How.PHONE), or signed on paper (How.PAPER)."""
    must_serve(citizen=citizen, by=by)
    must_live(citizen=citizen)
    if purpose == Purpose.ADVICE:
        consent = turn_on(citizen=citizen, channel=channel, by=by, how=how)
    else:
        words = wording_of(purpose, channel)
        consent = give(citizen=citizen, purpose=purpose, channel=channel, wording=words, by=by, how=how)
    if purpose in (Purpose.ADVICE, Purpose.LEARN):
        look_again(citizen=citizen, by=by)
    return consent


@transaction.atomic
def note_withdrawal(*, citizen: Citizen, purpose: Purpose, channel: Channel, how: How, by: User) -> Consent | None:
    """A no: nothing more leaves by that channel, not even what is queued."""
    must_serve(citizen=citizen, by=by)
    if purpose == Purpose.ADVICE:
        return turn_off(citizen=citizen, channel=channel, by=by, how=how)
    return withdraw(citizen=citizen, purpose=purpose, channel=channel, by=by, how=how)


@transaction.atomic
def note_contact(*, citizen: Citizen, contact: Contact, by: User) -> Citizen:
    """An address or a number told. A number told is not confirmed: it serves for calls, not for SMS."""
    must_serve(citizen=citizen, by=by)
    must_live(citizen=citizen)
    return settle(citizen=citizen, contact=contact, by=by)


@transaction.atomic
def note_names(*, citizen: Citizen, given_name: str, family_name: str, by: User) -> Citizen:
    """The name that the person says to go by. The same again changes nothing."""
    must_serve(citizen=citizen, by=by)
    must_live(citizen=citizen)
    change_details(citizen=citizen, columns={"given_name": given_name, "family_name": family_name}, by=by)
    return citizen


@transaction.atomic
def note_birth(*, citizen: Citizen, birth: Birth, by: User) -> Citizen:
    """What the person says of their birth: the year alone when they know no more. The same again changes nothing."""
    must_serve(citizen=citizen, by=by)
    change_details(citizen=citizen, columns=birth.columns, by=by)
    return citizen


@transaction.atomic
def add_deadline(
    *, citizen: Citizen, kind: DeadlineKind, due_on: dt.date, by: User, due_time: dt.time | None = None
) -> Deadline:
    """A date that the agent’s organization knows, or that the person asked for. Raises KindNotPublished,
    and DeathNoted."""
    must_serve(citizen=citizen, by=by)
    must_live(citizen=citizen)
    if not kinds_of(by).filter(pk=kind.pk).exists():
        raise PermissionDenied
    origin = Deadline.Origin.AGENT
    return open_deadline(citizen=citizen, kind=kind, due_on=due_on, due_time=due_time, by=by, origin=origin)


def must_serve(*, citizen: Citizen, by: User) -> None:
    """Agents only, and only those whose teams have a matter of that person: never by the back door of one's own."""
    visibility = visibility_of(by)
    served = Citizen.objects.visible_to(by).exclude(pk__in=visibility.reached_ids)
    if not visibility.team_ids or not served.filter(pk=citizen.pk).exists():
        raise Unserved


def must_live(*, citizen: Citizen) -> None:
    """Raise DeathNoted once it is, whatever the page showed."""
    if not Citizen.objects.filter(pk=citizen.pk, died_on=None).exists():
        raise DeathNoted
