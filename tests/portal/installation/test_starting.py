"""No process works with keys that are not its database's, nor with none; the sentence says what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import OperationalError, connection

from portal.foundation.crypto import KeysUnreadable, canary
from portal.foundation.crypto.keys import create_keyset
from portal.installation import starting
from portal.installation.actions import establish
from portal.installation.models import Installation
from tests.own_apps import own_apps

pytestmark = pytest.mark.django_db
READS_NOTHING_SEALED = {
    "advise": "reads a file and the catalogue",
    "explain": "reads a file and the catalogue",
    "audit_verify": "asks the database about rights",
    "migrate": "proves the keys itself, before it changes anything",
    "set_up": "makes the keys and the tables; migrate, which it runs, proves the keys",
    "createsuperuser": "answers with one sentence",
    "permissions": "writes the table of the code",
    "data_model": "writes the tables of the code",
    "retention": "writes the rules of the code",
}


@pytest.fixture
def other_keys(settings, tmp_path):
    settings.ENCRYPTION_KEYS = str(create_keyset(tmp_path / "others.json"))


def test_our_keys_are_known() -> None:
    starting.check()


def test_another_valid_key_file_stops_the_process(other_keys, capsys) -> None:
    with pytest.raises(SystemExit, match="is not the one of this database.*Put the right key file back"):
        starting.require()


@pytest.mark.parametrize("part", ["fields", "files", "index"])
def test_one_key_of_the_file_is_enough_to_tell(settings, tmp_path, part) -> None:
    """A file put together from two."""
    ours = json.loads(Path(settings.ENCRYPTION_KEYS).read_text())
    theirs = create_keyset(tmp_path / "theirs.json")
    mixed = tmp_path / "mixed.json"
    mixed.write_text(json.dumps(ours | {part: json.loads(theirs.read_text())[part]}))
    mixed.chmod(0o600)
    settings.ENCRYPTION_KEYS = str(mixed)
    with pytest.raises(SystemExit, match="is not the one of this database"):
        starting.require()


def test_no_key_file_stops_the_process_and_makes_none(settings, tmp_path) -> None:
    settings.ENCRYPTION_KEYS = str(tmp_path / "none.json")
    with pytest.raises(SystemExit, match="There is no key file at"):
        starting.require()
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_its_proof_asks_for_migrate() -> None:
    Installation.objects.all().delete()
    with pytest.raises(SystemExit, match="Run: manage.py migrate"):
        starting.require()


def test_the_database_away_is_waited_for(monkeypatch) -> None:
    failures, waited = [OperationalError("away"), OperationalError("away")], []

    def sometimes() -> None:
        if failures:
            raise failures.pop()

    monkeypatch.setattr(starting, "REQUIREMENTS", [sometimes])
    monkeypatch.setattr(starting.time, "sleep", waited.append)
    starting.require()
    assert waited == [starting.WAIT] * 2


def test_the_canary_of_another_database_does_not_open_here() -> None:
    known = Installation.objects.get()
    with pytest.raises(KeysUnreadable):
        canary.prove(known.canary, "installation_installation.canary:another")


def test_established_twice_it_is_the_same() -> None:
    assert establish().number == establish().number == Installation.objects.get().number


def test_migrate_refuses_other_keys_before_it_changes_anything(other_keys) -> None:
    with pytest.raises(CommandError, match="is not the one of this database"):
        call_command("migrate", database="default", verbosity=0)


def test_commands_that_seal_ask_first(other_keys) -> None:
    apps_of_ours = {config.name for config in own_apps()}
    ours = {name: app for name, app in get_commands().items() if app in apps_of_ours}
    assert set(READS_NOTHING_SEALED) <= set(ours)
    for name, app in ours.items():
        command = load_command_class(app, name)
        assert isinstance(command, starting.SealingCommand) or name in READS_NOTHING_SEALED, name
    with pytest.raises(CommandError, match="is not the one of this database"):
        call_command("import_holidays")


@pytest.mark.slow
@pytest.mark.parametrize("program", ["pages", "worker", "beat"])
def test_each_process_really_stops(other_keys, program, tmp_path) -> None:
    """In processes of their own, as in production: other keys, a sentence, an exit code."""
    commands = {
        "pages": ["-c", "import portal.wsgi"],
        "worker": "-m celery --quiet -A portal.celery worker -c 1 -n canary@%h".split(),
        "beat": "-m celery --quiet -A portal.celery beat --pidfile=".split(),
    }
    fields = connection.settings_dict
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**fields)
    environment = os.environ | {"DATABASE_URL": url, "ENCRYPTION_KEYS": settings.ENCRYPTION_KEYS}
    done = subprocess.run(
        [sys.executable, *commands[program]],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0 and "is not the one of this database" in done.stderr
