"""Frequent questions: written by who knows, public at once, found by the search."""

import pytest
from django.urls import reverse

from portal.catalogue.searching import search
from portal.questions.actions import import_questions, retire, write
from portal.questions.models import Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(saaq, saaq_administrator):
    words = {"organization": saaq, "question_fr": "Mon permis est perdu, que faire?", "answer_fr": "Allez au comptoir."}
    return write(question=Question(), words=words, by=saaq_administrator)


def page_of(client):
    return client.get(reverse("questions:list")).content.decode()


def test_what_is_written_is_public_and_found(client, asked):
    assert "Mon permis est perdu, que faire?" in page_of(client)
    assert asked in [one for one in Question.objects.published()]
    assert search("permis perdu").entries[0].address == asked.get_absolute_url()


def test_new_words_replace_in_the_search(asked, saaq_administrator):
    write(question=asked, words={"question_fr": "Comment remplacer une plaque?"}, by=saaq_administrator)
    assert "Mon permis est perdu, que faire?" not in [entry.title for entry in search("permis perdu").entries]


def test_what_is_retired_leaves_the_page_and_the_search_once(client, asked, saaq_administrator):
    first = retire(question=asked, by=saaq_administrator).retired_at
    assert retire(question=asked, by=saaq_administrator).retired_at == first
    assert "Mon permis est perdu" not in page_of(client)
    assert asked.get_absolute_url() not in [entry.address for entry in search("permis perdu comptoir").entries]


def test_the_portal_own_questions_come_once_and_stay_edited(people):
    kept = Question.objects.filter(organization=None).first()
    write(question=kept, words={"answer_fr": "Autrement dit."}, by=None)
    assert import_questions(by=None) == 0
    kept.refresh_from_db()
    assert kept.answer_fr == "Autrement dit."


def test_markup_in_an_answer_is_inert(client, asked, saaq_administrator):
    write(question=asked, words={"answer_fr": "<img src=x onerror=alert(1)>"}, by=saaq_administrator)
    assert "<img src=x" not in page_of(client)


def test_an_administrator_writes_for_their_own_organization_only(signed_in, saaq_administrator, ramq):
    data = {"organization": str(ramq.pk), "question_fr": "Q?", "answer_fr": "R", "position": "1"}
    page = signed_in(saaq_administrator).post(reverse("admin:questions_question_add"), data)
    assert page.status_code == 200
    assert not Question.objects.filter(organization=ramq).exists()


def test_an_administrator_writes_in_gestion(signed_in, saaq_administrator, saaq):
    data = {"organization": str(saaq.pk), "question_fr": "Q?", "answer_fr": "R", "position": "1"}
    assert signed_in(saaq_administrator).post(reverse("admin:questions_question_add"), data).status_code == 302
    assert Question.objects.get(organization=saaq).author == saaq_administrator


def test_strangers_find_no_room(signed_in, asked, ramq_administrator):
    address = reverse("admin:questions_question_change", args=[asked.pk])
    assert signed_in(ramq_administrator).get(address).status_code in (302, 404)


def test_words_put_right_once_retired_do_not_come_back(asked, saaq_administrator):
    retire(question=asked, by=saaq_administrator)
    write(question=asked, words={"answer_fr": "Allez au comptoir, avec une pièce."}, by=saaq_administrator)
    assert asked.get_absolute_url() not in [entry.address for entry in search("permis perdu comptoir").entries]
