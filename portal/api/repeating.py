"""`Idempotency-Key`: a request that is sent again, because its answer was lost, is done once.

As the IETF's draft «The Idempotency-Key HTTP Header Field» describes it.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Header

from portal.api.bearer import ApiRequest
from portal.api.models import KeyedRequest
from portal.api.problems import Refusal

Key = Header(
    None,
    alias="Idempotency-Key",
    min_length=1,
    max_length=255,
    pattern=r"^[\x21-\x7e]+$",
    description="A value of yours, new for each request: sent again within two days, the request is done once.",
)


@transaction.atomic
def once(request: ApiRequest, key: str | None, do: Callable[[], Any]) -> Any:
    """Return the answer of `do`, which must be JSON, or the one of its first sending. Raises Refusal (422).

    The row is written first, in the transaction of the work: a second request under the same key waits for the first
    one's end. A refusal undoes both, so that the corrected request may use the key.
    """
    if key is None:
        return do()
    asked = b"\0".join([(request.method or "").encode(), request.path.encode(), request.body])
    mine = {"organization": request.auth.organization, "key": key}
    row = KeyedRequest(**mine, fingerprint=hashlib.sha256(asked).hexdigest())
    KeyedRequest.objects.bulk_create([row], ignore_conflicts=True)
    kept = KeyedRequest.objects.select_for_update().get(**mine)
    if kept.fingerprint != row.fingerprint:
        raise Refusal(
            422, _("Cette Idempotency-Key est venue avec une autre requête\u00a0: donnez la sienne à chacune.")
        )
    if kept.answer is None:
        kept.answer = do()
        kept.save(update_fields=["answer"])
    return kept.answer
