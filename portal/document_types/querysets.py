"""Selections of document types."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from portal.access.visibility import Account
    from portal.document_types.models import DocumentType


class DocumentTypeQuerySet(models.QuerySet):
    def offered(self, *, and_also: "DocumentType | None" = None) -> "DocumentTypeQuerySet":
        """Those that a person may choose; with the one already chosen, were it retired since."""
        return self.filter(Q(retired_at=None) | Q(pk=and_also.pk if and_also else None))

    def by_code(self) -> "dict[str, DocumentType]":
        """Those in use, all read at once: they are a few dozen."""
        return {document_type.code: document_type for document_type in self.offered()}

    def visible_to(self, user: "Account") -> "DocumentTypeQuerySet":
        """Public words: everybody."""
        return self
