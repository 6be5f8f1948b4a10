"""The linter, told what surrounds a content: the organization's telephone and names, and SMS as they leave."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from portal.consents.models import Channel
from portal.foundation.channels.sms import segments
from portal.organizations.models import Organization
from reminders.kind_versions.rendered import fictional, sms
from reminders.kind_versions.starting import starting_content
from reminders.kind_versions.words import column_label, step_words
from reminders.kinds.content import Content, StepContent
from reminders.linter.remarks import Remark
from reminders.linter.whole import Around, lint

LONGEST_DATE = dt.date(2026, 9, 30)
"""«30 septembre 2026»: no date is longer in words."""


def remarks_on(content: Content, organization: Organization) -> list[Remark]:
    names = (organization.name_fr, organization.name_en, organization.code.upper())
    about = fictional(content, organization, LONGEST_DATE)

    def as_sent(text: str, language: str) -> str:
        return sms(about, StepContent(offset_days=-1, text_fr=text, text_en=text), language)

    around = Around(phone=organization.phone, names=names, as_sent=as_sent, teams=organization.team_names)
    return lint(content, around)


@dataclass(frozen=True)
class Told:
    """A remark said once, with every place where it holds: (words, id of the field in the editor)."""

    remark: Remark
    places: list[tuple[str, str]]


def told_once(remarks: Iterable[Remark], steps: Sequence[StepContent]) -> list[Told]:
    groups: dict[tuple[str, str], Told] = {}
    for remark in remarks:
        remarks_of = groups.setdefault((remark.why, remark.how), Told(remark, []))
        remarks_of.places.append(place_of(remark, steps))
    return list(groups.values())


def place_of(remark: Remark, steps: Sequence[StepContent]) -> tuple[str, str]:
    """(«30 jours avant, texte français», "id_steps-0-text_fr")."""
    where = remark.where
    if where == "phone":
        return gettext("Téléphone de l’organisme"), "sources"
    if where == "steps":
        return gettext("L’échelle des rappels"), "echelle"
    if where.startswith("tiers."):
        tier = int(where.split(".")[1])
        return gettext("Palier %(number)s") % {"number": tier + 1}, f"id_tiers-{tier}-after_days"
    if remark.step is None:
        return (gettext("La date") if where == "date_rule" else column_label(where)), f"id_{where}"
    words = step_words(steps[remark.step])
    _steps, number, *rest = where.split(".")
    if not rest:
        return words, f"id_steps-{number}-days"
    language = gettext("en anglais") if rest[-1].endswith("en") else gettext("en français")
    if rest[0] != "by_channel":
        return f"{words}, {language}", f"id_steps-{number}-{rest[0]}"
    return f"{words}, {Channel(rest[1]).label}, {language}", f"id_steps-{number}-{rest[1]}_{rest[2]}"


def sms_parts(step: StepContent) -> list[tuple[str, int]]:
    """(language, number of SMS that it makes as sent), for the counters of the editor."""
    about = fictional(starting_content(title="", nature="expiry"), Organization(), LONGEST_DATE)
    texts = [(language, step.text_for("sms", language)) for language in ("fr", "en")]
    return [
        (language, segments(sms(about, StepContent(offset_days=-1, text_fr=text, text_en=text), language)))
        for language, text in texts
        if text.strip()
    ]
