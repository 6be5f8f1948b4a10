"""How long a secure mail to a person without an account stays open, and each of its codes and readings."""

import datetime as dt

OPEN_FOR = dt.timedelta(days=14)
"""Proposed to the agent."""
LONGEST = dt.timedelta(days=60)
CODE_FOR = dt.timedelta(minutes=10)
READ_FOR = dt.timedelta(minutes=30)
"""What a code opens, in one browser, without activity: as long as a person's session."""
READ_AT_MOST = dt.timedelta(hours=2)
"""The same, however active."""
