"""What the web role may do in the database, granted after each migration by the owner.

The web role owns nothing; the journal it may only add to and read.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from psycopg import sql

APPEND_ONLY = ("audit_auditevent",)


def grant_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Once per `migrate`, for the owner's connection (the signal comes once per app)."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if using == "owner" and sender is last:
        grant_web_role(using)


def grant_web_role(using: str) -> None:
    """Gives the web role its rights on every table, and INSERT and SELECT only on append-only ones."""
    web = settings.DATABASES["default"]["USER"]
    connection = connections[using]
    if web == connection.settings_dict["USER"]:
        return  # one role for everything: `manage.py check --deploy` says so
    role = sql.Identifier(web)
    statements = [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    ]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for statement in statements:
            if "django_migrations" in statement and "django_migrations" not in present:
                continue
            cursor.execute(sql.SQL(statement).format(role=role))
        for table in set(APPEND_ONLY) & present:
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=role
                )
            )
