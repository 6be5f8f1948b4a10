"""Django’s registration of `messaging.group_messages`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.jobs import registered
from portal.jobs.registered import JobKind

SENTENCES = {
    "group_message.written": _("a écrit un message de groupe"),
    "group_message.submitted": _("a demandé d’approuver un message de groupe"),
    "group_message.launched": _("a envoyé un message de groupe"),
    "group_message.withdrawn": _("a abandonné un message de groupe"),
}
"""What the journal says of each action."""
JOBS = {"messaging.send_group": JobKind(_("Envoi d’un message de groupe"), "messaging.send_groups")}


class GroupMessagesConfig(AppConfig):
    name = "messaging.group_messages"
    verbose_name = _("Messages de groupe")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        registered.register(JOBS)
