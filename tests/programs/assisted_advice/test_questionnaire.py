"""The questionnaire on the telephone: the citizen's own answers, nothing stored unless they say yes."""

import io

import pikepdf
import pytest
from django.urls import reverse

from portal.access.visibility import visibility_of
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.dossiers.actions import open_dossier
from portal.organizations.models import Team
from portal.people.actions import record_death
from programs.findings.models import Finding
from programs.situations.models import Fact, Situation
from tests.programs.conftest import Walker

pytestmark = pytest.mark.django_db


def page_of(name="", **more):
    return reverse(f"admin:programs_program_assisted{name}", kwargs=more)


class Caller:
    """An agent who reads the questions to somebody."""

    def __init__(self, client):
        self.client = client

    def begin(self):
        return self.client.post(page_of(), {"scope": "tout"})

    def asked(self):
        parts = self.client.get(page_of("_next")).url.strip("/").split("/")
        return parts[-1] if "questions" in parts else ""

    def answer(self, fact, **said):
        return self.client.post(page_of("_question", fact=fact), said or {"skip": "1"})

    def findings(self):
        lists = self.client.get(page_of("_result")).context["lists"]
        return {verdict: [one.program.code for one in shown] for verdict, shown in lists.items()}


@pytest.fixture
def caller(catalogue, signed_in, saaq_agent):
    made = Caller(signed_in(saaq_agent))
    made.begin()
    return made


SAID = {"resident_quebec": {"answer": "yes"}, "filed_tax_return": {"answer": "yes"}, "expecting": {"answer": "no"}}


def test_the_same_answers_give_the_same_findings_in_the_same_order(caller, walker):
    for fact, said in SAID.items():
        caller.answer(fact, **said)
        walker.answer(fact, **said)
    assert caller.asked() == walker.asked()
    assert caller.findings() == walker.findings()
    assert isinstance(walker, Walker)


def test_the_agent_reads_a_question_and_a_script(caller):
    fact = caller.asked()
    text = caller.client.get(page_of("_question", fact=fact)).content.decode()
    assert "voix haute" in text
    assert "nom" in caller.client.get(page_of()).content.decode()


def test_nothing_is_stored_and_the_next_call_begins_with_nothing(caller):
    events = AuditEvent.objects.count()
    kept = Situation.objects.count(), Fact.objects.count(), Finding.objects.count()
    for fact, said in SAID.items():
        caller.answer(fact, **said)
    caller.client.post(page_of("_finish"))
    assert caller.client.get(page_of("_result")).context["answered"] == []
    assert (Situation.objects.count(), Fact.objects.count(), Finding.objects.count()) == kept
    assert AuditEvent.objects.count() == events


def test_a_new_call_forgets_the_one_before(caller):
    caller.answer("resident_quebec", answer="yes")
    caller.begin()
    assert caller.client.get(page_of("_result")).context["answered"] == []


def test_a_wrong_answer_stays_on_the_page(caller):
    text = caller.answer("family_net_income", answer="plein").content.decode()
    assert "plein" in text and "chiffres" in text
    assert caller.client.get(page_of("_question", fact="licorne")).status_code == 404


def test_the_letter_is_accessible_and_names_nobody(caller, saaq_agent):
    caller.answer("resident_quebec", answer="yes")
    answer = caller.client.post(page_of("_letter"))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("fr")
    assert AuditEvent.objects.get(verb="assisted.letter").citizen_id is None


def test_kept_only_with_a_yes_and_in_the_file_of_somebody_one_serves(caller, amelie, saaq_agent):
    team = Team.objects.filter(pk__in=visibility_of(saaq_agent).team_ids).first()
    mine = open_dossier(by=None, citizen=amelie.citizen, team=team, number="A-1", title="Permis")
    caller.answer("resident_quebec", answer="yes")
    assert caller.client.post(page_of("_result"), {"dossier": mine.number}).status_code == 422
    elsewhere = caller.client.post(page_of("_result"), {"dossier": "X-000", "agrees": "on"})
    assert elsewhere.status_code == 422 and "X-000" in elsewhere.content.decode()
    assert not Situation.objects.filter(citizen=amelie.citizen).exists()
    assert caller.client.post(page_of("_result"), {"dossier": mine.number, "agrees": "on"}).status_code == 302
    fact = Fact.objects.get(situation__citizen=amelie.citizen)
    assert (fact.definition_id, fact.value, fact.source) == ("resident_quebec", True, "agent")
    assert AuditEvent.objects.filter(verb="assisted.kept", citizen_id=amelie.citizen.pk).exists()


def test_nothing_is_kept_for_a_person_who_died(caller, amelie, saaq_agent):
    team = Team.objects.filter(pk__in=visibility_of(saaq_agent).team_ids).first()
    mine = open_dossier(by=None, citizen=amelie.citizen, team=team, number="A-1", title="Permis")
    caller.answer("resident_quebec", answer="yes")
    record_death(citizen=amelie.citizen, died_on=today(), by=saaq_agent)
    answer = caller.client.post(page_of("_result"), {"dossier": mine.number, "agrees": "on"})
    assert answer.status_code == 422 and "Un décès est noté" in answer.content.decode()
    assert not Situation.objects.filter(citizen=amelie.citizen).exists()


@pytest.mark.parametrize("name", ["", "_next", "_result"])
def test_agents_only_may_question(catalogue, signed_in, saaq_administrator, bruno, name):
    assert signed_in(saaq_administrator).get(page_of(name)).status_code == 403
    assert signed_in(bruno).get(page_of(name)).status_code in {302, 403, 404}
