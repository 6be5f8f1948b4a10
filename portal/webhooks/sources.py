"""What organizations' systems are notified of, and asked: the app of a noun registers its source when it starts.

No system is notified when it happens: each sweep finds what is new in the tables, so that nothing is lost.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.utils.functional import Promise

from portal.clock import now
from portal.webhooks.statements import STATEMENTS


class Source(NamedTuple):
    events: Mapping[str, str | Promise]
    """Their names on the wire, each with when it is sent, as «gestion» says it."""
    subject_type: str
    """Label of the model whose rows they are about: `app.model`."""
    statement: str
    """A SELECT of what is new: subscription_id, subject_id (sent once for each event), reference, event, at."""
    values: Callable[[], Mapping[str, Any]]
    """Its parameters, now."""


_sources: dict[str, Source] = {}
_questions: dict[str, str | Promise] = {}


def register(source: Source) -> None:
    """Add the source of a noun, once however many times its app starts in a process."""
    _sources[source.subject_type] = source


def register_question(name: str, words: str | Promise) -> None:
    """Add what an address may be asked, by the app that asks it."""
    _questions[name] = words


def events() -> list[tuple[str, str | Promise]]:
    """Return every event with its words, as choices."""
    return [event for source in _sources.values() for event in source.events.items()]


def questions() -> list[tuple[str, str | Promise]]:
    """Return every question with its words, as choices."""
    return list(_questions.items())


def choices() -> list[tuple[str, str | Promise]]:
    """Return all that an address may be called for."""
    return [*events(), *questions()]


def find() -> int:
    """Write a call for each new fact; return how many."""
    return sum(map(_find, _sources.values()))


def _find(source: Source) -> int:
    with connection.cursor() as cursor:
        values = {"at": now(), "subject_type": source.subject_type, **source.values()}
        cursor.execute(STATEMENTS.compose("write", facts=source.statement), values)
        return cursor.rowcount
