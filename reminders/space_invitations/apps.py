"""Django’s registration of `reminders.space_invitations`."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit import sentences
from portal.foundation import extensions
from portal.printing import printables

SENTENCES = {
    "space_invitation.asked": _("a demandé une lettre qui vous invite à ouvrir votre espace"),
    "space_invitation.used": _("a ouvert l’espace par le code d’une lettre"),
    "space_invitation_batch.made": _("a préparé un lot d’invitations à ouvrir un espace"),
    "space_invitation_batch.downloaded": _("a téléchargé un lot d’invitations à ouvrir un espace"),
    "space_invitation_batch.printed": _("a imprimé un lot d’invitations à ouvrir un espace"),
}
"""What the journal says of each action."""


class SpaceInvitationsConfig(AppConfig):
    name = "reminders.space_invitations"
    verbose_name = _("Invitations à ouvrir un espace")

    def ready(self) -> None:
        sentences.register(SENTENCES)
        extensions.fill("entrance.notice", "reminders/space_invitations/_entrance.html")
        printables.register(import_string("reminders.space_invitations.printing.PrintedSpaceInvitations")())
