"""A form sent once the session is over: sign-in says so, then leads back to the page that held the form."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
POST_ONLY = "/rappels/mes-echeances/3f2b8a52-0000-4000-8000-000000000000/fait/"


@pytest.mark.parametrize(
    ("referer", "back_to"),
    [
        ("http://testserver/rappels/mes-echeances/?a=1", "/rappels/mes-echeances/%3Fa%3D1"),
        ("https://ailleurs.example/piege/", "/"),
        ("", "/"),
    ],
)
def test_sign_in_leads_back_to_the_page_of_the_form(referer, back_to) -> None:
    client = Client(headers={"referer": referer})
    response = client.post(POST_ONLY)
    assert response.url == f"{reverse('account_login')}?next={back_to}"
    assert "Votre session est finie" in client.get(response.url).content.decode()
