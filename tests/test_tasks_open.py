"""Whoever receives a task opens what it asks: every producer of `WorkItem`, done for real."""

import ast
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal.organizations.models import Membership
from portal.people.models import User
from portal.work_items.models import WorkItem
from tests.architecture.trees import tree_of
from tests.journal import of_dossiers, of_messages, of_portal, of_programs, of_reminders
from tests.journal.world import ACTIONS, World
from tests.test_architecture import sources

pytestmark = pytest.mark.django_db
TABLES = [of_dossiers, of_messages, of_portal, of_programs, of_reminders]
ROOT = Path(__file__).resolve().parent.parent
# Module that opens tasks → the actions by which each of its kinds is opened.
PRODUCERS = {
    "messaging/threads/actions.py": ["thread.started", "thread.answered"],
    "messaging/threads/passing.py": ["thread.passed"],
    "messaging/threads/unreached.py": ["thread.call_proposed"],
    "portal/requested_documents/actions.py": ["request.asked", "request.given"],
    "programs/shares/actions.py": ["finding.shared"],
    "reminders/replies/actions.py": ["reply.received"],
    "reminders/fallback/work.py": ["deadline.unreached"],
    "portal/dossiers/telling.py": ["dossier.moved", "dossier.promised", "dossier.review_asked"],
    "reminders/deadlines/payments.py": ["deadline.missed"],
}


@pytest.fixture
def world(people, signed_in):
    with ExitStack() as later:
        yield World(people, signed_in, later)


def receivers(item: WorkItem) -> list[User]:
    """An agent of the team; or the citizen's own account."""
    if item.citizen_id:
        return [item.citizen.user] if item.citizen.user else []
    team = Membership.objects.in_force().filter(team=item.team, role="agent").order_by("pk")
    return [membership.user for membership in team]


def test_the_table_names_every_producer():
    found = {
        str(path.relative_to(ROOT))
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "open_item"
    }
    assert found == set(PRODUCERS)


@pytest.mark.parametrize("verb", sorted({verb for verbs in PRODUCERS.values() for verb in verbs}))
def test_who_receives_it_opens_it(world, signed_in, verb):
    before = set(WorkItem.objects.values_list("pk", flat=True))
    for prepare in ACTIONS[verb]:
        prepare(world)()
    opened = list(WorkItem.objects.exclude(pk__in=before).select_related("team", "citizen__user"))
    assert opened
    for item in opened:
        people = receivers(item)
        assert people, item.sentence
        for user in people:
            page = signed_in(user).get(item.get_absolute_url())
            assert page.status_code == 200, (item.sentence, user.email, page.status_code)


def test_the_last_resort_goes_to_the_team_of_the_dossier_else_of_the_kind(world):
    for prepare in ACTIONS["deadline.unreached"]:
        prepare(world)()
    item = WorkItem.objects.get(kind="reminders.reach")
    assert item.team == world.licence.team
