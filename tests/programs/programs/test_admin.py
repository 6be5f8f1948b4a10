"""«Gestion»: an organization reads its criteria as sentences and edits only its own words."""

import pytest
from django.urls import reverse

from programs.programs.models import Program

pytestmark = pytest.mark.django_db


def change_url(code):
    return reverse("admin:programs_program_change", args=[Program.objects.get(code=code).pk])


def test_the_list_is_the_organizations_own(catalogue, signed_in, saaq_administrator, saaq_agent):
    url = reverse("admin:programs_program_changelist")
    text = signed_in(saaq_administrator).get(url).content.decode()
    assert "Vignette" in text and "Allocation famille" not in text
    found = signed_in(saaq_agent).get(url, {"q": "credits impot garde"}).content.decode()
    assert "frais de garde" in found and "Vignette" not in found


def test_criteria_are_sentences(catalogue, signed_in, saaq_administrator):
    text = signed_in(saaq_administrator).get(change_url("indemnites-saaq")).content.decode()
    assert "Moins de 3 ans depuis l’accident" in text
    assert "sinon, à vérifier" in text
    assert "&quot;op&quot;" not in text


def test_others_do_not_edit(catalogue, signed_in, ramq_administrator, saaq_agent):
    assert signed_in(ramq_administrator).get(change_url("indemnites-saaq")).status_code in {302, 404}
    signed_in(saaq_agent).post(change_url("indemnites-saaq"), {"name_fr": "Pirate"})
    assert not Program.objects.filter(name_fr="Pirate").exists()


@pytest.mark.parametrize("model", ["facts_factdefinition", "life_events_lifeevent"])
def test_vocabulary_and_events_are_read(catalogue, signed_in, saaq_administrator, model):
    client = signed_in(saaq_administrator)
    page = client.get(reverse(f"admin:{model}_changelist"))
    first = page.context["cl"].result_list[0]
    assert client.get(reverse(f"admin:{model}_change", args=[first.pk])).status_code == 200
