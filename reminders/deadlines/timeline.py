"""The ladder of one deadline, drawn and told: its steps before and after the date, and what became of each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from portal.consents.models import Channel
from reminders.deadlines.models import Deadline
from reminders.deadlines.reaching import in_words
from reminders.deadlines.words import date_label
from reminders.deliveries.models import Delivery
from reminders.kinds.texts import hour_words, step_text
from reminders.reminders.models import Reminder
from reminders.reminders.places import hour_in_words

_LEFT = frozenset({Delivery.State.ACCEPTED, Delivery.State.ATTEMPTED, Delivery.State.UNCERTAIN})


def sent_by(deadline: Deadline) -> dict[int, list[tuple[str, str]]]:
    """Reminder id → (channel, state) of what carried it, the latest attempt of each channel. One query."""
    keys = [reminder.pk for reminder in deadline.reminders.all()]
    if not keys:
        return {}
    rows = Delivery.objects.filter(recipient_id=deadline.citizen_id, reminder_ids__overlap=keys)
    latest: dict[int, dict[str, str]] = {}
    for delivery in rows.order_by("attempt", "created_at", "id"):
        for key in set(delivery.reminder_ids) & set(keys):
            latest.setdefault(key, {})[delivery.channel] = delivery.state
    return {key: list(channels.items()) for key, channels in latest.items()}


def timeline(
    deadline: Deadline,
    *,
    carried: Mapping[int, Sequence[tuple[str, str]]] | None = None,
    channels: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Items of `components/timeline.html`. Steps that were past when the person began to follow are left out.

    Reads `reminders` with their step and inbox item: prefetch them. `carried`: from `sent_by`; `channels`: those by
    which the steps to come would leave."""
    mine = [reminder for reminder in deadline.reminders.all() if reminder.due_on == deadline.due_on]
    items = [_item(reminder, deadline, (carried or {}).get(reminder.pk, ()), channels) for reminder in mine]
    hour = f"\u00a0: {hour_in_words(deadline)}" if deadline.due_time else ""
    due = {
        "date": deadline.due_on,
        "label": date_label(deadline.kind) + hour,
        "state": "on",
        "done": deadline.state == Deadline.State.DONE,
    }
    return sorted([*items, due], key=lambda item: (item["date"], item["state"] != "before"))


def _item(
    reminder: Reminder, deadline: Deadline, carried: Sequence[tuple[str, str]], channels: Sequence[str]
) -> dict[str, Any]:
    local = reminder.due_at.astimezone(ZoneInfo(deadline.citizen.time_zone))
    text = step_text(reminder.step, reminder.due_on) if reminder.step else _("Celui que vous avez demandé.")
    parts = {"text": text, "how": _how(reminder, carried, channels)}
    return {
        "date": local.date(),
        "label": _label(reminder, local),
        "state": "after" if local.date() > deadline.due_on else "before",
        "done": reminder.state == Reminder.State.SENT,
        "settled": reminder.state,
        "detail": " ".join(part for part in (parts["how"], f"«\u00a0{parts['text']}\u00a0»") if part),
    }


def _label(reminder: Reminder, local: dt.datetime) -> str:
    match reminder.state:
        case Reminder.State.SENT:
            return _("Rappel envoyé")
        case Reminder.State.CANCELLED:
            return _("Rappel annulé")
        case Reminder.State.MISSED:
            return _("Rappel non envoyé\u00a0: %(why)s") % {
                "why": reminder.get_why_display() or _("il n’était plus utile")
            }
    return _("Rappel prévu à %(hour)s") % {"hour": hour_words(local.time())}


def _how(reminder: Reminder, carried: Sequence[tuple[str, str]], channels: Sequence[str]) -> str:
    if reminder.state == Reminder.State.PLANNED:
        if not channels:
            return _("Aucun moyen choisi ne peut vous joindre en ce moment\u00a0: voyez vos préférences.")
        return _sentence(in_words(channels))
    if reminder.state != Reminder.State.SENT:
        return ""
    inbox = [(Channel.INBOX.value, "")] if hasattr(reminder, "inbox_item") else []
    ways = [_one(channel, state) for channel, state in [*inbox, *carried]]
    return _sentence(", ".join(ways)) if ways else ""


def _sentence(words: str) -> str:
    """«Dans mon espace Relais.»: names inside keep their capitals."""
    return f"{words[:1].upper()}{words[1:]}."


def _one(channel: str, state: str) -> str:
    words = str(Channel(channel).label)
    if not state or state in _LEFT:
        return words + (_(" (réception incertaine)") if state == Delivery.State.UNCERTAIN else "")
    if state == Delivery.State.READY:
        return words + _(" (prêt à partir)")
    return words + (_(" (échoué)") if state == Delivery.State.FAILED else _(" (annulé)"))
