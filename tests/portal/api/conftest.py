"""A system, and what it needs to send deadlines."""

from tests.portal.api.systems import call, only, token
from tests.portal.imported_dossiers.systems import licence
from tests.reminders.imported_deadlines.conftest import agreed, kind

__all__ = ["agreed", "call", "kind", "licence", "only", "token"]
