"""Messages that left with a real reminder in them, and what became of them."""

from datetime import timedelta

import pytest

from portal.clock import now, today
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from reminders.deadlines.actions import follow
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery, message_key
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.preferences.wordings import wording_of
from reminders.reminders.models import Reminder


@pytest.fixture
def person(bruno):
    """Bruno, whom every channel could reach since a month ago; he has accepted e-mail only."""
    citizen = bruno.citizen
    citizen.phone, citizen.postal_address = "+14185550122", "12, rue du Quai\nSept-Îles (Québec)  G4R 1A1"
    citizen.phone_verified_at = citizen.email_verified_at = now() - timedelta(days=30)
    citizen.save()
    return citizen


@pytest.fixture
def accepts(bruno):
    """`accepts(Channel.LETTER, …)`: Bruno wants his reminders by these too."""

    def consent(*channels):
        for channel in channels:
            give(citizen=bruno.citizen, purpose=Purpose.REMINDERS, channel=channel, wording="Oui", by=bruno)

    return consent


@pytest.fixture
def kind(saaq, saaq_team, saaq_administrator) -> DeadlineKind:
    """One published kind of the SAAQ: −7, −1, +1. The fifty of the reference data take a second to import."""
    made = DeadlineKind.objects.create(
        code="essai",
        organization=saaq,
        team=saaq_team,
        nature=DeadlineKind.Nature.PAYMENT_DUE,
        basis="given",
        title_fr="Paiement annuel du permis",
        rule_fr="Le jour de l’anniversaire",
        consequence_fr="Le permis n’est plus valide.",
        confidence=DeadlineKind.Confidence.OFFICIAL_PAGE,
        updated_at=now(),
        state=DeadlineKind.State.PUBLISHED,
        published_at=now(),
        published_by=saaq_administrator,
    )
    for days in (-7, -1, 1):
        ReminderStep.objects.create(kind=made, offset_days=days, text_fr="Rappel : {date}, {where}.")
    return made


@pytest.fixture
def deadline(person, bruno, kind):
    """Due in ten days, given by the SAAQ; its first reminder left by e-mail."""
    row = follow(
        citizen=person,
        kind=kind,
        due_on=today() + timedelta(days=10),
        wordings={Channel.EMAIL: wording_of(Purpose.REMINDERS, Channel.EMAIL)},
        by=bruno,
    )
    Deadline.objects.filter(pk=row.pk).update(origin="import", is_private=False)
    row.refresh_from_db()
    Reminder.objects.filter(pk=first_of(row).pk).update(
        state="sent", settled_at=now(), due_at=now(), useful_until=now() + timedelta(days=5)
    )
    return row


def first_of(deadline) -> Reminder:
    return Reminder.objects.filter(deadline=deadline).order_by("due_at", "pk").first()


@pytest.fixture
def ended(deadline):
    """`ended(channel, state, code=…)`: how an attempt of that reminder's message ended."""
    reminder = first_of(deadline)
    group = f"reminder:{reminder.pk}"

    def make(channel=Channel.EMAIL, state="bounced", attempt=1, **columns) -> Delivery:
        key = {"pk": message_key(deadline.citizen_id, channel, group)} if attempt == 1 else {}
        ended_at = None if state == "ready" else now()
        values = {"attempted_at": ended_at, "settled_at": ended_at, "reminder_ids": [reminder.pk]}
        if not Deadline.objects.get(pk=deadline.pk).is_private:  # as the release writes it
            kind = DeadlineKind.objects.get(pk=deadline.kind_id)
            values |= {"organization_id": kind.organization_id, "team_id": kind.team_id}
        return Delivery.objects.create(
            recipient_id=deadline.citizen_id,
            channel=channel,
            purpose=Purpose.REMINDERS,
            group=group,
            attempt=attempt,
            state=state,
            since=now(),
            not_before=now(),
            **{**key, **values, **columns},
        )

    return make
