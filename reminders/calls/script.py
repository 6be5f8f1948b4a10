"""What the agent says, sentence by sentence; and what is left on an answering machine: nothing of the matter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.clock import today
from portal.consents.models import Channel
from portal.notices.models import Notice
from portal.people.models import User
from reminders.calls.models import Call
from reminders.deadlines.models import Deadline
from reminders.deliveries.carried import Carried
from reminders.kinds.ages import aged
from reminders.kinds.outside import consequence_outside, procedure_outside
from reminders.kinds.texts import date_in_words, moment_in_words, name_of, own_text, speaking, title_of
from reminders.reminders.models import Reminder
from reminders.reminders.places import zone_to_name


@dataclass(frozen=True)
class Matter:
    """One thing to say; `deadline` may be marked done during the call, None for a notice. `is_finding`: the agent may
    open the person's findings with them, where they let agents do so."""

    sentence: str
    advice: list[str]
    deadline: Deadline | None = None
    is_finding: bool = False


@dataclass(frozen=True)
class Script:
    greeting: str
    """Whoever answers hears it: it names neither the organization nor the matter."""
    check: str
    reason: str
    matters: list[Matter]
    goodbye: str
    machine: str


def script_of(call: Call, carried: Carried, by: User) -> Script:
    """`carried`: what this call's organization may know of (`Carried.of`). In the person's language: English is theirs
    only after they attested that it is their right."""
    with speaking(call.citizen.language):
        return _script(call, carried, by)


def _script(call: Call, carried: Carried, by: User) -> Script:
    phone = call.organization.phone or settings.HELP_PHONE
    values = {"person": call.citizen, "organization": name_of(call.organization), "agent": by, "phone": phone}
    return Script(
        greeting=_("Bonjour, je m’appelle %(agent)s, du service Relais.") % values,
        check=_("Est-ce que je parle bien à %(person)s?") % values,
        reason=_reason(carried) % values,
        matters=[*_of_reminders(carried.reminders, phone), *_of_notices(carried.notices)],
        goodbye=_(
            "Avez-vous des questions? Vous pouvez nous rappeler au %(phone)s. Nous ne demandons jamais de mot de passe "
            "ni de numéro de carte. Bonne journée!"
        )
        % values,
        machine=_("Bonjour, c’est un message de Relais pour %(person)s. Vous pouvez nous rappeler au %(phone)s. Merci.")
        % {**values, "phone": settings.HELP_PHONE},
    )


def _reason(carried: Carried) -> str:
    """What only the portal tells is no organization's matter; its agent calls because it serves the person."""
    if any(notice.organization_id for notice in carried.notices) or carried.reminders:
        return _("Je vous appelle pour l’organisme suivant\u00a0: %(organization)s.")
    return _("Je vous appelle parce que vous nous l’avez demandé.")


def _of_reminders(reminders: Sequence[Reminder], phone: str) -> list[Matter]:
    """Among others, each says first which deadline it speaks of."""
    is_alone = len(reminders) == 1
    return [_of_reminder(reminder, phone, is_alone=is_alone) for reminder in reminders]


def _of_reminder(reminder: Reminder, phone: str, *, is_alone: bool) -> Matter:
    kind = reminder.deadline.kind
    text = _sentence(reminder, phone)
    if not is_alone:
        name = title_of(kind) if kind.is_open else _("Échéance du %(day)s") % {"day": date_in_words(reminder.due_on)}
        text = f"{name}. {text}"
    return Matter(text, [*_consequence(reminder), *procedure_outside(kind)], reminder.deadline)


def _consequence(reminder: Reminder) -> list[str]:
    """Before the date: what lateness costs, or, of a neutral kind, that it can be read to the person."""
    step = reminder.step
    if step and (step.is_after or step.moment != "date"):
        return []
    result = consequence_outside(reminder.deadline.kind)
    if result:
        return [_("Si la date passe\u00a0: %(told)s") % {"told": result}]
    return [_("Je peux aussi vous lire ce qui arrive si la date passe.")]


def _sentence(reminder: Reminder, phone: str) -> str:
    """The step's own text for the telephone, or the ordinary one."""
    step, deadline = reminder.step, reminder.deadline
    day = moment_in_words(reminder.due_on, deadline.due_time, zone_to_name(deadline))
    if step is None:
        return _("Vous nous avez demandé de vous le rappeler. La date limite est le %(day)s.") % {"day": day}
    text = own_text(step, Channel.PHONE)
    text = aged(text, offset_days=step.offset_days, due_on=reminder.due_on, on=today())
    where = _("au téléphone, au %(phone)s") % {"phone": phone}
    return text.replace("{date}", day).replace("{where}", where)


def _of_notices(notices: Iterable[Notice]) -> list[Matter]:
    """One thing to say for all that waits, one for all findings."""
    is_finding = {notice.kind == Notice.Kind.FINDING for notice in notices}
    waits = _("Un message ou un document vous attend. Je peux vous le lire, ou on vous l’envoie par la poste.")
    finding = _(
        "Une nouvelle piste vous attend : il pourrait y avoir quelque chose pour vous. Voulez-vous que nous regardions "
        "vos pistes ensemble, maintenant ou une autre fois?"
    )
    matters = [Matter(waits, [])] if False in is_finding else []
    return [*matters, Matter(finding, [], is_finding=True)] if True in is_finding else matters
