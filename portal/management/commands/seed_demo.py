"""`seed_demo [--accounts-file FILE]`: the demonstration people and their half-way stories. Idempotent."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from portal.demonstration.seeding import seeds
from portal.demonstration.seeds import PASSWORD, PEOPLE
from portal.installation.starting import SealingCommand
from portal.people.models import User


class Command(SealingCommand):
    help = "Makes the demonstration people through the real actions (demonstration and tests only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--accounts-file", type=Path, help="where to write addresses, passwords and TOTP secrets (JSON)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Known passwords do not belong on a real server: seed_demo runs with DEMO=1 only.")
        people: dict[str, User] = {}
        for seed in seeds():
            with transaction.atomic():  # cut short, it is done again from its beginning
                seed(people)
        if options["accounts_file"]:
            _write(options["accounts_file"])
        self.stdout.write(f"{len(people)} comptes de démonstration prêts.")


def _write(path: Path) -> None:
    accounts = [
        {
            "key": person.key,
            "email": person.email,
            "password": PASSWORD,
            "role": str(getattr(person.role, "value", person.role)),
            "name": f"{person.given_name} {person.family_name}",
            "totp_secret": person.secret,
        }
        for person in PEOPLE
    ]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False, indent=1)
