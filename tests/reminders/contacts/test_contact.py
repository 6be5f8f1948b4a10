"""Where and when one is reached: kept, journaled, and bad input loses nothing."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.people.births import Birth
from portal.people.models import Citizen
from reminders.contacts.actions import set_hours
from reminders.contacts.zones import is_zone, known_zones
from reminders.preferences.models import QuietHours
from reminders.reminders.models import Reminder

ADDRESS = reverse("contacts:contact")
TORONTO = "America/Toronto"
GOOD = {
    "street": "1037, rue De La Chevrotière",
    "complement": "",
    "city": "Québec",
    "province": "QC",
    "postal_code": "g1r5e9",
    "phone": "418 555-0123",
    "zone": "America/Toronto",
    "other_zone": "",
    "hours": "any",
    "opens": "",
    "closes": "",
    "language": "fr",
}
pytestmark = pytest.mark.django_db


def post(client, **changed):
    return client.post(ADDRESS, {**GOOD, **changed})


def test_all_is_kept_and_journaled_without_values(signed_in, bruno):
    assert post(signed_in(bruno)).status_code == 302
    citizen = Citizen.objects.get(pk=bruno.citizen.pk)
    assert citizen.postal_address == "1037, rue De La Chevrotière\nQuébec (Québec)  G1R 5E9"
    assert citizen.phone.as_e164 == "+14185550123" and not citizen.has_verified_phone
    row = AuditEvent.objects.get(verb="citizen.amended", citizen_id=citizen.pk)
    assert row.detail == {"fields": ["postal_address"]} and "Chevrotière" not in str(row.detail)


def test_the_page_shows_what_is_kept(signed_in, bruno):
    client = signed_in(bruno)
    post(client, hours="between", opens="07:30", closes="21:00")
    form = client.get(ADDRESS).context["form"]
    assert form["postal_code"].value() == "G1R 5E9" and form["city"].value() == "Québec"
    assert (form["hours"].value(), form["opens"].value()) == ("between", dt.time(7, 30))


def test_saving_twice_writes_once(signed_in, bruno):
    client = signed_in(bruno)
    post(client)
    before = AuditEvent.objects.count()
    post(client)
    assert AuditEvent.objects.count() == before


def test_a_confirmed_number_stays_confirmed_until_it_changes(signed_in, amelie):
    client, number = signed_in(amelie), amelie.citizen.phone.as_national
    assert amelie.citizen.has_verified_phone
    post(client, phone=number)
    assert Citizen.objects.get(pk=amelie.citizen.pk).has_verified_phone
    post(client, phone="418 555-0199")
    assert not Citizen.objects.get(pk=amelie.citizen.pk).has_verified_phone


def test_everything_may_be_left_empty(signed_in, bruno):
    client = signed_in(bruno)
    post(client)
    empty = dict.fromkeys(("street", "city", "postal_code", "phone"), "")
    assert post(client, **empty).status_code == 302
    citizen = Citizen.objects.get(pk=bruno.citizen.pk)
    assert citizen.postal_address == "" and not citizen.phone


@pytest.mark.parametrize(
    ("bad", "field", "expected"),
    [
        ({"postal_code": "12345"}, "postal_code", "Ce code postal n’existe pas"),
        ({"city": ""}, "city", "Indiquez la ville"),
        ({"street": ""}, "street", "Indiquez le numéro et la rue"),
        ({"postal_code": ""}, "postal_code", "Indiquez le code postal"),
        ({"street": "x" * 61}, "street", "Au plus 60 signes"),
        ({"province": "XX"}, "province", ""),
        ({"phone": "123"}, "phone", "Ce numéro n’existe pas"),
        ({"zone": "other", "other_zone": "Mars/Olympus"}, "other_zone", "Nous ne connaissons pas cet endroit"),
        ({"zone": "other", "other_zone": ""}, "other_zone", "Nous ne connaissons pas cet endroit"),
        ({"zone": "other", "other_zone": "../../etc"}, "other_zone", "Nous ne connaissons pas cet endroit"),
        ({"hours": ""}, "hours", "Choisissez quand"),
        ({"hours": "between"}, "opens", "Indiquez une heure"),
        ({"hours": "between", "opens": "25:00", "closes": "9:00"}, "opens", "Écrivez l’heure ainsi"),
        ({"hours": "between", "opens": "21:00", "closes": "8:00"}, "closes", "L’heure de fin doit suivre"),
        ({"language": "en"}, "attests", "Cochez cette case"),
        ({"street": "a\x00b"}, "street", ""),
    ],
    ids=str,
)
def test_bad_input_is_told_and_nothing_is_lost(signed_in, bruno, bad, field, expected):
    answer = post(signed_in(bruno), **bad)
    form = answer.context["form"]
    assert answer.status_code == 200 and form.errors[field] and expected in str(form.errors[field])
    page = answer.content.decode()
    assert bad.get("street", GOOD["street"]).replace("\x00", "") in page.replace("\x00", "")
    assert Citizen.objects.get(pk=bruno.citizen.pk).postal_address == ""


def test_line_breaks_do_not_forge_lines(signed_in, bruno):
    post(signed_in(bruno), street="12, rue du Quai\nM. le ministre\r\n")
    assert Citizen.objects.get(pk=bruno.citizen.pk).postal_address.count("\n") == 1


def test_english_is_attested_once(signed_in, bruno):
    client = signed_in(bruno)
    assert post(client, language="en", attests="on").status_code == 302
    assert post(client, language="en").status_code == 302
    assert Citizen.objects.get(pk=bruno.citizen.pk).language == "en"


def test_a_new_zone_moves_what_is_planned_at_once(signed_in, bruno, followed):
    deadline = followed(bruno, days=40)
    before = list(deadline.reminders.planned().order_by("due_at").values_list("pk", "due_at"))
    post(signed_in(bruno), zone="other", other_zone="America/Regina")
    after = dict(Reminder.objects.planned().filter(deadline=deadline).values_list("pk", "due_at"))
    assert before and set(after) == {pk for pk, _ in before}
    for pk, at in before:
        assert after[pk].astimezone(ZoneInfo("America/Regina")).hour == 9 == at.astimezone(ZoneInfo(TORONTO)).hour


def test_hours_are_kept_then_given_up(bruno):
    citizen = bruno.citizen
    set_hours(citizen=citizen, hours=(dt.time(8), dt.time(20)), by=bruno)
    set_hours(citizen=citizen, hours=(dt.time(9), dt.time(20)), by=bruno)
    assert QuietHours.objects.get(citizen=citizen).opens == dt.time(9)
    assert set_hours(citizen=citizen, hours=None, by=bruno) is None
    assert not QuietHours.objects.filter(citizen=citizen).exists()
    assert AuditEvent.objects.filter(verb="quiet_hours.set", citizen_id=citizen.pk).count() == 3


def test_zones_are_those_of_the_database_too():
    assert {"America/Toronto", "America/Halifax", "America/Blanc-Sablon"} <= set(known_zones())
    assert is_zone("Europe/Paris") and not is_zone("") and not is_zone("UTC'; --")


def test_a_stranger_changes_only_their_own(signed_in, bruno, amelie):
    before = amelie.citizen.postal_address
    post(signed_in(bruno))
    assert Citizen.objects.get(pk=amelie.citizen.pk).postal_address == before


def test_an_account_that_is_nobody_gets_404(signed_in, saaq_agent):
    assert signed_in(saaq_agent).get(ADDRESS).status_code == 404


ABROAD = {"street": "12 rue A", "city": "Paris", "province": "abroad", "postal_code": "75001", "country": "France"}


def test_an_address_abroad_is_kept_and_shown_as_it_was_typed(signed_in, bruno):
    client = signed_in(bruno)
    assert post(client, **ABROAD).status_code == 302
    assert Citizen.objects.get(pk=bruno.citizen.pk).postal_address == "12 rue A\nParis, 75001\nFRANCE"
    form = client.get(ADDRESS).context["form"]
    shown = [form[name].value() for name in ("street", "city", "province", "postal_code", "country")]
    assert shown == ["12 rue A", "Paris", "abroad", "75001", "FRANCE"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({**ABROAD, "country": ""}, "country"), ({"country": "France"}, "province"), ({**ABROAD, "city": ""}, "city")],
)
def test_a_country_and_the_list_agree(signed_in, bruno, changed, field):
    answer = post(signed_in(bruno), **changed)
    assert answer.status_code == 200 and field in answer.context["form"].errors


def test_no_postal_code_abroad_and_no_address_at_all(signed_in, bruno):
    client = signed_in(bruno)
    assert post(client, **{**ABROAD, "postal_code": ""}).status_code == 302
    assert post(client, **dict.fromkeys(ABROAD, "") | {"province": "QC"}).status_code == 302
    assert Citizen.objects.get(pk=bruno.citizen.pk).postal_address == ""
    assert "Pas d’adresse fixe?" in client.get(ADDRESS).content.decode()


def test_one_gives_what_one_knows_of_ones_birth(bruno, signed_in):
    browser = signed_in(bruno)
    address = reverse("contacts:birth")
    assert browser.post(address, {"year": "1961", "month": "5"}).status_code == 302
    bruno.citizen.refresh_from_db()
    assert bruno.citizen.birth == Birth(1961, 5) and bruno.citizen.birth_date is None
    assert 'value="1961"' in browser.get(address).content.decode()
    refused = browser.post(address, {"day": "31", "month": "2", "year": "1961"})
    assert refused.status_code == 422 and "n’existe pas" in refused.content.decode()
    browser.post(address, {"day": "1", "month": "2", "year": "1961"})
    bruno.citizen.refresh_from_db()
    assert bruno.citizen.birth_date == dt.date(1961, 2, 1)
