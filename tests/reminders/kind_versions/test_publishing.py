"""Publishing: what left is never repeated, two persons above a number, the switches."""

import datetime as dt
from dataclasses import replace
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.publishing.actions import write
from portal.publishing.exceptions import NeedsAnotherPerson, VersionClosed, VersionRefused
from portal.publishing.reading import content_in_force
from portal.publishing.releases import publish
from portal.publishing.reviews import send_back, submit, withdraw
from reminders.deliveries.release import release_due
from reminders.demonstration.seeds import offer
from reminders.kind_versions import planning
from reminders.kind_versions.actions import start
from reminders.kind_versions.audience import concerned
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.planning import replan_published
from reminders.kind_versions.switches import resume, retire, stop
from reminders.kinds.content import Content
from reminders.kinds.models import ReminderStep
from reminders.reminders.models import Reminder
from tests.reminders.kind_versions.conftest import moved, without


def planned(deadline) -> list[int]:
    rows = Reminder.objects.filter(deadline=deadline, state="planned").order_by("due_at")
    return list(rows.values_list("step__offset_days", flat=True))


def left(deadline) -> list[int]:
    rows = Reminder.objects.filter(deadline=deadline, state="sent").order_by("due_at")
    return list(rows.values_list("step", flat=True))


def test_without_a_team_it_is_not_published_where_there_are_several(licence, drafted, saaq, saaq_administrator):
    licence.__class__.objects.update(team=None)
    for name in ("", "Une équipe qui n’est plus"):
        with pytest.raises(VersionRefused) as refusal:
            publish(version=drafted(team=name), by=saaq_administrator)
        assert [remark.code for remark in refusal.value.remarks] == ["team"]
    kind = publish(version=drafted(team="Accidents de la route"), by=saaq_administrator).kind
    assert kind.team == saaq.teams.get(name="Accidents de la route")
    assert kind.versions.in_force().get().content["columns"]["team"] == "Accidents de la route"


def test_a_step_moved_after_it_left_is_not_sent_again(followed, amelie, licence, put_in_force, clock_offset):
    deadline = followed(amelie, days=10)
    assert planned(deadline) == [-7, -1, 1, 7]
    clock_offset(days=3.6)
    release_due()
    week = licence.steps.get(offset_days=-7)
    assert left(deadline) == [week.pk]
    put_in_force(steps=moved(-7, -6, text_fr="Six jours : {date}. En retard : des frais. Voir {where}"))
    week.refresh_from_db()
    assert week.offset_days == -6 and week.text_fr.startswith("Six jours")
    assert planned(deadline) == [-1, 1, 7]
    clock_offset(days=5)
    release_due()
    assert left(deadline) == [week.pk]


def test_a_step_moved_before_it_leaves_leaves_once_on_its_new_day(followed, amelie, put_in_force, clock_offset):
    deadline = followed(amelie, days=10)
    put_in_force(steps=moved(-7, -5))
    assert planned(deadline) == [-5, -1, 1, 7]
    clock_offset(days=5.6)
    release_due()
    assert len(left(deadline)) == 1


def test_a_dropped_step_is_retired_and_its_reminder_cancelled(followed, amelie, licence, put_in_force):
    deadline = followed(amelie, days=10)
    dropped = licence.steps.get(offset_days=-7)
    put_in_force(steps=without(-7))
    dropped.refresh_from_db()
    assert dropped.retired_at and planned(deadline) == [-1, 1, 7]
    assert Reminder.objects.get(deadline=deadline, step=dropped).state == "cancelled"


def test_a_step_dropped_then_put_back_does_not_repeat_what_left(followed, amelie, licence, put_in_force, clock_offset):
    deadline = followed(amelie, days=10)
    clock_offset(days=3.6)
    release_due()
    first = licence.steps.get(offset_days=-7)
    put_in_force(steps=without(-7))
    put_in_force(steps=lambda steps: [*steps, type(steps[0])(offset_days=-7, text_fr="Le {date}, sinon des frais")])
    first.refresh_from_db()
    assert first.retired_at is None and licence.steps.filter(offset_days=-7).count() == 1
    assert planned(deadline) == [-1, 1, 7]


def test_two_steps_exchange_their_days(licence, put_in_force):
    week, eve = licence.steps.get(offset_days=-7), licence.steps.get(offset_days=-1)

    def swap(steps):
        return moved(99, -7)(moved(-7, -1)(moved(-1, 99)(steps)))

    put_in_force(steps=swap)
    week.refresh_from_db()
    eve.refresh_from_db()
    assert (week.offset_days, eve.offset_days) == (-1, -7)


def test_a_row_of_another_kind_is_never_taken(put_in_force, licence):
    """An id written by hand in the form names nothing outside of the kind."""
    foreign = ReminderStep.objects.exclude(kind=licence).order_by("pk").first()
    text = foreign.text_fr
    put_in_force(
        steps=lambda steps: [
            *steps,
            type(steps[0])(id=foreign.pk, offset_days=-3, text_fr="Sinon: {date}"),
        ]
    )
    foreign.refresh_from_db()
    assert foreign.text_fr == text and foreign.kind_id != licence.pk
    assert licence.steps.filter(offset_days=-3).exists()


def test_versions_follow_one_another(licence, put_in_force, saaq_administrator):
    put_in_force(title_fr="Titre nouveau")
    states = list(licence.versions.order_by("number").values_list("number", "state"))
    assert states == [(1, "replaced"), (2, "published")]
    licence.refresh_from_db()
    assert licence.title_fr == "Titre nouveau" and licence.published_by == saaq_administrator
    assert all(step["id"] for step in licence.versions.get(number=2).content["steps"])
    assert AuditEvent.objects.filter(verb="deadline_kind.published", subject_id=str(licence.pk)).count() == 2


def test_publishing_twice_or_a_draft_that_changed_is_refused(drafted, saaq_administrator):
    draft = drafted(title_fr="Un")
    drafted(title_fr="Deux")
    with pytest.raises(VersionClosed):
        publish(version=draft, by=saaq_administrator)
    draft.refresh_from_db()
    publish(version=draft, by=saaq_administrator)
    with pytest.raises(VersionClosed):
        publish(version=draft, by=saaq_administrator)


def test_above_a_number_of_deadlines_two_persons_publish(
    followed, amelie, drafted, settings, saaq_administrator, second_administrator, ramq_administrator
):
    settings.TWO_PERSONS_ABOVE = 0
    followed(amelie)
    draft = drafted(title_fr="Pour beaucoup")
    with pytest.raises(NeedsAnotherPerson):
        publish(version=draft, by=saaq_administrator)
    asked = submit(version=draft, by=saaq_administrator)
    assert asked.state == "submitted"
    with pytest.raises(NeedsAnotherPerson):
        publish(version=asked, by=saaq_administrator)
    assert publish(version=asked, by=second_administrator).kind.title_fr == "Pour beaucoup"
    asked.refresh_from_db()
    assert (asked.submitted_by, asked.published_by) == (saaq_administrator, second_administrator)


def test_approving_is_for_administrators_of_that_organization(drafted, saaq_administrator, ramq_administrator):
    asked = submit(version=drafted(title_fr="Un"), by=saaq_administrator)
    for action in (publish, withdraw, submit, partial(send_back, why="Non")):
        with pytest.raises(PermissionDenied):
            action(version=asked, by=ramq_administrator)


def test_writing_or_sending_back_asks_again(drafted, saaq_administrator, second_administrator):
    asked = submit(version=drafted(title_fr="Un"), by=saaq_administrator)
    again = drafted(title_fr="Deux")
    assert again.state == "draft" and again.submitted_by is None
    with pytest.raises(VersionClosed):
        publish(version=asked, by=second_administrator)
    asked = submit(version=again, by=saaq_administrator)
    back = send_back(version=asked, why="La date manque.", by=second_administrator)
    assert (back.state, back.returned_why, back.returned_by) == ("draft", "La date manque.", second_administrator)
    with pytest.raises(VersionClosed):
        send_back(version=asked, why="Encore.", by=second_administrator)
    asked = submit(version=back, by=saaq_administrator)
    assert not asked.returned_why and asked.returned_by is None  # asked for again, the former refusal is past


def test_one_takes_back_one_s_own_request_and_returns_that_of_another(
    drafted, saaq_administrator, second_administrator
):
    asked = submit(version=drafted(title_fr="Un"), by=saaq_administrator)
    with pytest.raises(VersionClosed):
        withdraw(version=asked, by=second_administrator)
    with pytest.raises(VersionClosed):
        send_back(version=asked, why="Je change d’idée.", by=saaq_administrator)
    assert withdraw(version=asked, by=saaq_administrator).state == "draft"


def test_the_database_refuses_one_person_as_two(drafted, saaq_administrator, licence):
    asked = submit(version=drafted(title_fr="Un"), by=saaq_administrator)
    licence.versions.in_force().update(state="replaced")
    with pytest.raises(IntegrityError, match="kind_version_two_persons"), transaction.atomic():
        day = {"published_at": now(), "effective_on": today()}
        alone = {"state": "published", "published_by": saaq_administrator, **day}
        KindVersion.objects.filter(pk=asked.pk).update(**alone)


def test_many_deadlines_are_planned_again_by_the_sweep(followed, amelie, bruno, put_in_force, monkeypatch, licence):
    monkeypatch.setattr(planning, "AT_ONCE", 1)
    monkeypatch.setattr(planning, "BATCH", 1)
    mine = [followed(amelie, days=10), followed(bruno, days=10)]
    put_in_force(steps=moved(-7, -5))
    assert KindVersion.objects.to_replan().count() == 1
    replan_published()
    assert [planned(deadline) for deadline in mine] == [[-5, -1, 1, 7]] * 2
    due = Reminder.objects.filter(deadline__in=mine, step__offset_days=-5)
    assert {(row.due_at - now()).days for row in due} <= {4, 5}
    assert replan_published() == 0 and not KindVersion.objects.to_replan().exists()


def test_people_and_next_departures_are_told_before_publishing(followed, amelie, bruno, licence, drafted, clock_offset):
    followed(amelie, days=10)
    followed(bruno, days=10)
    result = concerned(licence, drafted(steps=moved(-7, -6)).written, now())
    assert (result.deadlines, result.people) == (2, 2)
    assert [departure.people for departure in result.next] == [2, 2, 2, 2]
    assert dt.timedelta(days=3) < result.next[0].at - now() < dt.timedelta(days=5)
    clock_offset(days=3.6)
    release_due()
    later = concerned(licence, drafted().written, now())
    assert len(later.next) == 3, "the step that left is not counted again"


def test_the_stop_switch_holds_everything_and_resuming_lets_go_what_still_serves(
    followed, amelie, licence, saaq_administrator, ramq_administrator, clock_offset
):
    deadline = followed(amelie, days=10)
    with pytest.raises(PermissionDenied):
        stop(kind=licence, by=ramq_administrator)
    assert stop(kind=licence, by=saaq_administrator).stopped_by == saaq_administrator
    stop(kind=licence, by=saaq_administrator)
    clock_offset(days=3.6)
    assert release_due() == 0
    assert resume(kind=licence, by=saaq_administrator).stopped_at is None
    assert release_due() == 1 and len(left(deadline)) == 1
    verbs = AuditEvent.objects.filter(
        subject_id=str(licence.pk), verb__in=["deadline_kind.stopped", "deadline_kind.resumed"]
    )
    assert verbs.count() == 2


def test_a_retired_kind_reminds_no_more_and_a_version_brings_it_back(
    client, followed, amelie, licence, saaq_administrator, put_in_force
):
    deadline = followed(amelie, days=10)
    retire(kind=licence, by=saaq_administrator)
    assert licence.state == "retired" and planned(deadline) == []
    assert content_in_force(licence).steps
    put_in_force(title_fr="De retour")
    licence.refresh_from_db()
    assert licence.is_published and planned(deadline) == [-7, -1, 1, 7]


@pytest.fixture
def many(followed, amelie, bruno, monkeypatch):
    """Two are already many."""
    monkeypatch.setattr(planning, "AT_ONCE", 1)
    monkeypatch.setattr(planning, "BATCH", 1)
    return [followed(amelie, days=10), followed(bruno, days=10)]


def test_retiring_leaves_many_deadlines_to_the_sweep(many, licence, saaq_administrator, clock_offset):
    """The request changes one row; nothing leaves meanwhile."""
    retire(kind=licence, by=saaq_administrator)
    assert [planned(deadline) for deadline in many] == [[-7, -1, 1, 7]] * 2
    clock_offset(days=4)
    assert release_due() == 0
    clock_offset()
    replan_published()
    assert [planned(deadline) for deadline in many] == [[]] * 2
    assert replan_published() == 0 and not KindVersion.objects.to_replan().exists()


def test_retired_twice_it_is_planned_again_once(many, licence, saaq_administrator):
    retire(kind=licence, by=saaq_administrator)
    replan_published()
    retire(kind=licence, by=saaq_administrator)
    replan_published()
    assert AuditEvent.objects.filter(verb="deadline_kind.retired").count() == 1


def test_retired_while_the_sweep_plans_what_was_published(many, licence, saaq_administrator, put_in_force, monkeypatch):
    """What the sweep had planned for the version before is planned once more."""
    put_in_force(steps=moved(-7, -5))
    real, done = planning.plan, []

    def plan(scope, *, at):
        moved = real(scope, at=at)
        if not done:
            done.append(retire(kind=licence, by=saaq_administrator))
        return moved

    monkeypatch.setattr(planning, "plan", plan)
    replan_published()
    assert KindVersion.objects.to_replan().count() == 1
    replan_published()
    assert [planned(deadline) for deadline in many] == [[]] * 2
    assert not KindVersion.objects.to_replan().exists()


def test_a_daily_cap_lets_the_oldest_go_and_the_rest_the_next_days(
    followed, amelie, bruno, licence, put_in_force, clock_offset
):
    mine = [followed(user, days=days) for user, days in ((amelie, 10), (bruno, 10), (amelie, 11), (bruno, 12))]
    put_in_force(daily_cap=1)
    clock_offset(days=3.6)
    assert (release_due(), release_due()) == (1, 0)
    licence.refresh_from_db()
    assert licence.left_count == 1
    clock_offset(days=4.6)
    assert release_due() == 1
    clock_offset(days=5.6)
    assert release_due() == 1
    assert sum(len(left(deadline)) for deadline in mine) == 3
    put_in_force(daily_cap=None)
    assert release_due() == 1


def test_a_cap_of_one_kind_holds_no_other(followed, amelie, licence, ramq_administrator, put_in_force, clock_offset):
    card = offer("carte-assurance-maladie", by=ramq_administrator)
    put_in_force(daily_cap=1)
    for days in (10, 11, 12):
        followed(amelie, days=days)
        followed(amelie, days=days, kind=card)
    for days, capped in ((3.6, 1), (5.6, 2)):
        clock_offset(days=days)
        release_due()
        sent = list(Reminder.objects.filter(state="sent").values_list("deadline__kind__code", flat=True))
        assert sent.count(licence.code) == capped
    assert sent.count(card.code) == 3


def test_the_public_address_is_made_of_the_published_title(licence, drafted, saaq_administrator):
    """A kind begun under another title: what was refused meanwhile is in no address."""
    content, by = content_in_force(licence), saaq_administrator
    begun = start(organization=licence.organization, title="Votre cancer", nature="expiry", by=by)
    steps = tuple(replace(step, id=None) for step in content.steps)
    columns = content.columns | {"title_fr": "Photo à refaire", "title_en": "Photo", "related_programs": []}
    draft = write(subject=begun.kind, content=Content(columns, steps), revision=begun.revision, by=by)
    kind = publish(version=draft, by=by).kind
    assert kind.code == "photo-a-refaire"
    assert publish(version=drafted(kind=kind, title_fr="Photo du permis"), by=by).kind.code == "photo-a-refaire"


def test_a_planning_that_is_cut_goes_on_where_it_was(many, put_in_force, monkeypatch):
    put_in_force(steps=moved(-7, -5))
    real, planned_for = planning.plan, []

    def plan(scope, *, at):
        planned_for.append(scope.get().pk)
        if len(planned_for) == 2:
            raise ConnectionError("the worker is gone")
        return real(scope, at=at)

    monkeypatch.setattr(planning, "plan", plan)
    with pytest.raises(ConnectionError):
        replan_published()
    assert KindVersion.objects.to_replan().count() == 1
    replan_published()
    first, second = planned_for[:2]
    assert planned_for == [first, second, second] and not KindVersion.objects.to_replan().exists()
    assert [planned(deadline) for deadline in many] == [[-5, -1, 1, 7]] * 2
