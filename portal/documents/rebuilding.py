"""Why a file is served rebuilt, in sentences for those who open it. Codes are stored, words are not. Pure."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PICTURE = "picture"
"""A picture made again as it is seen, without what it says of its author: true of all, so that it is no news."""

CHANGES: dict[str, Promise] = {
    "repaired": _("Sa structure était abîmée\u00a0: elle a été refaite. Les pages sont les mêmes."),
    "unlocked": _("Les restrictions que son auteur y avait mises (imprimer, copier, modifier) n’y sont plus."),
    "scripts": _(
        "Les programmes qu’il contenait, par exemple ceux qui mettent les dates en forme, n’y sont plus. "
        "Vérifiez que tout se lit."
    ),
    "xfa": _("Ce que seul Adobe Acrobat affichait (formulaire XFA) n’y est plus. Vérifiez que les réponses se voient."),
    "attachments": _("Les fichiers attachés à ce PDF n’y sont plus. S’ils sont utiles, envoyez-les à part."),
    "media": _("Les sons, les vidéos et les objets en trois dimensions n’y sont plus."),
    "outward": _(
        "Les boutons et les liens qui menaient à un autre fichier ou qui envoyaient les réponses n’y sont plus."
    ),
    "unsigned": _("Sa signature électronique ne peut plus être vérifiée dans cette copie."),
}


def changes_of(codes: Iterable[str]) -> list[str]:
    """The sentences of these codes, in the order in which they are told."""
    held = set(codes)
    return [str(words) for code, words in CHANGES.items() if code in held]
