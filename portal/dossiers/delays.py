"""How long dossiers of a type take: counted each night from those that ended lately, never by a page."""

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from portal.clock import now
from portal.dossier_types.models import DossierType
from portal.dossiers.models import UsualDelay
from portal.jobs import running as jobs

WORK = "dossiers.count_delays"
LEAST = 20
"""Below that many, a figure would say little, and might say it of somebody."""
LATELY = dt.timedelta(days=365)
_STATEMENT = (Path(__file__).parent / "sql" / "usual_delay.sql").read_text(encoding="utf-8")


def count_delays() -> int:
    """Count again, type by type; return how many have a usual delay."""
    types = [str(pk) for pk in DossierType.objects.order_by("pk").values_list("pk", flat=True)]
    return jobs.run(work=WORK, step=jobs.each_of(types, _count))


def _count(dossier_type: str) -> int:
    """Of a type that ended too few of them lately, what was counted goes away."""
    at, pk = now(), UUID(dossier_type)
    values: dict[str, Any] = {"dossier_type": pk, "now": at, "since": at - LATELY, "least": LEAST}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
    UsualDelay.objects.filter(dossier_type=pk, counted_at__lt=at).delete()
    return UsualDelay.objects.filter(dossier_type=pk).count()
