"""Sweeps. `expires`: a tick that waited behind others is worth nothing. Hours are UTC."""

from celery.schedules import crontab

BEAT = {
    "mandate-invitations": {"task": "portal.send_mandate_invitations", "schedule": 30, "options": {"expires": 25}},
    "ends-of-mandates": {
        "task": "portal.notify_ends_of_mandates",
        "schedule": crontab(hour="11,17", minute=20),
        "options": {"expires": 3600},
    },
}
