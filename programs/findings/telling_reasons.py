"""Which conditions tell a verdict, and in how few words. Pure: the same for everybody."""

import re
from collections.abc import Sequence

from portal.criteria.judging import NOT_MET, OPEN, Judged
from portal.criteria.nodes import Group, Leaf

_FIGURE = re.compile(r"\d[\d\s]*")


def telling_parts(judged: Judged) -> list[Judged]:
    """The parts that explain the state of a group: those that decided it, or those that leave it open."""
    if isinstance(judged.node, Group) and judged.node.kind == "not":
        return list(judged.parts)
    wanted = OPEN if judged.state in OPEN else {judged.state}
    return [part for part in judged.parts if part.state in wanted]


def telling_limits(parts: Sequence[Judged]) -> list[Judged]:
    """Many programs have two limits on one figure: under the first one is sure, over the second one is refused, and
    between them the organization looks. One of them says all: the second when it refuses, the first otherwise."""
    strict = {_limit(part): part for part in parts if _limit(part) and not _is_lenient(part)}
    lenient = {_limit(part) for part in parts if _limit(part) and _is_lenient(part)}
    return [part for part in parts if not (_limit(part) in lenient & strict.keys() and _is_said(part, strict))]


def _is_said(part: Judged, strict: dict[tuple[str, str] | None, Judged]) -> bool:
    """Whether the other limit on the same figure already says it."""
    is_refused = strict[_limit(part)].state is NOT_MET
    return _is_lenient(part) if is_refused else not _is_lenient(part)


def _is_lenient(part: Judged) -> bool:
    return isinstance(part.node, Leaf) and part.node.is_lenient


def _limit(part: Judged) -> tuple[str, str] | None:
    """The fact and the direction of a limit; None for any other condition."""
    node = part.node
    return (node.fact, node.op[:2]) if isinstance(node, Leaf) and node.op in {"lt", "lte", "gt", "gte"} else None


def one_line(label: str, only: str) -> str:
    """A group that one condition tells: «Revenu sous le plafond (argent disponible : 5 000 $ ou moins)». What the label
    says already, its figures included, is not said twice."""
    if not label:
        return only
    if label == only or (_figures(only) and _figures(only) <= _figures(label)):
        return label
    said = f"{only[:1].lower()}{only[1:]}"
    return f"{label}\u00a0: {said}" if "(" in label + only else f"{label} ({said})"


def _figures(text: str) -> set[str]:
    return {"".join(found.split()) for found in _FIGURE.findall(text)}
