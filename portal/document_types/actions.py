"""Writing the document types: the import of the reference, and what operators edit."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.audit import sentences
from portal.audit.actions import record
from portal.document_types.models import DocumentType

if TYPE_CHECKING:
    from portal.people.models import User

WORDS = (
    *("name_fr", "name_en", "help_fr", "help_en", "fresh_months"),
    *("is_identity", "is_of_child", "is_per_request", "position"),
)

sentences.register(
    {
        "document_types.imported": _("a importé les genres de papier"),
        "document_type.written": _("a écrit un genre de papier"),
        "document_type.retired": _("a retiré un genre de papier"),
        "document_type.restored": _("a remis un genre de papier"),
    }
)


@transaction.atomic
def import_document_types(*, records: Iterable[Mapping[str, Any]], by: "User | None") -> int:
    """Brings the kinds to what the reference says; what was edited or retired stays, and so does a kind written here
    under the same name. Returns how many changed."""
    present = {document_type.code: document_type for document_type in DocumentType.objects.select_for_update()}
    named = {document_type.name_fr: code for code, document_type in present.items()}
    records = [one for one in records if named.get(one["name_fr"], one["code"]) == one["code"]]
    changed = sum(_import_one(one, present.get(one["code"]), place) for place, one in enumerate(records))
    if changed:
        record("document_types.imported", by=by, detail={"changed": changed})
    return changed


@transaction.atomic
def write(*, document_type: DocumentType, words: Mapping[str, Any], by: "User") -> DocumentType:
    """A new kind (its `code` is set), or new words for one. `words`: some of `WORDS`."""
    for name, value in words.items():
        if name in WORDS:
            setattr(document_type, name, value)
    document_type.updated_at = document_type.edited_at = clock.now()
    document_type.edited_by = by
    document_type.save()
    record("document_type.written", by=by, subject=document_type)
    return document_type


@transaction.atomic
def retire(*, document_type: DocumentType, by: "User") -> DocumentType:
    """It is no longer offered or recognised; documents said to be of that kind stay so."""
    if DocumentType.objects.filter(pk=document_type.pk, retired_at=None).update(retired_at=clock.now(), retired_by=by):
        record("document_type.retired", by=by, subject=document_type)
    document_type.refresh_from_db()
    return document_type


@transaction.atomic
def restore(*, document_type: DocumentType, by: "User") -> DocumentType:
    """Offered again. Raises IntegrityError when another kind took its name."""
    if DocumentType.objects.filter(pk=document_type.pk, retired_at__isnull=False).update(
        retired_at=None, retired_by=None
    ):
        record("document_type.restored", by=by, subject=document_type)
    document_type.refresh_from_db()
    return document_type


def _import_one(record: Mapping[str, Any], document_type: DocumentType | None, place: int) -> bool:
    defaults = {field.name: field.get_default() for field in DocumentType._meta.concrete_fields}
    words = {name: record.get(name, defaults[name]) for name in WORDS}
    words["position"] = place
    digest = hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    if document_type and (document_type.edited_at or document_type.source_digest == digest):
        return False
    document_type = document_type or DocumentType(code=record["code"])
    for name, value in words.items():
        setattr(document_type, name, value)
    document_type.source_digest, document_type.updated_at = digest, clock.now()
    document_type.save()
    return True
