"""The statements of `sql/webhooks.sql`."""

from pathlib import Path

from portal.foundation.statements import Statements

STATEMENTS = Statements(Path(__file__).parent / "sql" / "webhooks.sql")
