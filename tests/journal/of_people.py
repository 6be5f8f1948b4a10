"""Actions of agents who register, open, join and invite people, and note what was said."""

import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

from allauth.usersessions.models import UserSession

from portal.account_closing import actions as closing
from portal.account_closing import erasing
from portal.consents import actions as consents
from portal.contact_notes import actions as notes
from portal.data_exports import actions as data_exports
from portal.data_exports.commanding import export_to
from portal.mandates import inviting
from portal.people import actions as people
from portal.people.births import Birth
from portal.people.models import Citizen, User
from portal.person_access import actions as access
from portal.person_access.models import IdentityRule
from portal.printing import actions as printing
from portal.same_people import actions as same_people
from portal.same_people.models import SamePerson
from reminders.mandate_letters.actions import write_letters
from reminders.mandate_letters.models import MandateLetterBatch
from reminders.space_invitations import actions as invitations
from reminders.space_invitations.models import SpaceInvitation, SpaceInvitationBatch
from tests.journal.world import SECRET, World, action

Do = Callable[[], object]


def georgette(world: World) -> Citizen:
    names = {"given_name": SECRET, "family_name": SECRET, "postal_address": SECRET}
    return people.register_without_account(**names, by=world.alain)


def opened_because(reason: str) -> Callable[[World], Do]:
    def prepare(world: World) -> Do:
        person = georgette(world)
        people.describe(citizen=person, birth_date=None, known=Birth(1950, 4, 1), by=world.alain)
        people.set_phone(citizen=person, phone="+14185550199", verified=False, by=world.alain)
        answers = {"birth_date": "1950-04-01", "phone": "418 555-0199"}
        why = {"team": world.team, "reason": reason, "note": SECRET, "by": world.alain}
        return lambda: access.open_by_answers(citizen=person, answers=answers, **why)

    return prepare


for _reason in ("called", "came", "wrote", "for_her"):
    action(f"person_access.{_reason}")(opened_because(_reason))


@action("person_access.not_recognized")
def not_recognized(world: World) -> Do:
    why = {"team": world.team, "reason": "called", "note": SECRET, "answers": {}, "by": world.alain}
    person = georgette(world)

    def fail() -> None:
        try:
            access.open_by_answers(citizen=person, **why)
        except access.NotRecognized:
            return

    return fail


@action("citizen.email_noted")
def note_email(world: World) -> Do:
    person = georgette(world)
    return lambda: people.note_email(citizen=person, email=f"{SECRET}@relais.example", by=world.alain)


@action("data_export.asked")
def ask_for_data(world: World) -> Do:
    return lambda: data_exports.ask(by=world.amelie)


@action("data_export.downloaded")
def download_data(world: World) -> Do:
    asked = data_exports.ask(by=world.amelie)
    return lambda: data_exports.mark_downloaded(export=asked, by=world.amelie)


@action("data_export.made")
def export_person(world: World) -> Do:
    person = georgette(world)
    folder = Path(tempfile.mkdtemp())
    return lambda: export_to(folder / f"{uuid.uuid4()}.zip", account=None, citizen=person)


@action("account.closed")
def close_account(world: World) -> Do:
    return lambda: closing.close(user=User.objects.get(pk=world.amelie.pk), by=world.amelie)


@action("account.came_back")
def come_back(world: World) -> Do:
    closing.close(user=world.bruno, by=world.bruno)
    return lambda: closing.come_back(user=User.objects.get(pk=world.bruno.pk), by=world.bruno)


@action("account.erased", "mandate.revoked", "consent.withdrawn")
def erase_account(world: World) -> Do:
    consents.give(citizen=world.citizen, purpose="reminders", channel="email", wording="Oui.", by=world.amelie)
    closing.close(user=world.amelie, by=world.amelie)
    return lambda: erasing.erase(account=User.objects.get(pk=world.amelie.pk))


@action("citizen.renamed")
def rename(world: World) -> Do:
    names = {"given_name": SECRET, "family_name": SECRET}
    return lambda: people.rename(citizen=Citizen.objects.get(pk=world.citizen.pk), **names, by=world.amelie)


@action("account.session_ended")
def end_session(world: World) -> Do:
    key = world.client("amelie").session.session_key
    session = UserSession.objects.create(user=world.amelie, session_key=key, ip="127.0.0.1", user_agent="x")
    return lambda: people.end_session(user=world.amelie, pk=session.pk, by=world.amelie)


@action("support_code.given")
def support_code(world: World) -> Do:
    return lambda: access.give_support_code(citizen=world.citizen, by=world.amelie)


@action("identity_rule.set")
def identity_rule(world: World) -> Do:
    rule = IdentityRule(organization=world.saaq, asked=["birth_date", "phone"], needed=2)
    return lambda: access.set_identity_rule(rule=rule, by=world.emile)


@action("contact.noted")
def note_contact(world: World) -> Do:
    said = {"team": world.team, "way": "call_in", "text": SECRET, "by": world.alain}
    return lambda: notes.note(citizen=world.citizen, **said)


@action("same_person.joined")
def join(world: World) -> Do:
    person = georgette(world)
    return lambda: same_people.join(citizen=person, same_as=world.citizen, by=world.alain)


def joined(world: World) -> SamePerson:
    return same_people.join(citizen=georgette(world), same_as=world.citizen, by=world.alain)


@action("same_person.separated")
def separate(world: World) -> Do:
    link = joined(world)
    return lambda: same_people.separate(link=link, by=world.alain)


def invited(world: World) -> SpaceInvitation:
    return invitations.invite(citizen=born(world), team=world.team, by=world.alain)


def born(world: World) -> Citizen:
    """One of whom the organization knows more than a letter says."""
    person = georgette(world)
    return people.describe(citizen=person, birth_date=None, known=Birth(1950, 4, 1), by=world.alain)


@action("space_invitation.asked")
def invite(world: World) -> Do:
    person = born(world)
    return lambda: invitations.invite(citizen=person, team=world.team, by=world.alain)


@action("space_invitation.used")
def use_invitation(world: World) -> Do:
    code = invited(world).code
    return lambda: invitations.redeem(code=code, answer="1950-04-01", own=world.citizen, by=world.amelie)


def batch(world: World) -> SpaceInvitationBatch:
    invited(world)
    return printing.prepare(printable="space_invitations", by=world.olga)


@action("space_invitation_batch.made")
def prepare_batch(world: World) -> Do:
    invited(world)
    return lambda: printing.prepare(printable="space_invitations", by=world.olga)


@action("space_invitation_batch.downloaded")
def download_batch(world: World) -> Do:
    made = batch(world)
    return lambda: printing.note_download(batch=made, by=world.olga)


@action("space_invitation_batch.printed")
def print_batch(world: World) -> Do:
    made = printing.note_download(batch=batch(world), by=world.olga)
    return lambda: printing.mark_printed(batch=made, by=world.olga)


def letter_batch(world: World) -> MandateLetterBatch:
    asked(world)
    return printing.prepare(printable="mandate_letters", by=world.olga)


def asked(world: World) -> None:
    inviting.invite(citizen=world.citizen, invitee="x", postal_address="12, rue A", by=world.amelie)
    write_letters()


@action("mandate_letter_batch.made")
def prepare_letters(world: World) -> Do:
    asked(world)
    return lambda: printing.prepare(printable="mandate_letters", by=world.olga)


@action("mandate_letter_batch.downloaded")
def download_letters(world: World) -> Do:
    made = letter_batch(world)
    return lambda: printing.note_download(batch=made, by=world.olga)


@action("mandate_letter_batch.printed")
def print_letters(world: World) -> Do:
    made = printing.note_download(batch=letter_batch(world), by=world.olga)
    return lambda: printing.mark_printed(batch=made, by=world.olga)
