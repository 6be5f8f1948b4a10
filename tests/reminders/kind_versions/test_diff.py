"""Differences in words."""

from dataclasses import replace

from reminders.kind_versions.diff import compare
from reminders.kind_versions.starting import starting_content
from reminders.kinds.content import Content, StepContent

BASE = starting_content(title="Permis", nature="expiry")
STEPS = tuple(replace(step, id=number) for number, step in enumerate(BASE.steps, 1))
BEFORE = Content(BASE.columns | {"consequence_fr": "Le permis est perdu."}, STEPS)


def test_nothing_changed_nothing_told():
    assert compare(BEFORE, Content(dict(BEFORE.columns), STEPS)) == []


def test_values_are_told_in_words():
    columns = BEFORE.columns | {
        "is_urgent": True,
        "channels": ["sms"],
        "nature": "payout",
        "tiers": [{"after_days": 1}],
    }
    data = {change.code: change.after for change in compare(BEFORE, Content(columns, STEPS))}
    assert data["is_urgent"] == "oui" and data["channels"] == "par message texte"
    assert data["nature"] == "versement à recevoir" and "1 jour après" in data["tiers"]


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
