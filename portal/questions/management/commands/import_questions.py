"""`manage.py import_questions`: the portal's own first questions, published."""

from typing import Any

from portal.installation.starting import SealingCommand
from portal.questions.actions import import_questions


class Command(SealingCommand):
    help = "Publishes the portal's own frequent questions. Idempotent; what was written since stays."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"questions: {import_questions(by=None)}")
