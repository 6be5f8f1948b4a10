"""Somebody with a telephone and a postal address only: registered, served, invited by post to open her space.

And a person of another team, opened with the code that she reads in her space.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.portal.documents import corpus

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
SECTION = "/gestion/assisted/servedperson/"


@pytest.fixture(scope="module")
def story() -> dict[str, str]:
    """What one step of the walk leaves to the next."""
    return {}


def press(page: Page, name: str | re.Pattern) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def test_1_she_is_registered_on_the_telephone(as_person, story, shot):
    page = as_person("alain", width=1280)
    page.goto(SECTION)
    shot(page, "r1-people")
    page.get_by_role("link", name="Inscrire une personne").click()
    page.get_by_label("Nom", exact=True).fill("Pelletier-Roy")
    page.get_by_label("Code postal").fill("zzz")
    press(page, "Inscrire")
    expect(page.locator("main")).to_contain_text("Ce code postal n’existe pas")
    expect(page.get_by_label("Nom", exact=True)).to_have_value("Pelletier-Roy")
    shot(page, "r2-refused")
    page.get_by_label("Prénom").fill("Antoinette")
    page.get_by_label("Année").fill("1941")
    page.get_by_label("Numéro de téléphone").fill("418 555-0177")
    page.get_by_label("Numéro et rue").fill("12, rue du Quai")
    page.get_by_label("Ville ou village").fill("Sept-Îles")
    page.get_by_label("Code postal").fill("g4r 1a1")
    shot(page, "r3-form")
    press(page, "Inscrire")
    expect(page.locator("h1")).to_contain_text("Antoinette Pelletier-Roy")
    story["card"] = page.url


def test_2_she_is_not_registered_twice_without_a_word(as_person, shot):
    page = as_person("alain", width=390)
    page.goto(f"{SECTION}inscrire/")
    page.get_by_label("Nom", exact=True).fill("Pelletier Roy")
    page.get_by_label("Prénom").fill("Antoinette")
    press(page, "Inscrire")
    expect(page.locator("main")).to_contain_text("Peut-être déjà inscrite")
    shot(page, "r4-alike-390")


def test_3_what_she_says_is_noted_and_a_letter_invites_her(as_person, story, shot):
    page = as_person("alain", width=1280)
    page.goto(story["card"])
    page.get_by_text("Noter un échange").first.click()
    page.get_by_label("Ce qui a été dit, et promis").fill("Veut renouveler son permis; nous la rappelons lundi.")
    press(page, "Noter l’échange")
    expect(page.locator("main")).to_contain_text("nous la rappelons lundi")
    press(page, "Inviter par lettre à ouvrir son espace")
    expect(page.locator("body")).to_contain_text("La lettre est à imprimer")
    shot(page, "r5-card")
    narrow = as_person("alain", width=390)
    narrow.goto(story["card"])
    shot(narrow, "r6-card-390")


def test_4_the_letter_is_printed(as_person, shot):
    page = as_person("olga", width=1280)
    page.goto("/gestion/space_invitations/spaceinvitationbatch/")
    press(page, "Préparer un lot")
    with page.expect_download() as batch:
        page.get_by_role("link", name=re.compile("Télécharger le lot")).click()
    assert batch.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="Je l’ai téléchargé").click()
    press(page, re.compile("C’est imprimé"))
    shot(page, "r7-printed")


def test_5_a_wrong_code_opens_nothing(as_person, shot):
    """The right one is in `tests/reminders/space_invitations`: nobody reads a sealed code from here."""
    page = as_person("bruno", width=390)
    page.goto("/mon-code/")
    page.get_by_label("Code de la lettre").fill("AAAAA-AAAAA")
    page.get_by_label("Votre date de naissance").fill("12 mai 1961")
    press(page, "Ouvrir")
    expect(page.locator("main")).to_contain_text("mal copié")
    shot(page, "r8-wrong-390")


def test_6_another_team_opens_her_with_the_code_of_her_space(as_person, shot):
    citizen = as_person("bruno", width=390)
    citizen.goto("/code-aide/")
    press(citizen, "Voir un code")
    code = citizen.locator(".r-code").inner_text()
    shot(citizen, "r9-support-code-390")
    page = as_person("diane", width=1280)
    page.goto(f"{SECTION}ouvrir/")
    page.get_by_label("Ce que la personne dit d’elle").fill("Gagnon")
    press(page, "Chercher")
    expect(page.locator("main")).to_contain_text("Ajoutez à son nom")
    shot(page, "r10-too-vague")
    page.get_by_role("textbox", name="Code d’aide").fill(code)
    page.get_by_label("Qui demande, et quoi").fill("Veut savoir où en est sa carte")
    press(page, "Ouvrir sa fiche")
    expect(page.locator("h1")).to_contain_text("Bruno Gagnon")
    citizen.goto("/espace/consultations/")
    expect(citizen.locator("main")).to_contain_text("a ouvert votre fiche, parce que vous appeliez")
    shot(citizen, "r11-journal-390")


def test_7_registered_twice_she_is_joined_then_separated(as_person, story, shot):
    page = as_person("alain", width=1280)
    page.goto(f"{SECTION}inscrire/")
    page.get_by_label("Nom", exact=True).fill("Pelletier Roy")
    page.get_by_label("Prénom").fill("Antoinette")
    page.get_by_label("Numéro de téléphone").fill("418 555-0178")
    press(page, "Inscrire")
    press(page, re.compile("Ce n’est aucune d’elles"))
    expect(page.locator("h1")).to_contain_text("Antoinette Pelletier Roy")
    second = page.url
    page.get_by_text("Noter un échange").first.click()
    page.get_by_label("Ce qui a été dit, et promis").fill("A déménagé à Sept-Îles.")
    press(page, "Noter l’échange")
    page.goto(story["card"])
    page.get_by_role("link", name="Réunir avec une autre inscription").click()
    shot(page, "r12-which")
    page.get_by_role("button", name=re.compile("Comparer · Antoinette Pelletier Roy")).click()
    expect(page.locator("main")).to_contain_text("Est-ce bien la même personne?")
    shot(page, "r13-both")
    narrow = as_person("alain", width=390)
    narrow.goto(page.url)
    press(page, "Oui, réunir")
    expect(page.locator("main")).to_contain_text("Aussi inscrite")
    expect(page.locator("main")).to_contain_text("A déménagé à Sept-Îles.")
    shot(page, "r14-joined")
    narrow.goto(story["card"])
    narrow.get_by_text("Séparer").first.click()
    shot(narrow, "r15-separate-390")
    press(narrow, re.compile("Oui, séparer"))
    expect(narrow.locator("main")).not_to_contain_text("Aussi inscrite")
    expect(narrow.locator("main")).not_to_contain_text("A déménagé à Sept-Îles.")
    narrow.goto(second)
    expect(narrow.locator("main")).to_contain_text("A déménagé à Sept-Îles.")


def test_8_an_agent_writes_first_with_a_document(as_person, shot, tmp_path):
    page = as_person("alain", width=1280)
    page.goto(SECTION)
    page.get_by_role("link", name="Tremblay", exact=True).first.click()
    page.get_by_role("link", name="Écrire à la personne, ou lui remettre un document").click()
    press(page, "Envoyer le message")
    expect(page.locator("main")).to_contain_text("Donnez un objet à votre message")
    page.get_by_label("Objet").fill("Votre nouveau permis")
    page.get_by_label("Message").fill("Voici la lettre qui l’accompagne.")
    letter = tmp_path / "lettre.pdf"
    letter.write_bytes(corpus.pdf())
    page.locator("input[type=file]").first.set_input_files(letter)
    shot(page, "r16-write-first")
    press(page, "Envoyer le message")
    expect(page.locator("body")).to_contain_text("Votre message est envoyé.")
    narrow = as_person("amelie", width=390)
    narrow.goto("/messages/")
    narrow.get_by_role("link", name="Votre nouveau permis").click()
    expect(narrow.locator("main")).to_contain_text("Voici la lettre qui l’accompagne.")
    expect(narrow.locator("main")).to_contain_text("lettre.pdf")
    shot(narrow, "r17-read-390")
