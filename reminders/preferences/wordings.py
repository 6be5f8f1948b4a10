"""The exact sentences that people accept. They are copied into the ledger: changing one asks for a new consent.

Every purpose × channel is here: either its sentence, or why the pair is not offered (`NOT_OFFERED`)."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel, Purpose

ABOUT: dict[Purpose, Promise] = {
    Purpose.REMINDERS: _("Avant une date limite, et après si ce n’est pas fait. Vous choisissez lesquels."),
    Purpose.FILE_NEWS: _("Quand un organisme vous écrit."),
    Purpose.RECEIVE_DOCUMENT: _("Quand un organisme vous remet un document."),
    Purpose.SEND_DOCUMENT: _("Quand un organisme attend un document de vous."),
    Purpose.FOLLOW: _("Quand un dossier avance, est décidé ou en retard."),
    Purpose.HELP: _("Quand vous demandez de l’aide."),
    Purpose.LEARN: _("Quand une aide ou un service pourrait vous concerner."),
}
"""In the order of the page: what most people come for, first. Proactive advice is chosen in its own page, with what it
reads of the person; it appears here in the history only."""


WORDINGS: dict[tuple[Purpose, Channel], Promise] = {
    (Purpose.REMINDERS, Channel.INBOX): _(
        "Je veux que les rappels que je demande soient déposés dans mon espace Relais."
    ),
    (Purpose.REMINDERS, Channel.EMAIL): _(
        "Je veux recevoir mes rappels par courriel. Le courriel peut nommer un sujet courant, comme le permis de "
        "conduire. Il ne dit ni ce que je dois ou reçois, ni mon numéro de dossier, et ne contient pas de lien vers "
        "mon dossier. Je peux changer d’avis en tout temps dans mes préférences."
    ),
    (Purpose.REMINDERS, Channel.SMS): _(
        "Je veux recevoir mes rappels par message texte. Le message peut nommer un sujet courant, comme le permis de "
        "conduire. Il ne dit ni ce que je dois ou reçois, ni mon numéro de dossier, et ne contient pas de lien vers "
        "mon dossier. Je peux changer d’avis en tout temps dans mes préférences."
    ),
    (Purpose.REMINDERS, Channel.LETTER): _(
        "Je veux recevoir mes rappels par la poste quand ni courriel ni message texte de mon choix ne peut me joindre. "
        "La lettre ne dit ni ce que je dois ou reçois, ni mon numéro de dossier; l’enveloppe ne dit pas de quoi il "
        "s’agit."
    ),
    (Purpose.REMINDERS, Channel.PHONE): _(
        "Je veux qu’une personne m’appelle pour mes rappels quand ni courriel ni message texte de mon choix ne peut me "
        "joindre. Elle ne laisse aucun détail sur un répondeur et ne demande ni mot de passe ni code."
    ),
    (Purpose.FILE_NEWS, Channel.EMAIL): _(
        "Je veux recevoir un courriel quand un message m’attend dans mon espace Relais. Le courriel ne dit ni de qui "
        "il vient ni de quoi il parle."
    ),
    (Purpose.FILE_NEWS, Channel.SMS): _(
        "Je veux recevoir un message texte quand un message m’attend dans mon espace Relais. Il ne dit ni de qui il "
        "vient ni de quoi il parle."
    ),
    (Purpose.FILE_NEWS, Channel.LETTER): _(
        "Je veux recevoir une lettre quand un message m’attend dans mon espace Relais et que ni courriel ni message "
        "texte de mon choix ne peut me joindre. Elle ne dit pas de quoi il parle."
    ),
    (Purpose.FILE_NEWS, Channel.PHONE): _(
        "Je veux qu’une personne m’appelle quand un message m’attend dans mon espace Relais et que ni courriel ni "
        "message texte de mon choix ne peut me joindre. Elle ne laisse aucun détail sur un répondeur."
    ),
    (Purpose.RECEIVE_DOCUMENT, Channel.EMAIL): _(
        "Je veux recevoir un courriel quand un document m’attend dans mon espace Relais. Le courriel ne dit ni de qui "
        "il vient ni de quoi il parle."
    ),
    (Purpose.RECEIVE_DOCUMENT, Channel.SMS): _(
        "Je veux recevoir un message texte quand un document m’attend dans mon espace Relais. Il ne dit ni de qui il "
        "vient ni de quoi il parle."
    ),
    (Purpose.RECEIVE_DOCUMENT, Channel.LETTER): _(
        "Je veux recevoir une lettre quand un document m’attend dans mon espace Relais et que ni courriel ni message "
        "texte de mon choix ne peut me joindre. Elle ne dit pas de quoi il parle."
    ),
    (Purpose.RECEIVE_DOCUMENT, Channel.PHONE): _(
        "Je veux qu’une personne m’appelle quand un document m’attend dans mon espace Relais et que ni courriel ni "
        "message texte de mon choix ne peut me joindre. Elle ne laisse aucun détail sur un répondeur."
    ),
    (Purpose.SEND_DOCUMENT, Channel.EMAIL): _(
        "Je veux recevoir un courriel quand un organisme me demande un document. Le courriel dit seulement que quelque "
        "chose m’attend dans mon espace Relais."
    ),
    (Purpose.SEND_DOCUMENT, Channel.SMS): _(
        "Je veux recevoir un message texte quand un organisme me demande un document. Il dit seulement que quelque "
        "chose m’attend dans mon espace Relais."
    ),
    (Purpose.SEND_DOCUMENT, Channel.LETTER): _(
        "Je veux recevoir une lettre quand un organisme me demande un document et que ni courriel ni message texte de "
        "mon choix ne peut me joindre. Elle dit seulement que quelque chose m’attend."
    ),
    (Purpose.SEND_DOCUMENT, Channel.PHONE): _(
        "Je veux qu’une personne m’appelle quand un organisme me demande un document et que ni courriel ni message "
        "texte de mon choix ne peut me joindre. Elle ne laisse aucun détail sur un répondeur."
    ),
    (Purpose.FOLLOW, Channel.EMAIL): _(
        "Je veux recevoir un courriel quand un de mes dossiers avance. Le courriel dit seulement que quelque chose "
        "m’attend dans mon espace Relais."
    ),
    (Purpose.FOLLOW, Channel.SMS): _(
        "Je veux recevoir un message texte quand un de mes dossiers avance. Il dit seulement que quelque chose "
        "m’attend dans mon espace Relais."
    ),
    (Purpose.FOLLOW, Channel.LETTER): _(
        "Je veux recevoir une lettre quand un de mes dossiers avance et que ni courriel ni message texte de mon choix "
        "ne peut me joindre. Elle dit le numéro du dossier, où il en est, ce qu’on attend de moi et ce qui est décidé; "
        "l’enveloppe ne dit rien."
    ),
    (Purpose.FOLLOW, Channel.PHONE): _(
        "Je veux qu’une personne m’appelle quand un de mes dossiers avance et que ni courriel ni message texte de mon "
        "choix ne peut me joindre. Elle ne laisse aucun détail sur un répondeur."
    ),
    (Purpose.HELP, Channel.EMAIL): _(
        "Je veux recevoir un courriel quand quelqu’un répond à ma demande d’aide. La réponse elle-même reste dans mon "
        "espace Relais."
    ),
    (Purpose.HELP, Channel.SMS): _(
        "Je veux recevoir un message texte quand quelqu’un répond à ma demande d’aide. La réponse elle-même reste dans "
        "mon espace Relais."
    ),
    (Purpose.HELP, Channel.PHONE): _(
        "Je veux qu’une personne m’appelle quand je demande de l’aide. Elle ne laisse aucun détail sur un répondeur et "
        "ne demande ni mot de passe ni code."
    ),
    (Purpose.LEARN, Channel.EMAIL): _(
        "Je veux recevoir un courriel quand un programme ou un service pourrait me concerner. Le courriel dit "
        "seulement que quelque chose m’attend dans mon espace Relais."
    ),
    (Purpose.LEARN, Channel.SMS): _(
        "Je veux recevoir un message texte quand un programme ou un service pourrait me concerner. Il dit seulement "
        "que quelque chose m’attend dans mon espace Relais."
    ),
    (Purpose.LEARN, Channel.LETTER): _(
        "Je veux recevoir une lettre quand un programme ou un service pourrait me concerner et que ni courriel ni "
        "message texte de mon choix ne peut me joindre. Elle dit seulement qu’une piste m’attend et comment en savoir "
        "plus; l’enveloppe ne dit rien."
    ),
    (Purpose.LEARN, Channel.PHONE): _(
        "Je veux qu’une personne m’appelle quand un programme ou un service pourrait me concerner et que ni courriel "
        "ni message texte de mon choix ne peut me joindre. Elle ne laisse aucun détail sur un répondeur, et n’ouvre "
        "mes pistes que si je le demande."
    ),
}

_ALWAYS = _("Toujours\u00a0: l’avis est déposé dans votre espace, où vous seul le voyez.")

NOT_OFFERED: dict[tuple[Purpose, Channel], Promise] = {
    **{(purpose, Channel.INBOX): _ALWAYS for purpose in ABOUT if purpose != Purpose.REMINDERS},
    (Purpose.HELP, Channel.LETTER): _("Non offert\u00a0: une lettre arriverait trop tard pour vous aider."),
}


def register(channel: Channel, *, wordings: dict[Purpose, Promise], not_offered: dict[Purpose, Promise]) -> None:
    """Add the sentences of one more channel, and why each other purpose is not offered.

    Raises ValueError when a purpose has neither."""
    if missing := set(ABOUT) - set(wordings) - set(not_offered):
        raise ValueError(f"no sentence of {channel} for {sorted(missing)}")
    WORDINGS.update({(purpose, channel): sentence for purpose, sentence in wordings.items()})
    NOT_OFFERED.update({(purpose, channel): why for purpose, why in not_offered.items()})


def wording_of(purpose: Purpose, channel: Channel) -> str:
    return str(WORDINGS[purpose, channel])


def wording_for_another(purpose: Purpose, channel: Channel) -> str:
    """What a representative accepts. No name: the row of the ledger says whose it is and who gave it."""
    return gettext("Au nom de la personne que je représente\u00a0: «\u00a0%(wording)s\u00a0»") % {
        "wording": wording_of(purpose, channel)
    }
