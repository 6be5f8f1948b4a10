"""Writing the kinds of paper: the import of the reference, and what operators edit."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.audit import sentences
from portal.audit.actions import record
from portal.papers.models import Paper

if TYPE_CHECKING:
    from portal.people.models import User

WORDS = (
    *("name_fr", "name_en", "help_fr", "help_en", "fresh_months"),
    *("is_identity", "is_of_child", "is_per_request", "position"),
)

sentences.register(
    {
        "papers.imported": _("a importé les genres de papier"),
        "paper.written": _("a écrit un genre de papier"),
        "paper.retired": _("a retiré un genre de papier"),
        "paper.restored": _("a remis un genre de papier"),
    }
)


@transaction.atomic
def import_papers(*, records: Iterable[Mapping[str, Any]], by: "User | None") -> int:
    """Brings the kinds to what the reference says; what was edited or retired stays, and so does a kind written here
    under the same name. Returns how many changed."""
    present = {paper.code: paper for paper in Paper.objects.select_for_update()}
    named = {paper.name_fr: code for code, paper in present.items()}
    records = [one for one in records if named.get(one["name_fr"], one["code"]) == one["code"]]
    changed = sum(_import_one(one, present.get(one["code"]), place) for place, one in enumerate(records))
    if changed:
        record("papers.imported", by=by, detail={"changed": changed})
    return changed


@transaction.atomic
def write(*, paper: Paper, words: Mapping[str, Any], by: "User") -> Paper:
    """A new kind (its `code` is set), or new words for one. `words`: some of `WORDS`."""
    for name, value in words.items():
        if name in WORDS:
            setattr(paper, name, value)
    paper.updated_at = paper.edited_at = clock.now()
    paper.edited_by = by
    paper.save()
    record("paper.written", by=by, subject=paper)
    return paper


@transaction.atomic
def retire(*, paper: Paper, by: "User") -> Paper:
    """It is no longer offered or recognised; documents said to be of that kind stay so."""
    if Paper.objects.filter(pk=paper.pk, retired_at=None).update(retired_at=clock.now(), retired_by=by):
        record("paper.retired", by=by, subject=paper)
    paper.refresh_from_db()
    return paper


@transaction.atomic
def restore(*, paper: Paper, by: "User") -> Paper:
    """Offered again. Raises IntegrityError when another kind took its name."""
    if Paper.objects.filter(pk=paper.pk, retired_at__isnull=False).update(retired_at=None, retired_by=None):
        record("paper.restored", by=by, subject=paper)
    paper.refresh_from_db()
    return paper


def _import_one(record: Mapping[str, Any], paper: Paper | None, place: int) -> bool:
    words = {name: record.get(name, Paper._meta.get_field(name).get_default()) for name in WORDS}
    words["position"] = place
    digest = hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    if paper and (paper.edited_at or paper.source_digest == digest):
        return False
    paper = paper or Paper(code=record["code"])
    for name, value in words.items():
        setattr(paper, name, value)
    paper.source_digest, paper.updated_at = digest, clock.now()
    paper.save()
    return True
