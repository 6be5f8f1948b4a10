"""Small pure pieces: the rule of the date, the drawing, the preview."""

import datetime as dt
from dataclasses import replace

import pytest

from portal.consents.models import Channel
from portal.organizations.models import Organization
from reminders.kind_versions.bases import NotADay, days_read, days_told, put_together, taken_apart
from reminders.kind_versions.drawing import MARGIN, WIDTH, draw
from reminders.kind_versions.preview import preview
from reminders.kind_versions.starting import starting_content
from reminders.kinds.content import Content, StepContent
from reminders.kinds.reference import read

TODAY = dt.date(2026, 11, 22)
ORGANIZATION = Organization(name_fr="Régie des exemples", code="rde", phone="1 800 555-0130")


def test_every_rule_of_the_reference_data_goes_through_the_form_unchanged():
    for record in read()[1]:
        basis = record.columns["basis"]
        assert put_together(taken_apart(basis)) == basis


@pytest.mark.parametrize(
    ("expected", "days"),
    [
        ("30 avril", ["04-30"]),
        ("le 1er décembre", ["12-01"]),
        ("1 dec, 15 fevrier; 31 août", ["12-01", "02-15", "08-31"]),
        ("04-30\r\n\r\n06-15", ["04-30", "06-15"]),
        ("29 février", ["02-29"]),
        ("", []),
    ],
)
def test_days_of_the_year_are_read_as_people_write_them(expected, days):
    assert days_read(expected) == days


@pytest.mark.parametrize("expected", ["31 février", "0 mai", "32 mai", "mai", "13-01", "avril 30", "1 j", "<b>"])
def test_what_is_no_day_is_said(expected):
    with pytest.raises(NotADay):
        days_read(expected)


def test_days_are_told_back():
    assert days_told(["04-30", "12-01"]) == "30 avril\n1er décembre"


@pytest.mark.parametrize(
    "expected", [{}, {"date_rule": "ages", "ages": "x"}, {"date_rule": "calendar"}, {"date_rule": "event"}]
)
def test_a_rule_without_its_part_is_no_rule_yet(expected):
    assert put_together(expected) == ""


def steps(*offsets: int) -> list[StepContent]:
    return [StepContent(offset_days=days, text_fr="x") for days in offsets]


@pytest.mark.parametrize(
    "offsets", [(), (0,), (-7,), (-30, -7, -1, 1, 7), (-3660, 3660), (5, 5), tuple(range(-20, 20))]
)
def test_marks_stay_on_the_drawing_in_order(offsets):
    drawing = draw(steps(*offsets))
    places = [mark.x for mark in drawing.marks]
    assert places == sorted(places) and len(places) == len(set(offsets))
    assert all(MARGIN <= place <= WIDTH - MARGIN for place in [*places, drawing.date_x])
    assert all(
        (mark.side == "before") == (mark.x < drawing.date_x) or mark.side == "on"
        for mark in drawing.marks
        if mark.x != drawing.date_x
    )


def test_moments_are_in_the_list_and_not_on_the_line():
    drawing = draw([StepContent(moment="done"), *steps(-7), StepContent(moment="opened")])
    assert drawing.words == ["dès l’inscription", "7 jours avant", "quand c’est fait"]
    assert [mark.label for mark in drawing.marks] == ["\u22127"]


@pytest.fixture
def content() -> Content:
    base = starting_content(title="Permis", nature="payment_due")
    said = {"consequence_fr": "Le droit est perdu.", "procedure_fr": ["Payer"], "style": "open", "basis": "appointment"}
    return Content(base.columns | said, base.steps)


@pytest.mark.parametrize(("zone", "offset"), [("America/Toronto", -5), ("America/Halifax", -4)])
def test_the_preview_tells_instants_in_the_persons_zone(content, zone, offset):
    shown = preview(content, ORGANIZATION, today=TODAY, zone=zone)
    assert [step.words for step in shown.steps][0] == "30 jours avant"
    first = shown.steps[0]
    assert first.at.utcoffset() == dt.timedelta(hours=offset) and first.at.hour == 9
    assert first.at.date() == shown.due_on - dt.timedelta(days=30)
    assert "9\u00a0h" in first.samples[0].when


def test_the_preview_shows_every_allowed_channel_as_its_sender_makes_it(content):
    samples = {sample.channel: sample for sample in preview(content, ORGANIZATION, today=TODAY).steps[0].samples}
    assert set(samples) == set(Channel.values)
    assert "dans votre espace Relais" in samples["sms"].text and "’" not in samples["sms"].text
    assert samples["sms"].parts >= 1 and samples["email"].subject and "<p" in samples["email"].html
    assert "style=" not in samples["email"].html and "<html" not in samples["email"].html
    assert "555-0130" in samples["letter"].text.replace("\u00a0", " ")
    assert "Camille Exemple" in samples["phone"].text
    assert "Le droit est perdu" in samples["inbox"].text


def test_a_channel_that_is_not_allowed_is_not_shown(content):
    only = Content(content.columns | {"channels": ["sms"]}, content.steps)
    assert {s.channel for step in preview(only, ORGANIZATION, today=TODAY).steps for s in step.samples} == {"sms"}


def test_an_sms_of_the_night_is_told_at_the_hour_at_which_it_rings(content):
    early = Content(content.columns | {"send_at": "05:00"}, content.steps)
    samples = {sample.channel: sample for sample in preview(early, ORGANIZATION, today=TODAY).steps[0].samples}
    assert samples["email"].leaves_at.hour == 5 and samples["sms"].leaves_at.hour >= 9


def test_a_neutral_kind_names_nothing_outside(content):
    quiet = Content(content.columns | {"style": "neutral", "title_fr": "Dépistage"}, content.steps)
    for step in preview(quiet, ORGANIZATION, today=TODAY).steps:
        for sample in step.samples:
            if sample.channel in {"email", "sms", "letter"}:
                assert "Dépistage" not in f"{sample.subject}{sample.text}{sample.html}"


def test_english_readers_get_the_english_text(content):
    said = replace(content.steps[0], text_en="In English, {date}")
    english = preview(Content(content.columns, (said,)), ORGANIZATION, today=TODAY, language="en")
    assert "In English" in next(s.text for s in english.steps[0].samples if s.channel == "sms")
