"""Dates that wait for a citizen, as lines of «À faire»: past and not done, or near."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.access.visibility import visibility_of
from portal.clock import today
from portal.people.models import User
from portal.work_items.todo import Todo
from reminders.deadlines.models import Deadline
from reminders.deadlines.pages import DeadlinePage

NEAR = dt.timedelta(days=14)
"""Dates further away are read in «Prochaines échéances»."""
SHOWN = 20


def waiting_deadlines(user: User) -> Iterator[Todo]:
    near = Deadline.objects.of_citizens(user).open().filter(due_on__lte=today() + NEAR, paused_at=None)
    for deadline in near.with_kind()[:SHOWN]:
        page = DeadlinePage(deadline)
        yield Todo(
            title=deadline.kind.title_fr,
            url=deadline.get_absolute_url(),
            icon="calendar",
            detail=_("Pour limiter les conséquences\u00a0: %(remedy)s.") % {"remedy": page.remedy}
            if page.is_late and page.remedy
            else "",
            whose=_whose(deadline, user),
            due_on=deadline.due_on,
            days=(deadline.due_on - page.here).days,
            is_late=page.is_late,
        )


def _whose(deadline: Deadline, user: User) -> str:
    if deadline.is_for_another:
        return _("pour %(name)s") % {"name": deadline.concerned}
    own = deadline.citizen_id == visibility_of(user).own_citizen_id
    return "" if own else _("au nom de %(name)s") % {"name": deadline.citizen}
