"""A fault of ours never decides: whatever keeps us from a file holds it, and once mended it comes out whole."""

import datetime as dt
import errno
import subprocess
import sys

import pytest

from portal.audit.models import AuditEvent
from portal.documents import examination, screening, store
from portal.documents.examination import FileVerdict
from portal.documents.models import Document
from portal.foundation.crypto import KeysUnreadable, Unsealable
from portal.foundation.crypto.streams import SealingWriter
from portal.installation import folder, starting
from tests.portal.documents import corpus
from tests.portal.documents.deposits import accepted, deposit

pytestmark = pytest.mark.django_db
NO_ROOM = OSError(errno.ENOSPC, "No space left on device")


def try_again(document: Document, times: int = 1) -> Document:
    """So many tries, each as if its wait were over."""
    for _ in range(times):
        Document.objects.filter(pk=document.pk).update(not_before=None)
        screening.screen(document_id=document.pk)
    document.refresh_from_db()
    return document


@pytest.fixture
def broken(monkeypatch):
    """Breaks something of ours, until told to mend it."""
    patches = []

    def break_down(place: object, name: str, failure: object) -> pytest.MonkeyPatch:
        patch = pytest.MonkeyPatch()
        patches.append(patch)

        def fails(*args: object, **kwargs: object) -> object:
            if isinstance(failure, BaseException):
                raise failure
            return failure

        patch.setattr(place, name, fails)
        return patch

    yield break_down
    for patch in patches:
        patch.undo()


FAULTS = {
    "full disk": (SealingWriter, "write", NO_ROOM, "full"),
    "disk that cannot be read": (screening, "unsealed_chunks", OSError(errno.EIO, "Input/output error"), "storage"),
    "absent folder": (folder, "state", folder.FolderState.ABSENT, "storage"),
    "another's folder": (folder, "state", folder.FolderState.ANOTHERS, "storage"),
    "no keys": (screening, "unsealed_chunks", KeysUnreadable("no key file"), "keys"),
    "slow inspector": (examination.subprocess, "run", subprocess.TimeoutExpired("inspection", 30), "time"),
    "no memory to start the inspector": (examination.subprocess, "run", OSError(errno.ENOMEM, "x"), "inspector"),
    "killed inspector": (examination.subprocess, "run", subprocess.CompletedProcess([], -9, b"", b""), "inspector"),
    "inspector out of time": (examination.subprocess, "run", subprocess.CompletedProcess([], -24, b"", b""), "time"),
    "inspector out of memory": (
        examination.subprocess,
        "run",
        subprocess.CompletedProcess([], 0, b'{"held": "memory"}\n', b""),
        "memory",
    ),
    "inspector cut while it answers": (
        examination.subprocess,
        "run",
        subprocess.CompletedProcess([], 0, b'{"ki', b""),
        "inspector",
    ),
    "scanner away": (examination, "scan", examination.ScannerDown(), "scanner"),
    "a bug": (screening, "examine", ZeroDivisionError(), "fault"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_ours_holds_a_file_however_often(amelie, saaq_team, broken, name: str) -> None:
    place, attribute, failure, because = FAULTS[name]
    document = deposit(amelie, team=saaq_team, name="photo.jpeg", data=corpus.telling_jpeg())
    files = set(store.ages())
    fault = broken(place, attribute, failure)
    document = try_again(document, times=12)
    assert (document.state, document.held_because, document.refused_because) == ("held", because, "")
    assert document.attempts == 12 and document.held_since and "de notre côté" in document.wait
    fault.undo()
    assert {key for key, _ in store.ages()} == {key for key, _ in files}  # its bytes, and no part of another file
    document = try_again(document)
    assert document.is_available and (document.held_because, document.held_since) == ("", None)
    assert AuditEvent.objects.filter(subject_id=str(document.pk), verb="document.accepted").count() == 1


def test_a_file_that_we_lost_is_held_and_its_person_is_not_told_that_we_keep_it(amelie, saaq_team) -> None:
    lost, altered = (deposit(amelie, team=saaq_team) for _ in range(2))
    path = store.path_of(altered.storage_key)
    bytes_there = path.read_bytes()
    path.write_bytes(bytes_there[:-5] + b"damage"[:5])
    store.erase(lost.storage_key)
    assert try_again(lost, 8).held_because == "missing" and try_again(altered, 8).held_because == "damaged"
    assert "il est gardé" not in lost.wait and "Gardez votre copie" in lost.wait
    path.write_bytes(bytes_there)  # a backup is put back
    assert try_again(altered).is_available


def test_with_other_keys_a_file_is_not_called_damaged(amelie, saaq_team, broken) -> None:
    document = deposit(amelie, team=saaq_team)
    broken(screening, "unsealed_chunks", Unsealable("does not open"))
    broken(starting, "are_keys_ours", False)
    assert try_again(document).held_because == "keys"


def test_a_worker_killed_again_and_again_decides_nothing(amelie, saaq_team) -> None:
    document = deposit(amelie, team=saaq_team)
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    for attempt in range(1, 10):
        Document.objects.update(claimed_until=past, attempts=attempt, not_before=None)
        screening.hold_what_was_dropped()
        document.refresh_from_db()
        assert (document.state, document.held_because, document.claimed_until) == ("held", "worker", None)
    assert document.not_before - dt.datetime.now(dt.UTC) > dt.timedelta(minutes=10)  # less and less often
    assert try_again(document).is_available


def test_waits_grow_and_a_file_of_its_own_trouble_does_not_stop_the_others(amelie, saaq_team, broken) -> None:
    held = [deposit(amelie, team=saaq_team) for _ in range(4)]
    fault = broken(screening, "examine", FileVerdict(held="inspector"))
    assert screening.sweep() == 0
    waits = Document.objects.filter(pk__in=[one.pk for one in held]).values_list("not_before", flat=True)
    assert len(waits) == 4 and all(wait > dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20) for wait in waits)
    fault.undo()
    late = deposit(amelie, team=saaq_team)
    assert screening.sweep() == 1  # the others wait their turn
    late.refresh_from_db()
    assert late.is_available


def test_what_stops_every_file_stops_the_sweep_and_is_tried_at_each(amelie, saaq_team, broken) -> None:
    for _ in range(5):
        deposit(amelie, team=saaq_team)
    fault = broken(folder, "state", folder.FolderState.ABSENT)
    broken_reads = broken(screening, "unsealed_chunks", FileNotFoundError())
    assert screening.sweep() == 0 and Document.objects.filter(state="held").count() == 3
    fault.undo(), broken_reads.undo()
    assert screening.sweep() == 5


def test_the_inspector_says_when_its_machine_is_to_blame(tmp_path) -> None:
    """For real: a picture within every bound, in a process that may not have the memory for it."""
    lines = (
        "import sys; sys.path.insert(0, sys.argv[1]); import inspection, pictures;"
        "pictures.on_white = lambda *a, **k: (_ for _ in ()).throw(MemoryError());"
        "print(inspection.inspect(sys.stdin.buffer.read(), 'image/jpeg')[0])"
    )
    command = [sys.executable, "-c", lines, str(examination._PROGRAM)]
    done = subprocess.run(command, input=corpus.telling_jpeg(), capture_output=True, check=True)
    assert done.stdout.strip() == b"{'held': 'memory'}"


def test_a_person_and_an_agent_read_the_truth(amelie, saaq_agent, saaq_team, signed_in, broken) -> None:
    broken(screening, "examine", FileVerdict(held="time"))
    document = try_again(deposit(amelie, team=saaq_team))
    page = signed_in(amelie).get("/documents/").content.decode()
    assert "Nous n’avons pas encore pu vérifier ce fichier. C’est de notre côté; il est gardé, rien à refaire." in page
    seen = signed_in(saaq_agent).get(f"/gestion/documents/document/{document.pk}/change/").content.decode()
    assert "vérification retardée" in seen and "de notre côté" in seen


def test_a_received_file_that_nobody_looked_at_is_not_promised_in_a_moment(amelie, saaq_team, clock_offset) -> None:
    document = deposit(amelie, team=saaq_team)
    assert "quelques instants" in document.wait
    clock_offset(minutes=6)
    assert "pas encore pu vérifier" in document.wait


def test_a_worker_that_lost_its_claim_erases_its_own_picture_only(amelie, saaq_team, monkeypatch) -> None:
    document = deposit(amelie, team=saaq_team, name="photo.jpeg", data=corpus.telling_jpeg())
    real = screening._seal_rebuilt

    def too_late(*args: object) -> dict:
        Document.objects.update(claimed_until=None)
        return real(*args)

    monkeypatch.setattr(screening, "_seal_rebuilt", too_late)
    assert screening.screen(document_id=document.pk).state == "received"
    assert dict(store.ages()).keys() >= {document.storage_key}
    monkeypatch.undo()
    assert accepted(amelie, team=saaq_team).is_available and try_again(document).is_available
