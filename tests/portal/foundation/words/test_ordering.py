"""Names in French order, in Python and in the database, in every list."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Func, GeneratedField
from django.urls import reverse

from portal.foundation.words.ordering import french_order
from portal.organizations.models import Organization, Team
from portal.people.models import Citizen, User

IN_ORDER = [
    "cote",
    "côte",
    "coté",
    "côté",
    "De La Tour",
    "Delage",
    "Eric",
    "Éric",
    "Estelle",
    "L’Écuyer",
    "Lecuyer",
    "Œuvre",
    "Ofélia",
    "Saint-Jean",
    "Sainte-Anne",
    "Ste-Foy",
    "Zoé",
]
SOURCES = [path for package in ("portal", "messaging", "programs", "reminders") for path in Path(package).rglob("*.py")]


def of_database(*names):
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(names))
        return cursor.execute(f"SELECT french_order({marks})", names).fetchone()[0]


def ordered_columns():
    """(model, the names that a column of order reads) of every table that has one."""
    for model in apps.get_models():
        for field in model._meta.fields:
            made_by = field.expression if isinstance(field, GeneratedField) else None
            if isinstance(made_by, Func) and made_by.extra.get("function") == "french_order":
                yield model, {column.name for column in made_by.get_source_expressions()}


def test_names_sort_as_a_french_dictionary_does():
    assert sorted(reversed(IN_ORDER), key=french_order) == IN_ORDER


@pytest.mark.django_db
@pytest.mark.parametrize("names", [("Émile",), ("Côté", "Anne"), ("ᐃᓄᒃ", ""), ("", ""), ("St-Pierre ", "Œ")])
def test_the_database_orders_as_python_does(names):
    assert of_database(*names) == french_order(*names)


@pytest.mark.django_db
def test_accents_do_not_part_two_of_one_name():
    people = [Citizen(family_name=family, given_name=given) for family, given in FAMILIES]
    Citizen.objects.bulk_create(people)
    mine = Citizen.objects.filter(pk__in=[one.pk for one in people])
    assert list(mine.values_list("family_name", "given_name")) == sorted(FAMILIES, key=lambda pair: french_order(*pair))
    assert [given for _family, given in mine.values_list("family_name", "given_name")] == ["Élie", "Eva", "Zoé", "Abel"]


FAMILIES = [("Côté", "Zoé"), ("Cote", "Eva"), ("Dubé", "Abel"), ("Coté", "Élie")]


@pytest.mark.django_db
def test_an_account_an_organization_and_a_team_stand_where_their_name_says(organization_names):
    assert organization_names == ["Eau", "Élections", "Emploi", "Zone"]


@pytest.fixture
def organization_names(db):
    made = [Organization.objects.create(code=f"o{number}", name_fr=name) for number, name in enumerate(MADE)]
    Team.objects.bulk_create([Team(organization=made[0], name=name) for name in MADE])
    User.objects.bulk_create([User(email=f"{number}@essai.ca", display_name=name) for number, name in enumerate(MADE)])
    accounts = User.objects.filter(email__endswith="@essai.ca").order_by("name_order")
    organizations = list(Organization.objects.filter(pk__in=[one.pk for one in made]).values_list("name_fr", flat=True))
    assert organizations == made[0].team_names == list(accounts.values_list("display_name", flat=True))
    return organizations


MADE = ["Zone", "Emploi", "Élections", "Eau"]


@pytest.mark.django_db
def test_a_list_of_gestion_turns_its_pages_in_french_order(signed_in, people, monkeypatch):
    """The cursor holds the name: sealed, as any other that would write one in an address."""
    monkeypatch.setattr(admin.site._registry[Organization], "list_per_page", 2)
    client, seen, address = signed_in(people["olga"]), [], reverse("admin:organizations_organization_changelist")
    Organization.objects.bulk_create(
        [Organization(code=f"o{number}", name_fr=name) for number, name in enumerate(MADE)]
    )
    following = f"?o={client.get(address).context['cl'].list_display.index('name_fr')}"
    while following:
        assert "Élections" not in following and "elections" not in following
        page = client.get(address + following).context["cl"]
        seen += [one.name_fr for one in page.result_list]
        following = page.next_url
    assert seen == sorted(seen, key=french_order) and len(seen) == Organization.objects.count()
    assert set(MADE) < set(seen)


def test_nothing_is_ordered_by_a_name_itself():
    """`ordering` of models and sections, `order_by` of sources: the column of order, where the table has one."""
    raw = {name for _model, names in ordered_columns() for name in names}
    assert {"name_fr", "title_fr", "display_name", "family_name", "question_fr"} < raw
    ambiguous = {"name", "title"}  # of other tables too, whose words are nobody's name
    assert not [f"{path}:{line}" for path in SOURCES for line, names in orders(path) if names & (raw - ambiguous)]


def orders(path):
    """(line, last words of the columns) of each order that a file asks for."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by":
            yield node.lineno, columns(node.args)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ordering":
            yield node.lineno, columns(getattr(node.value, "elts", []))


def columns(nodes):
    words = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {word.lstrip("-").split("__")[-1] for word in words}
