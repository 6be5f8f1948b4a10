"""Frequent questions are held to the rules of all words for people."""

import pytest
from django.urls import reverse

from portal.foundation.wording.rules import public_faults
from portal.questions.models import Question
from portal.questions.reference import QUESTIONS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Allez <b>au comptoir</b>.", "est du code"),
        ("Allez à exemple point com.", "Une adresse dans le texte"),
        ("Allez au ｃｏｍｐｔｏｉｒ.", "n’est pas une lettre ordinaire"),
        ("Cliquez ici.", "un message frauduleux"),
    ],
)
def test_an_answer_is_refused_with_the_reason_and_the_remedy(signed_in, saaq, saaq_administrator, answer, said):
    data = {"organization": saaq.pk, "question_fr": "Où aller?", "answer_fr": answer, "position": 1}
    page = signed_in(saaq_administrator).post(reverse("admin:questions_question_add"), data)
    assert said in page.content.decode() and not Question.objects.filter(question_fr="Où aller?").exists()
    data["answer_fr"] = "Allez au comptoir."
    signed_in(saaq_administrator).post(reverse("admin:questions_question_add"), data)
    assert Question.objects.filter(question_fr="Où aller?").exists()


def test_what_is_wrong_is_said_whole_and_of_this_form():
    """A question has no field for an official page; each mark is named at once."""
    said = " ".join(str(fault) for fault in public_faults("Allez <b>là</b>, **vite**, à exemple.com."))
    assert "«\u00a0<b>\u00a0»" in said and "«\u00a0**vite**\u00a0»" in said
    assert "page officielle" not in said and "dites en mots où aller" in said
    assert "toute seule" not in said


def test_the_portals_own_questions_pass():
    assert [str(fault) for pair in QUESTIONS for words in pair for fault in public_faults(str(words))] == []
