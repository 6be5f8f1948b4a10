"""Django’s registration of `reminders.deadlines`."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.foundation import extensions
from portal.isolation import works
from portal.isolation.works import IsolatedWork
from portal.jobs import registered
from portal.jobs.registered import DAY, JobKind
from portal.work_items import sentences as work_sentences
from portal.work_items import todo

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "reminders.plan": IsolatedWork(
        _("Ses rappels ne sont pas planifiés"), "reminders.deadlines.replanning.plan_all_of"
    ),
    "reminders.renew": IsolatedWork(
        _("Ses échéances qui reviennent ne se renouvellent pas"), "reminders.deadlines.renewals.renew_past_of"
    ),
}

# What is done over everybody, part by part.
JOBS = {
    "reminders.renew": JobKind(_("Dates qui reviennent"), "reminders.renew_deadlines", DAY),
    "reminders.close_unmandated": JobKind(_("Échéances de mandats terminés"), "reminders.renew_deadlines", DAY),
}

SENTENCES = {
    "deadline.opened": _("a ajouté une échéance à suivre"),
    "deadline.done": _("a indiqué qu’une échéance est faite"),
    "deadline.set_aside": _("a retiré une échéance"),
    "deadline.moved": _("a changé la date d’une échéance"),
    "deadline.missed": _("a indiqué un rendez-vous manqué ou un versement non reçu"),
    "deadline.reopened": _("a rouvert une échéance"),
    "deadline.paused": _("a mis en pause les rappels d’une échéance"),
    "deadline.resumed": _("a repris les rappels d’une échéance"),
    "deadline.put_off": _("a demandé un rappel pour plus tard"),
    "deadlines.renewed": _("a ouvert la prochaine date d’échéances récurrentes"),
    "deadlines.unmandated": _("a fermé des échéances dont le mandat a pris fin"),
    "deadline.read": _("a consulté une échéance"),
    "deadline.shared": _("a donné à son tour une date que la personne suivait seule"),
    "deadline.unreached": _("a demandé à l’organisme de joindre la personne autrement"),
}
"""What the journal says of each action."""


class DeadlinesConfig(AppConfig):
    name = "reminders.deadlines"
    verbose_name = _("Échéances")

    def ready(self) -> None:
        extensions.fill("space.deadlines", "reminders/deadlines/_space.html")
        extensions.fill("dossier.deadlines", "reminders/deadlines/_of_dossier.html")
        extensions.fill("finding.deadlines", "reminders/deadlines/_of_finding.html")
        extensions.fill("finding.until", "reminders/deadlines/_until_of_finding.html")
        extensions.fill("program.until", "reminders/deadlines/_until_of_program.html")
        extensions.fill("gestion.program.last_day", "reminders/deadlines/_last_day_of_program.html")
        extensions.fill("life_event.deadlines", "reminders/deadlines/_of_life_event.html")
        works.register(WORKS)
        registered.register(JOBS)
        sentences.register(SENTENCES)
        work_sentences.register(
            {"deadlines.not_received": _("Retrouver un versement\u00a0: la personne ne l’a pas reçu")}
        )
        moved = import_string("reminders.deadlines.receivers.on_place_saved")
        for place in ("organizations.Organization", "organizations.Team"):
            post_save.connect(moved, sender=place, dispatch_uid=f"reminders.deadlines.{place}")
        elsewhere = import_string("reminders.deadlines.receivers.on_person_saved")
        post_save.connect(elsewhere, sender="people.Citizen", dispatch_uid="reminders.deadlines.people.Citizen")
        letters = import_string("reminders.deadlines.letters_wanted.on_consent_given")
        post_save.connect(letters, sender="consents.Consent", dispatch_uid="reminders.letters_wanted")
        todo.register("deadlines", import_string("reminders.deadlines.waiting.waiting_deadlines"))
