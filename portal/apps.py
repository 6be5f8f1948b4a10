"""Django's registration of the portal and of its admin site."""

from importlib import import_module

from celery.signals import beat_init, worker_init
from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.core.checks import Tags
from django.core.checks import register as register_check
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.access.grants import grant_after_migrate
from portal.audit.sentences import register
from portal.celery import app as celery_app
from portal.health import checks
from portal.isolation import works
from portal.words.plurals import begin_at_two
from portal.work_items import todo

# What may fail for one person and go on for the others.
WORKS = {
    "portal.contact_alerts": works.IsolatedWork(
        _("Les alertes d’un changement de ses coordonnées ne partent pas"),
        "portal.contact_changes.sending.compose_waiting_of",
    ),
}

# The portal's own actions in words; documents and dossiers say theirs beside their actions.
SENTENCES = {
    "access.refused": _("a demandé une page qui ne lui est pas ouverte"),
    "citizen.amended": _("a modifié son adresse, sa langue ou son fuseau horaire"),
    "citizen.created": _("a créé son compte"),
    "citizen.death_recorded": _("a noté un décès"),
    "citizen.death_undone": _("a retiré un décès noté par erreur"),
    "citizen.described": _("a indiqué sa date de naissance"),
    "citizen.email_confirmed": _("a confirmé son adresse courriel"),
    "citizen.phone_set": _("a enregistré son numéro de téléphone"),
    "citizen.phone_freed": _("a confirmé un numéro qui était aussi le vôtre"),
    "citizen.read": _("a consulté vos coordonnées"),
    "citizen.registered": _("a inscrit une personne sans compte"),
    "contact_change.made": _("a changé une adresse courriel ou un numéro, que l’ancien peut annuler pendant 72 heures"),
    "contact_change.told": _("a averti d’un changement d’adresse courriel ou de numéro"),
    "contact_change.undone": _("a annulé un changement d’adresse courriel ou de numéro"),
    "contact_change.lifted": _("a permis de nouveau de changer l’adresse courriel et le numéro"),
    "contact_change.read": _("a consulté un changement d’adresse courriel ou de numéro"),
    "contact_change.refused": _("a tenté d’annuler un changement sans la bonne preuve"),
    "set_aside.retried": _("a demandé un nouvel essai de ce qui échouait pour une personne"),
    "mandate.declared": _("a déclaré exercer l’autorité parentale"),
    "mandate.given": _("a donné un mandat"),
    "mandate.revoked": _("a mis fin à un mandat"),
    "organization.registered": _("a inscrit l’organisme"),
    "organization.renamed": _("a modifié le nom de l’organisme"),
    "organization.described": _("a modifié les coordonnées de l’organisme"),
    "list.read": _("a consulté une liste"),
    "person.shown": _("a vu votre nom sur une page de travail"),
    "row.read": _("a consulté une fiche"),
    "preferences.read": _("a consulté vos choix et vos coordonnées"),
    "space.read": _("a ouvert son accueil, où paraît ce qui vous concerne"),
    "client_number.agreed": _("a relié un numéro de client"),
    "client_number.ended": _("a délié un numéro de client"),
    "number_pattern.declared": _("a déclaré la forme des numéros de client"),
    "question.written": _("a écrit une question fréquente"),
    "question.retired": _("a retiré une question fréquente"),
    "synonym.written": _("a proposé un synonyme pour la recherche"),
    "synonym.approved": _("a approuvé un synonyme de la recherche"),
    "synonym.refused": _("a refusé un synonyme proposé pour la recherche"),
    "synonym.withdrawn": _("a retiré un synonyme de la recherche"),
    "synonyms.put_back": _("a remis une version antérieure des synonymes"),
    "synonyms.imported": _("a importé les synonymes de la recherche"),
    "synonym.removed": _("a effacé un synonyme proposé"),
    "team.made": _("a créé une équipe"),
    "team.changed": _("a modifié une équipe"),
    "dossier.opened": _("a ouvert un dossier"),
    "dossier.read": _("a consulté un dossier"),
    "receipt.given": _("a obtenu le reçu d’un document"),
    "role.given": _("a donné un rôle"),
    "role.ended": _("a mis fin à un rôle"),
    "staff_invitation.made": _("a invité une personne à travailler avec l’organisme"),
    "staff_invitation.resent": _("a renvoyé une invitation du personnel"),
    "staff_invitation.withdrawn": _("a retiré une invitation du personnel"),
    "staff_invitation.accepted": _("a accepté une invitation du personnel"),
    "staff_invitation.declined": _("a décliné une invitation du personnel"),
    "account.deactivated": _("a fermé un compte"),
    "account.reactivated": _("a ouvert de nouveau un compte"),
}


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portail")

    def ready(self) -> None:
        # Tasks are bound to our Celery application in every process, pages included.
        celery_app.set_default()
        begin_at_two()
        register(SENTENCES)
        works.register(WORKS)
        todo.register("expected", import_string("portal.work_items.expected.expected_of"))
        register_check(checks.zones_agree, Tags.database)
        register_check(import_string("portal.people.checks.zones_known"), Tags.database)
        # Receivers of a second factor added, in this order: the session is noted, then the roles take effect.
        import_module("portal.people.factors")
        import_module("portal.staff.factors")
        post_migrate.connect(grant_after_migrate, dispatch_uid="portal.grants")
        # By name: they need models, which are not loaded when this module is.
        for starts in (worker_init, beat_init):
            starts.connect(import_string("portal.installation.starting.require"), weak=False)
        import_string("portal.health.signs.connect")()
        import_string("portal.health.failing.connect")()


class ManagementConfig(admin_apps.AdminConfig):
    """Django admin with our site: no page behind a password alone, organized by what agents do."""

    default = False
    default_site = "portal.admin_site.ManagementSite"
