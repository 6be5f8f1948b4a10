"""What every answer tells the browser, error pages and «gestion» included (P15)."""

import statistics
import time

import pytest
from django.core import mail
from django.test import Client

from portal.demonstration.seeds import PASSWORD

PAGES = ["/", "/aide/", "/compte/login/", "/compte/signup/", "/programmes/", "/rappels/", "/rien-ici/", "/healthz"]


def directives(answer) -> dict[str, str]:
    policy = answer["Content-Security-Policy"]
    return {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}


@pytest.fixture
def answers(people, signed_in):
    anonymous, amelie, agent = Client(), signed_in(people["amelie"]), signed_in(people["alain"])
    return [
        *(anonymous.get(page) for page in PAGES),
        amelie.get("/espace/"),
        amelie.get("/messages/00000000-0000-0000-0000-000000000001/"),
        agent.get("/gestion/"),
        agent.get("/gestion/threads/thread/"),
        anonymous.post("/compte/login/", {"login": "x"}, headers={"host": "localhost"}),
    ]


def test_the_policy_is_strict_everywhere(answers):
    for answer in answers:
        result = directives(answer)
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert result["default-src"] == "'none'"
        assert result["script-src"] == result["style-src"] == result["form-action"] == "'self'"
        assert result["object-src"] == result["base-uri"] == result["frame-ancestors"] == "'none'"


def test_the_other_headers_are_there(answers):
    for answer in answers:
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in answer["Permissions-Policy"]
        assert len(answer["X-Request-Id"]) == 32


def test_a_page_read_while_signed_in_is_kept_nowhere(amelie, signed_in):
    assert signed_in(amelie).get("/espace/")["Cache-Control"] == "no-store"


def test_https_is_remembered_for_a_year(db):
    answer = Client().get("/aide/", secure=True)
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.slow
def test_an_unknown_account_is_answered_as_a_known_one(bruno):
    """The same words and status; the median time is printed (P1: ±30 ms on an idle machine)."""
    medians, bodies = [], []
    for email in ("bruno@relais.example", "personne@relais.example"):
        times = []
        for number in range(6):
            client = Client(REMOTE_ADDR=f"198.51.100.{number}")
            start = time.perf_counter()
            answer = client.post("/compte/login/", {"login": email, "password": PASSWORD[:-1]})
            times.append((time.perf_counter() - start) * 1000)
        medians.append(statistics.median(times))
        bodies.append((answer.status_code, "ne sont pas" in answer.content.decode().replace(email, "")))
    print(f"\nwrong password: known {medians[0]:.0f} ms, unknown {medians[1]:.0f} ms")
    assert bodies[0] == bodies[1]
    assert not mail.outbox


def test_signing_out_makes_the_browser_forget(amelie, signed_in):
    client = signed_in(amelie)
    assert "Clear-Site-Data" not in client.get("/compte/logout/")
    assert client.post("/compte/logout/")["Clear-Site-Data"] == '"cache", "storage"'


def test_a_session_that_ends_by_itself_leaves_the_draft_in_the_browser(amelie, signed_in, clock_offset):
    """«Le brouillon reste dans le navigateur», the page of sign-in says."""
    client = signed_in(amelie)
    client.get("/espace/")
    clock_offset(hours=2)
    answers = [client.get("/messages/nouveau/"), client.post("/compte/logout/"), Client().post("/compte/logout/")]
    assert all("Clear-Site-Data" not in answer for answer in answers)
