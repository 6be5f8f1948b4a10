"""What a form lets through, and what it makes of it."""

import uuid

import pytest

from messaging.threads import forms
from messaging.threads.delays import working_days_after
from portal import clock
from portal.clock import end_of_day
from portal.documents import actions as document_actions
from portal.documents.uploads import seal_upload
from tests.portal.documents import corpus
from tests.portal.documents.deposits import deposit


def test_body_keeps_text_and_drops_what_cannot_be_stored() -> None:
    assert forms.BodyField().clean("a\x00b\r\nc\u202ed ") == "ab\nc\u202ed"


def test_subject_is_one_honest_line() -> None:
    assert forms.SubjectField().clean(" a\u202eb\tc\x07 ") == "a b c"


@pytest.mark.django_db
def test_a_full_space_takes_no_more(amelie, saaq_agent, saaq_team, monkeypatch) -> None:
    deposit(amelie, team=saaq_team)
    monkeypatch.setattr(document_actions, "PERSON_BYTES", 1000)
    upload = seal_upload("a.pdf", corpus.pdf())
    posted = {"body": "b", "key": str(uuid.uuid4())}
    form = forms.ReplyForm(posted, _files(upload), citizen=amelie.citizen, user=amelie)
    assert not form.is_valid() and "plein" in str(form.errors["documents"])
    assert forms.AnswerForm(
        posted, _files(upload), user=saaq_agent
    ).is_valid()  # what organizations give is not counted
    upload.close()


class _files(dict):
    """Files of a request, as forms read them."""

    def __init__(self, *uploads) -> None:
        super().__init__(documents=list(uploads))

    def getlist(self, name: str) -> list:
        return self[name]


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [("2026-11-20", 1, "2026-11-23"), ("2026-11-21", 3, "2026-11-25"), ("2026-11-23", 0, "2026-11-23")],
)
def test_working_days(day: str, count: int, due: str) -> None:
    parse = clock.dt.date.fromisoformat
    assert working_days_after(parse(day), count) == parse(due)


def test_a_day_ends_in_the_person_s_zone() -> None:
    day = clock.dt.date(2026, 7, 1)
    east, islands = (end_of_day(day, zone) for zone in ("America/Toronto", "America/Halifax"))
    assert (east - islands).total_seconds() == 3600
