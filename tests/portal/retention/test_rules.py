"""What the declarations mean."""

import datetime as dt
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.foundation.retention import OWNER, Keep
from portal.retention import journal
from portal.retention.document import NOT_YET, as_markdown, lines
from portal.retention.reading import in_order, own_models, rules_of
from portal.retention.sessions import clear

LEAP = dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("rule", "at", "before"),
    [
        (Keep(years=2, after="at"), LEAP, "2026-02-28"),
        (Keep(years=4, after="at"), LEAP, "2024-02-29"),
        (Keep(days=90, after="at"), LEAP, "2027-12-01"),
        (Keep(years=2, after="at"), LEAP.replace(year=2029, day=28), "2027-02-28"),
    ],
)
def test_time_is_counted_in_calendar_years_and_days(rule, at, before):
    assert f"{rule.before(at):%Y-%m-%d}" == before


def test_it_is_said_in_words():
    assert Keep(years=2, after="at").duration == "2 years"
    assert Keep(days=1, after="at").duration == "1 day"


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_each_model_can_be_read(model):
    assert rules_of(model)


def test_what_executes_a_rule_exists():
    named = {rule.by for model in own_models() for rule in rules_of(model) if rule.by} - {OWNER}
    assert len(named) > 10
    for name in named:
        module, _, function = name.rpartition(".")
        assert callable(getattr(import_module(module), function)), name


def test_a_model_comes_after_those_that_refer_to_it():
    order = in_order()
    assert set(order) == set(own_models())
    for model in order:
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model in order and field.related_model is not model:
                assert order.index(model) < order.index(field.related_model), field


def test_the_document_is_current():
    written = (Path(settings.BASE_DIR) / "docs" / "retention.md").read_text(encoding="utf-8")
    assert written == as_markdown()


def test_the_document_says_what_nothing_executes():
    waiting = {line.model for line in lines() if line.executed == NOT_YET}
    assert waiting >= {"people.User", "people.Citizen", "dossiers.Dossier", "documents.Document"}


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owner_erases_the_journal_past_seven_years_and_no_more(monkeypatch):
    monkeypatch.setattr(journal, "LINES", 2)
    ages = [8, 8, 8, 6, 0]
    for years in ages:
        AuditEvent(verb="x.y", at=now() - dt.timedelta(days=years * 366)).save(using="owner")
    assert journal.erase_past() == 3
    left = AuditEvent.objects.using("owner")
    assert left.filter(verb="x.y").count() == 2
    told = left.filter(verb="retention.journal_erased").order_by("pk")
    assert [event.detail["count"] for event in told] == [2, 1]


@pytest.mark.django_db
def test_the_command_only_counts_until_it_is_told_yes(capsys):
    AuditEvent(verb="x.y", at=now() - dt.timedelta(days=8 * 366)).save()
    call_command("erase_journal")
    assert "1 lignes du journal à effacer" in capsys.readouterr().out
    assert AuditEvent.objects.filter(verb="x.y").exists()


@pytest.mark.django_db
def test_sessions_that_are_over_are_cleared(signed_in, amelie, bruno):
    signed_in(amelie), signed_in(bruno)
    first = Session.objects.order_by("pk").first()
    Session.objects.filter(pk=first.pk).update(expire_date=now() - dt.timedelta(days=1))
    clear()
    assert not Session.objects.filter(pk=first.pk).exists() and Session.objects.exists()
