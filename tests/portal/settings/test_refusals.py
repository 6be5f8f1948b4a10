"""Settings that are missing or unsafe stop the process with a sentence that says what to do, and no secret in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SAFE = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "s3" * 40,
    "ENCRYPTION_KEYS": "keys.json",
    "DATABASE_URL": "postgres://web:pw-of-web@127.0.0.1/relais",
    "SITE_URL": "https://relais.example",
    "CLAMD_URL": "tcp://127.0.0.1:3310",
    "BROKER_URL": "amqps://relais:pw-of-broker@queue.example/relais",
    "EMAIL_URL": "smtps://relais:pw-of-mail@mail.example",
    "SMS": "off",
    "HELP_PHONE": "1 800 000-0000",
    "HELP_HOURS": "de 9 h à 17 h",
    "HELP_ADDRESS": "case postale 1",
}


def load(**changes: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in (SAFE | changes).items() if value}
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings"], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_safe_settings_load():
    assert load().returncode == 0, load().stderr


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "court"}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 60}, "SECRET_KEY"),
        ({"ENCRYPTION_KEYS": ""}, "ENCRYPTION_KEYS"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://web:pw-of-web@127.0.0.1/relais"}, "PostgreSQL"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"CLAMD_URL": ""}, "CLAMD_URL"),
        ({"EMAIL_URL": "http://relay"}, "EMAIL_URL"),
        ({"BEHIND_PROXY": "1"}, "TRUSTED_PROXY_COUNT"),
        ({"BEHIND_PROXY": "1", "TRUSTED_PROXY_COUNT": "0"}, "TRUSTED_PROXY_COUNT"),
        ({"BEHIND_PROXY": "1", "TRUSTED_PROXY_COUNT": "un"}, "TRUSTED_PROXY_COUNT"),
        ({"SECURITY_CONTACT": "securite@relais.example"}, "SECURITY_CONTACT"),
        ({"SITE_URL": "", "BROKER_URL": "", "EMAIL_URL": ""}, "BROKER_URL is not set"),
        ({"SMS": ""}, "SMS_URL"),
        ({"HELP_PHONE": "", "HELP_HOURS": "", "HELP_ADDRESS": ""}, "HELP_ADDRESS"),
        ({"STORAGE_URL": "s3://files"}, "STORAGE_URL"),
        ({"BEHIND_PROXY": "oui"}, "BEHIND_PROXY"),
        ({"TWO_PERSONS_ABOVE": "abc"}, "TWO_PERSONS_ABOVE"),
        ({"CLEAR_TEXT": "email,broker"}, "CLEAR_TEXT"),
        ({"CLOCK_OFFSET_FILE": "/somewhere"}, "CLOCK_OFFSET_FILE"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_unsafe_settings_are_refused(changes, word):
    answer = load(**changes)
    assert answer.returncode != 0
    last = answer.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last and word in last
    assert not any(secret in last for secret in ("pw-of-web", "pw-of-broker", "pw-of-mail"))


@pytest.mark.parametrize(("flag", "count"), [("1", "2"), ("0", "0")])
def test_forwarded_addresses_are_read_behind_a_proxy_only(flag, count):
    text = "import portal.settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    environment = SAFE | {"BEHIND_PROXY": flag, "TRUSTED_PROXY_COUNT": "2"}
    answer = subprocess.run([sys.executable, "-c", text], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.stdout.strip() == count
