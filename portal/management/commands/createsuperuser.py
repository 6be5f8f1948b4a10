"""`manage.py createsuperuser`: nobody is above the roles; the sentence names the command that does what is meant."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "There is no superuser here: see first_operator."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what Django's own command takes, so that the answer is the sentence and not a usage error."""
        parser.add_argument("--email", default="")
        parser.add_argument("--noinput", "--no-input", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "Relais has no superuser: rights come from roles. Run: manage.py first_operator --email ADDRESS"
        )
