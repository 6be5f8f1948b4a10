"""The project's own apps and models, as Django knows them."""

from django.apps import AppConfig, apps
from django.db import models

PACKAGES = ("portal", "messaging", "programs", "reminders")


def own_apps() -> list[AppConfig]:
    """Return the apps of the four packages, in the order of the settings."""
    return [config for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES]


def own_models(*, include_auto_created: bool = False) -> list[type[models.Model]]:
    """Return the models of the project's own apps."""
    return [model for config in own_apps() for model in config.get_models(include_auto_created=include_auto_created)]
