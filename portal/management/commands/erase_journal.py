"""`manage.py erase_journal`: the lines of the journal past their time, by the owner of the tables alone."""

from argparse import ArgumentParser
from typing import Any

from portal.installation.starting import SealingCommand
from portal.retention import journal


class Command(SealingCommand):
    help = "Count the lines of the journal that are past their time; with --yes, erase them as the owner of the tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        count = journal.erase_past() if options["yes"] else journal.count_past()
        done = "effacées" if options["yes"] else "à effacer (--yes)"
        self.stdout.write(f"{count} lignes du journal {done}, d’avant le {journal.limit():%Y-%m-%d}.")
