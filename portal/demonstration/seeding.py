"""Find what each app makes for the demonstration: the function `seed` of its module `seeds`."""

from collections.abc import Callable
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from portal.people.models import User

Seed = Callable[[dict[str, User]], None]
"""Given the demonstration's people by key; the first one makes them. Done twice, it makes nothing more."""


def seeds() -> list[Seed]:
    """Return the seed of each app that has one; the people's own comes first."""
    having = [config for config in apps.get_app_configs() if module_has_submodule(config.module, "seeds")]
    return [import_module(f"{config.name}.seeds").seed for config in having]
