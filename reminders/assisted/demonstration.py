"""Two people without Internet: Georgette reads paper, Léopold answers the telephone. Through the real actions.

Each left answers at the counter and asked to be told of what could concern them: a finding waits for each.
"""

import datetime as dt

from django.db import transaction

from portal.access.permissions import Permission
from portal.clock import now, today
from portal.consents.models import Channel, How, Purpose
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.organizations.models import Team
from portal.people.actions import register_without_account, set_phone
from portal.people.models import Citizen, User
from programs.findings.telling import tell_news
from programs.scans.actions import scan_due
from programs.situations.actions import keep_situation
from programs.situations.models import Situation
from reminders.assisted.actions import add_deadline, invite_to_space, note_consent
from reminders.deadlines.actions import remind_later
from reminders.deadlines.models import Deadline
from reminders.deliveries.release import release_notices
from reminders.kinds.models import DeadlineKind
from reminders.space_invitations.models import SpaceInvitation

SOON = dt.timedelta(seconds=5)
"""Their reminders leave with the first bells: a letter to print, a call to make (at an hour when one may ring)."""

PAPER = ("Georgette", "Ménard", "12, rue du Quai\nSept-Îles (Québec)  G4R 1A1", "S-2026-0901")
VOICE = ("Léopold", "Savard", "", "S-2026-0902")
PHONE = "+14185550188"  # 555-01XX is nobody's

ANSWERS = {
    "resident_quebec": True,
    "immigration_status": "citizen",
    "birth_date": dt.date(1949, 5, 20),
    "years_in_canada_after_18": 59,
    "children": (),
}


@transaction.atomic
def without_internet(*, agent: User, kind: DeadlineKind) -> None:
    """Idempotent: what was changed since is kept."""
    team = agent.memberships.get(role__in=Permission.SERVE_PEOPLE.roles, ended_at=None, team__isnull=False).team
    assert team is not None  # asked for just above
    georgette, leopold = _person(*PAPER, team=team, by=agent), _person(*VOICE, team=team, by=agent)
    if not leopold.phone:
        set_phone(citizen=leopold, phone=PHONE, verified=False, by=agent)
    if not SpaceInvitation.objects.filter(citizen=georgette).exists():
        invite_to_space(citizen=georgette, team=team, by=agent)
    _asked(georgette, Channel.LETTER, How.PAPER, kind, agent)
    _asked(leopold, Channel.PHONE, How.PHONE, kind, agent)
    if _curious(georgette, Channel.LETTER, How.PAPER, agent) | _curious(leopold, Channel.PHONE, How.PHONE, agent):
        # At once, rather than at the next bells of the advisor: whoever tries the demonstration does not wait for them.
        scan_due(connections=1)
        tell_news()
        release_notices()


def _person(given_name: str, family_name: str, postal_address: str, number: str, *, team: Team, by: User) -> Citizen:
    """With a dossier of the agent's team: those whom it serves."""
    names = {"given_name": given_name, "family_name": family_name}
    citizen = Citizen.objects.filter(user=None, **names).order_by("created_at", "pk").first()
    if citizen is None:
        citizen = register_without_account(postal_address=postal_address, by=by, **names)
    if not Dossier.objects.filter(citizen=citizen, team=team).exists():
        licence = DossierType.objects.get(code="permis-conduire")
        open_dossier(by=by, citizen=citizen, team=team, number=number, dossier_type=licence)
    return citizen


def _asked(citizen: Citizen, channel: Channel, how: How, kind: DeadlineKind, by: User) -> None:
    if Deadline.objects.filter(citizen=citizen).exists():
        return
    note_consent(citizen=citizen, purpose=Purpose.REMINDERS, channel=channel, how=how, by=by)
    deadline = add_deadline(citizen=citizen, kind=kind, due_on=today() + dt.timedelta(days=12), by=by)
    remind_later(deadline=deadline, at=now() + SOON, by=by)


def _curious(citizen: Citizen, channel: Channel, how: How, by: User) -> bool:
    """Answers kept, not read out yet; advice and news agreed to. False when there were answers already."""
    if Situation.objects.filter(citizen=citizen).exists():
        return False
    keep_situation(citizen=citizen, given=ANSWERS, by=by)
    for purpose in (Purpose.ADVICE, Purpose.LEARN):
        note_consent(citizen=citizen, purpose=purpose, channel=channel, how=how, by=by)
    return True
