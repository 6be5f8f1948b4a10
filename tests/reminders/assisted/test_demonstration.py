"""The two people without Internet, from the seed to the letter and the call, through the real release and sender."""

import pytest
import time_machine

from portal.consents.models import Consent, How, Purpose
from portal.notices.models import Notice
from portal.people.models import Citizen
from programs.reference_import.actions import import_reference
from reminders.assisted.demonstration import without_internet
from reminders.calls.models import Call
from reminders.deliveries.actions import send_rows
from reminders.deliveries.models import Delivery
from reminders.deliveries.release import release_due
from reminders.demonstration.seeds import seed
from reminders.holidays.models import Holiday
from reminders.invitations.models import Invitation
from reminders.letters.models import Letter
from reminders.space_invitations.models import SpaceInvitation
from tests.together import at_once

SUNDAY_NIGHT = "2026-11-23T02:00:00+00:00"
"""21:00 in Toronto."""


@pytest.fixture
def seeded(people):
    with time_machine.travel(SUNDAY_NIGHT, tick=False) as traveller:
        seed(people)
        yield traveller


def go_on(traveller) -> None:
    traveller.shift(30)
    release_due()
    send_rows()


def test_a_letter_waits_and_a_call_waits_for_the_morning(seeded, saaq_agent):
    go_on(seeded)
    # The one that is due, and that of the next step, printed early enough to arrive.
    letters = list(Letter.objects.filter(delivery__purpose=Purpose.REMINDERS))
    shown = {(str(letter.citizen), letter.state, letter.organization.code) for letter in letters}
    assert len(letters) == 2 and shown == {("Georgette Ménard", "queued", "saaq")}
    finding = Letter.objects.get(delivery__purpose=Purpose.LEARN)
    assert (finding.citizen, finding.state, finding.organization) == (letters[0].citizen, "queued", None)
    assert not Call.objects.exists()  # it is night where Léopold lives
    seeded.shift(12 * 3600)
    go_on(seeded)
    assert {(str(call.citizen), call.state) for call in Call.objects.all()} == {("Léopold Savard", "to_call")}
    assert set(Call.objects.values_list("delivery__purpose", flat=True)) == {Purpose.REMINDERS, Purpose.LEARN}
    assert Call.objects.visible_to(saaq_agent).count() == 2
    assert set(Delivery.objects.values_list("channel", "state")) >= {("letter", "accepted"), ("phone", "accepted")}
    for _ in range(2):
        go_on(seeded)
    assert (Letter.objects.count(), Call.objects.count()) == (3, 2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_three_senders_at_once_make_one_letter(people):
    import_reference(by=None)  # other tests of real transactions empty the tables
    with time_machine.travel(SUNDAY_NIGHT, tick=False) as traveller:
        seed(people)
        traveller.shift(30)
        release_due()
        assert sum(at_once(send_rows, 3)) == 3
        assert at_once(send_rows, 2) == [0, 0]
    assert Letter.objects.count() == 3


def test_their_consents_say_how_they_were_given(seeded, saaq_agent):
    given = Consent.objects.filter(citizen__user=None).order_by("channel")
    kept = {(consent.channel, consent.given_how, consent.given_by) for consent in given}
    assert kept == {("letter", How.PAPER, saaq_agent), ("phone", How.PHONE, saaq_agent)}
    assert {consent.purpose for consent in given} == {Purpose.REMINDERS, Purpose.ADVICE, Purpose.LEARN}


def test_seeded_twice_they_are_two(seeded, people):
    seed(people)
    assert Notice.objects.filter(kind=Notice.Kind.FINDING).count() == 2
    assert Citizen.objects.filter(user=None, given_name__in=["Georgette", "Léopold"]).count() == 2
    assert Holiday.objects.exists()


def test_a_letter_of_each_sort_waits_in_the_print_room(seeded, people):
    seed(people)
    assert str(SpaceInvitation.objects.get().citizen) == "Georgette Ménard"
    assert Invitation.objects.get().on_the_sheet.name == "Solange Bédard"


def test_what_they_changed_since_is_kept(seeded, saaq_agent, licence):
    Citizen.objects.filter(given_name="Léopold").update(phone="+14185550199")
    without_internet(agent=saaq_agent, kind=licence)
    assert Citizen.objects.get(given_name="Léopold").phone.as_e164 == "+14185550199"
