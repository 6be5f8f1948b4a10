"""One name only, long names, letters of any script, signs that nobody sees: at sign-up as for a child."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from portal.people.models import Citizen, User
from portal.people.signup import SignupNames

pytestmark = pytest.mark.django_db
VALUES = json.loads((Path(__file__).parents[2] / "cases/values.json").read_text(encoding="utf-8"))
EMAIL = "nouvelle@relais.example"


@pytest.fixture(autouse=True)
def no_limit_reached_before():
    cache.clear()


def sign_up(given: str, family: str, **values: str):
    names = {"given_name": given, "family_name": family, "email": EMAIL, "password1": "quatre mots sans lien"}
    return Client().post("/compte/signup/", names | values)


def kept() -> tuple[str, str, str]:
    citizen = Citizen.objects.get(user__email=EMAIL)
    assert citizen.user.display_name == str(citizen)
    return citizen.given_name, citizen.family_name, str(citizen)


@pytest.mark.parametrize(("given", "family"), [("Suharto", ""), ("", "Suharto")])
def test_one_name_only(given, family):
    assert sign_up(given, family, one_name="on").status_code == 302
    assert kept() == ("", "Suharto", "Suharto")


def test_an_empty_box_says_what_to_do_with_one_name():
    page = sign_up("Suharto", "").content.decode()
    assert "Vous avez un seul nom?" in page and not User.objects.filter(email=EMAIL).exists()


def test_two_names_and_the_box_is_a_question():
    page = sign_up("Hadji", "Suharto", one_name="on").content.decode()
    assert "deux noms" in page and not User.objects.filter(email=EMAIL).exists()


def test_no_name_at_all():
    assert "Écrivez votre nom." in sign_up("", "", one_name="on").content.decode()


@pytest.mark.parametrize(
    ("given", "family", "shown"),
    [
        ("Ali\u202e\u2066cod", "Test", "Alicod Test"),
        ("ᐊᓕᓯ", "ᐃᓄᒃ", "ᐊᓕᓯ ᐃᓄᒃ"),
        ("محمد", "الفارسي", "محمد الفارسي"),
        ("देवी", "शर्मा", "देवी शर्मा"),
        ("Be\u0301atrice", "Roy\u00a0 Côté", "Béatrice Roy Côté"),
        ("A" * 100, "B" * 100, f"{'A' * 100} {'B' * 100}"),
    ],
)
def test_any_script_and_length_cleaned_and_whole(given, family, shown):
    assert sign_up(given, family).status_code == 302
    assert kept()[2] == shown


def test_what_is_too_long_is_said_and_not_cut():
    page = sign_up("A" * 101, "Tremblay").content.decode()
    assert "101 lettres" in page and "maxlength" not in page and not User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize("given", ["-", "...", "12", "GAGNEZ 500 $ sur https://exemple-mechant.test/x"])
def test_what_is_no_name_is_refused_in_words(given):
    assert sign_up(given, "Cliquez").status_code == 200
    assert not User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize(("given", "family"), VALUES["names_typed_at_sign_up"])
def test_values_of_the_reports(given, family):
    """Each is kept whole and clean, or its box says why."""
    given = "A" * 81 if given == "81 letters A" else given
    form = SignupNames({"given_name": given, "family_name": family} | ({} if family else {"one_name": "on"}))
    assert form.is_valid() is ("://" not in given)
    assert "\u202e" not in str(form.cleaned_data)


def test_no_page_of_a_form_cuts_what_is_pasted(amelie, signed_in):
    client = signed_in(amelie)
    for url in ("/compte/signup/", "/", "/recherche/"):
        assert "maxlength" not in Client().get(url).content.decode()
    for url in ("/rappels/preferences/joindre/", "/messages/nouveau/"):
        assert "maxlength" not in client.get(url).content.decode()
