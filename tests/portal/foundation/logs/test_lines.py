"""Log lines: one each, with the request they belong to, and nothing of anybody in them (promise P18)."""

import logging
import re
import sys

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from portal.foundation.logs import LineFormatter, RequestIdFilter
from portal.people.actions import set_phone


def line_of(message: str, *arguments: object, error: bool = False) -> str:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, message, arguments, sys.exc_info() if error else None)
    RequestIdFilter().filter(record)
    return LineFormatter().format(record)


@pytest.mark.parametrize("cut", ["\n", "\r", "\r\n", "a\n2027-01-01 00:00:00 ERROR forged"])
def test_input_cannot_forge_a_line(cut):
    line = line_of("refused %s", f"nom{cut}suite")
    assert len(line.splitlines()) == 1 and "\\n" in line or "\\r" in line


@pytest.mark.parametrize(
    "address", ["/recherche/?q=Tremblay", "GET /x?email=a@b.ca&page=2 HTTP/1.1", '"/x?a=Tremblay"']
)
def test_a_query_string_stays_out(address):
    line = line_of("Not Found: %s", address)
    assert "Tremblay" not in line and "a@b.ca" not in line and "?…" in line


@pytest.mark.django_db
def test_a_refusal_of_the_database_does_not_repeat_the_row(amelie, bruno):
    try:
        with transaction.atomic():
            set_phone(citizen=bruno.citizen, phone=amelie.citizen.phone.as_e164, verified=True, by=bruno)
    except IntegrityError:
        line = line_of("failed", error=True)
    assert amelie.citizen.phone.as_e164 not in line and "4185550111" not in line
    assert "citizen_verified_phone_once" in line and "Traceback" in line  # what operations need is there


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO people_user (id, email, password, display_name, is_active, is_staff, created_at) "
        "SELECT gen_random_uuid(), upper(email), '', '', true, false, now() FROM people_user LIMIT 1",
        "UPDATE people_citizen SET given_name = NULL WHERE phone <> ''",
    ],
)
def test_whatever_the_row_the_name_of_the_rule_is_enough(people, statement):
    try:
        with transaction.atomic():
            connection.cursor().execute(statement)
    except IntegrityError:
        line = line_of("failed", error=True)
    assert not re.search("relais.example|RELAIS.EXAMPLE|Tremblay|4185550111", line)


def test_the_two_half_past_one_of_a_night_in_november_are_told_apart():
    """01:30 in Québec on 7 November 2027, before the clocks go back and after."""
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "done", (), None)
    record.request_id = "-"
    times = []
    for record.created in (1825565400.0, 1825569000.0):
        times.append(LineFormatter().format(record).split(" ")[0])
    assert times == ["2027-11-07T05:30:00.000+00:00", "2027-11-07T06:30:00.000+00:00"]


@pytest.mark.django_db
def test_each_answer_has_its_own_id_whatever_the_client_says():
    ids = {Client().get("/aide/", headers={"X-Request-Id": "forged\nline"})["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3 and all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)
    assert line_of("after").endswith("[-] after")
