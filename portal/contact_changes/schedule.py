"""When the tasks of contact changes run. `expires`: a tick that waited behind others is worth nothing."""

BEAT = {
    "contact-alerts": {"task": "portal.send_contact_alerts", "schedule": 30, "options": {"expires": 25}},
    "contact-values": {"task": "portal.forget_contact_values", "schedule": 3600, "options": {"expires": 3000}},
}
