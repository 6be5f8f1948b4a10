"""What is new of the deadlines that organizations sent, in one statement (`sql/facts.sql`) whatever their number.

A reminder «arrived» as the indicator says it: an e-mail or SMS accepted by its provider, a letter posted, a call during
which somebody answered, an item read in the secure inbox. «Unreached» is the moment when the work of joining the person
was opened. «Done» is the person's word (or an agent's), never the echo of what the organization's own system said.

Only what happened after the subscription was made, for dates not older than `LOOK_BACK`: no flood on the first day, and
a bounded walk.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.foundation.statements import Statements
from portal.webhooks.sources import Source
from reminders.fallback.work import KIND

LOOK_BACK = dt.timedelta(days=120)
EVENTS = {
    "deadline.delivered": _("un premier rappel est arrivé à la personne"),
    "deadline.unreached": _("aucun moyen ne joint la personne"),
    "deadline.done": _("la personne dit que c’est fait"),
    "deadline.missed": _("la personne dit que le rendez-vous est manqué ou le versement non reçu"),
}
STATEMENTS = Statements(Path(__file__).parent / "sql" / "facts.sql")


def _values() -> dict[str, Any]:
    return {"oldest": today() - LOOK_BACK, "work": KIND}


SOURCE = Source(EVENTS, "imported_deadlines.importeddeadline", STATEMENTS.compose("find"), _values)
