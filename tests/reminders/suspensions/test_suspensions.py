"""A contact point that refuses is left alone, its owner is told on every page, and takes it up again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.consents.models import Channel
from portal.people.actions import confirm_email, set_phone
from reminders.suspensions.actions import lift, suspend
from reminders.suspensions.models import Suspension

pytestmark = pytest.mark.django_db
BANNER = "Certains messages ne vous parviennent plus"


@pytest.fixture
def bounced(bruno) -> Suspension:
    return suspend(
        citizen=bruno.citizen,
        channel=Channel.EMAIL,
        address=bruno.citizen.email,
        reason=Suspension.Reason.BOUNCE,
        by=None,
    )


def in_force() -> set:
    return set(Suspension.objects.in_force().values_list("channel", flat=True))


def test_suspended_twice_is_one_and_journaled_once(bounced, bruno):
    again = suspend(
        citizen=bruno.citizen,
        channel=Channel.EMAIL,
        address=bruno.citizen.email,
        reason=Suspension.Reason.COMPLAINT,
        by=None,
    )
    assert again == bounced and again.reason == Suspension.Reason.BOUNCE
    event = AuditEvent.objects.get(verb="contact.suspended")
    assert event.citizen_id == bruno.citizen.pk and bruno.citizen.email not in str(event.detail)


def test_the_person_confirming_the_address_again_lifts_it(bounced, bruno):
    confirm_email(citizen=bruno.citizen, email=bruno.citizen.email, by=bruno)
    bounced.refresh_from_db()
    assert bounced.lifted_at and bounced.lifted_by == bruno
    assert AuditEvent.objects.filter(verb="contact.resumed").count() == 1


def test_confirming_another_address_leaves_the_old_one_suspended(bounced, bruno):
    confirm_email(citizen=bruno.citizen, email="autre@relais.example", by=bruno)
    assert in_force() == {Channel.EMAIL}
    assert not Suspension.objects.in_force().of_current_points().exists()


def test_a_number_lifted_only_once_it_is_confirmed(bruno):
    set_phone(citizen=bruno.citizen, phone="+14185550122", verified=True, by=bruno)
    for channel in (Channel.SMS, Channel.PHONE):
        suspend(citizen=bruno.citizen, channel=channel, address="+14185550122", reason="wrong_number", by=None)
    set_phone(citizen=bruno.citizen, phone="+14185550122", verified=False, by=bruno)
    assert in_force() == {Channel.SMS, Channel.PHONE}
    set_phone(citizen=bruno.citizen, phone="+14185550122", verified=True, by=bruno)
    assert in_force() == set()


def test_lifted_twice_is_lifted_once(bounced, bruno, amelie):
    lift(suspension=bounced, by=bruno)
    assert lift(suspension=bounced, by=amelie).lifted_by == bruno


@pytest.mark.parametrize("page", ["/", "/mon-espace/", "/rappels/mes-echeances/", "/aide/", "/nulle-part/"])
def test_every_page_says_it_to_its_owner_and_to_nobody_else(bounced, bruno, amelie, signed_in, page):
    shown = signed_in(bruno).get(page, follow=True).text
    assert BANNER in shown and "bruno@relais.example" in shown and "/rappels/coordonnees/" in shown
    assert "l’adresse n’existe pas ou refuse nos messages" in shown
    for other in (signed_in(amelie), Client()):
        assert BANNER not in other.get(page, follow=True).text


def test_the_banner_leaves_with_the_suspension_or_the_address(bounced, bruno, signed_in):
    client = signed_in(bruno)
    confirm_email(citizen=bruno.citizen, email="autre@relais.example", by=bruno)
    assert BANNER not in client.get("/aide/").text


def test_the_banner_is_counted_with_the_page_and_read_only_when_there_is_one(bounced, bruno, amelie, signed_in):
    for client, expected in ((signed_in(bruno), 2), (signed_in(amelie), 1), (Client(), 0)):
        with CaptureQueriesContext(connection) as captured:
            client.get("/aide/")
        assert sum("suspensions_suspension" in query["sql"] for query in captured) == expected


def test_the_person_says_that_it_works_again(bounced, bruno, signed_in):
    client = signed_in(bruno)
    page = client.get("/rappels/coordonnees/")
    assert "Cette adresse fonctionne de nouveau" in page.text
    assert 'action="/rappels/preferences/essai/email/"' in page.text
    answer = client.post(f"/rappels/coordonnees/{bounced.pk}/reprendre/", follow=True)
    assert answer.status_code == 200 and BANNER not in answer.text and "Tout fonctionne" in answer.text
    assert in_force() == set()


@pytest.mark.parametrize("who", ["amelie", "alain"])
def test_a_stranger_cannot_lift_it(bounced, people, signed_in, who):
    assert signed_in(people[who]).post(f"/rappels/coordonnees/{bounced.pk}/reprendre/").status_code == 404
    assert in_force() == {Channel.EMAIL}


def test_each_kind_of_point_has_its_words(bruno, signed_in):
    citizen = bruno.citizen
    citizen.phone, citizen.phone_verified_at, citizen.postal_address = "+14185550122", now(), "1, rue du Test"
    citizen.save()
    for channel, address in (
        (Channel.SMS, "+14185550122"),
        (Channel.PHONE, "+14185550122"),
        (Channel.LETTER, "1, rue du Test"),
    ):
        suspend(citizen=citizen, channel=channel, address=address, reason="returned", by=None)
    page = signed_in(bruno).get("/rappels/coordonnees/").text
    for words in ("Votre numéro de cellulaire", "Votre numéro de téléphone", "Votre adresse postale", "rue du Test"):
        assert words in page
