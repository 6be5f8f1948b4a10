"""Django's registration of messaging, and the words of its actions."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences as audit_sentences
from portal.notices import unread
from portal.work_items import sentences as work_sentences
from portal.work_items import subjects, todo


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("Messagerie")

    def ready(self) -> None:
        audit_sentences.register(
            {
                "thread.started": _("a commencé une conversation"),
                "thread.answered": _("a écrit dans la conversation"),
                "thread.settled": _("a noté que la conversation n’attend pas de réponse"),
                "thread.unsettled": _("a remis la conversation dans la file: une réponse est à écrire"),
                "thread.printed": _("a ouvert la conversation pour l’imprimer"),
                "thread.read": _("a ouvert la conversation"),
                "thread.call_proposed": _("a proposé de vous appeler: une réponse n’est pas lue"),
                "thread.called": _("a noté un appel au sujet d’une réponse"),
            }
        )
        work_sentences.register(
            {
                "messaging.answer": _("Répondre à un message"),
                "messaging.reply": _("Répondre à un organisme"),
                "messaging.call": _("Appeler la personne\u00a0: elle n’a pas lu la réponse et n’a pas de moyen choisi"),
            }
        )
        todo.register("messages", import_string("messaging.threads.waiting.unread_threads"))
        unread.register(unread.MESSAGES, import_string("messaging.threads.waiting.unread_messages"))
        subjects.register(
            "messaging.thread",
            citizen="messaging:thread",
            agent="admin:messaging_thread_change",
            titles=lambda ids: self.get_model("Thread").objects.titles(ids),
        )
