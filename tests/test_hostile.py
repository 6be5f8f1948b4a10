"""The hostile world is hostile: each of its guards can fail."""

import socket
from contextlib import nullcontext

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import get_resolver
from zeal.errors import NPlusOneError

from portal.access.policies import public
from portal.organizations.models import Organization, Team
from portal.work_items.models import WorkItem


def test_an_undefined_variable_of_a_template_fails():
    with pytest.raises(AssertionError, match="missing_name"):
        engines["django"].from_string("{{ missing_name }}").render({})


def test_a_socket_beyond_loopback_fails():
    with socket.socket() as beyond, pytest.raises(AssertionError, match="loopback"):
        beyond.connect(("192.0.2.1", 80))


def answer_with(monkeypatch, work) -> None:
    """«/aide/» does this work for the length of a test, and shows what comes of it."""

    @public
    def view(request):
        return HttpResponse(work() or "")

    pattern = next(one for one in get_resolver().url_patterns[0].url_patterns if one.name == "help")
    monkeypatch.setattr(pattern, "callback", view)


def test_a_get_that_writes_fails(saaq, monkeypatch):
    answer_with(monkeypatch, lambda: Organization.objects.filter(pk=saaq.pk).update(phone="1"))
    with pytest.raises(AssertionError, match="organizations_organization"):
        Client().get("/aide/")


def test_a_task_is_closed_by_the_page_of_its_conversation_only(saaq, monkeypatch):
    answer_with(monkeypatch, lambda: WorkItem.objects.update(why=""))
    with pytest.raises(AssertionError, match="work_items_workitem"):
        Client().get("/aide/")


def test_a_page_that_comes_back_with_errors_says_so_in_its_title(db, monkeypatch):
    answer_with(monkeypatch, lambda: '<title>Aide</title><ul class="r-error"></ul>')
    with pytest.raises(AssertionError, match="Erreur"):
        Client().get("/aide/")


def test_a_sentence_of_a_library_fails(db, monkeypatch):
    answer_with(monkeypatch, lambda: "Assurez-vous que cette valeur est supérieure ou égale à 0.")
    with pytest.raises(AssertionError, match="Assurez-vous"):
        Client().get("/aide/")


def test_a_page_that_queries_row_by_row_fails(people, monkeypatch):
    answer_with(monkeypatch, lambda: [str(team.organization) for team in Team.objects.order_by("pk")])
    with pytest.raises(NPlusOneError):
        Client().get("/aide/")


def test_a_list_without_order_is_shuffled(people):
    orders = {tuple(Team.objects.order_by().values_list("pk", flat=True)) for _ in range(20)}
    assert len(orders) > 1


@pytest.mark.parametrize(("shown", "faulty"), [("1\u202f800", True), ("1800", False), ("1 800", False)])
def test_a_number_written_for_people_in_an_attribute_fails(db, monkeypatch, shown, faulty):
    answer_with(monkeypatch, lambda: f'<input max="{shown}">')
    with pytest.raises(AssertionError, match="max=") if faulty else nullcontext():
        Client().get("/aide/")
