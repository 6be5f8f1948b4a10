"""First light: one citizen's story, walked as two people in two browsers, on the real components.

Message with a PDF → the agent's answer with a document → neutral e-mail → read and download → «Me le rappeler» → the
clock moves → each step leaves once → four questions → findings with reasons.
"""

import datetime as dt
import re

import pytest
import typst
from playwright.sync_api import Page, expect

from tests.browser.conftest import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECRET = "mon nouveau bail est joint"
SUBJECT = "Question sur mon adresse"


def pdf(title: str) -> bytes:
    return typst.compile(f'#set document(title: "{title}")\n= {title}'.encode())


@pytest.fixture(scope="module")
def story() -> dict:
    """What one step of the walk leaves to the next."""
    return {}


def open_conversation(page: Page) -> None:
    page.goto("/messages/")
    page.get_by_role("link", name=SUBJECT).first.click()


def test_1_amelie_writes_with_a_document(as_person, story, shot):
    page = as_person("amelie")
    page.goto("/espace/")
    page.get_by_role("link", name="Écrire un message").first.click()
    page.get_by_label("De quoi s’agit-il?").fill("permis de conduire")
    page.get_by_role("button", name="Trouver le service").click()
    page.locator("main").get_by_role("link", name="Permis de conduire", exact=True).first.click()
    page.get_by_label("Objet").fill(SUBJECT)
    page.get_by_label("Message", exact=True).fill(f"Bonjour, {SECRET}.")
    page.locator("input[type=file]").set_input_files(
        [{"name": "bail.pdf", "mimeType": "application/pdf", "buffer": pdf("Bail")}]
    )
    shot(page, "1-message")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.locator("main")).to_contain_text(SECRET)
    expect(page.locator("main")).to_contain_text("bail.pdf")
    story["thread"] = page.url
    shot(page, "2-sent")


def test_2_the_agent_answers_with_a_document(as_person, relais, story, shot):
    story["mails before"] = len(relais.mails("amelie@relais.example"))
    page = as_person("alain")
    page.goto("/gestion/work_items/workitem/")
    shot(page, "3-queue")
    page.goto("/gestion/threads/thread/")
    page.get_by_role("link", name=SUBJECT).first.click()
    expect(page.locator("main")).to_contain_text(SECRET)
    page.locator("textarea[name=body]").fill("Bonjour, votre adresse est changée. La confirmation est jointe.")
    page.locator("input[type=file]").set_input_files(
        [{"name": "confirmation.pdf", "mimeType": "application/pdf", "buffer": pdf("Confirmation")}]
    )
    page.get_by_role("button", name="Envoyer la réponse").click()
    expect(page.locator("main")).to_contain_text("confirmation.pdf")
    shot(page, "4-answered")
    story["agent url"] = page.url


def test_3_a_neutral_email_leaves_through_smtp(relais, story):
    mail = wait_until(
        lambda: relais.mails("amelie@relais.example")[story["mails before"] :], 60, "the e-mail to amelie"
    )[0]
    everything = mail["subject"] + mail["text"] + mail["html"]
    for word in (SECRET, SUBJECT, "bail", "confirmation.pdf", "Alain", "SAAQ", "automobile", "Tremblay", "http"):
        assert word not in everything, word
    assert "espace Relais" in mail["text"]


def test_4_amelie_reads_and_downloads(as_person, story, shot):
    page = as_person("amelie", width=320)
    open_conversation(page)
    expect(page.locator("main")).to_contain_text("votre adresse est changée")
    shot(page, "5-read-320")
    link = page.get_by_role("link", name=re.compile("confirmation.pdf")).first

    def becomes_available() -> bool:
        page.reload()
        return link.count() > 0

    wait_until(becomes_available, 60, "the document's check")
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "confirmation.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")
    story["document"] = download.value.url


def test_5_a_stranger_gets_404(as_person, story):
    bruno, other_team = as_person("bruno"), as_person("benoit")
    assert bruno.goto(story["thread"]).status == 404
    assert bruno.request.get(story["document"]).status == 404
    assert other_team.goto(story["thread"]).status == 404
    assert other_team.request.get(story["document"]).status == 404
    assert other_team.request.get(story["agent url"], max_redirects=0).status in {302, 404}


def test_6_nothing_is_in_clear_on_the_disk(relais):
    """The message's words and the files' names are nowhere in the database's files, in storage or in the logs."""
    for path in relais.folder.rglob("*"):
        if path.is_file() and "demo" not in path.relative_to(relais.folder).parts[:1]:
            content = path.read_bytes()
            assert SECRET.encode() not in content, path
            assert b"confirmation.pdf" not in content, path


def test_7_remind_me_plans_a_ladder_and_sends_each_step_once(as_person, relais, shot):
    page = as_person("amelie")
    page.goto("/rappels/types/permis-conduire-paiement/")
    page.get_by_role("link", name="Me le rappeler").first.click()
    page.get_by_label(re.compile("rappels par courriel")).check()
    shot(page, "6-remind-me")
    with page.expect_navigation():
        page.get_by_role("button", name="Me le rappeler").click()
    page.goto("/rappels/mes-echeances/")
    expect(page.locator("main")).to_contain_text("Paiement annuel du permis de conduire")
    shot(page, "7-deadlines")
    mine = page.locator("main section", has_text="Paiement annuel du permis de conduire")
    due = mine.locator("time").first.get_attribute("datetime")
    before = len(licence_mails(relais))
    try:
        relais.move_clock(days=days_until(due) - 0.5)  # the noon before: the step of the day before is due
        reminder = wait_until(lambda: licence_mails(relais)[before:], 60, "the reminder")[0]
        assert "vous perdez le droit de" in reminder["text"]
        relais.move_clock(days=days_until(due) + 1.5)
        late = wait_until(lambda: licence_mails(relais)[before + 1 :], 60, "the reminder after the date")[0]
        assert "est passée" in late["text"]
        assert len(licence_mails(relais)) == before + 2
    finally:
        relais.move_clock(days=0)


def licence_mails(relais) -> list[dict]:
    return [mail for mail in relais.mails("amelie@relais.example") if "permis de conduire" in mail["text"]]


def days_until(day: str) -> int:
    return (dt.date.fromisoformat(day[:10]) - dt.date.today()).days


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_8_four_questions_give_findings_with_reasons(as_person, shot, scripts):
    page = as_person("anonymous", width=1280 if scripts else 320, java_script=scripts)
    page.goto("/programmes/pistes/")
    page.get_by_role("button", name="Commencer les questions").click()
    for _ in range(4):
        answer_first(page)
    expect(page).to_have_url(re.compile("/pistes/resultat/"))
    main = page.locator("main")
    expect(main).to_contain_text("C’est une indication, pas une décision")
    counts = [int(count) for count in re.findall(r"\((\d+)\)", " ".join(main.locator("h2").all_inner_texts()))]
    assert sum(counts) >= 40
    assert counts[0] + counts[2] >= 3, "three programs decided at least"
    shot(page, "8-findings")


def answer_first(page: Page) -> None:
    """Gives a plausible answer to the question on the page, whatever its kind."""
    form = page.locator("main form").first
    if form.locator("input[type=radio]").count():
        form.locator("label:has(input[type=radio])").first.click()
    elif form.get_by_label("Année", exact=True).count():
        form.get_by_label("Jour", exact=True).fill("2")
        form.get_by_label("Mois", exact=True).select_option("12")
        form.get_by_label("Année", exact=True).fill("1992")
    elif form.locator("select").count():
        form.locator("select").first.select_option(index=1)
    elif form.locator("input[type=date]").count():
        form.locator("input[type=date]").first.fill("1992-12-02")
    else:
        form.locator("input:not([type=hidden]):not([type=checkbox])").first.fill("30000")
    page.get_by_role("button", name="Continuer").click()
