"""What is done with files of dossiers: give one, and journal it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal.audit.actions import record
from portal.documents.actions import keep_first_reading
from portal.documents.models import Document
from portal.dossier_exports.archive import archive
from portal.dossier_exports.sheet import pdf_of
from portal.dossier_exports.sources import entries_of
from portal.dossiers.models import Dossier
from portal.dossiers.reading import Life, decisions_of, in_force

if TYPE_CHECKING:
    from portal.people.models import User


def give_pdf(*, by: "User", dossier: Dossier) -> bytes:
    """The PDF of a dossier that this account sees, with what it sees of it."""
    pdf = _pdf(dossier, _documents(dossier, by), by)
    _journal(dossier, by, "pdf")
    return pdf


def give_archive(*, by: "User", dossier: Dossier) -> Iterator[bytes]:
    """The PDF, and the papers that passed the checks. All rows are read before the first byte leaves."""
    documents = _documents(dossier, by)
    pdf = _pdf(dossier, documents, by)
    _journal(dossier, by, "zip")
    given = [document for document in documents if document.is_available]
    keep_first_reading(documents=given, by=by)
    return archive(dossier.number, pdf, given)


def _pdf(dossier: Dossier, documents: list[Document], by: "User") -> bytes:
    moves = list(dossier.moves.order_by("revision"))
    decisions = decisions_of(dossier, moves)
    return pdf_of(Life(dossier, moves, decisions=decisions), in_force(decisions), documents, entries_of(dossier, by))


def _documents(dossier: Dossier, by: "User") -> list[Document]:
    mine = Document.objects.visible_to(by).filter(dossier=dossier).exclude(state=Document.State.REFUSED)
    return list(mine.order_by("received_at", "pk"))


def _journal(dossier: Dossier, by: "User", kind: str) -> None:
    about = {"subject": dossier, "citizen": dossier.citizen, "organization": dossier.organization}
    record("dossier.exported", by=by, detail={"format": kind}, **about)
