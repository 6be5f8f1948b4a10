"""`manage.py mark_folder [--adopt]`: this folder of documents belongs to this database."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.installation.actions import FolderRefused, mark_folder
from portal.installation.folder import root
from portal.installation.starting import SealingCommand


class Command(SealingCommand):
    help = (
        "Writes the marker of this database in the folder of documents, so that no other folder is taken for it. "
        "`migrate` does it for a new folder; run it after the folder is made, mounted or moved."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--adopt", action="store_true", help="this is the right folder, though nothing proves it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mark_folder(adopt=options["adopt"])
        except (FolderRefused, OSError) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"{root()} is the folder of documents of this database.")
