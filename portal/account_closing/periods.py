"""Who may close their account, and until when they may come back."""

import datetime as dt

from portal.foundation.retention import CLOSED_FOR
from portal.people.models import User

MAY_COME_BACK_FOR = dt.timedelta(days=CLOSED_FOR)


def may_close(user: User) -> bool:
    """Whoever works for an organization ends that role first: what they decided there stays theirs."""
    return not user.is_staff


def comes_back_until(user: User) -> dt.datetime | None:
    return user.closed_at + MAY_COME_BACK_FOR if user.closed_at else None
