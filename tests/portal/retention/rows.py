"""One row of each model that has a duration, as old as one likes: what the tests of the sweep need."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.db import models

from messaging.group_messages.models import GroupMessage, GroupRecipient
from messaging.guest_mail.models import GuestEmail, GuestShipment
from messaging.threads.models import Thread
from portal import clock
from portal.account_notices.models import AccountNotice
from portal.api.models import ApiToken, KeyedRequest
from portal.client_numbers.models import ClientNumber
from portal.consents.models import Consent
from portal.contact_changes.models import ContactAlert, ContactChange
from portal.contact_notes.models import ContactNote
from portal.dossier_types.models import DossierType
from portal.dossiers.models import Dossier, DossierDecision
from portal.drafts.models import Draft
from portal.foundation.retention import OF_CLOSED, Timed
from portal.imported_dossiers.models import DossierContent, ImportedDossier
from portal.imports.models import ImportFile, ImportProblem
from portal.jobs.models import Job
from portal.mandates.models import Mandate, MandateInvitation
from portal.notices.models import Notice
from portal.organizations.models import Membership
from portal.people.models import Citizen, User, Visit
from portal.person_access.models import PersonAccess, SupportCode
from portal.printing.models import PrintBatch
from portal.questions.models import Question, QuestionVersion
from portal.same_people.models import SamePerson
from portal.staff.models import StaffInvitation
from portal.votes.models import Vote
from portal.webhooks.models import Subscription, WebhookCall
from portal.work_items.models import WorkItem
from programs.result_letters.models import ResultLetter
from reminders.appeals.models import Appeal
from reminders.calendars.models import CalendarFeed
from reminders.callbacks.models import ProviderEvent
from reminders.calls.models import Call
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.fallback.models import DeadLetter
from reminders.imported_deadlines.models import ImportedDeadline, LinkAttempt
from reminders.inbox.models import InboxItem
from reminders.indicators.models import Outcome, Report
from reminders.invitations.models import Invitation
from reminders.kinds.models import DeadlineKind
from reminders.letters.models import Letter
from reminders.mandate_letters.models import MandateLetter
from reminders.personal.models import PersonalReminder
from reminders.preferences.models import QuietHours
from reminders.reminders.models import Reminder
from reminders.replies.models import AutomaticAnswer, Reply
from reminders.space_invitations.models import SpaceInvitation
from reminders.still_due.models import DueCheck
from reminders.suspensions.models import Suspension
from reminders.test_messages.models import TestMessage

LONG_AGO = dt.datetime(2011, 3, 1, 12, tzinfo=dt.UTC)
"""What a rule does not count from, where something must be there."""
Make = Callable[..., models.Model]
MAKERS: dict[tuple[type[models.Model], str], Make] = {}


def makes(model: type[models.Model], only: str = "") -> Callable[[Make], Make]:
    """The function below it makes a row of a model, for a rule of some rows when `only` says which."""

    def keep(make: Make) -> Make:
        MAKERS[model, only] = make
        return make

    return keep


def make(model: type[models.Model], rule: Timed, world: SimpleNamespace, *, days_past: float) -> models.Model:
    """Return a row whose time, by this rule, is over since so many days (a negative number: will be)."""
    maker = MAKERS.get((model, rule.only)) or MAKERS[model, ""]
    row = maker(world)
    start = rule.before(clock.now()) - dt.timedelta(days=days_past)
    *ways, name = rule.after.split("__")
    owner = row
    for way in ways:
        owner = getattr(owner, way)
    is_day = not isinstance(owner._meta.get_field(name), models.DateTimeField)
    type(owner)._base_manager.filter(pk=owner.pk).update(**{name: clock.day_of(start) if is_day else start})
    return row


@makes(AccountNotice)
def account_notice(world: SimpleNamespace, **more: Any) -> AccountNotice:
    return AccountNotice.objects.create(user=world.user, kind="role_given", **({"sent_at": LONG_AGO} | more))


@makes(AccountNotice, "never sent")
def unsent_notice(world: SimpleNamespace) -> AccountNotice:
    return account_notice(world, sent_at=None)


@makes(ContactChange)
def contact_change(world: SimpleNamespace, **more: Any) -> ContactChange:
    return ContactChange.objects.create(
        account=world.user, point="email", code_digest=world.next(), changed_by=world.user, **more
    )


@makes(Draft)
def draft(world: SimpleNamespace) -> Draft:
    author = User.objects.create(email=f"{world.next()}@relais.example")
    return Draft.objects.create(by=author, form="message", content="{}")


@makes(Mandate)
def revoked_mandate(world: SimpleNamespace) -> Mandate:
    return mandate(world, **world.by("revoked"))


@makes(Mandate, "never revoked")
def mandate(world: SimpleNamespace, **more: Any) -> Mandate:
    since = dt.date(2001, 1, 1)
    return Mandate.objects.create(citizen=world.citizen, holder=world.agent, kind="helper", starts_on=since, **more)


@makes(MandateInvitation)
def invitation_of_a_revoked(world: SimpleNamespace) -> MandateInvitation:
    return accepted_invitation(world, mandate(world, **world.by("revoked")))


@makes(MandateInvitation, "never revoked")
def invitation_of_an_ended(world: SimpleNamespace) -> MandateInvitation:
    return accepted_invitation(world, mandate(world))


@makes(MandateInvitation, "those that gave no mandate")
def invitation_to_act(world: SimpleNamespace, **more: Any) -> MandateInvitation:
    about = {"citizen": world.citizen, "invited_by": world.user, "invitee": "x", "email": "x@relais.example"}
    return MandateInvitation.objects.create(expires_at=LONG_AGO, **about, **more)


@makes(MandateLetter)
def mandate_letter(world: SimpleNamespace, **more: Any) -> MandateLetter:
    return MandateLetter.objects.create(invitation=invitation_to_act(world), **({"state": "expired"} | more))


@makes(MandateLetter, "never printed")
def mandate_letter_to_print(world: SimpleNamespace) -> MandateLetter:
    return mandate_letter(world, state="to_print", code="ABC")


def accepted_invitation(world: SimpleNamespace, given: Mandate) -> MandateInvitation:
    return invitation_to_act(world, mandate=given, accepted_at=LONG_AGO, accepted_by=world.agent)


@makes(Membership)
def membership(world: SimpleNamespace) -> Membership:
    scope = {"organization": world.organization, "team": world.team}
    return Membership.objects.create(user=world.user, role="agent", **scope, **world.by("ended"))


@makes(ClientNumber)
def client_number(world: SimpleNamespace, **more: Any) -> ClientNumber:
    whose = {"citizen": world.citizen, "organization": world.organization}
    agreed = {"agreed_by": world.user, "agreed_how": "code"}
    return ClientNumber.objects.create(
        **whose, number="A 1", digest=world.next(), **agreed, **(world.by("ended") | more)
    )


@makes(Job)
def job(world: SimpleNamespace) -> Job:
    times = {"started_at": LONG_AGO, "stepped_at": LONG_AGO, "finished_at": LONG_AGO}
    return Job.objects.create(work="test.job", scope=world.next(), **times)


@makes(Notice)
def notice(world: SimpleNamespace, **more: Any) -> Notice:
    subject = {"subject_type": "people.citizen", "subject_id": world.citizen.pk} | more
    return Notice.objects.create(kind="choices", citizen=world.citizen, handled_at=LONG_AGO, **subject)


@makes(Question)
def question(world: SimpleNamespace) -> Question:
    return Question.objects.create(question_fr=f"Quoi {world.next()}?", answer_fr="Cela.", **world.by("retired"))


@makes(StaffInvitation)
def invitation_that_gave(world: SimpleNamespace) -> StaffInvitation:
    return invitation_that_gave_none(world, membership=membership(world), **world.by("accepted"))


@makes(StaffInvitation, "those that gave no role")
def invitation_that_gave_none(world: SimpleNamespace, **more: Any) -> StaffInvitation:
    scope = {"organization": world.organization, "team": world.team, "role": "agent"}
    return StaffInvitation.objects.create(email=f"{world.next()}@relais.example", expires_at=LONG_AGO, **scope, **more)


@makes(Vote)
def vote(world: SimpleNamespace) -> Vote:
    return Vote.objects.create(subject_type="programs.program", subject_id="x", title="Une page", is_useful=True)


@makes(WorkItem)
def work_item(world: SimpleNamespace, **more: Any) -> WorkItem:
    subject = {"subject_type": "people.citizen", "subject_id": world.citizen.pk} | more
    return WorkItem.objects.create(kind="x.y", team=world.team, **({"done_at": LONG_AGO} | subject))


@makes(ResultLetter, "never printed")
def result_letter(world: SimpleNamespace) -> ResultLetter:
    letter = ResultLetter()
    letter.sheet = {"name": "Amélie"}
    letter.save(force_insert=True)
    return letter


@makes(Deadline)
def deadline(world: SimpleNamespace, **more: Any) -> Deadline:
    whose = {"citizen": world.citizen, "concerned": world.citizen, "kind": world.kind}
    closed = {"state": "done", "closed_at": LONG_AGO, "due_on": LONG_AGO.date()} | more
    return Deadline.objects.create(**whose, **closed)


@makes(Reminder)
def reminder(world: SimpleNamespace, **more: Any) -> Reminder:
    times = {"due_on": LONG_AGO.date(), "due_at": LONG_AGO, "useful_until": LONG_AGO, "settled_at": LONG_AGO}
    about = {"deadline": more.get("deadline") or deadline(world), "recipient": world.citizen}
    return Reminder.objects.create(state="sent", **about, **times)


@makes(Suspension)
def suspension(world: SimpleNamespace) -> Suspension:
    return Suspension.objects.create(
        citizen=world.citizen, channel="email", address=world.next(), reason="bounce", lifted_at=LONG_AGO
    )


@makes(Delivery)
def delivery(world: SimpleNamespace, **more: Any) -> Delivery:
    times = {"since": LONG_AGO, "not_before": LONG_AGO, "attempted_at": LONG_AGO, "settled_at": LONG_AGO}
    what = {"recipient": world.citizen, "channel": "email", "purpose": "reminders", "group": world.next()}
    return Delivery.objects.create(state="accepted", followed_up_at=LONG_AGO, **what, **times, **more)


@makes(CalendarFeed)
def calendar_feed(world: SimpleNamespace, **more: Any) -> CalendarFeed:
    made = {"token_digest": world.next(), "made_by": world.user}
    return CalendarFeed.objects.create(citizen=world.citizen, **made, **(world.by("revoked") | more))


@makes(Reply)
def reply(world: SimpleNamespace, **more: Any) -> Reply:
    return Reply.objects.create(channel="sms", key=world.next(), body="Merci", **world.by("settled"), **more)


@makes(AutomaticAnswer)
def automatic_answer(world: SimpleNamespace) -> AutomaticAnswer:
    return AutomaticAnswer.objects.create(channel="sms", text="help", sent_at=LONG_AGO, is_forgotten=True)


@makes(ProviderEvent, "of no delivery")
def provider_event(world: SimpleNamespace, **more: Any) -> ProviderEvent:
    event = {"provider": "p", "event_id": world.next(), "kind": "delivered", "occurred_at": LONG_AGO}
    return ProviderEvent.objects.create(handled_at=LONG_AGO, **event, **more)


@makes(PrintBatch)
def print_batch(world: SimpleNamespace) -> PrintBatch:
    return PrintBatch.objects.create(printable="letters", number=int(world.next()), made_by=world.agent)


@makes(PersonAccess)
def person_access(world: SimpleNamespace) -> PersonAccess:
    said = {"reason": "called", "proof": "answers", "ends_at": LONG_AGO}
    return PersonAccess.objects.create(citizen=world.citizen, team=world.team, by=world.agent, **said)


@makes(SupportCode)
def support_code(world: SimpleNamespace) -> SupportCode:
    person = Citizen.objects.create(family_name=world.next())
    return SupportCode.objects.create(citizen=person, digest=world.next(), expires_at=LONG_AGO)


@makes(ContactNote)
def contact_note(world: SimpleNamespace) -> ContactNote:
    return ContactNote.objects.create(
        citizen=world.citizen, team=world.team, by=world.agent, way="visit", text="Vue au comptoir"
    )


@makes(SamePerson)
def same_person(world: SimpleNamespace) -> SamePerson:
    person = Citizen.objects.create(family_name=world.next())
    return SamePerson.objects.create(citizen=person, same_as=world.citizen, joined_by=world.agent, **world.by("undone"))


@makes(GuestShipment, "those that still hold them")
def full_guest_shipment(world: SimpleNamespace) -> GuestShipment:
    return guest_shipment(world, **dict.fromkeys(("email", "phone", "reference"), "scellé"))


@makes(GuestShipment)
def guest_shipment(world: SimpleNamespace, **more: Any) -> GuestShipment:
    whose = {"citizen": world.citizen, "organization": world.organization, "team": world.team}
    thread = Thread.objects.filter(**whose).order_by("pk").first() or Thread.objects.create(**whose, subject="Avis")
    return GuestShipment.objects.create(
        thread=thread, by=world.agent, proof="text", reference_digest=world.next(), expires_at=LONG_AGO, **more
    )


@makes(GroupMessage)
def group_message(world: SimpleNamespace) -> GroupMessage:
    written = {"team": world.team, "author": world.agent, "subject": "Avis", "body": "Avis"}
    return GroupMessage.objects.create(dossier_type=DossierType.objects.order_by("code").first(), **written)


@makes(SpaceInvitation)
def space_invitation(world: SimpleNamespace, **more: Any) -> SpaceInvitation:
    whose = {"citizen": world.citizen, "team": world.team, "by": world.agent, "state": "expired"} | more
    return SpaceInvitation.objects.create(code_digest=world.next(), expires_at=LONG_AGO, **whose)


@makes(SpaceInvitation, "never used")
def open_space_invitation(world: SimpleNamespace) -> SpaceInvitation:
    person = Citizen.objects.create(family_name=world.next())
    return space_invitation(world, citizen=person, state="to_print", code="ABC")


@makes(Invitation)
def invitation(world: SimpleNamespace, **more: Any) -> Invitation:
    codes = {"digest": world.next(), "code_digest": "x", "expires_at": LONG_AGO}
    return Invitation.objects.create(organization=world.organization, **codes, **({"state": "expired"} | more))


@makes(Invitation, "never used")
def open_invitation(world: SimpleNamespace) -> Invitation:
    return invitation(world, state="to_print", contents="Amélie")


@makes(ImportedDeadline)
def imported_deadline(world: SimpleNamespace, **more: Any) -> ImportedDeadline:
    whose = {"organization": world.organization, "reference": world.next(), "kind": world.kind}
    number = {"client_number": "A 1", "digest": "x", "due_on": LONG_AGO.date()}
    return ImportedDeadline.objects.create(**whose, **number, **({"citizen": world.citizen} | more))


@makes(ImportedDeadline, "of no linked person")
def unmatched(world: SimpleNamespace) -> ImportedDeadline:
    return imported_deadline(world, citizen=None)


@makes(LinkAttempt)
def link_attempt(world: SimpleNamespace) -> LinkAttempt:
    return LinkAttempt.objects.create(by=world.user)


@makes(ApiToken)
def api_token(world: SimpleNamespace) -> ApiToken:
    made = {"organization": world.organization, "digest": world.next(), "made_by": world.agent}
    return ApiToken.objects.create(name="système", scopes=[], expires_at=LONG_AGO, **made)


@makes(KeyedRequest)
def keyed_request(world: SimpleNamespace) -> KeyedRequest:
    return KeyedRequest.objects.create(organization=world.organization, key=world.next(), fingerprint="x")


@makes(ImportFile)
def import_file(world: SimpleNamespace) -> ImportFile:
    given = {"organization": world.organization, "given_by": world.agent}
    accepted = {"accepted_at": LONG_AGO, "accepted_by": world.agent}
    named = {"noun": "imported_deadlines.deadlinefile", "name": "a.csv"}
    return ImportFile.objects.create(state="received", settled_at=LONG_AGO, **named, **given, **accepted)


@makes(Subscription)
def subscription(world: SimpleNamespace) -> Subscription:
    made = {"organization": world.organization, "made_by": world.agent}
    return Subscription.objects.create(url="https://a.example", secret="x", events=[], **made, **world.by("revoked"))


@makes(WebhookCall)
def webhook_call(world: SimpleNamespace) -> WebhookCall:
    subject = {"subject_type": "imported_deadlines.importeddeadline", "subject_id": imported_deadline(world).pk}
    fact = {"reference": world.next(), "event": "deadline.done", "happened_at": LONG_AGO}
    return WebhookCall.objects.create(subscription=subscription(world), **subject, **fact)


@makes(ImportedDossier, "of no linked person")
def dossier_of_nobody(world: SimpleNamespace) -> ImportedDossier:
    named = {"code": f"t-{world.next()}", "title_fr": "Permis", "updated_at": LONG_AGO}
    kind = DossierType.objects.create(organization=world.organization, **named)
    said = {"client_number": "A-1", "digest": "a", "title": "", "note": "", "words": ""}
    return ImportedDossier.objects.create(
        organization=world.organization, number=world.next(), dossier_type=kind, **said
    )


@makes(DueCheck)
def due_check(world: SimpleNamespace) -> DueCheck:
    return DueCheck.objects.create(
        subscription=subscription(world), reference=world.next(), answer="open", asked_at=LONG_AGO
    )


@makes(Report)
def report(world: SimpleNamespace) -> Report:
    month = dt.date(1990 + int(world.next()) % 30, 1, 1)
    return Report.objects.create(organization=world.organization, month=month)


def closed(world: SimpleNamespace) -> SimpleNamespace:
    """The same world, of another person: their account is closed."""
    user = User.objects.create_user(f"{world.next()}@relais.example", closed_at=LONG_AGO, erased_at=LONG_AGO)
    citizen = Citizen.objects.create(user=user, family_name=world.next())
    return SimpleNamespace(**vars(world) | {"user": user, "citizen": citizen})


makes(User, OF_CLOSED)(lambda world: User.objects.create_user(f"{world.next()}@relais.example", closed_at=LONG_AGO))
makes(Citizen, OF_CLOSED)(lambda world: closed(world).citizen)
makes(CalendarFeed, OF_CLOSED)(lambda world: calendar_feed(closed(world), revoked_at=None, revoked_by=None))
makes(ClientNumber, OF_CLOSED)(lambda world: client_number(closed(world), ended_at=None, ended_by=None))
makes(Deadline, OF_CLOSED)(lambda world: deadline(closed(world), state="open", closed_at=None))


@makes(Suspension, OF_CLOSED)
def open_suspension(world: SimpleNamespace) -> Suspension:
    return Suspension.objects.create(
        citizen=closed(world).citizen, channel="email", address=world.next(), reason="bounce"
    )


@makes(Consent, OF_CLOSED)
def consent(world: SimpleNamespace) -> Consent:
    whose = closed(world)
    agreed = {"purpose": "reminders", "channel": "email", "wording": "Oui, par courriel."}
    return Consent.objects.create(citizen=whose.citizen, given_by=whose.user, **agreed)


@makes(PersonalReminder, OF_CLOSED)
def personal_reminder(world: SimpleNamespace, citizen: Citizen | None = None) -> PersonalReminder:
    whose = {"citizen": citizen or closed(world).citizen, "title": "Renouveler", "days_before": [7]}
    return PersonalReminder.objects.create(due_on=LONG_AGO.date(), **whose)


@makes(QuietHours, OF_CLOSED)
def quiet_hours(world: SimpleNamespace, citizen: Citizen | None = None) -> QuietHours:
    hours = {"opens": dt.time(9), "closes": dt.time(20)}
    return QuietHours.objects.create(citizen=citizen or closed(world).citizen, **hours)


def message_to_test(world: SimpleNamespace, **carried: Any) -> TestMessage:
    channel = "inbox" if "item" in carried else "email"
    return TestMessage.objects.create(citizen=world.citizen, channel=channel, asked_by=world.user, **carried)


def dead_letter(world: SimpleNamespace, **about: Any) -> DeadLetter:
    return DeadLetter.objects.create(citizen=world.citizen, since=LONG_AGO, found_at=LONG_AGO, **about)


def outcome(world: SimpleNamespace, parent: Deadline) -> Outcome:
    where = {"organization": world.organization, "kind": world.kind, "due_on": parent.due_on}
    return Outcome.objects.create(deadline=parent, reach="not_asked", act="not_known", **where)


def call(world: SimpleNamespace, parent: Delivery) -> Call:
    whose = {"citizen": world.citizen, "organization": world.organization}
    return Call.objects.create(delivery=parent, state="cancelled", **whose)


def a_decision(world: SimpleNamespace) -> DossierDecision:
    about = {"citizen": world.citizen, "team": world.team, "organization": world.organization}
    dossier = Dossier.objects.create(**about, number=world.next(), title="x")
    return DossierDecision.objects.create(dossier=dossier, outcome="refused", words="x")


Companion = Callable[[SimpleNamespace, Any], models.Model]
COMPANIONS: dict[tuple[type[models.Model], str], Companion] = {
    (ContactAlert, "change"): lambda world, parent: ContactAlert.objects.create(
        change=parent, what="changed", channel="email"
    ),
    (InboxItem, "reminder"): lambda world, parent: InboxItem.objects.create(citizen=world.citizen, reminder=parent),
    (InboxItem, "notice"): lambda world, parent: InboxItem.objects.create(citizen=world.citizen, notice=parent),
    (DeadLetter, "reminder"): lambda world, parent: dead_letter(world, reminder=parent),
    (DeadLetter, "delivery"): lambda world, parent: dead_letter(world, delivery=parent),
    (TestMessage, "delivery"): lambda world, parent: message_to_test(world, delivery=parent),
    (ProviderEvent, "delivery"): lambda world, parent: provider_event(world, delivery=parent),
    (Letter, "delivery"): lambda world, parent: Letter.objects.create(delivery=parent, citizen=world.citizen),
    (Call, "delivery"): call,
    (Outcome, "deadline"): outcome,
    (QuestionVersion, "question"): lambda world, parent: QuestionVersion.objects.create(
        question=parent, number=1, content={}
    ),
    (Appeal, "deadline"): lambda world, parent: Appeal.objects.create(decision=a_decision(world), deadline=parent),
    (DossierContent, "imported_dossier"): lambda world, parent: DossierContent.objects.create(
        imported_dossier=parent,
        subject_type="documents.document",
        subject_id=uuid.uuid4(),
        reference=world.next(),
        digest="a",
    ),
    (Visit, "user"): lambda world, parent: Visit.objects.create(user=parent),
    (PersonalReminder, "citizen"): personal_reminder,
    (QuietHours, "citizen"): quiet_hours,
    (PersonAccess, "citizen"): lambda world, parent: PersonAccess.objects.create(
        citizen=parent, team=world.team, by=world.agent, reason="registered"
    ),
    (SamePerson, "citizen"): lambda world, parent: SamePerson.objects.create(
        citizen=parent, same_as=world.citizen, joined_by=world.agent
    ),
    (SamePerson, "same_as"): lambda world, parent: SamePerson.objects.create(
        citizen=Citizen.objects.create(family_name=world.next()), same_as=parent, joined_by=world.agent
    ),
    (GroupRecipient, "group_message"): lambda world, parent: GroupRecipient.objects.create(
        group_message=parent,
        thread=Thread.objects.create(
            citizen=world.citizen, organization=world.organization, team=world.team, subject="Avis"
        ),
    ),
    (GuestEmail, "shipment"): lambda world, parent: GuestEmail.objects.create(shipment=parent, what="waiting"),
    (ImportProblem, "import_file"): lambda world, parent: ImportProblem.objects.create(import_file=parent, line=1),
}
"""How to make a row that is kept with one of another model."""


def world_of(*, citizen: Any, agent: Any, team: Any) -> SimpleNamespace:
    """Whose rows they are; `next` is a new number at each call, `by` an action and its author."""
    count = iter(range(900, 100_000))
    world = SimpleNamespace(citizen=citizen, user=citizen.user, agent=agent, team=team)
    world.organization, world.kind = team.organization, DeadlineKind.objects.order_by("code").first()
    world.next = lambda: str(next(count))
    world.by = lambda what: {f"{what}_at": LONG_AGO, f"{what}_by": agent}
    return world
