"""The guided visit: one click is a session, each step opens its page; nothing of it works outside a demonstration."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client

from portal.audit.models import AuditEvent
from portal.demonstration.entering import enter
from portal.demonstration.seeds import PEOPLE
from portal.demonstration.stories import STORIES
from portal.launch.places import BEGIN_AGAIN
from portal.people.models import User

HOME, ENTER, AGAIN = "/demonstration/", "/demonstration/entrer/", "/demonstration/recommencer/"
KEYS = {person.key for person in PEOPLE}
STEPS = [(story.code, rank, step) for story in STORIES for rank, step in enumerate(story.steps)]


@pytest.fixture
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_ten_stories_of_every_role(story):
    roles = {person.role for person in PEOPLE if person.key in {step.who for _, _, step in STEPS}}
    assert len(STORIES) >= 10
    assert {"citizen", "representative", "agent", "administrator", "operator"} <= {str(role) for role in roles}


@pytest.mark.parametrize(("code", "rank", "step"), STEPS, ids=[f"{code}-{rank}" for code, rank, _ in STEPS])
def test_each_step_opens_its_page(story, code, rank, step):
    client = Client()
    if step.who:
        assert step.who in KEYS
        answer = client.post(ENTER, {"who": step.who, "path": step.path})
        assert (answer.status_code, answer.url) == (302, step.path)
    assert client.get(step.path, follow=True).status_code == 200


@pytest.mark.parametrize("chosen", STORIES, ids=[story.code for story in STORIES])
def test_the_page_of_a_story_names_who_does_what(story, data_folder, chosen):
    page = Client().get(f"{HOME}histoires/{chosen.code}/").text
    assert str(chosen.title) in page
    assert page.count(f'action="{ENTER}"') == sum(bool(step.who) for step in chosen.steps)


def test_an_unknown_story_is_not_found(db):
    assert Client().get(f"{HOME}histoires/rien/").status_code == 404


def test_a_member_of_staff_enters_with_the_second_factor(people):
    client = Client()
    answer = client.post(ENTER, {"who": "alain", "path": ""}, follow=True)
    assert answer.redirect_chain[-1][0] == "/gestion/" and answer.status_code == 200


def test_whoever_was_there_is_signed_out(people):
    client = Client()
    client.post(ENTER, {"who": "amelie", "path": ""})
    client.post(ENTER, {"who": "bruno", "path": ""})
    assert "Bruno" in client.get("/espace/").text


@pytest.mark.parametrize("path", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_no_step_leads_elsewhere(people, path):
    assert Client().post(ENTER, {"who": "amelie", "path": path}).url == "/espace/"


@pytest.mark.parametrize("who", ["", "personne", "amelie@relais.example"])
def test_nobody_else_is_entered_as(people, who):
    assert Client().post(ENTER, {"who": who, "path": ""}).status_code == 404


def test_an_account_that_somebody_made_is_not_entered(people):
    made = User.objects.create_user(email="quelquun@example.org")
    with pytest.raises(PermissionDenied):
        enter(HttpRequest(), made)


def test_it_is_refused_outside_a_demonstration(people, settings):
    settings.DEMO = False
    with pytest.raises(PermissionDenied):
        enter(HttpRequest(), people["amelie"])
    before = AuditEvent.objects.count()
    client = Client(raise_request_exception=False)
    assert client.post(ENTER, {"who": "amelie", "path": ""}).status_code == 403
    assert AuditEvent.objects.count() <= before + 1 and "_auth_user_id" not in client.session


def test_beginning_again_leaves_a_word_to_the_launcher(db, data_folder):
    (data_folder / "postgres.json").touch()
    assert "recommence" in Client().post(AGAIN).text
    assert (data_folder / BEGIN_AGAIN).exists()


def test_it_is_asked_before_everything_is_erased(db, data_folder):
    (data_folder / "postgres.json").touch()
    assert f'href="{AGAIN}"' in Client().get(HOME).text and f'action="{AGAIN}"' not in Client().get(HOME).text
    asked = Client().get(AGAIN)
    assert asked.status_code == 200 and 'method="post"' in asked.text
    assert not (data_folder / BEGIN_AGAIN).exists()


def test_whoever_waits_is_never_sent_to_what_does_not_answer(db, data_folder):
    """A script asks before it goes; without scripts, the only refresh comes long after the slowest start seen."""
    (data_folder / "postgres.json").touch()
    page = Client().post(AGAIN).text
    head = page[: page.index("</head>")]
    refresh = re.fullmatch(r'.*<noscript><meta http-equiv="refresh" content="(\d+); .*?></noscript>.*', head, re.S)
    assert refresh and int(refresh[1]) >= 2 * 86
    assert f'data-begins-again="{HOME}"' in page and "begins_again" in page
    # The portal may be gone before it serves that script: the page before has it read.
    assert re.search(r'rel="modulepreload" href="[^"]*begins_again', Client().get(AGAIN).text)


def test_a_database_of_somebody_is_never_made_anew(db, data_folder):
    assert Client().post(AGAIN).status_code == 404
    assert not (data_folder / BEGIN_AGAIN).exists()
    assert "Recommencer avec" not in Client().get(HOME).text
