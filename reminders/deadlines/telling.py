"""What a person may tell an agent about a deadline, and what the agent is asked before it is noted."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reminders.deadlines import actions
from reminders.deadlines.models import Deadline
from reminders.deadlines.pages import DeadlinePage
from reminders.kinds.models import DeadlineKind


@dataclass(frozen=True)
class Decision:
    """One button. `question`: what follows from it, in a sentence; `fits`: whether it makes sense now."""

    code: str
    label: Promise
    question: Promise
    done: Promise
    action: Callable[..., Deadline]
    fits: Callable[[Deadline], bool]


_ALL = [
    Decision(
        "pause",
        _("Traité par téléphone : mettre les rappels en pause"),
        _("Plus aucun rappel de cette échéance ne part, jusqu’à ce que quelqu’un les reprenne. La personne le voit."),
        _("Les rappels sont en pause."),
        actions.pause,
        lambda deadline: deadline.is_open and deadline.paused_at is None,
    ),
    Decision(
        "resume",
        _("Reprendre les rappels"),
        _("Les rappels dont la date est encore à venir partiront; ceux du temps de pause ne sont pas rattrapés."),
        _("Les rappels reprennent."),
        actions.resume,
        lambda deadline: deadline.is_open and deadline.paused_at is not None,
    ),
    Decision(
        "done",
        _("C’est fait"),
        _("La personne a fait ce qu’il fallait : plus aucun rappel ne part, même s’il est déjà en file."),
        _("C’est noté comme fait."),
        actions.mark_done,
        lambda deadline: deadline.is_open,
    ),
    Decision(
        "missed",
        _("Rendez-vous manqué"),
        _("La personne n’est pas venue : elle reçoit l’avis prévu pour un rendez-vous manqué, s’il y en a un."),
        _("Le rendez-vous est noté comme manqué."),
        actions.mark_missed,
        lambda deadline: deadline.is_open and deadline.kind.nature == DeadlineKind.Nature.APPOINTMENT,
    ),
    Decision(
        "not_received",
        _("Versement non reçu"),
        _("La personne ne l’a pas reçu : une tâche s’ouvre pour le retrouver, et elle lit quoi faire."),
        _("Le versement est noté comme non reçu."),
        actions.mark_missed,
        lambda deadline: DeadlinePage(deadline).may_be_missing,
    ),
    Decision(
        "set_aside",
        _("Ne concerne pas la personne"),
        _("La personne dit que cette date n’est pas pour elle : plus aucun rappel ne part, et elle ne reviendra pas."),
        _("L’échéance est retirée."),
        actions.set_aside,
        lambda deadline: deadline.is_open,
    ),
    Decision(
        "reopen",
        _("Rouvrir : ce n’est pas fait"),
        _("Les rappels qui restent à venir partiront; la date suivante qu’elle avait ouverte se ferme."),
        _("L’échéance est rouverte."),
        actions.reopen,
        lambda deadline: not deadline.is_open,
    ),
]
DECISIONS = {decision.code: decision for decision in _ALL}


def decisions_for(deadline: Deadline) -> list[Decision]:
    """Those that make sense for it as it is."""
    return [decision for decision in _ALL if decision.fits(deadline)]
