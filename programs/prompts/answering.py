"""What a person does with a prompt: answer and keep, answer for this time, leave it, take it back."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.audit.actions import record
from portal.people.models import Citizen
from programs.findings.actions import advise
from programs.situations.actions import keep_situation
from programs.situations.models import AskedFact, Fact

if TYPE_CHECKING:
    from portal.people.models import User
    from programs.facts.models import FactDefinition


@transaction.atomic
def keep_answer(*, citizen: Citizen, fact: "FactDefinition", value: Any, by: "User") -> bool:
    """Kept in the person's situation, sealed, with who said it; the findings follow. What was settled stays so: False,
    and nothing is kept."""
    _asked, is_new = _settle(citizen, fact, AskedFact.Outcome.KEPT, by)
    if is_new:
        keep_situation(citizen=citizen, given={fact.code: value}, by=by)
        advise(citizen=citizen, by=by)
    return is_new


@transaction.atomic
def answer_once(*, citizen: Citizen, fact: "FactDefinition", by: "User") -> AskedFact:
    """Only that it was answered: the answer itself stays in the browser's sealed cookie."""
    return _settle(citizen, fact, AskedFact.Outcome.ONCE, by)[0]


@transaction.atomic
def leave_unanswered(*, citizen: Citizen, fact: "FactDefinition", by: "User") -> AskedFact:
    """The person would rather not say: not asked again."""
    return _settle(citizen, fact, AskedFact.Outcome.PASSED, by)[0]


@transaction.atomic
def take_back(*, citizen: Citizen, fact: "FactDefinition", by: "User") -> bool:
    """As if it had never been asked: the answer kept is erased, and the findings follow. False when it was not."""
    _one_at_a_time(citizen)
    asked = AskedFact.objects.filter(citizen=citizen, definition=fact).first()
    if asked is None:
        return False
    record("prompt.taken_back", by=by, subject=asked, citizen=citizen)
    asked.delete()
    if Fact.objects.filter(situation__citizen=citizen, definition=fact).exists():
        keep_situation(citizen=citizen, given={}, declined=[fact.code], by=by)
        advise(citizen=citizen, by=by)
    return True


def _settle(citizen: Citizen, fact: "FactDefinition", outcome: str, by: "User") -> tuple[AskedFact, bool]:
    """The first of two clicks counts. The journal names neither the question nor the answer."""
    _one_at_a_time(citizen)
    asked, is_new = AskedFact.objects.get_or_create(
        citizen=citizen, definition=fact, defaults={"outcome": outcome, "settled_by": by}
    )
    if is_new:
        record("prompt.settled", by=by, subject=asked, citizen=citizen)
    return asked, is_new


def _one_at_a_time(citizen: Citizen) -> None:
    Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)
