"""The document types among a person's documents: the list «Mes documents» is narrowed by them."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from portal.documents.querysets import DocumentQuerySet
from portal.foundation.words.ordering import french_order

PARAMETER = "genre"
"""In the address: a public word, the code of a document type."""
UNSAID = "a-preciser"


@dataclass(frozen=True)
class KindKept:
    """One choice of the filter, and how many documents it leaves."""

    code: str
    words: str
    count: int

    def narrow(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        return documents.filter(document_type=None) if self.code == UNSAID else documents.of_kind(self.code)


def kinds_kept(documents: DocumentQuerySet) -> list[KindKept]:
    """In the order of the vocabulary, those still to be said last. One query, which counts."""
    rows = documents.order_by().values_list("document_type__code", "document_type__name_fr", "document_type__position")
    counted = sorted(
        rows.annotate(count=Count("pk")), key=lambda row: (row[0] is None, row[2] or 0, french_order(row[1] or ""))
    )
    return [KindKept(code or UNSAID, name or _("À préciser"), count) for code, name, _position, count in counted]


def chosen_kind(kinds: list[KindKept], asked: str) -> KindKept | None:
    """The kind asked in the address; nonsense there is no choice."""
    return next((kind for kind in kinds if kind.code == asked), None)
