"""Seen → opened → asked, from the pages people use to the rows, counted by hand; small figures are not told."""

import datetime as dt
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from portal import clock
from programs.counts.actions import count
from programs.counts.models import ProgramCount
from programs.counts.shown import DAYS, SMALLEST, shown_counts
from programs.findings.actions import advise
from programs.findings.models import Finding
from programs.programs.models import Program
from programs.situations.actions import keep_situation
from tests.programs.conftest import Walker

pytestmark = pytest.mark.django_db


def rows():
    """(code, step) → count."""
    result = ProgramCount.objects.values_list("program__code", "step", "count")
    return Counter({(code, step): number for code, step, number in result})


@pytest.fixture
def program(catalogue):
    return Program.objects.get(code="indemnites-saaq")


def check_one(code):
    """A visitor presses «Vérifier pour moi», answers that they do not live here, and reads the answer."""
    client = Client()
    client.post(reverse("findings:start_for_program", args=[code]))
    walker = Walker(client)
    while fact := walker.asked():
        walker.answer(fact, answer="no") if fact == "resident_quebec" else walker.answer(fact)
    return walker.findings()


def test_three_visitors_are_three_and_no_trace_of_them(program):
    before = set(rows())
    for _visitor in range(3):
        check_one(program.code)
    assert rows()[program.code, "opened"] == 3
    assert rows()[program.code, "asked"] == 0
    assert not before
    assert {code for code, step in rows() if step == "opened"} == {program.code}
    columns = {field.name for field in ProgramCount._meta.get_fields()}
    assert columns == {"id", "program", "day", "step", "count"}


def test_seen_is_what_the_answers_leave_possible_among_what_was_asked_about(catalogue):
    client = Client()
    assert client.post(reverse("findings:start"), {"scope": "evenement:accident-route"}).status_code == 302
    walker = Walker(client)
    while fact := walker.asked():
        walker.answer(fact)
    lists = walker.findings()
    possible = {*lists["eligible"], *lists["unknown"]}
    assert possible
    assert {code for code, step in rows() if step == "seen"} == possible
    assert set(rows().values()) == {
        1
    }  # once for the whole questionnaire, though the findings are shown at the pause too
    client.post(reverse("findings:question", args=["resident_quebec"]) + "?vers=pistes", {"answer": "yes"})
    assert set(rows().values()) == {1}, "an answer corrected is not another person"


def test_reading_pages_counts_nothing(program, client):
    for address in (program.get_absolute_url(), reverse("findings:result"), reverse("programs:catalogue")):
        assert client.get(address).status_code == 200
    assert not ProgramCount.objects.exists()


def test_asked_is_counted_once_however_often_it_is_said(program, amelie, signed_in):
    keep_situation(citizen=amelie.citizen, given={"resident_quebec": True}, by=amelie)
    advise(citizen=amelie.citizen, by=amelie)
    finding = Finding.objects.get(citizen=amelie.citizen, program=program)
    client, address = signed_in(amelie), reverse("findings:stance", args=[finding.pk])
    for stance in ("asked", "asked", "received"):
        client.post(address, {"stance": stance})
    assert rows() == {(program.code, "asked"): 1}


def test_a_day_is_one_row_and_the_month_is_summed(program, clock_offset):
    for days in (0, 0, 1, DAYS - 1, DAYS):
        clock_offset(days=days)
        count(step="seen", programs=[program, program])
    assert ProgramCount.objects.count() == 4
    shown = shown_counts([program], clock.today())[0]
    assert shown.seen is None  # 3 in the last thirty days: too few to tell
    assert shown_counts([program], clock.today() - dt.timedelta(days=1))[0].seen is None
    for _more in range(2):
        count(step="seen", programs=[program])
    assert shown_counts([program], clock.today())[0].seen == 1 + 1 + 1 + 2


@pytest.mark.parametrize(
    ("times", "expected"), [(0, "0"), (1, "moins de 5"), (SMALLEST - 1, "moins de 5"), (SMALLEST, "5")]
)
def test_the_page_tells_no_small_figure(program, signed_in, saaq_administrator, times, expected):
    for _time in range(times):
        count(step="opened", programs=[program])
    text = signed_in(saaq_administrator).get(reverse("admin:programs_program_to_check")).content.decode()
    line = text.split("<tbody>")[1].split(program.name_fr)[1].split("</tr>")[0]
    assert expected in line
    if 0 < times < SMALLEST:
        assert f">{times}<" not in line


def test_others_read_no_count_of_this_organization(program, ramq_administrator, saaq_agent):
    count(step="seen", programs=[program])
    assert not ProgramCount.objects.visible_to(ramq_administrator).exists()
    assert not ProgramCount.objects.visible_to(saaq_agent).exists()
