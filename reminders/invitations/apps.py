"""Django’s registration of `reminders.invitations`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.printing import printables

SENTENCES = {
    "invitation.asked": _("a demandé une lettre d’invitation"),
    "invitation.used": _("a utilisé le code d’une invitation"),
    "invitation_batch.made": _("a préparé un lot d’invitations"),
    "invitation_batch.downloaded": _("a téléchargé un lot d’invitations"),
    "invitation_batch.printed": _("a imprimé un lot d’invitations"),
}
"""What the journal says of each action."""


class InvitationsConfig(AppConfig):
    name = "reminders.invitations"
    verbose_name = _("Invitations")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        printables.register(import_string("reminders.invitations.printing.PrintedInvitations")())
