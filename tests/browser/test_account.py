"""A new person's account, by hand: sign-up, a first space, a passkey, a telephone, codes that are wrong."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Relais, code_in, enter_code, pass_first_steps, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "quatre chaises autour du poêle"
VERIFIED = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def email() -> str:
    return f"claire-{uuid.uuid4().hex[:8]}@relais.example"


@pytest.fixture(scope="module")
def claire(chromium, relais):
    """One window for the whole file, with a passkey device that belongs to it."""
    context = chromium.new_context(base_url=relais.url, viewport={"width": 320, "height": 900}, locale="fr-CA")
    context.set_default_timeout(20_000)
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": VERIFIED})
    yield page
    context.close()


def code_sent(relais: Relais, email: str, count: int) -> str:
    """The code of this person's e-mail number `count`, once it came."""
    return code_in(wait_until(lambda: relais.mails(email)[count - 1 :], 30, f"e-mail {count} to {email}")[0]["text"])


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_1_signs_up_and_a_wrong_code_says_what_to_do(claire, relais, email, shot):
    page = claire
    page.goto("/")
    page.get_by_role("link", name="Créer un compte").last.click()
    page.get_by_label("Prénom").fill("Claire")
    page.get_by_label("Nom de famille").fill("Beaulieu")
    page.get_by_label("courriel").fill(email)
    page.get_by_role("textbox", name="Mot de passe").fill("trop court")
    press(page, "Créer mon compte")
    expect(page.locator("main")).to_contain_text("15 caractères")
    expect(page.get_by_label("courriel")).to_have_value(email)
    shot(page, "a1-short-password-320")
    page.get_by_role("textbox", name="Mot de passe").fill(PASSWORD)
    press(page, "Créer mon compte")
    code = code_sent(relais, email, 1)
    enter_code(page, "WRNG-CODE" if code != "WRNG-CODE" else "CODE-WRNG")
    expect(page.get_by_role("heading", name="Confirmez votre adresse courriel")).to_be_visible()
    shot(page, "a2-wrong-code-320")
    enter_code(page, code)
    pass_first_steps(page)


def test_2_an_empty_space_says_where_to_begin(claire, shot):
    main = claire.locator("main")
    expect(main).to_contain_text("Bonjour, Claire Beaulieu")
    for way in ("Écrire un message", "Choisir mes rappels"):
        expect(main.get_by_role("link", name=way).first).to_be_visible()
    shot(claire, "a3-empty-space-320")
    claire.set_viewport_size({"width": 1280, "height": 900})
    shot(claire, "a3-empty-space")


def test_3_adds_a_passkey(claire, shot):
    page = claire
    page.goto("/compte/2fa/")
    # The code of a moment ago was a proof: the password is not asked again.
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.locator("main input[type=text]").first.fill("Mon téléphone")
    shot(page, "a4-passkey")
    press(page, "Créer la clé d’accès")
    expect(page).not_to_have_url(re.compile("/webauthn/add/"))
    shot(page, "a5-passkey-added")
    page.goto("/compte/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Mon téléphone")


def test_4_signs_out_and_in_with_the_passkey_alone(claire, shot):
    page = claire
    page.goto("/compte/logout/")
    press(page, "Me déconnecter")
    assert page.goto("/espace/").url.endswith("/compte/login/?next=/espace/")
    shot(page, "a6-login")
    press(page, "Utiliser ma clé d’accès")
    expect(page).to_have_url(re.compile("[^=]/espace/$"))


def test_5_confirms_a_telephone_by_a_code(claire, relais, shot):
    page, phone = claire, "+15145550" + str(100 + uuid.uuid4().int % 100)
    page.goto("/compte/phone/change/")
    page.locator("main input[name=phone]").fill("555-01")
    press(page, "Enregistrer ce numéro")
    expect(page.locator("main")).to_contain_text("Ce numéro n’existe pas")
    page.locator("main input[name=phone]").fill(phone.removeprefix("+1"))
    press(page, "Enregistrer ce numéro")
    text = wait_until(lambda: relais.texts(phone), 30, "the text message")[-1]
    enter_code(page, "000000")
    expect(page.get_by_role("heading", name="Confirmez votre numéro")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 900})
    shot(page, "a7-phone-code-320")
    enter_code(page, re.search(r"code est (\S+)\. ", text)[1])
    page.goto("/compte/phone/change/")
    expect(page.locator("main")).to_contain_text("Confirmé")
    shot(page, "a8-phone-320")
