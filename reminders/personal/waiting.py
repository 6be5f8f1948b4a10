"""Personal reminders as lines of «À faire»: near, or past and not done."""

from collections.abc import Iterator

from portal.clock import today
from portal.people.models import User
from portal.work_items.todo import Todo
from reminders.deadlines.waiting import NEAR
from reminders.personal.models import PersonalReminder

SHOWN = 20


def waiting_personal(user: User) -> Iterator[Todo]:
    mine = PersonalReminder.objects.visible_to(user).open().filter(due_on__lte=today() + NEAR)
    for reminder in mine.select_related("citizen")[:SHOWN]:
        days = (reminder.due_on - today(reminder.citizen.time_zone)).days
        yield Todo(
            title=reminder.title,
            url=reminder.get_absolute_url(),
            icon="bell",
            due_on=reminder.due_on,
            days=days,
            is_late=days < 0,
        )
