"""A page that asks too much of the database is cut: it says so in plain words, and the log names its route."""

import io
import logging

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from portal.access.policies import public
from portal.foundation.logs import LineFormatter
from portal.urls import urlpatterns as ours


@public
def slow(request, name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse()


@public
def locking(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(7399)")
    return HttpResponse()


@public
def broken(request):
    raise OperationalError


handler500 = "portal.pages.views.server_error"
urlpatterns = [*ours, path("lente/<slug:name>/", slow), path("verrou/", locking), path("casse/", broken)]


@pytest.fixture
def limited(db, settings):
    """This connection as one of the pages, with shorter limits."""
    settings.ROOT_URLCONF = __name__
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '200ms'")
        cursor.execute("SET LOCAL lock_timeout = '50ms'")


@pytest.fixture
def log():
    written = io.StringIO()
    (handler,) = [one for one in logging.getLogger().handlers if isinstance(one.formatter, LineFormatter)]
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def asked(url: str) -> HttpResponse:
    return Client(raise_request_exception=False).get(url)


def test_a_page_that_is_cut_says_so(limited, log, settings):
    answer = asked("/lente/tremblay/?nom=bruno")
    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    page = answer.content.decode()
    assert "Cette page prend trop de temps" in page and settings.HELP_PHONE in page.replace("\u00a0", " ")
    first = log.getvalue().splitlines()[0]
    assert "ERROR" in first and "503 GET /lente/<slug:name>/" in first
    assert "tremblay" not in log.getvalue() and "bruno" not in log.getvalue()


def test_a_page_that_waits_for_a_lock_is_cut(limited):
    target = connection.settings_dict
    address = {name: target[name.upper()] for name in ("user", "password", "host", "port")}
    with psycopg.connect(dbname=target["NAME"], **address) as other:
        other.execute("SELECT pg_advisory_lock(7399)")
        assert asked("/verrou/").status_code == 503


def test_another_fault_is_still_ours(limited):
    assert asked("/casse/").status_code == 500
