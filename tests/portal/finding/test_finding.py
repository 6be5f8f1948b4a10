"""A person is found as people say, write and mistype names; by nobody who may not see them."""

import datetime as dt
import json
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from messaging.threads.actions import write
from portal.access.visibility import forget_visibility
from portal.audit.actions import record
from portal.audit.models import AuditEvent
from portal.client_numbers.actions import agree
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.finding.by_keys import find_by_keys
from portal.finding.searching import find
from portal.people.actions import describe, register_without_account, set_phone
from portal.people.models import Citizen, User
from portal.staff.actions import invite

pytestmark = pytest.mark.django_db
VALUES = json.loads((Path(__file__).parents[2] / "cases/values.json").read_text(encoding="utf-8"))
PEOPLE = "/gestion/assisted/servedperson/"


@pytest.fixture
def registered(saaq_team, saaq_agent):
    """Register a person with a dossier of Alain's team: `registered("Niamh", "O’Brien")`."""

    def register(given: str, family: str, address: str = "") -> Citizen:
        names = {"given_name": given, "family_name": family, "postal_address": address}
        citizen = register_without_account(**names, by=saaq_agent)
        number = f"P-2026-{Dossier.objects.count():05}"
        open_dossier(citizen=citizen, team=saaq_team, number=number, title="Permis", by=saaq_agent)
        return citizen

    return register


@pytest.fixture
def helene(registered, saaq_agent) -> Citizen:
    citizen = registered("Hélène", "Saint-Pierre", "12, rue du Quai\nSept-Îles (Québec)  G0G 2P0")
    set_phone(citizen=citizen, phone="+14185550166", verified=False, by=saaq_agent)
    describe(citizen=citizen, birth_date=dt.date(1961, 5, 1), by=saaq_agent)
    Citizen.objects.filter(pk=citizen.pk).update(email="helene.sp@relais.example")
    return citizen


def found(words: str, by: User) -> list[Citizen]:
    return list(find(Citizen.objects.visible_to(by), words, paths=[""], by=by).rows)


@pytest.mark.parametrize(("given", "family", "typed"), VALUES["names_stored_then_searched"])
def test_names_of_the_reports_are_found(registered, saaq_agent, given, family, typed):
    registered("Paul", "Gagnon")
    citizen = registered(given, family)
    for words in typed:
        assert found(words, saaq_agent) == [citizen], words


@pytest.mark.parametrize(
    "words",
    [
        "helene", "HÉLÈNE", "He\u0301le\u0300ne", "Saint‑Pierre", "st pierre", "St-Pierre", "saintpierre",
        "Saint-Pierre, Hélène", "pierre helene", "hel saint", "Sain-Pierre", "Helne", "Heléne Sant-Pierre",
        "0166", "555-0166", "(418) 555-0166", "+1 418 555 0166", "helene.sp@", "helene.sp@relais.example", "g0g2p0",
        "G0G 2P0", "G0G", "1er mai 1961", "1961-05-01", "01/05/1961", "1/5/1961", "mai 1961", "1961", "19610501",
        "Hélène 1961", "saint pierre G0G 2P0", "\u202eSaint\u200b Pierre",
    ],
)  # fmt: skip
def test_one_person_by_many_spellings(helene, registered, saaq_agent, words):
    registered("Paul", "Gagnon")
    assert found(words, saaq_agent) == [helene]


@pytest.mark.parametrize(
    "words", ["Zwxyz", "Hélène Gagnon", "0167", "G0G 2P1", "2 mai 1961", "%", "_", "'; --", "\\", "n", "12"]
)
def test_nobody_is_found_by_what_nobody_has(helene, saaq_agent, words):
    assert found(words, saaq_agent) == []


@pytest.mark.parametrize(("typed", "family"), [("Mennard", "Ménard"), ("Tramblay", "Tremblay"), ("Ganon", "Gagnon")])
def test_typing_errors_are_forgiven_when_nothing_is_exact(registered, saaq_agent, typed, family):
    citizen = registered("Zoé", family)
    registered("Zoé", "Larivière")
    answer = find(Citizen.objects.visible_to(saaq_agent), f"{typed} Zoé", paths=[""], by=saaq_agent)
    assert answer.resembles and list(answer.rows) == [citizen]


def test_the_closest_comes_first(registered, saaq_agent):
    far, near = registered("Luc", "Bellanger-Roy"), registered("Luc", "Bélangé")
    exact = registered("Luc", "Bélanger")
    assert found("Belanger", saaq_agent) == [exact]
    assert found("Bellange", saaq_agent)[0] in {far, near} and exact not in found("Bellanger", saaq_agent)


def test_by_the_number_of_a_dossier_of_one_s_own_teams(registered, saaq_agent, people):
    citizen = registered("Luc", "Roy")
    number = citizen.dossiers.get().number
    for words in (number, number.lower(), number.replace("-", " "), number.replace("-", ""), number[-5:]):
        assert citizen in found(words, saaq_agent), words
    assert found(f"Roy {number}", saaq_agent) == [citizen]
    forget_visibility(people["diane"])
    assert found(number, people["diane"]) == []


def test_another_organization_s_number_tells_nothing(registered, saaq_agent, ramq, people):
    """The RAMQ's dossier number of a person whom both serve does not find that person at the SAAQ."""
    citizen = registered("Luc", "Roy")
    theirs = ramq.teams.order_by("pk").first()
    open_dossier(citizen=citizen, team=theirs, number="RAMQ-77-4411", title="Carte", by=people["diane"])
    assert found("RAMQ-77-4411", saaq_agent) == []
    forget_visibility(people["benoit"])
    assert found("RAMQ-77-4411", people["diane"]) in ([citizen], [])


def test_a_client_number_is_found_whole_and_never_by_a_part(registered, saaq, saaq_agent):
    citizen = registered("Luc", "Roy")
    agree(citizen=citizen, organization=saaq, number="7654-3210", how="agent", by=saaq_agent)
    assert found("7654 3210", saaq_agent) == [citizen] == found("76543210", saaq_agent)
    assert found("7654", saaq_agent) == []


def test_a_stranger_to_the_team_is_not_found(helene, people):
    for key in ("diane", "emile", "olga", "bruno"):
        forget_visibility(people[key])
        assert helene not in found("Saint-Pierre", people[key])


def test_the_text_follows_the_row_whoever_writes_it(helene, saaq_agent):
    """Computed by the database: neither an update nor two requests at once leave a name that is no more."""
    Citizen.objects.filter(pk=helene.pk).update(family_name="D’Amours")
    assert found("damours", saaq_agent) == [helene] and found("Saint-Pierre", saaq_agent) == []
    Citizen.objects.filter(pk=helene.pk).update(birth_date=None, birth_year=1950, birth_month=4)
    assert found("avril 1950", saaq_agent) == [helene] and found("1er mai 1961", saaq_agent) == []


@pytest.fixture
def newcomer(people, saaq_team, saaq_agent) -> Citizen:
    """Lives in no dossier and has no deadline: wrote to Alain's team."""
    citizen = register_without_account(given_name="Noémie", family_name="Tremblay", postal_address="", by=saaq_agent)
    set_phone(citizen=citizen, phone="+14185550177", verified=False, by=saaq_agent)
    citizen.user = User.objects.create_user("noemie@relais.example")
    citizen.save(update_fields=["user"])
    write(by=citizen.user, citizen=citizen, team=saaq_team, subject="a", body="b", key=uuid.uuid4())
    return citizen


@pytest.mark.parametrize("words", ["Noémie", "noemie trambley", "0177", "555-0177"])
@pytest.mark.parametrize("room", ["/gestion/people/citizen/", PEOPLE])
def test_who_wrote_first_is_found_by_the_team_written_to(newcomer, people, saaq_agent, signed_in, words, room):
    client = signed_in(saaq_agent)
    page = client.post(f"{room}chercher/", {"words": words}, follow=True).content.decode()
    assert "Noémie" in page.split('id="result_list"')[1]
    assert client.get(f"{room}{newcomer.pk}/change/").status_code == 200
    for key in ("brigitte", "diane", "emile"):
        forget_visibility(people[key])
        assert newcomer not in found("Tremblay", people[key])


def plan_of(rows) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        return rows.explain()


@pytest.mark.parametrize(
    "words", ["hel", "Saint-Pierre", "555-0166", "G0G 2P0", "1er mai 1961", "helene.sp@relais.example"]
)
def test_a_search_uses_the_index(helene, saaq_agent, words):
    rows = find(Citizen.objects.all(), words, paths=[""], by=saaq_agent).rows
    assert list(rows) == [helene]
    assert "citizen_search_text" in plan_of(rows.order_by())


def test_typing_errors_use_the_index_too():
    rows = Citizen.objects.filter(search_text__trigram_strict_word_similar="tramblay")
    assert "citizen_search_text" in plan_of(rows.order_by())


SECTIONS = [
    "people/citizen", "dossiers/dossier", "documents/document", "requested_documents/requesteddocument",
    "contact_changes/contactchange",
    "threads/thread", "shares/findingshare", "deadlines/deadline", "calls/call", "deliveries/delivery",
    "fallback/deadletter", "assisted/servedperson", "work_items/workitem",
]  # fmt: skip


@pytest.mark.parametrize("room", SECTIONS)
def test_every_room_answers_a_search(saaq_agent, signed_in, room):
    client, url = signed_in(saaq_agent), f"/gestion/{room}/"
    for words in ("tremblay amelie", "Zwxyz"):
        answer = client.post(f"{url}chercher/", {"words": words})
        assert answer.status_code == 302 and answer["Location"] == url
        page = client.get(url).content.decode()
    assert "Chercher une personne" in page
    assert "Liste réduite à la recherche" in page and "Effacer la recherche" in page
    assert ("ne regarde que ce que les filtres montrent" in page) is ("changelist-filter" in page)
    assert "Personne à ce nom" in page and "derniers chiffres du téléphone" in page


def test_a_list_says_what_it_was_narrowed_to_until_all_is_shown(people, saaq_team, saaq_agent, signed_in):
    """A queue that an old search still narrows looks like a queue with nothing to do."""
    write(
        by=people["amelie"], citizen=people["amelie"].citizen, team=saaq_team, subject="a", body="b", key=uuid.uuid4()
    )
    client, queue = signed_in(saaq_agent), "/gestion/work_items/workitem/"
    client.post(f"{queue}chercher/", {"words": "Amélie"})
    page = client.get(queue).content.decode()
    assert "Liste réduite à la recherche «&nbsp;Amélie&nbsp;» : 1 résultat." in page
    assert page.index("Liste réduite") < page.index('id="result_list"')
    page = client.post(f"{queue}chercher/", {"words": ""}, follow=True).content.decode()
    assert "Liste réduite" not in page and "Répondre à un message" in page


def test_a_list_about_nobody_says_it_too(people, signed_in):
    kinds = "/gestion/kinds/deadlinekind/"
    page = signed_in(people["emile"]).get(kinds, {"q": "permis", "p": "1"}).content.decode()
    assert "Liste réduite à la recherche «&nbsp;permis&nbsp;»" in page and 'href="?"' in page


def test_the_words_are_journaled_as_a_search_and_not_as_words(helene, saaq_agent, signed_in):
    client = signed_in(saaq_agent)
    client.post(f"{PEOPLE}chercher/", {"words": "Saint-Pierre"})
    client.get(PEOPLE)
    line = AuditEvent.objects.filter(verb="list.read").latest("pk")
    assert line.detail["searched"] and line.detail["count"] == 1 and "Pierre" not in str(line.detail)


def test_a_search_keeps_the_filters_of_the_list(saaq_agent, signed_in):
    answer = signed_in(saaq_agent).post("/gestion/dossiers/dossier/chercher/?state__exact=open&p=3", {"words": "Roy"})
    assert answer["Location"] == "/gestion/dossiers/dossier/?state__exact=open"


def test_what_is_too_long_is_said(saaq_agent, signed_in):
    """The words are kept, what to change is said at the box, and the whole list is not taken for what was found."""
    client = signed_in(saaq_agent)
    for section in ("people/citizen", "work_items/workitem", "assisted/servedperson", "deliveries/delivery"):
        path = f"/gestion/{section}/"
        answer = client.post(f"{path}chercher/", {"words": "x" * 300}, follow=True)
        page = answer.content.decode()
        assert "trop long pour une recherche" in page and "au plus 200 signes" in page and "x" * 300 in page, section
        assert not answer.context["cl"].result_count and "Rien ici pour l’instant" not in page, section
        assert "Personne à ce nom" not in page and 'aria-invalid="true"' in page, section
    assert "trop long" not in client.post(f"{PEOPLE}chercher/", {"words": ""}, follow=True).content.decode()


def test_an_empty_list_says_what_narrows_it(saaq_agent, signed_in):
    """«Changez un mot de la recherche» is not said to whoever searched nothing."""
    client = signed_in(saaq_agent)
    page = client.get("/gestion/deliveries/delivery/?state__exact=failed").content.decode()
    assert "Rien ne correspond" in page and "mot de la recherche" not in page
    assert "Tout montrer" not in page and page.count("Enlever les filtres") == 2


def test_the_operation_finds_no_failure_by_a_name(people, signed_in):
    """It sees these failures without names: a search would tell them."""
    assert signed_in(people["olga"]).post("/gestion/fallback/deadletter/chercher/", {"words": "Roy"}).status_code == 403


def test_staff_is_found_too(people, signed_in):
    client = signed_in(people["olga"])
    client.post("/gestion/staff/staffaccount/chercher/", {"words": "alain@"})
    assert "alain@relais.example" in client.get("/gestion/staff/staffaccount/").content.decode()


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("assurance automobile", True),
        ("societe AUTOMOBILE", True),
        ("automobil", True),
        ("autmobile", True),
        ("zzzz", False),
    ],
)
def test_organizations_are_found_with_errors(people, signed_in, saaq, words, is_found):
    page = (
        signed_in(people["olga"])
        .get(reverse("admin:organizations_organization_changelist"), {"q": words})
        .content.decode()
    )
    assert (str(saaq) in page) is is_found


def test_kinds_are_found_without_accents(people, signed_in):
    page = signed_in(people["emile"]).get("/gestion/kinds/deadlinekind/", {"q": "permis conduire PAIEMENT"})
    assert "permis-conduire-paiement" in page.content.decode() or "permis de conduire" in page.content.decode()


def test_a_search_asks_a_fixed_number_of_queries(registered, saaq_agent, signed_in, django_assert_max_num_queries):
    for rank in range(12):
        registered(f"Zoé{rank}", "Gagnon")
    client = signed_in(saaq_agent)
    client.post(f"{PEOPLE}chercher/", {"words": "Gagnon"})
    with django_assert_max_num_queries(25):
        client.get(PEOPLE)


def test_a_task_is_found_by_whom_it_is_about(people, saaq_team, saaq_agent, signed_in):
    for key in ("amelie", "bruno"):
        write(
            by=people[key],
            citizen=people[key].citizen,
            team=saaq_team,
            subject="Permis",
            body="Bonjour",
            key=uuid.uuid4(),
        )
    client = signed_in(saaq_agent)
    client.post("/gestion/work_items/workitem/chercher/", {"words": "tramblay"})
    page = client.get("/gestion/work_items/workitem/").content.decode()
    assert "Amélie Tremblay" in page and str(people["bruno"].citizen) not in page and "ressemble" in page


JOURNAL, INVITATIONS = "/gestion/audit/auditevent/", "/gestion/staff/staffinvitation/"


def journal_of(browser, words: str) -> str:
    browser.post(f"{JOURNAL}chercher/", {"words": words})
    return browser.get(JOURNAL).content.decode()


def test_the_journal_is_found_by_who_did_it(people, registered, saaq, saaq_agent, signed_in):
    record("dossier.opened", by=saaq_agent, organization=saaq)
    browser = signed_in(people["emile"])
    assert str(saaq_agent) in journal_of(browser, str(saaq_agent).upper())
    assert "Personne à ce nom" in journal_of(browser, "Zwxyz")


def test_in_whose_file_is_for_who_may_see_that_person(people, helene, saaq_agent, signed_in):
    """An administrator reads the journal without the names of citizens: a search would tell them."""
    assert "Personne à ce nom" in journal_of(signed_in(people["emile"]), "Saint-Pierre")
    events = AuditEvent.objects.filter(citizen_id=helene.pk)
    rows = find_by_keys(AuditEvent.objects.all(), "saint pierre", columns=("citizen_id",), by=saaq_agent).rows
    assert events.exists() and set(rows) == set(events)


def test_an_invitation_is_found_by_its_address(people, saaq, signed_in):
    for name in ("jo.tremblay", "lea.roy"):
        invite(email=f"{name}@exemple.test", role="administrator", organization=saaq, team=None, by=people["emile"])
    browser = signed_in(people["emile"])
    browser.post(f"{INVITATIONS}chercher/", {"words": "Tremblay"})
    page = browser.get(INVITATIONS).content.decode()
    assert "jo.tremblay@exemple.test" in page and "lea.roy@exemple.test" not in page
