"""Pure rule of retries: each wait doubles, with a jitter that grows with it, up to an hour; for three days at most."""

import datetime as dt

FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=1)
JITTER = 1.2
"""How much longer a wait may be than its rule says."""
GIVE_UP_AFTER = dt.timedelta(hours=72)
"""How long a message is tried, from its first attempt on; the claim refuses what waited longer."""


def next_try(
    *, attempt: int, since: dt.datetime, at: dt.datetime, chance: float, retry_after: dt.timedelta | None = None
) -> dt.datetime | None:
    """When to try again after failed `attempt` (1, 2, …); None to give up. `chance` in [0, 1] draws the jitter: between
    80 % and 120 % of the wait, so that a thousand failures do not come back together. `retry_after` is a loop."""
    wait = min(FIRST_WAIT * 2 ** min(attempt - 1, 20), LONGEST_WAIT) * (0.8 + 0.4 * chance)
    then = at + max(wait, retry_after or dt.timedelta())
    return then if then - since <= GIVE_UP_AFTER else None
