"""Saving what is being written, and forgetting it. Not journaled: nobody else ever sees it."""

import json
from collections.abc import Mapping

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils.formats import time_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from portal import clock
from portal.access.visibility import visibility_of
from portal.drafts.models import Draft
from portal.people.models import User

LONGEST = 60_000
"""Characters of all that a draft holds."""
REVISION = "draft_revision"
"""The field of a page that says which revision it shows; 0 without a draft."""


class DraftOvertaken(Exception):
    """It was saved, sent or thrown away elsewhere since this page was opened."""


class DraftTooLong(Exception):
    """Longer than what is kept."""


def draft_of(by: User, name: str) -> Draft | None:
    """Return the draft of a form, in the place where its author is."""
    return Draft.objects.visible_to(by).filter(form=name).first()


@transaction.atomic
def save(*, by: User, name: str, words: Mapping[str, str], revision: int) -> int:
    """Keep what is typed; returns the new revision, 0 when nothing is typed and nothing is kept.

    `revision`: what the page shows. Raises DraftOvertaken, DraftTooLong."""
    content = json.dumps({field: text for field, text in words.items() if text.strip()}, ensure_ascii=False)
    if len(content) > LONGEST:
        raise DraftTooLong
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two devices at once: the second sees the first
    held = draft_of(by, name)
    if (held.revision if held else 0) != revision:
        raise DraftOvertaken
    if content == "{}":
        forget(by=by, name=name)
        return 0
    held = held or Draft(by=by, place_id=visibility_of(by).place, form=name, revision=0)
    held.content, held.saved_at, held.revision = content, clock.now(), held.revision + 1
    held.save()
    return held.revision


def forget(*, by: User, name: str, sent: Mapping[str, str] | None = None) -> None:
    """Erase the draft of a form. `sent`: the form that left; a draft that another device saved since, and that says
    something else, is kept."""
    held = draft_of(by, name)
    if held and (sent is None or held.revision <= _number(sent.get(REVISION, "0")) or _says_all(sent, held)):
        held.delete()


def _says_all(sent: Mapping[str, str], held: Draft) -> bool:
    return all(sent.get(field, "").startswith(text.rstrip()) for field, text in held.words.items())


def typed_in(request: HttpRequest, fields: tuple[str, ...]) -> dict[str, str]:
    """What a page posts of these fields, as it can be stored."""
    return {field: request.POST.get(field, "").replace("\x00", "") for field in fields}


def revision_in(request: HttpRequest) -> int:
    """The revision that the page shows; -1, which no draft has, for what is no number."""
    return _number(request.POST.get(REVISION, "0"))


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 10 else -1


def saved_by_page(request: HttpRequest, *, name: str, fields: tuple[str, ...]) -> JsonResponse:
    """Answer the page that saves by itself: `revision` and `words`, a sentence for its author."""
    try:
        revision = save(by=request.user, name=name, words=typed_in(request, fields), revision=revision_in(request))
    except DraftOvertaken:
        return overtaken()
    except DraftTooLong:
        return JsonResponse(
            {"words": _("Ce texte est trop long pour un brouillon\u00a0: envoyez-le ou copiez-le.")}, status=413
        )
    hour = time_format(clock.now().astimezone(get_current_timezone()), "TIME_FORMAT")
    return JsonResponse(
        {"revision": revision, "words": _("Brouillon enregistré à %(hour)s.") % {"hour": hour} if revision else ""}
    )


def overtaken() -> JsonResponse:
    words = _(
        "Ce brouillon a changé ailleurs, ou il est envoyé. Votre texte reste ici\u00a0: copiez-le avant de partir."
    )
    return JsonResponse({"words": words}, status=409)
