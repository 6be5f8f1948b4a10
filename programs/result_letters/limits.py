"""Who may ask, and how often: paper costs, and a letter reaches somebody's home.

Counted by a keyed digest (`portal.counters`): neither an address nor a name is written there."""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from portal.counters.rates import is_within
from portal.counters.stores import CounterKind

DAY = 24 * 3600
# A library's readers share one network address, a mobile operator's customers too.
MOST_FROM_ONE_PLACE = 60
MOST_IN_ALL = 300
# To one home: nobody is flooded with letters they did not ask for.
MOST_TO_ONE_HOME = 2
_HOME_WINDOW = 7 * DAY
_SALT = "programs.result_letters"


def may_ask(place: str, lines: Iterable[str]) -> bool:
    """Counts this letter, and says whether it is within every limit."""
    home = "".join(" ".join(lines).lower().split())
    counted = [
        (f"home:{_digest(home)}", MOST_TO_ONE_HOME, _HOME_WINDOW),
        (f"place:{_digest(place)}", MOST_FROM_ONE_PLACE, DAY),
        ("all", MOST_IN_ALL, DAY),
    ]
    return all(
        is_within(f"result-letters:{key}", most=most, seconds=window, kind=CounterKind.KEPT)
        for key, most, window in counted
    )


def _digest(text: str) -> str:
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()
