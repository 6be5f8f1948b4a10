"""A password rule of our own: 15 characters are enough, unless they are the obvious ones."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.people.frequent import is_frequent

_OBVIOUS = ("relais", "quebec", "motdepasse", "password", "azerty", "qwerty", "123456789")


class NotTheObviousValidator:
    """Refuses what is made of a few frequent parts, and what remains short once the portal's name, keyboard rows and
    repetitions are taken out.

    ASVS 5.0 V6.2.11 (context-specific words); no composition rule (NIST SP 800-63B-4 §3.1.1.2).
    """

    def validate(self, password: str, user: object = None) -> None:
        plain = unicodedata.normalize("NFD", password.lower()).encode("ascii", "ignore").decode()
        rest = plain
        for word in _OBVIOUS:
            rest = rest.replace(word, "")
        rest = re.sub(r"(.{1,4}?)\1+", r"\1", rest)
        is_obvious = plain and len(set(rest)) < 5 and len(password) == len(plain)
        if is_obvious or is_frequent(password):
            raise ValidationError(
                _(
                    "Ce mot de passe se devine facilement. Essayez une phrase que vous seul connaissez, "
                    "par exemple quatre mots sans lien entre eux."
                ),
                code="password_obvious",
            )

    def get_help_text(self) -> str:
        return _("Une phrase de quatre mots sans lien entre eux se retient bien et ne se devine pas.")
