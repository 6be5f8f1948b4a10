"""A newcomer's first minute: three pages, each may be left for later, and nothing is chosen for anybody."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from portal.consents.models import Channel, Consent, Purpose
from reminders.kinds.models import DeadlineKind
from reminders.preferences.forms import name_of

pytestmark = pytest.mark.django_db
REACH, REMIND, FIND, LEAVE = (reverse(f"first_steps:{name}") for name in ("reach", "remind", "find", "leave"))
BANNER = "Revenir aux premiers pas"


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


def test_signing_up_leads_there():
    assert reverse(settings.ACCOUNT_SIGNUP_REDIRECT_URL) == REACH


def test_each_page_leads_to_the_next_and_may_be_passed(signed_in, bruno):
    client = signed_in(bruno)
    for address, following in ((REACH, REMIND), (REMIND, FIND), (FIND, LEAVE)):
        assert f'href="{following}"' in text_of(client, address)
    assert client.get(LEAVE).url == reverse("pages:space")
    assert not Consent.objects.filter(citizen=bruno.citizen).exists()


def test_what_is_ticked_is_kept_and_the_rest_stays(signed_in, bruno):
    client = signed_in(bruno)
    page = text_of(client, REACH)
    had = re.findall(r'name="had" value="([^"]+)"', page)
    ticked = name_of(Purpose.REMINDERS, Channel.EMAIL)
    assert client.post(REACH, {"had": had, ticked: "on"}).url == REMIND
    assert [*Consent.objects.filter(citizen=bruno.citizen).values_list("purpose", "channel")] == [
        (Purpose.REMINDERS, Channel.EMAIL)
    ]
    kept = name_of(Purpose.REMINDERS, Channel.EMAIL)
    assert client.post(REACH, {"had": [kept], kept: "on"}).url == REMIND
    assert Consent.objects.filter(citizen=bruno.citizen, withdrawn_at=None).count() == 1


def test_the_offered_kinds_lead_to_their_reminder(signed_in, bruno):
    kind = DeadlineKind.objects.published().order_by("title_order", "pk").first()
    assert reverse("deadlines:remind_me", args=[kind.code]) in text_of(signed_in(bruno), REMIND)


def test_a_page_that_a_step_leads_to_leads_back_until_one_leaves(signed_in, bruno):
    client = signed_in(bruno)
    elsewhere = reverse("kinds:kinds")
    assert BANNER not in text_of(client, elsewhere)
    assert BANNER not in text_of(client, REMIND)
    page = text_of(client, elsewhere)
    assert BANNER in page and f'href="{REMIND}"' in page
    client.get(LEAVE)
    assert BANNER not in text_of(client, elsewhere)


def test_an_empty_space_offers_them(signed_in, bruno):
    assert f'href="{REACH}"' in text_of(signed_in(bruno), reverse("pages:space"))


def test_a_page_costs_few_statements(signed_in, bruno, django_assert_max_num_queries):
    client = signed_in(bruno)
    for address in (REACH, REMIND, FIND):
        with django_assert_max_num_queries(10):
            client.get(address)
