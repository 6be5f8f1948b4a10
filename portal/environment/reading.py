"""Reads the declared settings; what is missing or not understood is said in one paragraph that tells what to do."""

import os

from django.core.exceptions import ImproperlyConfigured

from portal.environment.declared import SETTINGS, Needed, Setting, ValueKind

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str) -> str:
    """Return the value, or the default; «» when there is neither."""
    setting = SETTINGS[name]
    return os.environ.get(name, "").strip() or _default(setting)


def flag(name: str) -> bool:
    """Return a yes or a no. Raises ImproperlyConfigured for anything else."""
    return _flag(SETTINGS[name], text(name))


def number(name: str) -> int:
    """Return a whole number above zero. Raises ImproperlyConfigured for anything else."""
    return _number(SETTINGS[name], text(name))


def words(name: str) -> list[str]:
    """Return a comma-separated list, without its empty parts."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def check() -> None:
    """Raise ImproperlyConfigured with every setting that is missing or not understood, not only the first."""
    problems = []
    for setting in SETTINGS.values():
        value = text(setting.name)
        if not value and _is_needed(setting):
            problems.append(f"{setting.name} is not set. {setting.about}")
            continue
        try:
            {ValueKind.FLAG: _flag, ValueKind.NUMBER: _number}.get(setting.kind, lambda setting, value: None)(
                setting, value
            )
        except ImproperlyConfigured as error:
            problems.append(str(error))
    if problems:
        raise ImproperlyConfigured(" | ".join(problems) + " See .env.example for every setting.")


def is_demonstration() -> bool:
    return flag("DEMO")


def _default(setting: Setting) -> str:
    if setting.demonstration and is_demonstration():
        return setting.demonstration
    return setting.default


def _is_needed(setting: Setting) -> bool:
    return setting.needed is Needed.ALWAYS or (setting.needed is Needed.ON_A_SERVER and not is_demonstration())


def _flag(setting: Setting, value: str) -> bool:
    known = value.lower()
    if known and known not in YES | NO:
        raise ImproperlyConfigured(f"{setting.name} must be 1 or 0, not «{value}».")
    return known in YES


def _number(setting: Setting, value: str) -> int:
    if not value:
        return 0
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise ImproperlyConfigured(f"{setting.name} must be a whole number above zero, not «{value}».")
    return int(value)
