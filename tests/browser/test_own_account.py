"""A newcomer's own account, by hand: profile, alerts, all their data in one file, closing it and coming back.

Walk 2 of «people»: begun from nothing, ended by the person alone."""

import json
import re
import uuid
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Relais, code_in, enter_code, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
PASSWORD = "quatre chaises autour du poêle"


@pytest.fixture(scope="module")
def email() -> str:
    return f"zoe-{uuid.uuid4().hex[:8]}@relais.example"


@pytest.fixture(scope="module")
def zoe(chromium, relais):
    """One window for the whole file, as narrow as a telephone."""
    options = {"viewport": {"width": 390, "height": 900}, "locale": "fr-CA", "accept_downloads": True}
    context = chromium.new_context(base_url=relais.url, **options)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def code_sent(relais: Relais, email: str, *, after: int) -> str:
    """The code of the first e-mail that holds one, past the `after` first."""

    def codes() -> list[str]:
        sent = [mail for mail in relais.mails(email)[after:] if "code" in mail["subject"].lower()]
        return [code_in(mail["text"]) for mail in sent]

    return wait_until(codes, 60, f"a code to {email}")[-1]


def notified(relais: Relais, email: str, words: str) -> None:
    wait_until(lambda: [one for one in relais.mails(email) if words in one["text"]], 60, f"«{words}» to {email}")


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_1_begins_from_nothing(zoe, relais, email, shot):
    page = zoe
    page.goto("/compte/signup/")
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_label("Nom de famille").fill("Lavoie")
    page.get_by_label("courriel").fill(email)
    page.get_by_role("textbox", name="Mot de passe").fill(PASSWORD)
    press(page, "Créer mon compte")
    enter_code(page, code_sent(relais, email, after=0))
    expect(page).to_have_url(re.compile("[^=]/premiers-pas/$"))


def test_2_is_led_through_three_pages_of_which_one_is_left(zoe, shot):
    page = zoe
    shot(page, "o0-reach-390")
    page.get_by_role("checkbox", name="Par courriel , Recevoir des rappels").check()
    press(page, "Enregistrer et continuer")
    expect(page.locator("main")).to_contain_text("Vos choix sont enregistrés")
    shot(page, "o0-remind-390")
    page.get_by_role("link", name="Voir toutes les échéances").click()
    shot(page, "o0-elsewhere-390")
    page.get_by_role("link", name="Revenir aux premiers pas (étape 2 sur 3)").click()
    page.get_by_role("link", name="Continuer", exact=True).click()
    shot(page, "o0-find-390")
    page.get_by_role("link", name="Plus tard : aller à mon espace").click()
    expect(page).to_have_url(re.compile("[^=]/espace/$"))
    page.goto("/rappels/preferences/")
    expect(page.get_by_role("checkbox", name="Par courriel , Recevoir des rappels")).to_be_checked()


def test_3_changes_a_name_is_told_and_puts_it_back(zoe, relais, email, shot):
    page = zoe
    page.goto("/compte/profil/")
    page.get_by_role("link", name="Changer mon nom").click()
    page.get_by_label("Nom de famille").fill("Roy")
    press(page, "Enregistrer mon nom")
    expect(page.locator("main")).to_contain_text("Zoé Roy")
    shot(page, "o1-profile-390")
    notified(relais, email, "Changé dans votre dossier")
    press(page, "Remettre comme avant")
    expect(page.locator("main")).to_contain_text("C’est remis comme avant")
    page.goto("/espace/")
    expect(page.locator("h1")).to_contain_text("Zoé Lavoie")


def test_4_carries_off_all_that_is_kept(zoe, relais, email, shot, tmp_path):
    page = zoe
    page.goto("/compte/donnees/")
    press(page, "Préparer mon fichier")
    download = page.get_by_role("link", name="Télécharger", exact=True)
    expect(download).to_be_visible(timeout=120_000)  # drawn again by itself
    shot(page, "o2-data-ready-390")
    with page.expect_download() as begun:
        download.click()
    begun.value.save_as(tmp_path / "mine.zip")
    package = zipfile.ZipFile(tmp_path / "mine.zip")
    assert package.testzip() is None
    data = json.loads(package.read("donnees.json"))
    assert data["accounts"][0]["email"] == email and data["citizens"][0]["given_name"] == "Zoé"
    assert {line["verb"] for line in data["journal"]} >= {"citizen.created", "citizen.renamed", "data_export.asked"}
    notified(relais, email, "Le fichier de toutes vos données est prêt")


def test_5_closes_the_account(zoe, relais, email, shot):
    page = zoe
    page.goto("/compte/fermer/")
    press(page, "Fermer mon compte")
    expect(page.locator("main")).to_contain_text("Cochez la case")
    shot(page, "o3-closing-390")
    page.get_by_label("J’ai lu ce qui est effacé").check()
    press(page, "Fermer mon compte")
    expect(page.get_by_role("heading", name="Votre compte est fermé")).to_be_visible()
    assert "/compte/login/" in page.goto("/espace/").url
    notified(relais, email, "Votre compte Relais est fermé")


def test_6_comes_back_to_what_was_there(zoe, relais, email, shot):
    page, before = zoe, len(relais.mails(email))
    page.goto("/compte/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    enter_code(page, code_sent(relais, email, after=before))
    expect(page.get_by_role("button", name="Rouvrir mon compte")).to_be_visible()
    assert page.goto("/messages/").url.endswith("/compte/fermer/revenir/"), "nothing else answers meanwhile"
    shot(page, "o4-come-back-390")
    press(page, "Rouvrir mon compte")
    expect(page.locator("main")).to_contain_text("Rien n’a été effacé")
    expect(page.locator("h1")).to_contain_text("Zoé Lavoie")
    notified(relais, email, "Votre compte Relais est rouvert")
