"""A subject from one environment to another, as a file: JSON or YAML. It may come from anywhere: all of it is checked.

The file says which noun it holds and in which version of its schema, then a content as the noun's schema has it."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, Field, ValidationError, create_model

from portal.publishing.adapters import adapters
from portal.publishing.exceptions import BadFile
from portal.publishing.plain_data import dumped_yaml, read_json, read_yaml
from portal.publishing.schemas import OneOf, Strict, Text

if TYPE_CHECKING:
    from portal.publishing.adapters import ContentAdapter, Subject

LARGEST = 1_000_000
"""Bytes."""
MOST_PROBLEMS = 30
WORDS: dict[str, Any] = {
    "missing": gettext_lazy("ce champ manque."),
    "extra_forbidden": gettext_lazy("ce champ n’est pas connu."),
    "string_type": gettext_lazy("il faut un texte."),
    "string_too_short": gettext_lazy("ce texte est vide."),
    "string_too_long": gettext_lazy("ce texte est trop long (%(max_length)d caractères au plus)."),
    "string_pattern_mismatch": gettext_lazy("ce code ne convient pas."),
    "int_type": gettext_lazy("il faut un nombre entier."),
    "bool_type": gettext_lazy("il faut « true » ou « false »."),
    "list_type": gettext_lazy("il faut une liste."),
    "dict_type": gettext_lazy("il faut un objet."),
    "model_type": gettext_lazy("il faut un objet."),
    "too_long": gettext_lazy("il y en a trop (%(max_length)d au plus)."),
    "literal_error": gettext_lazy("il faut un de ces codes\u00a0: %(expected)s."),
    "greater_than_equal": gettext_lazy("il faut au moins %(ge)d."),
    "less_than_equal": gettext_lazy("il faut au plus %(le)d."),
}
"""Of each mistake that pydantic names. A validator of ours says its own."""


def format_of(adapter: "ContentAdapter") -> str:
    return f"relais.{adapter.verb}"


@cache
def file_model(adapter: "ContentAdapter") -> type[BaseModel]:
    """What a file of that noun holds; its JSON Schema is the one that people download."""
    fields: dict[str, Any] = {
        "format": (Annotated[str, OneOf((format_of(adapter),))], ...),
        "format_version": (Annotated[int, Field(ge=adapter.schema_version, le=adapter.schema_version)], ...),
        "code": (Annotated[str, Text(64)], ""),
        "organization": (Annotated[str, Text(64)], ""),
        "content": (adapter.schema, ...),
    }
    return create_model(format_of(adapter), __base__=Strict, **fields)


def json_schema(adapter: "ContentAdapter") -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | file_model(adapter).model_json_schema()


def exported(subject: "Subject", content: Any, adapter: "ContentAdapter", *, as_yaml: bool = False) -> str:
    """Its code and its organization's say where it comes from; nothing that means something here alone leaves."""
    payload = {
        "format": format_of(adapter),
        "format_version": adapter.schema_version,
        "code": getattr(subject, "code", ""),
        "organization": subject.organization.code if subject.organization else "",
        "content": adapter.to_file(content),
    }
    return dumped_yaml(payload) if as_yaml else json.dumps(payload, ensure_ascii=False, indent=2) + "\n"


def brought(adapter: "ContentAdapter", raw: bytes) -> tuple[str, Any]:
    """(The code that it had, its content as the noun's schema). Raises BadFile."""
    payload = _parsed(raw)
    _check_noun(adapter, payload)
    try:
        read: Any = file_model(adapter).model_validate(payload)
    except ValidationError as error:
        raise BadFile(*_problems(error.errors())) from error
    return read.code, read.content


def _parsed(raw: bytes) -> Any:
    if len(raw) > LARGEST:
        raise BadFile(_("Le fichier dépasse 1 Mo\u00a0: ce n’est pas un fichier exporté par Relais."))
    try:
        text = raw.decode("utf-8-sig")
        payload = read_json(text) if text.lstrip().startswith(("{", "[")) else read_yaml(text)
        json.dumps(payload, ensure_ascii=False, allow_nan=False).encode()  # half a sign, a number that is none
    except BadFile:
        raise
    except (ValueError, KeyError, RecursionError, yaml.YAMLError) as error:
        raise BadFile(_("Ce n’est pas un fichier .json ou .yaml lisible. Exportez-le de nouveau.")) from error
    return payload


def _check_noun(adapter: "ContentAdapter", payload: Any) -> None:
    """Before anything else is said of it: another noun's file would be wrong everywhere."""
    found = payload.get("format") if isinstance(payload, Mapping) else None
    if found == format_of(adapter):
        return
    wanted = adapter.subjects._meta.verbose_name
    other = next((one.subjects._meta.verbose_name for one in adapters() if format_of(one) == found), None)
    if other:
        names = {"other": other, "wanted": wanted}
        raise BadFile(_("Ce fichier contient «\u00a0%(other)s\u00a0»; il faut «\u00a0%(wanted)s\u00a0».") % names)
    raise BadFile(_("Ce fichier n’est pas un «\u00a0%(wanted)s\u00a0» exporté par Relais.") % {"wanted": wanted})


def _problems(errors: Iterable[Any]) -> list[str]:
    """One sentence each, the first ones only of a file where all is wrong."""
    found = [_problem(error) for error in errors]
    more = len(found) - MOST_PROBLEMS
    return found[:MOST_PROBLEMS] + ([_("… et %d autres.") % more] if more > 0 else [])


def _problem(error: Any) -> str:
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        words = str(context["error"])
    else:
        known = {
            name: value.replace(" or ", " ou ") if name == "expected" else value for name, value in context.items()
        }
        words = WORDS.get(error["type"], gettext_lazy("cette valeur ne convient pas.")) % known
    return f"{place(error['loc'])}\u00a0: {words}"


def place(where: Iterable[str | int]) -> str:
    """«content.steps[2].text_fr», as one would look for it in the file; the first of a list is 1."""
    text = ""
    for part in where:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".").removesuffix(".[key]")[:200]
