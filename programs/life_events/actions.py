"""Writing life events."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal import clock
from portal.catalogue.actions import IndexLine, put
from portal.catalogue.models import CatalogueEntry
from programs.life_events.models import LifeEvent
from programs.programs.models import Program

if TYPE_CHECKING:
    from portal.people.models import User

SAME = ["title_fr", "title_en", "summary_fr", "summary_en", "facts_to_confirm", "deadlines", "transfers"]


@transaction.atomic
def import_life_events(*, records: Iterable[Mapping[str, Any]], by: "User | None") -> int:
    """Brings life events to what the reference says; returns how many changed. Twice changes nothing."""
    present = {event.code: event for event in LifeEvent.objects.prefetch_related("programs")}
    programs = dict(Program.objects.values_list("code", "pk"))
    changed = sum(
        _import_one(record, position, present.get(record["id"]), programs) for position, record in enumerate(records)
    )
    if changed or not CatalogueEntry.objects.filter(section=CatalogueEntry.Section.LIFE_EVENT).exists():
        put(lines=[_line(event) for event in LifeEvent.objects.all()])
    return changed


def _line(event: LifeEvent) -> IndexLine:
    return IndexLine(
        section=CatalogueEntry.Section.LIFE_EVENT,
        subject=event,
        title=event.title_fr,
        summary=event.summary_fr,
        address=event.get_absolute_url(),
        keywords=event.title_en,
    )


def _import_one(record: Mapping[str, Any], position: int, event: LifeEvent | None, programs: Mapping[str, Any]) -> bool:
    columns = {name: record.get(name, [] if name in SAME[4:] else "") for name in SAME} | {"position": position}
    opened = {programs[code] for code in record.get("programs", ()) if code in programs}
    if event is None:
        LifeEvent.objects.create(code=record["id"], **columns).programs.set(opened)
        return True
    changed = [name for name, value in columns.items() if getattr(event, name) != value]
    is_same_set = opened == {program.pk for program in event.programs.all()}
    if not changed and is_same_set:
        return False
    for name in changed:
        setattr(event, name, columns[name])
    event.updated_at = clock.now()
    event.save(update_fields=[*changed, "updated_at"])
    event.programs.set(opened)
    return True
