"""Which command does what: set-up first, then the demonstration, the tests, or Django."""

import importlib
import os
import signal
import sys

from portal.launch import demo, installation, local, postgres
from portal.launch.places import data_dir
from portal.launch.sentences import Trouble, explain, say

INTERRUPTED = 130
"""What shells expect after Ctrl-C."""


def main(argv: list[str]) -> int:
    """Exit code of the command. Whatever goes wrong before Django is told in plain sentences."""
    signal.signal(signal.SIGTERM, _leave)
    command = argv[1] if len(argv) > 1 else "help"
    try:
        return _run(command, argv)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
    except OSError as error:
        known = explain(str(error))
        if known is None:
            raise
        print(f"\n{known}", file=sys.stderr)
    except KeyboardInterrupt:
        say("\nInterrompu. Relancez la même commande quand vous voudrez : elle reprendra.")
        return INTERRUPTED
    return 1


def _run(command: str, argv: list[str]) -> int:
    if command == "demo":
        return demo.main(argv[2:])
    installation.ensure(command)
    if os.environ.get("DATABASE_URL"):
        return _django(command, argv)
    folder = data_dir()
    with postgres.in_use(folder) as addresses:
        os.environ.update(addresses)
        local.complete(os.environ, folder)
        return _django(command, argv)


def _django(command: str, argv: list[str]) -> int:
    if command == "test":
        return int(importlib.import_module("pytest").main(argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    importlib.import_module("django.core.management").execute_from_command_line(argv)
    return 0


def _leave(number: int, frame: object) -> None:
    """SIGTERM unwinds like an ordinary exit, so that the database is left properly."""
    sys.exit(128 + number)
