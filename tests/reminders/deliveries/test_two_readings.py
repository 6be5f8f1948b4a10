"""«Is it still worth telling?» is said twice: in SQL for senders (`claims`), in Python for people (`carried`). On
random rows, at instants that decide, both readings are one."""

import datetime as dt
import random
import uuid

import pytest
from django.db import connection

from portal.clock import now
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.notices.models import Notice
from portal.people.models import Citizen
from programs.situations.models import Situation
from reminders.deadlines.models import Deadline
from reminders.deliveries.carried import carried_by
from reminders.deliveries.claims import STATEMENTS
from reminders.deliveries.models import Delivery
from reminders.deliveries.release_sql import compose as release_statement
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.reminders.models import Reminder
from reminders.reminders.wanted import STANDS, is_still_true, stands

pytestmark = pytest.mark.django_db
ROWS = 150


class Dice:
    """Mostly ordinary, so that the exception that decides is often alone."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def mostly(self, ordinary, *others):
        return ordinary if self.chance.random() < 0.85 else self.chance.choice(others)

    def near(self, at: dt.datetime) -> dt.datetime:
        """Before, at that very instant, or after."""
        return at + dt.timedelta(seconds=self.chance.choice([-86_400, -1, 0, 1, 86_400]))


@pytest.fixture
def steps(licence, saaq_administrator) -> list[ReminderStep]:
    """Kinds published or not, stopped or not, with few channels or many; a step of each moment."""
    dice, made = Dice(0), []
    kinds = list(DeadlineKind.objects.order_by("code")[:24])
    for kind in kinds:
        is_stopped = dice.mostly(False, True)
        kind.state = dice.mostly("published", "retired", "retired", "draft")
        is_draft = kind.state == "draft"
        kind.published_at, kind.published_by = (None, None) if is_draft else (now(), saaq_administrator)
        kind.stopped_at, kind.stopped_by = (now(), saaq_administrator) if is_stopped else (None, None)
        kind.channels = dice.mostly(list(Channel.values), ["sms"], ["inbox", "email"])
        kind.save()
        kind.steps.all().delete()
        made += [
            ReminderStep.objects.create(
                kind=kind, moment=moment, offset_days=-7 if moment == "date" else 0, text_fr="x"
            )
            for moment in ReminderStep.Moment.values
        ]
    return made


def rows_of(dice: Dice, steps, person: Citizen, other: Citizen, at: dt.datetime, by) -> list[Reminder]:
    made = []
    living, dead = (Citizen.objects.create(given_name="Léa", family_name=str(rank)) for rank in range(2))
    Citizen.objects.filter(pk=dead.pk).update(died_on=dt.date(2026, 1, 1))
    for rank in range(ROWS):
        step = dice.chance.choice(steps)
        state = dice.mostly({"done": "done", "missed": "missed"}.get(step.moment, "open"), *Deadline.State.values)
        paused = dice.mostly(False, True)
        due_on = dt.date(2030, 1, 1) + dt.timedelta(days=rank)
        deadline = Deadline.objects.create(
            citizen=dice.mostly(person, other),
            concerned=dice.mostly(person, living, dead),
            kind=step.kind,
            due_on=due_on,
            state=state,
            closed_at=None if state == "open" else at,
            later_at=dice.mostly(None, dice.near(at)),
            paused_at=at if paused else None,
            paused_by=by if paused else None,
        )
        made.append(
            Reminder(
                deadline=deadline,
                due_on=due_on + dt.timedelta(days=dice.mostly(0, 1)),
                step=dice.mostly(step, None),
                recipient=person,
                due_at=at,
                useful_until=dice.mostly(at + dt.timedelta(days=9), dice.near(at)),
                state="sent",
                settled_at=at,
            )
        )
    return Reminder.objects.bulk_create(made)


def wanted_by_sql(delivery: Delivery, at: dt.datetime) -> tuple[set[int], set[int], int]:
    """Ids worth telling, ids held, notices worth telling."""
    reminders, notices = (
        STATEMENTS.compose("wanted_reminders", place_zone="''", stands=STANDS),
        STATEMENTS.compose("wanted_notices"),
    )
    statement = f"""
        SELECT wanted.ids, wanted.held, notices.many FROM deliveries_delivery batch
         CROSS JOIN LATERAL ({reminders}) wanted CROSS JOIN LATERAL ({notices}) notices WHERE batch.id = %(id)s"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"id": delivery.pk, "at": at, "channel": delivery.channel})
        ids, held, many = cursor.fetchone()
    return set(ids), set(held), many


def delivery_with(person: Citizen, channel: str, **carried) -> Delivery:
    when = {"since": now(), "not_before": now()}
    return Delivery.objects.create(
        recipient=person, channel=channel, purpose=Purpose.REMINDERS, group=str(uuid.uuid4()), **when, **carried
    )


@pytest.mark.parametrize("seed", range(4))
def test_both_readings_are_one(steps, amelie, bruno, seed):
    dice, at = Dice(seed), now()
    rows = rows_of(dice, steps, bruno.citizen, amelie.citizen, at, bruno)
    count = 0
    for channel in ("email", "sms", "letter"):
        delivery = delivery_with(bruno.citizen, channel, reminder_ids=[row.pk for row in rows])
        carried = carried_by([delivery], at)[delivery.pk]
        ids, held, _ = wanted_by_sql(delivery, at)
        assert {row.pk for row in carried.reminders} == ids
        assert {row.pk for row in carried.held} == held
        assert {row.pk for row in carried.every if is_still_true(row, channel, at)} == ids | held
        count += len(ids)
    assert 0 < count < 3 * ROWS  # neither reading says yes or no to everything


@pytest.mark.parametrize("seed", range(4))
def test_the_release_reads_the_same_as_the_claim_and_as_people(steps, amelie, bruno, seed):
    """What stands by Python is what the release lets go, but for what the plan itself has changed since."""
    dice, at = Dice(seed), now()
    rows = rows_of(dice, steps, bruno.citizen, amelie.citizen, at, bruno)
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(state="planned", settled_at=None)
    why_not = release_statement("why_not")
    statement = f"""
        SELECT reminder.id, {STANDS}, {why_not} FROM reminders_reminder reminder
          JOIN deadlines_deadline deadline ON deadline.id = reminder.deadline_id
          JOIN kinds_deadlinekind kind ON kind.id = deadline.kind_id
          LEFT JOIN kinds_reminderstep step ON step.id = reminder.step_id WHERE reminder.id = ANY(%(ids)s)"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, "ids": [row.pk for row in rows]})
        read = {pk: (is_standing, why) for pk, is_standing, why in cursor.fetchall()}
    found = Reminder.objects.select_related("step", "deadline__kind", "deadline__concerned").in_bulk(read)
    for pk, (is_standing, why) in read.items():
        reminder, later_at = found[pk], found[pk].deadline.later_at
        assert is_standing is stands(reminder)
        is_planned_still = reminder.due_at == later_at if reminder.step is None else True
        if reminder.step and reminder.step.moment == "date" and later_at:
            is_planned_still = reminder.due_at >= later_at
        assert (why == "act") is not (is_standing and is_planned_still)
        assert why in {"act", "late"} or reminder.useful_until > at
    assert 0 < sum(is_standing for is_standing, _ in read.values()) < ROWS


@pytest.mark.parametrize("kind", Notice.Kind.values)
@pytest.mark.parametrize("wants_advice", [True, False])
@pytest.mark.parametrize("answers", ["kept", "kept again", "another's", "erased"])
def test_both_readings_of_a_notice_are_one(amelie, bruno, kind, wants_advice, answers):
    person = bruno.citizen
    if wants_advice:
        give(citizen=person, purpose=Purpose.ADVICE, channel=Channel.LETTER, wording="Oui", by=bruno)
    owner = amelie.citizen if answers == "another's" else person
    Situation.objects.filter(citizen=owner).delete()
    kept = Situation.objects.create(citizen=owner) if answers != "erased" else None
    subject = kept.pk if kept and answers != "kept again" else uuid.uuid4()
    subjects = {"subject_type": "situations.situation", "subject_id": subject}
    notice = Notice.objects.create(kind=kind, citizen=person, **subjects)
    delivery = delivery_with(person, "email", notice_ids=[notice.pk])
    carried = carried_by([delivery], now())[delivery.pk]
    assert len(carried.notices) == wanted_by_sql(delivery, now())[2]
    assert bool(carried.notices) == (kind != "finding" or (wants_advice and answers == "kept"))
