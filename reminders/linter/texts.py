"""Rules about one text that leaves the portal."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.channels.sms import segments
from reminders.linter import reading, sensitive
from reminders.linter.remarks import Remark, advice, error

VARIABLES = frozenset({"{date}", "{where}"})
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
MOST_SEGMENTS, DEAR_SEGMENTS = 4, 2
"""An SMS longer than the first is refused, longer than the second is told to be dear."""

_KINDS = {
    "card": _("un numéro de carte"),
    "nam": _("un numéro d’assurance maladie"),
    "nas": _("un numéro d’assurance sociale, ou ce qui y ressemble"),
    "file": _("un numéro de dossier ou de référence"),
    "address": _("un code postal"),
    "email": _("une adresse de courriel"),
    "name": _("un nom de personne"),
}
_THEMES = {
    "health": _("la santé"),
    "justice": _("la justice"),
    "family": _("la famille"),
    "income": _("les revenus"),
    "status": _("le statut d’immigration"),
}


@dataclass(frozen=True)
class Outside:
    """One text, what surrounds it, and where it stands in the editor."""

    where: str
    text: str
    language: str
    is_neutral: bool
    links: str
    is_before: bool
    names: tuple[str, ...] = ()
    """Names of the organization, which a neutral text does not say."""


def lint_text(told: Outside) -> Iterator[Remark]:
    for rule in (_variables, _identifiers, _amounts, _touchy, _organization, _links, _swindle, _places, _shouting):
        yield from rule(told)
    if told.language == "fr":
        yield from lint_reading(told.where, told.text)


def lint_title(told: Outside) -> Iterator[Remark]:
    """The title of an open kind leaves too: subject of the e-mail, event of a calendar, head of a letter."""
    for rule in (_identifiers, _amounts, _links, _swindle):
        yield from rule(told)


def lint_sms(told: Outside, as_sent: Callable[[str, str], str]) -> Iterator[Remark]:
    """What is only true of an SMS. `as_sent(text, language)`: the text with its places filled, as it would leave."""
    facts = [part for part in reading.sentences(told.text) if "{where}" not in part]
    if len(facts) > 2:
        yield advice(
            "facts",
            told.where,
            _("Ce message dit plus d’un fait et un complément\u00a0: sur un téléphone, la fin n’est pas lue."),
            _("Gardez la chose à faire avec sa date, puis une seule conséquence. Le reste se lit sur la page."),
        )
    parts = segments(as_sent(told.text, told.language))
    if parts > MOST_SEGMENTS:
        why = _("Ce message texte part en %(parts)s morceaux, qui peuvent arriver en désordre.")
        yield error("segments", told.where, why % {"parts": parts}, _("Raccourcissez-le sous 300 signes environ."))
    elif parts > DEAR_SEGMENTS:
        why = _("Ce message texte est facturé %(parts)s fois.")
        how = _("Raccourcissez-le, ou évitez ê, â, ç, œ, qui doublent la place.")
        yield advice("segments", told.where, why % {"parts": parts}, how)


def lint_reading(where: str, text: str) -> Iterator[Remark]:
    """French texts, those of the page too."""
    read = reading.read(text)
    if read.longest_sentence > reading.LONGEST_SENTENCE:
        why = _("Une phrase a %(words)s mots\u00a0: beaucoup de gens la perdent en route.")
        how = _("Coupez-la en deux; une idée par phrase.")
        yield advice("sentence", where, why % {"words": read.longest_sentence}, how)
    if read.is_hard:
        why = _("Ce texte est difficile à lire (indice %(ease)s; visez 60 ou plus).")
        words = ", ".join(read.long_words[:3])
        how = (
            _("Remplacez les mots longs (%(words)s) par ceux que les gens disent.") % {"words": words} if words else ""
        )
        yield advice(
            "reading", where, why % {"ease": read.ease}, how or _("Prenez des mots et des phrases plus courts.")
        )


def _variables(told: Outside) -> Iterator[Remark]:
    unknown = [found for found in _BRACES.findall(told.text) if found not in VARIABLES]
    for found in dict.fromkeys(unknown):
        why = _("«\u00a0%(found)s\u00a0» n’est pas remplacé\u00a0: les gens le recevraient tel quel.") % {
            "found": found
        }
        yield error("variable", told.where, why, _("Écrivez {date} ou {where}, ou enlevez les accolades."))


def _identifiers(told: Outside) -> Iterator[Remark]:
    for code, found in sensitive.identifiers(told.text):
        why = _(
            "«\u00a0%(found)s\u00a0» ressemble à %(kind)s\u00a0: le même texte part à tous, "
            "et se lit sur un écran verrouillé."
        )
        how = _("Enlevez-le. Ce qui est propre à une personne reste dans son espace.")
        yield error("identifier", told.where, why % {"found": found, "kind": _KINDS[code]}, how)


def _amounts(told: Outside) -> Iterator[Remark]:
    found = sensitive.amounts(told.text)
    if found and told.is_neutral:
        why = _("Un message neutre ne dit aucun montant («\u00a0%(found)s\u00a0»).") % {"found": found[0]}
        yield error("amount", told.where, why, _("Enlevez-le; dites-le dans la conséquence, que la page montre."))
    elif found:
        why = _("Un montant («\u00a0%(found)s\u00a0») peut être pris pour celui que la personne doit.") % {
            "found": found[0]
        }
        yield advice(
            "amount",
            told.where,
            why,
            _("Dites plutôt «\u00a0amende\u00a0» ou «\u00a0frais\u00a0»; la page dit combien."),
        )


def _touchy(told: Outside) -> Iterator[Remark]:
    """Only of a neutral text: an open one names its public subject, and its organization decided so."""
    if not told.is_neutral:
        return
    for theme, word in sensitive.touchy(told.text):
        why = _("«\u00a0%(word)s\u00a0» touche %(theme)s\u00a0: un proche qui voit l’écran l’apprendrait.")
        how = _("Dites seulement que quelque chose attend, par exemple «\u00a0Une réponse est attendue bientôt\u00a0».")
        yield error("touchy", told.where, why % {"word": word, "theme": _THEMES[theme]}, how)


def _organization(told: Outside) -> Iterator[Remark]:
    flat = sensitive.fold(told.text)
    named = [
        name for name in told.names if name and re.search(rf"(?<!\w){re.escape(sensitive.fold(name))}(?!\w)", flat)
    ]
    if told.is_neutral and named:
        why = _("Un message neutre ne nomme pas l’organisme («\u00a0%(name)s\u00a0»).") % {"name": named[0]}
        yield error(
            "organization", told.where, why, _("Enlevez le nom\u00a0: la personne le voit une fois dans son espace.")
        )


def _links(told: Outside) -> Iterator[Remark]:
    if sensitive.LINK.search(told.text):
        why = _(
            "Une adresse dans le texte\u00a0: les gens apprennent à suivre des liens, et les fraudeurs les imitent."
        )
        how = _("Mettez {where} à la place; il devient «\u00a0dans votre espace Relais\u00a0».")
        if told.links == "bare":
            how = _("Mettez {where} à la place; il devient l’adresse du portail, sans plus.")
        yield error("link", told.where, why, how)


def _swindle(told: Outside) -> Iterator[Remark]:
    found = sensitive.secrets_asked(told.text)
    if found:
        why = _("«\u00a0%(found)s\u00a0»\u00a0: c’est à ces mots que les gens reconnaissent un message frauduleux.") % {
            "found": found[0]
        }
        yield error("swindle", told.where, why, _("Dites où aller ({where}), sans demander de clic ni de code."))


def _places(told: Outside) -> Iterator[Remark]:
    if told.is_neutral:
        return
    if told.is_before and "{date}" not in told.text:
        why = _("Le message ne dit pas la date limite.")
        yield advice("no_date", told.where, why, _("Ajoutez «\u00a0au plus tard le {date}\u00a0»."))
    if "{where}" not in told.text:
        why = _("Le message ne dit pas où trouver la marche à suivre.")
        yield advice("no_where", told.where, why, _("Terminez par «\u00a0Marche à suivre\u00a0: {where}\u00a0»."))


def _shouting(told: Outside) -> Iterator[Remark]:
    if "!" in told.text or re.search(r"\b[A-ZÀ-Ý]{5,}\b(?:\s+\b[A-ZÀ-Ý]{2,}\b)?", told.text):
        why = _("Des majuscules ou un point d’exclamation\u00a0: le ton inquiète et ressemble à une fraude.")
        yield advice("shouting", told.where, why, _("Écrivez en minuscules, avec un point."))
