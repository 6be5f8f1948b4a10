"""The consent to proactive advice: its exact words for each way of being told, and whether it is in force."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel, Consent, Purpose

if TYPE_CHECKING:
    from portal.people.models import Citizen

# Copied into the ledger: changing one asks for a new consent (Access Act, chapter, s. 65.0.1 and 65.2).
WORDING = _(
    "Je veux que Relais revoie mes réponses de lui-même et me prévienne, dans mon espace Relais, quand un programme "
    "pourrait me concerner. Mes réponses sont alors copiées, sans mon nom ni mes coordonnées, dans une table à part "
    "qui ne sert qu’à ce calcul. C’est une indication : l’organisme décide. Je peux arrêter en tout temps, et la copie "
    "est alors effacée."
)
_TOLD = _(
    "Mes réponses sont alors copiées, sans mon nom ni mes coordonnées, dans une table à part qui ne sert qu’à ce "
    "calcul. Quand je le demande, au téléphone ou au comptoir, une personne qui me sert ouvre mes pistes et mes "
    "réponses avec moi, et c’est inscrit dans mon journal. C’est une indication : l’organisme décide. Je peux arrêter "
    "en tout temps, et la copie est alors effacée."
)
WORDINGS: dict[Channel, Promise] = {
    Channel.INBOX: WORDING,
    Channel.LETTER: format_lazy(
        "{} {}",
        _(
            "Je veux que Relais revoie mes réponses de lui-même et me prévienne par la poste quand un programme "
            "pourrait me concerner."
        ),
        _TOLD,
    ),
    Channel.PHONE: format_lazy(
        "{} {}",
        _(
            "Je veux que Relais revoie mes réponses de lui-même et qu’une personne m’appelle quand un programme "
            "pourrait me concerner."
        ),
        _TOLD,
    ),
}
"""Paper and voice are for people without a space: an agent reads the words aloud (`reminders.assisted`)."""

BY_AN_AGENT = frozenset({Channel.LETTER, Channel.PHONE})
"""Whoever accepted one of these lets an agent open their findings, each time that they ask for it."""


def advice_is_on(citizen: "Citizen") -> bool:
    """Whether this person turned proactive advice on, by whatever way they are told; off until then."""
    return Consent.objects.in_force().filter(citizen=citizen, purpose=Purpose.ADVICE).exists()
