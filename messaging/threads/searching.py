"""Finding a message by its words, which stay sealed: each word is kept as a keyed digest, of one organization.

Accents, capitals, signs and a final s or x do not count. All the words typed must be in the message or its subject. The
digests of one organization say nothing of those of another.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from messaging.threads.models import Message, Thread
from messaging.threads.querysets import MessageQuerySet
from portal.access.visibility import visibility_of
from portal.foundation.crypto.indexing import keyed_digest
from portal.foundation.words.folding import plain
from portal.organizations.models import Team
from portal.people.models import User

SHORTEST = 2
MOST_TYPED = 8
"""Words of one search."""
MOST_KEPT = 2_000
"""Different words of one message."""
SHOWN = 50
LONGEST_TYPED = 200


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, each once, in their order."""
    found = (word if len(word) < 4 else word.rstrip("sx") for word in plain(text).split())
    return list(dict.fromkeys(word for word in found if len(word) >= SHORTEST))


def digests_of(words: Iterable[str], organization: UUID) -> list[int]:
    """Signed 64-bit numbers, as PostgreSQL indexes them."""
    context = f"threads.message.words:{organization}"
    hexadecimal = (keyed_digest(word, context=context)[:16] for word in words)
    return [int.from_bytes(bytes.fromhex(one), signed=True) for one in hexadecimal]


def kept_words(thread: Thread, text: str) -> list[int]:
    """What is kept of a message: its words; the first of a conversation has those of the subject too."""
    return sorted(digests_of(words_of(text)[:MOST_KEPT], thread.organization_id))


def index_again(thread: Thread) -> None:
    """The conversation went to another organization: its words are those of that one."""
    for place, message in enumerate(thread.messages.order_by("sent_at", "pk")):
        message.words = kept_words(thread, message.body if place else f"{thread.subject} {message.body}")
        message.save(update_fields=["words"])


def find_as_citizen(user: User, text: str) -> list[Message]:
    """The last messages that hold all the words, of the conversations that the account holds where it is."""
    held = Thread.objects.visible_to(user).held_by(user)
    organizations = held.order_by().values_list("organization", flat=True).distinct()
    return _find(Message.objects.visible_to(user).held_by(user), organizations, text)


def find_as_team(user: User, text: str) -> list[Message]:
    """The same, of the conversations of the account's teams."""
    teams = visibility_of(user).team_ids
    organizations = Team.objects.filter(pk__in=teams).order_by().values_list("organization", flat=True).distinct()
    return _find(Message.objects.visible_to(user).filter(thread__team__in=teams), organizations, text)


def _find(messages: MessageQuerySet, organizations: Iterable[Any], text: str) -> list[Message]:
    words = words_of(text[:LONGEST_TYPED])[:MOST_TYPED]
    if not words:
        return []
    holds = [Q(thread__organization=one, words__contains=digests_of(words, one)) for one in organizations]
    if not holds:
        return []
    names = ("thread__citizen", "thread__organization", "thread__team", "by")
    found = messages.filter(reduce(or_, holds)).select_related(*names).order_by("-sent_at", "-pk")
    return list(found[:SHOWN])


def excerpt(message: Message, text: str, around: int = 80) -> str:
    """The part of a message where the first of the words stands, whole words; its beginning when only its subject has
    them."""
    typed = set(words_of(text))
    parts = message.body.split()
    place = next((place for place, part in enumerate(parts) if typed & set(words_of(part))), 0)
    start = end = place
    while end < len(parts) and sum(map(len, parts[place:end])) < around:
        end += 1
    while start > 0 and sum(map(len, parts[start:place])) < around // 2:
        start -= 1
    shown = " ".join(parts[start:end])
    return f"{'… ' if start else ''}{shown}{' …' if end < len(parts) else ''}"
