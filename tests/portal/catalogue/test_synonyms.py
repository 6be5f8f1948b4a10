"""People's own words, written by whoever hears them; and how any words are compared."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.models import AuditEvent
from portal.catalogue.models import Synonym
from portal.catalogue.searching import search
from portal.catalogue.words import LONGEST_TERM, plain, terms

ADD = reverse("admin:portal_synonym_add")


@given(st.text(max_size=200))
def test_plain_words_are_letters_digits_and_single_spaces(text):
    found = plain(text)
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert found == " ".join(found.split())


@given(st.text(max_size=200))
def test_made_plain_twice_is_made_plain_once(text):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("École", "ecole"),
        ("e\u0301cole", "école"),
        ("BIEN-ÊTRE", "bien être"),
        ("l’aîné", "l'aine"),
        ("cœur", "COEUR"),
        ("n\u1d52 5", "no 5"),
        ("A\u00a0B", "a b"),
    ],
)
def test_two_ways_of_writing_are_one(one, other):
    assert plain(one) == plain(other)


@given(st.lists(st.sampled_from("abc"), max_size=9))
def test_every_run_of_words_is_tried_once_the_longest_first(words):
    found = list(terms(" ".join(words)))
    lengths = [len(term.split()) for _, term in found]
    assert lengths == sorted(lengths, reverse=True) and max(lengths, default=0) <= LONGEST_TERM
    assert len({(start, length) for (start, _), length in zip(found, lengths, strict=True)}) == len(found)
    assert all(
        words[start : start + length] == term.split() for (start, term), length in zip(found, lengths, strict=True)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["alain", "sylvie", "emile", "olga"])
def test_whoever_hears_a_word_writes_it(people, signed_in, key):
    answer = signed_in(people[key]).post(ADD, {"term": "Papier de char", "meaning": "immatriculation"})
    assert answer.status_code == 302
    kept = Synonym.objects.get(term="Papier de char")
    assert (kept.term_plain, kept.author) == ("papier de char", people[key])
    assert AuditEvent.objects.filter(verb="synonym.written", subject_id=str(kept.pk), by_id=people[key].pk).exists()


@pytest.mark.django_db
def test_a_citizen_finds_no_room(amelie, signed_in):
    assert signed_in(amelie).post(ADD, {"term": "x", "meaning": "y"}).status_code in {302, 404}
    assert not Synonym.objects.filter(term="x").exists()


@pytest.mark.django_db
def test_the_same_word_is_noted_once(operator, signed_in):
    client = signed_in(operator)
    client.post(ADD, {"term": "Bazou", "meaning": "véhicule"})
    client.post(ADD, {"term": "BAZOU ", "meaning": "véhicule"})
    assert Synonym.objects.filter(term_plain="bazou").count() == 1
    client.post(ADD, {"term": "bazou", "meaning": "automobile"})
    assert Synonym.objects.filter(term_plain="bazou").count() == 2  # another meaning is another line


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told",
    [
        {"term": "", "meaning": "x"},
        {"term": "x", "meaning": ""},
        {"term": "x" * 61, "meaning": "x"},
        {"term": "x", "meaning": "x" * 101},
        {"term": "a\x00", "meaning": "x"},
    ],
    ids=str,
)
def test_bad_words_are_told_and_not_kept(operator, signed_in, told):
    before = Synonym.objects.count()
    assert signed_in(operator).post(ADD, told).status_code == 200
    assert Synonym.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "term", ["œ" * 60, "ﬃ" * 60, "…" * 60, "🧊" * 60], ids=["ligatures", "ffi", "dots", "pictures"]
)
def test_a_word_that_grows_when_made_plain_breaks_nothing(operator, signed_in, term):
    """«œ» is compared as «oe»: sixty of them are a hundred and twenty letters."""
    page = signed_in(operator).post(ADD, {"term": term, "meaning": "véhicule"})
    assert "Écrivez un ou quelques mots" in page.content.decode()
    assert isinstance(search(term).entries, list)


@pytest.mark.django_db
@pytest.mark.parametrize("meaning", ["!!!", "a & b | !", "':*", "\\", "🧊"])
def test_a_meaning_is_words_never_an_expression(operator, signed_in, meaning):
    signed_in(operator).post(ADD, {"term": "bidule", "meaning": meaning})
    assert isinstance(search("bidule").entries, list)


@pytest.mark.django_db
def test_removing_one_is_journaled_by_its_author(operator, saaq_agent, signed_in):
    signed_in(operator).post(ADD, {"term": "Bazou", "meaning": "véhicule"})
    kept = Synonym.objects.get(term="Bazou")
    address = reverse("admin:portal_synonym_delete", args=[kept.pk])
    assert signed_in(saaq_agent).post(address, {"post": "yes"}).status_code == 302
    assert not Synonym.objects.filter(pk=kept.pk).exists()
    assert AuditEvent.objects.get(verb="synonym.removed", subject_id=str(kept.pk)).by_id == saaq_agent.pk
