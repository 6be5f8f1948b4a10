"""Lives in progress, for the demonstration: an appointment, a deposit, one for a child, a pause. Through the real
actions; invented people and dates. Idempotent: what was changed since is kept.

Amélie is told in her space only: e-mail is hers to accept on the page."""

import datetime as dt

from portal.clock import today
from portal.consents.models import Channel, Purpose
from portal.mandates.actions import declare_child
from portal.people.models import Citizen, User
from reminders.deadlines.actions import follow, open_deadline, pause
from reminders.deadlines.models import Deadline
from reminders.kinds.dates import next_due
from reminders.kinds.models import DeadlineKind
from reminders.preferences.wordings import wording_of

APPOINTMENT, DEPOSIT = "rendez-vous-saaq", "remboursement-soins"
HEALTH_CARD, LICENCE = "carte-assurance-maladie", "permis-conduire-paiement"


def lives(people: dict[str, User], kinds: dict[str, DeadlineKind]) -> None:
    amelie, bruno = people["amelie"], people["bruno"]
    _late(bruno, kinds[HEALTH_CARD])
    if not _has(bruno.citizen, kinds[LICENCE]):
        alain, due_on = people["alain"], next_due("birth_date", today(), bruno.citizen.birth_date)
        assert due_on is not None  # his birth date is known
        agent = Deadline.Origin.AGENT
        recurring = open_deadline(citizen=bruno.citizen, kind=kinds[LICENCE], due_on=due_on, origin=agent, by=alain)
        pause(deadline=recurring, by=alain)
    _open(bruno, kinds[DEPOSIT], days=9)
    if not _has(amelie.citizen, kinds[APPOINTMENT]):
        follow(
            citizen=amelie.citizen,
            kind=kinds[APPOINTMENT],
            due_on=today() + dt.timedelta(days=24),
            due_time=dt.time(14, 30),
            wordings=_words(Channel.INBOX),
            by=amelie,
        )
    if not _has(amelie.citizen, kinds[HEALTH_CARD]):
        child = declare_child(given_name="Léa", family_name="Tremblay", birth_date=dt.date(2019, 7, 9), by=amelie)
        due_on = today() + dt.timedelta(days=76)
        open_deadline(citizen=amelie.citizen, concerned=child, kind=kinds[HEALTH_CARD], due_on=due_on, by=amelie)


def _late(user: User, kind: DeadlineKind) -> None:
    if not _has(user.citizen, kind):
        words = _words(Channel.INBOX, Channel.EMAIL)
        follow(citizen=user.citizen, kind=kind, due_on=today() - dt.timedelta(days=3), wordings=words, by=user)


def _open(user: User, kind: DeadlineKind, *, days: int) -> None:
    if not _has(user.citizen, kind):
        open_deadline(citizen=user.citizen, kind=kind, due_on=today() + dt.timedelta(days=days), by=user)


def _words(*channels: Channel) -> dict[Channel, str]:
    return {channel: wording_of(Purpose.REMINDERS, channel) for channel in channels}


def _has(citizen: Citizen, kind: DeadlineKind) -> bool:
    return Deadline.objects.filter(citizen=citizen, kind=kind).exists()
