"""Periodic task. `expires`: a tick that waited behind others is worth nothing."""

BEAT = {"data-exports": {"task": "portal.sweep_data_exports", "schedule": 60, "options": {"expires": 55}}}
