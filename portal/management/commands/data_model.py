"""`manage.py data_model`: the tables of every app, printed or written where the documentation has them."""

from collections.abc import Iterator

from django.apps import AppConfig, apps
from django.db import models
from django.utils import translation

from portal.management.documents import FOLDER, DocumentCommand

DOCUMENT = FOLDER / "data-model.md"
PACKAGES = ("portal", "messaging", "programs", "reminders")
INTRODUCTION = """# The data model

Written by `python3 manage.py data_model --write` from the models; a test holds them equal. Apps are in the order of
`portal/installed_apps.py`: an app points to those above it (but for a
reminder, which points to its deadline). «Sealed» columns are encrypted, bound to their row.
"""


class Command(DocumentCommand):
    help = "Print the tables of every app; with --write, write docs/data-model.md."
    file = DOCUMENT

    def text(self) -> str:
        return as_markdown()


def as_markdown() -> str:
    """Return the whole document, in English with the words that people read in French."""
    with translation.override("fr"):
        return INTRODUCTION + "".join(_package(package) for package in PACKAGES)


def _package(package: str) -> str:
    ours = [config for config in apps.get_app_configs() if config.name.startswith(f"{package}.")]
    tables = "".join(_app(config) for config in ours)
    return f"\n## {package}\n\n| app | model | in words | points to | sealed |\n|---|---|---|---|---|\n{tables}"


def _app(config: AppConfig) -> str:
    own = [model for model in config.get_models() if not model._meta.proxy]
    return "".join(
        f"| `{config.label}` | `{model.__name__}` | {model._meta.verbose_name} | "
        f"{', '.join(_targets(model)) or '–'} | {', '.join(_sealed(model)) or '–'} |\n"
        for model in own
    )


def _targets(model: type[models.Model]) -> Iterator[str]:
    """Each model that this one points to, once, in the order of its columns."""
    seen = dict.fromkeys(field.related_model for field in model._meta.fields if field.is_relation)
    return (f"`{target._meta.label}`" for target in seen if target)


def _sealed(model: type[models.Model]) -> Iterator[str]:
    return (f"`{field.name}`" for field in model._meta.fields if getattr(field, "sealed_as", ""))
