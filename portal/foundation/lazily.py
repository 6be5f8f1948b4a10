"""Libraries that few processes use, imported when first used: a command starts sooner, and weighs less.

An import hidden in a function says nothing at the head of its module; here the head says it, and the import waits.
"""

from importlib import import_module
from typing import Any


class Lazily:
    """Stands for a module: `requests = Lazily("requests")`. Its names are looked up where they are used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
