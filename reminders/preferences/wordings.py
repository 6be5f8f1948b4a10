"""The exact sentences that people accept. They are copied into the ledger: changing one asks for a new consent."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel, Purpose

_REMINDERS_EMAIL = _(
    "Je veux recevoir mes rappels par courriel. Le courriel peut nommer un sujet courant, comme le permis de conduire. "
    "Il ne contient ni montant, ni numéro de dossier, ni lien. Je peux changer d’avis en tout temps dans mes "
    "préférences."
)
_REMINDERS_SMS = _(
    "Je veux recevoir mes rappels par message texte. Le message peut nommer un sujet courant, comme le permis de "
    "conduire. Il ne contient ni montant, ni numéro de dossier, ni lien. Je peux changer d’avis en tout temps dans mes "
    "préférences."
)
_REMINDERS_INBOX = _("Je veux que les rappels que je demande soient déposés dans mon espace Relais.")
_NEWS_EMAIL = _(
    "Je veux recevoir un courriel quand un message m’attend dans mon espace Relais. Le courriel ne dit ni de qui il "
    "vient ni de quoi il parle."
)
_NEWS_SMS = _(
    "Je veux recevoir un message texte quand un message m’attend dans mon espace Relais. Il ne dit ni de qui il vient "
    "ni de quoi il parle."
)
_DOCUMENT_EMAIL = _(
    "Je veux recevoir un courriel quand un document m’attend dans mon espace Relais. Le courriel ne dit ni de qui il "
    "vient ni de quoi il parle."
)
_DOCUMENT_SMS = _(
    "Je veux recevoir un message texte quand un document m’attend dans mon espace Relais. Il ne dit ni de qui il vient "
    "ni de quoi il parle."
)

WORDINGS: dict[tuple[Purpose, Channel], Promise] = {
    (Purpose.REMINDERS, Channel.INBOX): _REMINDERS_INBOX,
    (Purpose.REMINDERS, Channel.EMAIL): _REMINDERS_EMAIL,
    (Purpose.REMINDERS, Channel.SMS): _REMINDERS_SMS,
    (Purpose.FILE_NEWS, Channel.EMAIL): _NEWS_EMAIL,
    (Purpose.FILE_NEWS, Channel.SMS): _NEWS_SMS,
    (Purpose.RECEIVE_DOCUMENT, Channel.EMAIL): _DOCUMENT_EMAIL,
    (Purpose.RECEIVE_DOCUMENT, Channel.SMS): _DOCUMENT_SMS,
}


def wording_of(purpose: Purpose, channel: Channel) -> str:
    return str(WORDINGS[purpose, channel])
