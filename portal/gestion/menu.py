"""Groups of the menu of «gestion», in order. A section names its group and its rank (`menu_group`, `menu_rank`)."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MenuGroup(NamedTuple):
    """A title of the menu, and what one does under it."""

    title: str | Promise
    sentence: str | Promise


QUEUE = MenuGroup(_("Ma file"), _("Ce qui attend une réponse de votre équipe, le plus ancien d’abord."))
DEADLINES = MenuGroup(
    _("Échéances et rappels"), _("Les échéances de votre organisme, leurs textes et ce qui a été envoyé.")
)
PROGRAMS = MenuGroup(_("Programmes"), _("Les programmes que le conseiller présente, leurs critères et leurs sources."))
PAPER_MAIL = MenuGroup(
    _("Envois sur papier"), _("Les lettres à imprimer et à poster, celles qui reviennent, et les jours fériés.")
)
ORGANIZATION = MenuGroup(_("Organisme"), _("Vos équipes, les rôles de chacun et les systèmes reliés au portail."))
OPERATION = MenuGroup(
    _("Exploitation"),
    _("Ce que le portail n’arrive pas à faire seul\u00a0: fichiers retenus, programmes muets, nettoyages arrêtés."),
)
JOURNAL = MenuGroup(_("Journal"), _("Qui a fait quoi, et quand. Rien ne s’y change."))
GROUPS = [QUEUE, DEADLINES, PROGRAMS, PAPER_MAIL, ORGANIZATION, OPERATION, JOURNAL]
