"""Django’s registration of `portal.questions`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.catalogue import versions
from portal.publishing.adapters import register

SENTENCES = {
    "question.imported": _("a importé une question fréquente"),
    "question.started": _("a commencé une question fréquente"),
    "question.duplicated": _("a dupliqué une question fréquente"),
    "question.brought": _("a importé une question fréquente exportée d’ailleurs"),
    "question.exported": _("a exporté une question fréquente"),
    "question.drafted": _("a écrit le brouillon d’une question fréquente"),
    "question.discarded": _("a abandonné une version d’une question fréquente"),
    "question.submitted": _("a demandé d’approuver une question fréquente"),
    "question.withdrawn": _("a retiré sa demande d’approbation d’une question fréquente"),
    "question.sent_back": _("a renvoyé, avec une raison, une question fréquente à approuver"),
    "question.published": _("a publié une question fréquente"),
    "question.took_effect": _("a mis en vigueur une question fréquente"),
    "question.retired": _("a retiré une question fréquente"),
}
"""What the journal says of each action."""


class QuestionsConfig(AppConfig):
    name = "portal.questions"
    verbose_name = _("Questions fréquentes")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        versions.show("questions.Question")
        register(import_string("portal.questions.adapter.QuestionAdapter")())
