"""`manage.py import_holidays`: the holidays of this year and the next two, idempotent."""

from django.core.management.base import BaseCommand

from reminders.holidays.actions import import_holidays


class Command(BaseCommand):
    help = "Adds Québec's statutory holidays of this year and the next two; leaves the years already filled."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"added: {import_holidays(by=None)}")
