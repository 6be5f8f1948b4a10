"""Invitations as the print room knows them: the oldest first, names, addresses and codes emptied once printed."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.clock import now
from portal.printing.printables import Printable, PrintWords, Verbs
from reminders.invitations.actions import VALID_FOR
from reminders.invitations.models import Invitation, InvitationBatch
from reminders.invitations.sheets import pdf_of


class InvitationWords(PrintWords):
    nothing = gettext_lazy("Aucune invitation n’attend\u00a0: rien à préparer pour l’instant.")
    empty_title = gettext_lazy("Aucune invitation n’attend")
    empty_text = gettext_lazy("Elles arrivent ici quand un organisme invite une personne par lettre.")
    list_title = gettext_lazy("Tous les lots")
    download = gettext_lazy(
        "Une page par lettre, d’un seul côté. Le fichier contient des noms, des adresses et des codes\u00a0: "
        "supprimez-le après l’impression."
    )
    left_it: str | Promise = gettext_lazy(
        "Une invitation quitte son lot quand une plus récente la remplace, quand la personne relie son numéro "
        "autrement, ou au bout de 90 jours\u00a0: son code n’ouvre alors plus rien."
    )
    printed_label = gettext_lazy("C’est imprimé\u00a0: effacer noms, adresses et codes")
    emptied = gettext_lazy("Ce lot est imprimé\u00a0: ses noms, ses adresses et ses codes sont effacés.")

    def waiting(self, count: int) -> str:
        return ngettext("%d invitation attend.", "%d invitations attendent.", count) % count

    def printed(self, count: int) -> str:
        return _("C’est noté. Les noms, les adresses et les codes de ce lot sont effacés\u00a0: postez-le.")


class PrintedInvitations(Printable[Invitation, InvitationBatch]):
    batch_model = InvitationBatch
    relation = "invitations"
    state_in_batch = Invitation.State.TO_PRINT
    waits_since = "asked_at"
    verbs = Verbs("invitation_batch.made", "invitation_batch.downloaded", "invitation_batch.printed")
    words = InvitationWords()
    pdf_of = staticmethod(pdf_of)
    file_name = "invitations"
    is_emptied = True

    def waiting(self) -> QuerySet:
        waiting = Invitation.objects.to_print().filter(batch=None, expires_at__gt=now())
        return waiting.order_by("asked_at", "pk")

    def left_in(self, batch: InvitationBatch) -> QuerySet:
        return super().left_in(batch).select_related("organization", "batch")

    def changes_when_printed(self) -> Mapping[str, Any]:
        """Ninety days count from the letter, not from the day it was asked for."""
        return {"contents": None, "expires_at": now() + VALID_FOR}
