"""What «Me le rappeler» asks for each origin of a date, in the words that the person has before their eyes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reminders.kinds.dates import event_of
from reminders.kinds.models import DeadlineKind

EVENTS: dict[str, Promise] = {
    "accident": _("Date de l’accident"),
    "arrival": _("Date de votre arrivée"),
    "awareness": _("Date où vous avez compris le préjudice subi"),
    "bill": _("Date d’envoi du compte (inscrite sur le compte)"),
    "birth": _("Date de la naissance"),
    "change": _("Date du changement"),
    "coverage_end": _("Dernier jour de votre assurance privée"),
    "custody_change": _("Date de l’arrivée ou du changement de garde"),
    "death": _("Date du décès"),
    "injury": _("Date de la lésion, ou du jour où vous avez su que la maladie vient du travail"),
    "judgment": _("Date du jugement"),
    "last_work_day": _("Dernier jour de travail"),
    "lease_end": _("Date de fin du bail"),
    "leave_start": _("Début de la semaine où les prestations doivent commencer"),
    "move": _("Date du déménagement"),
    "notice": _("Date de l’avis, ou du jour où vous l’avez reçu, selon la règle"),
    "service": _("Date où vous avez reçu le constat"),
    "studies_end": _("Date de fin des études"),
}
OTHER_EVENT = _("Date de l’événement")

_DATES: dict[str, Promise] = {
    "date_on_document": _("Date d’expiration inscrite sur le document"),
    "date_on_notice": _("Date limite inscrite sur l’avis"),
    "appointment": _("Date du rendez-vous"),
    "invitation": _("Date inscrite sur l’invitation"),
    "election": _("Dernier jour pour s’inscrire ou corriger son inscription"),
    "surname_month": _("Date limite inscrite sur votre avis de paiement"),
    "calendar:quarterly": _("Date du prochain versement"),
    "calendar:school_window": _("Dernier jour d’inscription, selon votre centre de services scolaire"),
}
_BY_NATURE: dict[str, Promise] = {
    DeadlineKind.Nature.APPOINTMENT: _("Date du rendez-vous"),
    DeadlineKind.Nature.PAYOUT: _("Date du versement"),
}
_OR_THE_DATE = _("Ou la date limite, si vous la connaissez")
_BIRTHDAY = _("Autre date, si celle-ci ne convient pas")


@dataclass(frozen=True)
class KindQuestion:
    """`event`: the label of the event's date, "" when the rule has none. `due`: the label of the date itself."""

    due: str
    event: str


def question_of(kind: DeadlineKind) -> KindQuestion:
    """An event asks for its day; the date itself may always be given by who has it on paper."""
    code = event_of(kind.basis)
    if code:
        return KindQuestion(due=str(_OR_THE_DATE), event=str(EVENTS.get(code, OTHER_EVENT)))
    if kind.basis.startswith("birth_date"):
        return KindQuestion(due=str(_BIRTHDAY), event="")
    due = _DATES.get(kind.basis) or _BY_NATURE.get(kind.nature) or _("Date limite")
    return KindQuestion(due=str(due), event="")
