"""Contact points of one person: by which channels they can be reached now, and what to do about the others."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.consents.models import Channel
from portal.people import phones
from portal.people.models import Citizen
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import point_of


@dataclass(frozen=True)
class Point:
    """`address` as the person reads it, "" when there is none. `is_ready`: a message can leave for it today."""

    channel: Channel
    address: str
    is_ready: bool
    lack: str = ""
    """What is missing, in a sentence; `remedy` and `url`: the link that settles it."""
    remedy: str = ""
    url: str = ""
    suspension: Suspension | None = None

    @property
    def label(self) -> str:
        return str(self.channel.label)

    @property
    def is_usable(self) -> bool:
        """May be chosen: a suspended point may, and says what to do first."""
        return self.is_ready or self.suspension is not None

    @property
    def has_trial(self) -> bool:
        """«M’envoyer un essai»: paper and voice cost people's work."""
        return self.is_usable and self.channel.has_trial


def points_of(citizen: Citizen) -> dict[Channel, Point]:
    """One query, for the suspensions in force."""
    suspended = {
        (suspension.channel, suspension.address): suspension
        for suspension in Suspension.objects.in_force().filter(citizen=citizen).order_by("since", "pk")
    }
    found = [_inbox(), _email(citizen), _sms(citizen), _letter(citizen), _phone(citizen)]
    return {point.channel: _with_suspension(point, citizen, suspended) for point in found}


def _with_suspension(point: Point, citizen: Citizen, suspended: dict[tuple[str, str], Suspension]) -> Point:
    suspension = suspended.get((point.channel, point_of(citizen, point.channel)))
    if suspension is None or not point.is_ready:
        return point
    return Point(
        point.channel,
        point.address,
        is_ready=False,
        lack=suspension.get_reason_display(),
        remedy=point.remedy,
        url=point.url,
        suspension=suspension,
    )


def _inbox() -> Point:
    return Point(Channel.INBOX, "", is_ready=True)


def _email(citizen: Citizen) -> Point:
    return Point(
        Channel.EMAIL,
        citizen.email,
        is_ready=bool(citizen.email and citizen.email_verified_at),
        lack=_("Votre adresse courriel n’est pas confirmée."),
        remedy=_("Confirmer ou changer mon adresse courriel"),
        url=reverse("account_email"),
    )


def _sms(citizen: Citizen) -> Point:
    if settings.SMS_IS_OFF:
        return Point(Channel.SMS, "", is_ready=False, lack=_("Ce portail n’envoie pas de messages textes."))
    return Point(
        Channel.SMS,
        _in_words(citizen),
        is_ready=citizen.has_verified_phone,
        lack=_("Aucun téléphone cellulaire n’est confirmé. Une ligne fixe ne reçoit pas de message texte."),
        remedy=_("Confirmer mon téléphone cellulaire"),
        url=reverse("account_change_phone"),
    )


def _letter(citizen: Citizen) -> Point:
    return Point(
        Channel.LETTER,
        citizen.postal_address.replace("\n", ", "),
        is_ready=bool(citizen.postal_address),
        lack=_("Nous n’avons pas votre adresse postale."),
        remedy=_("Indiquer mon adresse postale"),
        url=reverse("reminders:contact") + "#id_street",
    )


def _phone(citizen: Citizen) -> Point:
    """A call needs a number and no code: somebody answers or not, and a landline cannot receive one."""
    return Point(
        Channel.PHONE,
        _in_words(citizen),
        is_ready=bool(citizen.phone),
        lack=_("Nous n’avons pas votre numéro de téléphone."),
        remedy=_("Indiquer un numéro pour les appels"),
        url=reverse("reminders:contact") + "#id_phone",
    )


def _in_words(citizen: Citizen) -> str:
    """«418 555-0123», as the rest of the portal writes numbers."""
    return phones.shown(citizen.telephone)
