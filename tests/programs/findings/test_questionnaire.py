"""The questionnaire through the questions, without an account and without JavaScript."""

import pytest
import time_machine
from django.urls import reverse

from programs.programs.models import Program
from programs.situations.answers import COOKIE, LIFETIME
from reminders.kinds.actions import import_deadlines
from reminders.kinds.models import DeadlineKind

pytestmark = pytest.mark.django_db

AMELIE = {
    "resident_quebec": {"answer": "yes"},
    "children": {"child_1": "2026-09-10"},
    "immigration_status": {"answer": "citizen"},
    "birth_date": {"answer": "1992-12-02"},
    "filed_tax_return": {"answer": "yes"},
}


def four_answers(walker):
    for _rank in range(4):
        fact = walker.asked()
        response = walker.answer(fact, **AMELIE[fact])
    return response


def test_four_questions_give_verdicts_with_reasons(walker):
    response = four_answers(walker)
    assert response.url == reverse("findings:result")
    found = walker.findings()
    assert {"allocation-famille", "nas-enfant", "service-garde-subventionne", "carte-assurance-maladie"} <= set(
        found["eligible"]
    )
    assert "securite-vieillesse" in found["not_eligible"]
    text = walker.client.get(reverse("findings:result")).content.decode()
    assert "Avoir à sa charge un enfant de moins de 18 ans" in text
    assert "C’est une indication, pas une décision" in text


def test_it_goes_on_to_the_end_and_asks_nothing_useless(walker):
    asked = []
    while fact := walker.asked():
        assert fact not in asked
        asked.append(fact)
        walker.answer(fact, **AMELIE.get(fact, {}))
    assert len(asked) < 43
    assert "spouse_birth_date" not in asked


def test_a_child_is_not_asked_about_old_age(walker):
    walker.answer("birth_date", answer="2010-01-01")
    walker.client.post(reverse("findings:start_for_program", args=["securite-vieillesse"]))
    assert walker.asked() == ""


def test_going_back_loses_nothing(walker):
    for fact in ("resident_quebec", "children", "immigration_status"):
        walker.answer(fact, **AMELIE[fact])
    page = walker.client.get(reverse("findings:question", args=["birth_date"]))
    assert page.context["before"] == "immigration_status"
    page = walker.client.get(reverse("findings:question", args=["resident_quebec"]))
    assert 'value="yes"' in page.content.decode().replace("checked", "checked") and "checked" in page.content.decode()
    walker.answer("resident_quebec", answer="yes")
    assert walker.asked() == "birth_date"
    page = walker.client.get(reverse("findings:question", args=["children"]))
    assert "2026-09-10" in page.content.decode()


def test_a_question_passed_is_not_asked_again_and_proves_nothing(walker):
    fact = walker.asked()
    walker.answer(fact)
    assert walker.asked() != fact
    assert walker.findings()["eligible"] == []


def test_findings_can_be_seen_at_any_time_and_corrected_from_there(walker):
    walker.answer("resident_quebec", answer="no")
    assert "allocation-famille" in walker.findings()["not_eligible"]
    response = walker.client.post(
        reverse("findings:question", args=["resident_quebec"]) + "?vers=pistes", {"answer": "yes"}
    )
    assert response.url == reverse("findings:result")
    assert "allocation-famille" in walker.findings()["unknown"]


def test_one_program_asks_only_its_questions(walker):
    response = walker.client.post(reverse("findings:start_for_program", args=["vignette-stationnement"]))
    assert response.status_code == 302
    assert walker.asked() == "mobility_limitation"
    response = walker.answer("mobility_limitation", answer="yes")
    assert walker.asked() == ""
    assert walker.findings()["eligible"] == ["vignette-stationnement"]


def test_a_life_event_narrows_the_questions(walker):
    walker.client.post(reverse("findings:start"), {"scope": "evenement:naissance"})
    assert sum(len(found) for found in walker.findings().values()) == 8
    walker.client.post(reverse("findings:start"), {"scope": "evenement:nowhere"})
    assert sum(len(found) for found in walker.findings().values()) == 8


@pytest.mark.parametrize(
    ("fact", "data"),
    [
        ("resident_quebec", {"answer": ""}),
        ("immigration_status", {"answer": "martian"}),
        ("family_net_income", {"answer": "beaucoup"}),
        ("family_net_income", {"answer": "-3"}),
        ("insurable_hours", {"answer": "12,5"}),
        ("birth_date", {"answer": "2999-01-01"}),
        ("birth_date", {"answer": "hier"}),
        ("road_accident_date", {}),
        ("road_accident_date", {"answer": "2026-01-01", "never": "on"}),
        ("children", {}),
        ("children", {"child_1": "2020-01-01", "none": "on"}),
        ("home_project", {"answer": ["energy", "none-of-these"]}),
    ],
)
def test_a_mistake_is_explained_and_nothing_is_kept(walker, fact, data):
    response = walker.client.post(reverse("findings:question", args=[fact]), data | {"continue": "1"})
    assert response.status_code == 200
    assert "Il reste quelque chose à corriger" in response.content.decode()
    assert COOKIE not in walker.client.cookies


@pytest.mark.parametrize(
    ("fact", "data", "value"),
    [
        ("family_net_income", {"answer": "24 000,50 $"}, 24000.5),
        ("housing_cost_share", {"answer": "42 %"}, 42),
        ("road_accident_date", {"never": "on"}, None),
        ("children", {"none": "on"}, ()),
        ("home_project", {"answer": ["none-of-these"]}, ()),
        ("home_project", {"answer": ["energy"]}, ("energy",)),
    ],
)
def test_answers_are_understood(walker, fact, data, value):
    walker.client.post(reverse("findings:question", args=[fact]), data)
    assert walker.client.get(reverse("findings:result")).context["questionnaire"].given == {fact: value}


def test_a_second_child_is_added_without_losing_the_first(walker):
    url = reverse("findings:question", args=["children"])
    page = walker.client.post(url, {"child_1": "2020-05-04", "add": "1"}).content.decode()
    assert "2020-05-04" in page and "child_2" in page
    walker.client.post(url, {"child_1": "2020-05-04", "child_2": "2023-02-18"})
    assert len(walker.client.get(reverse("findings:result")).context["questionnaire"].given["children"]) == 2


def test_every_question_has_a_page(walker):
    for fact in ("children", "home_project", "crime_date", "family_net_income", "marital_status", "owner_years"):
        assert walker.client.get(reverse("findings:question", args=[fact])).status_code == 200
    assert walker.client.get(reverse("findings:question", args=["age"])).status_code == 404


def test_the_order_of_findings_is_published_and_the_same_for_all(walker, walker_of, bruno, rachel):
    lists = []
    for one in (walker, walker_of(bruno), walker_of(rachel)):
        four_answers(one)
        lists.append(one.findings())
    assert lists[0] == lists[1] == lists[2]
    assert Program.objects.published().count() == sum(len(found) for found in lists[0].values())


def test_the_printed_day_is_the_portals(walker, clock_offset):
    walker.answer("resident_quebec", answer="yes")
    clock_offset(minutes=20)
    with time_machine.travel("2027-03-01T04:45:00+00:00"):  # 28 February, 23:45 in Québec
        walker.answer("resident_quebec", answer="yes")
        text = walker.client.get(reverse("findings:result")).content.decode().replace("\u00a0", " ")
    assert '<time datetime="2027-03-01">1er mars 2027</time>.' in text.split("Imprimé de Relais le ")[1]


def test_the_cookie_is_sealed_and_short_lived(walker, clock_offset):
    walker.answer("immigration_status", answer="refugee_claimant")
    cookie = walker.client.cookies[COOKIE]
    assert "refugee" not in cookie.value
    assert (cookie["max-age"], cookie["httponly"], cookie["secure"], cookie["samesite"]) == (
        LIFETIME,
        True,
        True,
        "Lax",
    )
    clock_offset(minutes=29)
    assert walker.client.get(reverse("findings:result")).context["questionnaire"].given
    clock_offset(minutes=31)
    assert not walker.client.get(reverse("findings:result")).context["questionnaire"].given


@pytest.mark.parametrize("value", ["", "garbage", "AAAA", "é", "=" * 50])
def test_a_forged_cookie_is_no_answer(walker, value):
    walker.client.cookies[COOKIE] = value
    assert not walker.client.get(reverse("findings:result")).context["questionnaire"].given


def test_starting_again_erases(walker):
    walker.answer("resident_quebec", answer="yes")
    walker.client.post(reverse("findings:erase"))
    assert not walker.client.get(reverse("findings:result")).context["questionnaire"].given


def test_a_finding_says_until_when(walker, django_assert_max_num_queries):
    import_deadlines(by=None)
    walker.answer("resident_quebec", answer="yes")
    shown = walker.findings()["unknown"][0]
    DeadlineKind.objects.filter(code="permis-conduire-paiement").update(related_programs=[shown])
    with django_assert_max_num_queries(25):
        text = walker.client.get(reverse("findings:result")).content.decode()
    assert "Jusqu’à quand" in text
    assert "Aucune date limite connue." in text
    assert reverse("kinds:kind", args=["permis-conduire-paiement"]) in text
