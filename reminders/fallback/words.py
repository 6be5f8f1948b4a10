"""A failure in plain words, for people who were not there: what failed, why, what was tried next."""

from django.utils.translation import gettext as _

from reminders.deliveries.models import Delivery
from reminders.fallback.models import DeadLetter

State = Delivery.State


def what_failed(letter: DeadLetter) -> str:
    """«Message par courriel»."""
    if letter.delivery is None:
        return _("Rappel qui n’a pu partir par aucun moyen")
    return _("Message %(channel)s") % {"channel": letter.delivery.get_channel_display()}


def why(letter: DeadLetter) -> str:
    """One or two sentences; the provider's answer, when there is one, is beside it on the page."""
    failed = letter.delivery
    if failed is None:
        return _("La personne accepte des rappels, mais aucun des moyens qu’elle a choisis ne permet de la joindre.")
    if sentence := _by_an_agent(failed.code):
        return sentence
    match failed.state:
        case State.BOUNCED:
            return _("Le fournisseur l’avait accepté, puis il est revenu\u00a0: la personne ne l’a pas reçu.")
        case State.UNCERTAIN if failed.ambiguous_attempts > 1:
            return _(
                "Nous ne savons pas s’il est arrivé, même après l’avoir répété. Il n’est plus renvoyé de lui-même."
            )
        case State.UNCERTAIN:
            return _("Nous ne savons pas s’il est arrivé. Il n’est pas renvoyé de lui-même, pour ne pas le répéter.")
        case State.CANCELLED:
            return _("La coordonnée ne fonctionne plus ou n’est plus confirmée.")
    return _failed(failed.code)


def _failed(code: str) -> str:
    sentences = {
        "internal": _("Une erreur de notre côté l’a empêché de partir, plusieurs fois de suite."),
        "address": _("L’adresse courriel n’est pas écrite comme il faut\u00a0: rien n’y est parti. Corrigez-la."),
        "number": _("Le numéro de cellulaire n’est pas écrit comme il faut\u00a0: rien n’y est parti. Corrigez-le."),
        "hours": _("Il serait parti trop tard : à cette heure, on ne dérange personne, et après, il ne servait plus."),
        "expired": _("Trois jours d’essais n’ont pas suffi."),
    }
    return sentences.get(code, _("Le fournisseur l’a refusé."))


def _by_an_agent(code: str) -> str:
    """What people noted about a letter or a call (`letters`, `calls`)."""
    sentences = {
        "returned": _("La lettre est revenue\u00a0: l’adresse n’est plus la bonne."),
        "no_answer": _("Quatre appels, à des moments différents, sont restés sans réponse."),
        "wrong_number": _("Le numéro de téléphone est celui de quelqu’un d’autre."),
        "refused": _("La personne ne veut plus être appelée."),
        "no_caller": _("Aucun organisme ne peut faire cet appel."),
    }
    return sentences.get(code, "")


def tried_next(letter: DeadLetter) -> str:
    """«par la poste : prêt à partir», or that nothing is left."""
    following = letter.next_delivery
    if following is None:
        return _("Aucun autre moyen accepté")
    words = {"channel": following.get_channel_display(), "state": following.get_state_display()}
    return _("%(channel)s\u00a0: %(state)s") % words
