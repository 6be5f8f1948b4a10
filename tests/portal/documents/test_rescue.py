"""The portal's operation sees what is held or damaged, without names, and decides."""

import pytest

from portal.audit.models import AuditEvent
from portal.documents import rescue, screening, store
from portal.documents.examination import FileVerdict
from portal.documents.models import Document
from portal.documents.wellness import documents
from tests.portal.documents import corpus
from tests.portal.documents.deposits import accepted, deposit

pytestmark = pytest.mark.django_db
LIST = "/gestion/documents/troubleddocument/"


@pytest.fixture
def olga(people, signed_in):
    return signed_in(people["olga"])


@pytest.fixture
def held(amelie, saaq_team, monkeypatch) -> Document:
    document = deposit(amelie, team=saaq_team, name="canari-nom.pdf")
    with monkeypatch.context() as slow:
        slow.setattr(screening, "examine", lambda *_: FileVerdict(held="time"))
        screening.screen(document_id=document.pk)
    document.refresh_from_db()
    return document


def damage(document: Document) -> bytes:
    """Cuts its file; returns what was there."""
    path = store.path_of(document.storage_key)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return whole


def test_a_held_file_is_shown_with_our_reason_and_without_names(olga, held) -> None:
    shown = olga.get(LIST).content.decode() + olga.get(f"{LIST}{held.pk}/change/").content.decode()
    assert "la vérification a pris trop de temps" in shown
    assert "canari" not in shown and "Amélie" not in shown and "Tremblay" not in shown
    assert "1 fichier retenu" in olga.get("/gestion/").content.decode()


@pytest.mark.parametrize("key", ["alain", "sylvie", "emile", "amelie"])
def test_nobody_else_decides(people, signed_in, held, key) -> None:
    answer = signed_in(people[key]).post(f"{LIST}{held.pk}/change/", {"because": "too_complex"})
    assert answer.status_code in {302, 403, 404}
    held.refresh_from_db()
    assert held.state == "held"


def test_try_again_now(olga, held) -> None:
    assert screening.sweep() == 0  # it waits
    olga.post(f"{LIST}{held.pk}/change/", {"act": "retry"})
    assert screening.sweep() == 1
    held.refresh_from_db()
    assert held.is_available and AuditEvent.objects.filter(verb="document.retried").exists()


def test_an_operator_refuses_with_a_reason_that_the_person_reads(olga, held, amelie, signed_in) -> None:
    page = f"{LIST}{held.pk}/change/"
    assert olga.post(page, {}).status_code == 422
    assert olga.post(page, {"because": "lost"}).status_code == 422  # we have it: nobody says that we lost it
    assert Document.objects.get(pk=held.pk).state == "held"
    olga.post(page, {"because": "too_complex"})
    held.refresh_from_db()
    assert (held.state, held.refused_because) == ("refused", "too_complex")
    event = AuditEvent.objects.get(verb="document.given_up")
    assert event.citizen_id == amelie.citizen.pk and event.detail == {"because": "too_complex", "was": "time"}
    assert "trop lourd à vérifier" in signed_in(amelie).get("/documents/").content.decode()
    assert olga.post(page, {"act": "retry"}).status_code == 404


def test_bytes_of_a_file_given_up_are_erased(olga, held, django_capture_on_commit_callbacks) -> None:
    path = store.path_of(held.storage_key)
    with django_capture_on_commit_callbacks(execute=True):
        olga.post(f"{LIST}{held.pk}/change/", {"because": "damaged"})
    assert not path.exists()


def test_a_damaged_file_is_an_alarm_until_it_opens_again(olga, amelie, saaq_team, signed_in) -> None:
    document = accepted(amelie, team=saaq_team, data=corpus.pdf())
    assert documents() == "ok"
    whole = damage(document)
    assert signed_in(amelie).get(document.get_absolute_url()).status_code == 410
    assert documents() == "1 damaged" and "1 fichier abîmé" in olga.get("/gestion/").content.decode()
    page = f"{LIST}{document.pk}/change/"
    assert "toujours pas" in olga.post(page, {"act": "repair"}, follow=True).content.decode()
    store.path_of(document.storage_key).write_bytes(whole)
    olga.post(page, {"act": "repair"})
    assert documents() == "ok" and AuditEvent.objects.filter(verb="document.repaired").exists()


def test_a_damaged_file_that_will_not_come_back(olga, amelie, saaq_team, signed_in) -> None:
    document = accepted(amelie, team=saaq_team)
    damage(document)
    signed_in(amelie).get(document.get_absolute_url())
    olga.post(f"{LIST}{document.pk}/change/", {"because": "lost"})
    assert "Joignez-le de nouveau" in signed_in(amelie).get("/documents/").content.decode()


def test_damage_found_half_way_is_noted(amelie, saaq_team, signed_in) -> None:
    data = corpus.pdf(b"x" * 3_000_000)
    document = accepted(amelie, team=saaq_team, data=data)
    path = store.path_of(document.storage_key)
    path.write_bytes(path.read_bytes()[:-100])
    answer = signed_in(amelie).get(document.get_absolute_url())
    assert answer.status_code == 200
    with pytest.raises(Exception, match="does not open"):
        b"".join(answer.streaming_content)
    document.refresh_from_db()
    assert document.damaged_at


def test_out_of_reach_is_not_damaged(amelie, saaq_team, signed_in, monkeypatch) -> None:
    document = accepted(amelie, team=saaq_team)
    monkeypatch.setattr("portal.installation.folder.state", lambda: "not mounted")
    monkeypatch.setattr("portal.documents.store.path_of", lambda key: __import__("pathlib").Path("/nowhere"))
    answer = signed_in(amelie).get(document.get_absolute_url())
    assert answer.status_code == 503 and "Le document est gardé" in answer.content.decode()
    document.refresh_from_db()
    assert document.damaged_at is None


def test_what_is_held_for_ten_minutes_is_an_alarm(held, clock_offset) -> None:
    assert documents() == "ok"
    clock_offset(minutes=11)
    assert documents() == "1 held"


def test_somebody_else_dealt_with_it(held, people) -> None:
    rescue.give_up(by=people["olga"], document=held, because="damaged")
    for act in (rescue.retry, lambda **values: rescue.give_up(**values, because="damaged")):
        with pytest.raises(rescue.NotInTrouble):
            act(by=people["omar"], document=held)
