"""Made, downloaded, printed, posted: the same for every noun, each step once."""

import pytest
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from portal.audit.sentences import verbs
from portal.organizations.models import Organization
from portal.people.models import User
from portal.printing import actions as printing
from portal.printing import printables
from portal.printing.models import PrintBatch
from programs.result_letters.actions import ask_letter
from reminders.invitations.actions import invite
from tests.portal.printing.conftest import CONTENT, LINES, WAIT
from tests.reminders.invitations.conftest import invitee
from tests.together import at_once

pytestmark = pytest.mark.django_db


def prepared(printable, operator, **options) -> PrintBatch:
    return printing.prepare(printable=printable, by=operator, **options)


def rows_of(batch) -> list:
    return list(getattr(batch, printables.named(batch.printable).relation).order_by("place"))


def verbs_since(event_id: int) -> list[str]:
    batches = (
        "result_letter.",
        "letter_batch.",
        "invitation_batch.",
        "space_invitation_batch.",
        "mandate_letter_batch.",
    )
    found = AuditEvent.objects.filter(pk__gt=event_id, refused=False).order_by("pk").values_list("verb", flat=True)
    return [verb for verb in found if verb.startswith(batches)]


def test_every_noun_of_the_print_room_is_tried_here():
    assert set(printables._registered) == set(WAIT)


def test_every_verb_has_its_sentence(printable):
    assert {verb for verb in printables.named(printable).verbs if verb} <= verbs()


def test_an_empty_queue_makes_no_batch(printable, operator):
    with pytest.raises(printing.NothingToPrint):
        prepared(printable, operator)
    assert not PrintBatch.objects.exists()


def test_a_batch_holds_no_more_than_its_size_and_the_next_holds_the_rest(printable, wait, operator):
    for _time in range(3):
        wait()
    first, second = prepared(printable, operator, largest=2), prepared(printable, operator, largest=2)
    assert [row.place for row in rows_of(first)] == [1, 2]
    assert [row.place for row in rows_of(second)] == [1]
    with pytest.raises(printing.NothingToPrint):
        prepared(printable, operator)


def test_each_step_once_and_journaled(printable, wait, operator, people):
    wait()
    start, verbs = AuditEvent.objects.latest("pk").pk, printables.named(printable).verbs
    batch = prepared(printable, operator)
    with pytest.raises(printing.NotDownloaded):
        printing.mark_printed(batch=batch, by=operator)
    assert not printing.was_downloaded(batch=batch)
    printing.note_download(batch=batch, by=operator)
    assert printing.was_downloaded(batch=batch)
    assert [printing.mark_printed(batch=batch, by=by) for by in (operator, people["omar"])] == [1, 0]
    batch.refresh_from_db()
    assert (batch.state, batch.printed_by) == ("printed", operator)
    assert verbs_since(start) == [verbs.made, verbs.downloaded, verbs.printed]


def test_what_is_emptied_leaves_no_file_to_make_again(printable, wait, operator):
    wait()
    adapter, batch = printables.named(printable), prepared(printable, operator)
    assert adapter.pdf_of(list(adapter.left_in(batch)), batch.made_at).startswith(b"%PDF")
    printing.mark_printed(batch=printing.note_download(batch=batch, by=operator), by=operator)
    assert adapter.left_in(batch).exists() != adapter.is_emptied


def test_posted_once_and_only_after_it_was_printed(a_letter_waits, operator):
    a_letter_waits()
    batch = prepared("letters", operator)
    assert not printing.mark_posted(batch=batch, by=operator)
    printing.mark_printed(batch=printing.note_download(batch=batch, by=operator), by=operator)
    assert [printing.mark_posted(batch=batch, by=operator) for _time in range(2)] == [True, False]


def test_a_reading_of_some_names_is_no_download(printable, wait, operator):
    wait()
    batch = printing.note_names_opened(batch=prepared(printable, operator), by=operator)
    with pytest.raises(printing.NotDownloaded):
        printing.mark_printed(batch=batch, by=operator)


def test_a_number_names_one_batch_whatever_it_holds(a_letter_waits, an_invitation_waits, operator):
    """«Lettre 12-001» and «Invitation 12-001» were two envelopes: one that came back was taken for the other."""
    a_letter_waits()
    an_invitation_waits()
    batches = [prepared(printable, operator) for printable in ("letters", "invitations")]
    assert batches[1].number == batches[0].number + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintBatch.objects.create(printable="letters", number=batches[0].number, made_by=operator)


def test_each_class_of_batches_sees_its_own(a_letter_waits, an_invitation_waits, operator):
    a_letter_waits()
    an_invitation_waits()
    for printable in ("letters", "invitations"):
        batch = prepared(printable, operator)
        assert list(printables.named(printable).batch_model.objects.all()) == [batch]
    assert PrintBatch.objects.count() == 2


def test_what_was_emptied_meanwhile_is_not_under_way(printable, wait, operator):
    """Used, expired or replaced, nothing of it is left to print: nobody can say that it was printed."""
    wait()
    adapter, batch = printables.named(printable), prepared(printable, operator)
    assert [(one.pk, one.count) for one in adapter.under_way()] == [(batch.pk, 1)]
    if adapter.is_emptied:
        codes = dict.fromkeys(("space_invitations", "mandate_letters"), "code")
        sealed = {"result_letters": "sheet_json", **codes}.get(printable, "contents")
        emptied = {sealed: None}
        adapter.left_in(batch).update(state="expired", **emptied)
        assert not adapter.under_way().exists()
        assert printing.mark_printed(batch=batch, by=operator) == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_operators_at_once_share_neither_a_letter_nor_a_number(db):
    organization = Organization.objects.create(code="essai", name_fr="Essai")
    operator = User.objects.create_user("operatrice@relais.example")
    for number in range(2):
        invite(organization=organization, invitee=invitee(organization, f"N-{number}"), by=operator)
        ask_letter(name="Ana Roy", lines=LINES, content=CONTENT, by=None)
    turns = iter(["invitations", "result_letters"] * 3)
    results = at_once(lambda: printing.prepare(printable=next(turns), by=operator), 6)
    batches = [one for one in results if isinstance(one, PrintBatch)]
    assert sorted(batch.number for batch in batches) == [1, 2]
    assert {batch.printable: len(rows_of(batch)) for batch in batches} == {"invitations": 2, "result_letters": 2}
    assert sum(isinstance(one, printing.NothingToPrint) for one in results) == 4
