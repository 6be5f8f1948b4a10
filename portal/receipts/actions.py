"""What is done with letters: give one, and journal it."""

from typing import TYPE_CHECKING

from portal.audit.actions import record
from portal.receipts.receipts import receipt_of

if TYPE_CHECKING:
    from portal.documents.models import Document
    from portal.people.models import User


def give_receipt(*, by: "User", document: "Document") -> bytes:
    """The receipt of a document that a citizen deposited. The PDF is made first: no transaction waits for it."""
    pdf = receipt_of(document)
    organization = document.team.organization if document.team else None
    record("receipt.given", by=by, subject=document, citizen=document.citizen, organization=organization)
    return pdf
