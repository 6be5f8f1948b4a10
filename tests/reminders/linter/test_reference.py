"""The reference data passes the rules that organizations meet."""

import pytest

from reminders.kinds.content import Content, StepContent, in_order
from reminders.kinds.models import DeadlineKind
from reminders.kinds.reference import read
from reminders.linter.whole import Around, lint, says_grave

AROUND = Around(phone="1 800 555-0130", names=("Organisme",), as_sent=lambda text, _language: text)


def content_of(told) -> Content:
    steps = [StepContent(offset_days=days, text_fr=fr, text_en=en) for days, fr, en in told.steps]
    return Content(Content.of(DeadlineKind(**told.columns), []).columns, in_order(steps))


@pytest.mark.parametrize("told", read()[1], ids=lambda told: told.code)
def test_a_kind_of_the_reference_could_be_published(told):
    errors = [(remark.code, remark.where, remark.why) for remark in lint(content_of(told), AROUND) if remark.is_error]
    assert errors == []


def test_those_that_say_a_delicate_word_say_why():
    said = {told.code for told in read()[1] if says_grave(content_of(told))}
    assert said == {"pneus-hiver", "changement-adresse-saaq", "carte-assurance-maladie"}
