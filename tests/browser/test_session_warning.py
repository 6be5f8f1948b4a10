"""The end of a session is told before, to citizens and agents; what was written comes back, a file is asked for."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
WARNED = "Voulez-vous rester connecté?"
OVER = "Votre session est terminée"


@pytest.fixture
def pass_time(relais):
    """`pass_time(page, minutes)`: for the portal and for the page's own clock; the portal's comes back afterwards."""
    passed = 0

    def go(page: Page, minutes: float) -> None:
        nonlocal passed
        passed += minutes
        relais.move_clock(days=passed / 24 / 60)
        page.clock.fast_forward(int(minutes * 60 * 1000))

    yield go
    relais.move_clock(days=0)


@pytest.mark.parametrize(("who", "path", "minutes"), [("bruno", "/messages/nouveau/", 30), ("alain", "/gestion/", 15)])
def test_the_end_is_told_three_minutes_before_and_again_when_it_came(as_person, pass_time, who, path, minutes):
    page = as_person(who)
    page.clock.install()
    page.goto(path)
    dialog = page.locator("dialog[data-session-seconds]")
    expect(dialog).to_be_hidden()
    pass_time(page, minutes - 2)
    expect(page.get_by_role("dialog", name=WARNED)).to_be_visible()
    stay = dialog.get_by_role("button", name="Rester connecté")
    expect(stay).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    pass_time(page, minutes - 2)
    expect(stay).to_be_focused()
    pass_time(page, 3)
    expect(page.get_by_role("dialog", name=OVER)).to_be_visible()
    expect(dialog.get_by_role("link", name="Me connecter")).to_be_focused()


def test_what_was_written_comes_back_and_the_file_is_asked_for_again(relais, as_person, pass_time, tmp_path):
    photo = tmp_path / "permis.png"
    photo.write_bytes(b"not looked at: nothing is sent")
    page = as_person("bruno")
    page.clock.install()
    page.goto("/messages/nouveau/")
    page.get_by_label("Message", exact=True).fill("Voici mon permis.")
    page.locator("input[type=file]").first.set_input_files(photo)
    pass_time(page, 31)
    page.get_by_role("dialog", name=OVER).get_by_role("link", name="Me connecter").click()
    sign_in(relais, page, "bruno", here=True)
    expect(page.get_by_label("Message", exact=True)).to_have_value("Voici mon permis.")
    expect(page.locator("main")).to_contain_text("À choisir de nouveau : permis.png")


@pytest.mark.parametrize(
    ("who", "path"), [("bruno", "/messages/nouveau/"), ("emile", "/gestion/organizations/team/add/")]
)
def test_after_the_skip_link_errors_still_take_the_focus(as_person, who, path):
    page = as_person(who)
    page.goto(path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#contenu")
    page.locator("main form button[type=submit], main form input[type=submit]").first.click()
    expect(page.locator("main [data-focus]")).to_be_focused()
    page.wait_for_load_state()
    expect(page.locator("main [data-focus]")).to_be_focused()
    assert page.title().startswith("Erreur")


def test_success_takes_the_focus(as_person):
    page = as_person("bruno")
    page.goto("/messages/nouveau/")
    service = page.get_by_label("Service")
    service.select_option(service.locator("option", has_text="Médicaments").get_attribute("value"))
    page.get_by_label("Objet").fill("Une question")
    page.get_by_label("Message", exact=True).fill("Bonjour.")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.locator("[data-told]")).to_be_focused()
