"""Answers without an account: in one sealed cookie, which browsers keep, for thirty minutes, and nothing else."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.facts.date_forms import MOST_CHILDREN
from programs.reference import load
from programs.situations.answers import COOKIE, LIFETIME, Answers, forget_answers, read_answers, write_answers

MOST_A_BROWSER_KEEPS = 4096
"""Bytes of name, value and attributes (RFC 6265 §6.1); beyond, browsers drop the cookie without a word."""


def sent_back(response: HttpResponse) -> Answers:
    return read_from(response.cookies[COOKIE].value)


def read_from(cookie: str) -> Answers:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie
    return read_answers(request)


def longest_answers() -> Answers:
    """Every question answered, each by the longest answer there is."""

    def longest(record):
        choices = [choice["id"] for choice in record.get("choices") or ()]
        return {
            "bool": False,
            "int": 999_999_999,
            "number": 99_999_999.99,
            "date": "1990-12-31",
            "choice": max(choices, key=len, default=""),
            "multi": choices,
            "list": [{"birth_date": "2020-12-31"}] * MOST_CHILDREN,
        }[record["type"]]

    scope = "programme:" + max((program["id"] for program in load("programs")["programs"]), key=len)
    return Answers({record["id"]: longest(record) for record in load("facts")["facts"]}, [], scope)


def test_every_answer_of_every_question_fits_what_a_browser_keeps():
    """Otherwise the last question answered would lose them all, silently."""
    written = write_answers(HttpResponse(), longest_answers())
    assert len(written.cookies[COOKIE].OutputString()) <= MOST_A_BROWSER_KEEPS
    assert sent_back(written) == longest_answers()


json = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=9) | st.lists(st.text(max_size=3))


@given(st.dictionaries(st.text(max_size=9), json, max_size=6), st.lists(st.text(max_size=9), max_size=4), st.text())
@settings(max_examples=60)
def test_what_is_written_comes_back_in_its_order(answers_given, declined, scope):
    back = sent_back(write_answers(HttpResponse(), Answers(answers_given, declined, scope)))
    assert (list(back.given.items()), back.declined, back.scope) == (list(answers_given.items()), declined, scope)


@given(st.text(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_other_cookie_is_no_answer(cookie):
    assert read_from(cookie) == Answers()


@pytest.mark.parametrize("place", [0, 5, 40, -1])
def test_one_sign_changed_is_no_answer(place):
    value = write_answers(HttpResponse(), Answers({"resident_quebec": True})).cookies[COOKIE].value.rstrip("=")
    other = "A" if value[place] != "A" else "B"
    if place == -1:
        value, place = value[:-1], len(value) - 2
    assert read_from(value[:place] + other + value[place + 1 :]) == Answers()


@pytest.mark.parametrize(("seconds", "is_kept"), [(0, True), (LIFETIME - 5, True), (LIFETIME + 5, False)])
def test_thirty_minutes_whatever_the_browser_does(clock_offset, seconds, is_kept):
    """A browser that keeps the cookie longer (a library's, left open) gives nothing to the next person."""
    value = write_answers(HttpResponse(), Answers({"resident_quebec": True})).cookies[COOKIE].value
    clock_offset(seconds=seconds)
    assert bool(read_from(value).given) is is_kept


def test_each_answer_gives_thirty_minutes_more(clock_offset):
    value = write_answers(HttpResponse(), Answers({"resident_quebec": True})).cookies[COOKIE].value
    clock_offset(seconds=LIFETIME - 60)
    value = write_answers(HttpResponse(), read_from(value)).cookies[COOKIE].value
    clock_offset(seconds=2 * LIFETIME - 120)
    assert read_from(value).given == {"resident_quebec": True}


def test_scripts_and_other_sites_do_not_read_it():
    kept = write_answers(HttpResponse(), Answers()).cookies[COOKIE]
    assert kept["secure"] and kept["httponly"] and kept["samesite"] == "Lax" and kept["path"] == "/"
    assert not kept["domain"]  # the __Host- prefix refuses one


def test_forgetting_empties_the_browser():
    gone = forget_answers(HttpResponse()).cookies[COOKIE]
    assert gone.value == "" and gone["max-age"] == 0


@pytest.mark.parametrize("day", ["1990-04-02", dt.date.max.isoformat()])
def test_an_answer_corrected_keeps_its_place_and_a_passed_one_leaves_it(day):
    answers = Answers({"birth_date": day, "children": []})
    answers.answer("birth_date", "1991-01-01")
    assert answers.seen == ["birth_date", "children"]
    answers.decline("birth_date")
    answers.decline("birth_date")
    assert (answers.seen, answers.declined) == (["children", "birth_date"], ["birth_date"])
    answers.answer("birth_date", day)
    assert (answers.seen, answers.declined) == (["children", "birth_date"], [])
