"""What other pages show of messaging: `{% latest_threads as threads %}`, `{% author … %}`,
`{% read_by … as readers %}`."""

import datetime as dt
from typing import Any

from django import template
from django.utils.translation import gettext as _

from messaging.threads.models import Message, Thread
from messaging.threads.waiting import newest_threads
from portal.dossiers.models import Dossier
from portal.foundation.keyset import first_of
from portal.foundation.words.elision import of
from portal.people.models import User

register = template.Library()

THREADS_SHOWN = 3
OF_DOSSIER_SHOWN = 20


@register.simple_tag(takes_context=True)
def latest_threads(context: dict[str, Any]) -> list[Thread]:
    """The last conversations, on the citizen's space."""
    return newest_threads(context["request"].user)[:THREADS_SHOWN]


@register.simple_tag(takes_context=True)
def threads_of(context: dict[str, Any], dossier: Dossier) -> list[Thread]:
    """The conversations of a dossier that its reader sees, the last ones first."""
    user = context["request"].user
    threads = Thread.objects.visible_to(user).filter(dossier=dossier).with_names().with_unread(user)
    return first_of(threads.newest_first(), OF_DOSSIER_SHOWN)


@register.simple_tag
def author(message: Message, thread: Thread) -> str:
    """Who wrote: the citizen, somebody in their name, or an agent and the organization."""
    if not message.is_from_citizen:
        return f"{message.by}, {thread.organization}" if message.by else str(thread.organization)
    if message.is_without_account:
        return _("%(citizen)s, sans compte") % {"citizen": thread.citizen}
    if message.by_id == thread.citizen.user_id:
        return str(thread.citizen)
    return _("%(author)s, au nom %(citizen)s") % {"author": message.by, "citizen": of(str(thread.citizen))}


@register.simple_tag
def read_by(message: Message, thread: Thread) -> list[tuple[str, dt.datetime]]:
    """Who read a message, and when: of the citizen's side each account, named; of a team, the first of its agents."""
    if message.is_from_citizen:
        return [(str(message.read_by), message.read_at)] if message.read_at else []
    found = [(_reader(reading.user, thread), reading.read_at) for reading in message.readings.all()]
    if message.read_at and message.read_by_id is None:
        found.insert(0, (_("%(citizen)s, sans compte") % {"citizen": thread.citizen}, message.read_at))
    return found


def _reader(user: User, thread: Thread) -> str:
    if user.pk == thread.citizen.user_id:
        return str(thread.citizen)
    return _("%(helper)s, au nom %(citizen)s") % {"helper": user, "citizen": of(str(thread.citizen))}
