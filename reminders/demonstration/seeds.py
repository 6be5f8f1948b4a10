"""Demonstration: kinds published by their organizations, lives in progress, Amélie's choices."""

import datetime as dt
from typing import Any

from portal.access.permissions import Role
from portal.client_numbers.models import ClientNumber
from portal.clock import today
from portal.consents.models import Channel, Consent, Purpose
from portal.organizations.actions import describe
from portal.organizations.models import Membership, Organization, Team
from portal.people.models import User
from portal.publishing.actions import write
from portal.publishing.adapters import adapter_of
from portal.publishing.reading import content_in_force
from portal.publishing.releases import publish
from portal.publishing.reviews import submit
from reminders.assisted.demonstration import without_internet
from reminders.deadlines.demonstration import lives
from reminders.deadlines.models import Deadline
from reminders.holidays.actions import import_holidays
from reminders.imported_deadlines.actions import invite_waiting, link, receive
from reminders.imported_deadlines.models import ImportedDeadline
from reminders.imported_deadlines.rows import ImportedRow
from reminders.kind_versions.demonstration import APPOINTMENT, DEPOSIT, written_here
from reminders.kinds.actions import import_deadlines
from reminders.kinds.content import Content
from reminders.kinds.models import DeadlineKind
from reminders.preferences.actions import Choice, choose

WRITTEN = {"rendez-vous-saaq": ("saaq", "emile"), "remboursement-soins": ("ramq", "daniel")}
PUBLISHED = {
    "permis-conduire-paiement": "emile",
    "carte-assurance-maladie": "daniel",
    "contester-decision-saaq": "emile",
    "contester-decision-ramq": "daniel",
}
TEAMS = {
    "permis-conduire-paiement": "Permis de conduire",
    "carte-assurance-maladie": "Carte d’assurance maladie",
    "contester-decision-saaq": "Permis de conduire",
    "contester-decision-ramq": "Carte d’assurance maladie",
    **{str(record["code"]): str(record["team"]) for record in (APPOINTMENT, DEPOSIT)},
}
"""The team that answers for each, where the organization has several."""
NEWS: list[Choice] = [
    (Purpose.FILE_NEWS, Channel.EMAIL),
    (Purpose.FOLLOW, Channel.EMAIL),
    (Purpose.RECEIVE_DOCUMENT, Channel.EMAIL),
    (Purpose.SEND_DOCUMENT, Channel.EMAIL),
]


WAITING = {"RV-2041": ("S-40213", 21), "RV-2042": ("S-77150", 35)}
"""Reference of the organization → client number, days from now."""
INVITED = ("RV-2042", "Solange Bédard", "45, rue du Quai\nRimouski (Québec)  G5L 1A1")
"""Who is invited by post to link that client number."""
PHONES = {"saaq": "1 800 555-0130", "ramq": "1 800 555-0131"}
"""Invented: 555-01XX is nobody's."""


def seed(people: dict[str, User]) -> None:
    """Idempotent: what people changed since is kept."""
    import_deadlines(by=None)
    for code, administrator in PUBLISHED.items():
        offer(code, by=people[administrator])
    import_holidays(by=None)
    without_internet(agent=people["alain"], kind=DeadlineKind.objects.get(code="permis-conduire-paiement"))
    amelie = people["amelie"]
    if not Consent.objects.filter(citizen=amelie.citizen).exists():
        choose(citizen=amelie.citizen, offered=NEWS, chosen=NEWS, by=amelie)
    written = {str(record["code"]): _written(record, people) for record in (APPOINTMENT, DEPOSIT)}
    for code, name in TEAMS.items():  # a demonstration of before had kinds without a team
        team = Team.objects.get(name=name)
        DeadlineKind.objects.filter(code=code, organization=team.organization_id, team=None).update(team=team)
    _numbers(people)
    lives(people, {kind.code: kind for kind in DeadlineKind.objects.filter(code__in=PUBLISHED)} | written)


def _written(data: dict[str, Any], people: dict[str, User]) -> DeadlineKind:
    code, administrator = WRITTEN[data["code"]]
    organization = Organization.objects.get(code=code)
    _telephone(organization, people[administrator])  # a demonstration of before had kinds published without one
    return written_here(data, by=people[administrator], organization=organization)


def _telephone(organization: Organization, by: User) -> None:
    """Nothing is published without a number to call; the one that somebody wrote is kept."""
    if not organization.phone:
        organization.phone = PHONES[organization.code]
        describe(organization=organization, by=by)


def _numbers(people: dict[str, User]) -> None:
    """What the SAAQ's system sent: Amélie's number is linked, two others wait for their person."""
    saaq = Organization.objects.get(code="saaq")
    amelie = people["amelie"].citizen
    if not ClientNumber.objects.filter(citizen=amelie, organization=saaq).exists():
        link(citizen=amelie, organization=saaq, number="A-100", how="agent", by=people["alain"])
    if ImportedDeadline.objects.filter(organization=saaq, reference__in=WAITING).exists():
        return
    kind = DeadlineKind.objects.get(code=APPOINTMENT["code"])
    rows = [
        ImportedRow(reference, kind, number, today() + dt.timedelta(days=days), dt.time(10, 30), "open")
        for reference, (number, days) in WAITING.items()
    ]
    receive(organization=saaq, rows=rows, by=None, origin=Deadline.Origin.IMPORT)
    waiting = ImportedDeadline.objects.select_related("organization").get(organization=saaq, reference=INVITED[0])
    invite_waiting(imported_deadline=waiting, name=INVITED[1], address=INVITED[2], by=people["alain"])


def offer(code: str, *, by: User) -> DeadlineKind:
    """Published by its administrator, as the reference data says it; what was published since is kept."""
    kind = DeadlineKind.objects.select_related("organization").get(code=code)
    if kind.is_published:
        return kind
    _telephone(kind.organization, by)
    written = content_in_force(kind)
    content = Content(written.columns | {"team": TEAMS.get(code, written.columns["team"])}, written.steps)
    draft = write(subject=kind, content=content, revision=0, by=by)
    if adapter_of(DeadlineKind).needs_two(kind, content):
        return publish(version=submit(version=draft, by=by), by=_another(kind.organization, by)).kind
    return publish(version=draft, by=by).kind


def _another(organization: Organization, by: User) -> User:
    """Another administrator of that organization."""
    mine = Membership.objects.in_force().filter(organization=organization, role=Role.ADMINISTRATOR).exclude(user=by)
    return mine.order_by("pk")[0].user
