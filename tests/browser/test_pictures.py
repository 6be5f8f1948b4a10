"""Pictures of the README: `SCREENSHOTS=docs/images python3 manage.py test tests/browser/test_pictures.py`."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_first_screen_says_what_this_is_and_where_to_begin(as_person, shot):
    """On a common screen, purpose and first doors are seen without scrolling."""
    page = as_person("anonymous")
    page.goto("/")
    expect(page.locator("h1")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Créer un compte").last).to_be_in_viewport()
    shot(page, "home", whole=False)
