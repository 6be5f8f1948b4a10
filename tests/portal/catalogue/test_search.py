"""What people write, and what they find."""

import time

import pytest
from django.db import connection
from django.urls import reverse

from portal.catalogue.actions import IndexLine, put, remove
from portal.catalogue.models import CatalogueEntry, Synonym
from portal.catalogue.searching import search
from portal.catalogue.synonyms import import_synonyms, propose, withdraw
from portal.catalogue.words import terms
from portal.foundation.words.folding import plain
from portal.organizations.models import Organization

pytestmark = pytest.mark.django_db
Section = CatalogueEntry.Section
SUBJECTS = [
    ("Allocation famille", "Une aide pour les parents d’enfants de moins de 18 ans.", Section.PROGRAM),
    ("Paiement annuel du permis de conduire", "Chaque année, à l’anniversaire.", Section.DEADLINE),
    ("Assurance-emploi", "Un revenu après une perte d’emploi.", Section.PROGRAM),
    ("Carte d’assurance maladie", "À renouveler avant la date inscrite.", Section.DEADLINE),
    ("Rente du conjoint survivant", "Après un décès.", Section.PROGRAM),
    ("Crédit d’impôt pour œuvres de bienfaisance", "Dons.", Section.PROGRAM),
]


@pytest.fixture(autouse=True)
def catalogue():
    CatalogueEntry.objects.all().delete()
    Synonym.objects.all().delete()
    owners = list(Organization.objects.order_by("code")[: len(SUBJECTS)])
    put(
        lines=[
            IndexLine(section, owner, title, summary, f"/x/{owner.code}/", organization=owner)
            for owner, (title, summary, section) in zip(owners, SUBJECTS, strict=True)
        ]
    )


def titles(text, **narrowed):
    return [entry.title for entry in search(text, **narrowed).entries]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("allocation", "Allocation famille"),
        ("ALLOCATIONS FAMILIALES", "Allocation famille"),
        ("alloc", "Allocation famille"),
        ("enfants", "Allocation famille"),
        ("permi de condire", "Paiement annuel du permis de conduire"),
        ("maladi", "Carte d’assurance maladie"),
        ("l’assurance-emploi", "Assurance-emploi"),
        ("deces", "Rente du conjoint survivant"),
        ("décès", "Rente du conjoint survivant"),
        ("oeuvre", "Crédit d’impôt pour œuvres de bienfaisance"),
        ("rente survivent", "Rente du conjoint survivant"),
    ],
)
def test_accents_typing_errors_and_unfinished_words_are_forgiven(written, found):
    assert titles(written)[0] == found


@pytest.mark.parametrize(
    "written", ["", "   ", "!!! ???", "zzzzqq", "' OR 1=1 --", "a:* & b | !", "\x00", "x" * 5000, "de la"]
)
def test_nonsense_finds_nothing_and_breaks_nothing(written):
    assert isinstance(titles(written), list)


def test_a_synonym_widens_and_is_journaled(operator):
    assert "Assurance-emploi" not in titles("chômage")
    kept = propose(term="Chômage", meaning="assurance-emploi", by=operator)
    assert titles("le chomage") == ["Assurance-emploi"]
    withdraw(synonym=kept, by=operator)
    assert titles("chômage") == []


def test_a_synonym_of_several_words(operator):
    propose(term="carte soleil", meaning="carte d’assurance maladie", by=operator)
    assert titles("ma carte soleil") == ["Carte d’assurance maladie"]


def test_all_words_count():
    assert titles("carte maladie") == ["Carte d’assurance maladie"]


def test_narrowing():
    found = search("assurance", section=Section.DEADLINE).entries
    assert found[0].title == "Carte d’assurance maladie"
    assert {entry.section for entry in found} == {Section.DEADLINE}


def test_putting_twice_is_one_entry_with_the_last_words():
    owner = Organization.objects.order_by("code")[0]
    put(lines=[IndexLine(Section.PROGRAM, owner, "Allocation nouvelle", "", "/y/")])
    assert titles("nouvelle") == ["Allocation nouvelle"]
    assert CatalogueEntry.objects.filter(subject_id=str(owner.pk)).count() == 1


def test_what_leaves_the_catalogue_is_not_found():
    owner = Organization.objects.order_by("code")[0]
    assert remove(subjects=[owner]) == 1
    assert titles("allocation") == []
    assert remove(subjects=[]) == 0


def test_the_page_answers_without_account(client):
    page = client.get(reverse("catalogue:results"), {"q": "permis", "section": "nonsense", "organization": "nobody"})
    assert page.status_code == 200
    assert "Paiement annuel du permis de conduire" in page.content.decode()


def test_markup_in_the_query_is_inert(client):
    page = client.get(reverse("catalogue:results"), {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_plain_words():
    assert plain("L’Œuvre d’Évelyne — Côte-Nord!") == "l oeuvre d evelyne cote nord"
    assert list(terms("a b")) == [(0, "a b"), (0, "a"), (1, "b")]


@pytest.mark.parametrize("words", ["de", "à la", "xq"])
def test_words_that_tell_nothing_look_like_nothing(words):
    assert not search(words).is_forgiven


@pytest.mark.slow
def test_ten_thousand_entries_are_searched_with_an_index(django_assert_max_num_queries):
    CatalogueEntry.objects.bulk_create(
        CatalogueEntry(
            section=Section.PROGRAM,
            subject_type="x",
            subject_id=str(number),
            title=f"Aide {number}",
            address="/z/",
            lookalike=f"aide numero {number} quartier {number % 97}",
            body=f"texte {number % 13} " * 40,
        )
        for number in range(10_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalogue_catalogueentry")
    search("chauffe")
    started = time.perf_counter()
    with django_assert_max_num_queries(6):
        assert titles("permi de condire")[0] == "Paiement annuel du permis de conduire"
    print(f"search among 10,000 entries: {(time.perf_counter() - started) * 1000:.1f} ms")


def test_people_s_own_words_come_once_and_stay_as_agents_left_them(operator):
    assert import_synonyms(by=None) > 40
    withdraw(synonym=Synonym.objects.get(term_plain="ticket"), by=operator)
    assert import_synonyms(by=None) == 0
    assert not Synonym.objects.in_force().filter(term_plain="ticket").exists()
    assert titles("chomage") == ["Assurance-emploi"]
    assert titles("ma carte-soleil")[0] == "Carte d’assurance maladie"
