"""What the commands have in common that write a document of `docs/` from the code."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand

FOLDER = Path(settings.BASE_DIR) / "docs"


class DocumentCommand(BaseCommand):
    """Prints the document; with --write, writes it where the documentation has it."""

    file: ClassVar[Path]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            self.file.write_text(self.text(), encoding="utf-8")
        else:
            self.stdout.write(self.text())

    def text(self) -> str:
        raise NotImplementedError
