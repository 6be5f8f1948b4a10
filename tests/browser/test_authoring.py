"""An administrator creates a kind from nothing, is refused without a consequence, previews and publishes it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import some_letters

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
SECTION = "/gestion/kinds/deadlinekind/"


@pytest.fixture(scope="module")
def title() -> str:
    return f"Photo du permis {some_letters()}"


def button(page: Page, name: str):
    return page.locator("main").get_by_role("button", name=name, exact=True).last


def link(page: Page, name: str):
    return page.locator("main").get_by_role("link", name=name, exact=True).first


def test_1_a_kind_without_a_consequence_is_refused(as_person, shot, title):
    emile = as_person("emile")
    emile.goto(SECTION)
    emile.get_by_role("link", name=re.compile("Ajouter")).first.click()
    emile.get_by_label("Titre").fill(title)
    button(emile, "Commencer").click()
    expect(emile.locator("#summary")).to_contain_text("La conséquence d’un retard manque")
    button(emile, "Enregistrer et aller publier").click()
    expect(emile.locator("main")).to_contain_text("Ce type ne peut pas encore être publié")
    expect(emile.get_by_role("button", name="Publier", exact=True)).to_have_count(0)
    shot(emile, "e1-refused")


def test_2_the_ladder_moves_and_the_linter_speaks_while_one_types(as_person, shot, title):
    emile = as_person("emile")
    open_kind(emile, title)
    link(emile, "Continuer le brouillon").click()
    days = emile.locator("#id_steps-0-days")
    days.fill("45")
    expect(emile.locator("#ladder")).to_contain_text("45 jours avant")
    text = emile.locator("#id_steps-0-text_fr")
    result = text.input_value()
    text.fill("Bonjour {prenom}, cliquez sur https://exemple.ca")
    expect(emile.locator("#about-id_steps-0-text_fr")).to_contain_text("{prenom}")
    shot(emile, "e2-linter")
    text.fill(result)
    emile.get_by_label("Conséquence d’un retard").fill("La carte n’est plus valide dès le lendemain.")
    emile.locator("#id_procedure_fr").fill("Prendre rendez-vous\nApporter une pièce d’identité")
    emile.get_by_label("Équipe responsable").select_option("Permis de conduire")
    emile.get_by_label("Comment la date est connue").select_option("date_on_document")
    emile.get_by_label("Page officielle", exact=True).fill("https://saaq.example/photo")
    expect(emile.locator("#summary")).to_contain_text("Rien n’empêche de publier")
    button(emile, "Ajouter une étape").click()
    expect(emile.locator("#id_steps-5-days")).to_be_focused()
    emile.keyboard.type("30")
    emile.locator("#id_steps-5-when").select_option("after")
    emile.locator("#id_steps-5-text_fr").fill("La date du {date} est passée. Il est encore temps : {where}")
    button(emile, "Enregistrer et voir l’aperçu").click()
    expect(emile.locator("main")).to_contain_text("30 jours après")
    shot(emile, "e3-preview")


def test_3_published_it_is_offered(as_person, shot, title):
    emile, amelie = as_person("emile"), as_person("amelie", width=320)
    amelie.goto("/rappels/")
    expect(amelie.locator("main")).not_to_contain_text(title)
    open_kind(emile, title)
    link(emile, "Publier ce type d’échéance").click()
    button(emile, "Publier").click()
    expect(emile.locator("body")).to_contain_text("C’est publié")
    amelie.goto("/rappels/")
    link(amelie, title).click()
    expect(amelie.locator("main")).to_contain_text("La carte n’est plus valide dès le lendemain.")
    expect(amelie.get_by_role("link", name="Me le rappeler").first).to_be_visible()
    shot(amelie, "e4-offered-320")


def test_4_the_stop_switch(as_person, shot, title):
    emile = as_person("emile")
    open_kind(emile, title)
    link(emile, "Arrêter les envois, ou retirer").click()
    button(emile, "Oui, arrêter les envois").click()
    expect(emile.locator("main")).to_contain_text("Les envois de ce type sont arrêtés")
    link(emile, "Reprendre les envois, ou retirer").click()
    button(emile, "Oui, reprendre les envois").click()
    expect(emile.locator("body")).to_contain_text("Les envois reprennent")
    shot(emile, "e5-resumed")


def open_kind(page: Page, title: str) -> None:
    page.goto(f"{SECTION}?q={title.split()[-1]}")
    page.get_by_role("link", name=title).click()
