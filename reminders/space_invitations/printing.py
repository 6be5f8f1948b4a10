"""Invitations to open a space as the print room knows them: the oldest first, codes emptied once printed."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.clock import now
from portal.printing.printables import Printable, Verbs
from reminders.invitations.printing import InvitationWords
from reminders.space_invitations.models import VALID_FOR, SpaceInvitation, SpaceInvitationBatch
from reminders.space_invitations.sheets import pdf_of


class SpaceInvitationWords(InvitationWords):
    empty_text = gettext_lazy("Elles arrivent ici quand un agent invite une personne à ouvrir son espace.")
    left_it = ""
    printed_label = gettext_lazy("C’est imprimé\u00a0: effacer les codes")
    emptied = gettext_lazy("Ce lot est imprimé\u00a0: ses codes sont effacés.")

    def printed(self, count: int) -> str:
        return _("C’est noté. Les codes de ce lot sont effacés\u00a0: postez-le.")


class PrintedSpaceInvitations(Printable[SpaceInvitation, SpaceInvitationBatch]):
    batch_model = SpaceInvitationBatch
    relation = "space_invitations"
    state_in_batch = SpaceInvitation.State.TO_PRINT
    waits_since = "asked_at"
    verbs = Verbs("space_invitation_batch.made", "space_invitation_batch.downloaded", "space_invitation_batch.printed")
    words = SpaceInvitationWords()
    pdf_of = staticmethod(pdf_of)
    file_name = "espaces"
    is_emptied = True

    def waiting(self) -> QuerySet:
        waiting = SpaceInvitation.objects.in_force(now()).filter(state="to_print", batch=None, citizen__died_on=None)
        return waiting.order_by("asked_at", "pk")

    def left_in(self, batch: SpaceInvitationBatch) -> QuerySet:
        return super().left_in(batch).select_related("citizen", "team__organization", "batch")

    def changes_when_printed(self) -> Mapping[str, Any]:
        """Ninety days count from the letter, not from the day it was asked for."""
        return {"code": None, "expires_at": now() + VALID_FOR}
