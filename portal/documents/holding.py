"""Why a file is held: always a fault of ours, never of the file. Codes are stored, words are not. Pure.

A file is refused for what its own content proves, and would prove again tomorrow on another machine. Whatever else
keeps us from a verdict holds it: it is kept, tried again with growing waits, and shown to the portal's operation.
"""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "scanner": _("l’antivirus ne répond pas"),
    "keys": _("les clés de chiffrement ne sont pas les bonnes"),
    "storage": _("le dossier des documents n’est pas accessible"),
    "full": _("le disque est plein"),
    "missing": _("le fichier n’est plus dans le dossier des documents"),
    "damaged": _("le fichier gardé ne s’ouvre plus"),
    "inspector": _("le programme de vérification s’est arrêté"),
    "time": _("la vérification a pris trop de temps"),
    "memory": _("la vérification a manqué de mémoire"),
    "worker": _("le programme qui le vérifiait a été arrêté"),
    "fault": _("erreur du portail, décrite dans les journaux"),
}
FOR_ALL = frozenset({"scanner", "keys", "storage", "full"})
"""What keeps us from every file alike: tried again at each sweep, which stops at the third in a row."""
GONE = frozenset({"missing", "damaged"})
"""We no longer have what the person gave: nobody may tell them that it is kept."""
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(minutes=15)
MOST_ATTEMPTS = 30_000
"""What the counter's column holds. It only tells how often: it decides nothing."""


def wait_after(because: str, attempts: int) -> dt.timedelta:
    """How long before the next try, after so many."""
    if because in FOR_ALL:
        return dt.timedelta()
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT) if attempts > 0 else FIRST_WAIT


def words_of(because: str) -> str:
    return str(REASONS.get(because, REASONS["fault"]))
