"""A person who reads paper only, and a letter of hers in the queue."""

import pytest

from portal.clock import now
from portal.consents.models import Channel
from portal.people.models import Citizen
from reminders.letters.actions import queue
from reminders.letters.models import Letter
from tests.reminders.paper import agree, delivery_of, reminder_of


@pytest.fixture
def georgette(people, saaq_agent) -> Citizen:
    citizen = Citizen.objects.get(given_name="Georgette", user=None)
    agree(citizen, Channel.LETTER, saaq_agent)
    return citizen


@pytest.fixture
def queued(licence):
    """`queued(citizen)`: a letter to print, as the adapter writes it."""

    def make(citizen: Citizen, *, days: int = 10, kind=licence) -> Letter:
        delivery = delivery_of(citizen, Channel.LETTER, reminder_of(citizen, kind, days=days))
        queue(deliveries=[delivery], at=now(), by=None)
        return Letter.objects.get(delivery=delivery)

    return make
