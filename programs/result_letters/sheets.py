"""What the letter says, as data for `letter.typ`; and the PDF of a batch (PDF/UA-1, PDF/A-2a).

On paper: what the person could be entitled to, in full; what one answer would settle, in a line; what is refused, with
why. The conditions as the page words them, never the value of an answer.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal import clock
from portal.foundation.formats.days import day_words
from portal.printing.sheets import document, sender
from portal.receipts.typesetting import typeset
from programs.findings.presentation import FindingView
from programs.result_letters.forms import LONGEST
from programs.result_letters.models import ResultLetter

_LAYOUT = Path(__file__).with_name("letter.typ").read_bytes()


def content_of(lists: Mapping[str, list[FindingView]]) -> dict[str, Any]:
    """The words of the letter, kept sealed until it is printed: what the person read on the page that day."""
    return {
        "day": day_words(clock.today()),
        "eligible": [_in_full(one) for one in lists["eligible"]],
        "unknown": [_to_check(one) for one in lists["unknown"]],
        "not_eligible": [_not_now(one) for one in lists["not_eligible"]],
    }


def pdf_of(letters: Sequence[ResultLetter], at: dt.datetime) -> bytes:
    """The batch as one file, a new sheet for each letter. The form took no name that the fonts cannot print."""
    day = clock.day_of(at)
    title = _("Programmes qui pourraient vous concerner")
    return typeset(_LAYOUT, document(title, day, [_letter(letter, day) for letter in letters]))


def _letter(letter: ResultLetter, day: dt.date) -> dict[str, Any]:
    sheet = letter.sheet
    content, address = sheet["content"], [sheet["name"], *sheet["lines"]]
    return {
        "sender": sender(),
        "date": _("Le %(day)s") % {"day": day_words(day)},
        "reference": letter.reference,
        "address": address,
        "address_size": 12 if max(map(len, address)) <= LONGEST - 4 else 10,
        "lead": _("Voici ce que donnent vos réponses du %(day)s.") % {"day": content["day"]},
        "warning": _("C’est une indication, pas une décision : l’organisme responsable décide, après votre demande."),
        "parts": _parts(content),
        "help": _("Une personne peut faire la suite avec vous. L’appel est gratuit :"),
        "phone": settings.HELP_PHONE,
        "hours": str(settings.HELP_HOURS),
        "erased": _(
            "Votre nom et votre adresse n’ont servi qu’à cette lettre : ils ont été effacés dès l’impression, et vos "
            "réponses ne sont gardées nulle part. Vous ne recevrez pas d’autre lettre, sauf si vous en demandez une."
        ),
    }


def _parts(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    titled = [
        (_("Vous pourriez y avoir droit"), _("Rien de certain pour l’instant."), "eligible"),
        (_("À vérifier : il manque une réponse"), _("Rien à vérifier."), "unknown"),
        (_("Pas en ce moment"), _("Aucun programme n’est écarté."), "not_eligible"),
    ]
    return [{"title": title, "none": none, "programs": content[name]} for title, none, name in titled]


def _program(one: FindingView, **values: Any) -> dict[str, Any]:
    empty = {"summary": "", "amounts": [], "note": "", "steps_label": _("Comment demander"), "steps": []}
    return (
        empty
        | {"papers_label": _("Papiers utiles"), "papers": [], "name": one.program.name_fr, "who": _who(one)}
        | values
    )


def _who(one: FindingView) -> str:
    organization = one.program.organization
    return f"{organization.name_fr}, {organization.phone}" if organization.phone else organization.name_fr


def _in_full(one: FindingView) -> dict[str, Any]:
    return _program(
        one,
        summary=one.program.summary_fr,
        amounts=[f"{line.label} : {line.text} ({line.year})" for line in one.amounts],
        note=one.program.not_checked_fr,
        steps=one.program.steps_fr,
        papers=[paper["fr"] for paper in one.program.documents],
    )


def _to_check(one: FindingView) -> dict[str, Any]:
    asked = [row.question for row in one.missing[:1]]
    return _program(one, note=asked[0] if asked else _("Un point reste à vérifier par l’organisme."))


def _not_now(one: FindingView) -> dict[str, Any]:
    why = "; ".join(reason.text for reason in one.blocking)
    return _program(one, note=_("Condition non remplie : %(why)s") % {"why": why} if why else "")
