"""What goes wrong under documents: other keys, an absent folder, a full disk. No document may be refused for it."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from portal.launch.ports import free_port
from tests.faults.house import House
from tests.faults.people import somebody
from tests.faults.verdicts import Verdict

MOST = 6
"""Documents: each is looked at by a process of its own."""
_DEPOSIT = """
from portal.documents.actions import receive
from portal.documents.uploads import seal_upload
from portal.people.models import Citizen
from tests.portal.documents import corpus
for number in range({count}):
    upload = seal_upload(f'{{number}}.jpg', corpus.picture())
    receive(by=None, citizen=Citizen.objects.get(), upload=upload)
"""
_TRY_TO_DEPOSIT = """
import sys
from portal.documents.uploads import seal_upload
sys.exit(0 if seal_upload('x.jpg', b'\\xff\\xd8\\xff' + bytes(2_000_000)).problem == 'not_kept' else 1)
"""
_CLEAN = "from portal.documents.orphans import clean; clean()"
ENDS = "not the one of this database"
PATIENCE = 150.0


def wrong_key(house: House, count: int) -> Iterator[Verdict]:
    """A valid key file that is another portal's: nothing starts; with the right one again, nothing was lost."""
    due = _deposited(house, count)
    other = house.folder / "other-keys.json"
    other.unlink(missing_ok=True)
    house.django(f"from portal.foundation.crypto.keys import create_keyset; create_keyset({str(other)!r})")
    broken, notes = [], []
    for name, words in _processes(house).items():
        process = house.start(name, *words.split(), ENCRYPTION_KEYS=str(other))
        ended = house.wait(lambda process=process: process.poll() is not None, 60)
        result = ENDS in (house.folder / "logs" / f"{name}.log").read_text(errors="replace")
        notes.append(f"{name}: {'ended' if ended else 'still there'}, {'said why' if result else 'said nothing'}")
        if not (ended and result and process.returncode != 0):
            broken.append(f"{name} works with other keys")
        house.end(name)
    if _states(house) != {"received": due}:
        broken.append(f"documents were touched: {_states(house)}")
    yield _recovered(house, "another portal's key file", due, broken, notes)


def unmounted_folder(house: House, count: int) -> Iterator[Verdict]:
    """The folder of documents is replaced by an empty one, as when a volume is not mounted."""
    due = _deposited(house, count)
    files, away = house.folder / "files", house.folder / "files.away"
    files.rename(away)
    files.mkdir()
    broken, notes = [], []
    try:
        _work(house)
        house.wait(lambda: "held" in _states(house), 90)
        house.wait(lambda: False, 35)  # one sweep more
        house.django(_CLEAN)
        if any(files.iterdir()):
            broken.append("something was written in the empty folder")
        if _refused(house):
            broken.append(f"documents were refused: {_states(house)}")
        notes.append(f"meanwhile {_states(house)}, /healthz storage: {_healthz(house)['storage']}")
        if _healthz(house)["storage"] != "not mounted":
            broken.append("/healthz did not see it")
    finally:
        shutil.rmtree(files)
        away.rename(files)
    yield _recovered(house, "folder not mounted", due, broken, notes)


def full_disk(house: House, count: int) -> Iterator[Verdict]:
    """The volume of the documents has no block left while pictures wait to be sealed again."""
    files = house.folder / "files"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", str(files)], capture_output=True, text=True
    )
    if mounted.returncode:
        why = f"skipped, mounting is not permitted: {mounted.stderr.strip()}"
        yield Verdict("full disk", 0, 0, 0, {}, 0, notes=[why])
        return
    try:
        yield _with_full_disk(house, count, files)
    finally:
        house.end("worker", "beat", "pages")
        subprocess.run(["umount", "-l", str(files)], check=False)


def _with_full_disk(house: House, count: int, files: Path) -> Verdict:
    house.django("from portal.installation.actions import mark_folder; mark_folder(adopt=True)")
    due = _deposited(house, count)
    before, broken, notes = _sealed(files), [], []
    filler = files / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    _work(house)
    house.wait(lambda: "held" in _states(house), 90)
    house.wait(lambda: False, 65)  # two sweeps more
    if _refused(house):
        broken.append(f"documents were refused: {_states(house)}")
    if _sealed(files) != before:
        broken.append(f"{len(_sealed(files))} files instead of {len(before)}: parts were left")
    try:
        house.django(_TRY_TO_DEPOSIT)
    except subprocess.CalledProcessError:
        broken.append("a deposit was not told that it was not kept")
    reasons = house.sql("SELECT DISTINCT held_because FROM documents_document WHERE state = 'held'")
    seen = _healthz(house)["storage"]
    notes.append(f"meanwhile {_states(house)} because {[one for (one,) in reasons]}, /healthz storage: {seen}")
    if seen != "full":
        broken.append("/healthz did not see it")
    filler.unlink()
    return _recovered(house, "full disk", due, broken, notes)


# -- what they share --------------------------------------------------------------------------------------------------
def _deposited(house: House, count: int) -> int:
    due = min(count, MOST)
    somebody(house)
    house.django(_DEPOSIT.format(count=due))
    return due


def _processes(house: House) -> dict[str, str]:
    house.port = free_port()
    pages = f"granian --interface wsgi --host 127.0.0.1 --port {house.port} --workers 1 --blocking-threads 4 --no-ws"
    return {
        "pages": f"{pages} portal.wsgi:application",
        "worker1": "celery --quiet -A portal.celery worker -n worker1@%h --concurrency 2 --loglevel INFO",
        "beat1": "celery --quiet -A portal.celery beat --pidfile= --loglevel INFO",
    }


def _work(house: House) -> None:
    for name, words in _processes(house).items():
        house.start(name, *words.split())


def _recovered(house: House, name: str, due: int, broken: list[str], notes: list[str]) -> Verdict:
    """What is wrong is mended: every document must come out available, by itself."""
    house.end("worker", "beat", "pages")
    _work(house)
    house.wait(lambda: _states(house) == {"available": due}, PATIENCE)
    states = _states(house)
    house.end("worker", "beat", "pages")
    available = states.get("available", 0)
    if states != {"available": due}:
        broken.append(f"after it was mended: {states}")
    return Verdict(name, due, available, due - sum(states.values()), {}, 0, broken, notes)


def _states(house: House) -> dict[str, int]:
    return dict(house.sql("SELECT state, count(*) FROM documents_document GROUP BY 1 ORDER BY 1"))


def _refused(house: House) -> bool:
    return "refused" in _states(house)


def _sealed(files: Path) -> set[str]:
    return {path.name for path in files.glob("documents/??/*")}


def _healthz(house: House) -> dict[str, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{house.port}/healthz", timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)
