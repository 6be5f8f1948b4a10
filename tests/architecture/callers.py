"""Which actions are reached from a page, an API, a task or a command: by a walk along the names that functions use."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.architecture.trees import PACKAGES, sources, tree_of

SEEDS = {"seeds", "seeding", "past", "demonstration"}
"""Modules that invent people and what they did: they are no page."""


class Function(NamedTuple):
    module: str
    name: str


def actions(root: Path) -> dict[Function, ast.FunctionDef]:
    """Return the public functions of each `actions.py`, the journal's own aside."""
    return {
        Function(_dotted(path, root), node.name): node
        for path in sources(root)
        if path.name == "actions.py" and "audit" not in path.parts
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def unreached(root: Path) -> set[str]:
    """Return the actions that nothing reaches but tests, seeds and other such actions."""
    known = actions(root)
    modules = {function.module for function in known}
    used: dict[Function, set[Function]] = {}
    reached: set[Function] = set()
    for path in sources(root):
        if path.stem in SEEDS:
            continue
        names = _names(path, root, modules)
        module = _dotted(path, root)
        for node in tree_of(path).body:
            uses = _uses(node, names) | _strings(path, node, modules)
            if module in modules and isinstance(node, ast.FunctionDef | ast.ClassDef):
                used[Function(module, node.name)] = uses
            else:
                reached |= uses
    return {f"{one.module}.{one.name}" for one in set(known) - _closure(reached, used)}


def _closure(reached: set[Function], used: Mapping[Function, set[Function]]) -> set[Function]:
    waiting = list(reached)
    while waiting:
        fresh = used.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    return reached


def _dotted(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts)


def _names(path: Path, root: Path, modules: set[str]) -> dict[str, Function]:
    """Name in this file → the function of an `actions.py`, or the whole module (a Function without a name)."""
    names = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                if full in modules:
                    names[alias.asname or alias.name] = Function(full, "")
                elif node.module in modules:
                    names[alias.asname or alias.name] = Function(node.module, alias.name)
    if (own := _dotted(path, root)) in modules:
        here = [node for node in tree_of(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        names = {node.name: Function(own, node.name) for node in here} | names
    return names


def _uses(node: ast.stmt, names: Mapping[str, Function]) -> set[Function]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return set()
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and (function := names.get(inner.id)) and function.name:
            found.add(function)
        elif isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.value.id in names:
            found.add(Function(names[inner.value.id].module, inner.attr))
    return found


def _strings(path: Path, node: ast.stmt, modules: set[str]) -> set[Function]:
    """Named by a dotted string, as an app does from below; a model only says what executes its retention."""
    if path.name == "models.py":
        return set()
    texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    parts = (text.rpartition(".") for text in texts)
    return {Function(module, name) for module, _dot, name in parts if module in modules}
