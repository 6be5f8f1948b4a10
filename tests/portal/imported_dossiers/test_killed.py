"""Puts by batches while the process that receives them is killed (-9): all of them in the end, each once."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from portal.dossiers.models import Dossier, Move
from portal.imported_dossiers.models import ImportedDossier
from portal.notices.models import Notice
from tests.portal.imported_dossiers.systems import dossier

SENDER = """
import json, sys
import django
django.setup()
from django.test import Client
secret, batches = sys.argv[1], json.loads(sys.stdin.readline())
for number, rows in batches:
    answer = Client().post("/api/v1/dossiers", json.dumps({"dossiers": rows}), content_type="application/json",
                           headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": f"b-{number}",
                                    "Host": "localhost"})
    assert answer.status_code == 200, answer.content
    print(number, flush=True)
"""
BATCH, BATCHES = 100, 100


def start(secret: str, batches: list) -> subprocess.Popen:
    parts = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**parts),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SENDER, secret],
        env=env,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(batches) + "\n")
    process.stdin.close()
    return process


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_puts_with_kills_are_exact(secret, agreed, amelie):
    """A system that sends a batch again until it is answered, as its own reference says it may."""
    rows = [dossier(number=f"D-{at:05}") for at in range(BATCH * BATCHES)]
    waiting = [(number, rows[number * BATCH : (number + 1) * BATCH]) for number in range(BATCHES)]
    chance, kills = random.Random(1), 0
    while waiting:
        process = start(secret, waiting)
        ends = time.monotonic() + chance.uniform(8, 25) if kills < 6 else None
        done = 0
        assert process.stdout is not None
        while line := process.stdout.readline():
            done = int(line) + 1
            if ends and time.monotonic() > ends:
                os.kill(process.pid, signal.SIGKILL)
        process.stdout.close()
        kills += process.wait(60) == -signal.SIGKILL
        waiting = [batch for batch in waiting if batch[0] >= done]
    assert kills > 0
    mine = Dossier.objects.filter(number__startswith="D-", citizen=amelie.citizen)
    assert mine.count() == ImportedDossier.objects.count() == len(rows)
    assert Move.objects.filter(dossier__in=mine).count() == len(rows)
    assert Notice.objects.filter(citizen=amelie.citizen, kind="dossier").count() == len(rows)
