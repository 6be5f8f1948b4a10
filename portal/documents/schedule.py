"""When documents' tasks run. `expires`: a tick that waited behind others is worth nothing."""

BEAT = {
    "documents-sweep": {"task": "portal.sweep_documents", "schedule": 30, "options": {"expires": 25}},
    "documents-orphans": {"task": "portal.erase_orphan_files", "schedule": 3600, "options": {"expires": 3000}},
}
