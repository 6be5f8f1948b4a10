"""A crash of PostgreSQL (kill -9): a code already used is still refused, a lockout still holds."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from portal.launch.cluster import DATABASE, Cluster
from portal.launch.processes import is_alive, wait_for
from portal.launch.roles import create_roles, prepare_database, role_of

pytestmark = pytest.mark.long
TRY = """
import django; django.setup()
from django.core.cache import cache
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind
from portal.people.forms import take_once
from reminders.deliveries import holds
held = holds.is_held("email")
holds.hold("email", 3600)
wrong = cache.get("allauth:rl:allauth.account:login_failed:8/300s/key:of-bruno", 0) + 1
cache.set("allauth:rl:allauth.account:login_failed:8/300s/key:of-bruno", wrong, 3600)
kinds = [is_within("proof", most=1, seconds=10**9, kind=kind) for kind in CounterKind]
print(take_once("login", "123456"), held, wrong, *kinds)
"""


@pytest.fixture
def cluster(tmp_path):
    """A server of this test's own, with the tables of counters only."""
    one = Cluster(tmp_path)
    one.start()
    urls = {role: one.url(role) for role in ("owner", "web")}
    create_roles(superuser_url=one.url("superuser", database="postgres"), urls=urls, database=DATABASE)
    prepare_database(owner_url=urls["owner"], web_role=role_of(urls["web"]))
    run(one, "manage.py", "migrate", "counters")
    yield one
    one.stop()


def run(cluster: Cluster, *words: str) -> str:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": cluster.url("web"),
        "DATABASE_OWNER_URL": cluster.url("owner"),
    }
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def test_a_used_code_stays_used(cluster):
    assert run(cluster, "-c", TRY).split() == ["True", "False", "1", "True", "True"]
    pid = int((Path(cluster.home) / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    assert wait_for(lambda: not is_alive(pid), 30)
    cluster.start()
    assert run(cluster, "-c", TRY).split() == ["False", "True", "2", "False", "True"], "only the rate begins anew"
