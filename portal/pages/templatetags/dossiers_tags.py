"""What belongs to a dossier, for pages composed in templates. Each tag selects what its reader may see.

`{% recent_dossiers as dossiers %}`, `{% requested_documents_of dossier as requested_documents %}`,
`{% documents_of dossier as documents %}`, `{% expected_about requested_documents threads as expected %}`,
`{% people_acting_for dossier as helpers %}`, `{% steps_of life requested_documents expected as steps %}`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import template
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import clock
from portal.documents.models import Document
from portal.dossier_types.stages import Awaits
from portal.dossiers.models import Dossier
from portal.dossiers.reading import Life
from portal.foundation.formats.days import day_words
from portal.foundation.keyset import among_first, first_of
from portal.mandates.models import Mandate
from portal.requested_documents.models import RequestedDocument
from portal.work_items.models import WorkItem
from portal.work_items.subjects import About

register = template.Library()
ON_SPACE = 3
AMONG_NEWEST = 200
"""Of each person, those among which the dossiers of the space are chosen: it costs the same whatever was kept."""
SHOWN = 20  # of each, on the page of a dossier
STEPS_SHOWN = 30


class Expected(NamedTuple):
    """What is expected of the person, and of the organization; soonest first."""

    of_person: list[WorkItem]
    of_team: list[WorkItem]


class DossierStory(list[dict[str, Any]]):
    """Steps; `is_cut`: there are more before them."""

    is_cut = False


@register.simple_tag(takes_context=True)
def recent_dossiers(context: dict[str, Any]) -> list[Dossier]:
    """On the citizen's space: the late ones, those that wait for the person, the other open ones, the closed ones."""
    user = context["request"].user
    mine = Dossier.objects.visible_to(user).held_by(user).with_names()
    newest = among_first(mine.order_by("-opened_at", "-id"), AMONG_NEWEST)
    late = Q(awaits=Awaits.TEAM, promised_on__lt=clock.today())
    rank = Case(
        When(state=Dossier.State.CLOSED, then=Value(3)),
        When(late, then=Value(0)),
        When(awaits=Awaits.PERSON, then=Value(1)),
        default=Value(2),
    )
    return list(newest.order_by(rank, "-opened_at", "-id")[:ON_SPACE])


@register.simple_tag(takes_context=True)
def requested_documents_of(context: dict[str, Any], dossier: Dossier) -> list[RequestedDocument]:
    """Pieces asked, the last ones first."""
    requested_documents = (
        RequestedDocument.objects.visible_to(context["request"].user).filter(dossier=dossier).with_names().with_files()
    )
    return first_of(requested_documents.order_by("-asked_at", "-pk"), SHOWN)


@register.simple_tag(takes_context=True)
def documents_of(context: dict[str, Any], dossier: Dossier) -> list[Document]:
    """Documents given and received in it, the last ones first."""
    documents = Document.objects.visible_to(context["request"].user).filter(dossier=dossier).with_details()
    return first_of(documents.order_by("-received_at", "-id"), SHOWN)


@register.simple_tag
def expected_about(*subjects: Iterable[models.Model] | models.Model) -> Expected:
    """What is expected about this dossier, these conversations and these requested documents, which were selected for
    their reader."""
    places, known = Q(pk=None), {}
    for some in subjects:
        for one in [some] if isinstance(some, models.Model) else some:
            places |= Q(subject_type=one._meta.label_lower, subject_id=one.pk)
            # Of the dossier itself, the page has said the title.
            title = "" if isinstance(one, Dossier) else _title_of(one)
            known[one.pk] = About(title, str(getattr(one, "citizen", "")))
    items = list(WorkItem.objects.open().filter(places).soonest_first().select_related("team__organization"))
    for item in items:
        item.about = known[item.subject_id]
    return Expected([item for item in items if item.citizen_id], [item for item in items if item.team_id])


@register.simple_tag
def left_undone(expected: Expected, dossier: Dossier) -> list[WorkItem]:
    """What is expected besides the dossier's own next step, which ends with it."""
    return [item for item in [*expected.of_person, *expected.of_team] if item.subject_id != dossier.pk]


@register.simple_tag
def all_is_received(dossier: Dossier, requested_documents: Iterable[RequestedDocument]) -> bool:
    """Whether all that was asked came since the dossier waits for the person, be it sent or filed by an agent."""
    if not dossier.is_open or dossier.paused_at is None or any(one.awaits_citizen for one in requested_documents):
        return False
    return any(sent.received_at >= dossier.paused_at for one in requested_documents for sent in one.files)


@register.simple_tag
def is_asked_nothing(dossier: Dossier, expected: Expected) -> bool:
    """Whether the dossier waits for the person, who was asked neither a document nor a reply."""
    waits = dossier.is_open and dossier.awaits == Awaits.PERSON
    return waits and all(item.subject_id == dossier.pk for item in expected.of_person)


def _title_of(one: Any) -> str:
    """In its own words, which the page has read with it."""
    return getattr(one, "subject", "") or getattr(one, "label", "") or getattr(one, "title", "")


@register.simple_tag
def people_acting_for(dossier: Dossier) -> list[Mandate]:
    """Who acts for the person today, in a scope that holds this dossier."""
    in_force = Mandate.objects.in_force(clock.today()).filter(citizen=dossier.citizen_id).with_names()
    parts = {dossier.pk, dossier.organization_id}
    return [
        mandate
        for mandate in in_force.order_by("pk")
        if not mandate.is_limited or parts & {*mandate.organization_ids, *mandate.dossier_ids}
    ]


@register.simple_tag
def steps_of(
    life: Life, requested_documents: Iterable[RequestedDocument], expected: Expected, messages: Iterable[Any] = ()
) -> DossierStory:
    """The end of the story, for `components/timeline.html`: what happened, then what is awaited, with dates."""
    today = clock.today(life.dossier.citizen.time_zone)
    steps = [*_moves(life), *_given(requested_documents), *messages, *_awaited(expected)]
    steps.sort(key=lambda step: step["date"])
    for step in steps:
        step["state"] = "before" if step["date"] < today else "on" if step["date"] == today else "after"
    story = DossierStory(steps[-STEPS_SHOWN:])
    story.is_cut = len(steps) > STEPS_SHOWN
    return story


def _moves(life: Life) -> Iterator[dict[str, Any]]:
    """Without a move, it says at least when it was opened."""
    if not life.moves:
        yield {"date": _day(life.dossier.opened_at), "label": _("Ouverture du dossier")}
    for happened in life.happened:
        move = happened.move
        promise = ""
        if move.promised_on and move.kind != move.Kind.LATE:
            promise = _("Réponse promise pour le %(day)s.") % {"day": day_words(move.promised_on)}
        detail = " ".join(words for words in (happened.words, promise) if words)
        yield {"date": _day(move.at), "label": happened.title, "detail": detail}


def _given(requested_documents: Iterable[RequestedDocument]) -> Iterator[dict[str, Any]]:
    for requested_document in requested_documents:
        yield {
            "date": _day(requested_document.asked_at),
            "label": _("Pièce demandée"),
            "detail": requested_document.label,
        }
        if requested_document.given_at:
            yield _sent(requested_document, requested_document.given_at)
        if requested_document.settled_at:
            label = _("Pièce %(state)s") % {"state": requested_document.get_state_display()}
            yield {"date": _day(requested_document.settled_at), "label": label, "detail": requested_document.label}


def _sent(requested_document: RequestedDocument, at: dt.datetime) -> dict[str, Any]:
    """When it was sent; a paper, when it was filed, which says the day on which it came."""
    detail, label = requested_document.label, _("Pièce envoyée")
    if came_on := requested_document.came_on:
        came = _("Reçue par la poste ou au comptoir le %(day)s.") % {"day": day_words(came_on)}
        at, label, detail = requested_document.files[-1].received_at, _("Pièce reçue"), f"{detail}. {came}"
    if requested_document.has_refused_file:
        label = _("Fichier refusé par nos vérifications")
    return {"date": _day(at), "label": label, "detail": detail}


def _awaited(expected: Expected) -> Iterator[dict[str, Any]]:
    for item in [*expected.of_person, *expected.of_team]:
        if item.due_at:
            whom = _("attendu de vous") if item.citizen_id else _("attendu de l’organisme")
            yield {"date": _day(item.due_at), "label": item.sentence, "detail": whom}


def _day(at: dt.datetime) -> dt.date:
    """In the reader's zone, as every date of the page."""
    return timezone.localtime(at).date()
