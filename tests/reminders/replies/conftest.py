"""Messages that left for Bruno, about a kind of the SAAQ whose team has a dossier of his."""

import pytest
from django.core.cache import cache

from portal.dossiers.actions import open_dossier
from portal.people.actions import set_phone
from reminders.deliveries.models import Delivery
from reminders.kinds.models import DeadlineKind
from reminders.replies.answering import send_answers
from tests.reminders.callbacks.conftest import SECRET, left, reached, shared_secrets  # noqa: F401 (fixtures)

NUMBER = "+14185550122"


@pytest.fixture(autouse=True)
def nobody_was_answered_before(db):
    cache.clear()


@pytest.fixture
def delivered(bruno, saaq_agent, saaq_team, licence, followed, left):  # noqa: F811
    """`delivered("email")`: a message that left for Bruno about his licence, as its delivery."""
    DeadlineKind.objects.filter(pk=licence.pk).update(team=saaq_team)
    open_dossier(citizen=bruno.citizen, team=saaq_team, number="T-1", title="Permis", by=saaq_agent)
    reminder = followed(bruno, days=40).reminders.order_by("due_at").first()

    def make(channel: str) -> Delivery:
        delivery = left(bruno, channel=channel, reminder_ids=[reminder.pk])
        set_phone(citizen=delivery.recipient, phone=NUMBER, verified=True, by=bruno)
        return delivery

    return make


@pytest.fixture
def texts(monkeypatch) -> list[dict]:
    sent: list[dict] = []
    monkeypatch.setattr("portal.account_notices.outbox.sms.send", lambda **one: sent.append(one) or "1")
    return sent


@pytest.fixture
def sent_texts(texts):
    """What left by SMS, after the task."""
    return lambda: send_answers() and texts or texts
