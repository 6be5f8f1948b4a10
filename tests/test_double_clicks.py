"""The same button pressed twice at once, in two real transactions: one action, told once, and no failure shown."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from portal.audit.models import AuditEvent
from portal.catalogue.models import Synonym
from portal.catalogue.synonyms import propose
from portal.client_numbers.actions import agree
from portal.client_numbers.models import ClientNumber
from portal.clock import today
from portal.consents.models import Channel, Consent, Purpose
from portal.document_types import actions as document_types
from portal.document_types.models import DocumentType
from portal.documents import actions as documents
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.mandates.actions import declare_child
from portal.mandates.models import Mandate
from portal.organizations.models import Membership, Organization
from portal.people.models import Citizen, User
from portal.publishing import copies
from portal.questions.actions import retire
from portal.questions.models import Question
from portal.requested_documents import actions as requests
from portal.requested_documents.models import RequestedDocument
from portal.staff import actions as staff
from portal.staff.models import StaffInvitation
from portal.staff.newcomers import accept_with_new_account
from portal.staff.roles import give_role
from portal.work_items.actions import open_item
from portal.work_items.models import WorkItem
from programs.facts.models import FactDefinition
from programs.program_versions import actions as programs
from programs.programs.models import Program
from programs.prompts.actions import retire_prompt
from programs.prompts.answering import answer_once, keep_answer, leave_unanswered, take_back
from programs.prompts.models import Prompt
from programs.reference_import.actions import import_reference
from programs.situations.actions import keep_situation
from programs.situations.models import AskedFact, Fact
from reminders.contacts.actions import set_hours
from reminders.kind_versions import actions as kinds
from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind
from reminders.preferences.actions import choose
from reminders.preferences.models import QuietHours
from reminders.preferences.stopping import stop_everything
from reminders.suspensions.actions import suspend
from reminders.suspensions.models import Suspension
from tests.portal.documents import corpus
from tests.together import at_once

TIMES = 3
HOURS = (dt.time(8), dt.time(20))
CHOICE = (Purpose.REMINDERS, Channel.EMAIL)
PROMPT = "accident-route-travail"
# (what, verb of the journal or "", the action as a page does it, how many rows there are of it)
Action = tuple[str, str, Callable[[], object], Callable[[], int]]
LEA = {"given_name": "Léa", "family_name": "Tremblay"}


def me(email: str) -> User:
    """Read by each thread, as each request does."""
    return User.objects.select_related("citizen").get(email=email)


def actions(email: str) -> Iterator[Action]:
    citizen = me(email).citizen
    yield from number_actions(email, citizen)
    yield from answer_actions(email, citizen)
    yield from reminder_actions(email, citizen)
    yield from house_actions(email, citizen)
    yield from file_actions(email, citizen)
    yield from document_type_actions(email, citizen)
    yield from writing_actions(email)
    yield from staff_actions(email)


def number_actions(email: str, citizen: Citizen) -> Iterator[Action]:
    saaq = Organization.objects.get(code="saaq")
    yield (
        "a client number",
        "client_number.agreed",
        lambda: agree(citizen=citizen, organization=saaq, by=me(email), number="A-1", how="code"),
        ClientNumber.objects.filter(citizen=citizen, number__isnull=False, ended_at=None).count,
    )


def answer_actions(email: str, citizen: Citizen) -> Iterator[Action]:
    answers, asked = Fact.objects.filter(situation__citizen=citizen), AskedFact.objects.filter(citizen=citizen)
    work, walk, coverage = (
        FactDefinition.objects.get(pk=code)
        for code in ("unable_to_work", "mobility_limitation", "drug_insurance_private_access")
    )
    yield (
        "an answer",
        "",
        lambda: keep_situation(citizen=citizen, given={"resident_quebec": True}, by=me(email)),
        answers.count,
    )
    yield (
        "another answer, in a situation already kept",
        "",
        lambda: keep_situation(citizen=citizen, given={"children": ()}, by=me(email)),
        answers.count,
    )
    yield (
        "a question answered in passing",
        "prompt.settled",
        lambda: keep_answer(citizen=citizen, fact=work, value=True, by=me(email)),
        answers.filter(definition=work).count,
    )
    yield (
        "a question left in passing",
        "prompt.settled",
        lambda: leave_unanswered(citizen=citizen, fact=walk, by=me(email)),
        asked.filter(outcome=AskedFact.Outcome.PASSED).count,
    )
    yield (
        "a question answered for this time",
        "prompt.settled",
        lambda: answer_once(citizen=citizen, fact=coverage, by=me(email)),
        asked.filter(outcome=AskedFact.Outcome.ONCE).count,
    )
    taken_back = AuditEvent.objects.filter(verb="prompt.taken_back", citizen_id=citizen.pk)
    yield (
        "an answer taken back",
        "prompt.taken_back",
        lambda: take_back(citizen=citizen, fact=walk, by=me(email)),
        taken_back.count,
    )


def reminder_actions(email: str, citizen: Citizen) -> Iterator[Action]:
    yield (
        "a consent",
        "consent.given",
        lambda: choose(citizen=citizen, offered=[CHOICE], chosen=[CHOICE], by=me(email)),
        Consent.objects.filter(citizen=citizen).count,
    )
    yield (
        "stopping everything",
        "consent.withdrawn",
        lambda: stop_everything(citizen=citizen, by=me(email)),
        Consent.objects.filter(citizen=citizen, withdrawn_at__isnull=False).count,
    )
    yield (
        "hours",
        "quiet_hours.set",
        lambda: set_hours(citizen=citizen, hours=HOURS, by=me(email)),
        QuietHours.objects.filter(citizen=citizen).count,
    )
    yield (
        "a suspension",
        "contact.suspended",
        lambda: suspend(citizen=citizen, channel=Channel.EMAIL, address=email, reason="bounce", by=None),
        Suspension.objects.filter(citizen=citizen).count,
    )


def house_actions(email: str, citizen: Citizen) -> Iterator[Action]:
    born = today() - dt.timedelta(days=900)
    yield (
        "a child",
        "mandate.declared",
        lambda: declare_child(**LEA, birth_date=born, by=me(email)),
        Mandate.objects.filter(holder=me(email), kind="parent").count,
    )
    yield (
        "a task",
        "",
        lambda: open_item(kind="x", subject=citizen, citizen=citizen, by=None),
        WorkItem.objects.filter(kind="x").count,
    )
    yield (
        "a synonym",
        "synonym.written",
        lambda: propose(term="Bazou", meaning="véhicule", by=me(email)),
        Synonym.objects.filter(term="Bazou").count,
    )
    question = Question.objects.earliest("position", "pk")
    yield (
        "a question retired",
        "question.retired",
        lambda: retire(question=Question.objects.get(pk=question.pk), by=me(email)),
        Question.objects.filter(pk=question.pk, retired_at__isnull=False).count,
    )
    prompt = Prompt.objects.get(code=PROMPT)
    yield (
        "a prompt retired",
        "prompt.retired",
        lambda: retire_prompt(prompt=Prompt.objects.get(pk=prompt.pk), by=me(email)),
        Prompt.objects.filter(pk=prompt.pk, retired_at__isnull=False).count,
    )


def file_actions(email: str, citizen: Citizen) -> Iterator[Action]:
    team = Organization.objects.get(code="saaq").teams.get(name="Permis de conduire")
    yield (
        "a role",
        "role.given",
        lambda: give_role(user=me(email), role="agent", team=team, by=None),
        Membership.objects.filter(user=me(email)).count,
    )
    asked = {"label": "Relevé", "due_on": today(), "team": team}
    requested_document = requests.ask(by=User.objects.get(email="alain@relais.example"), citizen=citizen, **asked)
    yield (
        "a piece sent",
        "request.given",
        lambda: send(requested_document, by=me(email)),
        Document.objects.filter(citizen=citizen).count,
    )


def document_type_actions(email: str, citizen: Citizen) -> Iterator[Action]:
    kept = Document.objects.kept_alone().filter(citizen=citizen)
    data = corpus.pdf(b"bail")
    yield (
        "a document kept",
        "document.received",
        lambda: documents.deposit(by=me(email), citizen=citizen, upload=seal_upload("bail.pdf", data), words={}),
        kept.count,
    )
    lease = DocumentType.objects.get(code="bail")
    yield (
        "what it is",
        "document.described",
        lambda: documents.describe(by=me(email), document=kept.get(), words={"document_type": lease}),
        kept.of_kind("bail").count,
    )
    yield (
        "a kind retired",
        "document_type.retired",
        lambda: document_types.retire(document_type=lease, by=me(email)),
        DocumentType.objects.filter(retired_at__isnull=False).count,
    )
    yield (
        "taken back",
        "document.discarded",
        lambda: documents.discard(by=me(email), document=Document(pk=kept_id(citizen))),
        lambda: 1 - kept.count(),
    )


def writing_actions(email: str) -> Iterator[Action]:
    """By the administrator of an organization."""
    saaq = Organization.objects.get(code="saaq")
    emile = "emile@" + email.partition("@")[2]
    titled = {"title": "Pneus d’été", "nature": "obligation"}
    plates = DeadlineKind.objects.get(code="immatriculation-paiement")
    yield (
        "a kind started",
        "deadline_kind.started",
        lambda: kinds.start(organization=saaq, by=me(emile), **titled),
        DeadlineKind.objects.filter(title_fr=titled["title"]).count,
    )
    yield (
        "a kind duplicated",
        "deadline_kind.duplicated",
        lambda: copies.duplicate(subject=plates, by=me(emile)),
        DeadlineKind.objects.filter(title_fr__endswith="(copie)").count,
    )
    yield (
        "a program started",
        "program.started",
        lambda: programs.start(organization=saaq, name_fr="Un nouveau", theme="sante", by=me(emile)),
        Program.objects.filter(name_fr="Un nouveau").count,
    )


def staff_actions(email: str) -> Iterator[Action]:
    """An invitation, then its code typed in several windows at once."""
    team = Organization.objects.get(code="saaq").teams.get(name="Permis de conduire")
    emile, nadia = "emile@" + email.partition("@")[2], "nadia@ville.example"
    yield (
        "somebody invited",
        "staff_invitation.made",
        lambda: staff.invite(email=nadia, role="agent", team=team, by=me(emile)),
        StaffInvitation.objects.filter(email=nadia).count,
    )
    invitation = StaffInvitation.objects.get(email=nadia)
    yield (
        "an account by code",
        "staff_invitation.accepted",
        lambda: accept_by_code(invitation),
        User.objects.filter(email=nadia).count,
    )


def accept_by_code(invitation: StaffInvitation) -> None:
    """As the page does: who comes second is told that it is over."""
    with suppress(staff.NotInForce):
        accept_with_new_account(invitation=invitation, code_digest=invitation.code_digest, name="Nadia", password=None)


def kept_id(citizen: Citizen) -> object:
    """Found once: the page was open before the first click."""
    return AuditEvent.objects.filter(verb="document.described", citizen_id=citizen.pk).latest("pk").subject_id


def send(requested_document: RequestedDocument, *, by: User) -> None:
    """As the page does: who comes second is told that it was sent."""
    with suppress(requests.NotAwaited):
        requests.give(by=by, request=requested_document, uploads=[seal_upload("relevé.pdf", corpus.pdf())])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pressed_at_once_it_is_done_once(people):
    """One test for all: each needs the tables emptied and the people made again."""
    import_reference(by=None)
    import_deadlines(by=None)
    faults = []
    for what, verb, action, count in actions(people["bruno"].email):
        before, journaled = count(), AuditEvent.objects.filter(verb=verb).count()
        faults += [f"{what}: {error!r}" for error in at_once(action, TIMES) if isinstance(error, Exception)]
        if count() - before != 1:
            faults.append(f"{what}: {count() - before} rows")
        if verb and AuditEvent.objects.filter(verb=verb).count() - journaled != 1:
            faults.append(f"{what}: told {AuditEvent.objects.filter(verb=verb).count() - journaled} times")
    assert not faults, "\n".join(faults)
