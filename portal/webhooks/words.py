"""What became of a call, in words: events and answers have names for machines, which stay in the proof."""

from django.utils.translation import gettext as _


def answer_in_words(answer: str) -> str:
    """Say a code of ours, or the number that the system answered; nothing while nothing was answered."""
    words = {
        "": "",
        "timeout": _("pas de réponse en cinq secondes"),
        "unreachable": _("l’adresse ne répond pas"),
        "forbidden": _("l’adresse est à l’intérieur d’un réseau"),
        "internal": _("le portail ne peut pas signer cet appel"),
    }
    return words[answer] if answer in words else _("votre système a répondu %(code)s") % {"code": answer}
