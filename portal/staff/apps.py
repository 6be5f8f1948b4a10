"""Django’s registration of `portal.staff`."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.access import counts
from portal.access.counts import CountedOn
from portal.audit import sentences
from portal.imports import adapters

SENTENCES = {
    "staff_invitation.made": _("a invité une personne à travailler avec l’organisme"),
    "staff_invitation.resent": _("a renvoyé une invitation du personnel"),
    "staff_invitation.withdrawn": _("a retiré une invitation du personnel"),
    "staff_invitation.accepted": _("a accepté une invitation du personnel"),
    "staff_invitation.declined": _("a décliné une invitation du personnel"),
    "account.deactivated": _("a fermé un compte"),
    "account.reactivated": _("a ouvert de nouveau un compte"),
}
"""What the journal says of each action."""


class StaffConfig(AppConfig):
    name = "portal.staff"
    verbose_name = _("Personnel")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        counts.register("staff_invitations", import_string("portal.staff.waiting.invitations_of"), shown=CountedOn.HOME)
        import_module("portal.staff.factors")
        adapters.register(import_module("portal.staff.importing").ImportedStaff())
