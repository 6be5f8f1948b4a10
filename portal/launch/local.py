"""Settings of one machine: whatever the environment does not say when the database is the embedded one.

Secrets are made once and kept in the data folder (0600). It is the demonstration's mode: a real service gives
DATABASE_URL and every other setting itself."""

import json
import secrets
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

from portal.launch.locks import held
from portal.launch.places import ROOT, private_dir, write_private
from portal.launch.ports import free_port, port_is_free
from portal.launch.processes import run
from portal.launch.sentences import Trouble

DEFAULT_PORT = 8000
_NEW_KEYS = "import sys; from portal.foundation.crypto.keys import create_keyset; create_keyset(sys.argv[1])"


def facts(folder: Path) -> dict:
    """What this data folder keeps: secret keys, ports of the sinks, last port of the pages."""
    path = folder / "local.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        made = {
            "secret_key": secrets.token_urlsafe(64),
            "callback_secret": secrets.token_urlsafe(32),
            "smtp_port": free_port(),
            "sms_port": free_port(),
        }
        write_private(path, json.dumps(made | {"port": DEFAULT_PORT}, indent=1))
        return facts(folder)


def choose_ports(folder: Path, port: int) -> None:
    """Before the demonstration starts: keeps the pages' port, and changes a sink's port that someone took."""
    known = facts(folder) | {"port": port}
    for name in ("smtp_port", "sms_port"):
        if not port_is_free(known[name]):
            known[name] = free_port()
    write_private(folder / "local.json", json.dumps(known, indent=1))


def complete(environment: MutableMapping[str, str], folder: Path) -> None:
    """Adds the settings that are not there yet. Raises Trouble when the keys cannot be made."""
    keys = folder / "keys.json"
    private_dir(folder / "files")
    # Two first commands at once must not each make secrets.
    with held(folder / "local.lock"):
        known = facts(folder)
        if "ENCRYPTION_KEYS" not in environment:
            if not keys.exists():
                _make_keys(keys, environment, known)
            if not known.get("keys_made"):
                known = known | {"keys_made": True}
                write_private(folder / "local.json", json.dumps(known, indent=1))
    for name, value in {
        "DEMO": "1",
        "DATA_DIR": str(folder),
        "SECRET_KEY": known["secret_key"],
        "ENCRYPTION_KEYS": str(keys),
        "SITE_URL": f"http://localhost:{known['port']}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "EMAIL_URL": f"smtp://127.0.0.1:{known['smtp_port']}",
        "SMS_URL": f"notify+http://demo:demo@127.0.0.1:{known['sms_port']}/v2/notifications/sms",
        # A folder made by an older version has none: callbacks are then refused.
        "EMAIL_CALLBACK_SECRET": known.get("callback_secret", ""),
        "SMS_CALLBACK_SECRET": known.get("callback_secret", ""),
        "CLOCK_OFFSET_FILE": str(folder / "clock_offset"),
    }.items():
        environment.setdefault(name, value)


def _make_keys(keys: Path, environment: Mapping[str, str], known: Mapping[str, Any]) -> None:
    """By a program apart: it needs the cryptographic library. Never a second time: what the first keys sealed would be
    lost without a word."""
    if known.get("keys_made"):
        raise Trouble(
            f"Le fichier de clés {keys} n’est plus là : sans lui, rien de ce qui est gardé ici ne s’ouvre.",
            "Remettez-le en place. Pour tout recommencer à neuf, choisissez un autre dossier avec --data-dir.",
        )
    run(
        [sys.executable, "-c", _NEW_KEYS, keys],
        title="Clés de chiffrement",
        log=keys.parent / "logs" / "setup.log",
        env={**environment, "DJANGO_SETTINGS_MODULE": "portal.settings"},
        cwd=ROOT,
    )
