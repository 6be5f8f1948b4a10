"""Everything is off until chosen; two clicks withdraw."""

import pytest
from django.urls import reverse

from portal.consents.models import Channel, Consent, Purpose

ADDRESS = reverse("reminders:preferences")


@pytest.mark.django_db
def test_nothing_is_ticked_at_first(signed_in, amelie):
    page = signed_in(amelie).get(ADDRESS).content.decode()
    assert "checkbox" in page and "checked" not in page


def test_choosing_then_withdrawing(signed_in, amelie):
    client, mine = signed_in(amelie), Consent.objects.filter(citizen=amelie.citizen)
    client.post(ADDRESS, {"file_news-email": "on"})
    assert mine.in_force().get().wording.startswith("Je veux recevoir un courriel quand un message m’attend")
    assert client.get(ADDRESS).content.decode().count("checked") == 1
    client.post(ADDRESS, {})
    assert not mine.in_force().exists() and mine.count() == 1


def test_only_verified_channels_are_offered(signed_in, bruno):
    offered = signed_in(bruno).get(ADDRESS).context["form"].offered
    assert Channel.SMS not in {channel for _, channel in offered}


def test_a_person_without_a_citizen_of_their_own_gets_404_or_their_page(signed_in, saaq_agent):
    assert signed_in(saaq_agent).get(ADDRESS).status_code == 404


def test_what_is_not_offered_cannot_be_given(signed_in, bruno):
    signed_in(bruno).post(ADDRESS, {f"{Purpose.REMINDERS}-{Channel.SMS}": "on"})
    assert not Consent.objects.filter(citizen=bruno.citizen).exists()


def test_the_space_offers_email_once(signed_in, bruno):
    client, space = signed_in(bruno), reverse("pages:space")
    assert "averti par courriel?" in client.get(space).content.decode()
    client.post(ADDRESS, {"file_news-email": "on"})
    client.post(ADDRESS, {})
    assert "averti par courriel?" not in client.get(space).content.decode()
