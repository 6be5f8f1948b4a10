"""The outbox is written with its cause; the bell rings after the commit, and a dead broker breaks nothing."""

import pytest
from django.db import transaction

from portal.notices import actions
from portal.notices.actions import announce
from portal.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_the_bell_rings_on_commit(amelie, saaq, django_capture_on_commit_callbacks, monkeypatch, settings):
    rung = []
    monkeypatch.setattr(actions.current_app, "send_task", lambda name, **options: rung.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        announce(kind="message", citizen=amelie.citizen, subject=saaq, organization=saaq, by=None)
        assert not rung
    assert rung == [settings.NOTICE_TASK]


def test_a_broker_that_is_away_breaks_nothing(amelie, saaq, django_capture_on_commit_callbacks, monkeypatch):
    def away(name, **options):
        raise ConnectionError

    monkeypatch.setattr(actions.current_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        announce(kind="message", citizen=amelie.citizen, subject=saaq, organization=saaq, by=None)
    assert Notice.objects.unhandled().count() == 1


def test_what_is_undone_is_not_announced(amelie, saaq):
    with pytest.raises(RuntimeError), transaction.atomic():
        announce(kind="message", citizen=amelie.citizen, subject=saaq, organization=saaq, by=None)
        raise RuntimeError
    assert not Notice.objects.exists()


def test_a_stranger_sees_none(amelie, bruno, saaq):
    notice = announce(kind="document", citizen=amelie.citizen, subject=saaq, organization=saaq, by=None)
    assert list(Notice.objects.visible_to(amelie)) == [notice]
    assert not Notice.objects.visible_to(bruno).exists()
