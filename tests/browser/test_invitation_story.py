"""Becoming staff: somebody new by the code received, a citizen who keeps her space, and the end of a role."""

import re
import uuid

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests import days
from tests.browser.conftest import Relais, enter_code, sign_in, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
PASSWORD = "quatre chaises autour du poêle"


@pytest.fixture(scope="module")
def email() -> str:
    return f"nadia-{uuid.uuid4().hex[:8]}@ville.example"


def invite(page: Page, email: str) -> None:
    page.goto("/gestion/staff/staffinvitation/add/")
    page.get_by_label("Adresse courriel").fill(email)
    page.get_by_label("Rôle").select_option("agent")
    page.get_by_label("Équipe").select_option(label="Permis de conduire")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.locator("main")).to_contain_text("L’invitation part dans la minute")


def code_received(relais: Relais, email: str) -> str:
    received = wait_until(lambda: relais.mails(email), 60, f"the invitation to {email}")
    return re.search(r"^([A-Z0-9]{5}-[A-Z0-9]{5})\s*$", received[-1]["text"], re.M)[1]


def add_application(page: Page) -> None:
    page.get_by_role("link", name="Ajouter une application").click()
    secret = page.locator("#authenticator_secret").inner_text().replace(" ", "")
    enter_code(page, format_hotp_value(hotp_value(secret, int(days.real_time()) // 30)))
    expect(page.locator("main")).to_contain_text("votre rôle est en vigueur")


def test_1_somebody_new_accepts_by_code_and_reaches_gestion(as_person, new_context, relais, email, shot):
    administrator = as_person("emile", width=1280)
    invite(administrator, email)
    shot(administrator, "i1-invitations")
    page = new_context(width=390).new_page()
    page.goto("/invitation")
    shot(page, "i2-code-390")
    page.get_by_label("Votre adresse courriel").fill(email)
    page.get_by_label("Code reçu par courriel").fill("AAAAA-AAAAA")
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("main")).to_contain_text("ne vont pas ensemble")
    shot(page, "i3-wrong-code-390")
    page.get_by_label("Code reçu par courriel").fill(code_received(relais, email))
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("main")).to_contain_text("Permis de conduire")
    page.get_by_label("Prénom et nom").fill("Nadia Roy")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    shot(page, "i4-account-390")
    page.get_by_role("button", name="Accepter et continuer").click()
    expect(page).to_have_url(re.compile("/compte/2fa/$"))
    shot(page, "i5-factor-390")
    add_application(page)
    shot(page, "i6-done-390")
    assert page.goto("/gestion/").status == 200
    expect(page.locator("h1")).to_contain_text("Nadia Roy")
    shot(page, "i7-gestion-390")
    administrator.goto("/gestion/staff/staffinvitation/")
    expect(administrator.locator("main")).to_contain_text("le rôle est en vigueur")
    administrator.goto("/gestion/organizations/membership/")
    administrator.get_by_role("link", name="Nadia Roy").first.click()
    shot(administrator, "i8-end-role")
    administrator.get_by_role("button", name="Mettre fin à ce rôle").click()
    expect(administrator.locator("main")).to_contain_text("Le rôle a pris fin")
    page.goto("/gestion/")
    expect(page).to_have_url(re.compile("/compte/login/"))


def test_2_an_invited_citizen_keeps_the_space_open_before_and_after(as_person, new_context, relais, shot):
    invite(as_person("emile"), "samir@relais.example")
    page = new_context(width=390).new_page()
    sign_in(relais, page, "samir")
    page.goto("/espace/")
    expect(page.locator("main")).to_contain_text("Une invitation attend votre réponse")
    shot(page, "i9-space-390")
    page.get_by_role("button", name="Accepter").click()
    expect(page).to_have_url(re.compile("/compte/2fa/$"))
    page.goto("/espace/")
    expect(page).to_have_url(re.compile("/espace/$"))
    shot(page, "i10-space-after-390")
    page.goto("/invitation/")
    expect(page.locator("main")).to_contain_text("Il reste une étape")
    shot(page, "i11-one-step-390")
