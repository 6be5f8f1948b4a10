"""«Qui a consulté mon dossier»: the journal's rows about a person, with names, for that person."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.audit.models import AuditEvent
from portal.organizations.models import Organization
from portal.people.models import User


@dataclass(frozen=True)
class Line:
    """One deed as the person reads it. `at` is UTC."""

    at: dt.datetime
    who: str
    organization: str
    sentence: str


def lines(events: list[AuditEvent], *, reader: User) -> list[Line]:
    """The events in words; two queries whatever their number."""
    accounts = User.objects.in_bulk({event.by_id for event in events if event.by_id})
    organizations = Organization.objects.in_bulk({event.organization_id for event in events if event.organization_id})
    return [
        Line(
            at=event.at,
            who=_who(event, accounts, reader),
            organization=str(organizations.get(event.organization_id, "")),
            sentence=event.sentence,
        )
        for event in events
    ]


def _who(event: AuditEvent, accounts: dict, reader: User) -> str:
    if event.by_id is None:
        return _("Relais, automatiquement")
    if event.by_id == reader.pk:
        return _("Vous")
    return str(accounts.get(event.by_id, _("Un compte fermé")))
