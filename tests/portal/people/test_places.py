"""«Appareils connectés» says from which country each was opened, offline, and which country is new."""

import datetime as dt
import logging

import pytest
from allauth.usersessions.models import UserSession

from portal.clock import now
from portal.people import places

PAGE = "/compte/sessions/"
CANADA, FRANCE, UNKNOWN = "24.37.0.1", "80.67.169.12", "127.0.0.1"


@pytest.fixture
def session_of(signed_in):
    def open_one(user, *, ip: str, hours_ago: int):
        client = signed_in(user)
        began = now() - dt.timedelta(hours=hours_ago)
        seen = {"user": user, "ip": ip, "user_agent": "Mozilla Firefox (Windows)", "created_at": began}
        UserSession.objects.create(session_key=client.session.session_key, **seen)
        return client

    return open_one


@pytest.mark.parametrize(
    ("address", "country"),
    [
        (CANADA, "Canada"),
        (FRANCE, "France"),
        ("2607:fa48::1", "Canada"),
        ("8.8.8.8", "États-Unis"),
        (UNKNOWN, ""),
        ("10.1.2.3", ""),
        ("::1", ""),
        ("fe80::1", ""),
        ("100.64.0.1", ""),
    ],
)
def test_a_country_is_read_from_the_address(address, country):
    assert places.country_name(places.country_of(address)) == country


@pytest.mark.django_db
def test_the_page_says_where_each_was_opened_and_which_country_is_new(amelie, bruno, session_of):
    here = session_of(amelie, ip=CANADA, hours_ago=5)
    session_of(amelie, ip=UNKNOWN, hours_ago=4)
    session_of(bruno, ip=FRANCE, hours_ago=6)
    page = here.get(PAGE).content.decode()
    assert "Canada" in page and "lieu inconnu" in page and "Nouveau pays" not in page and "France" not in page
    session_of(amelie, ip=FRANCE, hours_ago=1)
    session_of(amelie, ip=CANADA, hours_ago=0)
    page = here.get(PAGE).content.decode()
    assert page.count("Nouveau pays") == 1
    assert page.index("Nouveau pays") < page.index("France") < page.index("depuis un autre pays")


@pytest.mark.django_db
def test_without_its_file_the_page_has_no_place_and_the_log_one_line(amelie, session_of, settings, caplog):
    settings.COUNTRIES_FILE = "/nowhere/countries.mmdb"
    places._countries.cache_clear()
    try:
        here = session_of(amelie, ip=CANADA, hours_ago=5)
        with caplog.at_level(logging.WARNING, logger="portal.people.places"):
            pages = [here.get(PAGE).content.decode() for _ in range(2)]
        assert all("lieu inconnu" in page for page in pages)
        assert [record.message for record in caplog.records if record.name == "portal.people.places"] == [
            "countries of addresses cannot be read: FileNotFoundError"
        ]
    finally:
        places._countries.cache_clear()
