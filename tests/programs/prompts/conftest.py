"""Amélie's claim after a road accident, and the question that it asks."""

import pytest
from django.urls import reverse

from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.organizations.models import Team
from programs.prompts.models import Prompt


@pytest.fixture
def accidents(people) -> Team:
    return Team.objects.select_related("organization").get(organization__code="saaq", name="Accidents de la route")


@pytest.fixture
def claim(people, accidents, amelie) -> Dossier:
    return open_dossier(by=None, citizen=amelie.citizen, team=accidents, number="R-1", title="Réclamation")


@pytest.fixture
def work(people) -> Prompt:
    """«Does it keep you from working?», in the claims of the SAAQ."""
    return Prompt.objects.select_related("fact", "organization").get(code="accident-route-travail")


@pytest.fixture
def press():
    """`press(client, prompt, "keep", answer="yes")`: a button of the question, from a page."""

    def press(client, prompt, button, *, come_from="/espace/", **data):
        url = reverse("prompts:prompt", args=[prompt.pk])
        return client.post(url, {button: "1", "next": come_from, **data}, secure=True)

    return press
