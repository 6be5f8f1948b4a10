"""From a need to the team that answers: Bruno, on a telephone; Émile writes the topics; Nadia sorts; Alain answers."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import some_letters, wait_until
from tests.browser.test_dossier_story import looked_at, press

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module")
def story() -> dict[str, str]:
    return {"topic": f"Je vends mon auto {some_letters()}", "subject": f"Ma pension {some_letters()}"}


def test_1_an_administrator_writes_a_topic(as_person, story, shot):
    emile = as_person("emile")
    emile.goto("/gestion/topics/topic/add/")
    emile.get_by_label("Équipe qui répond").select_option(label="Permis de conduire")
    emile.get_by_label("Sujet", exact=True).fill(story["topic"])
    emile.get_by_label("Autres mots que les gens écrivent").fill("vente, acheteur, immatriculation")
    shot(emile, "t1-topic")
    press(emile, "Enregistrer")
    expect(emile.locator("main")).to_contain_text(story["topic"])


def test_2_a_need_in_one_s_own_words_finds_the_team(as_person, story, shot):
    bruno = as_person("bruno", width=390)
    bruno.goto("/messages/")
    bruno.locator("main").get_by_role("link", name="Écrire un message").click()
    shot(bruno, "t2-choose-390")
    bruno.get_by_label("De quoi s’agit-il?").fill("Bonjour, j'ai un acheteur pour ma voiture")
    bruno.keyboard.press("Enter")
    shot(bruno, "t2-found-390")
    bruno.locator("main").get_by_role("link", name=story["topic"]).click()
    expect(bruno.locator("main")).to_contain_text("Réponse habituelle au plus tard le")
    expect(bruno.get_by_label("Objet")).to_have_value(story["topic"])
    press(bruno, "Envoyer le message")
    expect(bruno.locator("main")).to_contain_text("Écrivez votre message.")
    expect(bruno.locator("main")).to_contain_text("Choisir un autre service")
    looked_at(bruno)
    shot(bruno, "t2-new-390")
    bruno.get_by_label("Message", exact=True).fill("Que faire de ma plaque?")
    press(bruno, "Envoyer le message")
    expect(bruno.locator("h1")).to_have_text(story["topic"])


def test_3_who_does_not_know_writes_and_tells_it_once(as_person, story, shot):
    bruno, nadia, alain = as_person("bruno"), as_person("nadia"), as_person("alain")
    bruno.goto("/messages/a-qui/")
    shot(bruno, "t3-choose")
    bruno.get_by_role("link", name="Je ne sais pas à qui écrire").click()
    expect(bruno.locator("main")).to_contain_text("l’enverra au bon service")
    bruno.get_by_label("Objet").fill(story["subject"])
    bruno.get_by_label("Message", exact=True).fill("Mon permis finit en mars et je ne conduis plus.")
    press(bruno, "Envoyer le message")
    thread = bruno.url
    nadia.goto("/gestion/work_items/workitem/")
    nadia.locator("main").get_by_role("link", name=story["subject"]).last.click()
    nadia.get_by_role("link", name="Transmettre à une autre équipe").click()
    team = nadia.get_by_label("Équipe qui peut répondre")
    team.select_option(team.locator("option", has_text="Permis de conduire").get_attribute("value"))
    nadia.get_by_label("Mot à cette équipe").fill("Il ne conduit plus.")
    shot(nadia, "t3-pass")
    press(nadia, "Transmettre")
    expect(nadia.locator("main")).to_contain_text("transmise")
    alain.goto("/gestion/work_items/workitem/")
    alain.locator("main").get_by_role("link", name=story["subject"]).last.click()
    expect(alain.locator("main")).to_contain_text("Il ne conduit plus.")
    shot(alain, "t3-received")
    bruno.goto(thread)
    expect(bruno.locator("main")).to_contain_text("Permis de conduire")
    expect(bruno.locator("main")).not_to_contain_text("Il ne conduit plus.")
    looked_at(bruno)
    shot(bruno, "t3-person")


def test_4_what_is_begun_on_a_telephone_is_sent_from_a_computer(as_person, story, shot):
    telephone, computer = as_person("bruno", width=390), as_person("bruno")
    subject = f"Mes plaques {some_letters()}"
    telephone.goto("/messages/a-qui/")
    telephone.locator("summary", has_text="Société de l’assurance automobile du Québec").click()
    telephone.locator("main").get_by_role("link", name="Accidents de la route").click()
    telephone.get_by_label("Objet").fill(subject)
    telephone.get_by_label("Message", exact=True).fill("J’ai commencé dans l’autobus.")
    expect(telephone.locator("[data-saved]")).to_contain_text("Brouillon enregistré à")
    shot(telephone, "t4-saved-390")
    computer.goto("/messages/")
    shot(computer, "t4-drafts")
    computer.get_by_role("link", name=subject).click()
    body = computer.get_by_label("Message", exact=True)
    expect(body).to_have_value("J’ai commencé dans l’autobus.")
    body.fill("J’ai commencé dans l’autobus et je finis ici.")
    press(computer, "Envoyer le message")
    expect(computer.locator("h1")).to_have_text(subject)
    telephone.get_by_label("Message", exact=True).press_sequentially(" Encore")
    expect(telephone.locator("[data-saved]")).to_contain_text("ou il est envoyé")
    telephone.goto("/messages/")
    expect(telephone.get_by_role("link", name=subject)).to_have_count(1)


def test_5_without_a_script_a_button_keeps_the_draft(as_person, shot):
    page = as_person("bruno", java_script=False)
    page.goto("/messages/")
    page.locator("main .r-row-title a").first.click()
    page.get_by_label("Message", exact=True).fill("Je finirai plus tard.")
    press(page, "Enregistrer le brouillon")
    expect(page.locator("main")).to_contain_text("Rien n’est envoyé")
    shot(page, "t5-kept")
    page.get_by_role("button", name="Jeter").first.click()
    expect(page.locator("main")).to_contain_text("Le brouillon est jeté.")


def test_6_a_team_writes_to_all_who_have_an_open_dossier(as_person, story, shot):
    alain, bruno = as_person("alain"), as_person("bruno", width=390)
    subject = f"Nos bureaux ferment {some_letters()}"
    alain.goto("/gestion/group_messages/groupmessage/")
    alain.get_by_role("link", name="Écrire à un groupe").click()
    press(alain, "Relire avant d’envoyer")
    expect(alain.locator("main")).to_contain_text("Choisissez à qui vous écrivez.")
    audience = alain.get_by_label("À qui")
    offered = audience.locator("optgroup[label*='Permis de conduire'] option")
    audience.select_option(offered.first.get_attribute("value"))
    alain.get_by_label("Objet").fill(subject)
    alain.get_by_label("Message", exact=True).fill("Le comptoir de Québec ferme lundi.")
    press(alain, "Relire avant d’envoyer")
    shot(alain, "t6-read-again")
    alain.locator("main").get_by_role("button", name="Envoyer à").click()
    expect(alain.locator("main")).to_contain_text("L’envoi commence")

    def is_sent() -> bool:
        alain.reload()
        return "en cours d’envoi" not in alain.locator("main").inner_text()

    wait_until(is_sent, 120, "the message to leave")
    shot(alain, "t6-sent")
    amelie = as_person("amelie", width=390)
    amelie.goto("/messages/")
    amelie.get_by_role("link", name=subject).click()
    expect(amelie.locator("main")).to_contain_text("Le comptoir de Québec ferme lundi.")
    shot(amelie, "t6-person-390")
    bruno.goto("/messages/")
    expect(bruno.locator("main")).not_to_contain_text(subject)


def test_7_a_message_is_found_by_a_word(as_person, story, shot):
    bruno = as_person("bruno", width=390)
    bruno.goto("/messages/")
    bruno.get_by_role("link", name="Chercher dans les messages").click()
    bruno.get_by_label("Chercher dans les messages").fill("plaques autobus")
    bruno.keyboard.press("Enter")
    expect(bruno.locator("main")).to_contain_text("1 message trouvé")
    looked_at(bruno)
    shot(bruno, "t7-found-390")
    bruno.locator("main .r-row-title a").first.click()
    expect(bruno.locator("main")).to_contain_text("je finis ici")
    shot(bruno, "t7-conversation-390")
