"""`manage.py set_up`: an installation made ready, or brought up to date. May be run again: what is there stays."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from portal.foundation.crypto.keys import create_keyset
from portal.installation.models import has_table
from portal.launch import catalogues, roles
from portal.management.missing import what_is_missing

REFERENCE = ("import_programs", "import_deadlines", "import_holidays", "import_questions", "import_dossier_types")
"""Commands of the apps above, by name: the catalogue, the kinds of deadlines, the days on which nobody is rung, what is
asked of the portal itself."""


class Command(BaseCommand):
    help = (
        "Prepares the database (with DATABASE_SUPERUSER_URL, its roles too), the keys if there are none yet, tables, "
        "catalogues, static files and reference data; then says what is missing. Needs DATABASE_OWNER_URL."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self._database()
        self._keys()
        self._step("Interface texts", catalogues.compile_all)
        self._step("Tables", lambda: call_command("migrate", interactive=False, verbosity=0))
        self._step(
            "Static files", lambda: call_command("collectstatic", interactive=False, verbosity=0, stdout=self.stdout)
        )
        for command in REFERENCE:
            self._step(f"Reference data ({command})", lambda name=command: call_command(name, stdout=self.stdout))
        missing = what_is_missing()
        for sentence in missing:
            self.stdout.write(f"Missing: {sentence}")
        self.stdout.write("Nothing is missing." if not missing else "Ready but for what is missing.")

    def _step(self, title: str, do: Any) -> None:
        self.stdout.write(f"{title}…")
        do()

    def _database(self) -> None:
        """Roles and database when a superuser is given; then what a database needs before its tables."""
        owner, web = os.environ.get("DATABASE_OWNER_URL", ""), os.environ["DATABASE_URL"]
        if not owner:
            raise CommandError("DATABASE_OWNER_URL is not set: it names the role that owns the tables.")
        broker = settings.BROKER_URL if settings.BROKER_URL.startswith("pgmq") else ""
        if superuser := os.environ.get("DATABASE_SUPERUSER_URL"):
            urls = {"owner": owner, "web": web} | ({"broker": broker} if broker else {})
            name = settings.DATABASES["owner"]["NAME"]
            self._step(
                "Roles and database",
                lambda: roles.create_roles(superuser_url=superuser, urls=urls, database=name),
            )
        self._step(
            "Extensions, rights and queue",
            lambda: roles.prepare_database(
                owner_url=owner, web_role=settings.DATABASES["default"]["USER"], broker_url=broker or None
            ),
        )

    def _keys(self) -> None:
        """Keys are made once: a database that has its own is never given others."""
        path = Path(settings.ENCRYPTION_KEYS)
        if path.exists():
            return
        try:
            is_known = has_table("owner")
        except OperationalError as error:
            raise CommandError(f"The database does not answer as the owner: {error}") from error
        finally:
            connections["owner"].close()
        if is_known:
            raise CommandError(
                f"{path} is not there, and this database was made with it. Put the file back: other keys open nothing."
            )
        create_keyset(path)
        self.stdout.write(f"Keys made in {path}. Keep a copy apart from the database's backups.")
