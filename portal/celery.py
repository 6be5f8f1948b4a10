"""Celery: it wakes workers, the truth stays in our tables. The schedule is declared beside each app's tasks."""

import os
from logging.config import dictConfig
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("relais")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(lambda: [".".join(path.relative_to(settings.BASE_DIR).parts[:-1]) for path in _task_files()])


def _task_files() -> list[Path]:
    """Every noun of the four apps that has tasks: `<app>/<noun>/tasks.py`."""
    apps = ("portal", "messaging", "programs", "reminders")
    return [path for name in apps for path in sorted(settings.BASE_DIR.glob(f"{name}/*/tasks.py"))]


@setup_logging.connect
def keep_our_lines(**options: Any) -> None:
    """Keep the log lines of the pages: Celery's own would replace them, without zone and with whatever is in them."""
    dictConfig(settings.LOGGING)


@app.on_after_finalize.connect
def declare_schedule(sender: Celery, **kwargs: object) -> None:
    """Collects every app's periodic tasks; `SoloScheduler` writes them to the database when beat starts."""
    for path in settings.SCHEDULES:
        sender.conf.beat_schedule.update(import_string(path))
