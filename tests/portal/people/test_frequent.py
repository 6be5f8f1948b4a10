"""Frequent long passwords are refused, French ones too; a sentence of unrelated words never is."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from portal.demonstration.seeds import PASSWORD
from portal.people.frequent import is_frequent, parts

FREQUENT = [
    "motdepasse12345",
    "azertyuiopqsdfgh",
    "M0tDeP@sse12345",
    "Mot de passe 2026!",
    "mot-de-passe-2024",
    "jetaimemaman2024",
    "bonjourlesoleil",
    "relaisrelaisrelais",
    "montrealcanadiens",
    "jemesouviens1867",
    "lepetitchienblanc",
    "soleilsoleilsoleil",
    "19801225soleil!!",
    "poiuytrezamlkjhgf",
    "bépoèvdljzauiects",
    "1qaz2wsx3edc4rfv",
    "abcdefghijklmnop",
    "qwertyuiopasdfgh",
    "iloveyouforever1",
    "passwordpassword",
    "correcthorsebatterystaple",
    "au clair de la lune",
    "mtrkwqmtrkwqmtrkwq",
]
OWN = [
    PASSWORD,
    "quatre mots sans lien",
    "quatre chaises autour du poêle",
    "cheval agrafe pile rideau",
    "soleil maman hockey neige",
    "tournevis marmotte violon",
    "kf83hs9dk2ls04m",
    "84739201657382910",
    "пароль или не пароль",
    "motdepasse12345🦫",
]


@pytest.mark.parametrize("password", FREQUENT)
def test_a_frequent_one_is_refused(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "se devine facilement" in str(refused.value) or "trop courant" in str(refused.value)


@pytest.mark.parametrize("password", OWN)
def test_ones_own_is_accepted(password):
    validate_password(password)


def test_the_file_says_how_it_was_made_and_holds_what_the_rule_needs():
    known = parts()
    assert len(known.words) > 700 and len(known.whole) > 30
    typed = {*known.words, *known.whole, *known.rows}
    assert all(each.isascii() and each == each.lower() and each.isalnum() for each in typed)


@pytest.mark.parametrize(
    "unit", ["qwertyuiop", "azertyuiopqwertyuiopabcdefgh", "jemesouvienslelalesmamamanpapa", "1234qwer"]
)
def test_a_long_one_is_read_at_once(unit):
    """Its end is no known part, so that every way to cut it is tried."""
    assert not is_frequent(unit * (200 // len(unit)) + "xq€")
