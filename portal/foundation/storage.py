"""How PostgreSQL keeps a table that a sweep looks at every few seconds for what waits.

Each row leaves the index of what waits once in its life, and its entry there stays until a vacuum. With the settings
of a server the vacuum comes when a fifth of the table is dead: of fifty million reminders, after ten million. Here it
comes after `EVERY` of them, whatever the size, and is not slowed down.

A vacuum leaves the indexes alone while less than a fiftieth of the pages is concerned. So sweeps also ask for the first
row in the order of the index, which marks the dead entries that it walks through (PERFORMANCE, pitfall 5).
"""

from django.db import migrations

EVERY = 20_000
"""Rows that left, between two vacuums."""
OPTIONS = {
    "autovacuum_vacuum_scale_factor": "0",
    "autovacuum_vacuum_threshold": str(EVERY),
    "autovacuum_vacuum_cost_limit": "2000",
}


def swept(table: str) -> migrations.RunSQL:
    """Return the operation of a migration that keeps a table so."""
    setting = ", ".join(f"{name} = {value}" for name, value in OPTIONS.items())
    return migrations.RunSQL(
        f"ALTER TABLE {table} SET ({setting})", f"ALTER TABLE {table} RESET ({', '.join(OPTIONS)})"
    )
