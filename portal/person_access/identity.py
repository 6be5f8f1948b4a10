"""The questions of identity: what an organization may ask, and whether an answer is right.

An agent types what the person says and never sees what is known: neither before, nor which answer was wrong.
"""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.client_numbers.models import ClientNumber, digest_of
from portal.dossiers.models import Dossier
from portal.foundation.words.folding import fold, joined
from portal.foundation.words.typed import parts_of
from portal.people import addresses, phones
from portal.people.models import Citizen
from portal.person_access.models import IdentityRule

Check = Callable[[Citizen, str, UUID], bool]


@dataclass(frozen=True)
class IdentityQuestion:
    """`check` compares what was typed with what is known; what is unknown is never right."""

    label: str | Promise
    help_text: str | Promise
    check: Check


def _birth_date(citizen: Citizen, typed: str, _organization: UUID) -> bool:
    """However it is written («12 mai 1961», «1961-05-12»), once: several dates would be several answers."""
    born, parts = citizen.birth_date, parts_of(typed)
    return born is not None and len(parts) == 1 and f"*{born:%Y%m%d}" in parts[0].needles


def _postal_code(citizen: Citizen, typed: str, _organization: UUID) -> bool:
    known = joined(addresses.read(citizen.postal_address).postal_code)
    return bool(known) and joined(typed) == known


def _street(citizen: Citizen, typed: str, _organization: UUID) -> bool:
    """The number and the street's name, its first lines as they are printed."""
    known = fold(addresses.read(citizen.postal_address).street)
    return bool(known) and fold(typed) == known


def _phone(citizen: Citizen, typed: str, _organization: UUID) -> bool:
    try:
        return bool(citizen.phone) and phones.split(phones.read(typed))[0] == citizen.phone.as_e164
    except phones.UnreadableNumber:
        return False


def _email(citizen: Citizen, typed: str, _organization: UUID) -> bool:
    return bool(citizen.email) and typed.strip().lower() == citizen.email.lower()


def _dossier_number(citizen: Citizen, typed: str, organization: UUID) -> bool:
    mine = Dossier.objects.filter(citizen=citizen, organization_id=organization)
    return bool(joined(typed)) and mine.filter(number_folded=joined(typed)).exists()


def _client_number(citizen: Citizen, typed: str, organization: UUID) -> bool:
    agreed = ClientNumber.objects.in_force().filter(citizen=citizen, organization_id=organization)
    expected = digest_of(organization, typed)
    return any(hmac.compare_digest(expected, one) for one in agreed.values_list("digest", flat=True))


QUESTIONS: dict[str, IdentityQuestion] = {
    "birth_date": IdentityQuestion(_("Date de naissance"), _("Par exemple 12 mai 1961."), _birth_date),
    "postal_code": IdentityQuestion(_("Code postal"), _("Celui de son adresse."), _postal_code),
    "street": IdentityQuestion(_("Numéro et rue"), _("Comme sur une enveloppe."), _street),
    "phone": IdentityQuestion(_("Numéro de téléphone"), _("Celui que nous avons d’elle."), _phone),
    "email": IdentityQuestion(_("Adresse courriel"), _("Celle que nous avons d’elle."), _email),
    "dossier_number": IdentityQuestion(_("Numéro de dossier"), _("Chez votre organisme."), _dossier_number),
    "client_number": IdentityQuestion(_("Numéro de client"), _("Chez votre organisme."), _client_number),
}
NOT_ON_AN_ENVELOPE = ("birth_date", "phone", "email", "dossier_number", "client_number")
"""What whoever holds a letter to the person does not read on it."""
DEFAULT_ASKED, DEFAULT_NEEDED = ("birth_date", "postal_code", "phone", "client_number"), 2
"""Of an organization that has not chosen."""


@dataclass(frozen=True)
class Asked:
    """What one organization asks, and how many right answers it wants."""

    codes: tuple[str, ...]
    needed: int


def asked_by(organization_id: UUID) -> Asked:
    rule = IdentityRule.objects.filter(organization_id=organization_id).first()
    codes = tuple(code for code in rule.asked if code in QUESTIONS) if rule else DEFAULT_ASKED
    if rule is None or len(codes) < rule.needed:
        return Asked(DEFAULT_ASKED, DEFAULT_NEEDED)
    return Asked(codes, rule.needed)


def right_answers(citizen: Citizen, answers: Iterable[tuple[str, str]], organization_id: UUID) -> int:
    """Return how many of (question, what was typed) are right; an empty answer is none."""
    given = [(QUESTIONS[code], typed) for code, typed in answers if typed.strip()]
    return sum(question.check(citizen, typed, organization_id) for question, typed in given)


def knows_more_than_the_address(citizen: Citizen, organization_id: UUID) -> bool:
    """Whether one of the questions that an envelope does not answer has an answer."""
    return bool(
        citizen.birth_date
        or citizen.phone
        or citizen.email
        or Dossier.objects.filter(citizen=citizen, organization_id=organization_id).exists()
        or ClientNumber.objects.in_force().filter(citizen=citizen, organization_id=organization_id).exists()
    )
