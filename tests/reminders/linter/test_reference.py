"""The reference data passes the rules that organizations meet."""

import pytest

from reminders.kinds.content import Content, StepContent, in_order
from reminders.kinds.models import DeadlineKind
from reminders.kinds.reference import read
from reminders.linter.whole import Around, lint, says_grave

AROUND = Around(phone="1 800 555-0130", names=("Organisme",), as_sent=lambda text, _language: text)


def content_of(result) -> Content:
    steps = [StepContent(offset_days=days, text_fr=fr, text_en=en) for days, fr, en in result.steps]
    return Content(Content.of(DeadlineKind(**result.columns), []).columns, in_order(steps))


@pytest.mark.parametrize("expected", read()[1], ids=lambda record: record.code)
def test_a_kind_of_the_reference_could_be_published(expected):
    errors = [
        (remark.code, remark.where, remark.why) for remark in lint(content_of(expected), AROUND) if remark.is_error
    ]
    assert errors == []


def test_those_that_say_a_delicate_word_say_why():
    said = {item.code for item in read()[1] if says_grave(content_of(item))}
    assert said == {"pneus-hiver", "changement-adresse-saaq", "carte-assurance-maladie"}
