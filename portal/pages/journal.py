"""«Qui a consulté mon dossier»: the journal's rows about a person, with names, for that person."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from portal.access.visibility import visibility_of
from portal.audit.actions import SYSTEM
from portal.audit.models import AuditEvent
from portal.mandates.models import Mandate
from portal.organizations.models import Organization
from portal.pages.journal_subjects import Subject, subjects_of
from portal.people.models import Citizen, User

TOGETHER = dt.timedelta(hours=1)
"""The same action by the same account, again within that time of the one before it, is one line with its count."""


@dataclass(frozen=True)
class JournalLine:
    """One action as the person reads it, or the same action several times. `at` is UTC: that of the last time.

    `whose` names the person whose file it is, when it is not the reader's own."""

    at: dt.datetime
    who: str
    organization: str
    sentence: str
    whose: str = ""
    times: int = 1
    what: Subject = Subject()
    is_automatic: bool = False
    is_of_staff: bool = False
    numbers: tuple[int, ...] = ()
    """Rows of the journal behind the line, the newest first."""


def lines(events: list[AuditEvent], *, reader: User) -> list[JournalLine]:
    """The events in words, the newest first; as many queries whatever their number.

    Only what is shown is grouped: the journal keeps each row."""
    found = _Names(events, reader)
    grouped = groupby(_sessions(events), key=lambda pair: pair[0])
    return [_together([found.line_of(event) for _, event in group]) for _, group in grouped]


def _together(some: list[JournalLine]) -> JournalLine:
    numbers = tuple(number for line in some for number in line.numbers)
    return replace(some[0], times=len(some), numbers=numbers)


def _sessions(events: list[AuditEvent]) -> Iterable[tuple[int, AuditEvent]]:
    """Each event with the rank of its line."""
    rank, before = 0, None
    for event in events:
        if before is not None and (_action(event) != _action(before) or before.at - event.at > TOGETHER):
            rank += 1
        yield rank, event
        before = event


def _action(event: AuditEvent) -> tuple:
    return event.by_id, event.verb, event.citizen_id, event.organization_id, event.subject_type, event.subject_id


class _Names:
    """Who is who in some events."""

    def __init__(self, events: list[AuditEvent], reader: User) -> None:
        self.reader, self.own = reader, visibility_of(reader).own_citizen_id
        accounts = {event.by_id for event in events if event.by_id}
        self.accounts = User.objects.in_bulk(accounts)
        self.organizations = Organization.objects.in_bulk(
            {event.organization_id for event in events if event.organization_id}
        )
        people = {event.citizen_id for event in events}
        self.people = Citizen.objects.in_bulk(people - {self.own})
        self.subjects = subjects_of(events, reader=reader)
        # Ended mandates too: what was done under one stays its holder's.
        mandates = Mandate.objects.filter(holder__in=accounts, citizen__in=people)
        self.acting: set[tuple[UUID, UUID]] = set(mandates.values_list("holder_id", "citizen_id"))

    def line_of(self, event: AuditEvent) -> JournalLine:
        return JournalLine(
            at=event.at,
            who=self._who(event),
            organization=str(self.organizations.get(event.organization_id, "")),
            sentence=event.sentence,
            whose=str(self.people.get(event.citizen_id, "")),
            what=self.subjects.get((event.subject_type, event.subject_id), Subject()),
            is_automatic=event.by_id is None and SYSTEM not in event.detail,
            is_of_staff=event.by_role == AuditEvent.Role.STAFF,
            numbers=(event.pk,),
        )

    def _who(self, event: AuditEvent) -> str:
        if event.by_id is None:
            return _("Un système de l’organisme") if SYSTEM in event.detail else _("Relais, automatiquement")
        if event.by_id == self.reader.pk:
            return _("Vous")
        name = str(self.accounts.get(event.by_id, _("Un compte fermé")))
        acts = (event.by_id, event.citizen_id) in self.acting and event.by_role != AuditEvent.Role.STAFF
        if not acts:
            return name
        if event.citizen_id == self.own:
            return _("%(name)s, qui agit pour vous") % {"name": name}
        return _("%(name)s, qui agit pour cette personne") % {"name": name}
