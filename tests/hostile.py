"""What makes the tests' world hostile (loaded by conftest)."""

import random
import re
import socket
from contextlib import nullcontext

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import QuerySet
from django.template import engines
from django.test import Client, TransactionTestCase
from django.urls import resolve
from psycopg import sql
from zeal import zeal_context
from zeal.constants import initialize_app_registry
from zeal.patch import patch

WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?([a-z_]+)", re.I)
COUNTERS = {"counters_keptcounter", "counters_windowcounter"}
# What a GET may write: sessions, counters, the journal (reads are told), and the marks named here.
MAY_BE_WRITTEN_BY_GET = {"django_session", *COUNTERS, "audit_auditevent", "usersessions_usersession", "people_visit"}
READ_MARKS = {
    "threads_thread",
    "threads_message",
    "threads_messagereading",
    "documents_document",
    "inbox_inboxitem",
    "inbox_inboxitemreading",
    "calendars_calendarfeed",
    "mfa_authenticator",  # allauth: recovery codes were shown, once
}
# A call proposed about an answer is void once the answer is read: by a page that shows it, and by no other.
MARKS_OF_SOME_VIEWS = {"work_items_workitem": {"threads:thread", "guest_mail:read"}}


class Undefined(str):
    """Stands for an undefined variable of a template: showing it fails, testing it with `if` does not."""

    def __contains__(self, item: object) -> bool:
        return item == "%s" or super().__contains__(item)

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")


@pytest.fixture(scope="session")
def for_good():
    """Patches that hold from the first test to the last: made once, not eight thousand times."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(autouse=True, scope="session")
def undefined_variables_fail():
    """Our own templates never name a variable that does not exist (Django would show nothing).

    In the settings too: a test that installs one more app makes Django build its engine again."""
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
    engines["django"].engine.string_if_invalid = Undefined("%s")


@pytest.fixture(autouse=True, scope="session")
def loopback_only(for_good):
    """A test that reaches beyond this machine fails."""
    real = socket.socket.connect

    def connect(self, address):
        if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            raise AssertionError(f"the tests reach loopback only, not {address[0]}")
        return real(self, address)

    for_good.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True, scope="session")
def reads_do_not_write(for_good):
    """A GET that writes anything but sessions, counters, the journal or a read mark fails."""
    real = Client.request

    def request(self, **environ):
        if environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return real(self, **environ)

        def refuse(execute, sql, params, many, context):
            match = WRITES.match(sql if isinstance(sql, str) else "")
            if match and not _may_be_written(match[2], environ.get("PATH_INFO", "")):
                raise AssertionError(f"a GET wrote in {match[2]}: {environ.get('PATH_INFO')}")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            return real(self, **environ)

    for_good.setattr(Client, "request", request)


def _may_be_written(table: str, path: str) -> bool:
    if views := MARKS_OF_SOME_VIEWS.get(table):
        return resolve(re.sub(r"^/pour/[^/]+", "", path)).view_name in views
    return table in MAY_BE_WRITTEN_BY_GET | READ_MARKS


@pytest.fixture(autouse=True, scope="session")
def unordered_queries_are_shuffled(for_good, queries_are_watched):
    """A list that says no order gets none: rows come back shuffled, so that a page cannot rely on luck."""
    real = QuerySet._fetch_all

    def fetch(self):
        fresh = self._result_cache is None
        real(self)
        if fresh and not self.ordered and not self.query.is_sliced and isinstance(self._result_cache, list):
            random.shuffle(self._result_cache)

    for_good.setattr(QuerySet, "_fetch_all", fetch)


@pytest.fixture(autouse=True, scope="session")
def queries_are_watched():
    """What django-zeal's app does when it starts; it is not installed outside the tests. Django reads a session that is
    void twice before it deletes it."""
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session", "field": "get()"}]
    initialize_app_registry()
    patch()


@pytest.fixture(autouse=True, scope="session")
def pages_do_not_query_row_by_row(for_good):
    """A page with an N+1 fails with the line that makes it. Forms, seeds and imports may ask one by one."""
    real = Client.request

    def request(self, **environ):
        with zeal_context() if environ.get("REQUEST_METHOD") == "GET" else nullcontext():
            return real(self, **environ)

    for_good.setattr(Client, "request", request)


LOCALIZED = re.compile(rb'="(-?\d{1,3}(?:(?:\xc2\xa0|\xe2\x80\xaf)\d{3})+(?:,\d+)?)"')
"""A whole attribute that is a number as French writes it, with a no-break space. Looked for from its `="` on: a name
before it would be tried at each letter of the page."""


@pytest.fixture(autouse=True, scope="session")
def numbers_of_attributes_are_for_machines(for_good):
    """An attribute that holds «1 800» instead of 1800 fails: scripts and browsers read it as no number."""
    real = Client.request

    def request(self, **environ):
        response = real(self, **environ)
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            found = LOCALIZED.search(response.content)
            where = response.content[max(0, found.start() - 20) : found.end()].decode(errors="replace") if found else ""
            assert not found, f"{environ.get('PATH_INFO')}: …{where} is localized (`|unlocalize`)"
        return response

    for_good.setattr(Client, "request", request)


REFUSED, TITLE_OF_REFUSED = b'class="r-error"', re.compile(rb"<title>\s*Erreur :")
RAW = re.compile(
    b"Assurez-vous que cette valeur|Assurez-vous qu.il n.y a|Saisissez (un|une) [^<]*valide|Saisissez un nombre"
)


@pytest.fixture(autouse=True, scope="session")
def refusals_are_told(for_good):
    """A page that comes back with errors says so at the beginning of its title, and in our words, not a library's."""
    real = Client.request

    def request(self, **environ):
        response = real(self, **environ)
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            page, where = response.content, environ.get("PATH_INFO")
            if REFUSED in page and b"<title>" in page:
                assert TITLE_OF_REFUSED.search(page), f"{where}: the title does not begin with «Erreur :»"
            assert not RAW.search(page), f"{where}: {RAW.search(page)[0].decode()}"
        return response

    for_good.setattr(Client, "request", request)


KEPT = ("django_migrations", "django_content_type", "installation_installation")


def empty_as_owner(self: TransactionTestCase) -> None:
    """The web role cannot empty tables it does not own (that is the point): the owner does it between tests."""
    connections["default"].close()
    target = connections["owner"].settings_dict
    address = {name: target[name.upper()] for name in ("user", "password", "host", "port")}
    with psycopg.connect(dbname=target["NAME"], **address) as owner:
        rows = owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s)", [[*KEPT]]
        )
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in rows)
        owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))


TransactionTestCase._fixture_teardown = empty_as_owner
