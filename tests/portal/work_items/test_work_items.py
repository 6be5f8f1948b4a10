"""Work items: one open at a time, for exactly one holder, shown only to them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from portal import clock
from portal.dossiers.actions import open_dossier
from portal.work_items.actions import close_items, open_item
from portal.work_items.models import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(amelie, saaq_team):
    return open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-1", title="Permis")


def test_opened_twice_is_one_with_the_sooner_date(dossier, saaq_team) -> None:
    soon, later = (clock.now() + dt.timedelta(days=days) for days in (1, 9))
    first = open_item(kind="x", subject=dossier, by=None, team=saaq_team, due_at=later)
    assert open_item(kind="x", subject=dossier, by=None, team=saaq_team, due_at=soon) == first
    assert open_item(kind="x", subject=dossier, by=None, team=saaq_team) == first
    assert WorkItem.objects.get().due_at == soon


def test_closed_then_opened_again_is_another(dossier, saaq_team, saaq_agent) -> None:
    first = open_item(kind="x", subject=dossier, by=None, team=saaq_team)
    assert close_items(subject=dossier, kind="x", by=saaq_agent) == 1
    assert close_items(subject=dossier, kind="x", by=saaq_agent) == 0
    assert open_item(kind="x", subject=dossier, by=None, team=saaq_team) != first
    first.refresh_from_db()
    assert first.done_by == saaq_agent


def test_each_sees_their_own(dossier, amelie, bruno, rachel, saaq_agent, saaq_agent_other_team, saaq_team) -> None:
    of_team = open_item(kind="x", subject=dossier, by=None, team=saaq_team)
    of_citizen = open_item(kind="y", subject=dossier, by=None, citizen=amelie.citizen)
    seen = {user: set(WorkItem.objects.visible_to(user)) for user in (amelie, rachel, bruno, saaq_agent)}
    assert seen == {amelie: {of_citizen}, rachel: {of_citizen}, bruno: set(), saaq_agent: {of_team}}
    assert not WorkItem.objects.visible_to(saaq_agent_other_team).exists()


def test_dated_ones_come_first(dossier, saaq_team) -> None:
    for kind, days in [("none", None), ("late", -1), ("soon", 3)]:
        due_at = days and clock.now() + dt.timedelta(days=days)
        open_item(kind=kind, subject=dossier, by=None, team=saaq_team, due_at=due_at)
    items = list(WorkItem.objects.open().soonest_first())
    assert [item.kind for item in items] == ["late", "soon", "none"]
    assert [item.is_late for item in items] == [True, False, False]


def test_exactly_one_holder(dossier, amelie, saaq_team) -> None:
    for holders in [{}, {"team": saaq_team, "citizen": amelie.citizen}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            open_item(kind="x", subject=dossier, by=None, **holders)


def test_a_subject_without_a_page_has_no_address(amelie, saaq_team) -> None:
    assert open_item(kind="x", subject=amelie.citizen, by=None, team=saaq_team).get_absolute_url() == ""
