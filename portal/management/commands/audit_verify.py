"""`audit_verify`: the journal can only be added to. Exit code 0 when it holds, 1 when it does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.access.grants import APPEND_ONLY


class Command(BaseCommand):
    help = "Verifies that the web role can neither change nor delete rows of the journal."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = []
        with connection.cursor() as cursor:
            for table in APPEND_ONLY:
                for right in ("UPDATE", "DELETE", "TRUNCATE"):
                    cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, right])
                    if cursor.fetchone()[0]:
                        faults.append(f"{right} on {table}")
        if faults:
            raise CommandError(f"The web role holds {', '.join(faults)}: run `migrate` with DATABASE_OWNER_URL set.")
        self.stdout.write("Le journal ne peut que s’allonger.")
