"""Turns a verb of the journal into a sentence. Each app registers its own verbs when it starts."""

from collections.abc import Mapping

from django.apps import apps
from django.utils.functional import Promise

LIST, ROW = "list.read", "row.read"
"""Verbs that say what was read by the kind of their subject."""

_sentences: dict[str, str | Promise] = {}
_noted: dict[str, str | Promise] = {}
"""Of what an agent writes that the person said: it is not the agent's own address or consent."""


def register(sentences: Mapping[str, str | Promise]) -> None:
    """Adds «verb → words» pairs, for instance `{"thread.read": _("a ouvert la conversation")}`."""
    _sentences.update(sentences)


def register_noted(sentences: Mapping[str, str | Promise]) -> None:
    """Adds the words of verbs that a person does alone, when an agent does them for that person."""
    _noted.update(sentences)


def sentence_of(verb: str, subject_type: str = "", *, is_noted: bool = False) -> str:
    """Return the words of a verb; the verb itself while nobody has given words to it. `is_noted`: by an agent, for the
    person.

    A list or a row is named by its model: «a consulté une liste (documents)»."""
    words = str((_noted.get(verb) if is_noted else None) or _sentences.get(verb, verb))
    kind = kind_of(subject_type, several=verb == LIST) if verb in {LIST, ROW} else ""
    return f"{words} ({kind})" if kind else words


def kind_of(subject_type: str, *, several: bool = False) -> str:
    """Return the name of a model as people read it; empty for none, or for one that is no more."""
    try:
        options = apps.get_model(subject_type)._meta
    except (LookupError, ValueError):
        return ""
    return str(options.verbose_name_plural if several else options.verbose_name)


def verbs() -> frozenset[str]:
    return frozenset(_sentences)
