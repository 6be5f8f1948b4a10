"""Which command does what: set-up first, then the demonstration, the tests, or Django."""

import importlib
import os
import signal
import sys

from portal.launch import days, demo, installation, local, postgres, suite
from portal.launch.places import ROOT, data_dir
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
    run = _test if command == "test" else _django
    if os.environ.get("DATABASE_URL"):
        return run(argv)
    folder = data_dir()
    with postgres.in_use(folder) as addresses:
        os.environ.update(addresses)
        if command != "test":
            local.complete(os.environ, folder)
        return run(argv)


def _test(argv: list[str]) -> int:
    """The suite, arguments passed through. Its settings are its own (`tests.environment`), but for the database;
    TEST_BROKER_URL names the embedded broker to the tests that want a real one."""
    os.chdir(ROOT)
    os.environ.setdefault("TEST_BROKER_URL", os.environ.get("BROKER_URL", ""))
    on, arguments = days.split(argv[2:])
    if on:
        os.environ[days.VARIABLE] = on
    if suite.is_whole(arguments):
        return suite.run(arguments)
    return int(importlib.import_module("pytest").main(arguments))


def _django(argv: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    importlib.import_module("django.core.management").execute_from_command_line(argv)
    return 0


def _leave(number: int, frame: object) -> None:
    """SIGTERM unwinds like an ordinary exit, so that the database is left properly."""
    sys.exit(128 + number)
