"""The three steps between a draft and its publication, on rows of versions that have the columns of `Reviewed`.

Each is one conditional UPDATE: who was there first wins, and the caller tells the other that it changed."""

from typing import TYPE_CHECKING, Any

from django.db import models

from portal.clock import now

if TYPE_CHECKING:
    from portal.people.models import User

DRAFT, SUBMITTED = "draft", "submitted"


def ask(rows: models.QuerySet, version: Any, by: "User") -> bool:
    """Of the revision that was read. False when it changed meanwhile."""
    mine = rows.filter(pk=version.pk, state=DRAFT, revision=version.revision)
    asked = {"state": SUBMITTED, "submitted_at": now(), "submitted_by": by}
    return bool(mine.update(**asked, returned_at=None, returned_by=None, returned_why=""))


def take_back(rows: models.QuerySet, version: Any, by: "User") -> bool:
    """By who asked: it is a draft again."""
    mine = rows.filter(pk=version.pk, state=SUBMITTED, submitted_by=by)
    return bool(mine.update(state=DRAFT, submitted_at=None, submitted_by=None))


def send_back(rows: models.QuerySet, version: Any, why: str, by: "User") -> bool:
    """By anybody but who asked: it is a draft again, with the reason."""
    mine = rows.filter(pk=version.pk, state=SUBMITTED, revision=version.revision).exclude(submitted_by=by)
    back = {"state": DRAFT, "submitted_at": None, "submitted_by": None}
    return bool(mine.update(**back, returned_at=now(), returned_by=by, returned_why=why))


def may_publish(version: Any, by: "User", *, needs_two: bool) -> bool:
    """Never who asked for it; where two are needed, only after another asked."""
    asked_by_another = version.submitted_by_id not in {None, by.pk}
    return asked_by_another or (version.submitted_by_id is None and not needs_two)
