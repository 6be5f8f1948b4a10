"""One dossier as a file: everything is named, nothing of another's, journaled; the archive opens whole."""

import io
import uuid
import zipfile

import pikepdf
import pytest
from django.urls import reverse

from messaging.threads import exports
from messaging.threads.actions import write
from messaging.threads.models import Message
from portal.audit.models import AuditEvent
from portal.documents import store
from portal.documents.models import Document
from portal.dossier_exports.actions import give_pdf
from portal.dossier_exports.sheet import words_of
from portal.dossier_exports.sources import entries_of
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import decide, move, open_dossier, reopen, withdraw
from portal.dossiers.models import Dossier
from portal.dossiers.reading import Life, decisions_of, in_force
from tests.portal.documents.deposits import accepted
from tests.queries import growth

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(amelie, saaq_agent, saaq_team) -> Dossier:
    dossier_type = DossierType.objects.get(code="permis-conduire")
    dossier = open_dossier(by=saaq_agent, citizen=amelie.citizen, team=saaq_team, dossier_type=dossier_type)
    say(dossier, amelie, "Bonjour #canari $x$")
    return dossier


def say(dossier, amelie, body):
    words = {"subject": "Mon permis", "body": body, "key": uuid.uuid4()}
    return write(by=amelie, citizen=amelie.citizen, team=dossier.team, dossier=dossier, **words)


def urls(dossier) -> list[str]:
    return [reverse(f"dossiers:{name}", args=[dossier.pk]) for name in ("pdf", "zip")]


def test_messages_are_read_some_at_a_time(dossier, amelie, monkeypatch):
    for number in range(6):
        say(dossier, amelie, f"Bonjour {number}")
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    read = []
    make = Message.from_db.__func__
    monkeypatch.setattr(Message, "from_db", classmethod(lambda *given: read.append(1) or make(*given)))
    entries = exports.messages_of(dossier, amelie)
    assert next(entries).words == "Bonjour #canari $x$" and len(read) == 2
    assert [entry.words for entry in entries] == [f"Bonjour {number}" for number in range(6)] and len(read) == 7


def test_everything_is_in_it_in_order(dossier, amelie, saaq_agent):
    move(by=saaq_agent, dossier=dossier, revision=1, stage="etude", note="Tout y est.")
    decision = decide(by=saaq_agent, dossier=dossier, revision=2, outcome="refused", reason="sante", remedy="revision")
    life = Life(dossier, list(dossier.moves.order_by("revision")), decisions=[decision])
    said = words_of(life, decision, [], entries_of(dossier, amelie))
    titles = [row["title"] for row in said["story"]["rows"]]
    assert titles == [
        "Ouverture du dossier",
        "Message\u00a0: Mon permis",
        "Changement d’étape\u00a0: À l’étude",
        "Décision\u00a0: demande refusée",
    ]
    assert "Bonjour #canari $x$" in said["story"]["rows"][1]["lines"]
    assert any("Demande de révision" in line for line in said["decision"]["lines"])


@pytest.mark.parametrize("gesture", [reopen, withdraw])
def test_a_decision_withdrawn_stays_in_the_history_with_its_words(dossier, amelie, saaq_agent, gesture, signed_in):
    refused = {"outcome": "refused", "reason": "sante", "words": "Vue trop faible.", "remedy": "revision"}
    decide(by=saaq_agent, dossier=dossier, revision=1, **refused, closes=gesture is reopen)
    gesture(by=saaq_agent, dossier=dossier, revision=2, note="Un rapport manquait.")
    decide(by=saaq_agent, dossier=dossier, revision=3, outcome="granted", words="Accordé.")
    moves = list(dossier.moves.order_by("revision"))
    decisions = decisions_of(dossier, moves)
    life = Life(dossier, moves, decisions=decisions)
    rows = words_of(life, in_force(decisions), [], entries_of(dossier, amelie))["story"]["rows"]
    (decision,) = [row for row in rows if row["title"] == "Décision\u00a0: demande refusée"]
    words = " ".join(decision["lines"])
    for part in ("Vue trop faible.", decisions[0].remedy_name, "Cette décision a été retirée le"):
        assert part in words, part
    story, agent = reverse("dossiers:story", args=[dossier.pk]), signed_in(saaq_agent)
    for client, url in (
        (signed_in(amelie), dossier.get_absolute_url()),
        (signed_in(amelie), story),
        (agent, dossier.agent_url),
    ):
        text = client.get(url).content.decode()
        assert "Vue trop faible." in text and "demande acceptée" in text and "a été retirée le" in text, url


def test_the_pdf_is_tagged_and_made_to_last(dossier, amelie):
    with pikepdf.open(io.BytesIO(give_pdf(by=amelie, dossier=dossier))) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "fr-CA"
        assert dossier.number in str(pdf.docinfo["/Title"])


def test_who_may_take_it_and_the_journal_says_so(
    dossier, amelie, bruno, rachel, saaq_agent, saaq_agent_other_team, people, signed_in
):
    for user, place, status in (
        (amelie, None, 200),
        (saaq_agent, None, 200),
        (rachel, amelie.citizen, 200),
        (bruno, None, 404),
        (saaq_agent_other_team, None, 404),
        (people["emile"], None, 404),
    ):
        client = signed_in(user, place=place) if place else signed_in(user)
        assert [client.get(url).status_code for url in urls(dossier)] == [status] * 2, user
    events = AuditEvent.objects.filter(verb="dossier.exported", refused=False)
    assert events.count() == 6 and "canari" not in str([event.__dict__ for event in events])


def test_the_archive_has_the_papers_and_names_those_that_do_not_open(dossier, amelie, signed_in):
    first, second = (accepted(by=amelie, citizen=amelie.citizen, team=dossier.team) for _ in range(2))
    Document.objects.filter(pk__in=[first.pk, second.pk]).update(dossier=dossier)
    store.path_of(Document.objects.get(pk=second.pk).storage_key).unlink()
    answer = signed_in(amelie).get(urls(dossier)[1])
    assert answer.streaming and answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert f"{dossier.number}.pdf" in names and "A-LIRE.txt" in names
        assert second.name in archive.read("A-LIRE.txt").decode()


def test_many_messages_cost_no_more_queries(dossier, amelie, signed_in):
    with growth(signed_in(amelie), urls(dossier)[0]) as cost:
        for number in range(12):
            say(dossier, amelie, f"Encore {number}")
    assert cost.after == cost.before
