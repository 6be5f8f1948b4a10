"""Kinds of deadlines for machines, and in the search."""

import pytest
from django.urls import reverse

from reminders.kinds.actions import import_deadlines

pytestmark = pytest.mark.django_db


def test_kinds_are_told_without_the_texts_of_messages(client):
    import_deadlines(by=None)
    answer = client.get(reverse("reminders:open_data"))
    assert len(answer.json()["deadline_kinds"]) == 50
    assert "{where}" not in answer.content.decode()
    assert all(one["sources"] is not None and one["confidence"] for one in answer.json()["deadline_kinds"])
