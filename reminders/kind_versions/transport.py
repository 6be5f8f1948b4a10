"""A kind from one environment to another, as a JSON file. All is checked: the file may come from anywhere."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext

from portal.consents.models import Channel
from reminders.kind_versions.rows import FAR_DAYS, MOST_STEPS, MOST_TIERS
from reminders.kinds.content import COLUMNS, MOMENTS, Content, StepContent, in_order, time_read
from reminders.kinds.dates import can_be_followed
from reminders.kinds.models import DeadlineKind

FORMAT, FORMAT_VERSION = "relais.deadline_kind", 1
LARGEST = 1_000_000
"""Bytes."""

_CHOICES = {
    "nature": DeadlineKind.Nature.values,
    "style": DeadlineKind.Style.values,
    "links": DeadlineKind.Links.values,
    "confidence": DeadlineKind.Confidence.values,
}
MOST_POST_DAYS = 30
_WHOLES = {"daily_cap": (None, 1, 100_000_000), "post_days": (5, 0, MOST_POST_DAYS)}
"""When it is not said, the least and the most."""
_LONGEST = {
    "title_fr": 200,
    "title_en": 200,
    "rule_fr": 300,
    "rule_en": 300,
    "sensitive_reason": 300,
    "team": 120,
    "basis": 64,
    "official_url": 500,
}
_LINES = {"procedure_fr", "procedure_en", "related_programs"}
_ROWS = {"amounts", "tiers", "sources"}
_TEXT = 5_000


class BadFile(ValueError):
    """Its text says where and why, in words for people."""


def exported(kind: DeadlineKind, content: Content) -> str:
    """Row ids stay behind: they mean nothing elsewhere."""
    steps = [{name: value for name, value in vars(step).items() if name != "id"} for step in content.steps]
    payload = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "code": kind.code,
        "organization": kind.organization.code,
        "content": {"columns": content.columns, "steps": steps},
    }
    return json.dumps(payload, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def brought(raw: bytes) -> tuple[str, Content]:
    """(code, content). Raises BadFile."""
    if len(raw) > LARGEST:
        raise BadFile(gettext("Le fichier dépasse 1 Mo\u00a0: ce n’est pas un type d’échéance exporté."))
    try:
        payload = json.loads(raw.decode("utf-8-sig"))
        _check_signs(payload)
    except (ValueError, RecursionError) as error:
        raise BadFile(gettext("Ce n’est pas un fichier .json lisible. Exportez-le de nouveau.")) from error
    if (
        not isinstance(payload, dict)
        or payload.get("format") != FORMAT
        or payload.get("format_version") != FORMAT_VERSION
    ):
        raise BadFile(gettext("Ce fichier n’est pas un type d’échéance exporté par Relais."))
    content = payload.get("content")
    if not isinstance(content, dict) or not isinstance(content.get("columns"), dict):
        raise BadFile(gettext("Le contenu manque dans le fichier. Exportez-le de nouveau."))
    columns = {name: _column(name, content["columns"].get(name)) for name in COLUMNS}
    steps = content.get("steps")
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise _bad("steps")
    return str(payload.get("code") or "")[:64], Content(columns, in_order(_step(step) for step in steps))


def _check_signs(value: Any) -> None:
    """Raises ValueError for what JSON may spell and a database cannot keep: half a sign, NUL, a number that is none."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    written.encode()
    if "\\u0000" in written:
        raise ValueError("NUL")


def _column(name: str, value: Any) -> Any:
    if name in _CHOICES:
        return _among(name, value, _CHOICES[name])
    if name in {"is_urgent", "official_url_read"}:
        return bool(value)
    if name in _WHOLES:
        otherwise, least, most = _WHOLES[name]
        return _whole(name, value, least, most) if value is not None else otherwise
    if name == "send_at":
        return _time(value)
    if name == "basis":
        return _basis(value)
    if name == "channels":
        return [_among(name, item, Channel.values) for item in _list(name, value, len(Channel.values))]
    if name in _LINES:
        return [_words(name, item, 500) for item in _list(name, value, 100)]
    if name in _ROWS:
        return [_row(name, item) for item in _list(name, value, MOST_TIERS)]
    words = _words(name, value, _LONGEST.get(name, _TEXT))
    if name == "title_fr" and not words.strip():
        raise _bad(name)
    return _url(name, words) if name == "official_url" and words else words


def _step(value: Any) -> StepContent:
    if not isinstance(value, dict):
        raise _bad("steps")
    moment = _among("steps", value.get("moment"), MOMENTS)
    offset = _whole("steps", value.get("offset_days", 0), -FAR_DAYS, FAR_DAYS)
    own = value.get("by_channel") or {}
    if not isinstance(own, dict) or (moment != "date" and offset):
        raise _bad("steps")
    by_channel = {
        _among("steps", channel, Channel.values): {
            language: _words("steps", texts.get(language, ""), 2_000)
            for language in ("fr", "en")
            if texts.get(language)
        }
        for channel, texts in own.items()
        if isinstance(texts, dict)
    }
    return StepContent(
        moment=moment,
        offset_days=offset,
        text_fr=_words("steps", value.get("text_fr", ""), 1_000),
        text_en=_words("steps", value.get("text_en", ""), 1_000),
        by_channel=by_channel,
    )


def _row(name: str, typed: Any) -> dict[str, Any]:
    """One level of short words and numbers; addresses are addresses."""
    if not isinstance(typed, dict) or len(typed) > 20:
        raise _bad(name)
    row = {}
    for key, value in typed.items():
        if not (value is None or isinstance(value, str | int | float | bool)) or len(str(value)) > 500:
            raise _bad(name)
        row[str(key)[:40]] = _url(name, value) if key in {"url", "source"} and value else value
    if name == "tiers":
        row["after_days"] = _whole(name, row.get("after_days"), 0, FAR_DAYS)
        row["label_fr"] = _words(name, row.get("label_fr", ""), 300)
    return row


def _among(name: str, value: Any, choices: Any) -> str:
    if not isinstance(value, str) or value not in choices:
        raise _bad(name)
    return value


def _words(name: str, value: Any, most: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise _bad(name)
    return value


def _whole(name: str, value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _bad(name)
    return value


def _list(name: str, value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise _bad(name)
    return value


def _time(value: Any) -> str:
    try:
        return f"{time_read(value):%H:%M}"
    except (TypeError, ValueError) as error:
        raise _bad("send_at") from error


def _basis(value: Any) -> str:
    words = _words("basis", value, _LONGEST["basis"])
    if not can_be_followed(words):
        raise _bad("basis")
    return words


def _url(name: str, value: Any) -> str:
    try:
        URLValidator(schemes=["http", "https"])(value)
    except ValidationError as error:
        raise _bad(name) from error
    return str(value)


def _bad(name: str) -> BadFile:
    return BadFile(
        gettext("Le fichier contient une valeur impossible («\u00a0%(name)s\u00a0»). Exportez-le de nouveau.")
        % {"name": name}
    )
