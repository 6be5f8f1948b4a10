"""The package on the disk of who operates the portal, for an answer to a request for access."""

import os
from pathlib import Path

from django.db import transaction

from portal.audit.actions import record
from portal.data_exports.package import write_package
from portal.data_exports.reading import subject_of
from portal.people.models import Citizen, User


@transaction.atomic
def export_to(path: Path, *, account: User | None, citizen: Citizen | None) -> int:
    """Write it in clear, readable by its owner alone, and journal it; return its size. Raises FileExistsError."""
    record("data_export.made", by=None, subject=citizen or account, citizen=citizen)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        write_package(subject_of(account=account, citizen=citizen), file)
    return path.stat().st_size
