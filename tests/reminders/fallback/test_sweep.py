"""What failed is looked at once: the next channel, or somebody's work before the date."""

import datetime as dt

import psycopg
import pytest
from django.db import connection, connections

from portal.clock import end_of_day, now
from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, Purpose
from portal.locks import Lock
from portal.notices.actions import announce
from portal.notices.models import Notice
from portal.organizations.models import Team
from portal.work_items.models import WorkItem
from portal.work_items.subjects import describe
from reminders.deadlines.actions import mark_done
from reminders.deliveries.models import Delivery
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.fallback.work import KIND
from reminders.inbox.models import InboxItem
from reminders.reminders.models import Reminder
from reminders.suspensions.actions import suspend
from tests.reminders.fallback.conftest import first_of

pytestmark = pytest.mark.django_db
State = Delivery.State
REACH = {"kind": KIND, "done_at": None}


def made() -> list[str]:
    """Channels of the attempts that wait to leave."""
    return sorted(Delivery.objects.filter(state=State.READY).values_list("channel", flat=True))


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("bounced", "5.1.1"),
        ("failed", "550"),
        ("failed", "expired"),
        ("cancelled", "suspended"),
        ("cancelled", "contact"),
        ("uncertain", "lost"),
    ],
)
def test_the_next_channel_gets_the_same_message_once(ended, accepts, state, code):
    failed = ended(state=state, code=code)
    accepts(Channel.LETTER, Channel.SMS)
    assert (follow_up(), follow_up()) == (1, 0)
    following = Delivery.objects.get(state=State.READY)
    assert (following.channel, following.group, following.attempt) == (Channel.SMS, failed.group, 1)
    assert following.reminder_ids == failed.reminder_ids and following.pk == following.key
    letter = DeadLetter.objects.get()
    assert (letter.delivery, letter.next_delivery, letter.outcome) == (failed, following, "")
    assert not WorkItem.objects.filter(**REACH).exists()


@pytest.mark.parametrize(("state", "code"), [("cancelled", "consent"), ("cancelled", "useless"), ("accepted", "")])
def test_what_did_not_fail_is_left_alone(ended, accepts, state, code):
    ended(state=state, code=code)
    accepts(Channel.SMS)
    assert follow_up() == 0 and not made() and not DeadLetter.objects.exists()


def test_channels_are_tried_one_after_the_other_then_somebody_is_asked(ended, accepts, deadline):
    accepts(Channel.SMS, Channel.PHONE, Channel.LETTER)
    ended()
    for channel in (Channel.SMS, Channel.LETTER, Channel.PHONE):
        assert follow_up() == 1 and made() == [channel]
        Delivery.objects.filter(state=State.READY).update(
            state=State.FAILED, attempted_at=now(), settled_at=now(), code="410"
        )
    assert follow_up() == 0 and not made()
    assert WorkItem.objects.filter(**REACH, subject_id=deadline.pk).count() == 1
    assert DeadLetter.objects.open().count() == 4


def test_a_retry_under_way_or_another_channel_under_way_is_waited_for(ended, accepts):
    accepts(Channel.SMS)
    ended(state="failed", code="451")
    ended(state="ready", attempt=2)
    assert follow_up() == 0 and not DeadLetter.objects.exists()
    Delivery.objects.filter(attempt=2).update(state=State.FAILED, settled_at=now(), attempted_at=now())
    pending = ended(Channel.SMS, "ready")
    assert follow_up() == 0
    assert DeadLetter.objects.get().next_delivery == pending


def test_somebody_reached_otherwise_is_not_looked_for(ended, accepts):
    accepts(Channel.LETTER)
    ended(Channel.SMS, "accepted")
    ended()
    assert follow_up() == 0 and not made() and not WorkItem.objects.filter(**REACH).exists()
    assert DeadLetter.objects.get().outcome == DeadLetter.Outcome.REACHED


def test_a_text_of_unknown_outcome_is_shown_even_when_the_email_arrived(ended, accepts, clock_offset):
    accepts(Channel.LETTER)
    ended(Channel.EMAIL, "accepted")
    clock_offset(seconds=2)
    ended(Channel.SMS, "uncertain")
    assert follow_up() == 0 and not made()
    assert DeadLetter.objects.open().get().delivery.channel == Channel.SMS


def test_a_text_of_unknown_outcome_offers_the_next_channel(ended, accepts, person):
    accepts(Channel.SMS, Channel.PHONE)
    withdraw(citizen=person, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, by=person.user)
    ended(Channel.SMS, "uncertain")
    follow_up()
    assert made() == [Channel.PHONE]


@pytest.mark.parametrize("obstacle", ["not consented", "suspended", "not allowed", "no number", "not confirmed"])
def test_a_channel_that_may_not_serve_is_passed_over(ended, accepts, person, deadline, obstacle):
    accepts(*([] if obstacle == "not consented" else [Channel.SMS]), Channel.LETTER)
    match obstacle:
        case "suspended":
            suspend(citizen=person, channel=Channel.SMS, address="+14185550122", reason="undeliverable", by=None)
        case "not allowed":
            deadline.kind.channels = ["email", "letter"]
            deadline.kind.save(update_fields=["channels"])
        case "no number":
            person.phone, person.phone_verified_at = "", None
            person.save()
        case "not confirmed":
            person.phone_verified_at = None
            person.save()
    ended()
    assert follow_up() == 1 and made() == [Channel.LETTER]


def test_nobody_reachable_asks_a_team_before_the_date_with_the_best_way(ended, deadline, saaq, saaq_team):
    Team.objects.create(organization=saaq, name="Archives", accepts_messages=False)
    ended()
    follow_up()
    item = WorkItem.objects.get(**REACH)
    assert (item.subject_id, item.subject_type) == (deadline.pk, "deadlines.deadline")
    assert item.team == saaq_team  # that of the kind
    assert item.due_at == end_of_day(deadline.due_on - dt.timedelta(days=1)) and item.due_at < end_of_day(
        deadline.due_on
    )
    assert "par la poste" in item.why and "Quai" not in item.why and "418" not in item.why
    assert str(item) == "Joindre la personne\u00a0: aucun moyen ne fonctionne"
    (line,) = describe([item])
    assert line.about.title == deadline.kind.title_fr and line.about.person == str(deadline.citizen)
    assert str(deadline.pk) in item.get_absolute_url()


@pytest.mark.parametrize(
    ("days", "phone", "post", "words"),
    [
        (5, True, True, "par téléphone"),
        (10, False, True, "par la poste"),
        (10, True, False, "par téléphone"),
        (10, False, False, "ni numéro ni adresse"),
    ],
)
def test_the_best_way_depends_on_time_and_on_what_is_known(ended, deadline, person, days, phone, post, words):
    deadline.__class__.objects.filter(pk=deadline.pk).update(due_on=deadline.due_on - dt.timedelta(days=10 - days))
    Reminder.objects.update(due_on=deadline.due_on - dt.timedelta(days=10 - days))
    person.phone, person.phone_verified_at = ("+14185550122" if phone else ""), None
    person.postal_address = "12, rue du Quai" if post else ""
    person.save()
    ended()
    follow_up()
    assert words in WorkItem.objects.get(**REACH).why


def test_a_returned_letter_is_not_proposed_again(ended, person):
    suspend(citizen=person, channel=Channel.LETTER, address=person.postal_address, reason="returned", by=None)
    ended()
    follow_up()
    assert "par téléphone" in WorkItem.objects.get(**REACH).why


def test_an_organization_without_a_team_leaves_it_to_the_operation(ended, deadline, saaq, operator, signed_in):
    WorkItem.objects.all().delete()
    teamless(saaq)
    ended()
    follow_up()
    assert not WorkItem.objects.filter(**REACH).exists()
    page = signed_in(operator).get("/gestion/fallback/deadletter/").text
    assert "Message par courriel" in page and str(deadline.citizen) not in page


def teamless(organization):
    """Its teams now belong to another: rows are never deleted."""
    other = organization.__class__.objects.create(code="ailleurs", name_fr="Ailleurs")
    organization.deadline_kinds.update(team=None)
    organization.teams.update(organization=other)


def test_what_is_done_or_too_late_is_not_told_again(ended, accepts, deadline, bruno):
    accepts(Channel.SMS)
    failed = ended()
    mark_done(deadline=deadline, by=bruno)
    assert follow_up() == 0 and not made() and not WorkItem.objects.filter(**REACH).exists()
    assert DeadLetter.objects.get(delivery=failed).outcome == DeadLetter.Outcome.CLOSED


def test_the_work_closes_when_the_person_is_reached(ended, deadline):
    ended()
    follow_up()
    assert WorkItem.objects.filter(**REACH).count() == 1
    ended(Channel.PHONE, "accepted")
    follow_up()
    assert not WorkItem.objects.filter(**REACH).exists()
    assert DeadLetter.objects.get().outcome == DeadLetter.Outcome.REACHED


def test_the_work_closes_when_the_person_reads_it_in_their_inbox(ended, deadline, bruno):
    item = InboxItem.objects.create(citizen=deadline.citizen, reminder=first_of(deadline))
    ended()
    follow_up()
    assert WorkItem.objects.filter(**REACH).count() == 1  # it waits in the inbox, and nobody told the person
    InboxItem.objects.filter(pk=item.pk).update(read_at=now(), read_by=bruno)
    follow_up()
    assert not WorkItem.objects.filter(**REACH).exists()
    assert DeadLetter.objects.get().outcome == DeadLetter.Outcome.REACHED


def test_the_work_closes_with_the_deadline(ended, deadline, bruno):
    ended()
    follow_up()
    mark_done(deadline=deadline, by=bruno)
    follow_up()
    assert not WorkItem.objects.filter(**REACH).exists()


def test_a_reminder_that_no_channel_could_carry_is_somebodys_work(deadline, saaq):
    Reminder.objects.filter(pk=first_of(deadline).pk).update(state="missed", why="unreached", settled_at=now())
    follow_up()
    follow_up()
    letter = DeadLetter.objects.get()
    assert (letter.delivery, letter.organization_ids) == (None, [saaq.pk])
    assert WorkItem.objects.filter(**REACH, subject_id=deadline.pk).count() == 1


def test_one_that_was_simply_late_is_not(deadline):
    Reminder.objects.filter(pk=first_of(deadline).pk).update(state="missed", why="late", settled_at=now())
    follow_up()
    assert not DeadLetter.objects.exists() and not WorkItem.objects.filter(**REACH).exists()


def test_what_comes_back_a_second_time_is_opened_again(ended, accepts):
    failed = ended(Channel.SMS, "uncertain")
    follow_up()
    Delivery.objects.filter(pk=failed.pk).update(state=State.ACCEPTED, settled_at=now())
    follow_up()
    assert DeadLetter.objects.get().outcome == DeadLetter.Outcome.REACHED
    Delivery.objects.filter(pk=failed.pk).update(state=State.BOUNCED, settled_at=now(), followed_up_at=None)
    follow_up()
    assert DeadLetter.objects.get().outcome == ""


def test_a_sweep_with_nothing_to_do_uses_its_index(ended):
    ended(Channel.SMS, "accepted")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Delivery.objects.not_followed_up()[:200].explain()
    assert "delivery_not_followed_up" in plan


def test_a_notice_falls_back_too_and_its_organization_sees_it(person, bruno, saaq, people, signed_in):
    """No deadline, so no task: the list of its organization, and the next channel."""
    notice = announce(kind="message", citizen=person, subject=saaq, organization=saaq, by=None)
    Notice.objects.filter(pk=notice.pk).update(team=saaq.teams.get(name="Permis de conduire"))
    for channel in (Channel.EMAIL, Channel.SMS):
        give(citizen=person, purpose=Purpose.FILE_NEWS, channel=channel, wording="Oui", by=bruno)
    Delivery.objects.create(
        recipient=person,
        channel=Channel.EMAIL,
        purpose=Purpose.FILE_NEWS,
        group=f"notice:{notice.pk}",
        notice_ids=[notice.pk],
        organization=saaq,
        team=saaq.teams.get(name="Permis de conduire"),
        state=State.FAILED,
        code="550",
        since=now(),
        not_before=now(),
        attempted_at=now(),
        settled_at=now(),
    )
    assert follow_up() == 1
    following = Delivery.objects.get(state=State.READY)
    assert (following.channel, following.notice_ids, following.purpose) == ("sms", [notice.pk], Purpose.FILE_NEWS)
    assert "Message par courriel" in signed_in(people["alain"]).get("/gestion/fallback/deadletter/").text
    assert "Message par courriel" not in signed_in(people["diane"]).get("/gestion/fallback/deadletter/").text


def test_while_another_sweep_is_at_it_this_one_leaves_it_alone(ended, accepts):
    accepts(Channel.SMS)
    ended()
    owner = connections["owner"].settings_dict | {"NAME": connection.settings_dict["NAME"]}
    address = {name: owner[name.upper()] for name in ("user", "password", "host", "port")}
    with psycopg.connect(dbname=owner["NAME"], **address) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.FALLBACK])
        assert follow_up() == 0 and not DeadLetter.objects.exists()
    assert follow_up() == 1


def test_a_test_message_carries_nothing_and_is_nobodys_work(ended):
    failed = ended(state="failed", code="550", reminder_ids=[])
    assert follow_up() == 0 and not DeadLetter.objects.exists()
    failed.refresh_from_db()
    assert failed.followed_up_at
