"""The reference data becomes kinds; what an organization wrote stays."""

import datetime as dt

import pytest
from django.core.management import call_command

from portal.clock import now
from reminders.kinds.actions import import_deadlines
from reminders.kinds.dates import next_due
from reminders.kinds.models import DeadlineKind, ReminderStep
from reminders.kinds.reference import digest, read

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("basis", "birth_date", "expected"),
    [
        ("birth_date", dt.date(1992, 12, 2), dt.date(2026, 12, 2)),
        ("birth_date", dt.date(1992, 11, 22), TODAY),
        ("birth_date", dt.date(1992, 2, 29), dt.date(2027, 2, 28)),
        ("birth_date", None, None),
        ("birth_date:65", dt.date(1970, 5, 1), dt.date(2035, 5, 1)),
        ("birth_date:65", dt.date(1950, 5, 1), None),
        ("calendar:04-30", None, dt.date(2027, 4, 30)),
        ("calendar:01-15,06-18", None, dt.date(2027, 1, 15)),
        ("calendar:month_end", None, dt.date(2026, 11, 30)),
        ("calendar:quarterly", None, None),
        ("date_on_document", dt.date(1992, 12, 2), None),
        ("event:move+30d", None, None),
    ],
)
def test_the_date_that_a_rule_gives(basis, birth_date, expected):
    assert next_due(basis, TODAY, birth_date) == expected


def test_every_reference_text_can_be_sent_as_it_is():
    _, records = read()
    assert len(records) == 55
    for record in records:
        for _, text, _ in record.steps:
            assert "http" not in text and set(part.split("}")[0] for part in text.split("{")[1:]) <= {"date", "where"}


def test_importing_twice_changes_nothing(nothing_imported):
    assert import_deadlines(by=None) == {"created": 55, "updated": 0, "left": 0}
    assert import_deadlines(by=None) == {"created": 0, "updated": 0, "left": 55}
    assert set(DeadlineKind.objects.values_list("state", flat=True)) == {"draft"}
    assert ReminderStep.objects.count() == 197


@pytest.mark.django_db
def test_what_an_organization_edited_stays():
    import_deadlines(by=None)
    kinds = DeadlineKind.objects.filter(code="pneus-hiver")
    kinds.update(title_fr="Vos pneus d’hiver")
    edited = kinds.get().steps.first()
    ReminderStep.objects.filter(pk=edited.pk).update(text_fr="Autre texte")
    assert import_deadlines(by=None)["left"] == 55
    assert kinds.get().title_fr == "Vos pneus d’hiver"


@pytest.mark.django_db
def test_an_older_import_is_brought_up_to_date(monkeypatch):
    version, records = read()
    older = [record for record in records if record.code == "pneus-hiver"]
    columns = older[0].columns
    monkeypatch.setitem(columns, "title_fr", "Ancien titre")
    monkeypatch.setattr("reminders.kinds.actions.read", lambda: (version, older))
    import_deadlines(by=None)
    monkeypatch.undo()
    assert import_deadlines(by=None)["updated"] == 1
    assert DeadlineKind.objects.get(code="pneus-hiver").title_fr != "Ancien titre"


def test_what_was_imported_before_the_cost_of_lateness_is_completed(nothing_imported, saaq_administrator):
    """A draft whole; what is published says more, in the same words; what was edited stays."""
    import_deadlines(by=None)
    codes = ["pneus-hiver", "permis-conduire-paiement", "carte-assurance-maladie"]
    draft, published, edited = (DeadlineKind.objects.get(code=code) for code in codes)
    data = {kind.code: (kind.tiers, kind.audience_fr) for kind in (draft, published, edited)}
    for kind in (draft, published, edited):
        kind.tiers, kind.audience_fr, kind.audience_en = [], "", ""
        steps = [(step.offset_days, step.text_fr, step.text_en) for step in kind.steps.all()]
        kind.imported_digest = digest(vars(kind), steps, former=True)
        kind.save()
    now_published = {"state": "published", "published_at": now(), "published_by": saaq_administrator}
    DeadlineKind.objects.filter(pk=published.pk).update(**now_published)
    DeadlineKind.objects.filter(pk=edited.pk).update(title_fr="La carte", **now_published)
    assert import_deadlines(by=None) == {"created": 0, "updated": 2, "left": 53}
    assert import_deadlines(by=None)["updated"] == 0
    for kind in (draft, published, edited):
        kind.refresh_from_db()
    assert [(kind.tiers, kind.audience_fr) for kind in (draft, published)] == [data[code] for code in codes[:2]]
    assert (edited.tiers, edited.title_fr) == ([], "La carte")


@pytest.mark.django_db
def test_the_import_is_a_command(capsys):
    call_command("import_deadlines")
    call_command("import_deadlines")
    assert "left: 55" in capsys.readouterr().out
