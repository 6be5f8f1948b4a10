"""Files on a telephone: chosen one by one, taken out, kept when another box is wrong, their verdict by itself."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import some_letters
from tests.portal.documents import corpus

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()


def pick(page: Page, name: str, content: bytes, kind: str = "image/jpeg", *, box: int = 0) -> None:
    page.locator("input[type=file]").nth(box).set_input_files([{"name": name, "mimeType": kind, "buffer": content}])


def write(page: Page, subject: str) -> None:
    page.goto("/messages/nouveau/")
    service = page.get_by_label("Service")
    service.select_option(service.locator("option", has_text="Permis de conduire").get_attribute("value"))
    page.get_by_label("Objet").fill(subject)
    page.get_by_label("Message", exact=True).fill("Voici mes photos.")


def send(page: Page, name: str = "Envoyer le message") -> None:
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("width", [390, 1280])
def test_one_by_one_then_an_error_then_the_verdict(as_person, shot, width):
    page = as_person("amelie", width=width)
    write(page, "")
    picks = page.locator("[data-picks] li")
    pick(page, "recto.jpg", picture("navy"))
    pick(page, "verso.jpg", picture("teal"))
    pick(page, "floue.jpg", picture("grey"))
    expect(picks).to_have_count(3)
    pick(page, "note.docx", b"PK", "application/msword")
    expect(page.locator("main")).to_contain_text("note.docx »\u00a0: Ce fichier n’est ni un PDF")
    shot(page, f"f1-picks-{width}")
    page.get_by_role("button", name="Retirer floue.jpg").click()
    expect(picks).to_have_count(2)
    send(page)
    expect(page.locator("main")).to_contain_text("Donnez un objet")
    expect(page.locator("[data-picks]")).to_contain_text("déjà reçu")
    expect(picks).to_have_count(2)
    shot(page, f"f2-kept-{width}")
    page.get_by_role("button", name="Retirer verso.jpg").click()
    pick(page, "attache.pdf", corpus.attaching_pdf(), "application/pdf")
    page.get_by_label("Objet").fill(f"Photos {some_letters()}")
    send(page)
    main = page.locator("main")
    expect(main).to_contain_text("Voici mes photos.")
    shot(page, f"f3-sent-{width}")
    # Nobody reloads: both become links by themselves.
    expect(main.get_by_role("link", name="recto.jpg", exact=True)).to_be_visible(timeout=40_000)
    expect(main.get_by_role("link", name="attache.pdf", exact=True)).to_be_visible(timeout=40_000)
    expect(main).not_to_contain_text("verso.jpg")
    main.get_by_text("Copie refaite par Relais").click()
    expect(main).to_contain_text("Les fichiers attachés à ce PDF n’y sont plus.")
    shot(page, f"f4-verdict-{width}")


def test_what_is_refused_is_said_before_the_message_leaves_without_it(as_person, shot):
    page = as_person("amelie", width=390)
    write(page, f"Sans ma note {some_letters()}")
    pick(page, "note.docx", b"PK", "application/msword")
    send(page)
    expect(page.locator("main")).to_contain_text("Ce qui est refusé n’est pas envoyé.")
    expect(page.locator("h1")).to_contain_text("Écrire un message")
    shot(page, "f0-refused-390")
    send(page)
    expect(page.locator("main")).to_contain_text("Voici mes photos.")
    expect(page.locator("h1")).to_contain_text("Sans ma note")


def test_without_java_script_further_boxes_and_boxes_to_untick(as_person, new_context, sessions, shot):
    as_person("amelie")
    context = new_context(width=390, java_script=False)
    context.add_cookies(sessions["amelie"]["cookies"])
    page = context.new_page()
    write(page, "")
    pick(page, "recto.jpg", picture("navy"))
    page.get_by_text("Joindre d’autres fichiers").click()
    pick(page, "verso.jpg", picture("teal"), box=1)
    shot(page, "f5-no-script-390")
    send(page)
    expect(page.get_by_role("checkbox", name="recto.jpg")).to_be_checked()
    page.get_by_role("checkbox", name="verso.jpg").uncheck()
    shot(page, "f6-no-script-kept-390")
    page.get_by_label("Objet").fill(f"Sans script {some_letters()}")
    send(page)
    expect(page.locator("main")).to_contain_text("recto.jpg")
    expect(page.locator("main")).not_to_contain_text("verso.jpg")


def test_an_agent_sends_a_letter(as_person, shot):
    amelie, alain = as_person("amelie"), as_person("alain")
    subject = f"Une lettre {some_letters()}"
    write(amelie, subject)
    send(amelie)
    alain.goto("/gestion/threads/thread/")
    alain.get_by_role("link", name=subject).first.click()
    pick(alain, "lettre.pdf", corpus.pdf(), "application/pdf")
    send(alain, "Envoyer la réponse")
    expect(alain.locator("[data-picks]")).to_contain_text("déjà reçu")
    shot(alain, "f7-agent-kept")
    alain.locator("textarea[name=body]").fill("Voici votre lettre.")
    send(alain, "Envoyer la réponse")
    expect(alain.get_by_role("link", name="lettre.pdf", exact=True)).to_be_visible(timeout=40_000)
    shot(alain, "f8-agent-sent")


def test_a_requested_paper_is_photographed_page_by_page(as_person, shot):
    """Three photos, one of which is taken back before anybody opened it; then the agent opens one."""
    amelie, alain, paper = as_person("amelie", width=390), as_person("alain"), f"Bail {some_letters()}"
    write(amelie, paper)
    send(amelie)
    thread = amelie.url
    alain.goto("/gestion/threads/thread/")
    alain.get_by_role("link", name=paper).first.click()
    alain.get_by_label("Pièce demandée").fill(paper)
    alain.get_by_label("À envoyer au plus tard le").fill("2030-01-01")
    send(alain, "Demander la pièce")
    amelie.goto(thread)
    amelie.get_by_role("link", name=paper).click()
    main = amelie.locator("main")
    pick(amelie, "page1.jpg", picture("navy"))
    pick(amelie, "page2.jpg", picture("teal"))
    shot(amelie, "f9-photos-390")
    send(amelie, "Envoyer")
    expect(main).to_contain_text("Votre pièce est reçue")
    shot(amelie, "f10-two-photos-390")
    amelie.get_by_text("Ajouter un fichier").click()
    pick(amelie, "page3.jpg", picture("grey"))
    send(amelie, "Envoyer")
    expect(main.get_by_role("link", name="page3.jpg", exact=True)).to_be_visible(timeout=40_000)
    shot(amelie, "f11-three-photos-390")
    amelie.get_by_role("button", name="Retirer « page2.jpg »").click()
    expect(main).to_contain_text("Le fichier est retiré et effacé")
    expect(main).not_to_contain_text("page2.jpg")
    shot(amelie, "f12-taken-back-390")
    alain.reload()
    alain.locator("main").get_by_role("link", name=paper).last.click()
    shot(alain, "f13-agent-two-files")
    with alain.expect_download():
        alain.get_by_role("link", name="page1.jpg", exact=True).click()
    amelie.reload()
    expect(amelie.get_by_role("button", name="Retirer « page1.jpg »")).to_have_count(0)
    alain.get_by_role("button", name="Accepter la pièce").click()
    amelie.reload()
    expect(main).to_contain_text("Votre pièce est acceptée")


def test_a_refused_file_is_not_asked_again_and_back_is_no_error(as_person):
    """A refused form answers a POST: browsers do not keep it, and «back» to it was their own error."""
    page = as_person("amelie")
    write(page, "")
    pick(page, "faux.pdf", b"not a PDF", "application/pdf")
    send(page)
    main = page.locator("main")
    expect(main).to_contain_text("faux.pdf »\u00a0: Ce fichier n’est ni un PDF")
    expect(main).not_to_contain_text("À choisir de nouveau")
    page.get_by_label("Objet").fill(f"Retour {some_letters()}")
    send(page)
    expect(main).to_contain_text("faux.pdf\u00a0» a été refusé et n’est pas joint")
    page.get_by_label("Continuer sans ce qui a été refusé").check()
    send(page)
    expect(main).to_contain_text("Votre message est envoyé")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Écrire un message")
