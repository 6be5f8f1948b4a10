"""How long a statement, a lock and an idle transaction may last, by kind of process: options of each connection.

PostgreSQL ends what lasts longer, so that one click cannot stop the portal. What a role may write in temporary files is
bounded by whoever makes the roles (`portal.launch.roles`): only a superuser may set it.
"""

from typing import Any

from portal.environment.processes import Process

PAGE_SECONDS = 10
"""Of one statement of a page."""
_LIMITS = {
    # A page waits for a lock less long than for a statement; a transaction that does nothing holds its locks.
    Process.PAGES: {
        "statement_timeout": f"{PAGE_SECONDS}s",
        "lock_timeout": "8s",
        "idle_in_transaction_session_timeout": "60s",
    },
    # Above the limit of every task: the task ends first, and says so. A print batch is typeset inside its transaction.
    Process.WORKER: {
        "statement_timeout": "3600s",
        "lock_timeout": "1800s",
        "idle_in_transaction_session_timeout": "1800s",
    },
    Process.COMMAND: {},
}


def limited(options: dict[str, Any], process: Process) -> dict[str, Any]:
    """Return options of libpq with the limits of this kind of process; those that the address names come after, and
    win."""
    limits = [f"-c {name}={value}" for name, value in _LIMITS[process].items()]
    return {**options, "options": " ".join([*limits, options.get("options", "")]).strip()} if limits else options
