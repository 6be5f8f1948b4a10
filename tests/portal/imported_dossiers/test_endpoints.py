"""An organization's system opens dossiers and brings them to where they are: once, and only its own."""

import datetime as dt
import uuid

import pytest

from messaging.threads.actions import reply
from messaging.threads.models import Message, Thread
from portal.api.actions import make
from portal.audit.models import AuditEvent
from portal.client_numbers.actions import agree, end
from portal.clock import now, today
from portal.data_exports.reading import files_of, rows_of, subject_of
from portal.documents.models import Document
from portal.documents.uploads import seal_upload
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import close, move, open_dossier
from portal.dossiers.models import Dossier, DossierDecision
from portal.imported_dossiers.models import ImportedDossier
from portal.notices.models import Notice
from portal.requested_documents.actions import ask
from portal.requested_documents.models import RequestedDocument
from reminders.imported_deadlines.leaving import unlink
from tests.portal.imported_dossiers.systems import LICENCE, SCOPES, dossier, problems

pytestmark = pytest.mark.django_db
SOON = str(today() + dt.timedelta(days=40))


def one() -> Dossier:
    return Dossier.objects.select_related("citizen", "dossier_type", "organization").get(number="D-1")


def test_put_opens_a_dossier_and_the_person_is_notified(call, agreed, amelie, saaq_team):
    answer = call("PUT", "/dossiers/D-1", dossier(title="Permis de Laval", promised_on=SOON, note="Bonjour."))
    assert answer.json() == {"number": "D-1", "result": "created", "matched": True}
    opened = one()
    assert (opened.citizen, opened.title, opened.stage, str(opened.promised_on)) == (
        amelie.citizen,
        "Permis de Laval",
        "recu",
        SOON,
    )
    assert [move.note for move in opened.moves.all()] == ["Bonjour."]
    assert Notice.objects.filter(citizen=amelie.citizen, subject_id=opened.pk).count() == 1
    assert (
        AuditEvent.objects.filter(verb="imported_dossiers.received", organization_id=opened.organization_id).count()
        == 1
    )


def test_the_same_again_changes_nothing(call, agreed):
    sent = [call("PUT", "/dossiers/D-1", dossier(stage="etude")).json()["result"] for _ in range(3)]
    assert sent == ["created", "unchanged", "unchanged"] and one().revision == 2


def test_a_whole_life(call, agreed, licence):
    call("PUT", "/dossiers/D-1", dossier())
    call("PUT", "/dossiers/D-1", dossier(stage="etude", note="Nous lisons votre demande."))
    assert one().stage == "etude"
    call("PUT", "/dossiers/D-1", dossier(stage="etude", promised_on=SOON, note="Deux semaines de plus."))
    assert str(one().promised_on) == SOON
    notes = [kept.note for kept in one().moves.order_by("revision")]
    assert notes == ["", "Nous lisons votre demande.", "Deux semaines de plus."]
    reason = next(kept for kept in licence.reasons if kept["outcome"] == "refused")
    remedy = licence.all_remedies[0].code
    decision = {"outcome": "refused", "reason": reason["code"], "remedy": remedy, "words": "Il manque l’examen."}
    answer = call("PUT", "/dossiers/D-1", dossier(stage="etude", state="closed", decision=decision))
    assert answer.json()["result"] == "changed", answer.content
    read = call("GET", "/dossiers/D-1").json()
    assert (read["state"], read["decision"]["outcome"], read["decision"]["reason"]) == (
        "closed",
        "refused",
        reason["code"],
    )
    assert read["decision"]["contest_until"] and read["revision"] == 4
    assert "Il manque l’examen." in DossierDecision.objects.get().words
    call("PUT", "/dossiers/D-1", dossier(stage="etude", state="open"))
    assert one().is_open and not DossierDecision.objects.in_force().exists()
    kinds = list(one().moves.order_by("revision").values_list("kind", flat=True))
    assert kinds == ["opened", "moved", "promised", "decided", "reopened"]


def test_a_word_goes_with_a_change_and_is_never_lost(call, agreed):
    call("PUT", "/dossiers/D-1", dossier(note="Bonjour."))
    assert call("PUT", "/dossiers/D-1", dossier(note="Bonjour.")).json()["result"] == "unchanged"
    assert "note" in problems(call("PUT", "/dossiers/D-1", dossier(note="Autre chose.")))
    call("PUT", "/dossiers/D-1", dossier(note="Accordé.", decision={"outcome": "granted"}))
    assert DossierDecision.objects.get().words == "Accordé."


def test_what_agents_did_since_stays_until_something_new_is_said(call, agreed, saaq_agent):
    call("PUT", "/dossiers/D-1", dossier())
    move(by=saaq_agent, dossier=one(), revision=1, stage="etude")
    assert call("PUT", "/dossiers/D-1", dossier()).json()["result"] == "unchanged"
    assert one().stage == "etude"


def test_a_revision_that_was_read_refuses_what_moved_since(call, agreed, saaq_agent):
    call("PUT", "/dossiers/D-1", dossier())
    revision = call("GET", "/dossiers/D-1").json()["revision"]
    move(by=saaq_agent, dossier=one(), revision=1, stage="etude")
    answer = call("PUT", "/dossiers/D-1", dossier(stage="a-completer", revision=revision))
    assert "revision" in problems(answer, 409) and one().stage == "etude"
    assert call("PUT", "/dossiers/D-1", dossier(stage="a-completer", revision=revision + 1)).status_code == 200


def test_a_dry_run_says_and_writes_nothing(call, agreed, amelie):
    answer = call("PUT", "/dossiers/D-1?dry_run=true", dossier(stage="etude"))
    assert answer.json() == {"number": "D-1", "result": "created", "matched": True}
    batch = {"dossiers": [dossier(number="D-1"), dossier(number="D-2", client_number="B-9")]}
    answer = call("POST", "/dossiers?dry_run=true", batch)
    assert [row["matched"] for row in answer.json()["results"]] == [True, False]
    assert "stage" in problems(call("PUT", "/dossiers/D-1?dry_run=true", dossier(stage="rien")))
    assert not Dossier.objects.filter(number="D-1").exists() and not ImportedDossier.objects.exists()
    assert not Notice.objects.filter(citizen=amelie.citizen, kind="dossier").exists()


def test_repeated_under_its_key_it_is_done_once(call, agreed):
    first = call("PUT", "/dossiers/D-1", dossier(), key="k")
    call("PUT", "/dossiers/D-1", dossier(stage="etude"), key="k2")
    again = call("PUT", "/dossiers/D-1", dossier(), key="k")
    assert first.json() == again.json() and one().stage == "etude"
    assert call("PUT", "/dossiers/D-1", dossier(stage="etude"), key="k").status_code == 422


def test_what_waits_opens_when_the_number_is_agreed(call, amelie, saaq):
    answer = call("PUT", "/dossiers/D-1", dossier(stage="etude", title="Permis", note="Bonjour."))
    assert answer.json() == {"number": "D-1", "result": "created", "matched": False}
    assert not Dossier.objects.filter(number="D-1").exists()
    assert call("GET", "/dossiers/D-1").json()["matched"] is False
    agree(citizen=amelie.citizen, organization=saaq, number="a 100", how="code", by=amelie)
    opened = one()
    assert (opened.citizen, opened.stage, opened.title) == (amelie.citizen, "etude", "Permis")
    assert [kept.note for kept in opened.moves.order_by("revision")] == ["", "Bonjour."]
    assert call("PUT", "/dossiers/D-1", dossier(stage="etude", title="Permis", note="Bonjour.")).json() == {
        "number": "D-1",
        "result": "unchanged",
        "matched": True,
    }


def test_a_dossier_does_not_go_to_somebody_else(call, agreed, saaq, bruno):
    agree(citizen=bruno.citizen, organization=saaq, number="B-200", how="agent", by=bruno)
    call("PUT", "/dossiers/D-1", dossier())
    assert "client_number" in problems(call("PUT", "/dossiers/D-1", dossier(client_number="B-200")))
    assert one().citizen_id == agreed.citizen_id


def test_one_that_agents_opened_is_the_same_one(call, agreed, amelie, saaq_team, licence):
    mine = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="D-1", dossier_type=licence)
    assert call("PUT", "/dossiers/D-1", dossier(stage="etude")).json()["result"] == "created"
    assert one().pk == mine.pk and one().stage == "etude"


def test_the_number_of_another_person_s_dossier_is_refused(call, agreed, bruno, saaq_team, licence):
    open_dossier(by=None, citizen=bruno.citizen, team=saaq_team, number="D-1", dossier_type=licence)
    assert "number" in problems(call("PUT", "/dossiers/D-1", dossier()))
    assert one().citizen == bruno.citizen and one().stage == "recu" and not ImportedDossier.objects.exists()


def test_a_decision_of_the_agents_is_not_overwritten(call, agreed, licence, saaq_agent):
    call("PUT", "/dossiers/D-1", dossier(decision={"outcome": "granted"}))
    answer = call(
        "PUT", "/dossiers/D-1", dossier(decision={"outcome": "refused", "remedy": licence.all_remedies[0].code})
    )
    assert answer.status_code == 409 and DossierDecision.objects.get().outcome == "granted"


def test_a_number_linked_to_the_wrong_person_leaves_with_its_dossiers(call, agreed, saaq, amelie, bruno, saaq_agent):
    call("PUT", "/dossiers/D-1", dossier(stage="etude", decision={"outcome": "granted"}))
    call("PUT", "/dossiers/D-1/messages/m-1", {"body": "Un."})
    before = Notice.objects.filter(citizen=amelie.citizen).count()
    unlink(number=agreed, reason="other_person", by=saaq_agent)
    left = Dossier.objects.get(citizen=amelie.citizen, number__startswith="D-1-")
    assert (left.is_open, left.promised_on, left.moves.latest("revision").kind) == (False, None, "taken_away")
    assert not DossierDecision.objects.in_force().exists()
    new = Notice.objects.filter(citizen=amelie.citizen).order_by("created_at", "pk")[before:]
    assert [notice.kind for notice in new] == ["number_unlinked"]
    answer = call("PUT", "/dossiers/D-1", dossier(stage="a-completer"))
    assert answer.json()["matched"] is False and call("GET", "/dossiers/D-1").json()["opened_at"] is None
    agree(citizen=bruno.citizen, organization=saaq, number="A-100", how="agent", by=saaq_agent)
    assert (one().citizen, one().stage) == (bruno.citizen, "a-completer")
    assert call("PUT", "/dossiers/D-1/messages/m-1", {"body": "Un."}).json()["result"] == "created"
    assert Thread.objects.filter(citizen=bruno.citizen).count() == 1


def test_who_had_it_by_mistake_sees_nothing_of_it_any_more(call, agreed, amelie, saaq_agent, signed_in):
    call("PUT", "/dossiers/D-1", dossier(stage="etude"))
    call("PUT", "/dossiers/D-1/messages/m-1", {"subject": "Votre examen", "body": "Un."})
    hers, thread = one(), Thread.objects.get(dossier__number="D-1")
    words = {"author_kind": "agent", "body": "Voici.", "key": uuid.uuid4()}
    reply(by=saaq_agent, thread=thread, uploads=[seal_upload("avis.pdf", b"%PDF-1.4 x")], **words)
    about = {"citizen": amelie.citizen, "team": hers.team, "dossier": hers}
    asked = ask(by=saaq_agent, label="Avis", due_on=today(), **about)
    gone = {hers.pk, thread.pk, asked.pk, *thread.messages.values_list("pk", flat=True)}
    gone |= set(Document.objects.filter(dossier=hers).values_list("pk", flat=True))
    assert len(gone) == 6
    unlink(number=agreed, reason="other_person", by=saaq_agent)
    me = signed_in(amelie)
    for page in (hers.get_absolute_url(), thread.get_absolute_url(), f"{hers.get_absolute_url()}dossier.zip"):
        assert me.get(page).status_code == 404
    for rows in (Dossier.objects, Thread.objects, Message.objects, Document.objects, RequestedDocument.objects):
        assert not gone & set(rows.visible_to(amelie).values_list("pk", flat=True))
        assert gone & set(rows.visible_to(saaq_agent).values_list("pk", flat=True))
    export = subject_of(account=amelie, citizen=amelie.citizen)
    assert not gone & {row.pk for part in export.parts for row in rows_of(part, export)}
    assert not gone & {document.pk for document in files_of(export)}


def test_what_the_person_had_before_stays_theirs(call, agreed, saaq, amelie, saaq_agent, saaq_team, licence):
    """Opened by agents, before the system said its number or the person linked theirs."""
    mine = {"by": saaq_agent, "citizen": amelie.citizen, "team": saaq_team, "dossier_type": licence}
    open_dossier(**mine, number="D-1")
    call("PUT", "/dossiers/D-1", dossier(stage="etude"))
    end(number=agreed, by=amelie)
    call("PUT", "/dossiers/D-2", dossier())
    open_dossier(**mine, number="D-2")
    again = agree(citizen=amelie.citizen, organization=saaq, number="A-100", how="agent", by=saaq_agent)
    call("PUT", "/dossiers/D-2", dossier(stage="etude"))
    call("PUT", "/dossiers/D-3", dossier())
    unlink(number=again, reason="other_person", by=saaq_agent)
    kept = Dossier.objects.open().filter(citizen=amelie.citizen, dossier_type=licence)
    assert sorted(kept.values_list("number", "stage")) == [("D-1", "etude"), ("D-2", "etude")]
    assert not ImportedDossier.objects.exclude(citizen=None).exists()


def test_nothing_more_comes_by_a_number_that_ended(call, agreed, saaq, amelie):
    call("PUT", "/dossiers/D-1", dossier())
    end(number=agreed, by=amelie)
    answer = call("PUT", "/dossiers/D-1", dossier(stage="etude"))
    assert answer.json() == {"number": "D-1", "result": "changed", "matched": False}
    assert one().stage == "recu" and one().is_open
    assert call("GET", "/dossiers/D-1").json()["matched"] is False
    assert call("PUT", "/dossiers/D-1/messages/m-1", {"body": "Un."}).status_code == 409
    agree(citizen=amelie.citizen, organization=saaq, number="A-100", how="code", by=amelie)
    assert one().stage == "etude" and call("GET", "/dossiers/D-1").json()["matched"] is True


def test_a_number_that_went_to_somebody_else_takes_no_dossier_along(call, agreed, saaq, amelie, bruno):
    call("PUT", "/dossiers/D-1", dossier())
    end(number=agreed, by=amelie)
    agree(citizen=bruno.citizen, organization=saaq, number="A-100", how="agent", by=bruno)
    assert "number" in problems(call("PUT", "/dossiers/D-1", dossier(stage="etude")))
    assert call("PUT", "/dossiers/D-1", dossier()).json() == {"number": "D-1", "result": "unchanged", "matched": False}
    assert (one().citizen, one().stage) == (amelie.citizen, "recu")


REFUSED = {"outcome": "refused", "remedy": "revision", "words": "Il manque l’examen."}


def test_a_decision_on_a_dossier_that_agents_closed_is_refused_until_it_is_reopened(call, agreed, saaq_agent):
    call("PUT", "/dossiers/D-1", dossier())
    close(by=saaq_agent, dossier=one(), revision=1)
    answer = call("PUT", "/dossiers/D-1", dossier(state="closed", decision={"outcome": "granted"}))
    assert "rouvrez-le" in problems(answer, 409)["outcome"] and not DossierDecision.objects.exists()
    assert call("PUT", "/dossiers/D-1", dossier(state="closed")).json()["result"] == "unchanged"
    answer = call("PUT", "/dossiers/D-1", dossier(decision={"outcome": "granted"}))
    assert answer.json()["result"] == "changed" and DossierDecision.objects.in_force().exists()


@pytest.mark.parametrize("change", [{"remedy": "tribunal"}, {"words": "Il manque autre chose."}, {"reason": "sante"}])
def test_another_decision_is_refused_until_the_first_is_withdrawn(call, agreed, licence, change):
    licence.remedies = [*licence.remedies, {**licence.remedies[0], "code": "tribunal"}]
    licence.save(update_fields=["remedies"])
    sent = dossier(state="closed", decision=REFUSED)
    assert call("PUT", "/dossiers/D-1", sent).json()["result"] == "created"
    other = {**REFUSED, **change}
    answer = call("PUT", "/dossiers/D-1", dossier(state="closed", decision=other))
    assert "open" in problems(answer, 409)["outcome"] and DossierDecision.objects.get().words == REFUSED["words"]
    assert call("PUT", "/dossiers/D-1", dossier(decision=other)).json()["result"] == "changed"
    assert call("PUT", "/dossiers/D-1", dossier(state="closed", decision=other)).json()["result"] == "changed"
    kept = DossierDecision.objects.in_force().get()
    assert (kept.remedy, kept.reason) == (other["remedy"], other.get("reason", "")) and other["words"] in kept.words


def test_a_decision_said_again_with_another_word_to_the_person_is_the_same(call, agreed):
    call("PUT", "/dossiers/D-1", dossier())
    call("PUT", "/dossiers/D-1", dossier(decision=REFUSED, note="Bonjour."))
    answer = call("PUT", "/dossiers/D-1", dossier(decision=REFUSED, state="closed", note="Nous fermons."))
    assert answer.json()["result"] == "changed" and not one().is_open
    assert DossierDecision.objects.get().words == "Il manque l’examen.\n\nBonjour."


def test_the_answer_says_changed_only_when_something_is(call, agreed):
    call("PUT", "/dossiers/D-1", dossier(title="Permis"))
    assert call("PUT", "/dossiers/D-1", dossier(title="Permis de moto")).json()["result"] == "unchanged"
    assert one().title == "Permis" and one().revision == 1
    call("PUT", "/dossiers/D-1", dossier(state="closed"))
    answer = call("PUT", "/dossiers/D-1", dossier(state="closed", promised_on=SOON))
    assert answer.json()["result"] == "unchanged" and one().promised_on is None
    answer = call("PUT", "/dossiers/D-1", dossier(state="closed", stage="etude"))
    assert "rouvrez-le" in problems(answer, 409)["stage"] and one().stage == "recu"


def test_a_dossier_keeps_its_type(call, agreed, saaq):
    other = DossierType.objects.filter(organization=saaq, state="published").exclude(code=LICENCE).first()
    call("PUT", "/dossiers/D-1", dossier())
    assert "dossier_type" in problems(call("PUT", "/dossiers/D-1", dossier(dossier_type=other.code)), 409)
    assert one().dossier_type.code == LICENCE


def test_one_without_a_type_is_the_same_one_without_stages(call, agreed, amelie, saaq_team):
    open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="D-1", title="Permis")
    assert "dossier_type" in problems(call("PUT", "/dossiers/D-1", dossier(stage="etude")), 409)
    assert call("PUT", "/dossiers/D-1", dossier()).status_code == 200


def test_what_waits_does_not_hold_up_its_person(call, licence, amelie, saaq):
    """Its type has lost the stage that it waits at."""
    call("PUT", "/dossiers/D-1", dossier(stage="etude"))
    licence.stages = [kept for kept in licence.stages if kept["code"] != "etude"]
    licence.save(update_fields=["stages"])
    agree(citizen=amelie.citizen, organization=saaq, number="A-100", how="agent", by=amelie)
    assert ImportedDossier.objects.waiting().exists()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"dossier_type": "inconnu"}, "dossier_type"),
        ({"stage": "rien"}, "stage"),
        ({"state": "ferme"}, "state"),
        ({"promised_on": "2099-01-01"}, "promised_on"),
        ({"promised_on": 46477}, "promised_on"),
        ({"client_number": ""}, "client_number"),
        ({"client_number": "A\u202e100"}, "client_number"),
        ({"title": "x" * 121}, "title"),
        ({"note": "x" * 2001}, "note"),
        ({"decision": {"outcome": "perdu"}}, "outcome"),
        ({"decision": {"outcome": "granted", "reason": "rien"}}, "reason"),
        ({"decision": {"outcome": "refused"}}, "remedy"),
        ({"name": "Tremblay"}, "name"),
    ],
)
def test_what_cannot_be_received_is_named_and_nothing_is(call, agreed, change, column):
    answer = call("PUT", "/dossiers/D-1", dossier(**change))
    assert column in problems(answer)
    assert "Tremblay" not in answer.content.decode() and not Dossier.objects.filter(number="D-1").exists()


def test_a_batch_is_received_whole_or_not_at_all(call, agreed):
    rows = [dossier(number=f"D-{at}") for at in range(5)]
    answer = call("POST", "/dossiers", {"dossiers": [*rows, dossier(number="D-0"), dossier(number="D-9", stage="x")]})
    found = {(error["reference"], error["column"]) for error in answer.json()["errors"]}
    assert found == {("D-0", "number"), ("D-9", "stage")} and not ImportedDossier.objects.exists()
    answer = call("POST", "/dossiers", {"dossiers": rows})
    assert [row["result"] for row in answer.json()["results"]] == ["created"] * 5
    assert call("POST", "/dossiers", {"dossiers": [dossier(number=f"X-{at}") for at in range(201)]}).status_code == 422


def test_read_by_cursor(call, agreed):
    call("POST", "/dossiers", {"dossiers": [dossier(number=f"D-{at}") for at in range(5)]})
    seen, after = [], ""
    while True:
        page = call("GET", f"/dossiers?limit=2&after={after}").json()
        seen += [row["number"] for row in page["dossiers"]]
        if not (after := page["next"]):
            break
    assert seen == [f"D-{at}" for at in range(5)]
    assert call("GET", "/dossiers?limit=0").status_code == call("GET", "/dossiers?limit=500").status_code == 422


def test_another_organization_s_numbers_and_tokens(call, agreed, ramq, people, ramq_administrator):
    call("PUT", "/dossiers/D-1", dossier())
    in_a_day = now() + dt.timedelta(days=1)
    other = make(organization=ramq, name="x", scopes=SCOPES, expires_at=in_a_day, by=ramq_administrator)[1]
    assert call("GET", "/dossiers/D-1", secret=other).status_code == 404
    assert call("GET", "/dossiers", secret=other).json() == {"dossiers": [], "next": ""}
    assert "dossier_type" in problems(call("PUT", "/dossiers/D-1", dossier(), secret=other))
    for path in ("/documents", "/messages"):
        assert call("GET", f"/dossiers/D-1{path}", secret=other).status_code == 404
    body = {"body": "Bonjour."}
    assert call("PUT", "/dossiers/D-1/messages/m-1", body, secret=other).status_code == 404


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_alone(call, agreed, saaq, people, scope):
    in_a_day = now() + dt.timedelta(days=1)
    only = make(organization=saaq, name="x", scopes=[scope], expires_at=in_a_day, by=people["emile"])[1]
    may_write = scope == "dossiers:write"
    assert call("PUT", "/dossiers/D-1", dossier(), secret=only).status_code == (200 if may_write else 403)
    assert call("GET", "/dossiers", secret=only).status_code == (403 if may_write else 200)
    assert call("GET", "/dossier-types", secret=only).status_code == 200


def test_its_types_with_their_codes(call, licence):
    types = {row["code"]: row for row in call("GET", "/dossier-types").json()}
    assert [stage["code"] for stage in types["permis-conduire"]["stages"]] == [one.code for one in licence.all_stages]
    assert all(row["code"] in types for row in [{"code": "permis-conduire"}]) and "carte-sante" not in types


def test_reading_many_takes_as_many_queries_as_reading_one(call, agreed, django_assert_max_num_queries):
    call("POST", "/dossiers", {"dossiers": [dossier(number=f"D-{at:03}") for at in range(40)]})
    with django_assert_max_num_queries(8):
        assert len(call("GET", "/dossiers").json()["dossiers"]) == 40
