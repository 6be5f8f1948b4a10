"""What a letter says of a dossier: where it is, what is expected of the person, what was decided, how to contest.

A letter is closed: unlike an e-mail, it says where the dossier is to whoever accepted these words, and to nobody else
(`AGREED`). It says where the dossier is when it is printed, so that no paper tells a state that is past."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.consents.models import Channel, Consent, Purpose
from portal.dossier_types.stages import ENGLISH, Awaits
from portal.dossiers.models import Dossier, DossierDecision, Move
from portal.notices.models import Notice
from portal.requested_documents.models import RequestedDocument
from reminders.kinds.texts import date_in_words, is_english, name_of
from reminders.preferences.wordings import wording_of

SUBJECT = "dossiers.dossier"
AGREED = (Purpose.FOLLOW, Channel.LETTER)
"""The consent whose words say that a letter tells where a dossier is."""
KINDS = frozenset({Notice.Kind.DOSSIER, Notice.Kind.DECISION, Notice.Kind.DOSSIER_LATE})


class LetterDossier(NamedTuple):
    """What a letter says of: a dossier, its decision in force, what is to be sent in it, the last words of its team."""

    dossier: Dossier
    decision: DossierDecision | None
    awaited: list[RequestedDocument]
    note: str


def dossiers_of(notices: Iterable[Notice]) -> dict[UUID, LetterDossier]:
    """Dossier id → what is said of it, of all the letters of a batch: five queries at the most."""
    about = [notice for notice in notices if notice.kind in KINDS and notice.subject_type == SUBJECT]
    agreed = _who_agreed({notice.citizen_id for notice in about})
    keys = {notice.subject_id for notice in about if notice.citizen_id in agreed}
    if not keys:
        return {}
    found = Dossier.objects.filter(pk__in=keys).with_names().order_by("pk")
    decided = DossierDecision.objects.in_force().filter(dossier__in=keys)
    decisions = {one.dossier_id: one for one in decided}
    moves = Move.objects.filter(dossier__in=keys, revision=F("dossier__revision"))
    notes = {move.dossier_id: move.note for move in moves}
    awaited: dict[UUID, list[RequestedDocument]] = {}
    for request in RequestedDocument.objects.awaited().filter(dossier__in=keys).order_by("due_on", "pk"):
        awaited.setdefault(request.dossier_id, []).append(request)
    return {
        one.pk: LetterDossier(one, decisions.get(one.pk), awaited.get(one.pk, []), notes.get(one.pk, ""))
        for one in found
    }


def _who_agreed(citizens: set[UUID]) -> set[UUID]:
    """Those whose consent in force says what a letter tells of a dossier, in either language: an older one does not."""
    if not citizens:
        return set()
    said = Q()
    for language in (settings.LANGUAGE_CODE, ENGLISH):
        with override(language):
            said |= Q(wording__contains=wording_of(*AGREED))
    purpose, channel = AGREED
    consents = Consent.objects.in_force().filter(said, citizen__in=citizens, purpose=purpose, channel=channel)
    return set(consents.values_list("citizen_id", flat=True))


def block_of(said_of: LetterDossier, empty: dict[str, Any]) -> dict[str, Any]:
    """`empty`: a matter that says nothing yet."""
    dossier, decision, awaited, note = said_of
    title = _("%(title)s, dossier %(number)s") % {"title": dossier.title, "number": dossier.number}
    said = {"sender": name_of(dossier.organization), "title": title, "sentences": [*_now(dossier, awaited, note)]}
    if decision:
        said |= _decided(dossier, decision)
    return empty | said


def _beginning(dossier: Dossier) -> Iterable[str]:
    """What its type says first in every letter."""
    kind = dossier.dossier_type
    if kind and (words := (kind.letter_en if is_english() else "") or kind.letter_fr):
        yield words


def _now(dossier: Dossier, awaited: Iterable[RequestedDocument], note: str) -> Iterable[str]:
    language, stage = ENGLISH if is_english() else "", dossier.current
    yield from _beginning(dossier)
    if not dossier.is_open:
        yield _("Ce dossier est terminé.")
        return
    if stage:
        yield _("Où est-ce rendu\u00a0: %(stage)s.") % {"stage": stage.said("name", language)}
        yield stage.said("where", language)
        yield from _wanted(dossier, [*awaited], language)
    yield from filter(None, map(str.strip, note.splitlines()))
    if dossier.is_late and dossier.promised_on:
        day = date_in_words(dossier.promised_on)
        yield _(
            "Nous sommes en retard\u00a0: une réponse était promise pour le %(day)s. Appelez-nous pour savoir "
            "pourquoi; vous pouvez aussi vous plaindre, sans que cela nuise à votre dossier."
        ) % {"day": day}
    elif dossier.promised_on:
        yield _("Réponse promise au plus tard le %(day)s.") % {"day": date_in_words(dossier.promised_on)}


def _wanted(dossier: Dossier, awaited: list[RequestedDocument], language: str) -> Iterable[str]:
    """What its stage asks, then each document by name; the words of a stage may announce a list that is empty."""
    if awaited or dossier.awaits != Awaits.PERSON:
        yield from filter(None, [dossier.wanted(language)])
    else:
        yield _("L’équipe attend quelque chose de vous. Appelez-nous\u00a0: nous vous dirons quoi.")
    for request in awaited:
        day = date_in_words(request.due_on)
        yield _("À envoyer au plus tard le %(day)s\u00a0: %(label)s.") % {"day": day, "label": request.label}


def _decided(dossier: Dossier, decision: DossierDecision) -> dict[str, Any]:
    outcome = _("Décision\u00a0: demande %(outcome)s.") % {"outcome": _OUTCOMES[decision.outcome]()}
    words = filter(None, map(str.strip, decision.words.splitlines()))
    said: dict[str, Any] = {"sentences": [*_beginning(dossier), outcome, *words]}
    if decision.contest_until:
        contest = _("%(remedy)s, au plus tard le %(day)s.")
        said |= {
            "consequence_label": _("Vous n’êtes pas d’accord?"),
            "consequence": contest % {"remedy": decision.remedy_name, "day": date_in_words(decision.contest_until)},
            "procedure_label": _("Comment le demander"),
            "procedure": [*filter(None, map(str.strip, decision.remedy_how.splitlines())), *_without_screen(dossier)],
        }
    return said


def _without_screen(dossier: Dossier) -> Iterable[str]:
    """How to contest for whom only paper reaches."""
    phone = (dossier.organization.phone or settings.HELP_PHONE).replace(" ", "\u00a0")
    yield _("Au téléphone, au %(phone)s\u00a0: donnez le numéro %(number)s.") % {
        "phone": phone,
        "number": dossier.number,
    }
    yield _(
        "Par la poste\u00a0: écrivez le numéro %(number)s et pourquoi vous n’êtes pas d’accord. L’adresse se demande "
        "au même téléphone."
    ) % {"number": dossier.number}


_OUTCOMES = {
    "granted": lambda: _("acceptée"),
    "partial": lambda: _("acceptée en partie"),
    "refused": lambda: _("refusée"),
}
"""In the language of the letter."""
