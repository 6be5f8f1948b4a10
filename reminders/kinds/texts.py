"""A step's text with its places filled, the same on the pages and in the messages."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, ngettext

from portal.organizations.models import Organization
from portal.people.zones import words_of
from reminders.kinds.models import DeadlineKind, ReminderStep


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is said inside is in the language of a person (`Citizen.language`)."""
    with translation.override(settings.LANGUAGE_CODE if language.startswith("fr") else language):
        yield


def is_english() -> bool:
    return (translation.get_language() or "").startswith("en")


def title_of(kind: DeadlineKind) -> str:
    return (kind.title_en if is_english() else "") or kind.title_fr


def name_of(organization: Organization) -> str:
    return (organization.name_en if is_english() else "") or organization.name_fr


def consequence_of(kind: DeadlineKind) -> str:
    return (kind.consequence_en if is_english() else "") or kind.consequence_fr


def procedure_of(kind: DeadlineKind) -> list[str]:
    return (kind.procedure_en if is_english() else []) or kind.procedure_fr


def own_text(step: ReminderStep, channel: str) -> str:
    """What the organization wrote for that channel, or for all of them; in French where it wrote no English."""
    own = step.by_channel.get(channel, {})
    if is_english() and (text := own.get("en") or step.text_en):
        return text
    return own.get("fr") or step.text_fr


def date_in_words(day: dt.date) -> str:
    """«1er décembre 2026», in the language in force."""
    if translation.get_language().startswith("fr") and day.day == 1:
        return f"1er {date_format(day, 'F Y')}"
    return date_format(day, "j F Y")


def hour_words(hour: dt.time) -> str:
    """«14 h 05», «9 h», with no-break spaces (Office québécois de la langue française); in English, «2:05 PM»."""
    if is_english():
        return time_format(hour, "g:i A")
    return f"{hour.hour}\u00a0h" + (f"\u00a0{hour:%M}" if hour.minute else "")


def moment_in_words(day: dt.date, hour: dt.time | None = None, zone: str = "") -> str:
    """«20 janvier 2027 à 14 h 30 (heure de l’Est)»; the zone is named when it is given."""
    if hour is None:
        return date_in_words(day)
    words = gettext("%(day)s à %(hour)s") % {"day": date_in_words(day), "hour": hour_words(hour)}
    return f"{words} ({words_of(zone)})" if zone else words


def step_text(step: ReminderStep, due_on: dt.date) -> str:
    """The organization's text, with its two places filled; other braces stay as they are."""
    where = gettext("dans votre espace Relais")
    return step.text_fr.replace("{date}", date_in_words(due_on)).replace("{where}", where)


def offset_words(days: int) -> str:
    """«30 jours avant», «le jour même», «7 jours après, si ce n’est pas fait»."""
    if days == 0:
        return gettext("le jour même")
    if days < 0:
        return ngettext("%(count)s jour avant", "%(count)s jours avant", -days) % {"count": -days}
    text = ngettext("%(count)s jour après, si ce n’est pas fait", "%(count)s jours après, si ce n’est pas fait", days)
    return text % {"count": days}


def basis_words(basis: str) -> str:
    """Where the date comes from, in words; see the header of the reference data for the codes."""
    known = {
        "birth_date": gettext("le jour de l’anniversaire"),
        "date_on_document": gettext("la date inscrite sur le document"),
        "date_on_notice": gettext("la date inscrite sur l’avis reçu"),
        "appointment": gettext("la date du rendez-vous"),
        "calendar": gettext("une date fixe de l’année"),
        "event": gettext("un délai après un événement"),
    }
    return known.get(basis.partition(":")[0], gettext("une date que la personne indique"))


def status_words(state: str) -> str:
    """What the public page of a kind that is not published says first; "" when it is."""
    if state == "published":
        return ""
    return gettext("Rappels retirés par l’organisme") if state == "retired" else gettext("À confirmer par l’organisme")
