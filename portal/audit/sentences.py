"""Turns a verb of the journal into a sentence. Each app registers its own verbs when it starts."""

from collections.abc import Mapping

from django.utils.functional import Promise

_sentences: dict[str, str | Promise] = {}


def register(sentences: Mapping[str, str | Promise]) -> None:
    """Adds «verb → words» pairs, for instance `{"thread.read": _("a ouvert la conversation")}`."""
    _sentences.update(sentences)


def sentence_of(verb: str) -> str:
    """The words of a verb; the verb itself while nobody has given words to it."""
    return str(_sentences.get(verb, verb))


def verbs() -> frozenset[str]:
    return frozenset(_sentences)
