"""What a text message that we received asks for."""

import unicodedata

STOP_WORDS = frozenset({"STOP", "ARRET", "UNSUBSCRIBE"})


def is_stop(text: str) -> bool:
    """STOP, ARRÊT or UNSUBSCRIBE alone, whatever the case, the accents and the punctuation."""
    plain = unicodedata.normalize("NFKD", text[:200]).upper()
    return "".join(sign for sign in plain if sign.isalpha()) in STOP_WORDS
