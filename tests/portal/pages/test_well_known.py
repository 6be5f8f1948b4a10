"""What programs ask of any site: where to report a weakness, where to change a password."""

import datetime as dt

import pytest
from django.test import Client

from portal import clock

TEXT = "/.well-known/security.txt"


@pytest.fixture
def contact(settings):
    settings.SECURITY_CONTACT = "mailto:securite@relais.example"


@pytest.mark.parametrize("days", [0, 400])
def test_security_txt_never_expires(contact, clock_offset, days):
    clock_offset(days=days)
    answer = Client().get(TEXT)
    page = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert page["Contact"] == "mailto:securite@relais.example"
    assert page["Preferred-Languages"] == "fr, en"
    assert page["Canonical"] == "http://localhost:8000/.well-known/security.txt"
    expires = dt.datetime.fromisoformat(page["Expires"])
    assert dt.timedelta(30) < expires - clock.now() < dt.timedelta(365)  # RFC 9116 §2.5.5


def test_without_a_contact_nothing_is_published(settings):
    settings.SECURITY_CONTACT = ""
    assert Client().get(TEXT).status_code == 404


@pytest.mark.django_db
def test_password_managers_are_led_to_the_page(amelie, signed_in):
    assert Client().get("/.well-known/change-password")["Location"] == "/compte/password/change/"
    assert signed_in(amelie).get("/.well-known/change-password", follow=True).status_code == 200
