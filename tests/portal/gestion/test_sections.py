"""The sections of «gestion» are made once a request: Django's context, its first page and the menu ask for them."""

import pytest
from django.contrib import admin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/gestion/", "/gestion/work_items/workitem/"])
def test_the_sections_are_made_once(saaq_agent, signed_in, monkeypatch, url):
    client, made = signed_in(saaq_agent), []
    real = admin.site._build_app_dict
    monkeypatch.setattr(admin.site, "_build_app_dict", lambda *given: made.append(given) or real(*given))
    assert client.get(url).status_code == 200
    assert len(made) == 1
