"""Periodic tasks of reminders, and of the messages below them.

A bell that waited longer than the next one is dropped (`expires`, in seconds).
"""

from celery.schedules import crontab

BEAT = {
    "reminders.sweep_due": {"task": "reminders.sweep_due", "schedule": 5.0, "options": {"expires": 5}},
    "reminders.sweep_notices": {"task": "reminders.sweep_notices", "schedule": 10.0, "options": {"expires": 10}},
    "reminders.follow_up": {"task": "reminders.follow_up", "schedule": 30.0, "options": {"expires": 30}},
    "reminders.handle_callbacks": {"task": "reminders.handle_callbacks", "schedule": 5.0, "options": {"expires": 5}},
    "reminders.tell_personal": {"task": "reminders.tell_personal", "schedule": 30.0, "options": {"expires": 30}},
    # Senders are woken by what is released; these find missed wakes, retries, and what dead senders left. The first
    # wakes one sender a channel of the network: beat starts before it is known which channels are registered.
    "reminders.wake_senders": {"task": "reminders.wake_senders", "schedule": 5.0, "options": {"expires": 5}},
    "reminders.send_rows": {"task": "reminders.send_rows", "schedule": 15.0, "options": {"expires": 15}},
    # What a clock that went ahead has dated, once it is back.
    "reminders.come_back": {"task": "reminders.come_back", "schedule": 30.0, "options": {"expires": 30}},
    # Before the teams arrive: answers that nobody read in time.
    "messaging.propose_calls": {
        "task": "messaging.propose_calls",
        "schedule": crontab(minute=15, hour=11),
        "options": {"expires": 21_600},
    },
    # At night for Québec; a day without beat is caught up the next one.
    "reminders.renew_deadlines": {
        "task": "reminders.renew_deadlines",
        "schedule": crontab(minute=30, hour=7),
        "options": {"expires": 21_600},
    },
    "reminders.send_automatic_answers": {
        "task": "reminders.send_automatic_answers",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "reminders.drop_void_calls": {"task": "reminders.drop_void_calls", "schedule": 60.0, "options": {"expires": 60}},
    "reminders.read_import_files": {"task": "reminders.read_import_files", "schedule": 5.0, "options": {"expires": 5}},
    "reminders.call_webhooks": {"task": "reminders.call_webhooks", "schedule": 60.0, "options": {"expires": 60}},
    # At night: codes that nobody used in ninety days, and tries older than a day.
    "reminders.forget_attempts": {
        "task": "reminders.forget_attempts",
        "schedule": crontab(minute=45, hour=7),
        "options": {"expires": 43_200},
    },
    # At night: answers kept for systems that repeat a request.
    "reminders.forget_keyed_requests": {
        "task": "reminders.forget_keyed_requests",
        "schedule": crontab(minute=35, hour=7),
        "options": {"expires": 43_200},
    },
    # At night: what organizations sent of people who never linked their number.
    "reminders.forget_unmatched": {
        "task": "reminders.forget_unmatched",
        "schedule": crontab(minute=50, hour=7),
        "options": {"expires": 43_200},
    },
    "reminders.expire_invitations": {
        "task": "reminders.expire_invitations",
        "schedule": crontab(minute=40, hour=7),
        "options": {"expires": 43_200},
    },
    "reminders.replan_kinds": {"task": "reminders.replan_kinds", "schedule": 15.0, "options": {"expires": 15}},
    # Once the day is over everywhere in Québec.
    "reminders.measure": {
        "task": "reminders.measure",
        "schedule": crontab(minute=0, hour=8),
        "options": {"expires": 43_200},
    },
    "reminders.report": {
        "task": "reminders.report",
        "schedule": crontab(minute=30, hour=9, day_of_month=2),
        "options": {"expires": 86_400},
    },
    # Twice a year: the second one catches up when beat was down for the first.
    "reminders.import_holidays": {
        "task": "reminders.import_holidays",
        "schedule": crontab(minute=0, hour=4, day_of_month=2, month_of_year="1,7"),
        "options": {"expires": 86_400},
    },
}
