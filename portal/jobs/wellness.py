"""What `/healthz` says: which jobs over everybody were cut, or did not end in their time."""

from portal.jobs.running import late


def jobs() -> str:
    """«ok», or «late: reminders.measure»."""
    names = sorted({job.work for job in late()})
    return f"late: {', '.join(names)}" if names else "ok"
