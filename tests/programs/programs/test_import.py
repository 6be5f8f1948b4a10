"""The import: everything is there, twice is once, and what an organization edited stays."""

import pytest
from django.core.management import call_command

from portal.audit.models import AuditEvent
from portal.publishing.actions import write
from portal.publishing.releases import publish
from programs.facts.models import FactDefinition
from programs.life_events.models import LifeEvent
from programs.programs.actions import import_programs
from programs.programs.models import Program
from programs.reference import load
from programs.reference_import.actions import import_reference

pytestmark = pytest.mark.django_db


def test_all_the_reference_is_imported_and_published(people, nothing_imported):
    assert import_reference(by=None)["created"] == 46
    assert Program.objects.published().count() == 46
    assert FactDefinition.objects.asked().count() == 43
    assert FactDefinition.objects.filter(is_derived=True).count() == 11
    assert LifeEvent.objects.count() == 14
    assert LifeEvent.objects.get(code="naissance").programs.count() == 8


def test_twice_is_once(catalogue, django_assert_max_num_queries):
    events = AuditEvent.objects.count()
    before = list(Program.objects.order_by("pk").values())
    with django_assert_max_num_queries(31):  # six kinds of records, a savepoint each
        again = import_reference(by=None)
    assert (again["unchanged"], again["created"], again["updated"], again["facts"]) == (46, 0, 0, 0)
    assert list(Program.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.count() == events


def test_what_an_organization_edited_stays(catalogue, saaq_administrator):
    program = Program.objects.get(code="indemnites-saaq")
    by = saaq_administrator
    publish(version=write(subject=program, content={"summary_fr": "Nos mots."}, revision=0, by=by), by=by)
    records = [record | {"name_fr": "Autre nom"} for record in load("programs")["programs"]]
    counts = import_programs(records=records, by=None)
    assert (counts["edited"], counts["updated"]) == (1, 45)
    program.refresh_from_db()
    assert (program.summary_fr, program.edited_by) == ("Nos mots.", saaq_administrator)
    assert program.name_fr != "Autre nom"
    assert "nos mots" in program.search_text


def test_criteria_that_cannot_work_stay_a_draft(catalogue):
    record = load("programs")["programs"][0]
    broken = record | {"id": "impossible", "criteria": {"all": [{"fact": "unheard_of", "op": "eq", "value": 1}]}}
    assert import_programs(records=[broken], by=None)["draft"] == 1
    assert not Program.objects.published().filter(code="impossible").exists()


def test_the_command_says_what_it_did(people, nothing_imported, capsys):
    call_command("import_programs")
    assert "created: 46" in capsys.readouterr().out
