"""The advisor in Chromium: four questions and their verdicts on a small screen; and the same without JavaScript."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from portal.demo import seed
from programs.imports import import_reference

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: set CHROMIUM or install it"),
]


@pytest.fixture
def chromium(transactional_db, monkeypatch):
    """The database is filled before Playwright starts its loop: a connection opened inside it would never be closed."""
    seed({})
    import_reference(by=None)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def check(page: Page, has_scripts: bool) -> None:
    """No serious finding of axe, no sideways scroll."""
    if not has_scripts:
        return
    found = Axe().run(page).response["violations"]
    assert not [one["id"] for one in found if one["impact"] in {"serious", "critical"}], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without"])
def test_four_questions_and_their_verdicts(chromium, live_server, has_scripts):
    context = chromium.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=has_scripts)
    page = context.new_page()
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + "/programmes/pistes/")
    check(page, has_scripts)
    page.get_by_role("button", name="Commencer les questions").click()
    page.get_by_role("button", name="Continuer").click()
    assert page.get_by_text("Il reste quelque chose à corriger").is_visible()
    for fill in (
        lambda: page.get_by_label("Oui").check(),
        lambda: page.get_by_label("Date de naissance de l’enfant 1").fill("2026-09-10"),
        lambda: page.get_by_label("Citoyenneté canadienne").check(),
        lambda: page.get_by_label("Date de naissance").fill("1992-12-02"),
    ):
        fill()
        check(page, has_scripts)
        page.get_by_role("button", name="Continuer").click()
    assert page.get_by_role("heading", name="Vos pistes").is_visible()
    for program in ("Allocation famille", "Carte d’assurance maladie", "Place en service de garde subventionné"):
        assert page.get_by_role("heading", name=program).is_visible()
    page.get_by_text("Pourquoi, et comment demander").first.click()
    assert page.get_by_text("Avoir à sa charge un enfant de moins de 18 ans").first.is_visible()
    check(page, has_scripts)
    page.get_by_role("link", name="Corriger").first.click()
    assert page.get_by_label("Oui").is_checked()
    page.wait_for_load_state("networkidle")
    context.close()
