"""Reads reference data: YAML as received, kept beside the app that owns it."""

from pathlib import Path
from typing import Any

import yaml

# The same safe loader, ten times faster where libyaml is there.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> dict[str, Any]:
    """The file's content. Only plain data: the loader builds no object. Raises FileNotFoundError, yaml.YAMLError."""
    loader = _LOADER(path.read_text(encoding="utf-8"))
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
