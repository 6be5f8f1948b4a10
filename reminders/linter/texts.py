"""Rules about one text that leaves the portal."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.foundation.channels.sms import segments
from portal.foundation.wording import reading, rules, sensitive
from reminders.linter.remarks import Remark, advice, error

VARIABLES = frozenset({"{date}", "{where}"})
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
# Words that bring a consequence, without accents: the other channels add it themselves, an SMS has no room for it.
_CONSEQUENCE = re.compile(
    r"(?<!\w)(?:retard\w*|sinon|sans quoi|sans reponse|a defaut|faute d|pour eviter|perd\w*|risqu\w*|consequence\w*|"
    r"manqu\w*|apres cette date|passe cette date|if late|late|otherwise|without a reply|to avoid|lose|risk|miss\w*|"
    r"after that date)(?!\w)"
)
MOST_SEGMENTS, DEAR_SEGMENTS = 4, 2
"""An SMS longer than the first is refused, longer than the second is told to be dear."""

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
    reason: str = ""
    """Why a word of health, justice or status may be said outside; a second person approves it."""


def lint_text(outside: Outside) -> Iterator[Remark]:
    for rule in (_variables, _shared, _amounts, _touchy, _organization, _places, _shouting):
        yield from rule(outside)
    if outside.language == "fr":
        yield from lint_reading(outside.where, outside.text)


def lint_title(outside: Outside) -> Iterator[Remark]:
    """The title of an open kind leaves too: subject of the e-mail, event of a calendar, head of a letter. That of a
    neutral one stays behind sign-in and on the public page, where its subject may be named."""
    yield from _shared(outside)
    if not outside.is_neutral:
        yield from _amounts(outside)
        yield from _touchy(outside)


def lint_page(where: str, text: str) -> Iterator[Remark]:
    """A text of the public page."""
    faults = rules.public_faults(text, rules.OFFICIAL_PAGE_APART)
    yield from (error(fault.code, where, fault.why, fault.how) for fault in faults)


def lint_sms(outside: Outside, as_sent: Callable[[str, str], str]) -> Iterator[Remark]:
    """What is only true of an SMS. `as_sent(text, language)`: the text with its places filled, as it would leave."""
    facts = [part for part in reading.sentences(outside.text) if "{where}" not in part]
    if len(facts) > 2:
        yield advice(
            "facts",
            outside.where,
            _("Ce message dit plus d’un fait et un complément\u00a0: sur un téléphone, la fin n’est pas lue."),
            _("Gardez la chose à faire avec sa date, puis une seule conséquence. Le reste se lit sur la page."),
        )
    parts = segments(as_sent(outside.text, outside.language))
    if parts > MOST_SEGMENTS:
        why = _("Ce message texte part en %(parts)s morceaux, qui peuvent arriver en désordre.")
        yield error("segments", outside.where, why % {"parts": parts}, _("Raccourcissez-le sous 300 signes environ."))
    elif parts > DEAR_SEGMENTS:
        why = _("Ce message texte est facturé %(parts)s fois.")
        how = _("Raccourcissez-le, ou évitez ê, â, ç, œ, qui doublent la place.")
        yield advice("segments", outside.where, why % {"parts": parts}, how)


def lint_consequence(outside: Outside) -> Iterator[Remark]:
    """Of a text to which nothing is added: an SMS, or any other when the consequence may not be said outside."""
    if outside.is_before and not outside.is_neutral and not _CONSEQUENCE.search(sensitive.fold(outside.text)):
        why = _("Rien n’y dit ce qui arrive si la date passe\u00a0: c’est ce qui fait agir à temps.")
        how = _("Ajoutez quelques mots, par exemple «\u00a0En retard\u00a0: des frais s’ajoutent\u00a0».")
        yield error("no_consequence", outside.where, why, how)


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
        if words:
            easier = _("Remplacez les mots longs (%(words)s) par ceux que les gens disent.") % {"words": words}
        else:
            easier = str(_("Prenez des mots et des phrases plus courts."))
        yield advice("reading", where, why % {"ease": round(read.ease or 0)}, easier)


def _variables(outside: Outside) -> Iterator[Remark]:
    unknown = [found for found in _BRACES.findall(outside.text) if found not in VARIABLES]
    for found in dict.fromkeys(unknown):
        why = _("«\u00a0%(found)s\u00a0» n’est pas remplacé\u00a0: les gens le recevraient tel quel.") % {
            "found": found
        }
        yield error("variable", outside.where, why, _("Écrivez {date} ou {lieu}, ou enlevez les accolades."))


def _shared(outside: Outside) -> Iterator[Remark]:
    """What no text for people may hold, whoever writes it."""
    how = _("Mettez {lieu} à la place; il devient «\u00a0dans votre espace Relais\u00a0».")
    if outside.links == "bare":
        how = _("Mettez {lieu} à la place; il devient l’adresse du portail, sans plus.")
    no_secret = _("Dites où aller ({lieu}), sans demander de clic ni de code.")
    faults = [
        *rules.signs(outside.text),
        *rules.identifiers(outside.text),
        *rules.addresses(outside.text, how),
        *rules.secrets(outside.text, no_secret),
    ]
    yield from (error(fault.code, outside.where, fault.why, fault.how) for fault in faults)


def _amounts(outside: Outside) -> Iterator[Remark]:
    found = sensitive.amounts(outside.text)
    if found and outside.is_neutral:
        why = _("Un message neutre ne dit aucun montant («\u00a0%(found)s\u00a0»).") % {"found": found[0]}
        yield error("amount", outside.where, why, _("Enlevez-le; dites-le dans la conséquence, que la page montre."))
    elif found:
        why = _("Un montant («\u00a0%(found)s\u00a0») peut être pris pour celui que la personne doit.") % {
            "found": found[0]
        }
        yield advice(
            "amount",
            outside.where,
            why,
            _("Dites plutôt «\u00a0amende\u00a0» ou «\u00a0frais\u00a0»; la page dit combien."),
        )


def _touchy(outside: Outside) -> Iterator[Remark]:
    """A neutral text says nothing of them; an open one names its public subject, but health, justice and status only
    where its organization says why."""
    for theme, word in sensitive.touchy(outside.text):
        why = _("«\u00a0%(word)s\u00a0» touche %(theme)s\u00a0: un proche qui voit l’écran l’apprendrait.") % {
            "word": word,
            "theme": _THEMES[theme],
        }
        if outside.is_neutral:
            how = _(
                "Dites seulement que quelque chose attend, par exemple «\u00a0Une réponse est attendue bientôt\u00a0»."
            )
            yield error("touchy", outside.where, why, how)
        elif theme in sensitive.GRAVE and outside.reason.strip():
            how = _("Votre raison est écrite\u00a0: une deuxième personne devra l’approuver.")
            yield advice("grave", outside.where, why, how)
        elif theme in sensitive.GRAVE:
            how = _(
                "Enlevez ce mot, ou choisissez le ton neutre. S’il ne dit rien de la personne, écrivez pourquoi dans "
                "«\u00a0Raison de dire un mot délicat\u00a0»\u00a0: une deuxième personne devra approuver."
            )
            yield error("grave", outside.where, why, how)


def _organization(outside: Outside) -> Iterator[Remark]:
    flat = sensitive.fold(outside.text)
    named = [
        name for name in outside.names if name and re.search(rf"(?<!\w){re.escape(sensitive.fold(name))}(?!\w)", flat)
    ]
    if outside.is_neutral and named:
        why = _("Un message neutre ne nomme pas l’organisme («\u00a0%(name)s\u00a0»).") % {"name": named[0]}
        yield error(
            "organization", outside.where, why, _("Enlevez le nom\u00a0: la personne le voit une fois dans son espace.")
        )


def _places(outside: Outside) -> Iterator[Remark]:
    if outside.is_neutral:
        return
    if outside.is_before and "{date}" not in outside.text:
        why = _("Le message ne dit pas la date limite.")
        yield advice("no_date", outside.where, why, _("Ajoutez «\u00a0au plus tard le {date}\u00a0»."))
    if "{where}" not in outside.text:
        why = _("Le message ne dit pas où trouver la marche à suivre.")
        yield advice("no_where", outside.where, why, _("Terminez par «\u00a0Marche à suivre\u00a0: {lieu}\u00a0»."))


def _shouting(outside: Outside) -> Iterator[Remark]:
    if "!" in outside.text or re.search(r"\b[A-ZÀ-Ý]{5,}\b(?:\s+\b[A-ZÀ-Ý]{2,}\b)?", outside.text):
        why = _("Des majuscules ou un point d’exclamation\u00a0: le ton inquiète et ressemble à une fraude.")
        yield advice("shouting", outside.where, why, _("Écrivez en minuscules, avec un point."))
