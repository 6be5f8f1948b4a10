"""`manage.py retention`: how long each thing is kept, printed or written where the documentation has it."""

from portal.management.documents import FOLDER, DocumentCommand
from portal.retention.document import as_markdown


class Command(DocumentCommand):
    help = "Print how long each thing is kept; with --write, write docs/retention.md."
    file = FOLDER / "retention.md"

    def text(self) -> str:
        return as_markdown()
