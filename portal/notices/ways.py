"""How a person learns of a notice. What decides and sends stands in an app above, which registers here.

Without one, the person learns of it in their space only.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from portal.consents.models import Channel, Purpose
from portal.notices.models import Notice
from portal.people import phones
from portal.people.models import Citizen


@dataclass(frozen=True)
class ChannelOffer:
    """A channel that can reach a person who has not accepted it, and the exact sentence to accept."""

    channel: Channel
    wording: str


@dataclass(frozen=True)
class SentNotice:
    """What left for a notice, as it is said: words, the instant that follows them (aware), and what follows it."""

    channel: Channel
    words: str
    at: dt.datetime | None
    then: str = ""


@dataclass(frozen=True)
class Carrier:
    """What an app that sends tells of its work."""

    ready: Callable[[Citizen, Purpose], list[Channel]]
    """Channels outside the portal by which a message would leave today, as it would choose them."""
    offers: Callable[[Citizen, Purpose], list[ChannelOffer]]
    sent: Callable[[Notice], list[SentNotice]]


_carriers: list[Carrier] = []


def register(carrier: Carrier) -> None:
    """Make this carrier the one that is asked."""
    _carriers[:] = [carrier]


def ready(citizen: Citizen, purpose: Purpose) -> list[Channel]:
    return _carriers[0].ready(citizen, purpose) if _carriers else []


def offers(citizen: Citizen, purpose: Purpose) -> list[ChannelOffer]:
    return _carriers[0].offers(citizen, purpose) if _carriers else []


def sent(notice: Notice) -> list[SentNotice]:
    return _carriers[0].sent(notice) if _carriers else []


def last_sent(subject: models.Model, *, citizen_id: UUID) -> list[SentNotice]:
    """Return what left for the last notice about this conversation or request; empty when nothing did."""
    notices = Notice.objects.filter(
        citizen_id=citizen_id, subject_type=subject._meta.label_lower, subject_id=subject.pk
    )
    last = notices.order_by("-created_at", "-pk").first()
    return sent(last) if last else []


def told_to_agent(citizen: Citizen, purpose: Purpose, letter_says: str | Promise = "") -> tuple[str, bool]:
    """Say to an agent how this person will learn of it, and whether anything leaves the portal.

    `letter_says`: the sentence that replaces «rien du contenu n’y paraît» when only a letter leaves."""
    channels = ready(citizen, purpose)
    if channels:
        ways = ", ".join(str(channel.label) for channel in channels)
        if letter_says and channels == [Channel.LETTER]:
            text = _("La personne sera avertie %(ways)s. %(letter)s") % {"ways": ways, "letter": str(letter_says)}
        else:
            text = _("La personne sera avertie %(ways)s; rien du contenu n’y paraît.") % {"ways": ways}
    else:
        space = _("Elle le verra en ouvrant son espace; si cela presse, appelez-la")
        text = _(
            "Rien ne sortira du portail\u00a0: cette personne n’a choisi aucun moyen qui la joigne %(when)s. "
            "%(then)s%(number)s."
        ) % {
            "when": _WHEN[purpose],
            "then": space if citizen.user_id else _("Elle n’a pas de compte\u00a0: appelez-la"),
            "number": _number(citizen),
        }
    return text, bool(channels)


_WHEN = {
    Purpose.FILE_NEWS: _lazy("quand un message l’attend"),
    Purpose.FOLLOW: _lazy("quand un de ses dossiers avance"),
    Purpose.SEND_DOCUMENT: _lazy("quand on lui demande une pièce"),
}
"""What the pages of agents tell of: each purpose is chosen apart."""


def _number(citizen: Citizen) -> str:
    if not citizen.phone:
        return _(" (aucun numéro connu)")
    return _(" au %(number)s") % {"number": phones.shown(citizen.telephone, space="\u00a0")}


def told_to_person(citizen: Citizen, purpose: Purpose) -> str:
    """Say to the person how they will know that something waits for them."""
    channels = [str(channel.label) for channel in ready(citizen, purpose)]
    if channels:
        return _("Vous serez averti %(ways)s quand la réponse sera là.") % {"ways": ", ".join(channels)}
    return _("La réponse vous attendra ici. Rien ne vous sera envoyé\u00a0: aucun moyen choisi ne sert à cela.")
