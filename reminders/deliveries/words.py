"""What became of a delivery, in words: the codes of senders and providers are for machines and stay in the proof."""

import datetime as dt

from django.utils.translation import gettext as _

from portal.clock import now
from reminders.deliveries.models import Delivery

State = Delivery.State


def answer_in_words(delivery: Delivery) -> str:
    """Return what was answered, or why nothing left; nothing while nothing is known."""
    if not delivery.code or delivery.state == State.ACCEPTED:
        return ""
    is_settled = delivery.settled_at is not None
    return reason_in_words(delivery.code) or (
        _("refusé par le fournisseur") if is_settled else _("le fournisseur tarde")
    )


def reason_in_words(code: str) -> str:
    """Say a code of ours; nothing of a provider's."""
    data = {
        "consent": _("la personne n’accepte plus ce moyen"),
        "useless": _("il ne servait plus"),
        "hours": _("il serait parti trop tard pour servir"),
        "died": _("décès noté"),
        "closed": _("compte fermé"),
        "contact": _("coordonnée qui ne fonctionne plus"),
        "suspended": _("coordonnée qui ne fonctionne plus"),
        "address": _("adresse mal écrite"),
        "number": _("numéro mal écrit"),
        "expired": _("trois jours d’essais n’ont pas suffi"),
        "internal": _("une erreur de notre côté"),
        "returned": _("lettre revenue"),
        "no_answer": _("pas de réponse"),
        "wrong_number": _("mauvais numéro"),
        "refused": _("refusé"),
        "no_caller": _("aucun organisme ne peut faire cet appel"),
    }
    return data.get(code, "")


def said_of(delivery: Delivery) -> tuple[str, dt.datetime | None, str]:
    """Return how to say it to an agent: words, the instant that follows them, and the end of the sentence."""
    settled, doubt = delivery.settled_at, _("\u00a0: on ne sait pas s’il est arrivé")
    match delivery.state:
        case State.READY if delivery.not_before > now():
            return _("partira le"), delivery.not_before, ""
        case State.READY:
            return _("part dans un instant"), None, ""
        case State.ATTEMPTED:
            return _("parti le"), delivery.attempted_at, _(", sans réponse encore")
        case State.ACCEPTED:
            return _("parti le"), settled, ""
        case State.BOUNCED:
            return _("revenu le"), settled, _("\u00a0: la personne ne l’a pas reçu")
        case State.UNCERTAIN:
            return _("parti le"), delivery.attempted_at or settled, doubt
        case State.CANCELLED:
            return _("n’est pas parti"), None, f"\u00a0: {answer_in_words(delivery)}"
    return _("n’a pas pu partir"), None, f"\u00a0: {answer_in_words(delivery)}"
