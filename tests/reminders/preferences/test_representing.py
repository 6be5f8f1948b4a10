"""Choosing for another: by mandate and its kind, in words that say so, journaled, and the person is told."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import today
from portal.consents.models import Channel, Consent, Purpose
from portal.mandates.actions import declare_child, give, revoke
from portal.mandates.models import Mandate
from portal.mandates.scopes import Scope, covers
from portal.notices.models import Notice
from portal.people.models import Citizen
from reminders.contacts.actions import Contact, settle_for
from reminders.inbox.models import InboxItem
from reminders.inbox.subjects import address_of
from reminders.preferences.actions import choose_for
from reminders.preferences.stopping import stop_everything_for
from reminders.preferences.wordings import wording_of

pytestmark = pytest.mark.django_db
EMAIL = (Purpose.FILE_NEWS, Channel.EMAIL)
CONTACT = {
    "street": "1, rue du Port",
    "complement": "",
    "city": "Matane",
    "province": "QC",
    "postal_code": "G4W 1A1",
    "phone": "",
    "zone": "America/Toronto",
    "other_zone": "",
    "hours": "any",
    "opens": "",
    "closes": "",
    "language": "fr",
}


def page_of(person: Citizen, name: str = "preferences") -> str:
    app = "contacts" if name == "contact" else "preferences"
    return f"/pour/{person.pk}" + reverse(f"{app}:{name}")


@pytest.fixture
def helper(amelie, rachel) -> Mandate:
    return Mandate.objects.in_force(today()).get(holder=rachel, citizen=amelie.citizen)


@pytest.fixture
def legal(bruno, rachel) -> Mandate:
    return give(citizen=bruno.citizen, holder=rachel, kind=Mandate.Kind.LEGAL, by=bruno)


def test_a_helper_chooses_in_words_that_say_for_whom(signed_in, helper, amelie, rachel):
    client = signed_in(rachel)
    shown = client.get(page_of(amelie.citizen)).content.decode()
    client.post(page_of(amelie.citizen), {"file_news-email": "on"})
    given = Consent.objects.in_force().get(citizen=amelie.citizen)
    assert given.given_by == rachel and given.wording in shown
    assert given.wording.startswith("Au nom de la personne que je représente") and wording_of(*EMAIL) in given.wording
    row = AuditEvent.objects.filter(verb="consent.given", citizen_id=amelie.citizen.pk).latest("at")
    assert row.by_id == rachel.pk
    assert not Consent.objects.filter(citizen=rachel.citizen).exists()


def test_the_person_is_told_once_and_led_to_what_was_accepted(signed_in, helper, amelie, rachel):
    client = signed_in(rachel)
    client.post(page_of(amelie.citizen), {"file_news-email": "on", "help-email": "on"})
    notice = Notice.objects.get(citizen=amelie.citizen, kind=Notice.Kind.CHOICES)
    assert address_of(notice, amelie) == reverse("preferences:consents")
    assert "vous représente" in InboxItem(citizen=amelie.citizen, notice=notice).title
    chosen = ["file_news-email", "help-email"]
    client.post(page_of(amelie.citizen), {"had": chosen, **dict.fromkeys(chosen, "on")})
    assert Notice.objects.filter(kind=Notice.Kind.CHOICES).count() == 1  # nothing changed, nobody is told


def test_the_person_undoes_it_in_her_own_page(signed_in, helper, amelie, rachel):
    choose_for(mandate=helper, offered=[EMAIL], chosen=[EMAIL], by=rachel)
    client = signed_in(amelie)
    assert "par Rachel Roy" in client.get(reverse("preferences:consents")).content.decode()
    client.post(reverse("preferences:preferences"), {"had": "file_news-email"})
    assert not Consent.objects.in_force().filter(citizen=amelie.citizen).exists()


def test_stopping_everything_for_another(signed_in, helper, amelie, rachel):
    choose_for(mandate=helper, offered=[EMAIL], chosen=[EMAIL], by=rachel)
    answer = signed_in(rachel).post(page_of(amelie.citizen, "stop_all"), follow=True)
    assert "pour cette personne" in answer.content.decode()
    assert not Consent.objects.in_force().filter(citizen=amelie.citizen).exists()
    assert Notice.objects.filter(citizen=amelie.citizen, kind=Notice.Kind.CHOICES).count() == 2


@pytest.mark.parametrize("name", ["preferences", "stop_all", "consents", "contact"])
def test_without_a_mandate_the_page_does_not_exist(signed_in, amelie, bruno, saaq_agent, name):
    for user in (bruno, saaq_agent, amelie):  # she has no mandate on herself: her own page is elsewhere
        client = signed_in(user)
        ask = client.get if name == "consents" else client.post
        assert ask(page_of(amelie.citizen, name)).status_code == 404


def test_a_revoked_mandate_is_void_at_the_next_request(signed_in, helper, amelie, rachel):
    client = signed_in(rachel)
    assert client.get(page_of(amelie.citizen)).status_code == 200
    revoke(mandate=helper, by=amelie)
    assert client.get(page_of(amelie.citizen)).status_code == 404
    with pytest.raises(PermissionDenied):
        choose_for(mandate=helper, offered=[EMAIL], chosen=[EMAIL], by=rachel)
    with pytest.raises(PermissionDenied):
        stop_everything_for(mandate=helper, by=rachel)


def test_somebody_elses_mandate_serves_nobody(helper, bruno):
    with pytest.raises(PermissionDenied):
        choose_for(mandate=helper, offered=[EMAIL], chosen=[EMAIL], by=bruno)


def test_a_helper_does_not_move_where_the_person_is_reached(signed_in, helper, amelie, rachel):
    client = signed_in(rachel)
    page = client.get(page_of(amelie.citizen)).content.decode()
    assert page_of(amelie.citizen, "contact") not in page and "personne aidante ne permet pas" in page
    assert client.post(page_of(amelie.citizen, "contact"), CONTACT).status_code == 404
    with pytest.raises(PermissionDenied):
        settle_for(mandate=helper, contact=Contact("", "", "America/Toronto", "fr", None), by=rachel)
    assert not Citizen.objects.get(pk=amelie.citizen.pk).postal_address


def test_a_legal_mandate_does_and_the_person_is_told(signed_in, legal, bruno, rachel):
    client = signed_in(rachel)
    assert client.post(page_of(bruno.citizen, "contact"), CONTACT).status_code == 302
    assert Citizen.objects.get(pk=bruno.citizen.pk).postal_address.startswith("1, rue du Port")
    assert Notice.objects.get(citizen=bruno.citizen, kind=Notice.Kind.CHOICES).subject_id == legal.pk


def test_nobody_attests_for_another_that_english_is_their_right(signed_in, legal, bruno, rachel):
    client = signed_in(rachel)
    form = client.get(page_of(bruno.citizen, "contact")).context["form"]
    assert "attests" not in form.fields and [code for code, _ in form.fields["language"].choices] == ["fr"]
    answer = client.post(page_of(bruno.citizen, "contact"), {**CONTACT, "language": "en", "attests": "on"})
    assert answer.status_code == 200 and Citizen.objects.get(pk=bruno.citizen.pk).language == "fr"


def test_a_parent_chooses_for_a_child_who_has_nobody_else_to_tell(signed_in, amelie):
    child = declare_child(given_name="Zoé", family_name="Roy", birth_date=today() - dt.timedelta(days=900), by=amelie)
    client = signed_in(amelie)
    assert "reçoit l’avis" not in client.get(page_of(child)).content.decode()
    client.post(page_of(child), {"reminders-inbox": "on"})
    assert Consent.objects.in_force().get(citizen=child).given_by == amelie
    assert not Notice.objects.filter(citizen=child).exists()


def test_the_widest_mandate_counts(signed_in, helper, amelie, rachel):
    give(citizen=amelie.citizen, holder=rachel, kind=Mandate.Kind.LEGAL, by=amelie)
    assert signed_in(rachel).get(page_of(amelie.citizen, "contact")).status_code == 200


def test_each_kind_of_mandate_says_what_it_covers():
    assert {kind: {scope for scope in Scope if covers(Mandate(kind=kind), scope)} for kind in Mandate.Kind} == {
        "parent": set(Scope) - {Scope.RECEIVE},
        "helper": {Scope.ACT, Scope.CHOICES},
        "legal": set(Scope) - {Scope.RECEIVE},
    }


def test_those_one_acts_for_are_one_click_away(signed_in, helper, amelie, bruno, rachel):
    own = reverse("preferences:preferences")
    assert page_of(amelie.citizen) in signed_in(rachel).get(own).content.decode()
    assert "Pour une personne que je représente" not in signed_in(bruno).get(own).content.decode()
