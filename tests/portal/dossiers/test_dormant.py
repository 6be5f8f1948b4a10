"""A dossier in which nothing happens for two years: its team closes it, or keeps it open."""

import uuid

import pytest

from messaging.threads import actions as threads
from portal.audit.models import AuditEvent
from portal.dossiers.actions import close, open_dossier
from portal.dossiers.dormant import ask_reviews, keep_open
from portal.dossiers.models import Dossier
from portal.notices.models import Notice
from portal.work_items.models import WorkItem

pytestmark = pytest.mark.django_db
QUIET, YEAR = 731, 365


@pytest.fixture
def opened(amelie, saaq_agent, saaq_team) -> Dossier:
    return open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number="V-1", title="Ancien")


def asked(dossier) -> bool:
    return WorkItem.objects.open().about(dossier).filter(kind="dossiers.review", team=dossier.team).exists()


def test_a_quiet_dossier_is_asked_about_once_and_its_person_is_told_nothing(opened, clock_offset):
    assert ask_reviews() == 0
    clock_offset(days=QUIET)
    assert (ask_reviews(), ask_reviews()) == (1, 0)
    assert asked(opened) and not Notice.objects.exists()
    event = AuditEvent.objects.get(verb="dossier.review_asked")
    assert (event.by_id, event.subject_id) == (None, str(opened.pk))


def test_a_message_is_news(opened, amelie, saaq_team, clock_offset):
    clock_offset(days=YEAR)
    fields = {"subject": "Nouvelles", "body": "Bonjour", "key": uuid.uuid4()}
    threads.write(by=amelie, citizen=amelie.citizen, team=saaq_team, dossier=opened, **fields)
    clock_offset(days=QUIET)
    assert ask_reviews() == 0
    clock_offset(days=QUIET + YEAR)
    assert ask_reviews() == 1


def test_kept_open_it_is_asked_about_again_two_years_later(opened, saaq_agent, clock_offset):
    clock_offset(days=QUIET)
    ask_reviews()
    assert keep_open(dossier=opened, by=saaq_agent) and not keep_open(dossier=opened, by=saaq_agent)
    clock_offset(days=QUIET + YEAR)
    assert ask_reviews() == 0 and not asked(opened)
    clock_offset(days=2 * QUIET + 1)
    assert ask_reviews() == 1 and asked(opened)


def test_a_closed_one_is_over_and_closing_answers(opened, saaq_agent, clock_offset):
    clock_offset(days=QUIET)
    ask_reviews()
    close(dossier=opened, revision=1, by=saaq_agent, note="Terminé.")
    assert not asked(opened)
    clock_offset(days=3 * QUIET)
    assert ask_reviews() == 0


def test_the_agents_page_asks_and_keeps_it_open(opened, saaq_agent, ramq_agent, amelie, signed_in, clock_offset):
    clock_offset(days=QUIET)
    agent = signed_in(saaq_agent)
    assert "Garder ouvert" not in agent.get(opened.agent_url).content.decode()
    ask_reviews()
    page = agent.get(opened.agent_url).content.decode()
    assert "Rien depuis deux ans" in page and "Garder ouvert" in page
    assert signed_in(ramq_agent).post(opened.agent_url, {"do": "keep"}).status_code == 404
    assert asked(opened)
    page = agent.post(opened.agent_url, {"do": "keep"}, follow=True).content.decode()
    assert "Le dossier reste ouvert." in page and "Rien depuis deux ans" not in page and not asked(opened)
    page = agent.post(opened.agent_url, {"do": "keep"}, follow=True).content.decode()
    assert "Quelqu’un a déjà répondu" in page


def test_many_are_asked_about_in_parts(amelie, saaq_agent, saaq_team, clock_offset, monkeypatch):
    monkeypatch.setattr("portal.dossiers.dormant.AT_ONCE", 2)
    for number in range(5):
        open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, number=f"V-{number}", title="Ancien")
    clock_offset(days=QUIET)
    assert ask_reviews() == 5
