"""What a letter says of a dossier: where it is, what is expected of the person, what was decided, how to contest.

A letter is closed: unlike an e-mail, it says where the dossier is to whoever accepted these words, and to nobody else
(`AGREED`). It says where the dossier is when it is printed, so that no paper tells a state that is past."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.consents.models import Channel, Consent, Purpose
from portal.dossier_types.stages import ENGLISH
from portal.dossiers.models import Dossier, DossierDecision
from portal.notices.models import Notice
from reminders.kinds.texts import date_in_words, is_english, name_of
from reminders.preferences.wordings import wording_of

SUBJECT = "dossiers.dossier"
AGREED = (Purpose.FILE_NEWS, Channel.LETTER)
"""The consent whose words say that a letter tells where a dossier is."""
KINDS = frozenset({Notice.Kind.DOSSIER, Notice.Kind.DECISION, Notice.Kind.DOSSIER_LATE})


def dossiers_of(notices: Iterable[Notice]) -> dict[UUID, tuple[Dossier, DossierDecision | None]]:
    """Dossier id → it and its decision in force, of all the letters of a batch: three queries at the most."""
    about = [notice for notice in notices if notice.kind in KINDS and notice.subject_type == SUBJECT]
    agreed = _who_agreed({notice.citizen_id for notice in about})
    keys = {notice.subject_id for notice in about if notice.citizen_id in agreed}
    if not keys:
        return {}
    found = Dossier.objects.filter(pk__in=keys).with_names().order_by("pk")
    decided = DossierDecision.objects.in_force().filter(dossier__in=keys)
    decisions = {one.dossier_id: one for one in decided}
    return {dossier.pk: (dossier, decisions.get(dossier.pk)) for dossier in found}


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


def block_of(dossier: Dossier, decision: DossierDecision | None, empty: dict[str, Any]) -> dict[str, Any]:
    """`empty`: a matter that says nothing yet."""
    title = _("%(title)s, dossier %(number)s") % {"title": dossier.title, "number": dossier.number}
    said = {"sender": name_of(dossier.organization), "title": title, "sentences": [*_now(dossier)]}
    if decision:
        said |= _decided(dossier, decision)
    return empty | said


def _beginning(dossier: Dossier) -> Iterable[str]:
    """What its type says first in every letter."""
    kind = dossier.dossier_type
    if kind and (words := (kind.letter_en if is_english() else "") or kind.letter_fr):
        yield words


def _now(dossier: Dossier) -> Iterable[str]:
    language, stage = ENGLISH if is_english() else "", dossier.current
    yield from _beginning(dossier)
    if not dossier.is_open:
        yield _("Ce dossier est terminé.")
        return
    if stage:
        yield _("Où est-ce rendu\u00a0: %(stage)s.") % {"stage": stage.said("name", language)}
        yield stage.said("where", language)
        if wanted := dossier.wanted(language):
            yield wanted
    if dossier.is_late and dossier.promised_on:
        day = date_in_words(dossier.promised_on)
        yield _(
            "Nous sommes en retard\u00a0: une réponse était promise pour le %(day)s. Appelez-nous pour savoir "
            "pourquoi; vous pouvez aussi vous plaindre, sans que cela nuise à votre dossier."
        ) % {"day": day}
    elif dossier.promised_on:
        yield _("Réponse promise au plus tard le %(day)s.") % {"day": date_in_words(dossier.promised_on)}


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
