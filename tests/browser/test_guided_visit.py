"""The guided visit in a browser: a story is chosen, one click is a session, and the way back is on every page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessible import EVERY_RULE, axe_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_story_is_walked_from_the_page_of_the_demonstration(as_person, shot, width):
    page = as_person("anonymous")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/demonstration/")
    shot(page, f"visit-1-home-{width}")
    assert axe_faults(page, EVERY_RULE, "light") == [] and not overflow(page)
    page.get_by_role("link", name="Écrire à un organisme, recevoir une réponse").click()
    shot(page, f"visit-2-story-{width}")
    assert axe_faults(page, EVERY_RULE, "light") == [] and not overflow(page)
    page.get_by_role("button", name="Entrer comme Amélie Tremblay").first.click()
    expect(page.locator("h1")).to_contain_text("À qui écrire")
    page.get_by_role("link", name="La visite").click()
    page.get_by_role("link", name="Écrire à un organisme, recevoir une réponse").click()
    page.get_by_role("button", name="Entrer comme Alain Côté").click()
    expect(page).to_have_url(re.compile("/gestion/$"))
    shot(page, f"visit-3-agent-{width}")
