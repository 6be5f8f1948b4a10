"""What organizations noted of a person, and what changed these days and may be put back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from portal import clock
from portal.audit.models import AuditEvent
from portal.contact_changes import details
from portal.contact_changes.models import ContactChange
from portal.organizations.models import Organization
from portal.people.births import birth_of
from portal.people.models import Citizen, User
from portal.people.zones import words_of

VERBS = (
    "citizen.amended",
    "citizen.renamed",
    "citizen.described",
    "citizen.phone_set",
    "citizen.email_noted",
    "citizen.death_recorded",
)
SHOWN = 5
SINCE = dt.timedelta(days=365)


@dataclass(frozen=True)
class NotedLine:
    at: dt.datetime
    who: str
    organization: str
    sentence: str


@dataclass(frozen=True)
class RecentChange:
    """`rows`: what it is called, what it was, what it became. `may_be_put_back`: nothing else was written since."""

    pk: UUID
    at: dt.datetime
    by: str
    rows: tuple[tuple[str, str, str], ...]
    may_be_put_back: bool


def noted_by_staff(citizen: Citizen) -> list[NotedLine]:
    """The last things that a member of an organization wrote in the profile, in three queries."""
    written = AuditEvent.objects.about(frozenset({citizen.pk})).filter(verb__in=VERBS, at__gte=clock.now() - SINCE)
    events = list(written.filter(by_role=AuditEvent.Role.STAFF).order_by("-at", "-pk")[:SHOWN])
    accounts = User.objects.in_bulk({event.by_id for event in events if event.by_id})
    organizations = Organization.objects.in_bulk({event.organization_id for event in events if event.organization_id})
    return [
        NotedLine(
            event.at,
            accounts[event.by_id].display_name if event.by_id in accounts else _("Un compte fermé"),
            str(organizations.get(event.organization_id, "")),
            event.sentence,
        )
        for event in events
    ]


def recent_changes(citizen: Citizen) -> list[RecentChange]:
    """Those of a week: their values are still there."""
    mine = ContactChange.objects.filter(
        citizen=citizen, point=ContactChange.Point.DETAILS, emptied_at=None, undone_at=None
    )
    return [
        _line(change, citizen) for change in mine.select_related("changed_by").order_by("-changed_at", "-pk")[:SHOWN]
    ]


def _line(change: ContactChange, citizen: Citizen) -> RecentChange:
    former, replacing = details.read(change.former), details.read(change.replacing)
    own = change.changed_by_id == citizen.user_id
    return RecentChange(
        change.pk,
        change.changed_at,
        _("vous") if own else change.changed_by.display_name,
        tuple(_rows(citizen, former, replacing)),
        not details.changed_of(citizen, replacing),
    )


def _rows(citizen: Citizen, former: dict[str, Any], replacing: dict[str, Any]) -> list[tuple[str, str, str]]:
    rows = []
    if replacing.keys() & set(details.NAMES):
        rows.append((_("Nom"), _name(citizen, former), _name(citizen, replacing)))
    if replacing.keys() & set(details.BIRTH):
        rows.append((_("Naissance"), _birth(citizen, former), _birth(citizen, replacing)))
    if "postal_address" in replacing:
        rows.append((_("Adresse postale"), former["postal_address"], replacing["postal_address"]))
    if "language" in replacing:
        rows.append((_("Langue des messages"), _language(former), _language(replacing)))
    if "time_zone" in replacing:
        rows.append((_("Fuseau horaire"), words_of(former["time_zone"]), words_of(replacing["time_zone"])))
    return rows


def _name(citizen: Citizen, columns: dict[str, Any]) -> str:
    return " ".join(columns.get(name, getattr(citizen, name)) for name in details.NAMES).strip()


def _language(columns: dict[str, Any]) -> str:
    return str(Citizen.Language(columns["language"]).label)


def _birth(citizen: Citizen, columns: dict[str, Any]) -> str:
    return str(birth_of(*(columns.get(name, getattr(citizen, name)) for name in details.BIRTH)) or "")
