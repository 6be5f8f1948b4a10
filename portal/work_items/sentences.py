"""What a kind of work item expects, in words. Each app registers its own kinds when it starts."""

from collections.abc import Mapping

from django.utils.functional import Promise

_sentences: dict[str, str | Promise] = {}


def register(sentences: Mapping[str, str | Promise]) -> None:
    """Adds «kind → words» pairs, for instance `{"messaging.answer": _("Répondre à un message")}`."""
    _sentences.update(sentences)


def sentence_of(kind: str) -> str:
    return str(_sentences.get(kind, kind))
