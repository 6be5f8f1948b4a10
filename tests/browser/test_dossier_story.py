"""In the middle of things: Amélie follows her claim after a road accident; one neutral question opens a finding.

Told in order, without JavaScript where it matters; axe, 320 px, light and dark on each step.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessible import COLOURS, EVERY_RULE, axe_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
CLAIM = "Réclamation après un accident de la route"
QUESTION = "Est-ce que cela vous empêche de travailler?"
PENSION = "Rente d’invalidité du RRQ"


@pytest.fixture(scope="module")
def story() -> dict:
    """What one step of the walk leaves to the next."""
    return {}


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def looked_at(page: Page) -> None:
    """Axe in both themes, and nothing wider than a small telephone."""
    faults = [*axe_faults(page, EVERY_RULE, "light"), *overflow(page)]
    page.emulate_media(color_scheme="dark")
    faults += axe_faults(page, COLOURS, "dark")
    page.emulate_media(color_scheme="light")
    assert not faults, f"{page.url}: " + "\n".join(faults)


def moment(page: Page):
    return page.locator("#au-bon-moment")


def test_1_the_dossier_and_its_one_question(as_person, story, shot):
    page = as_person("amelie")
    page.goto("/espace/")
    page.get_by_role("link", name="Tous les dossiers").click()
    looked_at(page)
    page.get_by_role("link", name=CLAIM).click()
    story["dossier"] = page.url
    expect(page.locator("h1")).to_have_text(CLAIM)
    expect(page.locator("main")).to_contain_text("À vous")
    expect(moment(page)).to_contain_text(QUESTION)
    expect(page.get_by_role("link", name=PENSION)).to_have_count(0)
    moment(page).locator("summary", has_text="Pourquoi cette question?").click()
    expect(moment(page)).to_contain_text("ne voit pas votre réponse")
    looked_at(page)
    shot(page, "e1-dossier")
    page.emulate_media(media="print")
    expect(page.get_by_text("Imprimé de Relais le")).to_be_visible()
    expect(page.get_by_text("Protecteur du citoyen")).to_be_visible()
    for of_screen in ("Une question au passage", "Garder une copie", "Écrire au sujet de ce dossier"):
        expect(page.locator("main").get_by_text(of_screen)).to_be_hidden()


def test_2_a_message_about_it_and_the_same_question_there(as_person, story, shot):
    page = as_person("amelie")
    page.goto(story["dossier"])
    page.get_by_role("link", name="Écrire au sujet de ce dossier").click()
    page.get_by_label("Objet").fill("Mon rapport médical")
    page.get_by_label("Message", exact=True).fill("Je vous enverrai le rapport la semaine prochaine.")
    press(page, "Envoyer le message")
    expect(moment(page)).to_contain_text(QUESTION)
    looked_at(page)
    story["thread"] = page.url
    page.get_by_role("link", name="dossier SAAQ-2026-071455").click()
    expect(page.locator("main")).to_contain_text("Mon rapport médical")
    expect(page.locator("main")).to_contain_text("Répondre à un message")


def test_3_no_choice_is_said_and_the_answer_opens_the_finding_without_javascript(as_person, story, shot):
    page = as_person("amelie", width=320, java_script=False)
    page.goto(story["dossier"])
    page.get_by_role("link", name="Aides possibles liées à ce dossier").click()
    asked = page.url
    press(page, "Répondre et conserver ma réponse")
    expect(page.locator("main")).to_contain_text("Choisissez « Oui » ou « Non »")
    page.get_by_label("Oui").check()
    press(page, "Répondre et conserver ma réponse")
    expect(page).to_have_url(f"{asked}#au-bon-moment")
    expect(moment(page)).to_contain_text(PENSION)
    expect(moment(page)).not_to_contain_text(QUESTION)


def test_4_the_finding_is_in_place_and_the_agent_sees_none_of_it(as_person, story, shot):
    page = as_person("amelie")
    page.goto(story["dossier"])
    expect(moment(page).get_by_role("link", name=PENSION)).to_be_visible()
    expect(moment(page)).to_contain_text("Votre santé vous empêche-t-elle durablement de travailler?")
    looked_at(page)
    shot(page, "e4-finding")
    agent = as_person("benoit")
    agent.goto("/gestion/dossiers/dossier/")
    agent.get_by_role("link", name="SAAQ-2026-071455").click()
    expect(agent.locator("main")).to_contain_text("Mon rapport médical")
    expect(agent.locator("main")).not_to_contain_text(PENSION)
    expect(agent.locator("main")).not_to_contain_text("travailler")
    looked_at(agent)


def test_5_the_next_question_is_left_and_does_not_come_back(as_person, story):
    page = as_person("amelie")
    page.goto(story["dossier"])
    press(page, "Je préfère ne pas répondre")
    for url in (story["dossier"], story["thread"]):
        page.goto(url)
        expect(page.get_by_role("button", name="Je préfère ne pas répondre")).to_have_count(0)
    page.goto("/programmes/pistes/resultat/")
    expect(page.locator("main")).to_contain_text("Questions posées au passage")
    looked_at(page)


def test_6_the_answer_is_taken_back(as_person, story):
    page = as_person("amelie")
    page.goto(story["dossier"])
    press(page, "Reprendre ma réponse")
    expect(moment(page)).to_contain_text(QUESTION)
    expect(page.get_by_role("link", name=PENSION)).to_have_count(0)
    page.goto("/programmes/pistes/resultat/")
    press(page, "Me la poser de nouveau")


def test_7_an_administrator_writes_one_and_sees_it(as_person, shot):
    page = as_person("emile")
    page.goto("/gestion/prompts/prompt/")
    page.get_by_role("link", name=QUESTION).first.click()
    expect(page.locator("main")).to_contain_text("Ce que la personne voit")
    looked_at(page)
    shot(page, "e7-prompt")
    page.locator("#id_question_fr").fill("Voulez-vous une rente?")
    page.locator("main").get_by_role("button", name="Enregistrer").first.click()
    expect(page.locator("main")).to_contain_text("N’annoncez pas d’aide")
    looked_at(page)
