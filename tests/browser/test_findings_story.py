"""Without an account: answers that survive a sign-up, a letter by post, the keyboard alone, no script."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import code_in, enter_code, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
RESULT, QUESTIONS = "/programmes/pistes/resultat/", "/programmes/pistes/questions/"


def press(page: Page, name: str) -> None:
    """A button that sends, until the next page is there: a step back or away would cut it short."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def answer_some(page: Page) -> None:
    """By the pages, without choosing the order: what is known is said, the rest is not known."""
    known = {"resident_quebec": "yes", "immigration_status": "citizen", "filed_tax_return": "yes"}
    for _question in range(4):
        page.goto(QUESTIONS)
        fact = page.url.rstrip("/").split("/")[-1]
        if fact == "children":
            page.get_by_label("Date de naissance de l’enfant 1").fill("2026-09-10")
        elif fact == "birth_date":
            page.get_by_label("Jour", exact=True).fill("2")
            page.get_by_label("Mois", exact=True).select_option("12")
            page.get_by_label("Année", exact=True).fill("1992")
        elif fact in known:
            page.locator(f"main input[name=answer][value={known[fact]}]").check()
        else:
            press(page, "Je ne sais pas")
            continue
        press(page, "Continuer")


def test_1_answers_survive_a_sign_up_and_its_code(relais, new_context, shot):
    page = new_context().new_page()
    answer_some(page)
    page.goto(RESULT)
    found = page.locator(".f-counts").inner_text()
    shot(page, "d1-findings")
    page.get_by_role("link", name="Créer un compte pour conserver").click()
    mail = f"essai-{uuid.uuid4().hex[:8]}@relais.example"
    for name, value in {
        "given_name": "Marie",
        "family_name": "Essai",
        "email": mail,
        "password1": "une-phrase-facile-a-retenir",
    }.items():
        page.locator(f"input[name={name}]").fill(value)
    page.get_by_role("button", name="Créer mon compte").click()
    enter_code(page, code_in(wait_until(lambda: relais.mails(mail), 30, "the code")[-1]["text"]))
    page.wait_for_url(f"**{RESULT}*")
    assert page.locator(".f-counts").inner_text() == found
    page.get_by_role("button", name="Conserver mes réponses").click()
    expect(page.locator("main")).to_contain_text("Vos réponses sont conservées")
    page.context.clear_cookies(name="__Host-pistes")
    page.goto(RESULT)
    assert page.locator(".f-counts").inner_text() == found


def test_2_a_letter_is_asked_for_at_320_px_without_a_script(new_context, shot):
    page = new_context(width=320, java_script=False, dark=True).new_page()
    answer_some(page)
    page.goto(RESULT)
    page.get_by_role("link", name="Recevoir ces pistes par la poste").click()
    page.get_by_role("button", name="Demander la lettre").click()
    expect(page.locator("main")).to_contain_text("Indiquez à qui adresser la lettre")
    page.get_by_label("Prénom et nom").fill("Marie Essai")
    page.get_by_label("Numéro et rue, ou case postale").fill(f"{uuid.uuid4().int % 9999}, rue du Quai")
    page.get_by_label("Ville ou village").fill("Sept-Îles")
    page.get_by_label("Code postal").fill("g4r1a1")
    shot(page, "d2-letter-320-dark")
    page.get_by_role("button", name="Demander la lettre").click()
    expect(page.locator("main")).to_contain_text("la lettre est postée d’ici trois jours ouvrables")


def test_3_the_operator_prints_it_and_the_address_leaves(as_person, shot):
    page = as_person("olga")
    page.goto("/gestion/result_letters/resultletter/")
    page.get_by_role("button", name="Préparer un lot").click()
    with page.expect_download() as pdf:
        page.get_by_role("link", name="Télécharger le lot").click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF")
    shot(page, "d3-letters")
    page.get_by_role("link", name="Je l’ai téléchargé").click()
    page.get_by_role("button", name="C’est imprimé").click()
    expect(page.locator("main")).to_contain_text("effacés")
    assert "rue du Quai" not in page.content()


def test_4_back_loses_nothing_and_two_tabs_agree(new_context):
    page = new_context().new_page()
    answer_some(page)
    page.goto(QUESTIONS)
    here = page.url
    with page.expect_navigation():
        page.get_by_role("link", name="Question précédente").click()
    press(page, "Continuer")
    page.go_back()
    other = page.context.new_page()
    other.goto(RESULT)
    count = other.locator(".f-counts").inner_text()
    page.goto(QUESTIONS)
    assert page.url == here
    page.goto(RESULT)
    assert page.locator(".f-counts").inner_text() == count


def test_5_the_keyboard_alone_answers(new_context):
    page = new_context().new_page()
    page.goto("/programmes/pistes/questions/resident_quebec/")
    page.locator("main input[name=answer]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url("**/resident_quebec/")
    page.goto(RESULT)
    expect(page.locator("#answers + ul")).to_contain_text("Oui")
