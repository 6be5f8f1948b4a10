"""Django’s registration of `portal.questions`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences

SENTENCES = {
    "question.written": _("a écrit une question fréquente"),
    "question.retired": _("a retiré une question fréquente"),
}
"""What the journal says of each action."""


class QuestionsConfig(AppConfig):
    name = "portal.questions"
    verbose_name = _("Questions fréquentes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
