"""Why a file is refused, in sentences that say what to do next. Codes are stored, words are not."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.documents.limits import FILE_MEGABYTES, FILES_A_DEPOSIT

REFUSALS: dict[str, str | Promise] = {
    "too_large": format_lazy(
        _("Ce fichier dépasse {most} Mo. Réduisez-le, ou séparez-le en plusieurs fichiers."), most=FILE_MEGABYTES
    ),
    "too_many": format_lazy(
        _("Vous pouvez joindre {most} fichiers à la fois. Envoyez les autres dans un second message."),
        most=FILES_A_DEPOSIT,
    ),
    "empty": _("Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre appareil, puis choisissez-le de nouveau."),
    "wrong_type": _(
        "Ce fichier n’est ni un PDF, ni une image JPEG, PNG ou HEIC. Enregistrez-le en PDF, puis joignez-le."
    ),
    "encrypted": _(
        "Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe, puis joignez-la."
    ),
    "damaged": _(
        "Ce fichier est incomplet ou abîmé. Ouvrez-le sur votre appareil, enregistrez-le de nouveau, puis joignez-le."
    ),
    "active_content": _(
        "Ce PDF lance une action ou appelle un autre fichier quand on l’ouvre. Imprimez-le en PDF "
        "(«\u00a0Imprimer\u00a0», puis «\u00a0Enregistrer en PDF\u00a0»), puis joignez la copie."
    ),
    "portfolio": _(
        "Ce PDF est un porte-documents qui contient d’autres fichiers. Ouvrez-le, enregistrez ces fichiers un à un, "
        "puis joignez ceux qui sont utiles."
    ),
    "dynamic_form": _(
        "Ce formulaire ne s’affiche que dans Adobe Acrobat. Ouvrez-le dans Acrobat, imprimez-le en PDF "
        "(«\u00a0Imprimer\u00a0», puis «\u00a0Enregistrer en PDF\u00a0»), puis joignez la copie. Sans Acrobat, "
        "demandez à l’organisme le formulaire sur papier, ou appelez-nous."
    ),
    "too_complex": _(
        "Ce fichier est trop lourd à vérifier. Réduisez le nombre de pages ou la taille de l’image, puis joignez-le."
    ),
    "infected": _(
        "Notre antivirus a reconnu un programme dangereux dans ce fichier. Il a été supprimé. "
        "Vérifiez votre appareil, ou appelez-nous pour envoyer ce document autrement."
    ),
    "not_kept": _(
        "Nous ne pouvons pas recevoir de fichier en ce moment\u00a0: c’est de notre côté, et nous y travaillons. "
        "Rien n’a été envoyé. Réessayez dans une heure; si c’est pressé, appelez-nous."
    ),
    "lost": _("Nous n’avons pas pu garder ce fichier. Joignez-le de nouveau, s’il vous plaît."),
}


def sentence_of(code: str) -> str:
    return str(REFUSALS.get(code, REFUSALS["damaged"]))
