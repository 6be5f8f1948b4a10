"""Criteria in a file: of the published form, without a word that nothing reads, and no larger than the editor shows."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, WithJsonSchema

from portal.criteria.editor.lists import DEEPEST, MOST
from portal.criteria.editor.rows import rows_of
from portal.criteria.nodes import GROUPS, OPERATORS, read_tree

LONGEST_LABEL = 300
_LABELS = {"label_fr", "label_en"}
_OF_LEAF = {"fact", "op", "value", "on_fail"} | _LABELS
_LABEL_SCHEMA = {"type": "string", "maxLength": LONGEST_LABEL}


def sound_tree(tree: Any) -> Any:
    """The tree as it came. Raises ValueError, in words."""
    read_tree(tree)
    _check(tree)
    rows = rows_of(tree)
    if len(rows) > MOST or max(row.level for row in rows) > DEEPEST:
        most = {"rows": MOST, "levels": DEEPEST}
        raise ValueError(_("il y a au plus %(rows)d lignes, et %(levels)d groupes l’un dans l’autre.") % most)
    return tree


def _check(node: Mapping[str, Any]) -> None:
    kind = next((kind for kind in GROUPS if kind in node), "")
    if unknown := set(node) - ({kind, *_LABELS} if kind else _OF_LEAF):
        raise ValueError(_("« %s » n’est pas connu dans un critère.") % str(sorted(unknown)[0])[:40])
    if not kind and "value" not in node:
        raise ValueError(_("« value » manque dans un critère."))
    for name in _LABELS & set(node):
        if not isinstance(node[name], str) or len(node[name]) > LONGEST_LABEL or "\x00" in node[name]:
            raise ValueError(_("« %s » est un texte de 300 caractères au plus.") % name)
    for part in ([node[kind]] if kind == "not" else node[kind]) if kind else []:
        _check(part)


def _schema() -> dict[str, Any]:
    labels = dict.fromkeys(sorted(_LABELS), _LABEL_SCHEMA)
    leaf = {
        "fact": {"type": "string"},
        "op": {"enum": sorted(OPERATORS)},
        "value": {"description": "A scalar, a list for `in`, or {table, key}."},
        "on_fail": {"const": "unknown"},
    }
    some = {"type": "array", "minItems": 1, "items": {"type": "object"}}
    groups = {"all": some, "any": some, "not": {"type": "object"}}
    what = "A condition {fact, op, value}, or one of `all`, `any`, `not` over others."
    return {"type": "object", "description": what, "properties": leaf | groups | labels, "additionalProperties": False}


Criteria = Annotated[dict[str, Any], AfterValidator(sound_tree), WithJsonSchema(_schema())]
