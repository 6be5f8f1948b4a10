"""Reference data, as received (`papers`, `prompts` and `questions` are ours): the source that the import reads.

Figures hold for the year written beside them."""

from functools import cache
from pathlib import Path
from typing import Any

from portal.foundation.reference import read_yaml

FOLDER = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """One of the files, by its name without `.yaml`; read once, never changed by who receives it."""
    return read_yaml(FOLDER / f"{name}.yaml")
