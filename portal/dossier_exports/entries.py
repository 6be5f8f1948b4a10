"""What a dossier's own rows, and the documents asked in it, say in its file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.dossier_exports.sources import Entry
from portal.dossiers.models import Dossier
from portal.dossiers.reading import Life
from portal.foundation.formats.days import day_words
from portal.requested_documents.models import RequestedDocument

if TYPE_CHECKING:
    from portal.people.models import User


def of_moves(life: Life) -> Iterator[Entry]:
    for happened in life.happened:
        move, words = happened.move, happened.words
        if move.promised_on and move.kind != move.Kind.LATE:
            promise = _("Réponse promise pour le %(day)s.") % {"day": day_words(move.promised_on)}
            words = "\n".join(text for text in (words, promise) if text)
        who = str(life.dossier.team) if move.by_id else _("Relais, automatiquement")
        yield Entry(move.at, happened.title, who, words)


def of_requested_documents(dossier: Dossier, user: "User") -> Iterator[Entry]:
    """Asked, given, settled: three lines at the most for each."""
    asked = RequestedDocument.objects.visible_to(user).filter(dossier=dossier).with_details()
    for one in asked.select_related("given_by").order_by("asked_at", "pk"):
        due = _("À envoyer au plus tard le %(day)s.") % {"day": day_words(one.due_on)}
        reason = "\n".join(text for text in (one.reason, due) if text)
        yield Entry(one.asked_at, _("Pièce demandée\u00a0: %(label)s") % {"label": one.label}, str(one.team), reason)
        if one.given_at:
            title = _("Pièce envoyée\u00a0: %(label)s") % {"label": one.label}
            yield Entry(one.given_at, title, str(one.given_by), papers=tuple(sent.name for sent in one.documents))
        if one.settled_at:
            title = _("Pièce %(state)s\u00a0: %(label)s")
            names = {"state": one.get_state_display(), "label": one.label}
            yield Entry(one.settled_at, title % names, str(one.team), one.because or "")
