"""Publishing: the examples decide, the day decides, the ledger remembers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portal.catalogue.models import CatalogueEntry
from portal.clock import today
from portal.publishing.actions import discard, write
from portal.publishing.exceptions import EditedMeanwhile, VersionClosed, VersionRefused
from portal.publishing.releases import publish, put_due_in_force
from programs.program_versions.actions import start, vouch
from programs.program_versions.in_force import rules_on
from programs.program_versions.models import ProgramVersion
from programs.programs.models import Program
from programs.programs.rulebook import published_rules
from programs.rules.verdicts import Verdict, evaluate

pytestmark = pytest.mark.django_db
OLD = {"fact": "age", "op": "gte", "value": 65, "label_fr": "Avoir 65 ans", "label_en": "Be 65"}


@pytest.fixture
def by(saaq_administrator):
    return saaq_administrator


def drafted(program, by, **changes):
    draft = program.versions.open().first()
    return write(subject=program, content=changes, revision=draft.revision if draft else 0, by=by)


def for_the_old(program, by):
    """The same program, for people of 65 and more, with the examples that this makes true."""
    examples = [
        {"name": "Rose", "as_of": "2026-11-15", "facts": {"birth_date": "1950-01-01"}, "verdict": "eligible"},
        {"name": "Léo", "as_of": "2026-11-15", "facts": {"birth_date": "2000-01-01"}, "verdict": "not_eligible"},
        {"name": "Rien", "as_of": "2026-11-15", "facts": {}, "verdict": "unknown"},
    ]
    return drafted(program, by, criteria={"all": [OLD]}, screening_facts=[], examples=examples)


def test_each_program_carries_the_examples_of_the_personas(catalogue):
    counts = {program.code: len(program.examples) for program in Program.objects.all()}
    assert sum(counts.values()) == 158 + 46
    assert all(counts.values())


def test_what_was_in_force_before_versions_begins_on_quebecs_day(program, by):
    """Published on the evening of the 9th, when it was the 10th in UTC."""
    Program.objects.filter(pk=program.pk).update(edited_at=datetime(2026, 3, 10, 2, tzinfo=UTC), edited_by=by)
    program.refresh_from_db()
    for_the_old(program, by)
    assert program.versions.get(number=1).effective_on == date(2026, 3, 9)


def test_publishing_changes_the_page_the_search_and_the_rules(program, by, client):
    version = publish(version=for_the_old(program, by), by=by)
    program.refresh_from_db()
    assert (program.edited_by, version.state) == (by, "published")
    assert published_rules()[program.code].root.parts[0].fact == "age"
    assert "65 ans" in client.get(program.get_absolute_url()).content.decode()
    assert [one.number for one in program.versions.in_force()] == [2]
    assert program.versions.get(number=1).state == "replaced"
    renamed = publish(version=drafted(program, by, name_fr="Indemnité des licornes"), by=by)
    assert renamed.number == 3
    assert CatalogueEntry.objects.filter(title="Indemnité des licornes").exists()


def test_an_example_that_disagrees_refuses_and_says_which_and_why(program, by):
    version = drafted(program, by, criteria={"all": [OLD]})
    with pytest.raises(VersionRefused) as refused:
        publish(version=version, by=by)
    result = " ".join(remark.message for remark in refused.value.remarks)
    assert "attendu" in result and "obtenu" in result and "Avoir 65 ans" in result
    assert any(example["name"] in result for example in program.examples)
    program.refresh_from_db()
    assert program.criteria != {"all": [OLD]}


def test_a_contradiction_written_another_way_is_refused_too(program, by):
    impossible = {"all": [OLD, OLD | {"op": "lt", "value": 18}]}
    with pytest.raises(VersionRefused):
        publish(version=drafted(program, by, criteria=impossible, examples=[]), by=by)


def test_a_rule_of_july_first_rules_on_july_first(program, by, clock_offset):
    first_day = today() + timedelta(days=40)
    version = publish(version=for_the_old(program, by), effective_on=first_day, by=by)
    assert version.state == "scheduled"
    before = published_rules()[program.code].root
    assert rules_on(first_day - timedelta(days=1))[program.code].root == before
    assert rules_on(first_day)[program.code].root != before
    assert put_due_in_force() == 0
    clock_offset(days=40)
    assert put_due_in_force() == 1
    assert put_due_in_force() == 0
    assert published_rules()[program.code].root.parts[0].fact == "age"
    # Asked about a past day, the rule of that day answers.
    assert rules_on(first_day - timedelta(days=1))[program.code].root == before
    assert evaluate(rules_on(first_day)[program.code], {"age": 70}).verdict is Verdict.ELIGIBLE


def test_a_coming_version_is_taken_back(program, by, clock_offset):
    version = publish(version=for_the_old(program, by), effective_on=today() + timedelta(days=3), by=by)
    discard(version=version, by=by)
    clock_offset(days=4)
    assert put_due_in_force() == 0
    with pytest.raises(VersionClosed):
        discard(version=version, by=by)


def test_two_versions_for_one_day_the_last_word_rules(program, by):
    day = today() + timedelta(days=3)
    first = publish(version=for_the_old(program, by), effective_on=day, by=by)
    publish(version=drafted(program, by, summary_fr="Autre résumé."), effective_on=day, by=by)
    first.refresh_from_db()
    assert first.state == "discarded"


def test_a_draft_written_since_it_was_read_is_not_published(program, by):
    read = for_the_old(program, by)
    drafted(program, by, summary_fr="Autre résumé.")
    with pytest.raises(VersionClosed):
        publish(version=read, by=by)
    with pytest.raises(EditedMeanwhile):
        write(subject=program, content={}, revision=1, by=by)


def test_strangers_write_nothing(program, ramq_administrator, saaq_agent, bruno):
    for stranger in (ramq_administrator, saaq_agent, bruno):
        with pytest.raises(PermissionDenied):
            write(subject=program, content={}, revision=0, by=stranger)
        with pytest.raises(PermissionDenied):
            vouch(program=program, by=stranger)


def test_a_new_program_is_nobodys_until_published(saaq, by, catalogue, client):
    program = start(organization=saaq, name_fr="Aide aux licornes", theme="emploi", by=by)
    assert client.get(program.get_absolute_url()).status_code == 404
    with pytest.raises(VersionRefused):
        publish(version=drafted(program, by), by=by)
    words = {name: "Écrit." for name in ("name_en", "summary_fr", "summary_en", "holds_for")}
    publish(version=drafted(program, by, **words), by=by)
    assert client.get(program.get_absolute_url()).status_code == 200


def test_the_database_keeps_the_ledger_true(program, by):
    version = for_the_old(program, by)
    for change in ({"state": "published"}, {"published_at": None, "state": "scheduled"}, {"state": "discarded"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgramVersion.objects.filter(pk=version.pk).update(**change)


def test_vouching_says_who_and_when(program, by, client):
    vouch(program=program, by=by)
    text = client.get(program.get_absolute_url()).content.decode()
    assert "Vérifié le" in text and program.organization.name_fr in text
    assert program.reviewed_at.date() >= date(2026, 1, 1)
