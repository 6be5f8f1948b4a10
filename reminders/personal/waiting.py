"""Personal reminders as lines of «À faire»: near, or past and not done."""

from collections.abc import Iterator

from portal.access.kept import once
from portal.clock import today
from portal.people.models import User
from portal.work_items.todo import Todo
from reminders.deadlines.waiting import NEAR, READ
from reminders.personal.models import PersonalReminder

SHOWN = 20


def soonest_personal(user: User) -> list[PersonalReminder]:
    """One's own first ones: one reading of a request for «À faire» and for the list of those that come after."""
    mine = PersonalReminder.objects.visible_to(user).open().select_related("citizen")
    return once(user, "personal.soonest", lambda: list(mine[:READ]))


def later_personal(user: User, limit: int) -> list[PersonalReminder]:
    """Those that come after those of «À faire»."""
    soonest = soonest_personal(user)
    later = [reminder for reminder in soonest if reminder.due_on > today() + NEAR][:limit]
    if len(later) == limit or len(soonest) < READ:
        return later
    mine = PersonalReminder.objects.visible_to(user).open().filter(due_on__gt=today() + NEAR)
    return list(mine.select_related("citizen")[:limit])


def waiting_personal(user: User) -> Iterator[Todo]:
    near = [reminder for reminder in soonest_personal(user) if reminder.due_on <= today() + NEAR]
    for reminder in near[:SHOWN]:
        days = (reminder.due_on - today(reminder.citizen.time_zone)).days
        yield Todo(
            title=reminder.title,
            url=reminder.get_absolute_url(),
            icon="bell",
            due_on=reminder.due_on,
            days=days,
            is_late=days < 0,
        )
