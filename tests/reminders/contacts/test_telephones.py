"""A telephone survives every form that shows it: posted unchanged, it is the same number."""

import phonenumbers
import pytest
from django.test import Client
from django.urls import reverse
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from portal.contact_changes.models import ContactChange
from portal.dossiers.actions import open_dossier
from portal.mandates.actions import give
from portal.mandates.models import Mandate
from portal.organizations.models import Organization
from portal.people.actions import set_phone
from portal.people.models import Citizen
from reminders.suspensions.models import Suspension
from reminders.suspensions.points import point_of
from tests.reminders.contacts.test_contact import GOOD
from tests.shares import some_today

COUNTRIES = ["CA", "US", "FR", "MX", "HT", "DZ", "MA", "CN", "IN", "GB", "BR", "CO", "IT", "DE", "LB", "JM", "SN"]
PLACE = {"public_hours": "", "time_zone": "America/Toronto"}
pytestmark = pytest.mark.django_db


def example(country: str) -> str:
    number = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def kept(citizen: Citizen) -> str:
    return Citizen.objects.get(pk=citizen.pk).telephone


def pages(bruno, rachel, saaq_agent, saaq_team) -> dict[str, tuple]:
    """Each page with a person's telephone: who opens it, its address, what it posts beside the number."""
    give(citizen=bruno.citizen, holder=rachel, kind=Mandate.Kind.LEGAL, by=bruno)
    open_dossier(citizen=bruno.citizen, team=saaq_team, number="T-1", title="Permis", by=saaq_agent)
    data = {name: GOOD[name] for name in ("street", "city", "province", "postal_code")}
    return {
        "own": (bruno, reverse("contacts:contact"), GOOD),
        "representative": (rachel, f"/pour/{bruno.citizen.pk}" + reverse("contacts:contact"), GOOD),
        "agent": (
            saaq_agent,
            reverse("admin:assisted_servedperson_change", args=[bruno.citizen.pk]),
            {**data, "act": "contact"},
        ),
    }


def shown_on(client: Client, address: str) -> str:
    context = client.get(address).context
    return (context.get("contact_form") or context["form"])["phone"].value()


@pytest.mark.parametrize("country", some_today(COUNTRIES, 4))
@pytest.mark.parametrize("page", ["own", "representative", "agent"])
def test_a_number_of_any_country_survives_each_form(page, country, signed_in, bruno, rachel, saaq_agent, saaq_team):
    account, address, posted = pages(bruno, rachel, saaq_agent, saaq_team)[page]
    client = signed_in(account)
    for number in (example(country), example(country) + ";ext=234"):
        set_phone(citizen=bruno.citizen, phone=number, verified=False, by=bruno)
        for _ in range(2):
            answer = client.post(address, {**posted, "phone": shown_on(client, address)})
            assert (answer.status_code, kept(bruno.citizen)) == (302, number)
    assert not ContactChange.objects.filter(point="phone").exists()


def test_an_extension_is_kept_and_shown_where_calls_are_made(signed_in, bruno):
    client = signed_in(bruno)
    client.post(reverse("contacts:contact"), {**GOOD, "phone": "418 555-0123 poste 234"})
    citizen = Citizen.objects.get(pk=bruno.citizen.pk)
    assert (citizen.phone.as_e164, citizen.phone_extension) == ("+14185550123", "234")
    assert "418 555-0123, poste 234" in client.get(reverse("preferences:preferences")).content.decode()


def test_a_suspension_of_an_extension_is_of_that_extension(bruno):
    set_phone(citizen=bruno.citizen, phone="+14185550123;ext=234", verified=False, by=bruno)
    address = point_of(bruno.citizen, "phone")
    Suspension.objects.create(citizen=bruno.citizen, channel="phone", address=address, reason="wrong_number")
    assert Suspension.objects.in_force().of_current_points().count() == 1
    set_phone(citizen=bruno.citizen, phone="+14185550123;ext=235", verified=False, by=bruno)
    assert not Suspension.objects.in_force().of_current_points().exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("811", "811"),
        ("418.643.2688 poste 12", "418 643-2688, poste 12"),
        ("1-800-555-0177", "1 800 555-0177"),
        ("", ""),
    ],
)
def test_the_help_line_of_an_organization_is_a_number(signed_in, saaq_administrator, saaq, typed, stored):
    client, address = signed_in(saaq_administrator), reverse("admin:organizations_organization_change", args=[saaq.pk])
    assert client.post(address, {**PLACE, "phone": typed}).status_code == 302
    again = client.get(address).context["adminform"].form["phone"].value()
    client.post(address, {**PLACE, "phone": again})
    assert Organization.objects.get(pk=saaq.pk).phone == stored


def test_what_is_no_help_line_is_refused(signed_in, saaq_administrator, saaq):
    address = reverse("admin:organizations_organization_change", args=[saaq.pk])
    answer = signed_in(saaq_administrator).post(address, {**PLACE, "phone": "demandez à Paul"})
    assert "Ce numéro n’existe pas" in answer.content.decode()
