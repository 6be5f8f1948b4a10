"""`manage.py import_holidays`: the holidays of this year and the next two, idempotent."""

from portal.installation.starting import SealingCommand
from reminders.holidays.actions import import_holidays


class Command(SealingCommand):
    help = "Adds Québec's statutory holidays of this year and the next two; leaves the years already filled."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"added: {import_holidays(by=None)}")
