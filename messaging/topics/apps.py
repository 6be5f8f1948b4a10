"""Django’s registration of `messaging.topics`."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {"topic.written": _("a écrit un sujet de message")}
"""What the journal says of each action."""


class TopicsConfig(AppConfig):
    name = "messaging.topics"
    verbose_name = _("Sujets de message")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        indexed = import_string("messaging.topics.indexing.team_changed")
        post_save.connect(indexed, sender="organizations.Team", dispatch_uid="messaging.topics")
