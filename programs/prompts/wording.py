"""What the words of a prompt may not do: announce a benefit or an amount, push, lead. Pure; each refusal says why."""

import re
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.foundation.wording.rules import public_faults
from portal.foundation.words.folding import plain

_SIGNS = re.compile(r"[$%€]|\d{3,}|\d[\s\u00a0\u202f]\d{3}")
# On plain text: lower case, without accents or punctuation.
_AMOUNT = re.compile(r"\b(dollars?|pour ?cents?|cents?)\b")
_BENEFIT = re.compile(
    r"\b(droits|droit (a|aux?|de|d)|admissib\w*|eligib\w*|prestations?|rentes?|indemni\w*|allocations?|pensions?|"
    r"subventions?|rembours\w*|bourses?|versements?|verse[rsz]?|montants?|argent|primes?|supplements?|gratuit\w*|"
    r"benefici\w*|toucher|gagner|aides? financieres?|credits? d impot|benefits?|entitled|allowances?|amounts?|money)\b"
)
_PUSH = re.compile(
    r"\b(n est ce pas|evidemment|bien sur|sans doute|surement|profite[rz]?|vite|derniere chance|ne manquez pas|"
    r"depeche\w*|vous devez|il faut|malheureusement)\b"
)
_NEGATIVE = re.compile(r"^(n|ne) ")
MOST_WORDS = 20


def question_problems(question: str) -> list[str]:
    """Why these words cannot be the question; empty when they can (or when there are none: the vocabulary's serve)."""
    if not question:
        return []
    text = plain(question)
    problems: list[str | Promise] = [*_shared_problems(question, text)]
    if not question.rstrip().endswith("?") or question.count("?") != 1:
        problems.append(_("Écrivez une seule question, qui finit par un point d’interrogation."))
    if len(text.split()) > MOST_WORDS:
        problems.append(_("Écrivez la question en vingt mots au plus : le reste va dans la précision."))
    if _NEGATIVE.match(text):
        problems.append(_("Demandez sans négation : « non » à une question négative se comprend de deux façons."))
    return [str(problem) for problem in problems]


def precision_problems(precision: str) -> list[str]:
    """Why these words cannot stand under the question."""
    text = plain(precision)
    problems: list[str | Promise] = [*_shared_problems(precision, text)]
    if "?" in precision:
        problems.append(_("La précision explique la question : n’en posez pas une deuxième."))
    return [str(problem) for problem in problems]


def naming_problems(words: str, programs: Iterable[str]) -> list[str]:
    """The words name a program that the answer may open: the person would answer for it."""
    text = plain(words)
    return [
        str(_("N’écrivez pas le nom du programme (« %(name)s ») : la réponse doit rester libre.") % {"name": name})
        for name in programs
        if plain(name) in text
    ]


def _shared_problems(words: str, text: str) -> Iterable[str | Promise]:
    yield from map(str, public_faults(words))
    if _SIGNS.search(words) or _AMOUNT.search(text):
        yield _("N’écrivez ni montant ni pourcentage : la question ne promet rien.")
    if found := _BENEFIT.search(text):
        yield _("N’annoncez pas d’aide (« %(word)s ») : demandez seulement ce qui est arrivé.") % {"word": found[0]}
    if "!" in words:
        yield _("Pas de point d’exclamation : les mêmes mots neutres pour tout le monde.")
    if found := _PUSH.search(text):
        yield _("Ne poussez pas à répondre (« %(word)s ») : les mêmes mots neutres pour tout le monde.") % {
            "word": found[0]
        }
