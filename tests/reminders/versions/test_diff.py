"""Differences in words."""

from dataclasses import replace

from reminders.kinds.content import Content, StepContent
from reminders.versions.diff import Part, compare, word_diff
from reminders.versions.starting import starting_content

BASE = starting_content(title="Permis", nature="expiry")
STEPS = tuple(replace(step, id=number) for number, step in enumerate(BASE.steps, 1))
BEFORE = Content(BASE.columns | {"consequence_fr": "Le permis est perdu."}, STEPS)


def test_nothing_changed_nothing_told():
    assert compare(BEFORE, Content(dict(BEFORE.columns), STEPS)) == []


def test_a_word_that_changes_is_told_alone():
    assert word_diff("Payer le permis", "Payer la carte") == [
        Part("same", "Payer "),
        Part("gone", "le"),
        Part("new", "la"),
        Part("same", " "),
        Part("gone", "permis"),
        Part("new", "carte"),
    ]


def test_texts_without_anything_in_common_are_told_whole():
    assert [part.state for part in word_diff("Un texte entier", "Autre chose dite")] == ["gone", "new"]


def test_both_texts_can_be_read_again_from_the_parts():
    before, after = "L’amende est de 200 $, puis 300 $.", "L’amende est de 250 $ dès le lendemain."
    parts = word_diff(before, after)
    assert "".join(part.text for part in parts if part.state != "new") == before
    assert "".join(part.text for part in parts if part.state != "gone") == after


def test_values_are_told_in_words():
    columns = BEFORE.columns | {
        "is_urgent": True,
        "channels": ["sms"],
        "nature": "payout",
        "tiers": [{"after_days": 1}],
    }
    told = {change.code: change.after for change in compare(BEFORE, Content(columns, STEPS))}
    assert told["is_urgent"] == "oui" and told["channels"] == "par message texte"
    assert told["nature"] == "versement à recevoir" and "1 jour après" in told["tiers"]


def test_steps_are_told_by_what_became_of_them():
    steps = [
        replace(STEPS[0], offset_days=-20),
        replace(STEPS[1], text_fr="Autre {date} {where}"),
        replace(STEPS[2], by_channel={"sms": {"fr": "Court"}}),
        STEPS[3],
        StepContent(offset_days=60, text_fr="Tard"),
    ]
    codes = [change.code for change in compare(BEFORE, Content(BEFORE.columns, tuple(steps)))]
    assert codes == ["step_removed", "step_moved", "step_text_fr", "step_by_channel", "step_added"]
    gone = compare(BEFORE, Content(BEFORE.columns, tuple(steps)))[0]
    assert gone.before.startswith("7 jours après") and gone.after == ""
