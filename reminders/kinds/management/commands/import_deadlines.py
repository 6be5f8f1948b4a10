"""`manage.py import_deadlines`: the reference kinds of deadlines, idempotent."""

from portal.installation.starting import SealingCommand
from reminders.kinds.actions import import_deadlines


class Command(SealingCommand):
    help = "Imports the reference kinds of deadlines; leaves what an organization edited or published."

    def handle(self, *args: object, **options: object) -> None:
        counts = import_deadlines(by=None)
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
