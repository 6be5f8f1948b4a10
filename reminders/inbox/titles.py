"""What each kind of notice is called, in the space and outside it: nothing personal, no name."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.notices.models import Notice

TITLES: dict[Notice.Kind, Promise] = {
    Notice.Kind.MESSAGE: _("Vous avez un nouveau message"),
    Notice.Kind.DOCUMENT: _("Vous avez un nouveau document"),
    Notice.Kind.FINDING: _("Un programme pourrait vous concerner"),
    Notice.Kind.REQUEST: _("Une pièce vous est demandée"),
    Notice.Kind.TEST_MESSAGE: _("Ceci est l’essai que vous avez demandé"),
    Notice.Kind.CHOICES: _("Une personne qui vous représente a changé vos préférences"),
    Notice.Kind.DEATH: _("Un décès a été noté\u00a0: un mandat que vous aviez prend fin"),
    Notice.Kind.DEATH_UNDONE: _("Un décès avait été noté par erreur\u00a0: votre mandat reprend"),
    Notice.Kind.DATE_REMOVED: _("Une date a été retirée de votre espace"),
    Notice.Kind.NUMBER_LINKED: _("Un numéro de client a été relié à votre espace"),
    Notice.Kind.NUMBER_UNLINKED: _("Un numéro de client a été retiré de votre espace"),
    Notice.Kind.MANDATE_GIVEN: _("Quelqu’un peut agir pour une autre personne"),
    Notice.Kind.MANDATE_CHANGED: _("Ce que quelqu’un peut faire pour une autre personne a changé"),
    Notice.Kind.MANDATE_DECLINED: _("La personne invitée à agir pour vous a répondu non"),
    Notice.Kind.MANDATE_ENDING: _("Un mandat prend fin bientôt"),
    Notice.Kind.MANDATE_OVER: _("Un mandat prend fin"),
    Notice.Kind.MANDATE_ENDED: _("Quelqu’un a mis fin à un mandat"),
    Notice.Kind.CHILD_SOON_14: _("Votre enfant aura bientôt 14 ans : votre accès changera"),
    Notice.Kind.CHILD_IS_14: _("Votre enfant a 14 ans : votre accès a changé"),
    Notice.Kind.HELPED_REMINDED: _("Une personne que vous aidez a reçu un rappel"),
    Notice.Kind.PERSONAL: _("Un rappel que vous vous êtes fait"),
    Notice.Kind.DOSSIER: _("Il y a du nouveau dans un dossier"),
    Notice.Kind.DECISION: _("Une décision a été rendue dans un dossier"),
    Notice.Kind.DOSSIER_LATE: _("La réponse attendue dans un dossier est en retard"),
}
