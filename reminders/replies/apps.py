"""Django’s registration of `reminders.replies`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.work_items import sentences as work_sentences
from portal.work_items import subjects

SENTENCES = {
    "reply.received": _("a reçu une réponse à un de nos messages"),
    "reply.read": _("a lu une réponse à un de nos messages"),
    "reply.settled": _("a traité une réponse à un de nos messages"),
}
"""What the journal says of each action."""


class RepliesConfig(AppConfig):
    name = "reminders.replies"
    verbose_name = _("Réponses")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        work_sentences.register({"reminders.reply": _("Lire une réponse à un de nos messages")})
        subjects.register(
            "replies.reply",
            citizen="admin:replies_reply_change",  # never expected of a citizen
            agent="admin:replies_reply_change",
            titles=import_string("reminders.replies.subjects.titles"),
        )
