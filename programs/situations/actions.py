"""Keeping and erasing a person's situation."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal import clock
from portal.access.visibility import acts_as_staff
from portal.audit.actions import record
from programs.situations.models import AskedFact, Fact, Situation

if TYPE_CHECKING:
    from portal.people.models import Citizen, User


@transaction.atomic
def keep_situation(
    *, citizen: "Citizen", given: Mapping[str, Any], by: "User", declined: Iterable[str] = ()
) -> Situation:
    """Keeps typed answers, sealed, with today as the day they were known. Only what changed is written.

    A fact that the person passed this time is removed: they chose not to say it any more.
    """
    situation, _created = Situation.objects.get_or_create(citizen=citizen)
    Situation.objects.select_for_update(no_key=True).get(pk=situation.pk)  # two tabs at once write one after the other
    held = {fact.definition_id: fact for fact in situation.facts.select_related("definition")}
    today = clock.today(citizen.time_zone)
    changed = [code for code, value in given.items() if code not in held or held[code].as_of(today) != value]
    for code in changed:
        fact = held.get(code) or Fact(situation=situation, definition_id=code)
        fact.value, fact.known_on, fact.updated_at = given[code], today, clock.now()
        fact.source = _source_of(citizen, by)
        fact.save()
    removed = situation.facts.filter(definition_id__in=list(declined))
    if changed or removed.exists():
        removed.delete()
        record("situation.kept", by=by, subject=situation, citizen=citizen, detail={"facts": len(changed)})
    return situation


@transaction.atomic
def erase_situation(*, citizen: "Citizen", by: "User") -> None:
    """Deletes every fact kept: the person's right at any time. `findings.actions.forget` takes the findings too.
    What they were asked in passing is forgotten with it."""
    AskedFact.objects.filter(citizen=citizen).delete()
    for situation in Situation.objects.filter(citizen=citizen):
        record("situation.erased", by=by, subject=situation, citizen=citizen)
        situation.delete()


def _source_of(citizen: "Citizen", by: "User") -> str:
    """Who wrote it: the person, an agent for them on the telephone, or whoever acts for them."""
    if by.pk == citizen.user_id:
        return Fact.Source.CITIZEN
    return Fact.Source.AGENT if acts_as_staff(by) else Fact.Source.REPRESENTATIVE
