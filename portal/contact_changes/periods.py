"""How long a change may be undone, and how long the two values stay."""

import datetime as dt

UNDO_FOR = dt.timedelta(hours=72)
VALUES_KEPT_FOR = dt.timedelta(days=7)
"""A call on the Monday finds what was changed on the Thursday."""
