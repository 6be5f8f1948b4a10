"""Everything is off until chosen; two clicks withdraw."""

import re

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.consents.actions import give, withdraw
from portal.consents.models import Channel, Consent, How, Purpose
from portal.people.actions import set_phone
from reminders.kinds.reference import read
from reminders.preferences.points import points_of
from reminders.preferences.wordings import ABOUT, NOT_OFFERED, WORDINGS, wording_of
from reminders.suspensions.actions import suspend
from tests.queries import growth

ADDRESS = reverse("preferences:preferences")
STOP = reverse("preferences:stop_all")
LEDGER = reverse("preferences:consents")
pytestmark = pytest.mark.django_db


def page_of(client) -> str:
    return client.get(ADDRESS).content.decode()


def had(page: str) -> list[str]:
    return re.findall(r'name="had" value="([^"]+)"', page)


def mine(user):
    return Consent.objects.filter(citizen=user.citizen)


def test_every_pair_has_its_words_or_says_why_not():
    pairs = {(purpose, channel) for purpose in ABOUT for channel in Channel}
    assert set(WORDINGS) | set(NOT_OFFERED) == pairs and not set(WORDINGS) & set(NOT_OFFERED)
    assert set(Purpose) - set(ABOUT) == {Purpose.ADVICE}  # chosen on its own page
    assert len(set(map(str, WORDINGS.values()))) == len(WORDINGS)  # each says its own purpose and channel


@pytest.mark.parametrize(("pair", "text"), [(pair, str(text)) for pair, text in WORDINGS.items()], ids=str)
def test_each_wording_says_what_is_sent_and_by_what(pair, text):
    _, channel = pair
    said = {
        Channel.EMAIL: "courriel",
        Channel.SMS: "message texte",
        Channel.INBOX: "espace Relais",
        Channel.LETTER: "lettre",
        Channel.PHONE: "m’appelle",
    }
    assert text.startswith("Je veux ") and text.endswith(".") and said[channel] in text


def test_nothing_is_ticked_at_first(signed_in, amelie):
    page = page_of(signed_in(amelie))
    assert page.count('type="checkbox"') == len(WORDINGS) and "checked" not in page and not had(page)


def test_each_sentence_is_on_the_page_as_it_goes_in_the_ledger(signed_in, amelie):
    page = page_of(signed_in(amelie))
    assert [pair for pair in WORDINGS if wording_of(*pair) not in page] == []
    assert [pair for pair, why in NOT_OFFERED.items() if str(why) not in page] == []


def test_choosing_then_withdrawing(signed_in, amelie):
    client = signed_in(amelie)
    client.post(ADDRESS, {"file_news-email": "on"})
    given = mine(amelie).in_force().get()
    assert given.wording == wording_of(Purpose.FILE_NEWS, Channel.EMAIL) and given.given_by == amelie
    page = page_of(client)
    assert page.count("checked") == 1 and had(page) == ["file_news-email"]
    client.post(ADDRESS, {"had": "file_news-email"})
    assert not mine(amelie).in_force().exists() and mine(amelie).get().withdrawn_by == amelie
    verbs = AuditEvent.objects.filter(citizen_id=amelie.citizen.pk).order_by("at").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["consent.given", "consent.withdrawn"]


def test_saving_without_a_change_writes_nothing(signed_in, amelie):
    client = signed_in(amelie)
    client.post(ADDRESS, {"file_news-email": "on"})
    before = list(mine(amelie).values())
    client.post(ADDRESS, {"had": "file_news-email", "file_news-email": "on"})
    assert list(mine(amelie).values()) == before


def test_a_page_left_open_gives_nothing_back(signed_in, amelie):
    """Withdrawn from a message while the page was open; saving the page for another reason does not give it back."""
    client = signed_in(amelie)
    client.post(ADDRESS, {"file_news-email": "on"})
    withdraw(citizen=amelie.citizen, purpose=Purpose.FILE_NEWS, channel=Channel.EMAIL, by=None, how=How.ONE_CLICK)
    client.post(ADDRESS, {"had": "file_news-email", "file_news-email": "on", "help-email": "on"})
    assert [consent.purpose for consent in mine(amelie).in_force()] == [Purpose.HELP]


def test_a_page_left_open_withdraws_nothing_given_since(signed_in, amelie):
    give(citizen=amelie.citizen, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, wording="Oui", by=amelie)
    signed_in(amelie).post(ADDRESS, {"help-email": "on"})
    assert {consent.purpose for consent in mine(amelie).in_force()} == {Purpose.REMINDERS, Purpose.HELP}


def test_stopping_everything_is_one_page_away(signed_in, amelie):
    client = signed_in(amelie)
    client.post(ADDRESS, {"file_news-email": "on", "reminders-inbox": "on"})
    assert f'href="{STOP}"' in page_of(client)
    answer = client.post(STOP, follow=True)
    assert "C’est fait" in answer.content.decode() and not mine(amelie).in_force().exists()
    assert mine(amelie).count() == 2


def test_the_preferences_are_one_click_away_from_any_page_of_the_space(signed_in, amelie, saaq_agent):
    client = signed_in(amelie)
    for page in ("/espace/", "/messages/", "/documents/", "/rappels/mes-echeances/", "/programmes/", "/aide/"):
        assert f'href="{ADDRESS}"' in client.get(page).content.decode(), page
    assert f'href="{ADDRESS}"' not in signed_in(saaq_agent).get("/aide/").content.decode()


def test_each_line_shows_one_choice_and_the_rest_is_behind(signed_in, amelie):
    """27 boxes made 5 500 px on a telephone."""
    client = signed_in(amelie)
    rows = client.get(ADDRESS).context["rows"]
    assert [[cell.channel for cell in row.shown] for row in rows] == [[Channel.EMAIL]] * len(ABOUT)
    assert all(len(row.shown) + len(row.behind) == len(Channel) for row in rows)
    client.post(ADDRESS, {"reminders-sms": "on", "reminders-letter": "on", "reminders-inbox": "on"})
    reminders = client.get(ADDRESS).context["rows"][0]
    usable = [cell.channel for cell in reminders.cells if cell.state == "on" and cell.channel != Channel.INBOX]
    assert [cell.channel for cell in reminders.shown] == usable  # what is chosen is in sight


def test_who_has_no_email_is_proposed_what_can_reach_them(signed_in, bruno):
    bruno.citizen.email_verified_at = None
    bruno.citizen.save(update_fields=["email_verified_at"])
    set_phone(citizen=bruno.citizen, phone="+14185550199", verified=False, by=bruno)
    shown = [row.shown[0] for row in signed_in(bruno).get(ADDRESS).context["rows"]]
    assert {cell.channel for cell in shown if cell.state != "blocked"} == {Channel.PHONE}


def test_a_channel_without_a_contact_point_is_shown_disabled_with_its_remedy(signed_in, bruno):
    set_phone(citizen=bruno.citizen, phone="", verified=False, by=bruno)
    client = signed_in(bruno)
    offered = {channel for _, channel in client.get(ADDRESS).context["form"].offered}
    assert offered == {Channel.INBOX, Channel.EMAIL}
    page = page_of(client)
    assert reverse("account_change_phone") in page and reverse("contacts:contact") in page


def test_a_number_that_is_not_confirmed_takes_calls_and_no_text(bruno):
    set_phone(citizen=bruno.citizen, phone="+14185550199", verified=False, by=bruno)
    points = points_of(bruno.citizen)
    assert points[Channel.PHONE].is_usable and not points[Channel.SMS].is_usable


def test_what_is_not_offered_cannot_be_given(signed_in, bruno):
    set_phone(citizen=bruno.citizen, phone="", verified=False, by=bruno)
    signed_in(bruno).post(ADDRESS, {"reminders-sms": "on", "learn-letter": "on", "advice-email": "on", "x": "on"})
    assert not mine(bruno).exists()


def test_a_consent_without_contact_point_can_still_be_withdrawn(signed_in, bruno):
    give(citizen=bruno.citizen, purpose=Purpose.REMINDERS, channel=Channel.LETTER, wording="Oui", by=bruno)
    signed_in(bruno).post(ADDRESS, {"had": "reminders-letter"})
    assert not mine(bruno).in_force().exists()


def test_a_suspended_address_says_so_and_what_to_do(signed_in, amelie):
    citizen = amelie.citizen
    suspend(citizen=citizen, channel=Channel.EMAIL, address=citizen.email, reason="bounce", by=None)
    page = page_of(signed_in(amelie))
    assert "suspendu" in page and "n’existe pas ou refuse nos messages" in page and "demandez un essai" in page
    assert not points_of(citizen)[Channel.EMAIL].is_ready


def test_a_former_address_that_was_suspended_says_nothing(amelie):
    suspend(citizen=amelie.citizen, channel=Channel.EMAIL, address="avant@relais.example", reason="bounce", by=None)
    assert points_of(amelie.citizen)[Channel.EMAIL].is_ready


def test_what_leaves_without_consent_is_said(signed_in, amelie):
    page = page_of(signed_in(amelie))
    assert "ce qui part sans votre accord" in page and "alertes de sécurité" in page
    assert "À part quelques messages nécessaires, nommés au bas de la page, rien ne sort" in page


def test_the_ledger_tells_words_dates_and_ways(signed_in, amelie, bruno):
    client = signed_in(amelie)
    client.post(ADDRESS, {"help-email": "on", "learn-email": "on"})
    withdraw(citizen=amelie.citizen, purpose=Purpose.HELP, channel=Channel.EMAIL, by=None, how=How.ONE_CLICK)
    page = client.get(LEDGER).content.decode()
    assert wording_of(Purpose.HELP, Channel.EMAIL) in page and wording_of(Purpose.LEARN, Channel.EMAIL) in page
    assert "par le lien de désabonnement" in page and page.count("en vigueur") == 1
    assert wording_of(Purpose.HELP, Channel.EMAIL) not in signed_in(bruno).get(LEDGER).content.decode()


def test_the_ledger_costs_the_same_at_any_length(signed_in, amelie):
    client = signed_in(amelie)
    client.post(ADDRESS, {"help-email": "on"})
    with growth(client, LEDGER) as cost:
        for _ in range(40):
            give(citizen=amelie.citizen, purpose=Purpose.LEARN, channel=Channel.EMAIL, wording="Oui", by=amelie)
            withdraw(citizen=amelie.citizen, purpose=Purpose.LEARN, channel=Channel.EMAIL, by=amelie)
    assert cost.after == cost.before
    assert "?avant=" in client.get(LEDGER).content.decode()


def test_the_page_costs_the_same_with_all_chosen(signed_in, amelie):
    client = signed_in(amelie)
    with growth(client, ADDRESS) as cost:
        client.post(ADDRESS, {f"{purpose}-{channel}": "on" for purpose, channel in WORDINGS})
    assert mine(amelie).in_force().count() > 10 and cost.after == cost.before


@pytest.mark.parametrize("address", [ADDRESS, LEDGER, STOP])
def test_an_account_that_is_nobody_gets_404(signed_in, saaq_agent, address):
    assert signed_in(saaq_agent).post(address).status_code == 404


def test_the_space_offers_email_once(signed_in, bruno):
    client, space = signed_in(bruno), reverse("pages:space")
    assert "averti par courriel?" in client.get(space).content.decode()
    client.post(ADDRESS, {"file_news-email": "on"})
    client.post(ADDRESS, {"had": "file_news-email"})
    assert "averti par courriel?" not in client.get(space).content.decode()


def test_no_sentence_promises_what_a_public_text_does_not_keep():
    """An open kind may name its public fine («amende de 200 $ à 300 $»): people are promised nothing else."""
    _version, records = read()
    names_a_sum = any("$" in fr for record in records for _offset, fr, _en in record.steps)
    asked = [str(wording) for (purpose, _channel), wording in WORDINGS.items() if purpose == Purpose.REMINDERS]
    assert names_a_sum and not any("montant" in wording for wording in asked)
    assert sum("ce que je dois ou reçois" in wording for wording in asked) == 3
