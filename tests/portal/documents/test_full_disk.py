"""A deposit while the disk is full or the folder away: the form says so, the text is kept, nothing is half done."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from messaging.threads.models import Message
from portal.documents import store
from portal.documents.models import Document
from portal.foundation.crypto.streams import SealingWriter
from portal.installation import folder
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db
SENTENCE = "Nous ne pouvons pas recevoir de fichier en ce moment"


def full(*args: object, **kwargs: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture(params=["opening", "writing", "closing", "absent folder"])
def no_room(request, monkeypatch) -> None:
    if request.param == "absent folder":
        monkeypatch.setattr(folder, "state", lambda number=None: folder.FolderState.ABSENT)
    elif request.param == "opening":
        monkeypatch.setattr("portal.foundation.crypto.streams.os.open", full)
    else:
        monkeypatch.setattr(SealingWriter, {"writing": "write", "closing": "close"}[request.param], full)


def picked() -> SimpleUploadedFile:
    return SimpleUploadedFile("preuve.pdf", corpus.pdf(), "application/pdf")


def test_a_deposit_says_so(amelie, signed_in, no_room) -> None:
    before = list(store.ages())
    answer = signed_in(amelie).post(reverse("documents:deposit"), {"document": picked(), "whole": "1"})
    assert answer.status_code == 422 and SENTENCE in answer.content.decode()
    assert not Document.objects.exists() and [key for key, _ in store.ages()] == [key for key, _ in before]


def test_a_message_keeps_its_text(amelie, signed_in, saaq_team, no_room) -> None:
    sent = {"team": saaq_team.pk, "subject": "Mon permis", "body": "Voici la preuve.", "documents": [picked()]}
    answer = signed_in(amelie).post(reverse("threads:new"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and SENTENCE in page and "Voici la preuve." in page
    assert not Message.objects.exists() and not Document.objects.exists()


def test_a_sheet_of_deadlines_is_not_called_too_large(people, signed_in, no_room) -> None:
    import_file = SimpleUploadedFile("echeances.csv", b"reference;type\n", "text/csv")
    answer = signed_in(people["emile"]).post(
        reverse("admin:imported_deadlines_deadlinefile_give"), {"file": import_file}
    )
    assert SENTENCE in answer.content.decode()
