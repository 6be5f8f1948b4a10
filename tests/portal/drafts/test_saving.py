"""A draft: its author's alone, in the place where it was begun, sealed, never lost to another device."""

import pytest
from django.db import connection

from portal.drafts import saving
from portal.drafts.models import Draft

pytestmark = pytest.mark.django_db
SECRET = "canari-brouillon"


def save(by, text: str = SECRET, revision: int = 0, name: str = "reply-x") -> int:
    return saving.save(by=by, name=name, words={"body": text}, revision=revision)


def test_it_is_sealed_and_found_again(amelie):
    assert save(amelie) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM drafts_draft")
        assert SECRET.encode() not in bytes(cursor.fetchone()[0])
    assert saving.draft_of(amelie, "reply-x").words == {"body": SECRET}


def test_nobody_else_sees_it(amelie, bruno, saaq_agent, operator):
    save(amelie)
    for other in (bruno, saaq_agent, operator):
        assert saving.draft_of(other, "reply-x") is None
        saving.forget(by=other, name="reply-x")
    assert Draft.objects.count() == 1


def test_another_device_that_shows_less_is_refused(amelie):
    first = save(amelie)
    second = save(amelie, "la suite", first)
    with pytest.raises(saving.DraftOvertaken):
        save(amelie, "un vieux texte", first)
    assert saving.draft_of(amelie, "reply-x").words == {"body": "la suite"} and second == 2


def test_once_sent_a_late_saving_does_not_bring_it_back(amelie):
    revision = save(amelie)
    saving.forget(by=amelie, name="reply-x")
    with pytest.raises(saving.DraftOvertaken):
        save(amelie, "encore", revision)


def test_emptied_it_is_gone(amelie):
    assert save(amelie, "  ", save(amelie)) == 0 and not Draft.objects.exists()


def test_too_long_is_said(amelie):
    with pytest.raises(saving.DraftTooLong):
        save(amelie, "é" * saving.LONGEST)
