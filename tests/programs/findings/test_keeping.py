"""With an account: a sealed situation, findings written once, seen by nobody else."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from portal import clock
from portal.audit.models import AuditEvent
from programs.findings.actions import advise, forget
from programs.findings.models import Finding
from programs.rules.verdicts import Verdict
from programs.situations.actions import keep_situation
from programs.situations.models import Fact, Situation

pytestmark = pytest.mark.django_db
GIVEN = {
    "resident_quebec": True,
    "immigration_status": "citizen",
    "children": ({"birth_date": clock.dt.date(2026, 1, 2)},),
}


@pytest.fixture
def kept(catalogue, amelie):
    keep_situation(citizen=amelie.citizen, given=GIVEN, by=amelie)
    advise(citizen=amelie.citizen, by=amelie)
    return amelie.citizen


def verdict_of(citizen, code):
    return Finding.objects.get(citizen=citizen, program__code=code).verdict


def test_answers_become_a_situation_and_findings(walker_of, amelie):
    walker = walker_of(amelie)
    walker.answer("resident_quebec", answer="yes")
    walker.answer("children", child_1="2026-09-10")
    walker.answer("immigration_status", answer="citizen")
    response = walker.client.post(reverse("findings:keep"), follow=True)
    assert "Vos réponses sont conservées" in response.content.decode()
    assert Situation.objects.get(citizen=amelie.citizen).given(clock.today())["immigration_status"] == "citizen"
    assert verdict_of(amelie.citizen, "allocation-famille") is Verdict.ELIGIBLE
    assert "allocation-famille" in walker.findings()["eligible"]
    assert "Vous pourriez y avoir droit" in walker.client.get(reverse("pages:space")).content.decode()


def test_only_what_is_new_or_changed_is_written(kept, amelie):
    before = dict(Finding.objects.values_list("pk", "changed_at"))
    assert len(before) == 46
    assert advise(citizen=kept, by=amelie) == []
    keep_situation(citizen=kept, given={"filed_tax_return": False}, by=amelie)
    changed = {finding.program.code for finding in advise(citizen=kept, by=amelie)}
    assert "credit-solidarite" in changed
    assert "allocation-famille" not in changed
    assert verdict_of(kept, "credit-solidarite") is Verdict.NOT_ELIGIBLE


def test_values_and_verdicts_are_sealed_in_the_database(kept):
    with connection.cursor() as cursor:
        cursor.execute("SELECT value_json FROM situations_fact UNION ALL SELECT answer_json FROM findings_finding")
        stored = b"".join(bytes(row[0]) for row in cursor.fetchall())
    for canary in (b"citizen", b"2026-01-02", b"eligible", b"true"):
        assert canary not in stored


def test_the_journal_tells_the_action_without_the_content(kept, amelie):
    events = AuditEvent.objects.filter(citizen_id=kept.pk, verb__in=["situation.kept", "finding.advised"])
    assert events.count() == 2
    assert "citizen" not in json.dumps([event.detail for event in events])


def test_a_counter_ages(kept, amelie, clock_offset):
    keep_situation(citizen=kept, given={"months_in_canada": 12}, by=amelie)
    situation = Situation.objects.get(citizen=kept)
    clock_offset(days=93)
    assert situation.given(clock.today())["months_in_canada"] == 15


def test_a_passed_question_removes_what_was_kept(kept, amelie):
    keep_situation(citizen=kept, given={}, declined=["children"], by=amelie)
    assert not Fact.objects.filter(situation__citizen=kept, definition="children").exists()


def test_strangers_and_staff_see_nothing(kept, amelie, rachel, bruno, saaq_agent, saaq_administrator, supervisor):
    for user in (bruno, saaq_agent, saaq_administrator, supervisor):
        for model in (Situation, Fact, Finding):
            assert not model.objects.visible_to(user).exists(), (user, model)
    for user in (amelie, rachel):
        assert Finding.objects.visible_to(user).count() == 46


def test_bruno_does_not_see_amelies_answers(kept, walker_of, bruno):
    assert not walker_of(bruno).findings()["eligible"]


def test_erasing_takes_everything(kept, walker_of, amelie):
    walker_of(amelie).client.post(reverse("findings:erase"))
    assert not Situation.objects.exists() and not Finding.objects.exists() and not Fact.objects.exists()


def test_nothing_known_advises_nothing(catalogue, bruno):
    assert advise(citizen=bruno.citizen, by=bruno) == []
    forget(citizen=bruno.citizen, by=bruno)


def test_who_may_keep(catalogue, client, signed_in, saaq_agent):
    assert client.post(reverse("findings:keep")).status_code == 302
    assert signed_in(saaq_agent).post(reverse("findings:keep")).status_code == 404


def test_the_space_helps_when_nothing_is_known(catalogue, signed_in, amelie):
    assert "Voir à quelles aides j’ai droit" in signed_in(amelie).get(reverse("pages:space")).content.decode()
