"""What the person writes in the dossiers that an organization put, in one statement whatever their number."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.foundation.statements import Statements
from portal.imported_dossiers.facts import recent
from portal.webhooks.sources import Source

STATEMENTS = Statements(Path(__file__).parent / "sql" / "facts.sql")
SOURCE = Source(
    {"dossier.message": _("la personne a écrit dans un dossier")},
    "threads.message",
    STATEMENTS.compose("messages"),
    recent,
)
