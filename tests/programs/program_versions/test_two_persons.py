"""Publishing a program says how many people gain or lose it, and needs a second person above a number of them."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from portal.access.permissions import Role
from portal.access.visibility import forget_visibility
from portal.criteria.days import day_number
from portal.publishing.exceptions import NeedsAnotherPerson, VersionClosed
from portal.publishing.reading import content_in_force
from portal.publishing.releases import publish
from portal.publishing.reviews import send_back, submit, withdraw
from portal.staff.roles import give_role
from programs.profiles.models import Profile
from programs.program_versions.models import ProgramVersion
from programs.program_versions.two_persons import needs_two
from programs.scans import impact as counting
from programs.scans.impact import Impact, impact_of
from tests.programs.program_versions.test_publishing import for_the_old

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(saaq_administrator):
    return saaq_administrator


@pytest.fixture
def second(people, saaq):
    give_role(user=people["daniel"], role=Role.ADMINISTRATOR, organization=saaq, by=None)
    forget_visibility(people["daniel"])
    return people["daniel"]


@pytest.fixture
def everybody(catalogue):
    """Two people of 70, three of 20; nobody else asked to be told."""
    Profile.objects.all().delete()
    born = [dt.date(1950, 1, 1)] * 2 + [dt.date(2005, 1, 1)] * 3
    Profile.objects.bulk_create(Profile(birth_date=day_number(day), birth_date_last=day_number(day)) for day in born)


def old(program) -> dict:
    rule = {"fact": "age", "op": "gte", "value": 65, "label_fr": "Avoir 65 ans", "label_en": "Be 65"}
    return content_in_force(program) | {"criteria": {"all": [rule]}}


def young(program) -> dict:
    rule = {"fact": "age", "op": "lt", "value": 65, "label_fr": "Avoir moins de 65 ans", "label_en": "Be under 65"}
    return content_in_force(program) | {"criteria": {"all": [rule]}}


def put(program, content) -> None:
    program.criteria = content["criteria"]
    program.save()


def test_who_gains_and_who_loses_is_counted(program, everybody):
    put(program, young(program))
    assert impact_of(program, old(program)) == Impact(gain=2, lose=3, people=5)
    assert impact_of(program, young(program)) == Impact(people=5)
    program.state = "draft"
    assert impact_of(program, old(program)) == Impact(gain=2, people=5)


def test_counting_is_given_up_in_time(program, everybody, monkeypatch):
    monkeypatch.setattr(counting, "_COUNT", "SELECT pg_sleep(5), 0, 0 FROM ({}) v")
    monkeypatch.setattr(counting, "PATIENCE", counting.PATIENCE / 30)
    assert impact_of(program, old(program)) == Impact(is_counted=False)
    assert needs_two(Impact(is_counted=False))
    with connection.cursor() as cursor:  # nothing else of the request is hurried
        cursor.execute("SELECT current_setting('statement_timeout')")
        assert cursor.fetchone() == ("0",)


def test_a_fact_without_a_column_is_counted_of_nobody(program):
    strange = content_in_force(program) | {"criteria": {"all": [{"fact": "inconnu", "op": "eq", "value": 1}]}}
    assert impact_of(program, strange) == Impact(is_scanned=False)


@pytest.fixture
def draft(settings, program, everybody, by):
    settings.TWO_PERSONS_ABOVE = 1
    put(program, young(program))
    return for_the_old(program, by)


def test_one_person_cannot_publish_for_so_many(draft, by, second):
    with pytest.raises(NeedsAnotherPerson):
        publish(version=draft, by=by)
    asked = submit(version=draft, by=by)
    with pytest.raises(NeedsAnotherPerson):
        publish(version=asked, by=by)
    assert publish(version=asked, by=second).state == "published"


def test_few_people_need_one_person_only(settings, program, everybody, by):
    settings.TWO_PERSONS_ABOVE = 500
    assert publish(version=for_the_old(program, by), by=by).state == "published"


def test_sent_back_and_taken_back_it_is_a_draft_again(draft, by, second):
    asked = submit(version=draft, by=by)
    with pytest.raises(VersionClosed):
        send_back(version=asked, why="Non", by=by)  # by another than who asked
    back = send_back(version=asked, why="Les mots ont changé de sens.", by=second)
    assert (back.state, back.returned_by, back.submitted_by) == ("draft", second, None)
    again = submit(version=back, by=by)
    assert again.returned_why == "" and withdraw(version=again, by=by).state == "draft"


def test_the_database_refuses_one_person_twice(draft, by):
    asked = submit(version=draft, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgramVersion.objects.filter(pk=asked.pk).update(
            state="published", published_by=by, published_at=asked.submitted_at, effective_on="2026-01-01"
        )


def test_the_pages_say_how_many_and_ask_the_other_person(draft, program, by, second, signed_in):
    where = reverse("admin:programs_program_publish", args=[program.pk])
    emile, daniel = signed_in(by), signed_in(second)
    page = emile.get(where).content.decode()
    assert "2 personnes" in page and "3 personnes" in page and "Compté sur 5 personnes" in page
    assert "Demander l’accord d’une autre personne" in page and 'name="publish"' not in page
    emile.post(where, {"submit": "1", "revision": draft.revision})
    mine = emile.get(where).content.decode()
    assert "Retirer ma demande" in mine and 'name="publish"' not in mine
    assert where in daniel.get(reverse("admin:index")).content.decode()
    theirs = daniel.get(where).content.decode()
    assert "Approuver\u00a0:" in theirs and "demande votre accord" in theirs and "Approuver et publier" in theirs
    refused = daniel.post(where, {"send_back": "1", "revision": draft.revision, "why": " "})
    assert refused.status_code == 422 and "Dites ce qu’il faut changer" in refused.content.decode()
    daniel.post(where, {"publish": "1", "revision": draft.revision})
    assert ProgramVersion.objects.get(pk=draft.pk).published_by == second


def test_a_program_sent_back_is_on_the_first_page_of_its_author(draft, program, by, second, signed_in):
    asked = submit(version=draft, by=by)
    send_back(version=asked, why="Il manque un montant.", by=second)
    returned = f'href="{reverse("admin:programs_program_edit", args=[program.pk])}">Renvoyé'
    assert returned in signed_in(by).get(reverse("admin:index")).content.decode()
    assert returned not in signed_in(second).get(reverse("admin:index")).content.decode()
    programs = signed_in(by).get(reverse("admin:programs_program_changelist")).content.decode()
    assert ">renvoyé</td>" in programs
