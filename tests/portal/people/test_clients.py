"""Limits count clients, not proxies; what a client writes in X-Forwarded-For moves nothing."""

import re
from pathlib import Path

import pytest
from allauth.account import app_settings as account_settings
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa import app_settings as mfa_settings
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.counters.rates import client_of
from portal.organizations.models import Organization
from portal.votes import views as votes
from portal.votes.ballots import Ballot
from portal.votes.models import Vote
from programs.result_letters import views as letters
from tests.portal.people.test_sign_in import give_password

ROOT = Path(__file__).resolve().parents[3]
PROXY, ATTACKER, INNOCENT = "10.0.0.1", "198.51.100.1", "198.51.100.2"


@pytest.fixture
def behind_a_proxy(db, settings):
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def through(*addresses: str) -> dict[str, str]:
    """What the portal receives of a client whose requests pass by one proxy, the last address being the proxy's."""
    return {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": ", ".join(addresses)}


def asking(**headers: str) -> str:
    return client_of(RequestFactory().get("/", **headers))


def test_one_client_at_its_limit_stops_nobody_else(behind_a_proxy, settings, bruno):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}
    tries = [
        give_password(Client(**through(f"203.0.113.{number}", ATTACKER)), f"{number}@relais.example", "faux")
        for number in range(4)
    ]
    assert [answer.status_code for answer in tries] == [200, 200, 200, 429], "a forged address moves nothing"
    assert give_password(Client(**through(INNOCENT)), bruno.email).status_code == 302
    assert mail.outbox[-1].to == [bruno.email]


def test_without_a_proxy_the_header_counts_for_nothing(settings):
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    assert asking(REMOTE_ADDR=ATTACKER, HTTP_X_FORWARDED_FOR=INNOCENT) == ATTACKER


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ((ATTACKER,), ATTACKER),
        ((INNOCENT, ATTACKER), ATTACKER),
        (("", "x", f"{ATTACKER}:4123"), ATTACKER),
        ((f"::ffff:{ATTACKER}",), ATTACKER),
        (("2001:db8:1:2:3:4:5:6",), "2001:db8:1:2::/64"),
    ],
)
def test_the_address_that_our_proxy_wrote(behind_a_proxy, written, read):
    assert asking(**through(*written)) == read


def test_two_proxies(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert asking(**through(INNOCENT, ATTACKER, "10.0.0.2")) == ATTACKER
    with pytest.raises(ImproperlyConfigured):
        asking(**through(ATTACKER))


def test_votes_are_counted_per_client(behind_a_proxy, monkeypatch):
    monkeypatch.setattr(votes, "MOST_PER_HOUR", 2)
    ballot = Ballot("kinds.deadlinekind", "1", "Permis", str(Organization.objects.get(code="saaq").pk)).sealed
    for number in range(4):
        headers = through(f"203.0.113.{number}", ATTACKER)
        Client(**headers).post(reverse("votes:answer"), {"ballot": ballot, "useful": "non"})
    assert Vote.objects.count() == 2
    Client(**through(INNOCENT)).post(reverse("votes:answer"), {"ballot": ballot, "useful": "oui"})
    assert Vote.objects.count() == 3


def test_one_place_reads_the_client_s_address():
    """Anything else would count the proxy, or what the client wrote."""
    reading = re.compile(r"REMOTE_ADDR|X_FORWARDED_FOR|x-forwarded-for|get_client_ip", re.I)
    sources = [path for app in ("portal", "messaging", "programs", "reminders") for path in (ROOT / app).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in sources if reading.search(path.read_text())}
    declared = "portal/environment/declared.py"  # the sentence of the setting
    assert found == {"portal/people/adapter.py", "portal/counters/rates.py", "portal/settings.py", declared}
    assert letters.client_of is client_of


def test_limits_of_an_address_are_far_above_a_shared_one():
    rates = account_settings.RATE_LIMITS | mfa_settings.RATE_LIMITS
    by_address = {
        action: rate.amount * 3600 / rate.duration
        for action, written in rates.items()
        for rate in parse_rates(written)
        if rate.per == "ip"
    }
    assert {"login", "login_failed", "signup", "reset_password", "webauthn_login"} <= by_address.keys()
    assert min(by_address.values()) >= 5000, by_address


def test_limits_of_an_account_stay():
    failed = [(rate.amount, rate.duration) for rate in parse_rates(account_settings.RATE_LIMITS["login_failed"])]
    assert (8, 300) in failed
