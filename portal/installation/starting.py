"""What every process asks before it works: pages, worker, beat, and the commands that seal.

To add a requirement, write a function that raises NotReady with a sentence that says what to do, and name it in
`REQUIREMENTS`. They run in order; the first that is not met stops the process.
"""

import logging
import sys
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connection
from psycopg_pool import PoolTimeout

from portal.crypto import KeysUnreadable, canary
from portal.installation.models import Installation

logger = logging.getLogger(__name__)
WAIT = 5.0
"""Seconds between two tries while the database does not answer."""


class NotReady(Exception):
    """The process must not work as things are; the message says what to do."""


def keys_are_ours() -> None:
    """The canary of this database opens with the key file that this process reads."""
    try:
        installation = Installation.objects.first()
    except ProgrammingError as error:  # no such table
        raise NotReady("The tables of this database are not made. Run: manage.py migrate") from error
    if installation is None:
        raise NotReady("This database holds no proof of its keys yet. Run: manage.py migrate")
    try:
        canary.prove(installation.canary, installation.canary_context)
    except KeysUnreadable as error:
        raise NotReady(str(error)) from error


def are_keys_ours() -> bool:
    try:
        keys_are_ours()
    except NotReady:
        return False
    return True


REQUIREMENTS: list[Callable[[], None]] = [keys_are_ours]


def check() -> None:
    """Raise NotReady when a requirement is not met, OperationalError when the database does not answer."""
    try:
        for requirement in REQUIREMENTS:
            requirement()
    except PoolTimeout as error:
        raise OperationalError(str(error)) from error


def require(**kwargs: Any) -> None:
    """Return when all is met; end the process with the sentence when something is not. (A signal's receiver too.)

    While the database does not answer, wait for it: nothing can be proved, and nothing could be done.
    """
    try:
        _once_the_database_answers()
    except NotReady as reason:
        sys.exit(f"Relais does not start. {reason}")
    finally:
        # A worker is about to fork: a pool's threads do not pass into its children.
        connection.close()
        connection.close_pool()


def _once_the_database_answers() -> None:
    while True:
        try:
            return check()
        except OperationalError:
            logger.warning("the database does not answer: the start waits for it")
            time.sleep(WAIT)


class SealingCommand(BaseCommand):
    """A command that reads or writes sealed values: it asks what every process asks."""

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            check()
        except NotReady as reason:
            raise CommandError(str(reason)) from reason
        return super().execute(*args, **options)
