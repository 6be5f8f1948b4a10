"""An organization's system opens dossiers and brings them to where they are: once, and only its own."""

import datetime as dt

import pytest

from portal.api.actions import make
from portal.audit.models import AuditEvent
from portal.client_numbers.actions import agree
from portal.clock import now, today
from portal.dossiers.actions import move, open_dossier
from portal.dossiers.models import Dossier, DossierDecision
from portal.imported_dossiers.models import ImportedDossier
from portal.notices.models import Notice
from tests.portal.imported_dossiers.systems import SCOPES, dossier, problems

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
