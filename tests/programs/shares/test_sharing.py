"""A shared finding: only what was shown, only to that team, only until the day, and it is journaled."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.work_items.models import WorkItem
from programs.counts.models import ProgramCount
from programs.findings.actions import advise, forget, set_stance
from programs.findings.models import Finding
from programs.programs.models import Program
from programs.shares.actions import NotTheirProgram, empty_past, revoke, share
from programs.shares.models import FindingShare
from programs.situations.actions import keep_situation

pytestmark = pytest.mark.django_db
SECRET = 43_210  # an income that must not be shown


@pytest.fixture
def finding(catalogue, amelie):
    given = {"resident_quebec": True, "family_net_income": SECRET, "road_accident_date": today() - timedelta(days=90)}
    keep_situation(citizen=amelie.citizen, given=given, by=amelie)
    advise(citizen=amelie.citizen, by=amelie)
    return Finding.objects.get(citizen=amelie.citizen, program__code="indemnites-saaq")


@pytest.fixture
def shared(finding, saaq_team, amelie):
    return share(finding=finding, team=saaq_team, until=today() + timedelta(days=30), by=amelie)


def agent_page(share):
    return reverse("admin:shares_findingshare_change", args=[share.pk])


def test_before_it_is_shown_no_agent_sees_anything(finding, signed_in, saaq_agent):
    text = signed_in(saaq_agent).get(reverse("admin:shares_findingshare_changelist")).content.decode()
    assert "indemni" not in text.lower().split("<main")[-1]
    assert not Finding.objects.visible_to(saaq_agent).exists()


def test_the_person_chooses_reads_what_is_shown_and_takes_it_back(finding, signed_in, amelie, saaq_team):
    client = signed_in(amelie)
    address = reverse("shares:share", args=[finding.pk])
    assert "Ce qui sera montré" in client.get(address).content.decode()
    assert client.post(address, {"team": "", "days": "30"}).status_code == 422
    answer = client.post(address, {"team": saaq_team.pk, "days": "30"})
    shared = FindingShare.objects.get()
    assert (answer.status_code, shared.until) == (302, today() + timedelta(days=30))
    assert "Ce qui est montré" in client.get(answer.url).content.decode()
    assert client.post(reverse("shares:unshare", args=[shared.pk])).status_code == 302
    shared.refresh_from_db()
    assert (shared.revoked_by, shared.snapshot) == (amelie, {})


def test_the_agent_of_that_team_reads_it_and_the_journal_says_so(shared, signed_in, saaq_agent):
    page = signed_in(saaq_agent).get(agent_page(shared))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Rempli" in text or "Il manque" in text
    assert "43" + "\u00a0" + "210" not in text and str(SECRET) not in text
    event = AuditEvent.objects.get(verb="finding.share_read")
    assert (event.by_id, event.citizen_id) == (saaq_agent.pk, shared.citizen_id)


def test_other_teams_other_organizations_and_administrators_get_404(
    shared, signed_in, saaq_agent_other_team, ramq_agent, saaq_administrator
):
    for stranger in (saaq_agent_other_team, ramq_agent, saaq_administrator):
        assert signed_in(stranger).get(agent_page(shared)).status_code == 404
    assert not AuditEvent.objects.filter(verb="finding.share_read").exists()


def test_strangers_neither_share_read_nor_take_back(shared, finding, signed_in, bruno, saaq_team):
    client = signed_in(bruno)
    assert client.post(reverse("shares:share", args=[finding.pk]), {"team": saaq_team.pk}).status_code == 404
    assert client.get(reverse("shares:shared", args=[shared.pk])).status_code == 404
    assert client.post(reverse("shares:unshare", args=[shared.pk])).status_code == 404
    assert FindingShare.objects.current().count() == 1


def test_it_goes_to_the_programs_own_organization_only(finding, ramq, amelie, signed_in):
    team = ramq.teams.first()
    with pytest.raises(NotTheirProgram):
        share(finding=finding, team=team, until=today(), by=amelie)
    answer = signed_in(amelie).post(reverse("shares:share", args=[finding.pk]), {"team": team.pk, "days": "30"})
    assert answer.status_code == 422


def test_taken_back_it_is_gone_at_the_next_request(shared, signed_in, saaq_agent, amelie):
    client = signed_in(saaq_agent)
    assert client.get(agent_page(shared)).status_code == 200
    revoke(shared=shared, by=amelie)
    assert client.get(agent_page(shared)).status_code == 404
    assert not WorkItem.objects.open().filter(kind="programs.share").exists()


def test_past_its_day_it_is_gone_and_emptied(shared, signed_in, saaq_agent, clock_offset):
    clock_offset(days=31)
    assert signed_in(saaq_agent).get(agent_page(shared)).status_code == 404
    assert empty_past() == 1
    assert empty_past() == 0
    shared.refresh_from_db()
    assert shared.snapshot == {}


def test_erasing_ones_answers_takes_what_was_shown(shared, amelie):
    forget(citizen=amelie.citizen, by=amelie)
    assert not FindingShare.objects.exists()


def test_the_team_has_a_task_until_it_is_dealt_with(shared, signed_in, saaq_agent):
    assert WorkItem.objects.open().filter(kind="programs.share", team=shared.team).count() == 1
    assert signed_in(saaq_agent).post(agent_page(shared)).status_code == 302
    assert not WorkItem.objects.open().filter(kind="programs.share").exists()


def test_shared_twice_it_is_one(shared, finding, saaq_team, amelie):
    again = share(finding=finding, team=saaq_team, until=today() + timedelta(days=90), by=amelie)
    assert again.pk == shared.pk
    assert ProgramCount.objects.get(step="asked").count == 1


def test_the_snapshot_is_sealed_and_the_pairs_hold(shared):
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingShare.objects.filter(pk=shared.pk).update(revoked_at=shared.shared_at)


def test_asked_is_counted_once_and_of_nobody(finding, amelie):
    for _twice in range(2):
        set_stance(finding=finding, stance="asked", by=amelie)
        finding.refresh_from_db()
    counted = ProgramCount.objects.get(step="asked")
    assert (counted.count, counted.program) == (1, finding.program)


def test_seen_and_opened_are_counted(walker, client):
    client.post(reverse("findings:start_for_program", args=["indemnites-saaq"]))
    while fact := walker.asked():
        walker.answer(fact)
    steps = dict(ProgramCount.objects.values_list("step", "count"))
    assert steps == {"opened": 1, "seen": 1}


def test_the_team_reads_what_was_shown_and_not_what_changed_since(
    shared, finding, signed_in, saaq_agent, amelie, saaq_administrator
):
    """The person corrects an answer, the program gets another name: the team reads the day it was shown."""
    client = signed_in(saaq_agent)
    before = client.get(agent_page(shared)).context["snapshot"]
    keep_situation(citizen=amelie.citizen, given={"resident_quebec": False}, by=amelie)
    advise(citizen=amelie.citizen, by=amelie)
    Program.objects.filter(pk=finding.program_id).update(name_fr="Autre nom", updated_at=now())
    finding.refresh_from_db()
    assert finding.verdict == "not_eligible"
    assert client.get(agent_page(shared)).context["snapshot"] == before
    assert not Finding.objects.visible_to(saaq_agent).exists()
    share(finding=finding, team=shared.team, until=shared.until, by=amelie)  # shown again: brought up to date
    assert client.get(agent_page(shared)).context["snapshot"]["verdict"] == "pas en ce moment"
