"""`migrate`, as the owner of the tables; then the web role's rights, the proof of the keys, and the marker of the
folder of documents."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections

from portal.foundation.crypto import KeysUnreadable, canary
from portal.installation import fresh_tables
from portal.installation.actions import FolderRefused, establish, mark_folder
from portal.installation.models import Installation, has_table
from portal.installation.starting import EARLIER_NUMBERING, is_of_an_earlier_numbering

NOT_AT_ONCE = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "run_syncdb", "prune")
"""Options with which an empty database is migrated step by step, as Django does."""


class Command(migrate.Command):
    """Django's `migrate` on the "owner" connection: pages and workers connect as a role that cannot."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        using = options["database"]
        if is_of_an_earlier_numbering(connections[using]):
            raise CommandError(EARLIER_NUMBERING)
        self._prove_keys(using)
        if fresh_tables.is_empty(connections[using]) and not any(options.get(name) for name in NOT_AT_ONCE):
            self.stdout.write(f"Tables made at once: {fresh_tables.make(connections[using])} migrations.")
        super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied") and has_table(using):
            self._establish(using)

    def _prove_keys(self, using: str) -> None:
        """Before anything changes: a migration may seal."""
        known = Installation.objects.using(using).first() if has_table(using) else None
        try:
            if known is not None:
                canary.prove(known.canary, known.canary_context)
        except KeysUnreadable as error:
            raise CommandError(str(error)) from error

    def _establish(self, using: str) -> None:
        try:
            establish(using=using)
        except KeysUnreadable as error:
            raise CommandError(f"The tables are made, but no process will start yet. {error}") from error
        try:
            mark_folder(using=using)
        except (FolderRefused, OSError) as reason:  # the tables are made: the folder may be mounted later
            self.stderr.write(f"The folder of documents is not marked: no file can be received yet. {reason}")
