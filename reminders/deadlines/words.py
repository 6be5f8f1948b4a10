"""What is said of a deadline, by its nature: a payout is not "to do", an appointment is not "late"."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reminders.deadlines.lateness import Tier
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind

_NATURE = DeadlineKind.Nature


def state_words(deadline: Deadline, today: dt.date) -> str:
    """«à faire», «en retard», «versement à venir», «rendez-vous manqué»…"""
    nature, past = deadline.kind.nature, deadline.due_on < today
    match deadline.state:
        case Deadline.State.OPEN if deadline.paused_at:
            return _("en pause")
        case Deadline.State.OPEN:
            if nature == _NATURE.PAYOUT:
                return _("à vérifier") if past else _("versement à venir")
            if nature == _NATURE.APPOINTMENT:
                return _("rendez-vous passé") if past else _("rendez-vous à venir")
            return _("en retard") if past else _("à faire")
        case Deadline.State.DONE:
            if nature == _NATURE.PAYOUT:
                return _("versement reçu") if deadline.closed_by_id else _("versement fait")
            return _("rendez-vous tenu") if nature == _NATURE.APPOINTMENT else _("fait")
        case Deadline.State.MISSED if nature == _NATURE.APPOINTMENT:
            return _("rendez-vous manqué")
        case Deadline.State.MISSED if nature == _NATURE.PAYOUT:
            return _("versement non reçu") if deadline.closed_by_id else _("versement en retard")
    return str(deadline.get_state_display())


def done_label(kind: DeadlineKind) -> str:
    """The button that closes it well."""
    if kind.nature == _NATURE.PAYOUT:
        return _("Je l’ai reçu")
    return _("Le rendez-vous a eu lieu") if kind.nature == _NATURE.APPOINTMENT else _("C’est fait")


def done_message(kind: DeadlineKind) -> str:
    if kind.nature == _NATURE.PAYOUT:
        return _("C’est noté\u00a0: le versement est reçu. Aucun autre rappel ne partira pour celui-ci.")
    if kind.nature == _NATURE.APPOINTMENT:
        return _("C’est noté\u00a0: le rendez-vous a eu lieu. Aucun autre rappel ne partira pour celui-ci.")
    return _("Bravo, c’est fait. Aucun autre rappel ne partira pour cette échéance.")


_LATE = re.compile(
    r"(en retard|si la date est passée|carte expirée|expirée|oubliée|délai passé|après la date)", re.IGNORECASE
)


def remedy_of(procedure: Sequence[str]) -> str:
    """The step of the procedure that speaks of lateness, or the first: what still limits the consequences."""
    late = (step for step in procedure if _LATE.match(step))
    return next(late, procedure[0] if procedure else "").rstrip(".")


def speaks_of_lateness(step: str) -> bool:
    return bool(_LATE.match(step))


def date_label(kind: DeadlineKind) -> str:
    if kind.nature == _NATURE.PAYOUT:
        return _("Versement")
    return _("Rendez-vous") if kind.nature == _NATURE.APPOINTMENT else _("Date limite")


def amount_words(amount: Decimal, unit: str, of: str = "") -> str:
    """«25 $», «82,50 $», «7 % du solde impayé», «10 jours»."""
    exact = amount.quantize(Decimal("0.01")) if unit == "CAD" else amount.normalize()
    number = number_format(exact if amount % 1 else amount.quantize(Decimal(1)))
    units = {
        "CAD": "$",
        "percent": "%",
        "percent_month": _("% par mois"),
        "days": ngettext("jour", "jours", int(amount)),
        "months": ngettext("mois", "mois", int(amount)),
    }
    return f"{number}\u00a0{units.get(unit, unit)} {of}".strip()


def when_words(tier: Tier) -> str:
    """«dès le lendemain», «après 6 mois», «à chaque mois complet, 12 fois au plus»."""
    if tier.times > 1:
        each = ngettext("À chaque mois complet", "Tous les %(count)s mois complets", tier.after_months)
        each %= {"count": tier.after_months}
        return _("%(each)s, %(times)s fois au plus") % {"each": each, "times": tier.times}
    if tier.after_months:
        return ngettext("Après %(count)s mois", "Après %(count)s mois", tier.after_months) % {
            "count": tier.after_months
        }
    if tier.after_days == 0:
        return _("Dès cette date")
    if tier.after_days == 1:
        return _("Dès le lendemain")
    return ngettext("%(count)s jour après", "%(count)s jours après", tier.after_days) % {"count": tier.after_days}
