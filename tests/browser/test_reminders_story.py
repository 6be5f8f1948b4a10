"""Noémie's reminders, as she lives them: choices, a test message, a child's card, what comes and how it stops."""

import datetime as dt
import hashlib
import hmac
import json
import re
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect

from portal.launch.postgres import Cluster
from tests import days
from tests.browser.conftest import Relais, code_in, enter_code, pass_first_steps, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
PASSWORD = "quatre chaises autour du poêle"
ISLANDS = "America/Halifax"
CARD, LICENCE = "carte-assurance-maladie", "permis-conduire-paiement"
QUIET = 8  # seconds: two sweeps and their sending
IN = dt.timedelta(days=40)
"""From today to the date of the child's card; its steps are 30 and 7 days before, 1 and 30 days after."""


@pytest.fixture(scope="module")
def email() -> str:
    return f"noemie-{uuid.uuid4().hex[:8]}@relais.example"


@pytest.fixture(scope="module")
def phone() -> str:
    return "+14185550" + str(120 + uuid.uuid4().int % 40)  # none of the demonstration's people has one of these


@pytest.fixture(scope="module")
def noemie(chromium, relais, email) -> Iterator[Page]:
    """One window for the whole file."""
    context = chromium.new_context(base_url=relais.url, viewport={"width": 1280, "height": 900}, locale="fr-CA")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def story() -> dict:
    """What one step of the walk leaves to the next."""
    return {}


def today() -> dt.date:
    """The day it is on her islands: an hour before the mainland's."""
    return dt.datetime.now(ZoneInfo(ISLANDS)).date()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def choice(page: Page, channel: str) -> Locator:
    return page.locator(f"main input[type=checkbox][name='reminders-{channel}']")


def choose(page: Page, **channels: bool) -> None:
    """Ticks and unticks the channels of reminders, and saves."""
    page.goto("/rappels/preferences/")
    page.locator("main .r-pref").first.locator("summary").click()  # all channels, beside the one proposed
    for channel, wanted in channels.items():
        choice(page, channel).set_checked(wanted)
    press(page, "Enregistrer mes préférences")
    for channel, wanted in channels.items():
        expect(choice(page, channel)).to_be_checked(checked=wanted)


@pytest.fixture
def on_day(relais, noemie) -> Iterator:
    """`on_day(date)`: one in the afternoon on her islands; the real time comes back afterwards.

    Her window is empty meanwhile: a page open on that day would end her session."""

    def move(day: dt.date) -> None:
        noemie.goto("about:blank")
        hour = dt.datetime.combine(day, dt.time(13), ZoneInfo(ISLANDS))
        relais.move_clock(days=(hour - dt.datetime.now(dt.UTC)) / dt.timedelta(days=1))

    yield move
    relais.move_clock(days=0)


def mails(relais: Relais, email: str, words: str = "carte d’assurance maladie") -> list[dict]:
    return [mail for mail in relais.mails(email) if words in mail["text"]]


def texts(relais: Relais, phone: str, words: str = "carte d’assurance maladie") -> list[str]:
    """Apostrophes are straight there: the curly one would double the price of the message (GSM-7)."""
    return [text for text in relais.texts(phone) if words.replace("’", "'") in text]


def tries(received: list) -> int:
    """Of what was received, the messages that she asked to try: others say what changed in her account."""
    return sum("essai" in str(one) or "vous venez de demander" in str(one) for one in received)


def test_1_says_where_and_when(noemie, relais, email, phone, shot):
    page = noemie
    page.goto("/compte/signup/")
    page.get_by_label("Prénom").fill("Noémie")
    page.get_by_label("Nom de famille").fill("Cyr")
    page.get_by_label("courriel").fill(email)
    page.get_by_role("textbox", name="Mot de passe").fill(PASSWORD)
    press(page, "Créer mon compte")
    enter_code(page, code_in(wait_until(lambda: relais.mails(email), 30, "the code")[-1]["text"]))
    pass_first_steps(page)
    page.goto("/compte/phone/change/")
    page.locator("main input[name=phone]").fill(phone.removeprefix("+1"))
    press(page, "Enregistrer ce numéro")
    code = wait_until(lambda: relais.texts(phone), 30, "the text message")[-1]
    enter_code(page, re.search(r"code est (\S+)\. ", code)[1])
    page.goto("/rappels/preferences/joindre/")
    page.get_by_label("Numéro et rue").fill("12, chemin des Caps")
    page.get_by_label("Ville ou village").fill("Fatima")
    page.get_by_label("Code postal").fill("g4t2r1")
    page.get_by_label("Fuseau horaire").select_option(ISLANDS)
    page.get_by_label("Seulement entre ces heures").check()
    page.locator("input[name=opens]").fill("08:00")
    page.locator("input[name=closes]").fill("20:30")
    shot(page, "r1-where")
    press(page, "Enregistrer")
    expect(page.locator("main")).to_contain_text("12, chemin des Caps")


def test_2_chooses_by_which_means_and_tries_each(noemie, relais, email, phone, shot):
    page = noemie
    page.goto("/rappels/preferences/")
    assert page.locator("main input[type=checkbox]:checked").count() == 0, "nothing is chosen for her"
    choose(page, email=True, sms=True)
    shot(page, "r2-choices")
    for address, name, received in (("email", "courriel", relais.mails), ("sms", "message texte", relais.texts)):
        to = email if address == "email" else phone
        before = tries(received(to))
        page.goto("/rappels/preferences/")
        page.get_by_role("button", name=re.compile(f"essai.*{name}")).click()
        expect(page.locator("#essai")).to_contain_text("Accepté par votre fournisseur", timeout=30_000)
        assert tries(received(to)) == before + 1
        shot(page, f"r3-test_message-{address}")
        press(page, "Je l’ai bien reçu")
        expect(page.locator("body")).to_contain_text("Ce moyen fonctionne")


def test_3_asks_for_her_childs_card_and_her_licence(noemie, story, shot):
    page, story["due"] = noemie, today() + IN
    page.goto(f"/rappels/types/{CARD}/")
    page.get_by_role("link", name="Me le rappeler").first.click()
    page.get_by_label("Pour un enfant que j’ajoute").check()
    page.get_by_label("Prénom de l’enfant").fill("Éloi")
    page.get_by_label("Date de naissance de l’enfant").fill("2019-05-14")
    page.get_by_label("Date d’expiration").fill(story["due"].isoformat())
    expect(page.locator("main")).to_contain_text("Déjà choisi")
    shot(page, "r4-ask")
    press(page, "Me le rappeler")
    expect(page.locator("main")).to_contain_text("Pour Éloi Cyr")
    shot(page, "r5-ladder")
    expect(page.locator("main li", has_text="Rappel prévu à 9")).to_have_count(5)  # 75 days before is past
    page.goto(f"/rappels/types/{LICENCE}/me-le-rappeler/")
    page.locator("input[name=due_on]").fill((today() + dt.timedelta(days=20)).isoformat())
    press(page, "Me le rappeler")
    story["licence"] = page.url
    page.goto("/rappels/mes-echeances/")
    shot(page, "r6-deadlines")


def test_4_sees_the_year_ahead_and_puts_it_in_her_calendar(noemie, relais, story, shot):
    page = noemie
    page.goto("/rappels/a-venir/")
    expect(page.locator("main")).to_contain_text("pour Éloi Cyr")
    expect(page.locator("main")).to_contain_text("par courriel")
    shot(page, "r7-ahead")
    page.goto("/rappels/calendrier/")
    press(page, "Créer mon adresse")
    address = page.locator("code.r-secret").inner_text()
    shot(page, "r8-calendar")
    with urllib.request.urlopen(address) as answer:
        calendar = answer.read().decode()
    assert calendar.startswith("BEGIN:VCALENDAR") and f"{story['due']:%Y%m%d}" in calendar
    assert "Éloi" not in calendar and "Cyr" not in calendar
    press(page, "Supprimer l’adresse")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address)


def test_5_later_means_that_day_and_done_opens_the_next_year(noemie, relais, email, story, on_day, shot):
    page = noemie
    page.goto(story["licence"])
    page.get_by_role("link", name=re.compile("Me le rappeler plus tard")).click()
    page.get_by_label(re.compile("Dans 3 jours")).check()
    shot(page, "r9-later")
    press(page, "Me le rappeler ce jour-là")
    expect(page.locator("main")).to_contain_text("Rappel remis à plus tard")
    on_day(today() + dt.timedelta(days=3))
    wait_until(lambda: mails(relais, email, "permis de conduire"), 60, "the reminder she put off")
    relais.move_clock(days=0)
    page.goto(story["licence"])
    press(page, "C’est fait")
    expect(page.locator("body")).to_contain_text("La prochaine date est déjà ouverte")
    page.goto("/rappels/mes-echeances/")
    expect(page.locator("main a", has_text="Paiement annuel du permis de conduire")).not_to_have_count(1)
    shot(page, "r10-next-year")


def test_6_each_step_leaves_once_by_each_means(noemie, relais, email, phone, story, on_day):
    on_day(story["due"] - dt.timedelta(days=30))
    wait_until(lambda: mails(relais, email) and texts(relais, phone), 60, "thirty days before")
    time.sleep(QUIET)
    (mail,), (text,) = mails(relais, email), texts(relais, phone)
    for item in (mail["subject"] + mail["text"] + mail["html"], text):
        assert "25 $ de frais après 6 mois" in item
        assert not any(word in item for word in ("Éloi", "Noémie", "Cyr", "http"))
    story["mail"] = mail


def test_7_the_button_of_her_mail_program_stops_the_emails(noemie, story, shot):
    header = story["mail"]["headers"]["List-Unsubscribe"]
    address = re.search(r"<(https?://[^>]+)>", header)[1]
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200  # a scanner opened it: nothing changes
    noemie.goto("/rappels/preferences/")
    expect(choice(noemie, "email")).to_be_checked()
    with urllib.request.urlopen(address, data=b"List-Unsubscribe=One-Click") as answer:
        assert answer.status == 200
    noemie.goto("/rappels/preferences/")
    expect(choice(noemie, "email")).not_to_be_checked()
    expect(choice(noemie, "sms")).to_be_checked()
    noemie.goto("/rappels/preferences/consentements/")
    expect(noemie.locator("main")).to_contain_text("Retiré le")
    shot(noemie, "r11-withdrawn")


def test_8_an_address_that_refuses_is_told_and_the_post_takes_over(noemie, relais, email, phone, story, on_day, shot):
    page, before = noemie, len(texts(relais, phone))
    choose(page, email=True, sms=False, letter=True)
    on_day(story["due"] - dt.timedelta(days=7))
    mail = wait_until(lambda: mails(relais, email)[1:], 60, "seven days before")[0]
    assert len(texts(relais, phone)) == before
    status = bounce(relais, mail["reference"], forged=True)
    assert status == 403
    assert bounce(relais, mail["reference"]) == 204
    wait_until(lambda: letters_to(relais, email) == 1, 90, "the letter that takes over")
    relais.move_clock(days=0)
    page.goto("/espace/")
    expect(page.locator("body")).to_contain_text("Certains messages ne vous parviennent plus")
    shot(page, "r13-banner")
    page.get_by_role("link", name="Voir quoi faire").first.click()
    expect(page.locator("main")).to_contain_text(email)
    shot(page, "r14-suspended")


def letters_to(relais: Relais, email: str) -> int:
    """How many are to be printed for her. Read in the database: the day of the test ends every session."""
    asked = """SELECT count(*) FROM letters_letter l JOIN deliveries_delivery d ON d.id = l.delivery_id
               JOIN people_citizen c ON c.id = d.recipient_id WHERE c.email = %s"""
    with psycopg.connect(Cluster(relais.folder).url("superuser")) as database:
        return database.execute(asked, [email]).fetchone()[0]


def bounce(relais: Relais, message_id: str, *, forged: bool = False) -> int:
    """What the relay says of the address, signed as it signs; the status of our answer."""
    secret = json.loads((relais.folder / "local.json").read_text())["callback_secret"]
    event = {"id": uuid.uuid4().hex, "event": "bounced", "type": "hard", "message_id": message_id, "code": "5.1.1"}
    body, at = json.dumps(event).encode(), str(int(days.real_time()))
    signature = hmac.new(b"autre" if forged else secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Relais-Timestamp": at, "X-Relais-Signature": signature, "Content-Type": "application/json"}
    asked = urllib.request.Request(f"{relais.url}/rappels/retours/courriel/", data=body, headers=headers)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_9_after_the_date_it_goes_on_until_two_clicks_stop_it(noemie, relais, email, phone, story, on_day, shot):
    page = noemie
    choose(page, sms=True, letter=False)
    emails, sms = len(mails(relais, email)), len(texts(relais, phone))
    on_day(story["due"] + dt.timedelta(days=1))
    result = wait_until(lambda: texts(relais, phone)[sms:], 60, "the day after")[0]
    assert "est passée" in result and "Ce que vous pouvez encore faire" in result
    relais.move_clock(days=0)
    page.goto("/rappels/preferences/")
    page.locator("main").get_by_role("link", name="Tout arrêter", exact=True).click()
    press(page, "Tout arrêter maintenant")
    expect(page.locator("main input[type=checkbox]:checked")).to_have_count(0)
    shot(page, "r15-stopped")
    on_day(story["due"] + dt.timedelta(days=30))
    time.sleep(QUIET)
    assert (len(mails(relais, email)), len(texts(relais, phone))) == (emails, sms + 1)
