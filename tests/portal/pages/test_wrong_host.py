"""A request for another name than ours: refused in a page, before anything is known of who asks."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_another_name_is_refused_in_our_words(settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["relais.example"], True
    answer = Client().get("/healthz", headers={"host": "10.1.2.3"})
    assert answer.status_code == 400 and "composez le 911" in answer.content.decode()
