"""A frequent question in «gestion»: draft, difference in words, published now or from a day on, history, going back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.clock import today
from portal.publishing.releases import publish, put_due_in_force
from portal.questions.actions import retire, start
from portal.questions.models import Question
from tests.portal.questions.conftest import WORDS, put_in_force, rewritten

pytestmark = pytest.mark.django_db
PAGES = ["edit", "publish", "ledger"]


class Section:
    """The pages of one question, as its administrator's browser meets them."""

    def __init__(self, client, question):
        self.client, self.question = client, question

    def address(self, name, **more):
        return reverse(f"admin:questions_question_{name}", kwargs={"pk": self.question.pk, **more})

    def text(self, name, **more):
        return self.client.get(self.address(name, **more)).content.decode()

    def post(self, name, data, **more):
        return self.client.post(self.address(name, **more), data, follow=True)


@pytest.fixture
def section(signed_in, asked, saaq_administrator):
    return Section(signed_in(saaq_administrator), asked)


def shown(client):
    return client.get(reverse("questions:list")).content.decode()


def words(**changed):
    return {"position": "100", "revision": "0", **WORDS, **changed}


def test_a_question_is_begun_then_published(signed_in, client, saaq, saaq_administrator):
    emile = signed_in(saaq_administrator)
    begin = emile.get(reverse("admin:questions_question_add")).content.decode()
    assert f"Organisme\u00a0: {saaq}" in begin or f"Organisme : {saaq}" in begin  # the only one is not asked
    data = {"organization": saaq.pk, "question_fr": "Où stationner?", "answer_fr": "Derrière.", "position": "1"}
    page = emile.post(reverse("admin:questions_question_add"), data, follow=True).content.decode()
    assert "Ce que le public lira" in page and "Derrière." in page and "Le brouillon est enregistré." in page
    assert "Où stationner?" not in shown(client)
    question = Question.objects.get(question_fr="Où stationner?")
    Section(emile, question).post("publish", {"revision": "1", "publish": "1"})
    assert "Derrière." in shown(client)


def test_the_public_reads_what_is_published_while_a_draft_is_written(section, client):
    section.post("edit", words(answer_fr="Écrivez-nous."))
    assert "Allez au comptoir." in shown(client) and "Écrivez-nous." not in shown(client)
    assert "Un brouillon est en cours" in section.text("change")


def test_the_difference_is_read_in_words_before_publishing(section, client):
    section.post("edit", words(answer_fr="Allez au comptoir, avec une preuve."))
    page = section.text("publish")
    assert "Ce qui change" in page and "<ins>" in page and "avec une preuve" in page
    section.post("publish", {"revision": "1", "publish": "1", "note": "La preuve."})
    assert "avec une preuve" in shown(client)
    assert "La preuve." in section.text("ledger")


def test_an_answer_waits_for_its_day(section, client, clock_offset):
    section.post("edit", words(answer_fr="Écrivez-nous."))
    later = (today() + timedelta(days=9)).isoformat()
    answer = section.post("publish", {"revision": "1", "publish": "1", "effective_on": later})
    assert "sans autre geste" in answer.content.decode()
    assert "Allez au comptoir." in shown(client)
    assert "publiée, en vigueur plus tard" in section.text("ledger")
    clock_offset(days=9)
    assert put_due_in_force() == 1
    assert "Écrivez-nous." in shown(client) and "Allez au comptoir." not in shown(client)


def test_an_answer_that_waits_is_taken_back(section, client, clock_offset):
    section.post("edit", words(answer_fr="Écrivez-nous."))
    later = (today() + timedelta(days=9)).isoformat()
    section.post("publish", {"revision": "1", "publish": "1", "effective_on": later})
    asking = section.post("take_back", {}, number=2).content.decode()
    assert "elle ne le fera pas" in asking and section.question.versions.coming().exists()
    section.post("take_back", {"sure": "1"}, number=2)
    assert "retirée le" in section.text("ledger")
    clock_offset(days=9)
    assert put_due_in_force() == 0 and "Allez au comptoir." in shown(client)


def test_a_retired_question_does_not_come_back_on_the_day_of_a_version(asked, client, saaq_administrator, clock_offset):
    later = rewritten(asked, saaq_administrator, answer_fr="Écrivez-nous.")
    publish(version=later, effective_on=today() + timedelta(days=3), by=saaq_administrator)
    retire(question=asked, by=saaq_administrator)
    clock_offset(days=4)
    assert put_due_in_force() == 0 and "Écrivez-nous." not in shown(client)


def test_one_goes_back_to_a_former_answer(section, client, asked, saaq_administrator):
    put_in_force(asked, saaq_administrator, answer_fr="Une erreur.")
    assert "Revenir à cette version" in section.text("version", number=1)
    section.post("restore", {"revision": "0"}, number=1)
    draft = asked.versions.open().get()
    assert draft.content["answer_fr"] == "Allez au comptoir." and draft.note == "Retour à la version 1"
    section.post("publish", {"revision": str(draft.revision), "publish": "1"})
    assert "Allez au comptoir." in shown(client) and "Une erreur." not in shown(client)


def test_a_question_of_before_versions_keeps_what_it_said(section, asked, saaq_administrator):
    """As those that the portal imports: the first draft keeps what was in force, to be compared with."""
    asked.versions.all().delete()
    assert "dans les données de départ" in section.text("ledger")
    rewritten(asked, saaq_administrator, answer_fr="Écrivez-nous.")
    assert asked.versions.get(number=1).content["answer_fr"] == "Allez au comptoir."


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(section, asked):
    section.post("edit", words(answer_fr="Première."))
    answer = section.post("edit", words(answer_fr="Seconde."))
    assert answer.status_code == 422 and "Seconde." in answer.content.decode()
    assert 'name="revision" value="0"' in answer.content.decode()
    assert "Vous avez enregistré ce brouillon dans une autre fenêtre" in answer.content.decode()
    assert asked.versions.open().get().content["answer_fr"] == "Première."


def test_another_persons_draft_is_said_to_be_theirs(section, asked, people):
    section.post("edit", words(answer_fr="Première."))
    asked.versions.open().update(author=people["carole"])
    answer = section.post("edit", words(answer_fr="Seconde."))
    assert "Une autre personne a enregistré ce brouillon" in answer.content.decode()


def test_what_is_wrong_on_the_page_that_publishes_is_said_at_its_top(section):
    section.post("edit", words(answer_fr="Écrivez-nous."))
    answer = section.post("publish", {"revision": "1", "publish": "1", "effective_on": "demain"})
    assert answer.status_code == 422 and "Il reste quelque chose à corriger" in answer.content.decode()


def test_the_sentence_written_with_the_draft_is_not_asked_again(section):
    section.post("edit", words(answer_fr="Écrivez-nous.", note="Le comptoir ferme."))
    assert 'value="Le comptoir ferme."' in section.text("publish")


def test_a_question_is_retired_on_its_own_page(section, asked, client):
    assert 'value="retire_chosen"' in section.text("change")
    section.client.post(
        reverse("admin:questions_question_changelist"), {"action": "retire_chosen", "_selected_action": asked.pk}
    )
    assert "Allez au comptoir." not in shown(client)


def test_a_draft_is_given_up_in_two_clicks(section, asked, client):
    section.post("edit", words(answer_fr="Écrivez-nous."))
    sure = section.post("publish", {"revision": "1", "discard": "1"}).content.decode()
    assert 'name="sure"' in sure and asked.versions.open().exists()
    section.post("publish", {"revision": "1", "discard": "1", "sure": "1"})
    assert not asked.versions.open().exists() and "Allez au comptoir." in shown(client)


def test_a_question_never_published_leaves_the_list_with_its_draft(signed_in, saaq, saaq_administrator):
    client = signed_in(saaq_administrator)
    start(organization=saaq, words={"question_fr": "Où aller?", "answer_fr": "Au comptoir."}, by=saaq_administrator)
    begun = Question.objects.get(question_fr="Où aller?")
    publish = reverse("admin:questions_question_publish", args=[begun.pk])
    asked = client.post(publish, {"revision": "1", "discard": "1"}).content.decode()
    assert "disparaît de la liste" in asked
    sure = {"revision": "1", "discard": "1", "sure": "1"}
    gone = client.post(publish, sure, follow=True)
    assert gone.redirect_chain[-1][0] == reverse("admin:questions_question_changelist")
    assert "est effacé" in gone.content.decode() and not Question.objects.filter(pk=begun.pk).exists()


def test_a_draft_of_what_is_public_says_that_one_may_go_back_to_it(section):
    section.post("edit", words(answer_fr="Écrivez-nous."))
    assert "vous pourrez y revenir" in section.post("publish", {"revision": "1", "discard": "1"}).content.decode()


def test_the_first_version_is_read_on_its_page(section, asked, saaq_administrator):
    rewritten(asked, saaq_administrator, answer_fr="Écrivez-nous.")
    page = section.client.get(reverse("admin:questions_question_version", args=[asked.pk, 1])).content.decode()
    assert "Allez au comptoir." in page and "rien à comparer" in page


def test_who_writes_is_told_of_the_version_that_is_coming(section, asked):
    section.post("edit", words(answer_fr="Écrivez-nous."))
    day = today() + timedelta(days=9)
    section.post("publish", {"revision": "1", "publish": "1", "effective_on": day.isoformat()})
    page, number = section.text("edit"), asked.versions.coming().get().number
    assert f"La version {number} remplacera tout le" in page and f'datetime="{day.isoformat()}"' in page
    assert "pas celui de cette version" in page and section.address("version", number=number) in page


@pytest.mark.parametrize(
    ("given", "missing"), [("question_en", "réponse en anglais"), ("answer_en", "question en anglais")]
)
def test_english_is_whole_or_absent(section, given, missing):
    answer = section.post("edit", words(**{given: "Where?"}))
    assert answer.status_code == 422 and f"Écrivez aussi la {missing}" in answer.content.decode()


def test_what_is_published_is_read_first_in_both_languages_with_its_rank(signed_in, saaq, saaq_administrator):
    words = {"question_fr": "Où?", "answer_fr": "Ici.", "question_en": "Where?", "answer_en": "Here.", "position": 7}
    begun = start(organization=saaq, words=words, by=saaq_administrator)
    publish = reverse("admin:questions_question_publish", args=[begun.pk])
    page = signed_in(saaq_administrator).get(publish).content.decode()
    assert "Where?" in page and "Here." in page and "rang 7" in page


def test_words_that_no_text_may_hold_are_not_published(asked, saaq_administrator, section):
    rewritten(asked, saaq_administrator, answer_fr="Allez <b>au comptoir</b>.")
    assert "Réponse\u00a0:" in section.text("publish") and 'name="publish"' not in section.text("publish")
    refused = section.post("publish", {"revision": "1", "publish": "1"}).content.decode()
    assert "Il reste 1 point à corriger" in refused


@pytest.mark.parametrize("name", PAGES)
def test_to_others_the_pages_of_a_question_do_not_exist(people, signed_in, asked, name):
    for key in ("daniel", "alain", "sylvie", "olga", "amelie"):
        stranger = Section(signed_in(people[key]), asked)
        assert stranger.client.get(stranger.address(name)).status_code == 404, key
        assert stranger.client.post(stranger.address(name), {"publish": "1", "revision": "0"}).status_code == 404, key


def test_the_list_says_what_is_being_written(section):
    section.post("edit", words(answer_fr="Écrivez-nous."))
    page = section.client.get(reverse("admin:questions_question_changelist")).content.decode()
    assert ">en cours</td>" in page
