"""JSON and YAML of which nothing is believed: plain data only, no name twice, no alias (a few lines of them make
gigabytes), no depth that exhausts a stack. YAML means what JSON does: «no» is a word, «2026-01-31» and «9:00» too."""

import json
import re
from collections.abc import Iterable
from typing import Any

import yaml
from django.utils.translation import gettext as _

from portal.publishing.exceptions import BadFile

_DEEPEST = 60
_RESOLVED = {
    "null": r"null|~|",
    "bool": r"true|false",
    "int": r"-?(0|[1-9][0-9]*)",
    "float": r"-?(0|[1-9][0-9]*)\.[0-9]+(e[-+][0-9]+)?",
}
_READ: dict[str, Any] = {
    "null": lambda _text: None,
    "bool": lambda text: text == "true",
    "int": int,
    "float": float,
    "str": str,
}
_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Signs that PyYAML takes for the end of a line, and does not write as it reads them."""
_TAG = "tag:yaml.org,2002:"
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
# The same safe parser, ten times faster where libyaml is there.
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Resolver(_Parser):
    yaml_implicit_resolvers: dict[str | None, list[tuple[str, re.Pattern[str]]]] = {}


for _kind, _pattern in _RESOLVED.items():
    _Resolver.add_implicit_resolver(f"{_TAG}{_kind}", re.compile(f"^(?:{_pattern})$"), None)


def read_yaml(text: str) -> Any:
    """Raises BadFile, ValueError, yaml.YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=_Parser):
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        if depth > _DEEPEST:
            raise BadFile(_("Ce fichier a trop de niveaux l’un dans l’autre."))
        if isinstance(event, yaml.AliasEvent):
            words = _("Ce fichier contient un renvoi («\u00a0*%s\u00a0»)\u00a0: écrivez la valeur au long.")
            raise BadFile(words % str(event.anchor)[:40])
    return _value(yaml.compose(text, Loader=_Resolver))


def _value(node: Any) -> Any:
    """A tag that makes anything else than plain data is a KeyError."""
    if isinstance(node, yaml.MappingNode):
        return _once((_value(name), _value(value)) for name, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one) for one in node.value]
    return _READ[node.tag.removeprefix(_TAG)](node.value) if node else None


def read_json(text: str) -> Any:
    """Raises BadFile, ValueError, RecursionError."""
    return json.loads(text, object_pairs_hook=_once)


def dumped_yaml(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """Quotes and escapes what a line of YAML would not give back."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(f"{_TAG}str", text, style='"' if _BREAKS.search(text) else None)


_Dumper.add_representer(str, _text)


def _once(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if not isinstance(name, str):
            raise BadFile(_("Un nom de champ n’est pas un texte\u00a0: «\u00a0%s\u00a0».") % str(name)[:40])
        if name in found:
            raise BadFile(_("Le champ «\u00a0%s\u00a0» est écrit deux fois au même endroit.") % name[:40])
        found[name] = value
    return found
