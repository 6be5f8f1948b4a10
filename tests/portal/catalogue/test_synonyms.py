"""People's own words: proposed by whoever hears them, decided by operators, undone by version. How words compare."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.models import AuditEvent
from portal.catalogue import synonyms
from portal.catalogue.models import Synonym, SynonymVersion
from portal.catalogue.searching import search
from portal.catalogue.words import LONGEST_TERM, terms
from portal.foundation.words.folding import plain

ADD = reverse("admin:catalogue_synonym_add")


@given(st.text(max_size=200))
def test_plain_words_hold_no_sign_and_single_spaces(text):
    """Letters of any script stay; nothing that a query of the database would read as an operator does."""
    found = plain(text)
    assert not set(found) & set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~’\t\n\x00")
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


@pytest.fixture
def proposal(saaq_agent, db) -> Synonym:
    return synonyms.propose(term="Bazou", meaning="véhicule", by=saaq_agent)


def address(what: str, synonym: Synonym) -> str:
    return reverse(f"admin:catalogue_synonym_{what}", args=[synonym.pk])


def said(term: str) -> list[str]:
    return Synonym.objects.meanings_of({term}).get(term, [])


@pytest.mark.django_db
def test_its_author_does_not_erase_what_was_approved_meanwhile(proposal, operator, saaq_agent):
    read_before = Synonym.objects.get(pk=proposal.pk)
    synonyms.approve(synonym=proposal, by=operator)
    with pytest.raises(synonyms.AlreadyDecided):
        synonyms.erase(synonym=read_before, by=saaq_agent)
    assert said("bazou") == ["véhicule"]
    assert not AuditEvent.objects.filter(verb="synonym.removed").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["alain", "sylvie", "emile"])
def test_whoever_hears_a_word_proposes_it_and_the_search_does_not_change(people, signed_in, key):
    answer = signed_in(people[key]).post(ADD, {"term": "Papier de char", "meaning": "immatriculation"}, follow=True)
    assert "une fois la proposition approuvée" in answer.content.decode()
    kept = Synonym.objects.get(term="Papier de char")
    assert (kept.term_plain, kept.author, kept.state) == ("papier de char", people[key], "proposed")
    assert AuditEvent.objects.filter(verb="synonym.written", subject_id=str(kept.pk), by_id=people[key].pk).exists()
    assert said("papier de char") == []


@pytest.mark.django_db
def test_what_an_operator_writes_is_in_force_at_once(operator, signed_in):
    signed_in(operator).post(ADD, {"term": "Bazou", "meaning": "véhicule"})
    assert said("bazou") == ["véhicule"]
    assert AuditEvent.objects.filter(verb="synonym.approved", by_id=operator.pk).exists()


def test_an_operator_approves_and_the_search_follows(proposal, operator, signed_in):
    client = signed_in(operator)
    waiting = client.get(reverse("admin:catalogue_synonym_changelist")).content.decode()
    assert "1 proposition attend une décision" in waiting
    assert "Mettre en service" in client.get(address("change", proposal)).content.decode()
    answer = client.post(address("approve", proposal), follow=True)
    assert "en service dès maintenant" in answer.content.decode() and said("bazou") == ["véhicule"]
    answer = client.post(address("withdraw", proposal), follow=True)
    assert "retiré de la recherche" in answer.content.decode() and said("bazou") == []
    verbs = list(AuditEvent.objects.filter(subject_id=str(proposal.pk)).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["synonym.written", "synonym.approved", "synonym.withdrawn"]


def test_a_refusal_says_why_to_who_proposed(proposal, operator, saaq_agent, signed_in):
    client = signed_in(operator)
    answer = client.post(address("refuse", proposal), {"why": " "}, follow=True)
    assert "Dites en quelques mots pourquoi" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
    client.post(address("refuse", proposal), {"why": "Trop large."})
    page = signed_in(saaq_agent).get(address("change", proposal)).content.decode()
    assert "Trop large." in page and "refusé" in page and "olga" not in page
    again = signed_in(saaq_agent).post(ADD, {"term": "BAZOU", "meaning": "véhicule"}).content.decode()
    assert "Ce synonyme est déjà noté (refusé)" in again and "Trop large." in again


@pytest.mark.parametrize("key", ["alain", "sylvie", "emile", "daniel"])
@pytest.mark.parametrize("what", ["approve", "refuse", "withdraw"])
def test_nobody_else_decides(proposal, people, signed_in, key, what):
    assert signed_in(people[key]).post(address(what, proposal), {"why": "x"}).status_code == 404
    words = {"why": "x"} if what == "refuse" else {}
    with pytest.raises(PermissionDenied):
        getattr(synonyms, what)(synonym=proposal, by=people[key], **words)
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_a_decision_that_came_first_is_told(proposal, operator, signed_in):
    client = signed_in(operator)
    client.post(address("refuse", proposal), {"why": "Trop large."})
    answer = client.post(address("refuse", proposal), {"why": "Encore."}, follow=True)
    assert "a changé entre-temps" in answer.content.decode()
    assert Synonym.objects.get(pk=proposal.pk).refused_why == "Trop large."


def test_a_rogue_administrator_is_undone_by_version(operator, saaq_administrator, signed_in, db):
    """Whatever was decided since, the former set comes back, and that too can be undone."""
    before = set(Synonym.objects.in_force().values_list("pk", flat=True))
    first = SynonymVersion.objects.latest_number()
    added = synonyms.propose(term="ramq", meaning="amende saaq", by=operator)
    gone = Synonym.objects.in_force().exclude(pk=added.pk).first()
    synonyms.withdraw(synonym=gone, by=operator)
    client = signed_in(operator)
    page = client.get(reverse("admin:catalogue_synonym_versions")).content.decode()
    assert "ramq → amende saaq" in page and str(gone) in page
    address = reverse("admin:catalogue_synonym_put_back", args=[first])
    assert signed_in(saaq_administrator).post(address).status_code == 403
    assert "est remise" in client.post(address, follow=True).content.decode()
    assert set(Synonym.objects.in_force().values_list("pk", flat=True)) == before
    client.post(reverse("admin:catalogue_synonym_put_back", args=[first + 2]))
    assert said("ramq") == ["amende saaq"] and not Synonym.objects.in_force().filter(pk=gone.pk).exists()
    assert AuditEvent.objects.filter(verb="synonyms.put_back", by_id=operator.pk).count() == 2
    assert client.post(reverse("admin:catalogue_synonym_put_back", args=[99999999999])).status_code == 404


@pytest.mark.parametrize(("asked", "found"), [("BAZOU", True), ("Véhic", True), ("zzz", False), ("…", False)])
def test_a_word_is_found_as_people_compare_words(proposal, operator, signed_in, asked, found):
    page = signed_in(operator).get(reverse("admin:catalogue_synonym_changelist"), {"q": asked}).content.decode()
    assert (address("change", proposal) in page) is found


def test_two_organizations_do_not_read_each_others_proposals(proposal, ramq_administrator, signed_in):
    client = signed_in(ramq_administrator)
    assert "Bazou" not in client.get(reverse("admin:catalogue_synonym_changelist")).content.decode()
    assert client.get(address("change", proposal)).status_code == 404


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
    "expected",
    [
        {"term": "", "meaning": "x"},
        {"term": "x", "meaning": ""},
        {"term": "x" * 61, "meaning": "x"},
        {"term": "x", "meaning": "x" * 101},
        {"term": "a\x00", "meaning": "x"},
    ],
    ids=str,
)
def test_bad_words_are_told_and_not_kept(operator, signed_in, expected):
    before = Synonym.objects.count()
    assert signed_in(operator).post(ADD, expected).status_code == 200
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


@pytest.mark.parametrize(
    ("key", "state", "erased"),
    [
        ("alain", "proposed", True),  # who proposed it
        ("sylvie", "proposed", False),
        ("emile", "proposed", False),
        ("olga", "proposed", True),
        ("alain", "refused", False),
        ("olga", "refused", True),
        ("alain", "in_force", False),
        ("emile", "in_force", False),
        ("olga", "in_force", False),  # withdrawn instead: it can then be put back
    ],
)
def test_who_erases_what(proposal, people, operator, signed_in, key, state, erased):
    if state == "in_force":
        synonyms.approve(synonym=proposal, by=operator)
    if state == "refused":
        synonyms.refuse(synonym=proposal, why="Trop large.", by=operator)
    answer = signed_in(people[key]).post(address("delete", proposal), {"post": "yes"})
    assert answer.status_code in ({302} if erased else {302, 403})
    assert Synonym.objects.filter(pk=proposal.pk).exists() is not erased
    events = AuditEvent.objects.filter(verb="synonym.removed", subject_id=str(proposal.pk), by_id=people[key].pk)
    assert events.exists() is erased
