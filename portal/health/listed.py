"""What `/healthz` asks: group → name → check, each in the app that knows. By string: health knows nobody above it.

A group is what may hang by itself: its checks are asked one after the other, in a thread of its own.
"""

HEALTH_CHECKS = {
    "database": {
        "database": "portal.health.wellness.database",
        "keys": "portal.health.wellness.keys",
        "worker": "portal.health.wellness.worker",
        "beat": "portal.health.wellness.beat",
        "processes": "portal.health.wellness.processes",
        "documents": "portal.documents.wellness.documents",
        "orphans": "portal.health.wellness.orphans",
        "tasks": "portal.health.failing.tasks",
        "people": "portal.isolation.wellness.set_aside",
        "jobs": "portal.jobs.wellness.jobs",
        "text_codes": "portal.people.text_codes.codes",
    },
    "broker": {"queue": "portal.health.wellness.queue"},
    "disk": {"storage": "portal.health.wellness.storage"},
}
