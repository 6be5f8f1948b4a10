"""The rules of the ledger, asked of each noun that has one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.audit.models import AuditEvent
from portal.audit.sentences import verbs
from portal.clock import now, today
from portal.dossier_types.models import DossierType
from portal.publishing.actions import discard, restore, start, write
from portal.publishing.adapters import adapters
from portal.publishing.exceptions import EditedMeanwhile, NeedsAnotherPerson, VersionClosed, VersionRefused
from portal.publishing.ledger import TWICE
from portal.publishing.reading import content_in_force, content_to_edit
from portal.publishing.releases import draft_as_it_is, publish, put_due_in_force
from portal.publishing.reviews import send_back, submit, withdraw
from portal.questions.actions import start as start_question
from programs.program_versions.actions import start as start_program
from reminders.kind_versions.actions import start as start_kind
from reminders.kinds.models import DeadlineKind
from tests.portal.publishing.conftest import RENAMED

pytestmark = pytest.mark.django_db
WAITING = [adapter.subjects for adapter in adapters() if adapter.can_wait]
VERBS = "started duplicated brought exported drafted discarded submitted withdrawn sent_back published".split()


def verb_of(ledger) -> str:
    return AuditEvent.objects.filter(subject_id=str(ledger.subject.pk)).latest("pk").verb


def test_each_noun_that_has_a_ledger_is_asked():
    """Types of dossier are walked in their own folder (`tests/portal/dossier_types`)."""
    assert {adapter.subjects for adapter in adapters()} == {DossierType, *RENAMED}


@pytest.mark.parametrize("verb", VERBS)
def test_each_step_has_its_words_in_the_journal(verb):
    assert {f"{adapter.verb}.{verb}" for adapter in adapters()} <= verbs()


def test_a_version_that_waits_takes_effect_in_words_too():
    assert {f"{adapter.verb}.took_effect" for adapter in adapters() if adapter.can_wait} <= verbs()


def test_a_draft_changes_nothing_that_people_read(ledger):
    before = ledger.title()
    draft = ledger.draft("Un autre titre")
    assert (draft.state, draft.revision, draft.author) == ("draft", 1, ledger.by)
    assert ledger.title() == before
    assert ledger.adapter.title_of(content_to_edit(ledger.subject)) == "Un autre titre"


def test_what_was_in_force_before_the_first_draft_is_the_version_before(ledger):
    kept = content_in_force(ledger.subject)
    draft = ledger.draft("Un autre titre")
    first = ledger.subject.versions.get(number=draft.number - 1)
    assert (first.number, first.state, first.written) == (1, "published", kept)


def test_writing_again_is_the_same_version(ledger):
    first, again = ledger.draft("Un"), ledger.draft("Deux")
    assert (again.pk, again.revision) == (first.pk, 2)


def test_the_journal_names_what_changed_and_no_word_of_it(ledger):
    ledger.draft("Un secret")
    event = AuditEvent.objects.filter(subject_id=str(ledger.subject.pk)).latest("pk")
    assert event.detail == {"version": 2, "changed": [ledger.adapter.title]}


def test_who_writes_over_another_is_told(ledger):
    ledger.draft("Un")
    content = content_in_force(ledger.subject)
    for revision in (0, 2):
        with pytest.raises(EditedMeanwhile):
            write(subject=ledger.subject, content=content, revision=revision, by=ledger.by)


def test_a_note_stays_until_another_is_written(ledger):
    content = content_in_force(ledger.subject)
    draft = write(subject=ledger.subject, content=content, revision=0, by=ledger.by, note="Une phrase.")
    again = {"subject": ledger.subject, "content": content, "by": ledger.by}
    assert write(**again, revision=draft.revision).note == "Une phrase."
    assert write(**again, revision=draft.revision + 1, note="").note == ""


def test_a_draft_given_up_is_kept_and_leaves_room(ledger):
    first = discard(version=ledger.draft("Un"), by=ledger.by)
    assert (first.state, first.discarded_by) == ("discarded", ledger.by)
    assert verb_of(ledger).endswith(".discarded")
    with pytest.raises(VersionClosed):
        discard(version=first, by=ledger.by)
    assert ledger.draft("Deux").number == first.number + 1


BEGIN: dict[str, Callable[..., Any]] = {
    "program": lambda **of: start_program(name_fr="Commencé", theme="emploi", **of),
    "deadline_kind": lambda **of: start_kind(title="Commencé", nature="payment_due", **of).kind,
    "question": lambda **of: start_question(words={"question_fr": "Commencé", "answer_fr": "Au comptoir."}, **of),
}


def begun(ledger) -> Any:
    """A subject of the same noun that was only written."""
    subject = BEGIN[ledger.adapter.verb](organization=ledger.subject.organization, by=ledger.by)
    draft = subject.versions.open().first()
    return write(
        subject=subject, content=content_to_edit(subject), revision=draft.revision if draft else 0, by=ledger.by
    )


def test_what_nobody_ever_read_goes_with_its_draft(ledger):
    """Its row, its words and its title, which is free again."""
    draft = begun(ledger)
    subject = draft.subject
    discard(version=draft, by=ledger.by)
    assert not type(subject).objects.filter(pk=subject.pk).exists()
    assert not ledger.adapter.version_rows().filter(**{ledger.adapter.versions.SUBJECT: subject.pk}).exists()
    assert begun(ledger).subject.pk != subject.pk


def test_what_the_reference_data_brought_stays(people, saaq_administrator):
    """Nobody read it here, and nobody began it here either: only its draft goes."""
    kind = DeadlineKind.objects.get(code="saaq-reclamation")
    draft = write(subject=kind, content=content_to_edit(kind), revision=0, by=saaq_administrator)
    discard(version=draft, by=saaq_administrator)
    assert DeadlineKind.objects.filter(pk=kind.pk).exists()


def test_what_was_read_stays_when_its_draft_is_given_up(ledger):
    discard(version=ledger.draft("Un"), by=ledger.by)
    assert type(ledger.subject).objects.filter(pk=ledger.subject.pk).exists()


def test_a_version_says_all_its_words(ledger):
    lines = ledger.adapter.in_words(content_to_edit(ledger.subject))
    assert ledger.title() in {line.after for line in lines} and all(line.after for line in lines)


def test_a_draft_written_since_it_was_read_is_neither_given_up_nor_published(ledger):
    read = ledger.draft("Un")
    ledger.draft("Deux")
    with pytest.raises(VersionClosed):
        discard(version=read, by=ledger.by)
    with pytest.raises(VersionClosed):
        publish(version=read, by=ledger.by)


def test_publishing_puts_the_draft_in_force_and_replaces_the_former_version(ledger):
    version = publish(version=ledger.draft("Un autre titre"), by=ledger.by, note="Le titre.")
    assert ledger.title() == "Un autre titre"
    assert (version.state, version.published_by, version.note) == ("published", ledger.by, "Le titre.")
    assert version.effective_on == today()
    assert [one.pk for one in ledger.subject.versions.in_force()] == [version.pk]
    assert ledger.subject.versions.get(number=version.number - 1).state == "replaced"
    with pytest.raises(VersionClosed):
        publish(version=version, by=ledger.by)


def test_what_is_in_force_may_be_published_as_it_is(ledger):
    before = content_in_force(ledger.subject)
    publish(version=draft_as_it_is(subject=ledger.subject, by=ledger.by), by=ledger.by)
    ledger.subject.refresh_from_db()
    assert content_in_force(ledger.subject) == before


def test_a_former_version_becomes_the_draft(ledger):
    before = ledger.title()
    publish(version=ledger.draft("Un autre titre"), by=ledger.by)
    former = ledger.subject.versions.filter(state="replaced").latest("number")
    draft = restore(version=former, revision=0, by=ledger.by)
    assert draft.note == f"Retour à la version {former.number}"
    publish(version=draft, by=ledger.by)
    assert ledger.title() == before
    ledger.draft("Trois")
    with pytest.raises(EditedMeanwhile):
        restore(version=former, revision=0, by=ledger.by)


def test_one_asks_and_another_approves(ledger, monkeypatch):
    monkeypatch.setattr(type(ledger.adapter), "needs_two", lambda *_given: True)
    draft = ledger.draft("Un autre titre")
    with pytest.raises(NeedsAnotherPerson):
        publish(version=draft, by=ledger.by)
    asked = submit(version=draft, by=ledger.by, note="Relisez.")
    assert (asked.state, asked.submitted_by, asked.note) == ("submitted", ledger.by, "Relisez.")
    with pytest.raises(NeedsAnotherPerson):
        publish(version=asked, by=ledger.by)
    assert publish(version=asked, by=ledger.second).published_by == ledger.second


def test_sent_back_and_taken_back_it_is_a_draft_again(ledger):
    asked = submit(version=ledger.draft("Un"), by=ledger.by)
    with pytest.raises(VersionClosed):
        withdraw(version=asked, by=ledger.second)
    with pytest.raises(VersionClosed):
        send_back(version=asked, why="Non.", by=ledger.by)
    back = send_back(version=asked, why="Trop long.", by=ledger.second)
    assert (back.state, back.returned_by, back.returned_why) == ("draft", ledger.second, "Trop long.")
    assert back in ledger.adapter.versions.objects.waiting_for(ledger.by)
    again = submit(version=back, by=ledger.by)
    assert again.returned_why == "" and withdraw(version=again, by=ledger.by).state == "draft"


def test_what_waits_for_approval_is_shown_to_the_other_person(ledger):
    asked = submit(version=ledger.draft("Un"), by=ledger.by)
    waiting = ledger.adapter.versions.objects.waiting_for
    assert asked in waiting(ledger.second) and asked not in waiting(ledger.by)


def test_writing_over_what_waits_for_approval_makes_it_a_draft(ledger):
    submit(version=ledger.draft("Un"), by=ledger.by)
    draft = ledger.draft("Deux")
    assert (draft.state, draft.submitted_by) == ("draft", None)


def test_who_asked_is_forgotten_with_a_draft_that_is_given_up(ledger):
    asked = submit(version=ledger.draft("Un"), by=ledger.by)
    assert discard(version=asked, by=ledger.by).submitted_by is None


def test_what_cannot_be_published_is_neither_asked_nor_published(ledger, monkeypatch):
    fault = type("Fault", (), {"is_error": True})()
    advice = type("Advice", (), {"is_error": False})()
    monkeypatch.setattr(type(ledger.adapter), "remarks", lambda *_given: [fault, advice])
    draft = ledger.draft("Un")
    for step in (submit, publish):
        with pytest.raises(VersionRefused) as refusal:
            step(version=draft, by=ledger.by)
        assert refusal.value.remarks == [fault]


@pytest.mark.parametrize("stranger", ["steve", "sylvie", "alain", "bruno"])
def test_strangers_take_no_step(ledger, people, stranger):
    draft, content = ledger.draft("Un"), content_in_force(ledger.subject)
    asked = submit(version=draft, by=ledger.by)
    for step in (discard, submit, withdraw, publish):
        with pytest.raises(PermissionDenied):
            step(version=asked, by=people[stranger])
    with pytest.raises(PermissionDenied):
        send_back(version=asked, why="Non.", by=people[stranger])
    with pytest.raises(PermissionDenied):
        write(subject=ledger.subject, content=content, revision=1, by=people[stranger])


def test_a_version_waits_for_its_day_where_its_noun_may_wait(ledger, clock_offset):
    before, day = ledger.title(), today() + timedelta(days=5)
    version = publish(version=ledger.draft("Plus tard"), by=ledger.by, effective_on=day)
    if not ledger.adapter.can_wait:
        assert ledger.title() == "Plus tard"
        return
    assert (version.state, ledger.title()) == ("scheduled", before)
    assert put_due_in_force() == 0
    clock_offset(days=5)
    assert (put_due_in_force(), put_due_in_force()) == (1, 0)
    assert ledger.title() == "Plus tard" and verb_of(ledger).endswith(".took_effect")


@pytest.mark.parametrize("ledger", WAITING, indirect=True, ids=lambda model: model.__name__)
def test_for_one_day_the_last_word_rules_and_may_be_taken_back(ledger, clock_offset):
    before, day = ledger.title(), today() + timedelta(days=5)
    first = publish(version=ledger.draft("Un"), by=ledger.by, effective_on=day)
    second = publish(version=ledger.draft("Deux"), by=ledger.by, effective_on=day)
    first.refresh_from_db()
    assert (first.state, second.state) == ("discarded", "scheduled")
    assert discard(version=second, by=ledger.by).published_by == ledger.by
    clock_offset(days=6)
    assert put_due_in_force() == 0 and ledger.title() == before


@pytest.mark.parametrize(
    ("columns", "refused"),
    [
        ({"state": "submitted"}, "submitted"),
        ({"state": "published"}, "published"),
        ({"state": "discarded"}, "discarded_at_by"),
        ({"returned_why": "Non."}, "returned_at_by_why"),
        ({"number": 1}, "number_once"),
    ],
)
def test_the_database_keeps_the_ledger_true(ledger, columns, refused):
    draft = ledger.draft("Un")
    with pytest.raises(IntegrityError, match=refused), transaction.atomic():
        type(draft).objects.filter(pk=draft.pk).update(**columns)


def test_the_database_refuses_a_second_draft(ledger):
    draft = ledger.draft("Un")
    with pytest.raises(IntegrityError, match="open_once"), transaction.atomic():
        type(draft).objects.create(**{draft.SUBJECT: ledger.subject}, number=9, content=draft.content)


def test_a_beginning_pressed_twice_is_one(ledger, clock_offset):
    """Only the columns that a row must have: a beginning of each noun has tests of its own."""
    copied = {name: getattr(ledger.subject, name) for name in _needed(ledger)}
    columns = copied | {ledger.adapter.title: "Un début", "updated_at": now()}
    organization = ledger.subject.organization
    begin = {"adapter": ledger.adapter, "organization": organization, "columns": columns, "by": ledger.by}
    first, again = start(**begin), start(**begin)
    assert first.pk == again.pk and first.organization == organization
    if ledger.adapter.code:  # a question has no code: its words are asked once in an organization
        clock_offset(seconds=TWICE.total_seconds() + 1)
        assert start(**begin).pk != first.pk


def _needed(ledger):
    """Columns without a default, keys and states aside."""
    own = {"id", "code", "organization", "state"}
    fields = [field for field in type(ledger.subject)._meta.concrete_fields if field.name not in own]
    return [field.name for field in fields if not field.has_default() and not field.null]
