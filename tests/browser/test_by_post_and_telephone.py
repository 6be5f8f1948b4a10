"""People without Internet are served as fully: Georgette's letter is posted, Léopold is called by an agent.

Their reminders left at the first start: this file comes before the walks that move the clock past what is useful.
"""

import datetime as dt
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Page, expect

from portal.launch.postgres import Cluster
from tests.browser.conftest import sign_in, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
LETTERS, CALLS = "/gestion/letters/letter/", "/gestion/calls/call/"


def press(page: Page, name: str | re.Pattern) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


@pytest.fixture
def at_noon(relais) -> Iterator[None]:
    """A noon in Québec, when one may ring: the next one, or that which follows the calls already made to wait (other
    walks move the clock further). The real time comes back afterwards."""
    with psycopg.connect(Cluster(relais.folder).url("superuser")) as database:
        asked = "SELECT max(next_try_at) FROM calls_call WHERE state = 'to_call'"
        waiting, begun = database.execute(asked).fetchone()[0], dt.datetime.now(dt.UTC)
    after = max(begun, waiting or begun).astimezone(ZoneInfo("America/Toronto"))
    noon = after.replace(hour=12, minute=0, second=0, microsecond=0)
    noon += dt.timedelta(days=1) if noon < after else dt.timedelta(0)
    relais.move_clock(days=(noon - dt.datetime.now(dt.UTC)) / dt.timedelta(days=1))
    yield
    relais.move_clock(days=0)


def test_1_a_letter_is_printed_folded_and_posted(as_person, shot):
    olga = as_person("olga")
    olga.goto(LETTERS)
    expect(olga.locator("main")).to_contain_text(re.compile(r"\d+ lettres? atten"))
    shot(olga, "o1-letters")
    press(olga, "Préparer un lot de tous les organismes")
    expect(olga.locator("body")).to_contain_text(re.compile(r"Le lot \d+ est prêt"))
    with olga.expect_download() as batch:
        olga.get_by_role("link", name=re.compile("Télécharger le lot")).click()
    assert batch.value.path().read_bytes().startswith(b"%PDF")
    shot(olga, "o2-lot")
    olga.get_by_role("link", name="Je l’ai téléchargé").click()
    press(olga, "C’est imprimé")
    press(olga, "C’est posté")
    expect(olga.locator("main")).to_contain_text("Posté")
    olga.goto(LETTERS)
    expect(olga.locator("main")).to_contain_text("Aucune lettre n’attend")
    shot(olga, "o3-no-letter")


def test_2_a_call_is_made_with_its_script_and_its_outcome(relais, new_context, at_noon, shot):
    """Somebody signs in that day: sessions of the real day are over by then."""
    aicha = new_context().new_page()
    sign_in(relais, aicha, "aicha")
    aicha.goto(CALLS)
    leopold = aicha.locator("main tbody a", has_text="Savard")
    wait_until(lambda: leopold.count() or not aicha.reload(), 60, "the call to Léopold")
    shot(aicha, "o4-calls")
    leopold.first.click()
    expect(aicha.locator("main")).not_to_contain_text("Ce que vous dites")
    press(aicha, "Prendre cet appel")
    expect(aicha.locator("main")).to_contain_text("Ce que vous dites")
    expect(aicha.locator("main")).to_contain_text("Sur un répondeur")
    shot(aicha, "o5-script")
    press(aicha, "Personne jointe")
    expect(aicha.locator("body")).to_contain_text("Noté. Merci!")
    aicha.goto(f"{CALLS}?etat=termines")
    expect(aicha.locator("main")).to_contain_text("personne jointe")


def test_3_handled_by_telephone_silences_the_ladder_until_somebody_resumes_it(as_person, shot):
    alain = as_person("alain")
    alain.goto("/gestion/assisted/servedperson/")
    alain.get_by_role("link", name=re.compile("Savard")).first.click()
    shot(alain, "o6-person")
    alain.locator("section[aria-labelledby=echeances] .r-list a").first.click()
    press(alain, re.compile("Traité par téléphone"))
    shot(alain, "o7-confirm")
    press(alain, "Oui, le noter")
    expect(alain.locator("main")).to_contain_text("Les rappels sont en pause")
    shot(alain, "o8-paused")
    press(alain, re.compile("Reprendre"))
    press(alain, "Oui, le noter")
    expect(alain.locator("main")).not_to_contain_text("Les rappels sont en pause")
