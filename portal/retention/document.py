"""`docs/retention.md`: how long each thing is kept, and what executes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from portal.foundation.retention import Empty, Keep, KeepForever, KeepUntil, KeepWith, RetentionRule, Timed
from portal.retention.reading import own_models, rules_of

SWEEP = "the nightly sweep"
NOT_YET = "**nothing yet**"


@dataclass(frozen=True)
class Line:
    """One rule of one model, in words, and what executes it."""

    model: str
    rule: str
    executed: str
    because: str


def lines() -> list[Line]:
    """Return every line, by name: the document does not change with the order of the apps."""
    models = sorted(own_models(), key=lambda model: model._meta.label)
    return [_line(model, rule) for model in models for rule in rules_of(model)]


def as_markdown() -> str:
    """Return the whole document."""
    rows = lines()
    waiting = "".join(f"- `{row.model}`: {row.rule}\n" for row in rows if row.executed == NOT_YET)
    body = "".join(f"| `{row.model}` | {row.rule} | {row.executed} | {row.because} |\n" for row in rows)
    return f"{_INTRODUCTION}\n## Declared, not executed yet\n\n{waiting}\n{_TABLE}{body}"


def executor_of(model: type[Model], rule: RetentionRule) -> str:
    """Return what executes a rule, in words; `NOT_YET` when nothing does."""
    match rule:
        case KeepForever():
            return "–"
        case KeepUntil(by=""):
            return NOT_YET
        case KeepWith():
            return SWEEP if any(_goes_by_time(model, name) for name in rule.columns) else "what erases that row"
    return f"`{rule.by}`" if rule.by else SWEEP


def _goes_by_time(model: type[Model], column: str) -> bool:
    parent: Any = model._meta.get_field(column).related_model  # a foreign key: `reading` refuses any other
    rules = rules_of(parent)
    if any(isinstance(rule, Keep) and not rule.by for rule in rules):
        return True
    ways = (name for rule in rules if isinstance(rule, KeepWith) for name in rule.columns)
    return any(_goes_by_time(parent, name) for name in ways)


def _line(model: type[Model], rule: RetentionRule) -> Line:
    return Line(model._meta.label, "; ".join(_words(model, rule)), executor_of(model, rule), rule.because)


def _words(model: type[Model], rule: RetentionRule) -> Iterator[str]:
    match rule:
        case KeepForever():
            yield "kept"
        case KeepUntil():
            yield f"kept until {rule.event}"
        case KeepWith():
            yield "kept with its " + " or ".join(f"`{name}`" for name in rule.columns)
        case Empty():
            yield ", ".join(f"`{name}`" for name in rule.fields) + f" emptied {rule.until or _time(rule)}"
        case Keep():
            yield f"erased {_time(rule)}"


def _time(rule: Timed) -> str:
    start = f"{rule.duration} after" if rule.duration else "after"
    return f"{start} `{rule.after}`" + (f" ({rule.only})" if rule.only else "")


_INTRODUCTION = """# How long each thing is kept

Written by `python3 manage.py retention --write` from `Privacy.retention` of each model; a test holds them equal. Each
night `portal.sweep_retention` erases what is past its time, in batches, children before what they refer to. A row is
kept longer than its own time while a row that must be kept refers to it, a notice tells of it or a work item asks for
it. The journal counts what was erased, by model and organization. A model that cannot be swept keeps its rows: the log
names it, and the task is listed among those that fail.
"""
_TABLE = """## Each model

| model | rule | executed by | because |
|---|---|---|---|
"""
