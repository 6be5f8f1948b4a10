"""What no text for people may hold, on a page or in a message. Each fault says why, and how to mend it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.foundation.wording import disguise, sensitive

_KINDS = {
    "card": _("un numéro de carte"),
    "nam": _("un numéro d’assurance maladie"),
    "nas": _("un numéro d’assurance sociale, ou ce qui y ressemble"),
    "file": _("un numéro de dossier ou de référence"),
    "address": _("un code postal"),
    "email": _("une adresse de courriel"),
    "name": _("un nom de personne"),
}
_SAYABLE = frozenset({"address", "email", "name"})
"""A page may say where to write and to whom: a law is named after somebody."""


@dataclass(frozen=True)
class WordingFault:
    code: str
    why: str
    how: str

    def __str__(self) -> str:
        return f"{self.why} {self.how}"


OFFICIAL_PAGE_APART = _("Enlevez-la. La page officielle a son propre champ.")
"""What to do with an address, on a form that has such a field."""


def public_faults(text: str, link_how: object = "") -> Iterator[WordingFault]:
    """Of words that the public reads on a page: a program, a frequent question, what a kind of deadline says.

    `link_how`: what to do with an address, in the words of the form."""
    yield from signs(text)
    yield from addresses(text, link_how)
    yield from identifiers(text, allowed=_SAYABLE)
    yield from secrets(text)


def signs(text: str) -> Iterator[WordingFault]:
    """Markup, and letters that only look like letters."""
    if marks := disguise.every_markup(text):
        named = ", ".join(f"«\u00a0{mark}\u00a0»" for mark in marks)
        words = ngettext(
            "%(found)s est du code\u00a0: les gens le liraient tel quel.",
            "%(found)s sont du code\u00a0: les gens les liraient tels quels.",
            len(marks),
        )
        how = _("Écrivez seulement des mots, sans mise en forme.")
        yield WordingFault("markup", words % {"found": named}, str(how))
    if found := disguise.disguised(text):
        why = _(
            "Ce qui ressemble à «\u00a0%(found)s\u00a0» n’est pas une lettre ordinaire\u00a0: un lecteur d’écran la "
            "lit mal, et les fraudeurs s’en servent."
        ) % {"found": found}
        yield WordingFault("disguise", str(why), str(_("Retapez ce mot au clavier, sans copier.")))


def addresses(text: str, how: object = "") -> Iterator[WordingFault]:
    if disguise.link(text):
        why = _(
            "Une adresse dans le texte\u00a0: les gens apprennent à suivre des liens, et les fraudeurs les imitent."
        )
        yield WordingFault("link", str(why), str(how or _("Enlevez-la, et dites en mots où aller.")))


def identifiers(text: str, allowed: frozenset[str] = frozenset()) -> Iterator[WordingFault]:
    for code, found in sensitive.identifiers(text):
        if code in allowed:
            continue
        why = _(
            "«\u00a0%(found)s\u00a0» ressemble à %(kind)s\u00a0: le même texte part à tous, "
            "et se lit sur un écran verrouillé."
        )
        how = _("Enlevez-le. Ce qui est propre à une personne reste dans son espace.")
        yield WordingFault("identifier", str(why % {"found": found, "kind": _KINDS[code]}), str(how))


def secrets(text: str, how: object = "") -> Iterator[WordingFault]:
    if found := sensitive.secrets_asked(text):
        why = _("«\u00a0%(found)s\u00a0»\u00a0: c’est à ces mots que les gens reconnaissent un message frauduleux.") % {
            "found": found[0]
        }
        yield WordingFault("swindle", str(why), str(how or _("Dites où aller, sans demander de clic ni de code.")))
