"""The consent to proactive advice: its exact words, and whether it is in force."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel, Consent, Purpose

if TYPE_CHECKING:
    from portal.people.models import Citizen

# Copied into the ledger: changing it asks for a new consent (Access Act, chapter, s. 65.0.1 and 65.2).
WORDING = _(
    "Je veux que Relais revoie mes réponses de lui-même et me prévienne, dans mon espace Relais, quand un programme "
    "pourrait me concerner. Mes réponses sont alors copiées, sans mon nom ni mes coordonnées, dans une table à part "
    "qui ne sert qu’à ce calcul. C’est une indication : l’organisme décide. Je peux arrêter en tout temps, et la copie "
    "est alors effacée."
)


def advice_is_on(citizen: "Citizen") -> bool:
    """Whether this person turned proactive advice on; off until then."""
    mine = Consent.objects.in_force().filter(citizen=citizen, purpose=Purpose.ADVICE, channel=Channel.INBOX)
    return mine.exists()
