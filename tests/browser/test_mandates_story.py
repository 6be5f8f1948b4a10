"""Acting for somebody: a helper invited by e-mail from nothing, who acts and is revoked while writing; a helper whose
document an agent saw; a parent whose child turns fourteen."""

import datetime as dt
import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from portal.clock import today
from tests.browser.conftest import Relais, code_in, enter_code, pass_first_steps, sign_in, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
SECTION = "/gestion/assisted/servedperson/"
PASSWORD = "quatre chaises autour du poêle"
CODE = re.compile(r"^([A-Z0-9]{5}-[A-Z0-9]{5})\s*$", re.M)


@pytest.fixture(scope="module")
def email() -> str:
    return f"oscar-{uuid.uuid4().hex[:8]}@relais.example"


@pytest.fixture(scope="module")
def oscar(chromium, relais):
    """The window of somebody who has no account yet."""
    context = chromium.new_context(base_url=relais.url, viewport={"width": 390, "height": 844}, locale="fr-CA")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def story() -> dict[str, str]:
    """What one step of the walk leaves to the next."""
    return {}


def press(page: Page, name: str | re.Pattern) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def sign_up(relais: Relais, page: Page, email: str) -> None:
    page.goto("/compte/signup/")
    page.get_by_label("Prénom").fill("Oscar")
    page.get_by_label("Nom de famille").fill("Hébert")
    page.get_by_label("courriel").fill(email)
    page.get_by_role("textbox", name="Mot de passe").fill(PASSWORD)
    press(page, "Créer mon compte")
    enter_code(page, code_in(wait_until(lambda: relais.mails(email), 30, "the code")[-1]["text"]))
    pass_first_steps(page)


def test_1_she_asks_somebody_who_has_no_account(new_context, relais, email, shot):
    page = new_context(width=1280).new_page()
    sign_in(relais, page, "amelie")  # now: an older session is asked again who is there, in the middle of the form
    page.goto("/aider/pour-moi/")
    page.get_by_role("link", name="Demander à quelqu’un d’agir pour moi").click()
    page.get_by_label("Prénom et nom").fill("Oscar Hébert")
    page.get_by_label("Par courriel").check()
    page.get_by_label("Son adresse courriel").fill(email)
    page.get_by_label(re.compile("Voir et agir")).check()
    shot(page, "m1-invite")
    press(page, "Envoyer la demande")
    expect(page.locator("main")).to_contain_text("Choisissez «")
    shot(page, "m2-refused")
    page.get_by_label("Tous les organismes").check()
    press(page, "Envoyer la demande")
    expect(page.locator("main")).to_contain_text("Rien n’est ouvert avant sa réponse")
    shot(page, "m3-asked")


def test_2_he_makes_his_account_and_accepts(oscar, relais, email, shot):
    (mail,) = wait_until(lambda: [one for one in relais.mails(email) if CODE.search(one["text"])], 60, "the code")
    assert "Amélie" not in mail["subject"] + mail["text"] and "http" not in mail["text"]
    sign_up(relais, oscar, email)
    oscar.goto("/aider/")
    shot(oscar, "m4-helped-390")
    oscar.get_by_label("Code reçu").fill(CODE.search(mail["text"])[1])
    press(oscar, "Continuer")
    expect(oscar.locator("h1")).to_contain_text("Agir pour Amélie Tremblay")
    shot(oscar, "m5-demand-390")
    press(oscar, "J’accepte d’agir")
    expect(oscar.locator("main")).to_contain_text("Ouvrir l’espace d’Amélie Tremblay")
    shot(oscar, "m6-accepted-390")


def test_3_he_acts_in_her_place_and_his_own_stays_empty(oscar, as_person, story, shot):
    oscar.get_by_role("link", name="Ouvrir l’espace d’Amélie Tremblay").click()
    expect(oscar.locator("main")).to_contain_text("Vous agissez pour Amélie Tremblay")
    expect(oscar.locator("h1")).to_contain_text("L’espace d’Amélie Tremblay")
    story["place"] = re.match(r"(.*/pour/[^/]+)/", oscar.url)[1]
    shot(oscar, "m7-place-390")
    oscar.goto(f"{story['place']}/messages/nouveau/")
    oscar.get_by_label("Service").select_option(index=1)
    oscar.get_by_label("Objet").fill("Question d’Oscar")
    oscar.get_by_role("textbox", name="Message").fill("Bonjour, où en est le dossier?")
    shot(oscar, "m8-writes-390")
    press(oscar, "Envoyer")
    expect(oscar.locator("main")).to_contain_text("Votre message est envoyé")
    expect(oscar.locator("main")).to_contain_text("Vous agissez pour Amélie Tremblay")
    story["thread"] = oscar.url
    oscar.goto("/messages/")
    expect(oscar.locator("main")).not_to_contain_text("Question d’Oscar")
    hers = as_person("amelie", width=1280)
    hers.goto("/messages/")
    expect(hers.locator("main")).to_contain_text("Question d’Oscar")
    hers.goto("/espace/consultations/")
    expect(hers.locator("main")).to_contain_text("Oscar Hébert")
    shot(hers, "m9-journal")
    hers.goto("/aider/pour-moi/")
    hers.get_by_role("link", name="Changer ce que Oscar Hébert peut faire").first.click()
    shot(hers, "m9-change")
    press(hers, "Enregistrer")
    expect(hers.locator("main")).to_contain_text("C’est changé, dès maintenant")
    shot(hers, "m9-changed")


def test_4_revoked_while_he_writes_nothing_is_sent(oscar, as_person, story, shot):
    oscar.goto(story["thread"])
    oscar.get_by_role("textbox", name="Message").fill("Écrit entre-temps")
    hers = as_person("amelie", width=390)
    hers.goto("/aider/pour-moi/")
    row = hers.locator("main li.r-row", has_text="Oscar Hébert").first
    row.locator("summary").click()
    shot(hers, "m10-ending-390")
    row.get_by_role("button", name=re.compile("Oui, mettre fin")).click()
    expect(hers.locator("main")).to_contain_text("n’a plus accès, dès maintenant")
    press(oscar, "Envoyer")
    expect(oscar.locator("main")).to_contain_text("Rien n’a été envoyé")
    shot(oscar, "m11-revoked-390")
    oscar.goto(story["thread"])
    expect(oscar.locator("main")).not_to_contain_text("Question d’Oscar")
    hers.goto("/messages/")
    hers.get_by_role("link", name=re.compile("Question d’Oscar")).first.click()
    expect(hers.locator("main")).not_to_contain_text("Écrit entre-temps")


def test_5_an_agent_who_saw_a_document_gives_a_part(as_person, relais, story, shot):
    agent = as_person("alain", width=1280)
    agent.goto(SECTION)
    agent.get_by_role("link", name="Tremblay").first.click()
    agent.get_by_role("link", name="Voir, donner un mandat, y mettre fin").click()
    agent.get_by_label("personne aidante").check()
    agent.get_by_label("Document que vous avez vu").select_option("proxy")
    agent.get_by_label("Son numéro ou sa date").fill("12 mai 2026")
    agent.get_by_label("Prénom et nom").fill("Bruno Gagnon")
    agent.get_by_label("Par courriel").check()
    agent.get_by_label("Son adresse courriel").fill("bruno@relais.example")
    agent.get_by_label(re.compile("Voir seulement")).check()
    agent.get_by_label(re.compile("Seulement ce que je coche")).check()
    agent.locator("input[name=organizations]").first.check()
    shot(agent, "m12-document")
    press(agent, "Envoyer la demande")
    expect(agent.locator("body")).to_contain_text("commence quand la personne invitée accepte")
    shot(agent, "m13-noted")
    story["agent_page"] = agent.url
    his = as_person("bruno", width=390)
    his.goto("/aider/")
    his.get_by_role("link", name="Lire la demande et répondre").first.click()
    expect(his.locator("main")).to_contain_text("a vu un document qui vous nomme")
    shot(his, "m14-answer-390")
    press(his, "J’accepte d’agir")
    his.get_by_role("link", name="Ouvrir l’espace d’Amélie Tremblay").click()
    expect(his.locator("main")).to_contain_text("sans pouvoir écrire")
    shot(his, "m15-read-only-390")
    his.goto(f"{story['place']}/messages/nouveau/")
    expect(his.locator("h1")).to_contain_text("Ici, vous pouvez lire")
    shot(his, "m16-no-writing-390")
    agent.goto(story["agent_page"])
    row = agent.locator("main li.r-row", has_text="Bruno Gagnon").first
    row.locator("summary").click()
    row.get_by_role("button", name=re.compile("Oui, mettre fin")).click()
    expect(agent.locator("body")).to_contain_text("l’accès cesse dès maintenant")
    his.goto(f"{story['place']}/espace/")
    expect(his.locator("main")).to_contain_text("n’agissez plus")


def test_6_a_child_is_registered_and_a_parent_accepts(as_person, story, shot):
    agent = as_person("diane", width=1280)
    agent.goto(f"{SECTION}inscrire/")
    fourteen_on = today() + dt.timedelta(days=20)
    agent.get_by_label("Nom", exact=True).fill("Gagnon")
    agent.get_by_label("Prénom").fill("Éloïse")
    agent.get_by_label("Jour").fill(str(fourteen_on.day))
    agent.get_by_label("Mois").select_option(str(fourteen_on.month))
    agent.get_by_label("Année").fill(str(fourteen_on.year - 14))
    press(agent, "Inscrire")
    expect(agent.locator("h1")).to_contain_text("Éloïse Gagnon")
    agent.locator("main select[name=kind]").first.select_option(index=1)
    agent.locator("main input[name=due_on]").first.fill((today() + dt.timedelta(days=60)).isoformat())
    press(agent, "Ajouter l’échéance")
    agent.get_by_role("link", name="Voir, donner un mandat, y mettre fin").click()
    agent.get_by_label("autorité parentale", exact=True).check()
    agent.get_by_label("Document que vous avez vu").select_option("birth")
    agent.get_by_label("Son numéro ou sa date").fill("acte vu au comptoir")
    agent.get_by_label("Prénom et nom").fill("Bruno Gagnon")
    agent.get_by_label("Par courriel").check()
    agent.get_by_label("Son adresse courriel").fill("bruno@relais.example")
    agent.get_by_label(re.compile("Voir et agir")).check()
    agent.get_by_label(re.compile("Tout ce qui est à la personne")).check()
    press(agent, "Envoyer la demande")
    expect(agent.locator("body")).to_contain_text("commence quand la personne invitée accepte")
    his = as_person("bruno", width=390)
    his.goto("/aider/")
    his.get_by_role("link", name="Lire la demande et répondre").first.click()
    press(his, "J’accepte d’agir")
    his.get_by_role("link", name="Ouvrir l’espace d’Éloïse Gagnon").click()
    story["child"] = re.match(r"(.*/pour/[^/]+)/", his.url)[1]
    his.goto(f"{story['child']}/rappels/mes-echeances/")
    expect(his.locator("main li")).not_to_have_count(0)
    shot(his, "m17-child-390")


def test_7_at_fourteen_health_closes_for_the_parent_who_was_told(new_context, relais, story, shot):
    page = new_context(width=390).new_page()
    try:
        page.goto("/demonstration/")
        page.locator("input[name=days]").fill("21")
        press(page, "Avancer l’horloge")
        expect(page.locator("main")).to_contain_text("L’horloge a changé")
        sign_in(relais, page, "bruno")
        page.goto(f"{story['child']}/rappels/mes-echeances/")
        expect(page.locator("main")).to_contain_text("Vous agissez pour Éloïse Gagnon")
        expect(page.locator("main .r-list li")).to_have_count(0)
        shot(page, "m18-at-fourteen-390")
        page.goto("/rappels/boite/")
        notice = page.get_by_role("link", name=re.compile("14 ans")).first
        wait_until(
            lambda: page.goto("/rappels/boite/") and notice.count(), 240, "the notice of the fourteenth birthday"
        )
        notice.click()
        expect(page.locator("main")).to_contain_text("Éloïse Gagnon")
        shot(page, "m19-notice-390")
    finally:
        relais.move_clock(days=0)
