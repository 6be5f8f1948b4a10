"""The result of the questionnaire as an accessible letter (PDF/UA-1, PDF/A-2a), without a name or an answer on it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal import clock
from portal.foundation.formats.days import day_words
from portal.receipts.typesetting import typeset
from programs.findings.presentation import FindingView, Reason
from programs.rules.verdicts import Verdict

_LAYOUT = Path(__file__).with_name("letter.typ").read_bytes()


def letter_of(lists: Mapping[str, list[FindingView]]) -> bytes:
    """The PDF."""
    return typeset(_LAYOUT, _words(lists))


def _words(lists: Mapping[str, list[FindingView]]) -> dict[str, Any]:
    at = clock.now()
    parts = [
        (_("Vous pourriez y avoir droit"), lists["eligible"]),
        (_("À vérifier"), lists["unknown"]),
        (_("Pas en ce moment"), lists["not_eligible"]),
    ]
    return {
        "title": _("Programmes qui pourraient vous concerner"),
        "author": "Relais",
        "at": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "lead": _("Selon vos réponses au téléphone, le %(day)s.") % {"day": day_words(clock.today())},
        "warning": _("C’est une indication, pas une décision : l’organisme responsable décide, après votre demande."),
        "parts": [{"title": title, "programs": [_program(one) for one in some]} for title, some in parts],
        "none": _("Aucun programme dans cette liste."),
        "help": _("Pour en parler : %(phone)s. Rien de ce que vous avez dit n’est gardé sans votre accord.")
        % {"phone": settings.HELP_PHONE},
    }


def _program(one: FindingView) -> dict[str, Any]:
    """How to ask is told where there may be something to ask; why not, in what decided it."""
    full, refused = one.verdict == Verdict.ELIGIBLE, one.verdict == Verdict.NOT_ELIGIBLE
    phone = one.program.organization.phone
    who = f"{one.program.organization.name_fr}{f' ({phone})' if phone else ''}"
    return {
        "name": one.program.name_fr,
        "who": who,
        "summary": "" if refused else one.program.summary_fr,
        "amounts": [f"{line.label} : {line.text} ({line.year})" for line in one.amounts] if full else [],
        "from_on": _soon(one),
        "reasons": list(_reasons(one.blocking if refused else one.reasons)),
        "questions": [row.question for row in one.missing],
        "steps": one.program.steps_fr if full else [],
        "papers": [paper["fr"] for paper in one.program.documents] if full else [],
    }


def _soon(one: FindingView) -> str:
    if one.from_on is None:
        return ""
    return _("Possible à partir du %(date)s, si rien d’autre ne change.") % {"date": day_words(one.from_on)}


def _reasons(reasons: Iterable[Reason], depth: int = 0) -> Iterator[dict[str, Any]]:
    """As on the screen: each condition, then those that it is made of."""
    for reason in reasons:
        yield {"depth": depth, "text": f"{reason.words}\u00a0: {reason.text}"}
        yield from _reasons(reason.parts, depth + 1)
