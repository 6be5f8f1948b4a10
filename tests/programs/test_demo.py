"""The demonstration: Bruno is half-way, and seeding twice changes nothing."""

import pytest

from portal.documents.models import Document
from portal.dossiers.models import Dossier
from programs.findings.models import Finding
from programs.prompts.models import Prompt
from programs.reference_import.seeds import seed
from programs.rules.verdicts import Verdict
from programs.situations.models import Fact

pytestmark = pytest.mark.django_db


def test_bruno_is_half_way(people):
    seed(people)
    findings = {finding.program.code: finding.verdict for finding in Finding.objects.select_related("program")}
    assert findings["carte-assurance-maladie"] is Verdict.ELIGIBLE
    assert findings["securite-vieillesse"] is Verdict.UNKNOWN
    facts = Fact.objects.count()
    seed(people)
    assert Fact.objects.count() == facts


def test_bruno_keeps_papers_once(people):
    for _ in range(2):
        seed(people)
    kept = Document.objects.filter(citizen=people["bruno"].citizen).select_related("document_type")
    assert sorted(document.document_type.code for document in kept) == ["naissance", "revenus"]


def test_amelie_has_one_claim_where_one_question_is_asked(people):
    for _ in range(2):
        seed(people)
    claim = Dossier.objects.get(citizen=people["amelie"].citizen, team__name="Accidents de la route")
    assert claim.organization.code == "saaq" and claim.is_open
    assert Prompt.objects.in_use().at(team=claim.team_id).count() == 2
