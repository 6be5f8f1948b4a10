"""What a person told of themselves: whose word it is, aged from its day, corrected, erased, and read by nobody else."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection, transaction

from portal.access.visibility import forget_visibility
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.mandates.actions import revoke
from programs.facts.actions import import_facts
from programs.facts.models import FactDefinition
from programs.findings.questionnaire import Questionnaire
from programs.reference import load
from programs.situations.actions import erase_situation, keep_situation
from programs.situations.answers import Answers
from programs.situations.models import Fact, Situation

pytestmark = pytest.mark.django_db
TOLD = {"resident_quebec": True, "family_net_income": 24_680, "months_in_canada": 12}


@pytest.fixture
def vocabulary(people):
    if not FactDefinition.objects.exists():
        import_facts(by=None, reference=load("facts"))


@pytest.fixture
def kept(vocabulary, amelie) -> Situation:
    return keep_situation(citizen=amelie.citizen, given=TOLD, by=amelie)


def values_of(situation: Situation) -> dict:
    return {fact.definition_id: fact.value for fact in Situation.objects.get(pk=situation.pk).held}


def events_of(verb: str, situation: Situation):
    return AuditEvent.objects.filter(verb=verb, subject_id=str(situation.pk))


def test_what_is_said_is_what_is_held(kept):
    assert values_of(kept) == TOLD


def test_the_row_says_neither_the_answer_nor_its_size(kept):
    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text FROM situations_fact f WHERE situation_id = %s", [kept.pk])
        rows = " ".join(row for (row,) in cursor.fetchall())
    assert "24680" not in rows and "true" not in rows


def test_somebody_who_acts_for_the_person_is_named_as_such(kept, amelie, rachel):
    keep_situation(citizen=amelie.citizen, given={"resident_quebec": False}, by=rachel)
    sources = dict(kept.facts.values_list("definition_id", "source"))
    assert sources["resident_quebec"] == Fact.Source.REPRESENTATIVE
    assert sources["family_net_income"] == Fact.Source.CITIZEN


def test_the_same_answer_again_stays_as_the_person_said_it(kept, amelie, rachel, clock_offset):
    """A representative who confirms does not become its author, and its day does not move."""
    before = list(kept.facts.order_by("pk").values())
    journaled = events_of("situation.kept", kept).count()
    clock_offset(days=3)
    keep_situation(citizen=amelie.citizen, given=TOLD, by=rachel)
    assert list(kept.facts.order_by("pk").values()) == before
    assert events_of("situation.kept", kept).count() == journaled


def test_a_counter_corrected_counts_from_the_day_of_its_correction(kept, amelie, clock_offset):
    clock_offset(days=95)
    fact = kept.facts.get(definition_id="months_in_canada")
    assert fact.as_of(today()) == 15
    keep_situation(citizen=amelie.citizen, given={"months_in_canada": 40}, by=amelie)
    fact.refresh_from_db()
    assert (fact.as_of(today()), fact.known_on) == (40, today())


def test_a_counter_said_again_at_its_aged_value_is_no_change(kept, amelie, clock_offset):
    clock_offset(days=95)
    keep_situation(citizen=amelie.citizen, given={"months_in_canada": 15}, by=amelie)
    assert kept.facts.get(definition_id="months_in_canada").value == 12


def test_the_day_an_answer_was_known_is_the_persons_day(vocabulary, amelie):
    amelie.citizen.time_zone = "Pacific/Kiritimati"
    amelie.citizen.save(update_fields=["time_zone"])
    situation = keep_situation(citizen=amelie.citizen, given={"resident_quebec": True}, by=amelie)
    assert situation.facts.get().known_on == today("Pacific/Kiritimati")


def test_a_declined_question_loses_its_answer_and_no_other(kept, amelie):
    keep_situation(citizen=amelie.citizen, given={}, declined=["family_net_income", "unheard_of"], by=amelie)
    assert set(values_of(kept)) == set(TOLD) - {"family_net_income"}
    assert events_of("situation.kept", kept).count() == 2


def test_declining_what_was_never_said_writes_nothing(kept, amelie):
    keep_situation(citizen=amelie.citizen, given={}, declined=["children"], by=amelie)
    assert events_of("situation.kept", kept).count() == 1


def test_the_journal_counts_answers_and_holds_none(kept):
    row = events_of("situation.kept", kept).get()
    assert row.detail == {"facts": 3} and "24680" not in json.dumps(row.detail)


def test_an_answer_to_no_question_is_refused_by_the_database(vocabulary, amelie):
    with pytest.raises(IntegrityError), transaction.atomic():
        keep_situation(citizen=amelie.citizen, given={"resident_quebec": True, "unheard_of": 1}, by=amelie)
        connection.check_constraints()
    assert not Fact.objects.filter(situation__citizen=amelie.citizen).exists()


@pytest.mark.parametrize("value", [None, False, 0, (), 2**40, 0.1, dt.date(1, 1, 1)], ids=repr)
def test_every_kind_of_answer_comes_back_as_it_was(vocabulary, amelie, value):
    codes = {bool: "resident_quebec", int: "insurable_hours", float: "family_net_income", tuple: "home_project"}
    code = codes.get(type(value), "crime_date")
    situation = keep_situation(citizen=amelie.citizen, given={code: value}, by=amelie)
    assert values_of(situation) == {code: value} and type(values_of(situation)[code]) is type(value)


def test_who_reads_it(kept, people):
    seen = {key for key, user in people.items() if kept in Situation.objects.visible_to(user)}
    facts = {key for key, user in people.items() if Fact.objects.visible_to(user).filter(situation=kept).exists()}
    assert seen == facts == {"amelie", "rachel"}


def test_a_revoked_mandate_reads_nothing_more(kept, amelie, rachel):
    revoke(mandate=rachel.mandates.get(), by=amelie)
    forget_visibility(rachel)
    assert not Situation.objects.visible_to(rachel).exists() and not Fact.objects.visible_to(rachel).exists()


def test_erasing_leaves_the_action_and_no_answer(kept, amelie, bruno):
    keep_situation(citizen=bruno.citizen, given=TOLD, by=bruno)
    erase_situation(citizen=amelie.citizen, by=amelie)
    assert not Fact.objects.filter(situation=kept.pk).exists()
    assert events_of("situation.erased", kept).get().by_id == amelie.pk
    assert Fact.objects.filter(situation__citizen=bruno.citizen).count() == 3
    erase_situation(citizen=amelie.citizen, by=amelie)
    assert events_of("situation.erased", kept).count() == 1


def test_a_page_reads_the_kept_answers_once(kept, django_assert_num_queries):
    questionnaire = Questionnaire(Answers(), kept)
    with django_assert_num_queries(1):
        assert questionnaire.given and questionnaire.origins.keys() == questionnaire.given.keys()
