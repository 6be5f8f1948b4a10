"""`manage.py ready`: may a process start with this environment? For before granian, which starts its workers again."""

from typing import Any

from portal.installation.starting import SealingCommand


class Command(SealingCommand):
    help = "Says what keeps the portal's processes from starting. Ends with 0 when nothing does, 1 otherwise."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Ready.")
