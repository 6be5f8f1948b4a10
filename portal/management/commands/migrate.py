"""`migrate`, as the owner of the tables; then the web role's rights, and the cache's table."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's `migrate` on the "owner" connection: pages and workers connect as a role that cannot."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("createcachetable", database=options["database"])
        super().handle(*args, **options)
