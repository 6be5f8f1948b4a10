"""Reads the reference data (`reminders/reference/deadlines.yaml`) into columns. Pure: no database, no clock.

Two files of ours complete it: `tiers.yaml` (dated cost of lateness) and `audiences.yaml` (who is concerned)."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.foundation.reference import read_yaml

FOLDER = Path(__file__).resolve().parent.parent / "reference"
PATH = FOLDER / "deadlines.yaml"

_COLUMNS = {
    "nature": "kind",
    "basis": "basis",
    "title_fr": "title_fr",
    "title_en": "title_en",
    "rule_fr": "due_date_rule_fr",
    "rule_en": "due_date_rule_en",
    "consequence_fr": "consequences_fr",
    "consequence_en": "consequences_en",
    "amounts": "consequence_amounts",
    "procedure_fr": "procedure_fr",
    "procedure_en": "procedure_en",
    "official_url": "official_url",
    "official_url_read": "official_url_read",
    "sources": "sources",
    "confidence": "confidence",
    "related_programs": "related_programs",
    "style": "message_style",
}
_OPTIONAL = {"note_fr": "note_fr", "note_en": "note_en", "sensitive_reason": "sensitive_reason"}
OURS = ("tiers", "audience_fr", "audience_en")


@dataclass(frozen=True)
class Record:
    """One kind as the file says it: columns of `DeadlineKind`, and steps as (offset, text fr, text en)."""

    code: str
    organization: dict[str, str]
    columns: dict[str, Any]
    steps: list[tuple[int, str, str]]


@cache
def read(path: Path = PATH) -> tuple[str, list[Record]]:
    """The version of the file and its records, read once: who receives them copies what they keep. Raises KeyError when
    a record misses a column."""
    data, tiers, audiences = read_yaml(path), _tiers(), _audiences()
    records = [
        _record(entry, tiers.get(entry["id"], []), audiences.get(entry["id"], {})) for entry in data["deadlines"]
    ]
    return str(data["version"]), records


def digest(columns: dict[str, Any], steps: list[tuple[int, str, str]], *, former: bool = False) -> str:
    """SHA-256 of a kind's content; equal before and after a trip through the database. `former`: as it was made before
    `OURS` existed, to recognise what was imported then."""
    content = {name: columns[name] for name in sorted([*_COLUMNS, *_OPTIONAL, *(() if former else OURS)])}
    if not content["sensitive_reason"]:  # so that what was imported before it existed keeps its digest
        del content["sensitive_reason"]
    text = json.dumps([content, sorted(steps)], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _tiers() -> dict[str, list[dict[str, Any]]]:
    """By kind, each with the source that says it and the version of the data."""
    entries = read_yaml(FOLDER / "tiers.yaml")["tiers"]
    return {
        entry["id"]: [tier | {"source": entry["source"], "as_of": str(entry["as_of"])} for tier in entry["tiers"]]
        for entry in entries
    }


def _audiences() -> dict[str, dict[str, str]]:
    return {entry["id"]: entry for entry in read_yaml(FOLDER / "audiences.yaml")["audiences"]}


def _record(entry: dict[str, Any], tiers: list[dict[str, Any]], audience: dict[str, str]) -> Record:
    columns = {name: entry[key] for name, key in _COLUMNS.items()}
    columns |= {name: entry.get(key, "") for name, key in _OPTIONAL.items()}
    columns |= {"tiers": tiers, "audience_fr": audience.get("fr", ""), "audience_en": audience.get("en", "")}
    columns["basis"] = audience.get("basis", columns["basis"])
    steps = [(step["offset_days"], step["message_fr"], step["message_en"]) for step in entry["reminders"]]
    return Record(code=entry["id"], organization=entry["organization"], columns=columns, steps=steps)
