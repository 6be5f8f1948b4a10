"""A civil servant without training makes a program: conditions, an example that disagrees, preview, publication, a rule
that changes on a later day; the public page and a visitor's finding follow. Each page is looked at by axe."""

import datetime as dt
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import some_letters
from tests.browser.test_organization_story import shell

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
SECTION = "/gestion/programs/program/"
AWAY = 40
SWITCH = "from portal.publishing.releases import put_due_in_force; put_due_in_force()"


@pytest.fixture(scope="module")
def name() -> str:
    return f"Aide au déneigement {some_letters()}"


@pytest.fixture(scope="module")
def first_day() -> dt.date:
    return dt.datetime.now(ZoneInfo("America/Toronto")).date() + dt.timedelta(days=AWAY)


@pytest.fixture
def later(relais) -> Iterator:
    """Forty days later; the switch is made at once instead of within ten minutes."""

    def go() -> None:
        relais.move_clock(days=AWAY + 0.01)
        shell(relais, SWITCH)

    yield go
    relais.move_clock(days=0)


def button(page: Page, words: str):
    return page.locator("main").get_by_role("button", name=re.compile(words)).last


def is_accessible(page: Page) -> None:
    page.wait_for_load_state()  # a page half received has no main part yet
    found = [(one["id"], one["nodes"][0]["html"][:120]) for one in Axe().run(page).response["violations"]]
    assert found == [], page.url
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def open_program(page: Page, name: str) -> None:
    page.goto(SECTION)
    page.get_by_role("link", name=name).first.click()


def open_part(page: Page, name: str, part: str) -> None:
    open_program(page, name)
    if "mots" not in page.url:
        page.get_by_role("link", name=re.compile("^(Modifier|Continuer le brouillon)$")).first.click()
    page.locator(".p-tabs").get_by_role("link", name=part).click()


def row(page: Page, rank: int):
    return page.locator(f"#c-{rank}")


def condition(page: Page, rank: int, fact: str, op: str) -> None:
    """Chooses a fact, then what is asked of it: the right fields come by themselves."""
    row(page, rank).get_by_label("Fait", exact=True).select_option(label=fact)
    expect(row(page, rank).get_by_label("Ce qui est demandé").locator("option", has_text=op)).to_have_count(1)
    row(page, rank).get_by_label("Ce qui est demandé").select_option(label=op)
    expect(row(page, rank).get_by_label("Valeur", exact=True)).to_be_visible()


def test_1_words_then_conditions_whose_sentence_is_read_in_both_languages(as_person, shot, name):
    emile = as_person("emile")
    emile.goto(SECTION)
    emile.get_by_role("link", name=re.compile("Ajouter")).first.click()
    emile.get_by_label("Nom du programme").fill(name)
    button(emile, "Commencer").click()
    emile.get_by_label("Nom en anglais").fill("Snow help")
    emile.get_by_label("Résumé", exact=True).fill("Aide à payer le déneigement de l’entrée.")
    emile.get_by_label("Résumé en anglais").fill("Helps pay for snow removal.")
    emile.get_by_label("Chiffres valables pour").fill("2026")
    is_accessible(emile)
    button(emile, "aller aux conditions").click()
    button(emile, "Ajouter un groupe").click()
    expect(row(emile, 1)).to_be_focused()
    button_of = row(emile, 1).get_by_role("button", name=re.compile("Ajouter une condition dans ce groupe"))
    button_of.click()
    condition(emile, 2, "Âge", "au moins")
    row(emile, 2).get_by_label("Valeur", exact=True).fill("65")
    emile.keyboard.press("Tab")
    expect(row(emile, 2).locator(".p-sentence")).to_contain_text("Âge : au moins 65 ans")
    expect(row(emile, 2).locator(".p-sentence [lang=en]")).to_have_text("Age: at least 65 years")
    row(emile, 2).get_by_role("button", name=re.compile("Ajouter une condition dessous")).click()
    condition(emile, 3, "Revenu familial net de l’an dernier", "moins de")
    row(emile, 3).get_by_label("Valeur", exact=True).fill("beaucoup")
    is_accessible(emile)
    button(emile, "Enregistrer le brouillon").click()
    expect(emile.get_by_role("alert")).to_contain_text("Ligne 4, valeur : Écrivez ce nombre en chiffres")
    row(emile, 3).get_by_label("Valeur", exact=True).fill("20 000")
    row(emile, 3).get_by_role("button", name=re.compile("Monter")).click()
    expect(row(emile, 2).get_by_label("Valeur", exact=True)).to_have_value("20 000")
    expect(row(emile, 3).get_by_label("Valeur", exact=True)).to_have_value("65")
    shot(emile, "q1-conditions")
    button(emile, "Enregistrer et voir les exemples").click()
    expect(emile.locator("main")).to_contain_text("Le brouillon est enregistré")


def test_2_an_example_that_disagrees_keeps_it_from_being_published(as_person, shot, name):
    emile = as_person("emile")
    open_part(emile, name, "Exemples")
    button(emile, "Commencer avec ces faits").click()
    emile.get_by_label("De qui s’agit-il?").fill("Rose, 70 ans, petit revenu")
    emile.get_by_label("Ce qui doit être répondu").select_option(label="pas en ce moment")
    for rank, (fact, value) in enumerate((("Habitez-vous au Québec?", "yes"), ("Date de naissance", "1950-03-01"))):
        button(emile, "Ajouter un fait").click()
        fields = emile.locator(f"#f-{rank}")
        fields.get_by_label("Fait", exact=True).select_option(label=fact)
        field = fields.locator(f"[name=f-{rank}-value]")
        field.select_option(value) if rank == 0 else field.fill(value)
    is_accessible(emile)
    button(emile, "^Enregistrer$").click()
    expect(emile.locator("main")).to_contain_text("attendu « pas en ce moment », obtenu « pourrait y avoir droit »")
    shot(emile, "q2-disagrees")
    emile.locator(".p-tabs").get_by_role("link", name="Publier").click()
    expect(emile.locator("main")).to_contain_text("Ce programme ne peut pas encore être publié")
    expect(emile.get_by_role("button", name="Publier", exact=True)).to_have_count(0)
    is_accessible(emile)
    emile.get_by_role("link", name="Voir les exemples").first.click()
    emile.get_by_role("link", name="Rose, 70 ans, petit revenu").click()
    emile.get_by_label("Ce qui doit être répondu").select_option(label="pourrait y avoir droit")
    button(emile, "^Enregistrer$").click()
    expect(emile.locator("main")).not_to_contain_text("ne concorde pas")


def test_3_a_preview_then_the_public_reads_it(as_person, new_context, shot, name):
    emile = as_person("emile")
    open_part(emile, name, "Aperçu")
    emile.get_by_label("Personne fictive").select_option(label="Denise : 72 ans, seule, petite pension")
    button(emile, "Regarder pour cette personne").click()
    expect(emile.locator("#answer")).to_have_text("Pourrait y avoir droit")
    is_accessible(emile)
    emile.locator(".p-tabs").get_by_role("link", name="Publier").click()
    emile.get_by_label("J’ai vérifié les mots").check()
    button(emile, "^Publier$").click()
    expect(emile.locator("main")).to_contain_text("C’est publié")
    shot(emile, "q3-published")
    is_accessible(emile)
    visitor = new_context(java_script=False).new_page()
    visitor.goto(f"/programmes/?q={name.split()[-1]}")
    visitor.get_by_role("link", name=name).first.click()
    expect(visitor.locator("main")).to_contain_text("Âge : au moins 65 ans")
    expect(visitor.locator("main")).to_contain_text("Vérifié le")
    shot(visitor, "q4-public")


def result_of(page: Page, name: str) -> None:
    """«Vérifier pour moi», by somebody of 62 whose income is above the limit."""
    page.goto(f"/programmes/?q={name.split()[-1]}")
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("button", name="Vérifier pour moi").click()
    born = dt.date.today().replace(day=1) - dt.timedelta(days=62 * 366)
    for _question in range(6):
        if "resultat" in page.url:
            return
        main = page.locator("main form.r-form")
        if "resident_quebec" in page.url:
            main.get_by_label("Oui", exact=True).check()
        elif "birth_date" in page.url:
            fill_day(page, born)
        else:
            main.locator("input[type=text], input[type=number], input:not([type])").first.fill("90 000")
        main.get_by_role("button", name="Continuer").last.click()


def fill_day(page: Page, day: dt.date) -> None:
    fields = page.locator("main form.r-form").locator("input[type=date], input[type=text], input[type=number], select")
    if fields.count() == 1:
        fields.first.fill(day.isoformat())
        return
    for field, part in zip(fields.all(), (day.day, day.month, day.year), strict=True):
        field.select_option(str(part)) if field.evaluate("one => one.tagName") == "SELECT" else field.fill(str(part))


def test_4_a_rule_that_changes_on_a_day_opens_then_and_not_before(as_person, new_context, shot, later, name, first_day):
    emile = as_person("emile")
    open_part(emile, name, "Conditions")
    row(emile, 3).get_by_label("Valeur", exact=True).fill("60")
    button(emile, "Enregistrer et aller publier").click()
    expect(emile.locator("ins", has_text="60").first).to_be_visible()
    emile.get_by_label("En vigueur à partir du").fill(first_day.isoformat())
    emile.get_by_label("Ce qui change, en une phrase").fill("L’âge passe à 60 ans")
    button(emile, "^Publier$").click()
    expect(emile.locator("main")).to_contain_text("sans autre geste")
    shot(emile, "q5-coming")
    visitor = new_context().new_page()
    result_of(visitor, name)
    expect(visitor.locator("main")).to_contain_text(re.compile(rf"[Pp]ossible à partir du\s{first_day.day}(er)?\s"))
    shot(visitor, "q6-soon")
    later()
    visitor = new_context().new_page()
    result_of(visitor, name)
    expect(visitor.locator("main")).to_contain_text("Vous pourriez y avoir droit")
    expect(visitor.locator("main")).not_to_contain_text("ossible à partir du")
    visitor.goto(f"/programmes/?q={name.split()[-1]}")
    visitor.get_by_role("link", name=name).first.click()
    expect(visitor.locator("main")).to_contain_text("Âge : au moins 60 ans")


def test_5_one_goes_back_to_the_former_version(as_person, shot, name):
    emile = as_person("emile")
    open_program(emile, name)
    emile.get_by_role("link", name="Versions et différences").click()
    is_accessible(emile)
    expect(emile.locator("main")).to_contain_text("L’âge passe à 60 ans")
    emile.get_by_role("link", name="Version 1", exact=True).click()
    button(emile, "Revenir à cette version").click()
    expect(emile.locator("main")).to_contain_text("La version 1 est de nouveau le brouillon")
    expect(emile.locator("del", has_text="60").first).to_be_visible()
    expect(emile.locator("ins", has_text="65").first).to_be_visible()
    shot(emile, "q7-back")
