"""The web process is killed (-9) while agents decide and a system puts dossiers: nothing is lost, half made, or twice
there."""

import http.client
import json
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import urlencode

from portal.launch.ports import free_port
from tests.faults.house import House
from tests.faults.people import register, settled_once_asked
from tests.faults.verdicts import Verdict, verdict

KILLS, AT_ONCE, PATIENCE = 6, 3, 90.0
PUTS_A_PERSON, BATCH = 10, 20
_PAGES = "granian --interface wsgi --host 127.0.0.1 --port {} --workers 1 --blocking-threads 4 --no-ws"
_CSRF = "c" * 32

_DECIDED = "SELECT count(*) FROM dossiers_dossierdecision"
# Dossiers whose decision, state, move, journal row and notice do not go together, one of each.
_HALF_DECIDED = """
SELECT count(*) FROM dossiers_dossier d
 WHERE (d.state, d.revision) <> ('closed', 2)
    OR (SELECT count(*) FROM dossiers_dossierdecision WHERE dossier_id = d.id) <> 1
    OR (SELECT count(*) FROM dossiers_move WHERE dossier_id = d.id AND kind = 'decided') <> 1
    OR (SELECT count(*) FROM audit_auditevent WHERE subject_id = d.id::text AND verb = 'dossier.decided') <> 1
    OR (SELECT count(*) FROM notices_notice WHERE subject_id = d.id AND kind = 'decision') <> 1"""

_PUT = "SELECT count(*) FROM imported_dossiers_importeddossier"
_HALF_PUT = """
SELECT count(*) FROM imported_dossiers_importeddossier i LEFT JOIN dossiers_dossier d ON d.id = i.dossier_id
 WHERE d.id IS NULL OR d.number <> i.number OR d.revision <> 1
    OR (SELECT count(*) FROM dossiers_move WHERE dossier_id = d.id) <> 1
    OR (SELECT count(*) FROM audit_auditevent WHERE subject_id = d.id::text AND verb = 'dossier.opened') <> 1
    OR (SELECT count(*) FROM notices_notice WHERE subject_id = d.id AND kind = 'dossier') <> 1"""
_RECEIVED = "SELECT count(*) FROM audit_auditevent WHERE verb = 'imported_dossiers.received'"


class Call(NamedTuple):
    """What is sent, again and again until it is answered."""

    path: str
    body: str
    headers: dict[str, str]
    writes: int = 1
    """Rows that it makes, once."""


class _Answered:
    """What the callers were answered, and what they had to send again."""

    def __init__(self) -> None:
        self.calls = self.rows = self.again = 0
        self._lock = threading.Lock()

    def note(self, call: Call, *, was_cut: bool) -> None:
        with self._lock:
            self.calls, self.rows, self.again = self.calls + 1, self.rows + call.writes, self.again + was_cut


def decisions_with_kills(house: House, count: int) -> Iterator[Verdict]:
    """Agents decide with the form of the dossier's page, and send it again where nothing was answered."""
    register(house, count, "file_news", "email")
    facts = _made(house, "awaiting_a_decision")
    cookies = f"__Host-session={facts['session']}; __Host-csrf={_CSRF}"
    form = {"do": "decide", "revision": "1", "decide-outcome": "refused", "decide-reason": "sante"}
    body = urlencode(form | {"decide-remedy": "revision", "decide-closes": "on", "csrfmiddlewaretoken": _CSRF})
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    notes, broken = _called(house, [Call(page, body, headers) for page in facts["pages"]], _DECIDED)
    ((half,),) = house.sql(_HALF_DECIDED)
    ((decided,),) = house.sql(_DECIDED)
    if half or decided != count:
        broken.append(f"{decided} decisions for {count} dossiers, {half} of them without all that goes with one")
    yield _with_notices(house, "pages killed -9 while agents decide", count, broken, notes)


def puts_with_kills(house: House, count: int) -> Iterator[Verdict]:
    """A system puts dossiers by batches, each under its `Idempotency-Key`, until it is answered."""
    register(house, count, "file_news", "email")
    facts = _made(house, "known_to_a_system")
    rows = [
        {"number": f"D-{number[2:]}-{rank}", "dossier_type": "permis-conduire", "client_number": number}
        for number in facts["numbers"]
        for rank in range(PUTS_A_PERSON)
    ]
    batches = [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
    headers = {"Authorization": f"Bearer {facts['secret']}", "Content-Type": "application/json"}
    calls = [
        Call("/api/v1/dossiers", json.dumps({"dossiers": batch}), headers | {"Idempotency-Key": f"b-{at}"}, len(batch))
        for at, batch in enumerate(batches)
    ]
    notes, broken = _called(house, calls, _PUT)
    ((half,),), ((put,),), ((received,),) = house.sql(_HALF_PUT), house.sql(_PUT), house.sql(_RECEIVED)
    notes.append(f"{put} dossiers put in {len(batches)} batches, {received} receptions in the journal")
    if half or put != len(rows) or received != len(batches):
        broken.append(f"{put} dossiers instead of {len(rows)}, {half} of them not exact")
    yield _with_notices(house, "pages killed -9 while a system puts", count, broken, notes)


def _made(house: House, what: str) -> dict[str, Any]:
    place = house.folder / f"{what}.json"
    house.django(
        f"from pathlib import Path; from tests.faults import dossier_rows; dossier_rows.{what}(Path({str(place)!r}))"
    )
    return json.loads(place.read_text())


def _with_notices(house: House, name: str, count: int, broken: list[str], notes: list[str]) -> Verdict:
    """The workers start: everybody is notified, once."""
    house.end("pages")
    house.start_workers()
    house.start_beats()
    house.wait(lambda: settled_once_asked(house))
    house.end("worker", "beat")
    outcome = verdict(house, name, count)
    outcome.broken += broken
    outcome.notes += notes
    return outcome


def _called(house: House, calls: Sequence[Call], made: str) -> tuple[list[str], list[str]]:
    """Make the calls, some at once, while the pages are killed again and again; return notes and what is broken.

    `made`: the statement that counts what they wrote."""
    _start(house)
    chance, answered, over = random.Random(1), _Answered(), time.monotonic() + PATIENCE + len(calls)
    kills, unanswered, wrong = 0, 0, []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = [pool.submit(_until_answered, house, call, answered, over) for call in calls]
        while kills < KILLS and answered.calls < len(calls):
            next_at = len(calls) * (kills + 1) // (KILLS + 1)
            house.wait(lambda at=next_at: answered.calls >= at or time.monotonic() > over)
            time.sleep(chance.uniform(0, 0.05))
            kills += _kill(house)
            ((there,),) = house.sql(made)
            unanswered += there - answered.rows
            if there < answered.rows:
                wrong.append(f"{answered.rows} answered and {there} written: something answered was lost")
            _start(house)
        refused = [problem for call in waiting if (problem := call.result())]
    if refused or not kills:
        wrong.append(f"{kills} kills; {len(refused)} answers refuse: {refused[:1]}")
    notes = [f"killed {kills} times, {answered.again} calls sent again; {unanswered} rows were written, not answered"]
    return notes, wrong


def _until_answered(house: House, call: Call, answered: _Answered, over: float) -> str:
    """Return what is wrong with the answer, if anything."""
    was_cut = False
    while time.monotonic() < over:
        try:
            problem = _send(house, call)
        except (OSError, http.client.HTTPException):
            was_cut = True
            time.sleep(0.1)
            continue
        answered.note(call, was_cut=was_cut)
        return problem
    return f"{call.path} was never answered"


def _send(house: House, call: Call) -> str:
    """Return what is wrong with the answer; what `http.client` raises means that there was none."""
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    try:
        connection.request("POST", call.path, call.body, {"Host": "localhost"} | call.headers)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    is_done = answer.status == 200 or (answer.status, answer.headers.get("Location")) == (302, call.path)
    return "" if is_done else f"{answer.status} {answer.headers.get('Location', '')} {content[:200]!r}"


def _kill(house: House) -> bool:
    """The parent and its workers at once, as when the machine stops; True when it worked until then."""
    pages = house.processes.pop("pages")
    worked = pages.poll() is None
    os.killpg(pages.pid, signal.SIGKILL)
    pages.wait()
    time.sleep(0.2)  # PostgreSQL ends what was committing
    return worked


def _start(house: House) -> None:
    """And wait until it answers."""
    house.port = free_port()
    house.start("pages", *f"{_PAGES.format(house.port)} portal.wsgi:application".split())
    house.wait(lambda: _is_up(house.port), 60)


def _is_up(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False
