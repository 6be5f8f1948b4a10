"""Types of dossier: shipped, edited, published; what an organization edited is never overwritten."""

import pytest

from portal.dossier_type_versions.actions import import_dossier_types, retire, start
from portal.dossier_type_versions.content import faults
from portal.dossier_types.models import DossierType
from portal.dossier_types.numbers import is_pattern, number_of
from portal.dossiers.actions import open_dossier
from portal.publishing import actions as ledger
from portal.publishing import releases
from portal.publishing.adapters import adapter_of
from portal.publishing.exceptions import VersionRefused

pytestmark = pytest.mark.django_db
TYPES = 6


@pytest.mark.parametrize("text", ["{rang}", "SAAQ-{année}-{rang}", "A {rang}"])
def test_a_pattern_has_one_rank(text):
    assert is_pattern(text) and len(number_of(text, year=2027, rank=12)) <= 40


@pytest.mark.parametrize(
    "text", ["", "SAAQ", "{année}", "{rang}{rang}", "{rang}{x}", "{rang", " {rang}", "A" * 40 + "{rang}"]
)
def test_what_is_no_pattern(text):
    assert not is_pattern(text)


def test_those_that_are_shipped_are_imported_once_and_may_be_published_as_they_are(saaq_team):
    DossierType.objects.all().delete()
    assert import_dossier_types(by=None)["created"] == TYPES
    assert import_dossier_types(by=None) == {"left": TYPES}
    adapter = adapter_of(DossierType)
    for subject in DossierType.objects.all():
        assert not list(faults(adapter.in_force(subject))), subject
        for stage in subject.all_stages:
            assert stage.name_en and stage.where_en and stage.want_en and stage.when_en


def test_what_was_edited_stays(saaq_team, people):
    import_dossier_types(by=None)
    subject = DossierType.objects.get(code="permis-conduire")
    content = adapter_of(DossierType).in_force(subject) | {"promised_days": 12, "team": saaq_team.name}
    draft = ledger.write(subject=subject, content=content, revision=0, by=people["emile"])
    assert import_dossier_types(by=None) == {"left": TYPES}
    releases.publish(version=draft, by=people["emile"])
    import_dossier_types(by=None)
    subject.refresh_from_db()
    assert (subject.promised_days, subject.team) == (12, saaq_team)
    assert subject.versions.count() == 2


def test_a_stage_where_dossiers_stand_does_not_disappear(saaq_team, people, amelie):
    import_dossier_types(by=None)
    subject = DossierType.objects.get(code="permis-conduire")
    open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, dossier_type=subject)
    content = adapter_of(DossierType).in_force(subject)
    without = content | {"stages": content["stages"][1:]}
    draft = ledger.write(subject=subject, content=without, revision=0, by=people["emile"])
    with pytest.raises(VersionRefused):
        releases.publish(version=draft, by=people["emile"])


def test_begun_from_nothing_it_is_nobodys_until_it_is_published(saaq_team, people):
    subject = start(organization=saaq_team.organization, title="Vignette", by=people["emile"])
    assert not subject.is_published and subject not in DossierType.objects.of_team(saaq_team)
    with pytest.raises(VersionRefused):
        releases.publish(version=subject.versions.get(), by=people["emile"])


def test_retired_no_dossier_is_opened_of_it(saaq_team, people):
    import_dossier_types(by=None)
    subject = DossierType.objects.get(code="permis-conduire")
    assert subject in DossierType.objects.of_team(saaq_team)
    retire(dossier_type=subject, by=people["emile"])
    assert subject not in DossierType.objects.of_team(saaq_team)
