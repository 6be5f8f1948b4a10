"""Celery: it wakes workers, the truth stays in our tables. The schedule is declared beside each app's tasks."""

import os
from importlib import import_module
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule

from portal.environment import processes
from portal.environment.processes import Process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
# Too late, and without effect, in pages and commands: they have read their settings before they import this.
processes.declare(Process.WORKER)

app = Celery("relais")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_lines(**options: Any) -> None:
    """Keep the log lines of the pages: Celery's own would replace them, without zone and with whatever is in them."""
    dictConfig(settings.LOGGING)


@app.on_after_finalize.connect
def declare_schedule(sender: Celery, **kwargs: object) -> None:
    """Collect the periodic tasks of each app; `SoloScheduler` writes them to the database when beat starts."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "schedule"):
            sender.conf.beat_schedule.update(import_module(f"{config.name}.schedule").BEAT)
