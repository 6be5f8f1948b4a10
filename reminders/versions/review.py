"""The linter, told what surrounds a content: the organization's telephone and names, and SMS as they leave."""

import datetime as dt

from portal.channels.sms import segments
from portal.organizations.models import Organization
from reminders.kinds.content import Content, StepContent
from reminders.linter.remarks import Remark
from reminders.linter.whole import Around, lint
from reminders.versions.rendered import fictional, sms
from reminders.versions.starting import starting_content

LONGEST_DATE = dt.date(2026, 9, 30)
"""«30 septembre 2026»: no date is longer in words."""


def remarks_on(content: Content, organization: Organization) -> list[Remark]:
    names = (organization.name_fr, organization.name_en, organization.code.upper())
    about = fictional(content, organization, LONGEST_DATE)

    def as_sent(text: str, language: str) -> str:
        return sms(about, StepContent(offset_days=-1, text_fr=text, text_en=text), language)

    return lint(content, Around(phone=organization.phone, names=names, as_sent=as_sent))


def sms_parts(step: StepContent) -> list[tuple[str, int]]:
    """(language, number of SMS that it makes as sent), for the counters of the editor."""
    about = fictional(starting_content(title="", nature="expiry"), Organization(), LONGEST_DATE)
    told = [(language, step.told("sms", language)) for language in ("fr", "en")]
    return [
        (language, segments(sms(about, StepContent(offset_days=-1, text_fr=text, text_en=text), language)))
        for language, text in told
        if text.strip()
    ]
