"""What organizations expect of a citizen, as lines of «À faire»."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access.visibility import visibility_of
from portal.clock import today
from portal.foundation.keyset import first_of
from portal.people.models import User
from portal.work_items.models import WorkItem
from portal.work_items.subjects import describe
from portal.work_items.todo import Todo

SHOWN = 20


def expected_of(user: User) -> Iterator[Todo]:
    items = WorkItem.objects.visible_to(user).of_citizens(user).open().soonest_first()
    own = visibility_of(user).person_here
    for item in describe(first_of(items.select_related("citizen"), SHOWN)):
        due_on = timezone.localtime(item.due_at).date() if item.due_at else None
        yield Todo(
            title=item.sentence,
            url=item.get_absolute_url(),
            icon="note",
            detail=" · ".join(words for words in (item.about.title, item.why) if words),
            whose="" if item.citizen_id == own else _("pour %(name)s") % {"name": item.citizen},
            due_on=due_on,
            days=(due_on - today()).days if due_on else None,
            is_late=item.is_late,
            state=_("En retard") if item.is_late and due_on == today() else "",
        )
