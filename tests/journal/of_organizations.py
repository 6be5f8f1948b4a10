"""Actions of organizations and of their systems: kinds, files, interfaces, invitations, reports."""

import datetime as dt
import uuid
from collections.abc import Callable

from portal.api import actions as api
from portal.client_numbers.models import digest_of
from portal.clock import now, today
from portal.imports import actions as import_files
from portal.imports.models import ImportFile
from portal.printing import actions as printing
from portal.publishing import actions as ledger
from portal.publishing import releases, reviews
from portal.publishing.reading import content_in_force
from portal.retention.actions import sweep_model
from portal.webhooks import actions as webhooks
from portal.webhooks.models import Subscription, WebhookCall
from reminders.holidays import actions as holidays
from reminders.holidays.models import FilledYear, Holiday
from reminders.imported_deadlines import actions as imported_deadlines
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.indicators import actions as indicators
from reminders.invitations import actions as invitations
from reminders.invitations.models import InvitationBatch
from reminders.kind_versions import actions as versions
from reminders.kind_versions import switches
from reminders.kind_versions.models import KindVersion
from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind, ReminderStep
from tests.journal.world import SECRET, World, action
from tests.reminders.imported_deadlines.test_files import HEADS, NOUN

Do = Callable[[], object]
DIGITS = "K-41 9777"


@action("deadline_kinds.imported")
def import_kinds(world: World) -> Do:
    kind = DeadlineKind.objects.filter(state="draft").earliest("code")
    ReminderStep.objects.filter(kind=kind).delete()
    kind.delete()
    return lambda: import_deadlines(by=None)


def drafted(world: World) -> KindVersion:
    return ledger.write(subject=world.licence, content=content_in_force(world.licence), revision=0, by=world.emile)


@action("deadline_kind.drafted")
def draft(world: World) -> Do:
    content = content_in_force(world.licence)
    return lambda: ledger.write(subject=world.licence, content=content, revision=0, by=world.emile)


@action("deadline_kind.started")
def start(world: World) -> Do:
    return lambda: versions.start(organization=world.saaq, title="Essai", nature="payout", by=world.emile)


@action("deadline_kind.discarded")
def discard(world: World) -> Do:
    version = drafted(world)
    return lambda: ledger.discard(version=version, by=world.emile)


@action("deadline_kind.submitted")
def submit(world: World) -> Do:
    version = drafted(world)
    return lambda: reviews.submit(version=version, by=world.emile)


@action("deadline_kind.sent_back")
def send_back(world: World) -> Do:
    version = submit(world)()
    return lambda: reviews.send_back(version=version, why="La date manque.", by=world.people["carole"])


@action("deadline_kind.withdrawn")
def withdraw(world: World) -> Do:
    version = submit(world)()
    return lambda: reviews.withdraw(version=version, by=world.emile)


@action("deadline_kind.published")
def publish(world: World) -> Do:
    """Steps, versions and the reminders of open deadlines: all or nothing."""
    deadline = world.deadline()
    version = drafted(world)
    assert deadline.reminders.exists()
    return lambda: releases.publish(version=version, by=world.emile)


@action("deadline_kind.stopped")
def stop(world: World) -> Do:
    kind = world.licence
    return lambda: switches.stop(kind=kind, by=world.emile)


@action("deadline_kind.resumed")
def resume(world: World) -> Do:
    stop(world)()
    return lambda: switches.resume(kind=world.licence, by=world.emile)


@action("deadline_kind.retired")
def retire(world: World) -> Do:
    world.deadline()
    return lambda: switches.retire(kind=world.licence, by=world.emile)


@action("holidays.imported")
def import_holidays(world: World) -> Do:
    Holiday.objects.all().delete()
    FilledYear.objects.all().delete()
    return lambda: holidays.import_holidays(by=None)


@action("holiday.set")
def set_holiday(world: World) -> Do:
    holiday = Holiday(day=dt.date(2031, 1, 13), name_fr="Un lundi")
    return lambda: holidays.set_holiday(holiday=holiday, by=world.olga)


@action("holiday.removed")
def remove_holiday(world: World) -> Do:
    holiday = set_holiday(world)()
    return lambda: holidays.remove_holiday(holiday=holiday, by=world.olga)


@action("report.made")
def make_report(world: World) -> Do:
    return lambda: indicators.report_month(organization=world.saaq, month=dt.date(2026, 3, 1), by=None)


@action("report.read")
def read_report(world: World) -> Do:
    report = make_report(world)()
    return lambda: indicators.read_report(report=report, by=world.emile)


@action("outcomes.exported")
def export_outcomes(world: World) -> Do:
    return lambda: indicators.journal_export(organization=world.saaq, count=3, by=world.emile)


def row(world: World, **more: object) -> ImportedRow:
    data = {"reference": "R-1", "kind": world.licence, "client_number": DIGITS, "due_time": None, "state": "open"}
    return ImportedRow(**{**data, "due_on": today() + dt.timedelta(days=40), **more})


@action("imported_deadlines.received")
def receive_rows(world: World) -> Do:
    rows = [row(world)]
    return lambda: receive(organization=world.saaq, rows=rows, by=None, origin="api")


@action("imported_deadlines.received", "imported_deadline.renumbered")
def renumber(world: World) -> Do:
    """The person whom the deadline leaves is told of it by the journal."""
    imported_deadlines.link(citizen=world.citizen, organization=world.saaq, number=DIGITS, how="agent", by=world.alain)
    receive(organization=world.saaq, rows=[row(world)], by=None, origin="api")
    rows = [row(world, client_number="K-5", may_renumber=True)]
    return lambda: receive(organization=world.saaq, rows=rows, by=None, origin="api")


@action("imported_deadlines.received", "invitation.asked")
def receive_and_invite(world: World) -> Do:
    """The imported deadline and the letter to whom it is for, or neither."""
    rows = [row(world, invite=(SECRET, SECRET))]
    return lambda: receive(organization=world.saaq, rows=rows, by=None, origin="api")


@action("retention.swept")
def forget_unmatched(world: World) -> Do:
    receive(organization=world.saaq, rows=[row(world, due_on=today())], by=None, origin="api")
    world.travel((now() + dt.timedelta(days=100)).isoformat())
    return lambda: sweep_model(model=ImportedDeadline)


def invitee(world: World) -> invitations.Invitee:
    return invitations.Invitee(digest_of(world.saaq.pk, DIGITS), DIGITS, SECRET, f"{SECRET}\nQuébec  G1R 2B5")


@action("invitation.asked")
def invite(world: World) -> Do:
    """Again: the first letter's code stops with the action that makes the second."""
    invitations.invite(organization=world.saaq, invitee=invitee(world), by=world.alain)
    return lambda: invitations.invite(organization=world.saaq, invitee=invitee(world), by=world.alain)


@action("invitation.used")
def use_invitation(world: World) -> Do:
    made = invitations.invite(organization=world.saaq, invitee=invitee(world), by=world.alain)
    fields = {"organization": world.saaq, "digest": made.digest, "code": made.on_the_sheet.code}
    return lambda: invitations.redeem(**fields, by=world.amelie)


def batch(world: World) -> InvitationBatch:
    invitations.invite(organization=world.saaq, invitee=invitee(world), by=world.alain)
    return printing.prepare(printable="invitations", by=world.olga)


@action("invitation_batch.made")
def prepare_batch(world: World) -> Do:
    invitations.invite(organization=world.saaq, invitee=invitee(world), by=world.alain)
    return lambda: printing.prepare(printable="invitations", by=world.olga)


@action("invitation_batch.downloaded")
def download_batch(world: World) -> Do:
    made = batch(world)
    return lambda: printing.note_download(batch=made, by=world.olga)


@action("invitation_batch.printed")
def print_batch(world: World) -> Do:
    made = printing.note_download(batch=batch(world), by=world.olga)
    return lambda: printing.mark_printed(batch=made, by=world.olga)


@action("subscription.made")
def subscribe(world: World) -> Do:
    fields = {"organization": world.saaq, "url": "https://8.8.8.8/relais", "events": ["deadline.done"]}
    return lambda: webhooks.subscribe(**fields, by=world.emile)


def called(world: World) -> Subscription:
    """With a call that was given up."""
    subscription, _secret = subscribe(world)()
    fact = {
        "subject_type": "x.y",
        "subject_id": uuid.uuid4(),
        "reference": "R-9",
        "event": "deadline.done",
        "happened_at": now(),
    }
    WebhookCall.objects.create(subscription=subscription, **fact, state="failed", settled_at=now())
    return subscription


@action("subscription.revoked")
def unsubscribe(world: World) -> Do:
    subscription = called(world)
    WebhookCall.objects.update(state="ready", settled_at=None)
    return lambda: webhooks.revoke(subscription=subscription, by=world.emile)


@action("subscription.secret_replaced")
def replace_secret(world: World) -> Do:
    subscription = called(world)
    return lambda: webhooks.replace_secret(subscription=subscription, by=world.emile)


@action("subscription.former_secret_ended")
def end_former_secret(world: World) -> Do:
    subscription, _secret = webhooks.replace_secret(subscription=called(world), by=world.emile)
    return lambda: webhooks.end_former_secret(subscription=subscription, by=world.emile)


@action("subscription.retried")
def retry_calls(world: World) -> Do:
    subscription = called(world)
    return lambda: webhooks.retry(subscription=subscription, by=world.emile)


@action("api_token.made")
def make_token(world: World) -> Do:
    fields = {"organization": world.saaq, "name": "Essai", "scopes": ["deadlines:read"]}
    return lambda: api.make(**fields, expires_at=world.in_a_month, by=world.emile)


@action("api_token.revoked")
def revoke_token(world: World) -> Do:
    token, _secret = make_token(world)()
    return lambda: api.revoke(token=token, by=world.emile)


def content_of(world: World) -> bytes:
    day = (today() + dt.timedelta(days=40)).isoformat()
    line = ["R-1", world.licence.code, SECRET, day, "", ""]
    return "\r\n".join(";".join(one) for one in (HEADS, line)).encode("utf-8-sig")


@action("import_file.given")
def give_file(world: World) -> Do:
    given = {"organization": world.saaq, "name": "mai.csv", "content": content_of(world)}
    return lambda: import_files.give(noun=NOUN, by=world.emile, **given)


def checked(world: World) -> ImportFile:
    return import_files.check_file(import_file=give_file(world)())


@action("import_file.accepted")
def accept_file(world: World) -> Do:
    import_file = checked(world)
    return lambda: import_files.accept(import_file=import_file, by=world.emile)


@action("import_file.dropped")
def drop_file(world: World) -> Do:
    import_file = checked(world)
    return lambda: import_files.drop(import_file=import_file, by=world.emile)


@action("import_file.received", "imported_deadlines.received")
def receive_file(world: World) -> Do:
    import_file = import_files.accept(import_file=checked(world), by=world.emile)
    return lambda: import_files.receive_file(import_file=import_file)
