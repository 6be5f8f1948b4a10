"""The sections of «gestion»: made once a request (Django's context, its first page and the menu ask for them), each in
its group."""

import pytest
from django.contrib import admin
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/gestion/", "/gestion/work_items/workitem/"])
def test_the_sections_are_made_once(saaq_agent, signed_in, monkeypatch, url):
    client, made = signed_in(saaq_agent), []
    real = admin.site._build_app_dict
    monkeypatch.setattr(admin.site, "_build_app_dict", lambda *given: made.append(given) or real(*given))
    assert client.get(url).status_code == 200
    assert len(made) == 1


def test_the_systems_of_an_organization_stand_with_the_organization(people, signed_in):
    """What they are told and may do is about dossiers and messages too."""
    sections = signed_in(people["emile"]).get(reverse("admin:index")).context["sections"]
    inside = {section["title"]: {model["object_name"] for model in section["models"]} for section in sections}
    assert {"ApiToken", "Subscription"} <= inside["Organisme"]
