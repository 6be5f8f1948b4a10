"""Django’s registration of `reminders.kinds`."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.catalogue import versions

SENTENCES = {
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
}
"""What the journal says of each action."""


class KindsConfig(AppConfig):
    name = "reminders.kinds"
    verbose_name = _("Types d’échéances")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        versions.show("kinds.DeadlineKind", "kinds.ReminderStep")
        first_team = import_string("reminders.kinds.teams.on_team_saved")
        post_save.connect(first_team, sender="organizations.Team", dispatch_uid="reminders.kinds.teams")
