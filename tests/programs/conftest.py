"""The catalogue imported, and a person walking through the questions."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.programs.models import Program
from programs.reference_import.actions import import_reference


@pytest.fixture
def catalogue(people):
    """The reference data, imported once for the session (tests/conftest.py); again once a test that commits, which come
    last, has emptied the tables behind it."""
    if not Program.objects.exists():
        import_reference(by=None)


class Walker:
    """Answers questions as a browser without JavaScript would."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def asked(self) -> str:
        """The fact that the next page asks about; empty when the findings are shown instead."""
        response = self.client.get(reverse("findings:next_question"))
        parts = response.url.strip("/").split("/")
        return parts[-1] if "questions" in parts else ""

    def answer(self, fact: str, **data: object):
        return self.client.post(reverse("findings:question", args=[fact]), data or {"skip": "1"})

    def findings(self) -> dict[str, list[str]]:
        lists = self.client.get(reverse("findings:result")).context["lists"]
        return {verdict: [one.program.code for one in shown] for verdict, shown in lists.items()}


@pytest.fixture
def walker(catalogue, client) -> Walker:
    return Walker(client)


@pytest.fixture
def walker_of(catalogue, signed_in):
    return lambda user: Walker(signed_in(user))
