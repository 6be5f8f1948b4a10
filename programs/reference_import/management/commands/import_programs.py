"""`manage.py import_programs`: the reference data into the catalogue."""

from typing import Any

from portal.installation.starting import SealingCommand
from programs.reference_import.actions import import_reference


class Command(SealingCommand):
    help = "Imports vocabulary, programs and life events. Idempotent; what an organization edited stays."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = import_reference(by=None)
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in sorted(counts.items())))
