"""A refusal said at once, for good: the address or number itself is left alone, as after a bounce; nothing else is."""

import pytest
from django.db import connection

from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.people.models import Citizen
from reminders.deliveries.actions import send_ready
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due
from reminders.fallback.models import DeadLetter
from reminders.fallback.sweep import follow_up
from reminders.fallback.words import why
from reminders.suspensions.models import Suspension

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(followed, bruno, clock_offset):
    Citizen.objects.filter(user=bruno).update(postal_address="1, rue du Pont\nQuébec (Québec) G1R 1A1")
    followed(bruno)
    give(citizen=bruno.citizen, purpose=Purpose.REMINDERS, channel=Channel.LETTER, wording="Oui", by=bruno)
    clock_offset(days=4)
    release_due()


@pytest.mark.parametrize(
    ("answer", "suspends"),
    [
        ("550 5.1.1 inconnu", True),
        ("556 5.1.10 aucun serveur", True),
        ("550 5.1.8 votre domaine", False),
        ("554 5.7.1 politique", False),
        ("552 5.2.2 pleine", False),
        ("550 inconnu", False),
        ("450 4.1.1 plus tard", False),
    ],
)
def test_only_what_is_said_of_the_address_suspends_it(ready, bruno, mail_sink, answer, suspends):
    mail_sink.answers = [answer]
    send_ready()
    found = list(Suspension.objects.in_force().values_list("citizen", "channel", "address", "reason"))
    assert found == ([(bruno.citizen.pk, "email", "bruno@relais.example", "bounce")] if suspends else [])


def test_the_next_channel_takes_the_message(ready, mail_sink):
    mail_sink.answers = ["550 5.1.1 inconnu"]
    send_ready()
    follow_up()
    assert Delivery.objects.filter(channel=Channel.LETTER).exists()
    assert DeadLetter.objects.get().delivery.channel == Channel.EMAIL


@pytest.mark.parametrize(
    ("answer", "suspends"), [((400, {}, {"error": "undeliverable"}), True), ((400, {}, {"error": "text"}), False)]
)
def test_a_number_that_the_provider_condemns(followed, bruno, sms_gateway, noon, clock_offset, answer, suspends):
    Citizen.objects.filter(user=bruno).update(phone="+14185550122", phone_verified_at=bruno.created_at)
    bruno.citizen.refresh_from_db()
    clock_offset()
    followed(bruno, channels=[Channel.INBOX, Channel.SMS])
    noon()
    release_due()
    sms_gateway.answers.append(answer)
    send_ready()
    assert Delivery.objects.get(attempt=1).state == "failed"
    assert Suspension.objects.in_force().filter(channel="sms", reason="undeliverable").exists() is suspends


@pytest.mark.parametrize(
    "written",
    [
        "victime@relais.example\r\nautre@relais.example",
        "a@relais.example,b@relais.example",
        "bruno",
        "a b@relais.example",
    ],
)
def test_an_address_that_does_not_parse_whole_gets_nothing_and_is_shown(ready, bruno, mail_sink, written):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_citizen SET email = %s WHERE id = %s", [written, bruno.citizen.pk])
    send_ready()
    assert not mail_sink.messages
    failed = Delivery.objects.get(channel="email")
    assert (failed.state, failed.code) == ("failed", "address")
    assert not Suspension.objects.exists()
    follow_up()
    assert "n’est pas écrite comme il faut" in why(DeadLetter.objects.get())


def test_a_number_that_is_none_gets_nothing(followed, bruno, sms_gateway, noon, clock_offset):
    Citizen.objects.filter(user=bruno).update(phone="+14185550122", phone_verified_at=bruno.created_at)
    bruno.citizen.refresh_from_db()
    clock_offset()
    followed(bruno, channels=[Channel.INBOX, Channel.SMS])
    noon()
    release_due()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_citizen SET phone = '+1418555' || E'\\n' || '0122' WHERE id = %s", [bruno.citizen.pk]
        )
    send_ready()
    assert not sms_gateway.texts and Delivery.objects.get().code == "number"
