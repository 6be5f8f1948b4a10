"""Reading a file of facts (JSON or YAML: fact → value), for the commands."""

from collections.abc import Mapping
from pathlib import Path

import yaml
from django.core.management.base import CommandError

from portal.criteria.vocabulary import Given, UnfitValue, read
from programs.facts.models import FactDefinition

# The origin of a fact read from a file.
FILE = "file"


class UnreadableFacts(CommandError):
    """The file cannot be used; the message says why and what is expected. The command ends with 1."""


class NothingPublished(CommandError):
    """There is no catalogue yet: what to run first. The command ends with 3."""

    def __init__(self) -> None:
        super().__init__("Aucun programme publié : lancez d’abord « manage.py import_programs ».", returncode=3)


def _where(error: Exception) -> str:
    """Where the reading stopped, when it is known."""
    if type(error) is ValueError:  # YAML makes dates of what resembles them
        return " : une date n’existe pas dans le calendrier"
    mark = getattr(error, "problem_mark", None)
    return f", ligne {mark.line + 1}" if mark else ""


def read_facts(path: str) -> Given:
    """Typed facts of a file. JSON is YAML. A persona's whole record is accepted too: its `facts` are taken.

    Raises UnreadableFacts, or NothingPublished when the vocabulary is not imported."""
    kinds = FactDefinition.objects.kinds()
    if not kinds:
        raise NothingPublished
    try:
        held = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFacts(f"{path} : impossible à ouvrir ({error.strerror}). Vérifiez le chemin.") from error
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableFacts(f"{path} : impossible à lire{_where(error)}. Donnez un fichier JSON ou YAML.") from error
    if isinstance(held, Mapping) and isinstance(held.get("facts"), Mapping):
        held = held["facts"]
    if not isinstance(held, Mapping):
        raise UnreadableFacts(f"{path} : on attend un objet « fait : valeur », comme les « facts » d’un persona.")
    try:
        return read(kinds, held)
    except UnfitValue as error:
        raise UnreadableFacts(str(error)) from error
