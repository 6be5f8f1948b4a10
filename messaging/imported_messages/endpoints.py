"""What organizations' systems write and read in the dossiers that they put, under `/api/v1/` (`portal.api`)."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from ninja import Router

from messaging.imported_messages.actions import note_reading, put_message
from messaging.imported_messages.schemas import MessageIn, MessagesOut
from messaging.threads.models import Message
from portal.api.bearer import ApiRequest, Bearer
from portal.api.problems import Refusal
from portal.api.repeating import Key, once
from portal.api.requests import only, undone
from portal.foundation.paging import instant_in
from portal.imported_dossiers.contents import opened
from portal.imported_dossiers.endpoints import (
    DRY,
    ONE,
    PAGED,
    READ,
    WRITE,
    After,
    DryRun,
    Limit,
    Number,
    Reference,
    put_out,
)
from portal.imported_dossiers.models import DossierContent
from portal.imported_dossiers.schemas import PutOut

router = Router()


@router.put(ONE + "/messages/{reference}", auth=Bearer(WRITE), response=PutOut, summary="Write to the person")
def put_dossier_message(
    request: ApiRequest,
    content: MessageIn,
    number: str = Number,
    reference: str = Reference,
    dry_run: bool = DryRun,
    idempotency_key: str | None = Key,
) -> dict[str, Any]:
    only(request, DRY)
    imported = opened(request.auth.organization, number)

    def put() -> dict[str, Any]:
        return put_out(reference, put_message(imported=imported, reference=reference, by=None, **content.dict()))

    return undone(put) if dry_run else once(request, idempotency_key, put)


@router.get(
    ONE + "/messages", auth=Bearer(READ), response=MessagesOut, summary="All that was written in a dossier, in order"
)
def list_dossier_messages(
    request: ApiRequest, number: str = Number, after: str = After, limit: int = Limit
) -> dict[str, Any]:
    only(request, PAGED)
    imported = opened(request.auth.organization, number)
    messages = Message.objects.filter(thread__dossier=imported.dossier).order_by("sent_at", "pk")
    rows = list(_following(messages, after).prefetch_related("documents")[: limit + 1])
    shown, more = rows[:limit], rows[limit:]
    known = DossierContent.objects.filter(imported_dossier=imported, subject_type=Message._meta.label_lower)
    references = dict(known.filter(subject_id__in=[one.pk for one in shown]).values_list("subject_id", "reference"))
    note_reading(imported=imported, by=None)
    return {
        "messages": [
            {
                "id": str(one.pk),
                "reference": references.get(one.pk, ""),
                "conversation": str(one.thread_id),
                "author": one.author_kind,
                "body": one.body,
                "sent_at": one.sent_at,
                "read_at": one.read_at,
                "documents": [str(document.pk) for document in one.documents.all()],
            }
            for one in shown
        ],
        "next": _cursor(shown[-1]) if more else "",
    }


def _cursor(message: Message) -> str:
    return f"{message.sent_at.isoformat()}_{message.pk}"


def _following(messages: Any, after: str) -> Any:
    """Those after a cursor that `_cursor` made. Raises Refusal (422)."""
    if not after:
        return messages
    try:
        written, _mark, key = after.partition("_")
        at, pk = instant_in(written.replace(" ", "+")), UUID(key)
    except (ValueError, OverflowError) as error:
        raise Refusal(422, _("«\u00a0after\u00a0» est ce que «\u00a0next\u00a0» a donné.")) from error
    return messages.filter(Q(sent_at__gt=at) | Q(sent_at=at, pk__gt=pk))
