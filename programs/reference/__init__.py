"""Reference data, as received: the source that the import reads. Figures hold for the year written beside them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """One of `programs`, `facts`, `life_events`, `personas`; read once, never changed by who receives it."""
    with (FOLDER / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
