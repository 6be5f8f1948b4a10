"""What people send by mistake, and what they should not: a sentence that helps, nothing typed lost, nothing kept."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Relais, sign_in, some_letters, wait_until
from tests.portal.documents import corpus

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
BODY = "Je ne veux pas perdre ceci."
REFUSED_AT_ONCE = {
    "vide.pdf": (b"", "Ce fichier est vide"),
    "lourd.pdf": (b"%PDF-1.7\n" + bytes(26 * 1024 * 1024), "dépasse 25 Mo"),
    "programme.pdf": (b"MZ\x90\x00" + bytes(300), "ni un PDF, ni une image"),
}
REFUSED_BY_CHECKS = {
    "chiffre.pdf": (corpus.encrypted_pdf(), "protégé par un mot de passe"),
    "coupe.pdf": (corpus.pdf()[:300], "incomplet ou abîmé"),
    "virus.pdf": (corpus.pdf(corpus.EICAR), "Notre antivirus a reconnu un programme dangereux"),
}
BAD_NAME = "..\\..\\etc/pass<wd>\u202efdp.pdf"


@pytest.fixture
def scans(clamd) -> bool:
    """Whether this demonstration has a scanner (CI's always has)."""
    return bool(clamd)


@pytest.fixture
def page(as_person) -> Page:
    return as_person("bruno", width=320)


def write(page: Page, subject: str, body: str = BODY) -> None:
    page.goto("/messages/nouveau/")
    service = page.get_by_label("Service")
    service.select_option(service.locator("option", has_text="Médicaments").get_attribute("value"))
    page.get_by_label("Objet").fill(subject)
    page.get_by_label("Message", exact=True).fill(body)


def send(page: Page) -> None:
    page.get_by_role("button", name="Envoyer le message").click()


def attach(page: Page, files: dict[str, bytes]) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in files.items()]
    )


def stored_files(relais: Relais) -> set[str]:
    return {path.name for path in (relais.folder / "files").rglob("*") if path.is_file()}


def test_a_file_that_cannot_be_taken_is_told_before_anything_is_sent(page, relais, tmp_path, shot):
    """Wrong type, empty, 26 MB: each named with its reason, together; the text is still there and no file is kept."""
    subject, before = f"Fichiers {some_letters()}", stored_files(relais)
    write(page, subject)
    for name, (content, _) in REFUSED_AT_ONCE.items():
        (tmp_path / name).write_bytes(content)
    page.locator("input[type=file]").set_input_files([tmp_path / name for name in REFUSED_AT_ONCE])
    for name, (_, sentence) in REFUSED_AT_ONCE.items():
        if name == "programme.pdf":  # only its content betrays it
            send(page)  # what was refused here is said once more
            send(page)
        expect(page.locator("main")).to_contain_text(re.compile(f"{re.escape(name)}.*{re.escape(sentence)}"))
    expect(page.get_by_label("Message", exact=True)).to_have_value(BODY)
    expect(page.get_by_label("Objet")).to_have_value(subject)
    shot(page, "b1-files-refused-320")
    assert stored_files(relais) == before
    page.goto("/messages/")
    expect(page.locator("main")).not_to_contain_text(subject)


def test_a_file_refused_by_the_checks_says_why_and_is_erased(page, relais, scans, shot):
    """Encrypted, cut, infected (real clamd): the message is sent, each file ends refused with a sentence."""
    before, subject = stored_files(relais), f"Documents {some_letters()}"
    write(page, subject)
    attach(page, {name: content for name, (content, _) in REFUSED_BY_CHECKS.items()} | {BAD_NAME: corpus.pdf()})
    send(page)
    main = page.locator("main")
    expect(main).to_contain_text(BODY)
    wanted = [sentence for name, (_, sentence) in REFUSED_BY_CHECKS.items() if scans or name != "virus.pdf"]
    good = main.get_by_role("link", name=re.compile(r"^pass_wd_fdp\.pdf"))

    def are_told() -> bool:
        page.reload()
        text = main.inner_text()
        return all(sentence in text for sentence in wanted) and good.count() == 1

    wait_until(are_told, 60, f"the refusals of {wanted}")
    shot(page, "b2-files-checked-320")
    wait_until(lambda: len(stored_files(relais) - before) == (1 if scans else 2), 30, "the refused files' erasure")


def test_a_message_of_100_kb_comes_back_whole(page, shot):
    long = "Un paragraphe de plus, collé d’un autre document.\n" * 2000
    write(page, "Long message")
    page.get_by_label("Message", exact=True).evaluate("(field, text) => field.value = text", long)
    send(page)
    expect(page.locator("main")).to_contain_text("Raccourcissez-le, ou joignez le texte en PDF")
    assert page.get_by_label("Message", exact=True).input_value() == long
    shot(page, "b3-too-long-320", whole=False)


def test_two_clicks_send_one_message(page):
    subject = f"Deux clics {some_letters()}"
    write(page, subject)
    page.get_by_role("button", name="Envoyer le message").dblclick(no_wait_after=True)
    expect(page.locator("main")).to_contain_text(BODY)
    page.goto("/messages/")
    expect(page.get_by_role("link", name=subject)).to_have_count(1)


def test_the_same_form_sent_from_two_tabs_sends_one_message(page):
    """Without the page's script: the server alone knows the message by its key."""
    subject = f"Deux onglets {some_letters()}"
    write(page, subject)
    form = page.locator("form[data-draft=message]")
    fields = form.evaluate("form => Object.fromEntries([...new FormData(form)].filter(([, v]) => v.trim))")
    headers = {"Referer": page.url}
    answers = [page.request.post("/messages/nouveau/", multipart=fields, headers=headers) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200] and answers[0].url == answers[1].url
    page.goto("/messages/")
    expect(page.get_by_role("link", name=subject)).to_have_count(1)


def test_a_session_lost_while_writing_loses_no_word(relais, new_context, shot):
    """The session ends (its cookie goes), the person sends, signs in again, and finds the text where it was."""
    page, subject = new_context(width=320).new_page(), f"Session {some_letters()}"
    sign_in(relais, page, "bruno")
    write(page, subject)
    page.context.clear_cookies(name="__Host-session")
    send(page)
    expect(page).to_have_url(re.compile("/compte/login/"))
    expect(page.locator("body")).to_contain_text("Votre session est finie")
    shot(page, "b4-session-over-320")
    sign_in(relais, page, "bruno", here=True)
    expect(page).to_have_url(re.compile("[^=]/messages/nouveau/$"))
    expect(page.get_by_label("Message", exact=True)).to_have_value(BODY)
    expect(page.get_by_label("Objet")).to_have_value(subject)
    shot(page, "b5-draft-back-320")
    page.context.clear_cookies()  # the other way to be late: the form's own secret is gone too
    send(page)
    expect(page.locator("h1")).to_contain_text("ouverte depuis trop longtemps")
    shot(page, "b6-stale-form-320")
    sign_in(relais, page, "bruno")
    page.goto("/messages/nouveau/")
    expect(page.get_by_label("Message", exact=True)).to_have_value(BODY)
    send(page)
    expect(page.locator("main")).to_contain_text(BODY)
    page.goto("/messages/nouveau/")
    expect(page.get_by_label("Message", exact=True)).to_have_value("")


def test_another_persons_id_in_an_address_or_a_form_is_worth_nothing(page, as_person, shot):
    amelie = as_person("amelie")
    amelie.goto("/messages/")
    hers = amelie.locator("main .r-row a[href^='/messages/']:not([href*=nouveau])").first.get_attribute("href")
    assert page.goto(hers).status == 404
    shot(page, "b7-not-found-320")
    amelie.goto("/messages/nouveau/")
    citizen = amelie.locator("[name=citizen]").first.get_attribute("value")
    subject = f"Pour une autre {some_letters()}"
    write(page, subject)
    page.locator("input[name=citizen]").evaluate("(field, value) => field.value = value", citizen)
    send(page)
    expect(page.get_by_label("Message", exact=True)).to_have_value(BODY)
    shot(page, "b8-other-citizen-320")
    amelie.goto("/messages/")
    expect(amelie.locator("main")).not_to_contain_text(subject)
