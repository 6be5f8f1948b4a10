"""The life of a dossier by letters and telephone, for somebody without account: Antoinette has a telephone and a postal
address. A paper is asked by letter and comes by post, a promise passes, a decision is made, its last day reminded, and
she contests in time.

Each letter is read as it is printed. `tests/browser/test_dossier_life.py` is the same with a space on the portal.
"""

import datetime as dt
import io
import re

import pikepdf
import psycopg
import pytest
from playwright.sync_api import Page, expect

from portal.clock import today
from portal.launch.postgres import Cluster
from tests.browser.conftest import Relais, some_letters, wait_until
from tests.browser.test_dossier_story import looked_at, press
from tests.portal.documents import corpus
from tests.reminders.letters.test_sheets import words_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
PEOPLE, LETTERS = "/gestion/assisted/servedperson/", "/gestion/letters/letter/"
PROMISED, TO_CONTEST, FIRST_REMINDER = 30, 60, 14
"""Days, as the shipped type «Permis de conduire» and the shipped deadline to contest say."""
TOLD = {
    "Suivre mon dossier": "Elle dit le numéro du dossier, où il en est, ce qu’on attend de moi et ce qui est décidé",
    "Transmettre un document": "recevoir une lettre",
    "Recevoir des rappels": "mes rappels par la poste",
}
"""What she agrees to by letter, and some of the words that are read to her."""


_WAITING = """
SELECT (SELECT count(*) FROM letters_letter WHERE citizen_id = person.id AND state = 'queued'),
       (SELECT count(*) FROM notices_notice WHERE citizen_id = person.id AND handled_at IS NULL),
       (SELECT array_agg(kind) FROM notices_notice WHERE citizen_id = person.id)
  FROM people_citizen person WHERE family_name = %(name)s"""


@pytest.fixture(scope="module")
def story() -> dict[str, str]:
    """What one step of the walk leaves to the next."""
    return {"name": f"Desrosiers-{some_letters().capitalize()}"}


@pytest.fixture(scope="module", autouse=True)
def _clock_back(relais):
    yield
    relais.move_clock(days=0)


def unfold(page: Page, title: str) -> None:
    page.locator("main summary", has_text=re.compile(f"^{title}$")).click()


def printed(olga: Page, story: dict[str, str]) -> str:
    """All that waits is printed and posted; what her letters say, in reading order."""
    olga.goto(LETTERS)
    press(olga, "Préparer un lot de tous les organismes")
    with olga.expect_download() as batch:
        olga.get_by_role("link", name=re.compile("Télécharger le lot")).click()
    pdf = pikepdf.open(io.BytesIO(batch.value.path().read_bytes()))
    olga.get_by_role("link", name="Je l’ai téléchargé").click()
    press(olga, "C’est imprimé")
    press(olga, "C’est posté")
    pages = [" ".join(run[3] for run in words_of(pdf, at)) for at in range(len(pdf.pages))]
    return "\f".join(page for page in pages if story["name"] in page).replace("\u00a0", " ")


def later(page: Page, *, days: int, hours: int = 0) -> None:
    """By the page of the demonstration, which runs at once what was to run in between."""
    page.goto("/demonstration/")
    page.get_by_label("Jours").fill(str(days))
    page.get_by_label("Heures").fill(str(hours))
    page.get_by_role("button", name="Avancer l’horloge").click()
    expect(page.locator("main")).to_contain_text("Revenir à l’heure réelle")


def waits(relais: Relais, story: dict[str, str], notice: str = "") -> bool:
    """Whether a letter of hers is to be printed, and nothing more is about to be: the list of letters names nobody.
    `notice`: of which she is notified."""
    with psycopg.connect(Cluster(relais.folder).url("superuser")) as database:
        letters, waiting, kinds = database.execute(_WAITING, {"name": story["name"]}).fetchone()
    return letters > 0 and waiting == 0 and (not notice or notice in kinds)


def letter_that_says(words: str, olga: Page, relais: Relais, story: dict[str, str]) -> str:
    """Of the letters that come to be printed, the one awaited: another about the dossier may come before it."""

    def found() -> str:
        said = printed(olga, story).split("\f") if waits(relais, story) else []
        return next((letter for letter in said if words in letter), "")

    return wait_until(found, 90, f"the letter that says «{words}»")


def test_1_she_is_registered_and_agrees_to_letters(as_person, story, shot):
    alain = as_person("alain")
    alain.goto(f"{PEOPLE}inscrire/")
    alain.get_by_label("Nom", exact=True).fill(story["name"])
    alain.get_by_label("Prénom").fill("Antoinette")
    alain.get_by_label("Numéro de téléphone").fill("418 555-0179")
    alain.get_by_label("Numéro et rue").fill("14, rue du Quai")
    alain.get_by_label("Ville ou village").fill("Sept-Îles")
    alain.get_by_label("Code postal").fill("g4r 1a1")
    press(alain, "Inscrire")
    expect(alain.locator("h1")).to_contain_text(story["name"])
    story["card"] = alain.url
    for purpose, words in TOLD.items():
        alain.get_by_label("Ce que la personne veut recevoir").select_option(label=f"{purpose}, par la poste")
        alain.get_by_label("De vive voix, au téléphone ou au comptoir").check()
        press(alain, "Voir le texte à lire")
        expect(alain.locator("blockquote")).to_contain_text(words)
        press(alain, "La personne dit oui")
        expect(alain.locator("blockquote")).to_have_count(0)
    shot(alain, "bl1-card")


def test_2_a_dossier_is_opened_and_a_paper_asked_from_its_page(as_person, story, shot):
    alain = as_person("alain")
    alain.goto(story["card"])
    unfold(alain, "Une démarche commence avec votre organisme")
    alain.get_by_label("Genre de dossier").select_option(label="Permis de conduire")
    press(alain, "Ouvrir le dossier")
    alain.goto(story["card"])
    alain.get_by_role("link", name=re.compile("Permis de conduire")).first.click()
    story["dossier"] = alain.url
    story["number"] = re.search(r"dossier (\S+)", alain.locator("main .r-lead").inner_text())[1]
    alain.get_by_role("link", name="Demander une pièce").click()
    expect(alain.locator("main")).to_contain_text("sera avertie par la poste")
    alain.get_by_label("Pièce demandée").fill("Permis étranger, les deux côtés")
    alain.get_by_label("À envoyer au plus tard le").fill((today() + dt.timedelta(days=14)).isoformat())
    looked_at(alain)
    shot(alain, "bl2-ask")
    press(alain, "Demander la pièce")
    expect(alain.locator("body")).to_contain_text("La pièce est demandée.")
    expect(alain.locator("main")).to_contain_text("Permis étranger, les deux côtés")


def test_3_the_letter_says_where_it_is_and_that_a_paper_is_awaited(as_person, relais, story, shot):
    olga = as_person("olga")
    said = letter_that_says("Où est-ce rendu : Reçu", olga, relais, story)
    assert story["number"] in said and "Réponse promise au plus tard le" in said


def test_4_the_paper_comes_by_post_and_is_filed(as_person, story, shot):
    alain = as_person("alain")
    alain.goto(story["card"])
    alain.get_by_role("link", name="Permis étranger, les deux côtés").click()
    story["paper"] = alain.url
    alain.locator("main input[type=file]").first.set_input_files(
        {"name": "permis.pdf", "mimeType": "application/pdf", "buffer": corpus.pdf()}
    )
    press(alain, "Classer le papier")
    expect(alain.locator("body")).to_contain_text("Le papier est classé.")

    def checked() -> bool:
        alain.goto(story["paper"])
        return alain.get_by_role("button", name="Accepter la pièce").count() > 0

    wait_until(checked, 60, "the paper is checked")
    expect(alain.locator("main")).to_contain_text("eçue")
    looked_at(alain)
    shot(alain, "bl4-paper")
    press(alain, "Accepter la pièce")
    expect(alain).to_have_url(story["dossier"])
    unfold(alain, "Faire avancer")
    alain.get_by_label("Nouvel état").select_option(label="À l’étude")
    press(alain, "Faire avancer le dossier")
    expect(alain.locator("[aria-current=step]")).to_contain_text("À l’étude")


def test_5_the_promise_passes_and_a_letter_says_what_she_can_do(as_person, relais, story):
    later(as_person("anonymous"), days=PROMISED + 2)
    aicha = as_person("aicha")
    aicha.goto("/gestion/dossiers/dossier/?delai=en-retard")
    expect(aicha.locator("main")).to_contain_text(story["name"])
    wait_until(lambda: waits(relais, story, "dossier_late"), 60, "her letter")
    said = letter_that_says("Nous sommes en retard", as_person("omar"), relais, story)
    assert "vous pouvez aussi vous plaindre" in said


def test_6_the_decision_leaves_with_how_to_contest_it_and_until_when(as_person, relais, story, shot):
    aicha, omar = as_person("aicha"), as_person("omar")
    aicha.goto(story["dossier"])
    unfold(aicha, "Décider")
    aicha.get_by_label("refusée", exact=True).check()
    aicha.locator("#id_decide-reason").select_option(value="identite")
    aicha.locator("#id_decide-words").fill("Le verso de votre permis étranger ne se lit pas.")
    press(aicha, "Rendre cette décision")
    expect(aicha.locator("body")).to_contain_text("La décision est rendue.")
    shot(aicha, "bl5-decided")
    said = letter_that_says("Le verso de votre permis étranger ne se lit pas.", omar, relais, story)
    assert "Demande de révision, au plus tard le" in said and f"donnez le numéro {story['number']}" in said


def test_7_the_last_day_is_reminded_by_letter(as_person, relais, story):
    clock = as_person("anonymous")
    later(clock, days=1)
    alain = as_person("alain")

    def followed() -> bool:
        alain.goto(story["card"])
        return alain.locator("section[aria-labelledby=echeances] .r-list a").count() > 0

    wait_until(followed, 90, "the deadline to contest")
    later(clock, days=TO_CONTEST - 1 - FIRST_REMINDER, hours=2)
    said = letter_that_says("Une réponse est attendue bientôt.", as_person("olga"), relais, story)
    assert story["number"] not in said


def test_8_she_contests_by_telephone_and_the_agent_notes_it(as_person, story, shot):
    alain = as_person("alain")
    alain.goto(story["card"])
    alain.get_by_text("Noter un échange").first.click()
    alain.get_by_label("Ce qui a été dit, et promis").fill(f"Conteste la décision {story['number']}: verso envoyé.")
    press(alain, "Noter l’échange")
    expect(alain.locator("main")).to_contain_text("Conteste la décision")
    alain.locator("section[aria-labelledby=echeances] .r-list a").first.click()
    press(alain, "C’est fait")
    press(alain, "Oui, le noter")
    expect(alain.locator("body")).to_contain_text("C’est noté comme fait.")
    alain.goto(story["dossier"])
    unfold(alain, "Rouvrir")
    alain.locator("#id_reopen-note").fill("Vous avez contesté au téléphone.")
    press(alain, "Rouvrir le dossier")
    expect(alain.locator("body")).to_contain_text("Le dossier est rouvert.")
    looked_at(alain)
    shot(alain, "bl6-contested")
