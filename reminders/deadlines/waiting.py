"""Dates that wait for a citizen, as lines of «À faire»: past and not done, or near."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.access.kept import once
from portal.access.visibility import visibility_of
from portal.clock import today
from portal.foundation.keyset import first_of
from portal.foundation.words.elision import of
from portal.people.models import User
from portal.work_items.todo import Todo
from reminders.deadlines.models import Deadline
from reminders.deadlines.pages import DeadlinePage

NEAR = dt.timedelta(days=14)
"""Dates further away are read in «Prochaines échéances»."""
SHOWN = 20
READ = 30
"""Those of «À faire», and enough of the next ones that the same reading nearly always holds both lists."""


def soonest_deadlines(user: User) -> list[Deadline]:
    """The first open dates: one reading of a request for «À faire» and for the list of those that come after."""
    mine = Deadline.objects.of_citizens(user).open().with_kind()
    return once(user, "deadlines.soonest", lambda: first_of(mine, READ))


def later_deadlines(user: User, limit: int) -> list[Deadline]:
    """Those that come after those of «À faire»."""
    soonest = soonest_deadlines(user)
    later = [deadline for deadline in soonest if not is_near(deadline)][:limit]
    if len(later) == limit or len(soonest) < READ:
        return later
    mine = Deadline.objects.of_citizens(user).open().with_kind()
    return first_of(mine.exclude(due_on__lte=today() + NEAR, paused_at=None), limit)


def is_near(deadline: Deadline) -> bool:
    """Whether it is for «À faire»: past or near, and not paused."""
    return deadline.due_on <= today() + NEAR and deadline.paused_at is None


def waiting_deadlines(user: User) -> Iterator[Todo]:
    soonest = [deadline for deadline in soonest_deadlines(user) if is_near(deadline)]
    for deadline in soonest[:SHOWN]:
        page = DeadlinePage(deadline)
        yield Todo(
            title=deadline.kind.title_fr,
            url=deadline.get_absolute_url(),
            icon="calendar",
            detail=page.remedy_sentence,
            whose=_whose(deadline, user),
            due_on=deadline.due_on,
            days=(deadline.due_on - page.here).days,
            is_late=page.is_late,
            is_on_the_day=page.comes_by_itself,
        )


def _whose(deadline: Deadline, user: User) -> str:
    if deadline.is_for_another:
        return _("pour %(name)s") % {"name": deadline.concerned}
    own = deadline.citizen_id == visibility_of(user).person_here
    return "" if own else _("au nom %(name)s") % {"name": of(str(deadline.citizen))}
