"""A newcomer's message becomes a dossier: a document is missing, a promise passes, a decision is made and contested in
time, a copy is kept. Bruno, who has no dossier, and Alain's team.
"""

import datetime as dt
import io
import re
import zipfile
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from portal.clock import today
from tests.browser.conftest import some_letters, wait_until
from tests.browser.test_dossier_story import looked_at, press
from tests.browser.test_reminders_story import choose
from tests.portal.documents import corpus

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
BRUNO = "bruno@relais.example"
APPEAL = "Dernier jour pour contester une décision"
PROMISED, TO_CONTEST = 30, 60
"""Days, as the shipped type «Permis de conduire» says."""


@pytest.fixture(scope="module")
def story() -> dict[str, str]:
    """What one step of the walk leaves to the next."""
    return {"subject": f"Mon permis de l’étranger {some_letters()}"}


@pytest.fixture(scope="module", autouse=True)
def _clock_back(relais):
    yield
    relais.move_clock(days=0)


def unfold(page: Page, title: str) -> None:
    """Open one of the gestures of the agent's page."""
    page.locator("main summary", has_text=re.compile(f"^{title}$")).click()


def test_1_a_message_becomes_a_dossier_in_one_click(as_person, story, shot):
    bruno, alain = as_person("bruno", width=390), as_person("alain")
    bruno.goto("/messages/nouveau/")
    service = bruno.get_by_label("Service")
    service.select_option(service.locator("option", has_text="Permis de conduire").get_attribute("value"))
    bruno.get_by_label("Objet").fill(story["subject"])
    bruno.get_by_label("Message", exact=True).fill("J’arrive d’ailleurs. Comment échanger mon permis?")
    press(bruno, "Envoyer le message")
    alain.goto("/gestion/work_items/workitem/")
    alain.locator("main").get_by_role("link", name=story["subject"]).last.click()
    story["conversation"] = alain.url
    alain.get_by_label("Genre de dossier").select_option(label="Permis de conduire")
    shot(alain, "l1-conversation")
    press(alain, "Ouvrir le dossier")
    expect(alain.locator("h1")).to_have_text("Permis de conduire")
    story["agent"] = alain.url
    looked_at(alain)
    shot(alain, "l2-agent")
    bruno.goto("/dossiers/")
    bruno.get_by_role("link", name="Permis de conduire").first.click()
    story["dossier"] = bruno.url
    expect(bruno.locator("main")).to_contain_text("Réponse promise au plus tard le")
    expect(bruno.locator("[aria-current=step]")).to_contain_text("Reçu")
    expect(bruno.locator("main")).to_contain_text(story["subject"])
    looked_at(bruno)
    shot(bruno, "l3-person-390")


def test_2_a_document_is_missing_then_sent(as_person, story, shot):
    alain = as_person("alain")
    alain.goto(story["conversation"])
    alain.get_by_label("Pièce demandée").fill("Permis étranger, les deux côtés")
    alain.get_by_label("À envoyer au plus tard le").fill((today() + dt.timedelta(days=14)).isoformat())
    press(alain, "Demander la pièce")
    alain.goto(story["agent"])
    unfold(alain, "Faire avancer")
    alain.get_by_label("Nouvel état").select_option(label="À compléter")
    alain.locator("#id_move-note").fill("Il manque une copie de votre permis étranger.")
    press(alain, "Faire avancer le dossier")
    expect(alain.locator("body")).to_contain_text("Le dossier a avancé.")
    bruno = as_person("bruno", width=390, java_script=False)
    bruno.goto(story["dossier"])
    yours = bruno.locator("section", has=bruno.locator("#yours"))
    expect(yours).to_contain_text("Permis étranger, les deux côtés")
    expect(bruno.locator("main")).to_contain_text("Le délai est en pause")
    shot(bruno, "l4-yours-390")
    yours.get_by_role("link", name="Envoyer une pièce demandée").click()
    bruno.locator("main input[type=file]").first.set_input_files(
        {"name": "permis.pdf", "mimeType": "application/pdf", "buffer": corpus.pdf()}
    )
    bruno.locator("main form button[type=submit].qc-primary").first.click()
    expect(bruno.locator("body")).to_contain_text("Votre pièce est reçue")
    alain.goto(story["agent"])
    unfold(alain, "Faire avancer")
    alain.get_by_label("Nouvel état").select_option(label="À l’étude")
    press(alain, "Faire avancer le dossier")
    expect(alain.locator("[aria-current=step]")).to_contain_text("À l’étude")


def test_3_the_promise_passes_and_everybody_sees_it(as_person, relais, story, shot):
    relais.move_clock(days=PROMISED + 2)
    bruno = as_person("bruno", width=390)
    bruno.goto(story["dossier"])
    expect(bruno.locator("main")).to_contain_text("Nous sommes en retard")
    expect(bruno.locator("main")).to_contain_text("Protecteur du citoyen")
    looked_at(bruno)
    shot(bruno, "l5-late-390")
    for key in ("alain", "sylvie"):
        page = as_person(key)
        page.goto("/gestion/dossiers/dossier/?delai=en-retard")
        expect(page.locator("main")).to_contain_text("Bruno Gagnon")
        page.goto("/gestion/work_items/workitem/?etat=en-retard")
        expect(page.locator("main")).to_contain_text("Faire avancer un dossier")
    alain = as_person("alain")
    alain.goto(story["agent"])
    expect(alain.locator("main")).to_contain_text("Nous sommes en retard")
    looked_at(alain)
    shot(alain, "l6-agent-late")


def test_4_a_decision_says_why_and_how_to_contest_it(as_person, story, shot):
    alain = as_person("alain")
    alain.goto(story["agent"])
    unfold(alain, "Décider")
    alain.get_by_label("refusée", exact=True).check()
    alain.locator("#id_decide-reason").select_option(value="identite")
    alain.locator("#id_decide-words").fill("Le verso de votre permis étranger ne se lit pas.")
    shot(alain, "l7-decide")
    press(alain, "Rendre cette décision")
    expect(alain.locator("body")).to_contain_text("La décision est rendue.")
    bruno = as_person("bruno", width=390)
    bruno.goto(story["dossier"])
    expect(bruno.locator("main")).to_contain_text("ne suffisent pas à établir votre identité")
    expect(bruno.locator("main")).to_contain_text("Demande de révision, au plus tard le")
    expect(bruno.locator("main")).to_contain_text("Le verso de votre permis étranger ne se lit pas.")
    looked_at(bruno)
    shot(bruno, "l8-decision-390")


def test_5_the_last_day_to_contest_is_followed_and_reminded(as_person, relais, story, shot):
    bruno = as_person("bruno")

    def followed() -> bool:
        bruno.goto("/rappels/mes-echeances/")
        return bruno.locator("main", has_text=APPEAL).count() > 0

    wait_until(followed, 120, "the deadline to contest")
    choose(bruno, email=True)
    before = len(relais.mails(BRUNO))
    # At one in the afternoon, three days before: what is due in the morning has left.
    day = today() + dt.timedelta(days=PROMISED + 2 + TO_CONTEST - 3)
    hour = dt.datetime.combine(day, dt.time(13), ZoneInfo("America/Toronto"))
    relais.move_clock(days=(hour - dt.datetime.now(dt.UTC)) / dt.timedelta(days=1))

    def reminded() -> bool:
        return any("réponse est attendue" in mail["text"] for mail in relais.mails(BRUNO)[before:])

    wait_until(reminded, 120, "the reminder to contest")
    again = as_person("bruno", width=390)
    again.goto("/rappels/boite/")
    looked_at(again)
    shot(again, "l9-inbox-390")


def test_6_a_copy_is_kept(as_person, story):
    bruno = as_person("bruno")
    bruno.goto(story["dossier"])
    with bruno.expect_download() as paper:
        bruno.get_by_role("link", name="Le dossier en PDF").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    with bruno.expect_download() as package:
        bruno.get_by_role("link", name="Le dossier et ses papiers, en ZIP").click()
    with zipfile.ZipFile(io.BytesIO(package.value.path().read_bytes())) as archive:
        assert any(name.endswith(".pdf") and name.startswith("papiers/") for name in archive.namelist())
