"""An organization that sends, its published kind, a person who agreed on a number."""

import datetime as dt

import pytest

from portal.client_numbers.models import ClientNumber
from portal.clock import now, today
from reminders.imported_deadlines.actions import link, receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind
from tests.portal.api.systems import call, token
from tests.portal.webhooks.receiving import receiver, subscribed

__all__ = ["call", "receiver", "subscribed", "token"]


@pytest.fixture
def kind(people):
    if not DeadlineKind.objects.exists():  # tests of real transactions empty the tables
        import_deadlines(by=None)
    DeadlineKind.objects.filter(code="permis-conduire-paiement").update(
        state="published", published_at=now(), published_by=people["emile"]
    )
    return DeadlineKind.objects.get(code="permis-conduire-paiement")


@pytest.fixture
def agreed(kind, saaq, amelie) -> ClientNumber:
    return link(citizen=amelie.citizen, organization=saaq, number="A-100", how="agent", by=amelie)


@pytest.fixture
def sent(agreed, kind, saaq):
    """`sent(n)`: that many deadlines of Amélie's, received from her organization."""

    def make(count: int = 1) -> list[ImportedDeadline]:
        rows = [
            ImportedRow(f"F-{at}", kind, "A-100", today() + dt.timedelta(days=10 + at), None, "open")
            for at in range(count)
        ]
        receive(organization=saaq, rows=rows, by=None, origin="import")
        return list(ImportedDeadline.objects.select_related("deadline").order_by("due_on"))

    return make
