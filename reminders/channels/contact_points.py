"""`ContactPoint`: where a channel reaches a person, whether it is theirs, and what pages say of it. Defined here once.

The engine asks in SQL for any number of people, pages ask in Python for one: each definition answers both, and
tests/reminders/channels/test_contact_points.py holds the two equal for every channel registered. A point that a
suspension names serves nobody (`reaching.py`, and `points_of` for one person).
"""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.consents.channels import Channel
from portal.people import phones
from portal.people.models import Citizen


class ContactPoint:
    """What the engine and pages ask of the point of one outside channel."""

    channel: ClassVar[Channel]
    kept_sql: str
    """Over `citizen` (people_citizen): the text that is kept, proved or not; a suspension names the very same. NULL or
    empty when there is none."""
    proof_sql: ClassVar[str] = "true"
    """Over `citizen`: whether a message may leave for it, as far as proofs go."""
    proved_by: ClassVar[str] = ""
    """The column that is filled when the person proves the point; empty: it is never proved."""
    name: ClassVar[str | Promise]
    """«Votre adresse courriel»."""
    lack: ClassVar[str | Promise]
    """What is missing, in a sentence; `remedy` and `page` (name of an address, and its fragment): what settles it."""
    remedy: ClassVar[str | Promise]
    page: ClassVar[str]
    fragment: ClassVar[str] = ""
    refused: ClassVar[str | Promise]
    """Suspended: what its owner can do. `change`: the link that replaces the point (`change_page`), if any."""
    change: ClassVar[str | Promise] = ""
    change_page: ClassVar[str] = ""
    works_again: ClassVar[str | Promise]
    """The button that uses it again, with a test message where the channel has them."""

    def is_offered(self) -> bool:
        """Whether this portal has the channel at all (an operator may have no provider of text messages)."""
        return True

    def kept(self, citizen: Citizen) -> str:
        """`kept_sql` in Python: "" for NULL."""
        raise NotImplementedError

    def is_proved_enough(self, citizen: Citizen) -> bool:
        """`proof_sql` in Python."""
        return True

    def proved_at(self, citizen: Citizen) -> dt.datetime | None:
        return getattr(citizen, self.proved_by) if self.proved_by else None

    def shown(self, citizen: Citizen) -> str:
        """As the person reads it."""
        return self.kept(citizen)

    @property
    def address_sql(self) -> str:
        """Over `citizen`: where a message may leave for, or NULL."""
        return f"CASE WHEN {self.proof_sql} THEN nullif({self.kept_sql}, '') END"

    def address_of(self, citizen: Citizen) -> str:
        """`address_sql` in Python: "" for NULL."""
        return self.kept(citizen) if self.is_proved_enough(citizen) else ""

    @property
    def url(self) -> str:
        return reverse(self.page) + self.fragment


class Email(ContactPoint):
    channel = Channel.EMAIL
    kept_sql = "citizen.email"
    proof_sql = "citizen.email_verified_at IS NOT NULL"
    proved_by = "email_verified_at"
    name = _("Votre adresse courriel")
    lack = _("Votre adresse courriel n’est pas confirmée.")
    remedy, page = _("Confirmer ou changer mon adresse courriel"), "account_email"
    refused = _(
        "Si vous avez une autre adresse, ajoutez-la et confirmez-la. Si celle-ci est bonne, demandez un essai\u00a0: "
        "dès que vous direz l’avoir reçu, nous l’utiliserons de nouveau."
    )
    change, change_page = _("Changer mon adresse"), "account_email"
    works_again = _("Cette adresse fonctionne de nouveau\u00a0: m’envoyer un essai")

    def kept(self, citizen: Citizen) -> str:
        return citizen.email

    def is_proved_enough(self, citizen: Citizen) -> bool:
        return citizen.email_verified_at is not None


class Cellular(ContactPoint):
    """The number alone: one with an extension receives no code."""

    channel = Channel.SMS
    kept_sql = "citizen.phone"
    proof_sql = "citizen.phone_verified_at IS NOT NULL"
    proved_by = "phone_verified_at"
    name = _("Votre numéro de cellulaire")
    remedy, page = _("Confirmer mon téléphone cellulaire"), "account_change_phone"
    refused = _("Si votre numéro a changé, donnez le nouveau et confirmez-le. S’il est bon, dites-le-nous.")
    change, change_page = _("Changer mon numéro"), "account_change_phone"
    works_again = _("Ce numéro fonctionne de nouveau\u00a0: m’envoyer un essai")

    @property
    def lack(self) -> str | Promise:  # type: ignore[override]  # not a constant: it depends on a setting
        if not self.is_offered():
            return _("Ce portail n’envoie pas de messages textes.")
        return _("Aucun téléphone cellulaire n’est confirmé. Une ligne fixe ne reçoit pas de message texte.")

    def is_offered(self) -> bool:
        return not settings.SMS_IS_OFF

    def kept(self, citizen: Citizen) -> str:
        return citizen.phone.as_e164 if citizen.phone else ""

    def is_proved_enough(self, citizen: Citizen) -> bool:
        return citizen.phone_verified_at is not None

    def shown(self, citizen: Citizen) -> str:
        return phones.shown(citizen.telephone)


class PostalAddress(ContactPoint):
    """The column as it is: a suspension names the very same text. It is not proved."""

    channel = Channel.LETTER
    kept_sql = "citizen.postal_address"
    name = _("Votre adresse postale")
    lack = _("Nous n’avons pas votre adresse postale.")
    remedy, page, fragment = _("Indiquer mon adresse postale"), "contacts:contact", "#id_street"
    refused = _("Si vous avez déménagé, corrigez votre adresse postale. Si elle est bonne, dites-le-nous.")
    works_again = _("Cette adresse fonctionne de nouveau")

    def kept(self, citizen: Citizen) -> str:
        return citizen.postal_address

    def shown(self, citizen: Citizen) -> str:
        return citizen.postal_address.replace("\n", ", ")


class Telephone(ContactPoint):
    """A call needs a number and no code: somebody answers or not, and a landline cannot receive one."""

    channel = Channel.PHONE
    kept_sql = (
        "citizen.phone || CASE citizen.phone_extension WHEN '' THEN '' ELSE ';ext=' || citizen.phone_extension END"
    )
    proved_by = "phone_verified_at"
    name = _("Votre numéro de téléphone")
    lack = _("Nous n’avons pas votre numéro de téléphone.")
    remedy, page, fragment = _("Indiquer un numéro pour les appels"), "contacts:contact", "#id_phone"
    refused = _("Si votre numéro a changé, donnez le nouveau et confirmez-le. S’il est bon, dites-le-nous.")
    change, change_page = _("Changer mon numéro"), "account_change_phone"
    works_again = _("Ce numéro fonctionne de nouveau")

    def kept(self, citizen: Citizen) -> str:
        return citizen.telephone

    def shown(self, citizen: Citizen) -> str:
        return phones.shown(citizen.telephone)


_points: dict[str, ContactPoint] = {}


def register(point: ContactPoint) -> None:
    _points[point.channel] = point


def contact_point_of(channel: str) -> ContactPoint:
    """Raises KeyError for a channel that has none: the inbox."""
    return _points[channel]


def contact_points() -> list[ContactPoint]:
    """In the order of channels."""
    return [_points[channel] for channel in Channel if channel in _points]


for _point in (Email(), Cellular(), PostalAddress(), Telephone()):
    register(_point)
