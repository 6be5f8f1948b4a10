"""Django's registration of reminders."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit.sentences import register
from portal.isolation import works
from portal.notices import reading, unread
from portal.work_items import sentences as work_sentences
from portal.work_items import subjects, todo
from reminders.works import WORKS

# Channels, each one class; named by string for the same reason as below.
ADAPTERS = [
    "reminders.deliveries.email_adapter.EmailAdapter",
    "reminders.deliveries.sms_adapter.SmsAdapter",
    "reminders.letters.adapter.LetterAdapter",
    "reminders.calls.adapter.PhoneAdapter",
]


SENTENCES = {
    "consent.given": _("a accepté de recevoir des messages"),
    "consent.withdrawn": _("a retiré son accord pour des messages"),
    "deadline_kinds.imported": _("a importé les types d’échéances"),
    "deadline_kind.published": _("a publié un type d’échéance"),
    "deadline_kind.started": _("a commencé un type d’échéance"),
    "deadline_kind.duplicated": _("a dupliqué un type d’échéance"),
    "deadline_kind.brought": _("a importé un type d’échéance exporté d’ailleurs"),
    "deadline_kind.exported": _("a exporté un type d’échéance"),
    "deadline_kind.drafted": _("a modifié le brouillon d’un type d’échéance"),
    "deadline_kind.discarded": _("a abandonné le brouillon d’un type d’échéance"),
    "deadline_kind.submitted": _("a demandé d’approuver un type d’échéance"),
    "deadline_kind.sent_back": _("a renvoyé, avec une raison, un type d’échéance à approuver"),
    "deadline_kind.withdrawn": _("a retiré sa demande d’approbation d’un type d’échéance"),
    "deadline_kind.stopped": _("a arrêté les envois d’un type d’échéance"),
    "deadline_kind.resumed": _("a repris les envois d’un type d’échéance"),
    "deadline_kind.retired": _("a retiré un type d’échéance"),
    "deadline.opened": _("a ajouté une échéance à suivre"),
    "deadline.done": _("a indiqué qu’une échéance est faite"),
    "deadline.set_aside": _("a retiré une échéance"),
    "deadline.moved": _("a changé la date d’une échéance"),
    "deadline.missed": _("a indiqué un rendez-vous manqué"),
    "deadline.reopened": _("a rouvert une échéance"),
    "deadline.paused": _("a mis en pause les rappels d’une échéance"),
    "deadline.resumed": _("a repris les rappels d’une échéance"),
    "deadline.put_off": _("a demandé un rappel pour plus tard"),
    "deadlines.renewed": _("a ouvert la prochaine date d’échéances récurrentes"),
    "deadlines.unmandated": _("a fermé des échéances dont le mandat a pris fin"),
    "personal_reminder.added": _("a noté un rappel personnel"),
    "personal_reminder.changed": _("a changé un rappel personnel"),
    "personal_reminder.done": _("a indiqué qu’un rappel personnel est fait"),
    "personal_reminder.reopened": _("a rouvert un rappel personnel"),
    "personal_reminder.deleted": _("a supprimé un rappel personnel"),
    "personal_reminder.told": _("a fait partir un rappel personnel"),
    "deadline.read": _("a consulté une échéance"),
    "contact.suspended": _("a cessé d’utiliser une coordonnée qui refuse les messages"),
    "contact.resumed": _("a repris l’usage d’une coordonnée"),
    "deadline.shared": _("a donné à son tour une date que la personne suivait seule"),
    "deadline.unreached": _("a demandé à l’organisme de joindre la personne autrement"),
    "dead_letter.read": _("a consulté un envoi non abouti"),
    "dead_letter.retried": _("a relancé un envoi non abouti"),
    "dead_letter.handled": _("a traité un envoi non abouti"),
    "delivery.read": _("a consulté un envoi"),
    "holidays.imported": _("a ajouté les jours fériés des prochaines années"),
    "holiday.set": _("a ajouté ou modifié un jour férié"),
    "holiday.removed": _("a retiré un jour férié"),
    "letter.opened": _("a ouvert une lettre pour l’imprimer"),
    "letter.returned": _("a noté qu’une lettre est revenue"),
    "letter_batch.made": _("a préparé un lot de lettres"),
    "letter_batch.downloaded": _("a téléchargé un lot de lettres"),
    "letter_batch.printed": _("a imprimé un lot de lettres"),
    "letter_batch.posted": _("a posté un lot de lettres"),
    "call.read": _("a ouvert la page d’un appel à faire"),
    "call.taken": _("a commencé un appel"),
    "call.noted": _("a noté le résultat d’un appel"),
    "call.dropped": _("a retiré de la liste un appel qui n’était plus à faire"),
    "reply.received": _("a reçu une réponse à un de nos messages"),
    "reply.read": _("a lu une réponse à un de nos messages"),
    "reply.settled": _("a traité une réponse à un de nos messages"),
    "report.made": _("a fait le rapport du mois"),
    "report.read": _("a lu le rapport du mois"),
    "outcomes.exported": _("a exporté la liste de l’indicateur"),
    "person.opened": _("a ouvert votre fiche pour vous servir"),
    "imported_deadline.renumbered": _("a donné à une échéance le numéro d’une autre personne"),
    "imported_deadlines.received": _("a reçu des échéances d’un organisme"),
    "imported_deadlines.forgotten": _("a effacé des échéances restées sans personne reliée"),
    "invitation.asked": _("a demandé une lettre d’invitation"),
    "invitation.used": _("a utilisé le code d’une invitation"),
    "invitation_lot.made": _("a préparé un lot d’invitations"),
    "invitation_lot.downloaded": _("a téléchargé un lot d’invitations"),
    "invitation_lot.printed": _("a imprimé un lot d’invitations"),
    "subscription.made": _("a ajouté l’adresse d’un système à prévenir"),
    "subscription.revoked": _("a arrêté l’adresse d’un système à prévenir"),
    "subscription.retried": _("a relancé des appels vers un système"),
    "api_token.made": _("a créé un jeton d’accès pour un système"),
    "api_token.revoked": _("a révoqué un jeton d’accès"),
    "import_file.given": _("a déposé un fichier d’échéances"),
    "import_file.accepted": _("a fait recevoir un fichier d’échéances"),
    "import_file.dropped": _("a abandonné un fichier d’échéances"),
    "import_file.received": _("a reçu un fichier d’échéances"),
    "inbox_item.read": _("a lu un avis"),
    "language.attested": _("a attesté de bonne foi que l’anglais est son droit"),
    "quiet_hours.set": _("a changé les heures de réception des courriels"),
    "test_message.asked": _("a demandé un message d’essai"),
    "test_message.arrived": _("a confirmé qu’un essai est arrivé"),
    "calendar_feed.made": _("a créé l’adresse de son calendrier"),
    "calendar_feed.revoked": _("a supprimé l’adresse de son calendrier"),
}
"""What the journal says of each action."""


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = _("Rappels")

    def ready(self) -> None:
        # Models are not there yet while this module is imported: the receiver is named by string.
        confirmed = import_string("reminders.suspensions.receivers.on_citizen_saved")
        post_save.connect(confirmed, sender="portal.Citizen", dispatch_uid="reminders.suspensions")
        first_team = import_string("reminders.kinds.teams.on_team_saved")
        post_save.connect(first_team, sender="portal.Team", dispatch_uid="reminders.kinds.teams")
        moved = import_string("reminders.deadlines.receivers.on_place_saved")
        for place in ("portal.Organization", "portal.Team"):
            post_save.connect(moved, sender=place, dispatch_uid=f"reminders.deadlines.{place}")
        letters = import_string("reminders.deadlines.letters_wanted.on_consent_given")
        post_save.connect(letters, sender="portal.Consent", dispatch_uid="reminders.letters_wanted")
        recoded = import_string("reminders.versions.programs.on_code_changed")
        code_changed = import_string("programs.versions.naming.code_changed")
        code_changed.connect(recoded, dispatch_uid="reminders.versions.programs")
        register_adapter = import_string("reminders.deliveries.adapters.register")
        for adapter in ADAPTERS:
            register_adapter(import_string(adapter)())
        work_sentences.register(
            {
                "reminders.reach": _("Joindre la personne\u00a0: aucun moyen ne fonctionne"),
                "reminders.reply": _("Lire une réponse à un de nos messages"),
            }
        )
        subjects.register(
            "reminders.reply",
            citizen="admin:reminders_reply_change",  # never expected of a citizen
            agent="admin:reminders_reply_change",
            titles=import_string("reminders.replies.subjects.titles"),
        )
        subjects.register(
            "reminders.deadline",
            citizen="reminders:deadline",
            agent="admin:reminders_deadline_change",
            titles=import_string("reminders.fallback.work.titles"),
        )
        todo.register("deadlines", import_string("reminders.deadlines.waiting.waiting_deadlines"))
        todo.register("personal", import_string("reminders.personal.waiting.waiting_personal"))
        todo.register("inbox", import_string("reminders.inbox.waiting.unread_inbox"))
        reading.register("inbox", import_string("reminders.inbox.actions.read_with_subject"))
        unread.register(unread.NOTICES, import_string("reminders.inbox.waiting.unread_notices"))
        import_string("portal.notices.ways.register")(import_string("reminders.telling.CARRIER"))
        register(SENTENCES)
        works.register(WORKS)
