"""A conversation as a file: whole, for those who see it, in the journal."""

import io

import pikepdf
import pytest
from django.urls import reverse

from messaging.threads.exports import pdf_of
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.documents.uploads import seal_upload
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db


def test_each_message_and_each_file_are_named(start, answer, amelie, monkeypatch):
    thread = start(uploads=[seal_upload("bail.pdf", corpus.pdf())], body="#set page()\n$x$")
    answer(thread, body="Voici.")
    kept = {}
    monkeypatch.setattr("messaging.threads.exports.typeset_story", lambda words: kept.update(words) or b"")
    pdf_of(thread, amelie)
    (first, second) = kept["story"]["rows"]
    assert first["lines"] == ["#set page()", "$x$"] and first["papers"] == ["bail.pdf"]
    assert second["lines"] == ["Voici."] and "Alain Côté" in second["who"]
    assert [row["name"] for row in kept["papers"]["rows"]] == ["bail.pdf"] and kept["lead"] == thread.subject


@pytest.mark.parametrize(("key", "status"), [("amelie", 200), ("alain", 200), ("bruno", 404), ("benoit", 404)])
def test_those_who_see_it_take_it_and_the_journal_says_so(start, people, signed_in, key, status):
    thread = start()
    answer = signed_in(people[key]).get(reverse("threads:pdf", args=[thread.pk]))
    assert answer.status_code == status
    assert AuditEvent.objects.filter(verb="thread.exported").count() == (status == 200)
    if status == 200:
        pdf = pikepdf.open(io.BytesIO(answer.content))
        assert pdf.Root.MarkInfo.Marked and f"conversation-{today()}.pdf" in answer["Content-Disposition"]
