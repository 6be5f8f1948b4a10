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


def test_an_operator_is_told_that_figures_only_are_shown(licence, amelie, saaq, people, saaq_administrator, signed_in):
    """«Rien ici pour l’instant» beside figures that count hundreds of deadlines is not true."""
    deadline = Deadline.objects.create(citizen=amelie.citizen, concerned=amelie.citizen, kind=licence, due_on=today())
    fields = {"organization": saaq, "kind": licence, "due_on": today(), "reach": "digital", "act": "not_known"}
    Outcome.objects.create(deadline=deadline, channel="email", reminded_at=deadline.opened_at, **fields)
    page = signed_in(people["olga"]).get("/gestion/indicators/outcome/").content.decode()
    assert "Les chiffres seulement" in page and "Rien ici pour l’instant" not in page and 'href="tableau/"' in page
    page = signed_in(saaq_administrator).get("/gestion/indicators/outcome/").content.decode()
    assert "Les chiffres seulement" not in page and "result_list" in page
