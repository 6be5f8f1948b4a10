"""What a text message that we received asks for: its first word decides."""

import unicodedata
from dataclasses import dataclass

STOP_WORDS = frozenset(
    "STOP STOPALL STOPPER STOPPEZ ARRET ARRETE ARRETER ARRETEZ UNSUBSCRIBE DESABONNER DESABONNEZ DESABONNEMENT "
    "DESINSCRIRE FIN END QUIT CANCEL ANNULER ANNULEZ OPTOUT REVOKE".split()
)
HELP_WORDS = frozenset("AIDE HELP INFO INFOS".split())
_POLITE = frozenset("MERCI SVP STP SIL IL VOUS TE PLAIT BONJOUR MADAME MONSIEUR THANKS THANK YOU PLEASE PLS".split())
MOST_WORDS_ALONE = 1
"""After a word of ours: more than that, politeness aside, was written for somebody to read («annuler mon rendez-vous
de demain»)."""


@dataclass(frozen=True)
class StopRequest:
    """STOP is obeyed even when the rest is read by somebody."""

    is_stop: bool = False
    is_help: bool = False
    needs_reading: bool = False


def understood(text: str) -> StopRequest:
    """Read the first word, whatever the case, the accents and the punctuation; what is neither is for somebody."""
    words = _words(text)
    first = words[0] if words else ""
    if first not in STOP_WORDS | HELP_WORDS:
        return StopRequest(needs_reading=bool(text.strip()))
    more = [word for word in words[1:] if word not in _POLITE | STOP_WORDS | HELP_WORDS]
    return StopRequest(
        is_stop=first in STOP_WORDS, is_help=first in HELP_WORDS, needs_reading=len(more) > MOST_WORDS_ALONE
    )


def is_stop(text: str) -> bool:
    return understood(text).is_stop


def _words(text: str) -> list[str]:
    """Letters and digits only, without accents, in capitals; an apostrophe joins («s’il»), anything else separates."""
    plain = unicodedata.normalize("NFKD", text[:2000]).upper().replace("OPT OUT", "OPTOUT").replace("OPT-OUT", "OPTOUT")
    kept = (sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’")
    return "".join(sign if sign.isalnum() else " " for sign in kept).split()
