"""Periodic tasks. `expires`, in seconds: a tick that waited longer than the next one is dropped."""

BEAT = {
    "portal.read_import_files": {"task": "portal.read_import_files", "schedule": 5.0, "options": {"expires": 5}},
}
