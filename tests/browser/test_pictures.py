"""Pictures of the README: `SCREENSHOTS=docs/images python3 manage.py test tests/browser/test_pictures.py`."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]


def test_the_first_screen_says_what_this_is_and_where_to_begin(as_person, shot):
    """On a common screen, purpose and first doors are seen without scrolling."""
    page = as_person("anonymous")
    page.goto("/")
    expect(page.locator("h1")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Créer un compte").last).to_be_in_viewport()
    shot(page, "home", whole=False)


def test_a_citizens_space_says_what_is_expected_of_them(as_person, shot):
    page = as_person("amelie")
    page.goto("/espace/")
    expect(page.get_by_role("heading", name="À faire").first).to_be_in_viewport()
    shot(page, "space", whole=False)


def test_gestion_shows_an_agent_what_waits(as_person, shot):
    page = as_person("alain")
    page.goto("/gestion/")
    expect(page.locator("h1")).to_be_in_viewport()
    shot(page, "gestion", whole=False)


def test_a_kind_of_deadline_shows_its_reminders_before_and_after(as_person, shot):
    page = as_person("anonymous")
    page.goto("/rappels/types/permis-conduire-paiement/")
    expect(page.locator("h1")).to_be_in_viewport()
    shot(page, "ladder", whole=False)
