"""Whether a letter can arrive: pure, the same for a form, a file and the API."""

from django.utils.translation import gettext as _

from portal.foundation.formats.identifiers import says_nothing
from portal.foundation.words.names import LONGEST_NAME
from portal.receipts.typesetting import unprintable

LONGEST_LINE, MOST_LINES = 60, 5


def problem_of(name: str, address: str) -> tuple[str, str] | None:
    """(field, what to do) when a letter could not arrive."""
    lines = [line for line in address.splitlines() if line.strip()]
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        words = _("Écrivez le nom de la personne, en %(most)d caractères au plus.") % {"most": LONGEST_NAME}
        return "invite_name", words
    if not 2 <= len(lines) <= MOST_LINES:
        return "invite_address", _("Écrivez l’adresse sur 2 à 5 lignes, comme sur l’enveloppe.")
    if says_nothing(name):
        return "invite_name", _("Cette valeur ne nomme personne\u00a0: écrivez le nom, ou videz le nom et l’adresse.")
    if any(says_nothing(line) for line in lines):
        return "invite_address", _(
            "Une ligne de l’adresse ne dit rien (N/A, 0, -)\u00a0: écrivez l’adresse de l’enveloppe."
        )
    if any(len(line) > LONGEST_LINE or not line.isprintable() for line in lines):
        return "invite_address", _("Une ligne de l’adresse dépasse 60 caractères ou contient un signe invisible.")
    for field, text in (("invite_name", name), ("invite_address", address)):
        if missing := unprintable(text):
            words = _("Nos lettres ne peuvent imprimer %(signs)s\u00a0: écrivez-le en lettres latines.")
            return field, words % {"signs": " ".join(missing[:10])}
    return None
