"""Reading a file of facts (JSON or YAML: fact → value), for the commands."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from programs.facts.models import FactDefinition
from programs.facts.vocabulary import Given, UnfitValue, read


class UnreadableFacts(ValueError):
    """The file cannot be used; the message says why and what is expected."""


def read_facts(path: str) -> Given:
    """Typed facts of a file. JSON is YAML. A persona's whole record is accepted too: its `facts` are taken."""
    try:
        held = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableFacts(
            f"{path} : impossible à lire ({type(error).__name__}). Donnez un fichier JSON ou YAML."
        ) from error
    if isinstance(held, Mapping) and isinstance(held.get("facts"), Mapping):
        held = held["facts"]
    if not isinstance(held, Mapping):
        raise UnreadableFacts(f"{path} : on attend un objet « fait : valeur », comme les « facts » d’un persona.")
    try:
        return read(FactDefinition.objects.kinds(), held)
    except UnfitValue as error:
        raise UnreadableFacts(str(error)) from error
