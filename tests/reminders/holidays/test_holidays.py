"""Holidays: filled once a year for three years, then the operators'."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command

from portal.audit.models import AuditEvent
from portal.clock import today
from reminders.holidays.actions import import_holidays, remove_holiday, set_holiday
from reminders.holidays.models import FilledYear, Holiday

LIST = "/gestion/holidays/holiday/"


@pytest.fixture(autouse=True)
def nothing_filled(db):
    """The demonstration fills them; here the table starts empty."""
    Holiday.objects.all().delete()
    FilledYear.objects.all().delete()


def test_three_years_are_filled_in_french():
    with time_machine.travel("2026-11-22"):
        assert import_holidays(by=None) == Holiday.objects.count() > 20
    data = dict(Holiday.objects.values_list("day", "name_fr"))
    assert data[dt.date(2026, 6, 24)] == "Fête nationale du Québec"
    assert data[dt.date(2027, 7, 1)] == "Fête du Canada"
    assert data[dt.date(2028, 1, 1)] == "Jour de l’an"
    assert data[dt.date(2027, 5, 24)] == "Journée nationale des patriotes"
    assert not any("'" in name for name in data.values())
    assert {day.year for day in data} == {2026, 2027, 2028}


def test_twice_is_once():
    import_holidays(by=None)
    before = list(Holiday.objects.order_by("day").values())
    assert import_holidays(by=None) == 0
    assert list(Holiday.objects.order_by("day").values()) == before
    assert AuditEvent.objects.filter(verb="holidays.imported").count() >= 1


def test_the_next_year_is_added_when_it_comes():
    with time_machine.travel("2026-11-22"):
        import_holidays(by=None)
    with time_machine.travel("2027-01-02"):
        assert import_holidays(by=None) > 5
    assert {day.year for day in Holiday.objects.values_list("day", flat=True)} == {2026, 2027, 2028, 2029}


def test_what_operators_did_stays(operator):
    own = Holiday(day=dt.date(today().year + 1, 2, 3), name_fr="Fermeture exceptionnelle")
    set_holiday(holiday=own, by=operator)
    import_holidays(by=None)
    renamed = Holiday.objects.exclude(pk=own.pk).order_by("day").last()
    renamed.name_fr = "Autre nom"
    set_holiday(holiday=renamed, by=operator)
    removed = remove_holiday(holiday=Holiday.objects.exclude(pk__in=[own.pk, renamed.pk]).first(), by=operator)
    import_holidays(by=None)
    assert Holiday.objects.get(pk=renamed.pk).name_fr == "Autre nom"
    assert Holiday.objects.filter(pk=own.pk).exists()
    assert not Holiday.objects.filter(pk=removed).exists()


def test_the_command_says_how_many(capsys):
    call_command("import_holidays")
    assert capsys.readouterr().out.startswith("added: ")
    call_command("import_holidays")
    assert capsys.readouterr().out == "added: 0\n"


def test_operators_add_rename_and_remove(operator, signed_in):
    client = signed_in(operator)
    client.post(LIST + "add/", {"day": "2027-02-03", "name_fr": "Fermeture"})
    assert Holiday.objects.get().name_fr == "Fermeture"
    client.post(f"{LIST}2027-02-03/change/", {"name_fr": "Tempête"})
    assert Holiday.objects.get().name_fr == "Tempête"
    again = client.post(LIST + "add/", {"day": "2027-02-03", "name_fr": "Encore"})
    assert "Ce jour est déjà dans la liste" in again.content.decode()
    asked = client.get(f"{LIST}2027-02-03/delete/").content.decode().replace("\u00a0", " ")
    assert "Tempête" in asked and "3 février 2027" in asked
    client.post(f"{LIST}2027-02-03/delete/", {"post": "yes"})
    assert not Holiday.objects.exists()
    verbs = AuditEvent.objects.filter(by_id=operator.pk, verb__startswith="holiday.").order_by("pk")
    assert [item.verb for item in verbs] == ["holiday.set", "holiday.set", "holiday.removed"]


@pytest.mark.parametrize("key", ["amelie", "alain", "emile", "sylvie"])
def test_nobody_else_changes_them(people, signed_in, key):
    client = signed_in(people[key])
    client.post(LIST + "add/", {"day": "2027-02-03", "name_fr": "Fermeture"})
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("day", ["", "2027-13-45", "demain", "9999999-01-01"])
def test_bad_days_are_told(operator, signed_in, day):
    answer = signed_in(operator).post(LIST + "add/", {"day": day, "name_fr": "x"})
    assert answer.status_code == 200 and not Holiday.objects.exists()


def test_the_day_is_chosen_in_the_browsers_own_calendar(operator, signed_in):
    page = signed_in(operator).get(LIST + "add/").content.decode()
    assert 'type="date"' in page and "vDateField" not in page
