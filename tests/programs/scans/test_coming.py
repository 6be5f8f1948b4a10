"""A rule published from a later day opens «bientôt» today, for one and for all; what has no SQL form is told."""

import datetime as dt
import logging
import random

import pytest
from django.core.management import call_command
from django.urls import reverse

from portal import clock
from portal.criteria.days import date_of
from portal.criteria.judging import MET
from portal.foundation.formats.days import day_words
from portal.publishing.actions import discard, write
from portal.publishing.releases import publish, put_due_in_force
from programs.facts.crossings import given_on
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.findings.actions import advise
from programs.findings.models import Finding
from programs.profiles.models import ProfileEvaluation, UpcomingEligibility
from programs.programs.models import Program
from programs.programs.rulebook import published_rules
from programs.rules.horizons import openings
from programs.scans.actions import scan_all, scan_due
from programs.scans.plan import current_slots, left_out
from programs.situations.actions import keep_situation
from tests.programs.populations import random_person, read, settle

pytestmark = pytest.mark.django_db
AWAY = 40
ADULT = {"fact": "age", "op": "gte", "value": 18, "label_fr": "Avoir 18 ans", "label_en": "Be 18"}
BORN = {"birth_date": "1990-01-01"}
EXAMPLES = [
    {"name": "Léa", "as_of": "2026-11-15", "facts": BORN, "verdict": "eligible"},
    {"name": "Léo", "as_of": "2026-11-15", "facts": {"birth_date": "2020-01-01"}, "verdict": "not_eligible"},
    {"name": "Rien", "as_of": "2026-11-15", "facts": {}, "verdict": "unknown"},
]


@pytest.fixture
def first_day():
    return clock.today() + dt.timedelta(days=AWAY)


@pytest.fixture
def program(catalogue):
    return Program.objects.get(code="indemnites-saaq")


@pytest.fixture
def announce(program, saaq_administrator, first_day):
    """Publishes, from forty days on, the program for every adult."""

    def publish_later(leaf=ADULT):
        data = {"criteria": {"all": [leaf]}, "screening_facts": [], "examples": EXAMPLES}
        version = write(subject=program, content=data, revision=0, by=saaq_administrator)
        return publish(version=version, effective_on=first_day, by=saaq_administrator)

    return publish_later


def test_one_person_reads_the_day_and_the_day_tells_the_truth(
    program, announce, first_day, amelie, signed_in, clock_offset, tmp_path, capsys
):
    keep_situation(citizen=amelie.citizen, given={"birth_date": dt.date(1990, 1, 1)}, by=amelie)
    announce()
    advise(citizen=amelie.citizen, by=amelie)
    finding = Finding.objects.get(citizen=amelie.citizen, program=program)
    assert (finding.verdict, finding.from_on) == ("unknown", first_day)
    shown = signed_in(amelie).get(reverse("findings:result")).context["lists"]["unknown"]
    assert next(one.from_on for one in shown if one.program == program) == first_day
    facts = tmp_path / "facts.yaml"
    facts.write_text("birth_date: 1990-01-01\n")
    call_command("explain", program.code, facts=str(facts))
    assert f"Possible à partir du {day_words(first_day)}" in capsys.readouterr().out
    clock_offset(days=AWAY)
    assert put_due_in_force() == 1
    advise(citizen=amelie.citizen, by=amelie)
    finding.refresh_from_db()
    assert (finding.verdict, finding.from_on) == ("eligible", None)


def test_taken_back_it_opens_nothing(program, announce, saaq_administrator):
    version = announce()
    assert published_rules()[program.code].coming
    discard(version=version, by=saaq_administrator)
    assert not published_rules()[program.code].coming


def test_before_that_day_the_command_says_from_when_even_once_it_has_come(
    program, announce, first_day, clock_offset, tmp_path, capsys
):
    announce()
    clock_offset(days=AWAY + 1)
    put_due_in_force()
    facts = tmp_path / "facts.yaml"
    facts.write_text("birth_date: 1990-01-01\n")
    eve = (first_day - dt.timedelta(days=1)).isoformat()
    call_command("explain", program.code, "--facts", str(facts), "--as-of", eve)
    assert f"Possible à partir du {day_words(first_day)}" in capsys.readouterr().out


def told_soon(profile):
    codes = {number: code for code, number in current_slots().items()}
    return {codes[one.slot]: date_of(one.from_day) for one in UpcomingEligibility.objects.filter(profile_id=profile)}


def test_everybody_is_scanned_with_the_rule_of_each_day(program, announce, first_day, clock_offset):
    chance = random.Random(11)
    people = settle([random_person(chance, clock.today()) for _ in range(60)])
    scan_all(connections=1)
    announce()
    assert scan_due(connections=1) > 0
    opened = 0
    for profile, facts in people.items():
        expected = openings(published_rules(), facts, clock.today())
        assert told_soon(profile) == expected
        opened += expected.get(program.code) == first_day
    assert opened > 10
    assert scan_due(connections=1) == 0
    clock_offset(days=AWAY)
    scan_due(connections=1)
    slot, day = current_slots()[program.code], first_day
    for turn in (lambda: 0, put_due_in_force):  # whichever wakes first that day, the scan or the switch
        turn()
        scan_due(connections=1)
        for profile, facts in people.items():
            state = published_rules()[program.code].on(day).judge(resolve(given_on(facts, day), day)).state
            assert (read(ProfileEvaluation.objects.get(pk=profile).answers, slot) is True) == (state is MET)


def test_a_program_without_sql_is_logged_and_on_the_work_list(program, signed_in, saaq_administrator, caplog):
    assert left_out() == frozenset()
    FactDefinition.objects.create(code="has_cat", type="bool", label_fr="Avez-vous un chat?", label_en="Cat?")
    leaf = {"fact": "has_cat", "op": "eq", "value": True, "label_fr": "Un chat", "label_en": "A cat"}
    data = {"criteria": {"all": [leaf]}, "screening_facts": [], "examples": []}
    version = write(subject=program, content=data, revision=0, by=saaq_administrator)
    publish(version=version, by=saaq_administrator)
    with caplog.at_level(logging.WARNING):
        scan_all(connections=1)
    assert [record.args for record in caplog.records if "no SQL form" in record.message] == [(program.code,)]
    text = signed_in(saaq_administrator).get(reverse("admin:programs_program_to_check")).content.decode()
    assert "exploitation de Relais" in text
