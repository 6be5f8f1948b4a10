"""The types that are shipped, and how it is known that nobody edited one."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from portal.dossier_type_versions.content import COLUMNS
from portal.dossier_type_versions.schema import DossierTypeContent
from portal.foundation.reference import read_yaml

FILE = Path(__file__).with_name("dossier_types.yaml")


def read() -> Iterator[tuple[str, dict[str, str], dict[str, Any]]]:
    """(Code, organization, content) of each. Raises ValidationError for what the schema does not have."""
    for kept in read_yaml(FILE)["dossier_types"]:
        content = DossierTypeContent.model_validate(kept["content"]).model_dump()
        yield kept["code"], kept["organization"], content


def digest(content: Mapping[str, Any]) -> str:
    """What tells two contents apart."""
    said = {name: content.get(name) for name in COLUMNS}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
