"""Actions of the portal and of its messages."""

import datetime as dt
import uuid
from collections.abc import Callable

from messaging.threads import actions as threads
from messaging.threads.dossiers import join
from messaging.threads.models import Message, Thread
from messaging.threads.settling import settle, unsettle
from messaging.threads.unreached import note_call, propose_calls
from portal.access.permissions import Role
from portal.catalogue import synonyms
from portal.catalogue.models import CatalogueEntry, Synonym, SynonymVersion
from portal.client_numbers import actions as numbers
from portal.client_numbers.models import NumberPattern
from portal.clock import now, today
from portal.consents import actions as consents
from portal.consents.models import Channel, Purpose
from portal.documents import actions as documents
from portal.documents import store
from portal.documents.models import Document
from portal.documents.screening import screen
from portal.documents.uploads import seal_upload
from portal.dossiers.actions import open_dossier
from portal.isolation import actions as isolation
from portal.isolation.models import SetAside
from portal.mandates import actions as mandates
from portal.mandates import inviting
from portal.mandates.models import MandateInvitation
from portal.organizations import actions as organizations
from portal.organizations.models import Membership
from portal.people import actions as people
from portal.people.models import Citizen, User
from portal.publishing import actions as ledger
from portal.publishing import releases, reviews
from portal.questions import actions as questions
from portal.questions.models import Question, QuestionVersion
from portal.receipts.actions import give_receipt
from portal.requested_documents import actions as requests
from portal.staff import accounts, roles
from portal.staff import actions as staff
from portal.staff.models import StaffInvitation
from portal.staff.newcomers import accept_with_new_account
from tests.journal.world import SECRET, World, action
from tests.portal.documents.deposits import accepted

Do = Callable[[], object]
CHOICE = {"purpose": Purpose.REMINDERS, "channel": Channel.EMAIL}


@action("citizen.amended")
def amend(world: World) -> Do:
    columns = {"postal_address": SECRET, "language": "en"}
    return lambda: people.amend(citizen=Citizen.objects.get(pk=world.citizen.pk), columns=columns, by=world.amelie)


@action("citizen.created")
def become_citizen(world: World) -> Do:
    user = User.objects.create_user(f"{SECRET}@relais.example")
    names = {"given_name": SECRET, "family_name": SECRET}
    return lambda: people.become_citizen(user=user, **names, by=user)


@action("citizen.described")
def describe(world: World) -> Do:
    return lambda: people.describe(citizen=world.citizen, birth_date=dt.date(1991, 2, 28), by=world.amelie)


@action("citizen.death_recorded")
def record_death(world: World) -> Do:
    return lambda: people.record_death(citizen=world.citizen, died_on=dt.date(2026, 2, 28), by=world.alain)


@action("citizen.death_undone")
def undo_death(world: World) -> Do:
    people.record_death(citizen=world.citizen, died_on=dt.date(2026, 2, 28), by=world.alain)
    return lambda: people.undo_death(citizen=world.citizen, by=world.alain)


@action("citizen.email_confirmed")
def confirm_email(world: World) -> Do:
    address = f"{SECRET}@relais.example"
    return lambda: people.confirm_email(citizen=world.citizen, email=address, by=world.amelie)


@action("citizen.phone_set")
def set_phone(world: World) -> Do:
    return lambda: people.set_phone(citizen=world.citizen, phone="+14185550188", verified=True, by=world.amelie)


@action("citizen.phone_freed")
def free_phone(world: World) -> Do:
    phone = world.citizen.phone.as_e164
    return lambda: people.free_phone(phone=phone, owner=world.bruno.citizen, by=world.bruno)


@action("citizen.registered")
def register_without_account(world: World) -> Do:
    fields = {"given_name": SECRET, "family_name": SECRET, "postal_address": SECRET}
    return lambda: people.register_without_account(**fields, by=world.alain)


@action("citizen.read")
def read_coordinates(world: World) -> Do:
    open_dossier(citizen=world.citizen, team=world.team, number="P-3", title=SECRET, by=world.alain)
    client = world.client("alain")
    return lambda: client.get(f"/gestion/people/citizen/{world.citizen.pk}/change/")


@action("mandate.declared", "citizen.registered")
def declare_child(world: World) -> Do:
    child = {"given_name": SECRET, "family_name": SECRET, "birth_date": today() - dt.timedelta(days=900)}
    return lambda: mandates.declare_child(**child, by=world.amelie)


@action("mandate.given")
def give_mandate(world: World) -> Do:
    return lambda: mandates.give(citizen=world.citizen, holder=world.bruno, kind="helper", by=world.amelie)


@action("mandate.replaced")
def change_mandate(world: World) -> Do:
    mandate = mandates.give(citizen=world.citizen, holder=world.bruno, kind="helper", by=world.bruno)
    return lambda: mandates.change(mandate=mandate, by=world.amelie, may_act=False)


def asked_to_act(world: World) -> MandateInvitation:
    return inviting.invite(citizen=world.citizen, invitee=SECRET, email=world.bruno.email, by=world.amelie)


@action("mandate_invitation.made")
def ask_to_act(world: World) -> Do:
    return lambda: asked_to_act(world)


@action("mandate_invitation.withdrawn")
def withdraw_demand(world: World) -> Do:
    invitation = asked_to_act(world)
    return lambda: inviting.withdraw(invitation=invitation, by=world.amelie)


@action("mandate_invitation.declined")
def decline_to_act(world: World) -> Do:
    invitation = asked_to_act(world)
    return lambda: inviting.decline(invitation=invitation, by=world.bruno)


@action("mandate_invitation.accepted", "mandate.given")
def accept_to_act(world: World) -> Do:
    invitation = asked_to_act(world)
    return lambda: inviting.accept(invitation=invitation, by=world.bruno)


@action("mandate.revoked")
def revoke_mandate(world: World) -> Do:
    mandate = world.rachel.mandates.get()
    return lambda: mandates.revoke(mandate=mandate, by=world.amelie)


@action("organization.registered")
def register_organization(world: World) -> Do:
    return lambda: organizations.register(code="essai", name_fr="Essai", by=None)


@action("organization.renamed")
def rename_organization(world: World) -> Do:
    world.saaq.name_en = "Essai"
    return lambda: organizations.rename(organization=world.saaq, by=world.olga)


@action("organization.described")
def describe_organization(world: World) -> Do:
    world.saaq.phone = "1 800 555-0199"
    return lambda: organizations.describe(organization=world.saaq, by=world.emile)


@action("team.made")
def make_team(world: World) -> Do:
    return lambda: organizations.make_team(organization=world.saaq, name="Essai", by=world.emile)


@action("team.changed")
def change_team(world: World) -> Do:
    world.team.purpose = "Autre chose"
    return lambda: organizations.change_team(team=world.team, by=world.emile)


@action("role.given")
def give_role(world: World) -> Do:
    """To somebody who was not of the staff: both rows, or none."""
    user = User.objects.create_user("nouvelle@relais.example")
    return lambda: roles.give_role(user=user, role=Role.AGENT, team=world.team, by=world.emile)


@action("role.ended")
def end_role(world: World) -> Do:
    membership = Membership.objects.get(user=world.alain)
    return lambda: roles.end_role(membership=membership, by=world.emile)


def invited(world: World, email: str = "") -> StaffInvitation:
    return staff.invite(email=email or f"{SECRET}@relais.example", role=Role.AGENT, team=world.team, by=world.emile)


@action("staff_invitation.made")
def invite(world: World) -> Do:
    return lambda: invited(world)


@action("staff_invitation.resent")
def resend(world: World) -> Do:
    invitation = invited(world)
    return lambda: staff.resend(invitation=invitation, by=world.emile)


@action("staff_invitation.withdrawn")
def withdraw_invitation(world: World) -> Do:
    invitation = invited(world)
    return lambda: staff.withdraw(invitation=invitation, by=world.emile)


@action("staff_invitation.declined")
def decline(world: World) -> Do:
    invitation = invited(world, world.bruno.email)
    return lambda: staff.decline(invitation=invitation, by=world.bruno)


@action("staff_invitation.accepted")
def accept(world: World) -> Do:
    invitation = invited(world, world.bruno.email)
    return lambda: staff.accept(invitation=invitation, by=world.bruno, is_proven=False)


@action("staff_invitation.accepted")
def accept_as_newcomer(world: World) -> Do:
    """An account, its address and the answer: all, or nothing."""
    invitation = invited(world)
    fields = {"code_digest": "", "name": SECRET, "password": None}
    return lambda: accept_with_new_account(invitation=invitation, **fields)


@action("role.given")
def take_effect(world: World) -> Do:
    alain = world.alain
    invitation = staff.invite(email=alain.email, role=Role.SUPERVISOR, organization=world.saaq, by=world.emile)
    staff.accept(invitation=invitation, by=alain, is_proven=False)
    return lambda: staff.take_effect(user=alain)


@action("account.deactivated", "staff_invitation.withdrawn")
def deactivate(world: World) -> Do:
    invited(world, world.bruno.email)
    return lambda: accounts.deactivate(user=world.bruno, by=world.olga)


@action("account.reactivated")
def reactivate(world: World) -> Do:
    accounts.deactivate(user=world.bruno, by=world.olga)
    return lambda: accounts.reactivate(user=world.bruno, by=world.olga)


@action("client_number.agreed")
def agree(world: World) -> Do:
    fields = {"citizen": world.citizen, "organization": world.saaq, "number": f"{SECRET} 9", "how": "agent"}
    return lambda: numbers.agree(**fields, by=world.alain)


@action("client_number.ended")
def end_number(world: World) -> Do:
    number = agree(world)()
    return lambda: numbers.end(number=number, by=world.amelie)


@action("consent.given", "consent.withdrawn")
def other_words(world: World) -> Do:
    """A new wording: the former consent is closed in the same action."""
    consents.give(citizen=world.citizen, **CHOICE, wording="Oui", by=world.amelie)

    def both() -> None:
        consents.give(citizen=world.citizen, **CHOICE, wording="Oui, vraiment", by=world.amelie)
        consents.withdraw(citizen=world.citizen, **CHOICE, by=world.amelie)

    return both


@action("consent.withdrawn")
def withdraw(world: World) -> Do:
    consents.give(citizen=world.citizen, **CHOICE, wording="Oui", by=world.amelie)
    return lambda: consents.withdraw(citizen=world.citizen, **CHOICE, by=world.amelie)


def a_question(world: World) -> Question:
    return Question.objects.filter(organization=None).earliest("position", "pk")


def question_draft(world: World) -> QuestionVersion:
    return ledger.write(subject=a_question(world), content={"answer_fr": "Ici."}, revision=0, by=world.olga)


@action("question.imported")
def import_question(world: World) -> Do:
    question = a_question(world)
    CatalogueEntry.objects.filter(subject_id=question.pk).delete()
    question.delete()
    return lambda: questions.import_questions(by=None)


@action("question.started")
def start_question(world: World) -> Do:
    words = {"question_fr": "Où ?", "answer_fr": "Ici."}
    return lambda: questions.start(organization=world.saaq, words=words, by=world.emile)


@action("question.drafted")
def draft_question(world: World) -> Do:
    return lambda: question_draft(world)


@action("question.discarded")
def discard_question(world: World) -> Do:
    version = question_draft(world)
    return lambda: ledger.discard(version=version, by=world.olga)


@action("question.published")
def publish_question(world: World) -> Do:
    version = question_draft(world)
    return lambda: releases.publish(version=version, by=world.olga)


@action("question.took_effect")
def question_takes_effect(world: World) -> Do:
    later = today() + dt.timedelta(days=9)
    releases.publish(version=question_draft(world), effective_on=later, by=world.olga)
    QuestionVersion.objects.coming().update(effective_on=today())
    return releases.put_due_in_force


def of_the_saaq(world: World) -> QuestionVersion:
    return start_question(world)().versions.get()


@action("question.submitted")
def submit_question(world: World) -> Do:
    version = of_the_saaq(world)
    return lambda: reviews.submit(version=version, by=world.emile)


@action("question.withdrawn")
def withdraw_question(world: World) -> Do:
    version = submit_question(world)()
    return lambda: reviews.withdraw(version=version, by=world.emile)


@action("question.sent_back")
def send_question_back(world: World) -> Do:
    version = submit_question(world)()
    return lambda: reviews.send_back(version=version, why="Trop long.", by=world.people["carole"])


@action("question.retired")
def retire_question(world: World) -> Do:
    question = Question.objects.published().earliest("position", "pk")
    return lambda: questions.retire(question=question, by=world.olga)


@action("synonym.written")
def propose_synonym(world: World) -> Do:
    return lambda: synonyms.propose(term=SECRET, meaning="véhicule", by=world.emile)


@action("synonym.approved")
def approve_synonym(world: World) -> Do:
    synonym = propose_synonym(world)()
    return lambda: synonyms.approve(synonym=synonym, by=world.olga)


@action("synonym.refused")
def refuse_synonym(world: World) -> Do:
    synonym = propose_synonym(world)()
    return lambda: synonyms.refuse(synonym=synonym, why=SECRET, by=world.olga)


@action("synonym.withdrawn")
def withdraw_synonym(world: World) -> Do:
    synonym = approve_synonym(world)()
    return lambda: synonyms.withdraw(synonym=synonym, by=world.olga)


@action("synonyms.put_back")
def put_back_synonyms(world: World) -> Do:
    approve_synonym(world)()
    return lambda: synonyms.put_back(version=SynonymVersion.objects.earliest("number"), by=world.olga)


@action("synonym.removed")
def erase_synonym(world: World) -> Do:
    synonym = propose_synonym(world)()
    return lambda: synonyms.erase(synonym=synonym, by=world.emile)


@action("synonyms.imported")
def import_synonyms(world: World) -> Do:
    Synonym.objects.all().delete()
    return lambda: synonyms.import_synonyms(by=None)


@action("dossier.opened")
def open_a_dossier(world: World) -> Do:
    fields = {"citizen": world.citizen, "team": world.team, "number": SECRET, "title": SECRET}
    return lambda: open_dossier(**fields, by=world.alain)


@action("document.received")
def receive(world: World) -> Do:
    return lambda: documents.receive(citizen=world.citizen, upload=world.upload(), team=world.team, by=world.amelie)


@action("document.accepted")
def accept_document(world: World) -> Do:
    """Its claim is committed first, on purpose; once it is over, the sweep looks at it again."""
    document = receive(world)()
    return lambda: screen_after_the_claim(document)


@action("document.refused")
def refuse_document(world: World) -> Do:
    upload = seal_upload(f"{SECRET}.pdf", b"%PDF-1.4 not one")
    document = documents.receive(citizen=world.citizen, upload=upload, team=world.team, by=world.amelie)
    return lambda: screen_after_the_claim(document)


def screen_after_the_claim(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(claimed_until=None)
    screen(document_id=document.pk)


@action("document.opened")
def open_document(world: World) -> Do:
    document = accepted(world.amelie, team=world.team)
    return lambda: documents.mark_opened(by=world.alain, document=document)


@action("document.opened")
def download(world: World) -> Do:
    """No byte leaves when the reading cannot be told."""
    document = accepted(world.amelie, team=world.team)
    client = world.client("alain")
    return lambda: b"".join(client.get(document.get_absolute_url()).streaming_content)


@action("document.damaged")
def open_damaged(world: World) -> Do:
    document = accepted(world.amelie, team=world.team)
    store.erase(document.storage_key)
    client = world.client("amelie")
    return lambda: client.get(document.get_absolute_url())


@action("receipt.given")
def receipt(world: World) -> Do:
    document = accepted(world.amelie, team=world.team)
    document = Document.objects.select_related("citizen", "team__organization").get(pk=document.pk)
    return lambda: give_receipt(by=world.amelie, document=document)


@action("request.asked")
def ask_document(world: World) -> Do:
    return lambda: world.requested_document()


@action("request.given", "document.received")
def give_request(world: World) -> Do:
    requested_document = world.requested_document()
    return lambda: requests.give(by=world.amelie, request=requested_document, uploads=[world.upload()])


@action("request.filed", "document.received")
def file_paper(world: World) -> Do:
    paper = {"request": world.requested_document(), "uploads": [world.upload()], "came_on": today()}
    return lambda: requests.file_paper(by=world.alain, **paper)


@action("request.taken_back")
def take_back_file(world: World) -> Do:
    requested_document = world.requested_document(given=True)
    (document,) = requested_document.documents
    return lambda: requests.take_back(by=world.amelie, request=requested_document, document=document)


@action("request.accepted")
def accept_request(world: World) -> Do:
    requested_document = world.requested_document(given=True)
    return lambda: requests.accept(by=world.alain, request=requested_document)


@action("request.refused")
def refuse_request(world: World) -> Do:
    requested_document = world.requested_document(given=True)
    return lambda: requests.refuse(by=world.alain, request=requested_document, because=SECRET)


@action("request.cancelled")
def cancel_request(world: World) -> Do:
    requested_document = world.requested_document()
    return lambda: requests.cancel(by=world.alain, request=requested_document)


@action("request.read")
def read_request(world: World) -> Do:
    requested_document, client = world.requested_document(given=True), world.client("alain")
    return lambda: client.get(f"/gestion/requested_documents/requesteddocument/{requested_document.pk}/change/")


def conversation(world: World) -> Thread:
    fields = {"citizen": world.citizen, "team": world.team, "subject": SECRET, "body": SECRET, "key": uuid.uuid4()}
    return threads.write(by=world.amelie, **fields, uploads=[world.upload()])


@action("thread.started", "document.received")
def write(world: World) -> Do:
    return lambda: conversation(world)


@action("thread.started", "document.received")
def write_first(world: World) -> Do:
    fields = {"team": world.team, "subject": SECRET, "body": SECRET, "key": uuid.uuid4()}
    return lambda: threads.begin(by=world.alain, citizen=world.citizen, uploads=[world.upload()], **fields)


@action("thread.answered")
def answer(world: World) -> Do:
    thread, fields = conversation(world), {"author_kind": "agent", "body": SECRET, "key": uuid.uuid4()}
    more = {"uploads": [world.upload()], "answer_by": today() + dt.timedelta(days=5)}
    return lambda: threads.reply(by=world.alain, thread=thread, **fields, **more)


@action("thread.answered")
def write_again(world: World) -> Do:
    thread, fields = conversation(world), {"author_kind": "citizen", "body": SECRET, "key": uuid.uuid4()}
    return lambda: threads.reply(by=world.amelie, thread=thread, **fields)


@action("thread.joined_dossier")
def join_dossier(world: World) -> Do:
    thread = conversation(world)
    dossier = open_dossier(citizen=world.citizen, team=world.team, title=SECRET, by=world.alain)
    return lambda: join(by=world.alain, thread=thread, dossier=dossier)


@action("thread.settled")
def settle_thread(world: World) -> Do:
    thread = conversation(world)
    thread.refresh_from_db()
    return lambda: settle(by=world.alain, thread=thread, seen=thread.last_message_at)


@action("thread.unsettled")
def put_thread_back(world: World) -> Do:
    thread = conversation(world)
    thread.refresh_from_db()
    settle(by=world.alain, thread=thread, seen=thread.last_message_at)
    return lambda: unsettle(by=world.alain, thread=thread)


@action("thread.printed")
def print_thread(world: World) -> Do:
    thread, client = conversation(world), world.client("alain")
    return lambda: client.get(f"/gestion/threads/thread/{thread.pk}/imprimer/")


@action("thread.read")
def read_thread(world: World) -> Do:
    thread, client = conversation(world), world.client("alain")
    return lambda: client.get(f"/gestion/threads/thread/{thread.pk}/change/")


def unread(world: World) -> Thread:
    """An answer that nobody read in the promised delay."""
    thread, fields = conversation(world), {"author_kind": "agent", "body": SECRET, "key": uuid.uuid4()}
    threads.reply(by=world.alain, thread=thread, **fields)
    Message.objects.filter(thread=thread).update(sent_at=now() - dt.timedelta(days=40))
    return thread


@action("thread.call_proposed")
def propose_a_call(world: World) -> Do:
    unread(world)
    return propose_calls


@action("thread.called")
def note_the_call(world: World) -> Do:
    thread = unread(world)
    propose_calls()
    return lambda: note_call(thread=thread, by=world.alain)


@action("set_aside.retried")
def try_again_for_one(world: World) -> Do:
    row = SetAside.objects.create(citizen=world.citizen, work="reminders.plan", code="22023", retry_at=now())
    return lambda: isolation.try_again(row=row, by=world.olga)


@action("number_pattern.declared")
def declare_pattern(world: World) -> Do:
    pattern = NumberPattern(organization=world.saaq, alphabet="digits", shortest=8, longest=8)
    return lambda: numbers.declare(pattern=pattern, by=world.emile)
