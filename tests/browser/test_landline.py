"""A new person who has a landline: sign-up, the number on the page of preferences, then signing out and in again."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import code_in, enter_code, pass_first_steps, wait_until
from tests.browser.test_account import PASSWORD, code_sent, press

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]


def test_a_landline_closes_nothing(new_context, relais, shot):
    email = f"denise-{uuid.uuid4().hex[:8]}@relais.example"
    page = new_context(width=390).new_page()
    page.goto("/compte/signup/")
    page.get_by_label("Prénom").fill("Denise")
    page.get_by_label("Nom de famille").fill("Lavoie")
    page.get_by_label("courriel").fill(email)
    page.get_by_role("textbox", name="Mot de passe").fill("motdepasse12345")
    press(page, "Créer mon compte")
    expect(page.locator("main")).to_contain_text("se devine facilement")
    shot(page, "l1-frequent-password-390")
    page.get_by_role("textbox", name="Mot de passe").fill(PASSWORD)
    press(page, "Créer mon compte")
    enter_code(page, code_sent(relais, email, 1))
    pass_first_steps(page)

    page.goto("/rappels/preferences/joindre/")
    page.locator("main input[name=phone]").fill("418 555-0166")
    press(page, "Enregistrer")
    expect(page.locator("main")).to_contain_text("C’est enregistré")
    shot(page, "l2-landline-written-390")

    page.goto("/compte/logout/")
    press(page, "Me déconnecter")
    page.goto("/compte/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    before = len(relais.mails(email))
    press(page, "Me connecter")
    enter_code(page, code_in(wait_until(lambda: relais.mails(email)[before:], 30, "the code")[-1]["text"]))
    expect(page).to_have_url(re.compile("[^=]/espace/$"))
    expect(page.locator("main")).to_contain_text("Denise")
    shot(page, "l3-signed-in-again-390")
    assert not relais.texts("+14185550166")

    page.goto("/compte/phone/change/")
    expect(page.locator("main")).to_contain_text("À confirmer")
    shot(page, "l4-to-confirm-390")
    press(page, "Recevoir un code")
    wait_until(lambda: relais.texts("+14185550166"), 30, "the text that Denise asked for")
    shot(page, "l5-code-asked-390")
