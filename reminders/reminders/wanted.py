"""Whether a reminder is still worth telling: the one definition, in Python for people and in SQL for the engine.

The statements that plan, release, claim and send compose the fragments of `sql/wanted.sql`. The pure ladder, letters
and calls ask in Python. tests/reminders/deliveries/test_two_readings.py and tests/reminders/reminders/test_planning.py
hold both equal.
"""

import datetime as dt
from pathlib import Path

from portal.foundation.statements import Statements
from reminders.reminders.ladder import state_of_moment
from reminders.reminders.models import Reminder

ASKED_AHEAD = dt.timedelta(minutes=10)
"""How long reminders wait for whoever asks whether they are still due, after its last sign of life."""
ANSWER_SERVES = dt.timedelta(hours=2)
"""How long an answer serves: what leaves later than that is asked again."""
STATEMENTS = Statements(Path(__file__).parent / "sql" / "wanted.sql")


def ladder_runs(*, deadline: str, kind: str) -> str:
    """Return the condition over these two rows."""
    return STATEMENTS.compose("ladder_runs", deadline=deadline, kind=kind)


STANDS = STATEMENTS.compose("stands", ladder_runs=ladder_runs(deadline="deadline", kind="kind"), moment="step.moment")


def stands(reminder: Reminder) -> bool:
    """The act is still to do, or the confirmation still true, on the same date, for the same person; whom it concerns
    lives. `step` and its deadline with kind and person concerned are loaded."""
    deadline, kind = reminder.deadline, reminder.deadline.kind
    return bool(
        deadline.due_on == reminder.due_on
        and reminder.recipient_id == deadline.citizen_id
        and deadline.state == state_of_moment(reminder.step.moment if reminder.step else "date")
        and deadline.paused_at is None
        and kind.is_published
        and (deadline.concerned_id == deadline.citizen_id or deadline.concerned.died_on is None)
    )


def is_still_true(reminder: Reminder, channel: str, at: dt.datetime) -> bool:
    """It stands, is not late, its kind allows the channel, and nobody put it off. Its kind may be stopped for now."""
    deadline = reminder.deadline
    is_put_off = deadline.later_at and deadline.later_at > at and reminder.step_id
    return bool(
        stands(reminder) and reminder.useful_until > at and not is_put_off and channel in deadline.kind.channels
    )


def is_stopped(reminder: Reminder) -> bool:
    """It waits until its organization lets its kind leave again."""
    return reminder.deadline.kind.stopped_at is not None
