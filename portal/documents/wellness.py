"""What `/healthz` says of documents: how many a fault of ours keeps from their people."""

import datetime as dt

from django.db.models import Q

from portal import clock
from portal.documents.models import Document

PATIENCE = dt.timedelta(minutes=10)
"""A sweep or two find what was missed; beyond, somebody must look."""


def documents() -> str:
    """«ok», or «3 held, 1 damaged»."""
    late = clock.now() - PATIENCE
    waiting = Document.objects.waiting().filter(Q(held_since__lt=late) | Q(held_since=None, received_at__lt=late))
    counts = {"held": waiting.count(), "damaged": Document.objects.filter(damaged_at__isnull=False).count()}
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "ok"
