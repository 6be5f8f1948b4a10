"""Who sees a date, in words for its person: said before she asks for it, and on its page."""

from django.utils.translation import gettext as _

from portal.consents.models import Channel
from reminders.deadlines.models import Deadline
from reminders.kinds.texts import name_of


def seen_by(deadline: Deadline, *, for_oneself: bool = True) -> list[str]:
    """Return one or two sentences. What they say is what `DeadlineQuerySet.handled_by` and `served_by` select."""
    organization = name_of(deadline.kind.organization)
    if not deadline.is_private:
        return [_shared(deadline, organization)]
    first = (
        _("Vous seule ou seul voyez cette date, et les personnes qui vous représentent s’il y en a.")
        if for_oneself
        else _("Seules cette personne et celles qui la représentent voient cette date.")
    )
    served = (
        _(
            "%(organization)s ne la voit pas, sauf pendant que vous êtes servie ou servi au téléphone ou au comptoir "
            "par une équipe qui a déjà votre dossier."
        )
        if for_oneself
        else _(
            "%(organization)s ne la voit pas, sauf pendant que cette personne est servie au téléphone ou au comptoir "
            "par une équipe qui a déjà son dossier."
        )
    )
    return [first, served % {"organization": organization}, *_calls(deadline)]


def _shared(deadline: Deadline, organization: str) -> str:
    values = {"organization": organization, "team": deadline.kind.team}
    if deadline.kind.team is None:
        return (
            _("%(organization)s a donné cette date\u00a0: sa supervision et l’équipe qui a le dossier la voient.")
            % values
        )
    return (
        _("L’équipe «\u00a0%(team)s\u00a0» (%(organization)s) la voit, avec sa supervision et l’équipe du dossier.")
        % values
    )


def _calls(deadline: Deadline) -> list[str]:
    if Channel.PHONE not in deadline.kind.channels:
        return []
    return [_("Si le téléphone est choisi, la personne qui appelle la voit pour faire l’appel.")]
