"""Django’s registration of `reminders.inbox`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.access import counts
from portal.access.counts import CountedOn
from portal.audit import sentences
from portal.foundation import extensions
from portal.notices import reading, unread
from portal.work_items import todo

SENTENCES = {
    "inbox_item.read": _("a lu un avis"),
}
"""What the journal says of each action."""


class InboxConfig(AppConfig):
    name = "reminders.inbox"
    verbose_name = _("Boîte")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        extensions.fill("space.since", "reminders/inbox/_since.html")
        todo.register("inbox", import_string("reminders.inbox.waiting.unread_inbox"))
        counts.register(
            "requests_to_act", import_string("reminders.inbox.requests_to_act.asked_of"), shown=CountedOn.HOME
        )
        todo.register("requests_to_act", import_string("reminders.inbox.requests_to_act.waiting_requests"))
        reading.register("inbox", import_string("reminders.inbox.actions.read_with_subject"))
        counts.register(unread.NOTICES, import_string("reminders.inbox.waiting.unread_notices"))
