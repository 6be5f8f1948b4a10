"""Uploads through a real form: sealed while they arrive, refused kindly, erased when nothing keeps them."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from portal.documents import depositors, limits, store
from portal.documents.forms import DocumentsField
from portal.documents.uploads import SealedUpload
from portal.foundation.crypto.streams import unsealed_chunks
from tests.portal.documents import corpus

pytestmark = pytest.mark.django_db


def files_on_disk() -> set[Path]:
    return {path for path in Path(default_storage.path("documents")).glob("??/*")}


def posted(user, *uploads: SimpleUploadedFile):
    """The files of a parsed multipart request."""
    request = RequestFactory().post("/", {"documents": list(uploads), "body": "bonjour"})
    request.user = user
    assert request.POST["body"] == "bonjour"
    return request


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_sealed_while_it_arrives(amelie) -> None:
    before, data = files_on_disk(), corpus.pdf(corpus.CANARY * 100_000)
    request = posted(amelie, upload("a.pdf", data))
    sealed = request.FILES["documents"]
    assert isinstance(sealed, SealedUpload) and sealed.size == len(data)
    (path,) = files_on_disk() - before
    assert corpus.CANARY not in path.read_bytes()
    assert b"".join(unsealed_chunks(path, context=sealed.context)) == data
    assert sealed.read(5) == b"%PDF-"
    request.close()
    assert files_on_disk() == before


def test_kept_when_an_action_keeps_it(amelie) -> None:
    request = posted(amelie, upload("a.pdf", corpus.pdf()))
    request.FILES["documents"].keep()
    request.close()
    assert store.path_of(request.FILES["documents"].key).exists()


def test_26_megabytes_are_refused_and_leave_nothing(amelie) -> None:
    before = files_on_disk()
    request = posted(amelie, upload("film.pdf", b"%PDF-" + b"x" * 26 * limits.MEGABYTE))
    assert request.FILES["documents"].problem == "too_large"
    assert files_on_disk() == before
    request.close()


def test_exactly_25_megabytes_pass(amelie) -> None:
    request = posted(amelie, upload("a.pdf", b"%PDF-" + b"x" * (limits.FILE_BYTES - 5)))
    assert request.FILES["documents"].problem == ""
    request.close()


def test_the_eleventh_file_is_refused(amelie, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 100
    request = posted(amelie, *(upload(f"{n}.pdf", corpus.pdf()) for n in range(11)))
    assert [u.problem for u in request.FILES.getlist("documents")] == [""] * 10 + ["too_many"]
    request.close()


def test_people_who_are_not_signed_in_deposit_nothing() -> None:
    before = files_on_disk()
    request = RequestFactory().post("/", {"documents": upload("a.pdf", corpus.pdf()), "body": "bonjour"})
    assert request.POST["body"] == "bonjour" and not request.FILES
    assert files_on_disk() == before


def test_the_field_names_the_file_and_says_what_to_do(amelie) -> None:
    uploads = [upload("vide.pdf", b""), upload("page.html", corpus.SCRIPT), upload("bon.pdf", corpus.pdf())]
    request = posted(amelie, *uploads)
    field = DocumentsField()
    with pytest.raises(Exception, match="vide.pdf.*vide") as refused:
        field.clean(request.FILES.getlist("documents"))
    assert "page.html" in str(refused.value) and "PDF" in str(refused.value) and "bon.pdf" not in str(refused.value)
    request.close()


def test_no_file_is_no_file() -> None:
    assert DocumentsField().clean(None) == []
    assert DocumentsField().clean([]) == []


def test_files_of_nobody_are_not_read_unless_an_app_knows_who_sends_them(rf, monkeypatch):
    request = rf.post("/")
    assert not depositors.may_deposit(None) and not depositors.may_deposit(request)
    request.user = AnonymousUser()
    assert not depositors.may_deposit(request)
    monkeypatch.setitem(depositors._known, "test", lambda asked: asked is request)
    assert depositors.may_deposit(request)
