"""The steps of a version become the rows of the ladder: what left through a row is never repeated."""

import datetime as dt

from reminders.kinds.content import Content, StepContent
from reminders.kinds.models import DeadlineKind, ReminderStep


def put_steps(kind: DeadlineKind, content: Content, at: dt.datetime) -> tuple[StepContent, ...]:
    """Write the rows; return the steps with the row of each."""
    rows = {row.pk: row for row in kind.steps.order_by("pk")}
    # All are retired first: two steps may exchange their days, and a day belongs to one step in force.
    kind.steps.filter(retired_at=None).update(retired_at=at)
    return tuple(_put_step(kind, step, rows, content) for step in content.steps)


def _put_step(kind: DeadlineKind, step: StepContent, rows: dict[int, ReminderStep], content: Content) -> StepContent:
    """The row it already is; else one that had that day once, so that a step dropped and put back does not repeat; else
    a new one. A row taken leaves `rows`: it serves once."""
    row = rows.pop(step.id or 0, None) or _same_day(step, rows, content) or ReminderStep(kind=kind)
    row.moment, row.offset_days = step.moment, step.offset_days
    row.text_fr, row.text_en, row.by_channel, row.retired_at = step.text_fr, step.text_en, step.by_channel, None
    row.save()
    return StepContent(**vars(step) | {"id": row.pk})


def _same_day(step: StepContent, rows: dict[int, ReminderStep], content: Content) -> ReminderStep | None:
    kept = {other.id for other in content.steps}
    once = [pk for pk, row in rows.items() if pk not in kept and (row.moment, row.offset_days) == _day_of(step)]
    return rows.pop(once[-1]) if once else None


def _day_of(step: StepContent) -> tuple[str, int]:
    return step.moment, step.offset_days
