"""Sweeps of what was not sent at once. `expires`: a tick that waited behind others is worth nothing."""

BEAT = {
    "staff-invitations": {"task": "portal.send_staff_invitations", "schedule": 30, "options": {"expires": 25}},
    "account-notices": {"task": "portal.send_account_notices", "schedule": 30, "options": {"expires": 25}},
}
