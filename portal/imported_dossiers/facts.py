"""What is new of the dossiers that organizations put: one statement for each kind of fact, whatever their number."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.foundation.statements import Statements
from portal.webhooks.sources import Source

LOOK_BACK = dt.timedelta(days=30)
"""A call is written within a minute: what is older was, or nobody was there to be called."""
STATEMENTS = Statements(Path(__file__).parent / "sql" / "facts.sql")


def recent() -> dict[str, Any]:
    return {"oldest": now() - LOOK_BACK}


SOURCES = [
    Source(
        {"dossier.linked": _("un dossier qui attendait sa personne est ouvert")},
        "imported_dossiers.importeddossier",
        STATEMENTS.compose("linked"),
        recent,
    ),
    Source(
        {"dossier.document": _("la personne a envoyé un document dans un dossier")},
        "documents.document",
        STATEMENTS.compose("documents"),
        recent,
    ),
]
