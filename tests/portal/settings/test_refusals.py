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
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_unsafe_settings_are_refused(changes, word):
    answer = load(**changes)
    assert answer.returncode != 0
    last = answer.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last and word in last
    assert "pw-of-web" not in last


@pytest.mark.parametrize(("flag", "count"), [("1", "2"), ("0", "0")])
def test_forwarded_addresses_are_read_behind_a_proxy_only(flag, count):
    told = "import portal.settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    environment = SAFE | {"BEHIND_PROXY": flag, "TRUSTED_PROXY_COUNT": "2"}
    answer = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.stdout.strip() == count


def test_the_clock_moves_in_demonstration_only():
    told = "import portal.settings as s; print(repr(s.CLOCK_OFFSET_FILE))"
    environment = SAFE | {"CLOCK_OFFSET_FILE": "/somewhere"}
    answer = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.stdout.strip() == "''"
