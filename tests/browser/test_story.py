"""The rest of Amélie's story: the agent's queue and what he asks, who read what, a reminder kept, advice that changes.

Her account, her first message and her first reminder are in `test_account` and `test_first_light`.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests import days
from tests.browser.conftest import some_letters, wait_until
from tests.portal.documents import corpus

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AMELIE = "amelie@relais.example"
KIND = "Renouvellement de la carte du permis (photo)"
KIND_PAGE = "/rappels/types/permis-conduire-renouvellement/"
OLD_AGE = "Pension de la Sécurité de la vieillesse"
NOTICE_WITHIN = 60  # seconds from the agent's answer to the e-mail accepted by SMTP


@pytest.fixture(scope="module")
def story() -> dict:
    """What one step of the walk leaves to the next."""
    return {"subject": f"Carte perdue {some_letters()}"}


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def test_1_the_agent_finds_the_matter_in_his_queue(as_person, relais, story, shot):
    amelie, alain = as_person("amelie"), as_person("alain")
    amelie.goto("/messages/nouveau/")
    service = amelie.get_by_label("Service")
    service.select_option(service.locator("option", has_text="Permis de conduire").get_attribute("value"))
    amelie.get_by_label("Objet").fill(story["subject"])
    amelie.get_by_label("Message", exact=True).fill("J’ai perdu ma carte de permis.")
    press(amelie, "Envoyer le message")
    expect(amelie.locator("main")).to_contain_text("Pas encore lu")
    story["thread"] = amelie.url
    alain.goto("/gestion/work_items/workitem/")
    story["queue"] = alain.get_by_role("cell", name="Répondre à un message").count()
    shot(alain, "c1-queue")
    alain.locator("main").get_by_role("link", name=story["subject"]).last.click()
    expect(alain.locator("h1")).to_contain_text(story["subject"])
    expect(alain.locator("main")).to_contain_text("J’ai perdu ma carte de permis.")
    story["agent page"] = alain.url
    amelie.reload()
    expect(amelie.locator("main")).to_contain_text("Lu le")
    for other in ("benoit", "diane"):
        page = as_person(other)
        assert page.goto(story["agent page"]).status == 404
        assert page.goto(story["thread"]).status == 404


def test_2_the_answer_is_told_by_email_within_the_minute(as_person, relais, story, shot, capsys):
    before, alain = len(relais.mails(AMELIE)), as_person("alain")
    alain.goto(story["agent page"])
    alain.locator("textarea[name=body]").fill("Bonjour, envoyez-nous une pièce d’identité.")
    answered = days.real_time()
    press(alain, "Envoyer la réponse")
    mail = wait_until(lambda: relais.mails(AMELIE)[before:], NOTICE_WITHIN, "the e-mail to amelie")[0]
    accepted = dt.datetime.fromisoformat(mail["at"]).timestamp()
    with capsys.disabled():
        print(f"\nfrom the agent's answer to the e-mail accepted: {accepted - answered:.1f} s")
    expect(alain.locator("main")).to_contain_text("Pas encore lu")
    expect(alain.locator("textarea[name=body]")).to_have_value("")  # the draft is sent: it does not come back
    shot(alain, "c2-answered")
    alain.goto("/gestion/work_items/workitem/")
    expect(alain.get_by_role("cell", name="Répondre à un message")).to_have_count(story["queue"] - 1)


def test_3_amelie_reads_and_sees_who_opened_her_file(as_person, story, shot):
    amelie, alain = as_person("amelie", width=320), as_person("alain")
    amelie.goto(story["thread"])
    expect(amelie.locator("main")).to_contain_text("envoyez-nous une pièce d’identité")
    alain.goto(story["agent page"])
    expect(alain.locator("main")).not_to_contain_text("Pas encore lu")
    amelie.goto("/espace/consultations/")
    line = amelie.locator("main li", has_text="a ouvert la conversation").first
    expect(line).to_contain_text("Alain Côté")
    expect(line).to_contain_text("Société de l’assurance automobile")
    shot(amelie, "c3-who-read-320")


def test_4_the_agent_asks_for_a_requested_document_and_amelie_gives_it(as_person, story, shot):
    amelie, alain, requested_document = (
        as_person("amelie", width=320),
        as_person("alain"),
        f"Passeport {some_letters()}",
    )
    due = dt.date.today() + dt.timedelta(days=10)
    alain.goto(story["agent page"])
    alain.get_by_label("Pièce demandée").fill(requested_document)
    alain.get_by_label("À envoyer au plus tard le").fill(due.isoformat())
    shot(alain, "c4-ask")
    press(alain, "Demander la pièce")
    amelie.goto(story["thread"])
    address = amelie.get_by_role("link", name=requested_document).get_attribute("href")
    amelie.goto("/espace/")
    shot(amelie, "c5-to-do-320")
    amelie.locator(f"section[aria-labelledby=space-todo] a[href='{address}']").click()
    upload = {"name": "passeport.pdf", "mimeType": "application/pdf", "buffer": corpus.pdf()}
    amelie.locator("input[type=file]").set_input_files([upload])
    shot(amelie, "c6-give-320")
    press(amelie, "Envoyer")
    expect(amelie.locator("main")).to_contain_text("passeport.pdf")
    shot(amelie, "c7-given-320")
    with amelie.expect_download() as receipt:
        amelie.get_by_role("link", name=re.compile("^Reçu")).first.click()
    assert receipt.value.path().read_bytes().startswith(b"%PDF")
    amelie.goto("/espace/")
    expect(amelie.locator(f"section[aria-labelledby=space-todo] a[href='{address}']")).to_have_count(0)
    story["requested_document"] = requested_document


def test_5_the_agent_accepts_the_requested_document_and_his_queue_is_shorter(as_person, story, shot):
    alain = as_person("alain")
    alain.goto("/gestion/work_items/workitem/")
    tasks = alain.get_by_role("cell", name="Examiner une pièce reçue")
    count = tasks.count()
    alain.locator("main").get_by_role("link", name=story["requested_document"]).last.click()
    expect(alain.locator("h1")).to_contain_text(story["requested_document"])
    accept = alain.get_by_role("button", name="Accepter la pièce")
    wait_until(lambda: accept.count() or not alain.reload(), 30, "the piece's check")
    shot(alain, "c8-piece")
    accept.click()
    expect(alain.locator("main")).to_contain_text(re.compile("accepté", re.I))
    alain.goto("/gestion/work_items/workitem/")
    expect(tasks).to_have_count(count - 1)


def test_6_an_administrator_publishes_a_kind_and_citizens_may_ask_for_it(as_person, shot):
    emile, amelie = as_person("emile"), as_person("amelie")
    amelie.goto(KIND_PAGE)
    expect(amelie.locator("main")).to_contain_text("n’offre pas encore ce rappel dans Relais")
    emile.goto("/gestion/kinds/deadlinekind/?state__exact=draft")
    emile.locator("tr", has_text=KIND).get_by_role("link", name=KIND).click()
    shot(emile, "d1-kind-before-publishing")
    emile.get_by_role("link", name="Voir l’aperçu").click()
    expect(emile.locator("main")).to_contain_text("60 jours avant")
    shot(emile, "d2-preview")
    emile.locator("main").get_by_role("link", name="Modifier").first.click()
    emile.get_by_label("Équipe responsable").select_option("Permis de conduire")
    emile.get_by_role("button", name="Enregistrer et aller publier").click()
    emile.get_by_role("button", name="Publier", exact=True).click()
    expect(emile.locator("body")).to_contain_text("C’est publié")
    shot(emile, "d3-published")


def test_7_done_cancels_the_rest(as_person, relais, shot):
    """Amélie and Bruno follow the same date; she says it is done. His reminder comes, hers does not."""
    due, bruno = dt.date.today() + dt.timedelta(days=100), "bruno@relais.example"
    hers, his = len(reminders_to(relais, AMELIE)), len(reminders_to(relais, bruno))
    for key in ("amelie", "bruno"):
        page = as_person(key, width=320)
        page.goto(KIND_PAGE)
        page.get_by_role("link", name="Me le rappeler").first.click()
        page.get_by_label("Date d’expiration").fill(due.isoformat())
        if (asked := page.get_by_label(re.compile("rappels par courriel"))).count():  # else she said so before
            asked.check()
        press(page, "Me le rappeler")
        expect(page.locator("h1")).to_contain_text(KIND)
        if key == "amelie":
            shot(page, "d4-ladder-320")
            press(page, "C’est fait")
            expect(page.locator("body")).to_contain_text("Aucun autre rappel ne partira")
            shot(page, "d5-done-320")
    try:
        relais.move_clock(days=70.5)  # thirty days before
        wait_until(lambda: len(reminders_to(relais, bruno)) == his + 1, 60, "the reminder to bruno")
        relais.move_clock(days=101.5)  # the day after
        wait_until(lambda: len(reminders_to(relais, bruno)) == his + 2, 60, "the second reminder to bruno")
        assert len(reminders_to(relais, AMELIE)) == hers
    finally:
        relais.move_clock(days=0)


def reminders_to(relais, address: str) -> list[dict]:
    return [mail for mail in relais.mails(address) if "carte de permis à renouveler" in mail["text"]]


def test_8_six_answers_then_one_corrected_changes_a_finding(as_person, shot):
    page = as_person("anonymous", width=320)
    page.goto("/programmes/pistes/")
    press(page, "Commencer les questions")
    for number in range(6):
        if number == 4:  # the pause: first findings, then more questions for those who want
            expect(page).to_have_url(re.compile("/pistes/resultat/"))
            page.get_by_role("link", name="Continuer les questions").click()
            expect(page).not_to_have_url(re.compile("/pistes/resultat/"))
        answer(page)
    page.goto("/programmes/pistes/resultat/")
    shot(page, "e1-six-answers-320")
    before = verdicts(page)
    page.locator("section[aria-labelledby=answers] li", has_text="naissance").get_by_role("link").click()
    page.get_by_label("Jour", exact=True).fill("5")
    page.get_by_label("Mois", exact=True).select_option("5")
    page.get_by_label("Année", exact=True).fill("1950")
    shot(page, "e2-correct-320")
    press(page, "Enregistrer et revoir mes pistes")
    expect(page).to_have_url(re.compile("/pistes/resultat/"))
    after = verdicts(page)
    assert after["eligible"] | after["unknown"] | after["not-eligible"] == set().union(*before.values())
    assert OLD_AGE in before["not-eligible"], before
    assert OLD_AGE not in after["not-eligible"], after
    shot(page, "e3-changed-320")


def verdicts(page: Page) -> dict[str, set[str]]:
    """The programs under each verdict."""
    lists = {name: page.locator(f"section[aria-labelledby={name}]") for name in ("eligible", "unknown", "not-eligible")}
    names = "h3 a, .r-row-title a"
    return {name: set(part.locator(names).all_text_contents()) for name, part in lists.items()}


def answer(page: Page) -> None:
    """A plausible answer, whatever the question's kind."""
    form, question = page.locator("main form").first, page.url
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
        form.locator("input:not([type=hidden]):not([type=checkbox])").first.fill("12000")
    press(page, "Continuer")
    expect(page).not_to_have_url(question)
