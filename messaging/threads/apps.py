"""Django’s registration of `messaging.threads`."""

from django.apps import AppConfig
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.access import counts
from portal.audit import sentences
from portal.dossier_exports import sources
from portal.dossiers import endings
from portal.foundation import extensions
from portal.notices import unread
from portal.work_items import sentences as work_sentences
from portal.work_items import subjects, todo

SENTENCES = {
    "thread.started": _("a commencé une conversation"),
    "thread.answered": _("a écrit dans la conversation"),
    "thread.settled": _("a noté que la conversation n’attend pas de réponse"),
    "thread.unsettled": _("a remis la conversation dans la file: une réponse est à écrire"),
    "thread.joined_dossier": _("a mis la conversation dans un dossier"),
    "thread.undone": _("a annulé l’envoi d’un message"),
    "thread.ended": _("a terminé la conversation"),
    "thread.exported": _("a téléchargé la conversation"),
    "thread.found": _("a trouvé la conversation en cherchant un mot"),
    "thread.passed": _("a transmis la conversation à une autre équipe"),
    "thread.printed": _("a ouvert la conversation pour l’imprimer"),
    "thread.read": _("a ouvert la conversation"),
    "thread.call_proposed": _("a proposé de vous appeler: une réponse n’est pas lue"),
    "thread.called": _("a noté un appel au sujet d’une réponse"),
}
"""What the journal says of each action."""


class ThreadsConfig(AppConfig):
    name = "messaging.threads"
    verbose_name = _("Conversations")

    def ready(self) -> None:
        extensions.fill("space.messages", "messaging/threads/_space.html")
        sentences.register(SENTENCES)
        work_sentences.register(
            {
                "messaging.answer": _("Répondre à un message"),
                "messaging.reply": _("Répondre à un organisme"),
                "messaging.call": _("Appeler la personne\u00a0: elle n’a pas lu la réponse et n’a pas de moyen choisi"),
            }
        )
        sources.register("messages", import_string("messaging.threads.exports.messages_of"))
        endings.register(import_string("messaging.threads.actions.end_with"))
        import_string("portal.dossiers.dormant.register")(lambda since: Q(threads__last_message_at__gte=since))
        todo.register("messages", import_string("messaging.threads.waiting.unread_threads"))
        counts.register_sum(unread.MESSAGES, import_string("messaging.threads.waiting.unread_messages"))
        subjects.register(
            "threads.thread",
            citizen="threads:thread",
            agent="admin:threads_thread_change",
            titles=lambda ids: import_string("messaging.threads.models.Thread").objects.titles(ids),
        )
