"""`Idempotency-Key`: a request that is sent again, because its answer was lost, is done once.

As the IETF's draft «The Idempotency-Key HTTP Header Field» describes it.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import transaction

from portal.organizations.models import Organization
from reminders.api.models import KeyedRequest


class KeyReused(Exception):
    """This key came with another request."""


def fingerprint_of(*, method: str, path: str, body: bytes) -> str:
    """Return the digest by which a repetition is recognised."""
    return hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()


@transaction.atomic
def once(*, organization: Organization, key: str, fingerprint: str, do: Callable[[], Any]) -> tuple[Any, bool]:
    """Return the answer of `do`, which must be JSON, and whether it is a repetition's. Raises KeyReused.

    The row is written first, in the transaction of the work: a second request under the same key waits for the first
    one's end. A refusal undoes both, so that the corrected request may use the key.
    """
    row = KeyedRequest(organization=organization, key=key, fingerprint=fingerprint)
    KeyedRequest.objects.bulk_create([row], ignore_conflicts=True)
    kept = KeyedRequest.objects.select_for_update().get(organization=organization, key=key)
    if kept.fingerprint != fingerprint:
        raise KeyReused
    if kept.answer is not None:
        return kept.answer, True
    kept.answer = do()
    kept.save(update_fields=["answer"])
    return kept.answer, False
