"""`manage.py import_dossier_types`: the types that are shipped; what was edited stays."""

from typing import Any

from portal.dossier_type_versions.actions import import_dossier_types
from portal.installation.starting import SealingCommand


class Command(SealingCommand):
    help = "Imports the types of dossier that are shipped; what an organization edited stays."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = import_dossier_types(by=None)
        self.stdout.write(", ".join(f"{name}: {counts[name]}" for name in ("created", "updated", "left")))
