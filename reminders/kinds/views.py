"""Public pages: what can be reminded, and one page per kind."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.access.policies import public
from portal.catalogue.words import plain
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.kinds.texts import status_words

LONGEST = 80
"""Characters of a search: beyond, it is not words."""


@public
@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    every = DeadlineKind.objects.public().select_related("organization").order_by("organization__name_fr", "title_fr")
    words, nature = request.GET.get("mots", "")[:LONGEST].strip(), request.GET.get("genre", "")
    found = [kind for kind in every if _answers(kind, words, nature)]
    context = {
        "kinds": found,
        "offered": [kind for kind in found if kind.is_published],
        "words": words,
        "nature": nature,
        "natures": DeadlineKind.Nature.choices,
        "is_filtered": bool(words or nature),
    }
    return render(request, "reminders/kinds/list.html", context)


@public
@require_safe
def kind(request: HttpRequest, code: str) -> HttpResponse:
    steps = ReminderStep.objects.filter(retired_at=None).order_by("offset_days", "pk")
    told = DeadlineKind.objects.shown().select_related("organization")
    told = told.prefetch_related(Prefetch("steps", queryset=steps, to_attr="in_force"))
    shown = get_object_or_404(told, code=code)
    # Amounts that the scale dates are not told twice.
    dated = any(tier.get("amount") is not None for tier in shown.tiers)
    context = {"kind": shown, "status": status_words(shown.state), "tells_amounts": dated}
    return render(request, "reminders/kinds/detail.html", context)


def _answers(kind: DeadlineKind, words: str, nature: str) -> bool:
    """Every word is somewhere in what the kind says, accents and case aside."""
    told = plain(" ".join([kind.title_fr, kind.rule_fr, kind.audience_fr, kind.organization.name_fr]))
    return (not nature or kind.nature == nature) and all(word in told for word in plain(words).split())
