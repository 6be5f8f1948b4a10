"""What the questionnaire is about: everything, one life event, or one program."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from programs.life_events.models import LifeEvent
from programs.programs.models import Program

EVERYTHING, EVENT, PROGRAM = "tout", "evenement:", "programme:"


def scope_choices() -> list[tuple[str, str]]:
    """Choices of the first page, everything first, then life events."""
    events = LifeEvent.objects.filter(programs__state=Program.State.PUBLISHED).distinct()
    return [(EVERYTHING, _("Tous les programmes")), *((f"{EVENT}{event.code}", event.title_fr) for event in events)]


def programs_of(scope: str) -> QuerySet[Program]:
    """Published programs of a scope; a scope that no longer exists means all of them."""
    published = Program.objects.published()
    kind, _colon, code = scope.partition(":")
    narrowed = {
        EVENT: published.filter(life_events__code=code),
        PROGRAM: published.filter(code=code),
    }.get(f"{kind}:", published)
    return narrowed if narrowed.exists() else published


def words_of(scope: str) -> str:
    """The scope in words; empty for everything."""
    kind, _colon, code = scope.partition(":")
    named = {EVENT: LifeEvent.objects.filter(code=code), PROGRAM: Program.objects.published().filter(code=code)}
    return str(named.get(f"{kind}:", LifeEvent.objects.none()).first() or "")
