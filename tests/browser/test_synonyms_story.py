"""People's words: an agent proposes one, operators decide, the search follows; a former version comes back."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
LIST = "/gestion/catalogue/synonym/"
MEANING = "véhicule"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(name)).first.click()


def propose(page: Page, word: str) -> None:
    page.goto(f"{LIST}add/")
    page.locator("input[name=term]").fill(word)
    page.locator("input[name=meaning]").fill(MEANING)
    page.locator("#content form button[type=submit], #content form input[type=submit]").first.click()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_word_is_proposed_decided_and_undone(as_person, shot, width):
    word = f"Bazou {width}"  # each walk proposes its own
    alain, olga = as_person("alain", width=width), as_person("olga", width=width)
    alain.goto(LIST)
    expect(alain.locator("main")).to_contain_text("La recherche est à tous les organismes")
    shot(alain, f"s1-agent-{width}")
    propose(alain, word)
    expect(alain.locator("body")).to_contain_text("une fois la proposition approuvée")
    olga.goto(LIST)
    expect(olga.locator("main")).to_contain_text("1 proposition attend une décision")
    shot(olga, f"s2-operator-{width}")
    olga.get_by_role("link", name="Voir les propositions").click()
    olga.get_by_role("link", name=word).click()
    shot(olga, f"s3-decide-{width}")
    press(olga, "Mettre en service")
    expect(olga.locator("body")).to_contain_text("en service dès maintenant")
    olga.goto(f"{LIST}versions/")
    expect(olga.locator("main")).to_contain_text(f"{word} → {MEANING}")
    shot(olga, f"s4-versions-{width}")
    press(olga, "Remettre cette version")
    expect(olga.locator("body")).to_contain_text("est remise")
    olga.goto(f"{LIST}?q={word}")
    olga.get_by_role("link", name=word).click()
    expect(olga.locator("main")).to_contain_text("retiré")
    shot(olga, f"s5-withdrawn-{width}")
