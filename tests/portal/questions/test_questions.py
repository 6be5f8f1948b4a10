"""Frequent questions: written by who knows, public once published, found by the search."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from portal.catalogue.searching import search
from portal.management.commands.set_up import REFERENCE
from portal.publishing.actions import write
from portal.questions.actions import import_questions, retire, start
from portal.questions.models import Question
from tests.portal.questions.conftest import WORDS, put_in_force, rewritten

pytestmark = pytest.mark.django_db


def page_of(client):
    return client.get(reverse("questions:list")).content.decode()


def test_what_is_published_is_public_and_found(client, asked):
    assert "Mon permis est perdu, que faire?" in page_of(client)
    assert asked in [one for one in Question.objects.published()]
    assert search("permis perdu").entries[0].address == asked.get_absolute_url()


def test_a_draft_is_neither_public_nor_found(client, begun):
    assert "Mon permis est perdu" not in page_of(client)
    assert begun.get_absolute_url() not in [entry.address for entry in search("permis perdu comptoir").entries]


def test_new_words_replace_in_the_search(asked, saaq_administrator):
    put_in_force(asked, saaq_administrator, question_fr="Comment remplacer une plaque?")
    assert "Mon permis est perdu, que faire?" not in [entry.title for entry in search("permis perdu").entries]


def test_what_is_retired_leaves_the_page_and_the_search_once(client, asked, saaq_administrator):
    first = retire(question=asked, by=saaq_administrator).retired_at
    assert retire(question=asked, by=saaq_administrator).retired_at == first
    assert "Mon permis est perdu" not in page_of(client)
    assert asked.get_absolute_url() not in [entry.address for entry in search("permis perdu comptoir").entries]


def test_the_portal_own_questions_come_once_and_stay_edited(people):
    kept = Question.objects.filter(organization=None).first()
    put_in_force(kept, people["olga"], answer_fr="Autrement dit.")
    assert import_questions(by=None) == 0
    call_command("import_questions", stdout=(said := StringIO()))
    assert said.getvalue() == "questions: 0\n" and "import_questions" in REFERENCE
    kept.refresh_from_db()
    assert kept.answer_fr == "Autrement dit."


def test_markup_in_an_answer_is_inert(client, asked):
    Question.objects.filter(pk=asked.pk).update(answer_fr="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in page_of(client)


def test_an_administrator_writes_for_their_own_organization_only(signed_in, saaq_administrator, ramq):
    data = {"organization": str(ramq.pk), "question_fr": "Q?", "answer_fr": "R", "position": "1"}
    page = signed_in(saaq_administrator).post(reverse("admin:questions_question_add"), data)
    assert page.status_code == 422
    assert not Question.objects.filter(organization=ramq).exists()
    with pytest.raises(PermissionDenied):
        start(organization=ramq, words=WORDS, by=saaq_administrator)


def test_an_administrator_writes_in_gestion(signed_in, saaq_administrator, saaq):
    data = {"organization": str(saaq.pk), "question_fr": "Q?", "answer_fr": "R", "position": "1"}
    assert signed_in(saaq_administrator).post(reverse("admin:questions_question_add"), data).status_code == 302
    assert Question.objects.get(organization=saaq).versions.get().author == saaq_administrator


def test_a_beginning_pressed_twice_is_one_question(signed_in, saaq_administrator, saaq):
    data = {"organization": str(saaq.pk), "question_fr": "Q?", "answer_fr": "R", "position": "1"}
    emile, address = signed_in(saaq_administrator), reverse("admin:questions_question_add")
    assert emile.post(address, data).url == emile.post(address, data).url
    assert Question.objects.filter(organization=saaq).count() == 1


def test_the_portals_own_questions_are_its_operators(signed_in, people, saaq_administrator):
    kept = Question.objects.filter(organization=None).first()
    with pytest.raises(PermissionDenied):
        write(subject=kept, content={}, revision=0, by=saaq_administrator)
    data = {"question_fr": "Et la nuit?", "answer_fr": "Aussi.", "position": "1"}
    olga = signed_in(people["olga"])
    assert olga.post(reverse("admin:questions_question_add"), data).status_code == 302
    assert Question.objects.get(question_fr="Et la nuit?").organization is None
    assert rewritten(kept, people["olga"], answer_fr="Autrement.").author == people["olga"]


def test_strangers_find_no_room(signed_in, asked, ramq_administrator):
    address = reverse("admin:questions_question_change", args=[asked.pk])
    assert signed_in(ramq_administrator).get(address).status_code in (302, 404)


def test_words_put_right_once_retired_do_not_come_back_by_themselves(asked, saaq_administrator):
    retire(question=asked, by=saaq_administrator)
    rewritten(asked, saaq_administrator, answer_fr="Allez au comptoir, avec une pièce.")
    assert asked.get_absolute_url() not in [entry.address for entry in search("permis perdu comptoir").entries]


def test_publishing_brings_back_what_was_retired(client, asked, saaq_administrator):
    retire(question=asked, by=saaq_administrator)
    put_in_force(asked, saaq_administrator, answer_fr="Allez au comptoir, avec une pièce.")
    assert "avec une pièce" in page_of(client)
    assert search("permis perdu").entries[0].address == asked.get_absolute_url()


def test_a_question_is_asked_once_in_an_organization(signed_in, asked, saaq, saaq_administrator):
    data = {"organization": saaq.pk, "position": "1", **WORDS}
    page = signed_in(saaq_administrator).post(reverse("admin:questions_question_add"), data)
    assert page.status_code == 422 and "déjà posée" in page.content.decode()
