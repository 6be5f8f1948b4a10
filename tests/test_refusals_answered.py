"""Each rule that an action may find broken is answered by what calls it: a page in words, never a failure."""

import ast
from collections.abc import Iterator

from tests.architecture.trees import tree_of
from tests.test_architecture import dotted, sources

ACTIONS = {
    "actions",
    "publishing",
    "bases",
    "copies",
    "transport",
    "snapshots",
    "tokens",
    "ballots",
    "reading",
    "inspection",
}
PLAIN = {"Exception", "ValueError", "RuntimeError", "OSError"}
# Raised to keep a rule that the only form above has already checked, or a programmer's mistake.
NOT_FROM_A_PAGE = {
    "UploadRefused": "DocumentsField refuses the same uploads, with the sentence of each",
    "ClocksDiffer": "of the night's task: operators see it among the tasks that fail",
    "SweepFailed": "of the night's task: operators see it among the tasks that fail",
    "BadAddress": "SubscriptionForm.clean_url asks the same `problem_of`",
}


def rules() -> Iterator[tuple[str, str]]:
    """(module, name) of each exception defined beside actions. A PermissionDenied is a 403 by itself."""
    for path in sources():
        if dotted(path)[-1] in ACTIONS:
            for node in tree_of(path).body:
                if isinstance(node, ast.ClassDef) and {getattr(base, "id", "") for base in node.bases} & PLAIN:
                    yield ".".join(dotted(path)), node.name


def answered() -> set[str]:
    """Names that some module catches, or lists as the keys of what it answers."""
    found = set()
    for path in sources():
        for node in ast.walk(tree_of(path)):
            caught = node.type if isinstance(node, ast.ExceptHandler) else None
            keys = [key for key in node.keys if key] if isinstance(node, ast.Dict) else []
            for one in [*keys, *(ast.walk(caught) if caught else [])]:
                found.add(getattr(one, "attr", getattr(one, "id", "")))
    return found


def test_every_refusal_of_an_action_is_answered():
    known = set(rules())
    assert len(known) > 30
    result = answered() | set(NOT_FROM_A_PAGE)
    silent = {f"{module}.{name}" for module, name in known if name not in result}
    assert not silent
