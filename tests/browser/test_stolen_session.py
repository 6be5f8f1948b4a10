"""A session left open: the thief cannot take the account, and what a thief with the password changed is undone by hand,
with the code that came to the former address."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Relais, code_in, enter_code, pass_first_steps, prove_again, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
PASSWORD = "quatre chaises autour du poêle"
TWENTY_MINUTES = 20 / (24 * 60)
UNDO_CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture(scope="module")
def emails() -> tuple[str, str]:
    """The owner's and the thief's."""
    return tuple(f"{who}-{uuid.uuid4().hex[:8]}@relais.example" for who in ("helene", "voleur"))


@pytest.fixture(scope="module")
def screen(chromium, relais):
    """The screen that was left open."""
    context = chromium.new_context(base_url=relais.url, viewport={"width": 390, "height": 844}, locale="fr-CA")
    context.set_default_timeout(20_000)
    yield context.new_page()
    relais.move_clock(days=0)
    context.close()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def last_code(relais: Relais, email: str, count: int) -> str:
    return code_in(wait_until(lambda: relais.mails(email)[count - 1 :], 30, f"e-mail {count} to {email}")[0]["text"])


def test_1_the_thief_is_asked_who_is_there(screen, relais, emails, shot):
    page, (owner, thief) = screen, emails
    page.goto("/compte/signup/")
    page.get_by_label("Prénom").fill("Hélène")
    page.get_by_label("Nom de famille").fill("Caron")
    page.get_by_label("courriel").fill(owner)
    page.get_by_role("textbox", name="Mot de passe").fill(PASSWORD)
    press(page, "Créer mon compte")
    enter_code(page, last_code(relais, owner, 1))
    pass_first_steps(page)
    page.goto("/compte/email/")
    page.locator("main input[name=email]").last.fill(thief)
    relais.move_clock(days=TWENTY_MINUTES)
    press(page, "Changer d’adresse")
    expect(page.get_by_role("heading", name="Est-ce bien vous?")).to_be_visible()
    shot(page, "s1-asked-390")
    page.locator("main input[name=password]").fill("je ne le sais pas du tout")
    press(page, "Continuer")
    expect(page.locator("main")).to_contain_text("Ce n’est pas le bon mot de passe")
    assert not relais.mails(thief)
    page.goto("/rappels/preferences/joindre/")
    expect(page).to_have_url(re.compile("/reauthenticate/"))


def test_2_whoever_proves_it_finds_what_was_typed(screen, relais, emails, shot):
    page, (_, thief) = screen, emails
    page.goto("/compte/email/")
    page.locator("main input[name=password]").fill(PASSWORD)
    press(page, "Continuer")
    expect(page.locator("main")).to_contain_text("Ce que vous aviez écrit est encore là")
    shot(page, "s2-given-back-390")
    press(page, "Enregistrer ce que j’ai écrit")
    enter_code(page, last_code(relais, thief, 1))
    page.goto("/espace/")
    expect(page.locator("main")).to_contain_text("Votre adresse courriel a été changée")
    shot(page, "s3-told-in-the-space-390")


def test_3_the_owner_undoes_with_the_code_of_the_former_address(new_context, screen, relais, emails, shot):
    owner, _thief = emails
    alert = wait_until(
        lambda: [mail for mail in relais.mails(owner) if UNDO_CODE.search(mail["text"])], 60, "the alert"
    )[0]
    page = new_context(width=390).new_page()
    page.goto("/annuler")
    page.locator("main input[name=code]").fill("0000-0000-0000")
    press(page, "Continuer")
    expect(page.locator("main")).to_contain_text("Ce code n’est pas bon")
    shot(page, "s4-wrong-code-390")
    page.locator("main input[name=code]").fill(UNDO_CODE.search(alert["text"])[0].lower())
    press(page, "Continuer")
    shot(page, "s5-proof-390")
    page.locator("main input[name=password]").fill(PASSWORD)
    press(page, "Annuler le changement")
    expect(page.get_by_role("heading", name="Le changement est annulé")).to_be_visible()
    shot(page, "s6-undone-390")
    screen.goto("/espace/")
    expect(screen).to_have_url(re.compile("/compte/login/"))


def test_4_frozen_until_support_knows_who_calls(new_context, as_person, relais, emails, shot):
    owner, _thief = emails
    page, sent = new_context().new_page(), len(relais.mails(owner))
    page.goto("/compte/login/")
    page.locator("main input[name=login]").fill(owner)
    page.locator("main input[name=password]").fill(PASSWORD)
    press(page, "Me connecter")
    enter_code(page, last_code(relais, owner, sent + 1))
    expect(page).to_have_url(re.compile("[^=]/espace/$"))
    page.goto("/compte/email/")
    expect(page.locator("main")).to_contain_text("sont bloqués")
    shot(page, "s7-frozen")
    olga = as_person("olga")
    olga.goto("/gestion/contact_changes/contactchange/?etat=bloques")
    shot(olga, "s8-list")
    olga.get_by_role("link", name="Hélène Caron").first.click()
    prove_again(relais, olga, "olga")
    olga.get_by_label("Comment vous avez vérifié").select_option("questions")
    shot(olga, "s9-lift")
    olga.get_by_role("button", name="Débloquer ses coordonnées").click()
    expect(olga.locator("body")).to_contain_text("débloqué")
    page.goto("/compte/email/")
    expect(page.get_by_role("button", name="Changer d’adresse")).to_be_visible()
    text = "vous pouvez de nouveau changer"
    wait_until(lambda: [mail for mail in relais.mails(owner) if text in mail["text"]], 60, "the news of it")
