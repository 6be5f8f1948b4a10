"""Secure mail to somebody without an account: from nothing in «gestion» to an answer, with an e-mail through SMTP and a
code by text message; then by a password said on the telephone, to a space; and after the last day.

The person has no JavaScript, 390 pixels and a keyboard.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import code_in, enter_code, wait_until
from tests.portal.documents import corpus

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECTION = "/gestion/guest_mail/guestshipment/"
SECRET = "votre taxe scolaire est remboursée"
SUBJECT = "Remboursement de canarinette"
EMAIL, NUMBER = "gaston.lavoie@exemple.example", "+14185550142"
OTHER = "huguette.lavoie@exemple.example"
REFERENCE = re.compile(r"^\s*([0-9A-Z]{5}-[0-9A-Z]{5})\s*$", re.M)


@pytest.fixture(scope="module")
def story() -> dict[str, str]:
    """What one step of the walk leaves to the next."""
    return {}


def press(page: Page, name: str | re.Pattern) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def register(page: Page, given: str, email: str) -> None:
    page.goto(SECTION)
    page.get_by_role("link", name="Écrire à une personne sans compte").click()
    page.get_by_role("link", name="Inscrire une personne").click()
    page.get_by_label("Prénom").fill(given)
    page.get_by_label("Nom", exact=True).fill("Lavoie")
    page.locator("input[name=email]").fill(email)
    press(page, "Inscrire")
    page.get_by_role("link", name=re.compile("Lui envoyer un message sécurisé")).click()


def write(page: Page) -> None:
    page.get_by_label("Objet").fill(SUBJECT)
    page.get_by_label("Message", exact=True).fill(f"Bonjour, {SECRET}.")
    paper = {"name": "avis-canarinette.pdf", "mimeType": "application/pdf", "buffer": corpus.pdf()}
    page.locator("input[type=file]").first.set_input_files([paper])


def type_reference(page: Page, reference: str) -> None:
    """By the keyboard alone."""
    page.goto("/document/")
    page.get_by_label(re.compile("référence")).focus()
    page.keyboard.type(reference.lower())
    page.keyboard.press("Enter")


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_1_an_agent_sends_it_from_nothing(as_person, story, shot):
    page = as_person("alain", width=1280)
    register(page, "Gaston", EMAIL)
    expect(page.get_by_label("Adresse courriel de la personne")).to_have_value(EMAIL)
    write(page)
    page.get_by_label(re.compile("Un code envoyé par texto")).check()
    press(page, "Envoyer le message")
    expect(page.locator("main")).to_contain_text("Écrivez son numéro de cellulaire")
    page.get_by_label("Son numéro de cellulaire").fill("418 555-0142")
    shot(page, "g1-form")
    press(page, "Envoyer le message")
    expect(page.locator("main")).to_contain_text("envoyé, pas encore ouvert", ignore_case=True)
    shot(page, "g2-sent")
    story["shipment"] = page.url


def test_2_a_neutral_email_leaves(relais, story):
    (mail,) = wait_until(lambda: relais.mails(EMAIL), 60, "the e-mail to Gaston")
    everything = mail["subject"] + mail["text"] + mail["html"]
    for word in (SECRET, SUBJECT, "avis", "Alain", "SAAQ", "automobile", "Gaston", "Lavoie", "http", "0142"):
        assert word not in everything, word
    assert "/document" in mail["text"] and not relais.texts(NUMBER)
    story["reference"] = REFERENCE.search(mail["text"])[1]


def test_3_he_reads_downloads_and_answers_without_an_account(relais, new_context, story, shot):
    page = new_context(width=390, java_script=False).new_page()
    type_reference(page, story["reference"])
    expect(page.locator("h1")).to_contain_text("Écrivez le code reçu par texto")
    shot(page, "g3-code-390")
    text = wait_until(lambda: relais.texts(NUMBER), 30, "the code")[-1]
    assert SECRET not in text and SUBJECT not in text
    page.get_by_label(re.compile("Le code de 6 chiffres")).focus()
    page.keyboard.type(re.search(r"\d{6}", text)[0])
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(SECRET)
    link = page.get_by_role("link", name=re.compile("avis-canarinette.pdf"))
    wait_until(lambda: page.reload() and link.count() > 0, 60, "the document's check")
    with page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    story["document"] = download.value.url
    page.get_by_label("Message", exact=True).fill("Merci. Voici mon relevé.")
    paper = {"name": "releve.pdf", "mimeType": "application/pdf", "buffer": corpus.pdf()}
    page.locator("input[type=file]").first.set_input_files([paper])
    press(page, "Envoyer la réponse")
    expect(page.locator("body")).to_contain_text("Votre réponse est envoyée")
    shot(page, "g4-read-390")
    assert page.locator(".r-phone").count() >= 1


def test_4_nobody_else_opens_it(as_person, new_context, story):
    stranger = new_context().new_page()
    stranger.goto("/document/lire/")
    expect(stranger.locator("h1")).to_contain_text("Lire un message sécurisé")
    assert stranger.request.get(story["document"]).status == 404
    for key in ("amelie", "diane"):
        page = as_person(key)
        assert page.request.get(story["document"]).status == 404
        assert page.goto(story["shipment"]).status == 404


def test_5_the_agent_reads_the_answer_and_replies(as_person, relais, story, shot):
    page = as_person("alain", width=1280)
    page.goto(SECTION)
    page.get_by_role("link", name="Gaston Lavoie").click()
    expect(page.locator("main")).to_contain_text("la personne a répondu", ignore_case=True)
    page.get_by_role("link", name=SUBJECT).click()
    expect(page.locator("main")).to_contain_text("Voici mon relevé")
    expect(page.locator("main")).to_contain_text("Gaston Lavoie, sans compte")
    expect(page.locator("main")).to_contain_text("un courriel neutre part à chaque réponse")
    shot(page, "g5-answer")
    page.locator("textarea[name=body]").fill("Bien reçu.")
    press(page, "Envoyer la réponse")
    mails = wait_until(lambda: relais.mails(EMAIL)[1:], 60, "the second e-mail")
    assert "Du nouveau" in mails[0]["text"] and story["reference"] in mails[0]["text"]


def test_6_by_a_password_said_on_the_telephone_to_a_space(as_person, relais, new_context, shot):
    agent = as_person("alain", width=390)
    register(agent, "Huguette", OTHER)
    write(agent)
    agent.get_by_label(re.compile("Un mot de passe que Relais fait")).check()
    shot(agent, "g6-form-390")
    press(agent, "Envoyer le message")
    secret = agent.locator(".r-secret").inner_text()
    shot(agent, "g7-secret-390")
    (mail,) = wait_until(lambda: relais.mails(OTHER), 60, "the e-mail to Huguette")
    assert secret not in mail["text"]
    page = new_context(width=390).new_page()
    type_reference(page, REFERENCE.search(mail["text"])[1])
    page.get_by_label("Le mot de passe dit au téléphone").fill(secret.lower())
    press(page, "Ouvrir le message")
    expect(page.locator("main")).to_contain_text(SECRET)
    assert fits(page)
    press(page, "Ouvrir un espace et y garder ce message")
    page.get_by_label("Prénom").fill("Huguette")
    page.get_by_label("Nom de famille").fill("Lavoie")
    page.locator("input[name=email]").fill(OTHER)
    page.locator("input[name=password1]").fill("quatre mots sans lien")
    page.locator("main form").filter(has=page.locator("input[name=password1]")).locator("button[type=submit]").click()
    code = code_in(wait_until(lambda: relais.mails(OTHER)[1:], 60, "the code of Huguette")[-1]["text"])
    enter_code(page, code)
    expect(page.locator("body")).to_contain_text("sont maintenant dans votre espace")
    page.goto("/messages/")
    page.get_by_role("link", name=SUBJECT).first.click()
    expect(page.locator("main")).to_contain_text(SECRET)
    expect(page.locator("main")).to_contain_text("avis-canarinette.pdf")
    shot(page, "g8-in-the-space-390")


def test_7_after_the_last_day_nothing_opens_and_the_page_says_whom_to_call(relais, new_context, story, shot):
    sent = len(relais.texts(NUMBER))
    relais.move_clock(days=20)
    try:
        page = new_context(width=390, java_script=False).new_page()
        type_reference(page, story["reference"])
        expect(page.locator("h1")).to_contain_text("Ce message n’est plus ouvert")
        expect(page.locator("main .r-phone")).to_be_visible()
        assert SECRET not in page.content() and len(relais.texts(NUMBER)) == sent
        shot(page, "g9-over-390")
    finally:
        relais.move_clock(days=0)


def test_8_nothing_is_in_clear_on_the_disk(relais):
    for path in relais.folder.rglob("*"):
        if path.is_file() and "demo" not in path.relative_to(relais.folder).parts[:1]:
            content = path.read_bytes()
            for word in (SECRET, SUBJECT, "avis-canarinette.pdf"):
                assert word.encode() not in content, path
