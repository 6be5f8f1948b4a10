"""What queues show of a shared finding: its program, and whose it is."""

from uuid import UUID

from portal.work_items.subjects import About
from programs.shares.models import FindingShare


def titles(ids: set[UUID]) -> dict[UUID, About]:
    """Return what tells one shared finding from the next."""
    found = FindingShare.objects.filter(pk__in=ids).select_related("citizen", "finding__program")
    return {share.pk: About(share.finding.program.name_fr, str(share.citizen)) for share in found}
