"""`manage.py permissions`: the table of permissions and roles, printed or written where the documentation has it."""

from portal.access.permission_table import as_markdown
from portal.management.documents import FOLDER, DocumentCommand


class Command(DocumentCommand):
    help = "Print who may do what; with --write, write docs/permissions.md."
    file = FOLDER / "permissions.md"

    def text(self) -> str:
        return as_markdown()
