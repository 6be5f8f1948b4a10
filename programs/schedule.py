"""Periodic tasks of the advisor. `expires`, in seconds: a tick that waited longer than the next one is dropped.

A profile whose consent was withdrawn elsewhere is erased within 30 seconds; those whose facts changed or whose day came
are looked at every three minutes; everyone is each night, when a rule may take effect.
"""

from celery.schedules import crontab

BEAT = {
    "programs.empty_withdrawn": {"task": "programs.empty_withdrawn", "schedule": 30.0, "options": {"expires": 25}},
    "programs.scan_due": {"task": "programs.scan_due", "schedule": 180.0, "options": {"expires": 170}},
    "programs.tell_news": {"task": "programs.tell_news", "schedule": 180.0, "options": {"expires": 170}},
    # What is no longer shown is emptied.
    "programs.empty_past_shares": {
        "task": "programs.empty_past_shares",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    # A letter that nobody printed: its name and address leave after thirty days.
    "programs.empty_old_letters": {
        "task": "programs.empty_old_letters",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    # A rule published from a day on rules a few minutes after midnight, before the night's scan of everyone.
    "programs.put_due_in_force": {
        "task": "programs.put_due_in_force",
        "schedule": 600.0,
        "options": {"expires": 590},
    },
    # 8:40 UTC: the night in Québec, summer and winter, after midnight everywhere.
    "programs.scan_all": {
        "task": "programs.scan_all",
        "schedule": crontab(hour=8, minute=40),
        "options": {"expires": 3600},
    },
}
