"""Who counts what: an organization's figures do not depend on how many teams it has."""

import pytest

from portal.clock import today
from reminders.deadlines.models import Deadline
from reminders.indicators.models import Outcome

pytestmark = pytest.mark.django_db


def test_two_teams_do_not_count_an_outcome_twice(licence, amelie, saaq, saaq_administrator):
    assert saaq.teams.count() == 2
    deadline = Deadline.objects.create(citizen=amelie.citizen, concerned=amelie.citizen, kind=licence, due_on=today())
    fields = {"organization": saaq, "kind": licence, "due_on": today(), "reach": "digital", "act": "not_known"}
    Outcome.objects.create(deadline=deadline, channel="email", reminded_at=deadline.opened_at, **fields)
    mine = Outcome.objects.visible_to(saaq_administrator).counted()
    assert mine.totals()["due"] == 1
    assert [row["due"] for row in [*mine.by("organization"), *mine.by_month()]] == [1, 1]
