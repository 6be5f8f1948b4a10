"""An organization that sends dates and is asked whether they are still due; Amélie, who is reminded of them."""

import datetime as dt
import json

import pytest

from portal.clock import today
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.webhooks.actions import subscribe
from reminders.imported_deadlines.actions import receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.preferences.wordings import wording_of
from reminders.still_due.models import QUESTION
from tests.portal.webhooks.receiving import receiver
from tests.reminders.deliveries.conftest import four_channels, noon
from tests.reminders.imported_deadlines.conftest import agreed, kind

__all__ = ["agreed", "four_channels", "kind", "noon", "receiver"]


@pytest.fixture
def sent(agreed, amelie, kind, saaq, noon):
    """`sent(n)`: that many dates of Amélie's, due in ten days: their steps of seven days before are due in three."""
    for channel in (Channel.INBOX, Channel.EMAIL):
        wording = wording_of(Purpose.REMINDERS, channel)
        give(citizen=amelie.citizen, purpose=Purpose.REMINDERS, channel=channel, wording=wording, by=amelie)

    def make(count: int = 1) -> list[ImportedDeadline]:
        first = today() + dt.timedelta(days=10)
        rows = [
            ImportedRow(f"F-{at}", kind, "A-100", first + dt.timedelta(days=at), None, "open") for at in range(count)
        ]
        receive(organization=saaq, rows=rows, by=None, origin="import")
        return list(ImportedDeadline.objects.select_related("deadline").order_by("due_on"))

    return make


@pytest.fixture
def asked(saaq, saaq_administrator, receiver):
    """`asked(F-0="done")`: its system is asked, and answers so; of all others that they are open."""

    def make(**states: str):
        known = {reference.replace("_", "-"): state for reference, state in states.items()}

        def reply(body: bytes) -> bytes:
            references = json.loads(body)["data"]["references"]
            rows = [{"reference": one, "state": known.get(one, "open")} for one in references]
            return json.dumps({"deadlines": rows}).encode()

        receiver.reply = reply
        return subscribe(organization=saaq, url=receiver.url, events=[QUESTION], by=saaq_administrator)

    return make
