"""`manage.py retention`: how long each thing is kept, printed or written where the documentation has it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.retention.document import as_markdown

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "retention.md"


class Command(BaseCommand):
    help = "Print how long each thing is kept; with --write, write docs/retention.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            DOCUMENT.write_text(as_markdown(), encoding="utf-8")
        else:
            self.stdout.write(as_markdown())
