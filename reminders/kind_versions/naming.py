"""How a kind of deadline is called while nobody outside its organization has read it."""

from portal.foundation.words.addresses import code_following
from reminders.kinds.content import Content
from reminders.kinds.models import DeadlineKind
from reminders.kinds.teams import team_of

FOLLOWING = ("code", "title_fr", "title_en", "nature", "team")


def follow_draft(kind: DeadlineKind, content: Content) -> None:
    """Give the row, unsaved, what lists and headings show of its draft, and the code that the title makes.

    Once published, a kind keeps its code, and the rest until the next publication. So does one of the reference data,
    which the public reads before its organization confirms it, and whose code identifies it in a file."""
    if kind.published_at or kind.imported_digest:
        return
    columns, others = content.columns, DeadlineKind.objects.exclude(pk=kind.pk)
    kind.code = code_following(others, kind.code, before=kind.title_fr, after=columns["title_fr"], otherwise="echeance")
    kind.title_fr, kind.title_en, kind.nature = columns["title_fr"], columns["title_en"], columns["nature"]
    kind.team = team_of(kind, columns["team"])
