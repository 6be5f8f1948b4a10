"""A person who has only a telephone, and a call to make to her, at an hour when one may ring."""

import pytest
import time_machine

from portal.clock import now
from portal.consents.models import Channel
from portal.people.actions import register_without_account, set_phone
from portal.people.models import Citizen
from reminders.calls.actions import put_on_list
from reminders.calls.models import Call
from tests.reminders.paper import agree, delivery_of, reminder_of

TUESDAY_MORNING = "2027-03-02T15:00:00+00:00"
"""10:00 in Toronto."""


@pytest.fixture
def morning(people, licence):
    """Everybody exists; it is Tuesday at ten. Leases keep the database's clock."""
    with time_machine.travel(TUESDAY_MORNING, tick=True) as traveller:
        yield traveller


@pytest.fixture
def lea(people, saaq_agent) -> Citizen:
    citizen = register_without_account(given_name="Léa", family_name="Bouchard", postal_address="", by=saaq_agent)
    set_phone(citizen=citizen, phone="+14185550177", verified=False, by=saaq_agent)
    agree(citizen, Channel.PHONE, saaq_agent)
    return citizen


@pytest.fixture
def leo(people, saaq_agent) -> Citizen:
    citizen = register_without_account(given_name="Léo", family_name="Gagnon", postal_address="", by=saaq_agent)
    set_phone(citizen=citizen, phone="+14185550188", verified=False, by=saaq_agent)
    agree(citizen, Channel.PHONE, saaq_agent)
    return citizen


@pytest.fixture
def listed(licence):
    """`listed(citizen)`: a call to make, as the adapter writes it."""

    def make(citizen: Citizen, *, days: int = 10) -> Call:
        delivery = delivery_of(citizen, Channel.PHONE, reminder_of(citizen, licence, days=days))
        put_on_list(deliveries=[delivery], at=now(), by=None)
        return Call.objects.get(delivery=delivery)

    return make
