"""An organization's file of 1,000 due dates: bad rows are told, its system moves one, people receive, and the dashboard
counts what one counts by hand. (Making a kind from nothing is in `test_authoring`.)"""

import datetime as dt
import json
import os
import re
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import expect

from portal.launch.postgres import Cluster
from tests.browser.conftest import NOT_INHERITED, ROOT, Relais, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
KIND = "permis-conduire-paiement"
KNOWN, CONSENTING, ROWS = 12, 9, 1000
BAD = {
    3: ("", KIND, "B-1", "2030-01-31"),
    4: ("R-B2", "permis-inconnu", "B-2", "2030-01-31"),
    5: ("R-B3", KIND, "", "2030-01-31"),
    6: ("R-B4", KIND, "B-4", "31 janvier"),
    7: ("R-B5", KIND, "B-5", "1930-01-31"),
    8: ("R-B6", KIND, "B-6", "2030-02-30"),
    9: ("R-B7", "", "B-7", "2030-01-31"),
}
"""Line of the file → reference, kind, number, date; one thing is wrong in each."""
PEOPLE = """
from portal.client_numbers.actions import agree
from portal.consents.actions import give
from portal.consents.models import Channel, How, Purpose
from portal.organizations.models import Organization
from portal.people.actions import confirm_email, register_without_account
from portal.people.models import User
from reminders.preferences.wordings import wording_of
alain, saaq = User.objects.get(email="alain@relais.example"), Organization.objects.get(code="saaq")
for place in range({known}):
    person = register_without_account(given_name="Invité", family_name=str(place), postal_address="", by=alain)
    confirm_email(citizen=person, email=f"{mark}-{{place}}@relais.example", by=alain)
    agree(citizen=person, organization=saaq, number=f"{mark}-{{place}}", how="agent", by=alain)
    if place < {consenting}:
        words = wording_of(Purpose.REMINDERS, Channel.EMAIL)
        give(citizen=person, purpose=Purpose.REMINDERS, channel=Channel.EMAIL, wording=words, by=alain, how=How.PHONE)
"""


@pytest.fixture(scope="module")
def mark() -> str:
    """What tells this walk's people, numbers and references from any other's."""
    return f"k{uuid.uuid4().hex[:6]}"


@pytest.fixture(scope="module")
def due() -> dt.date:
    """A day that nobody else of the demonstration has."""
    return dt.date.today() + dt.timedelta(days=53)


@pytest.fixture(scope="module")
def invited(relais, mark) -> None:
    """Twelve people who agreed on their number; nine want e-mails. Made before any browser opens."""
    shell(relais, PEOPLE.format(known=KNOWN, consenting=CONSENTING, mark=mark))


@pytest.fixture
def on_day(relais) -> Iterator:
    def move(day: dt.date) -> None:
        noon = dt.datetime.combine(day, dt.time(12), ZoneInfo("America/Toronto"))
        relais.move_clock(days=(noon - dt.datetime.now(dt.UTC)) / dt.timedelta(days=1))

    yield move
    relais.move_clock(days=0)


def shell(relais: Relais, script: str) -> None:
    """Runs a script beside the demonstration, on its data and at its time."""
    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment |= {"DATA_DIR": str(relais.folder), "DEMO": "1"}
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)


def file_of(mark: str, due: dt.date) -> bytes:
    """Line 1 holds the heads; seven lines are wrong; the first twelve good ones are of people who agreed."""
    lines, place = ["référence;type;numéro de client;date limite"], 0
    for line in range(2, ROWS + 2):
        if line in BAD:
            lines.append(";".join(BAD[line]))
        else:
            lines.append(f"{mark}-{place};{KIND};{mark}-{place};{due.isoformat()}")
            place += 1
    return "\n".join(lines).encode()


def test_1_seven_bad_rows_are_told_and_the_others_received(invited, as_person, mark, due, shot):
    emile = as_person("emile")
    emile.goto("/gestion/imported_deadlines/deadlinefile/deposer/")
    shot(emile, "s1-give")
    upload = {"name": f"{mark}.csv", "mimeType": "text/csv", "buffer": file_of(mark, due)}
    emile.locator("input[type=file]").set_input_files([upload])
    emile.get_by_role("button", name="Essayer ce fichier").click()
    main = emile.locator("main")
    expect(main).to_contain_text(re.compile(r"Lignes lues\s*1.?000"), timeout=60_000)
    problems = main.get_by_role("region", name="Cases à corriger")
    assert {int(line) for line in problems.locator("tbody td:first-child").all_inner_texts()} == set(BAD)
    shot(emile, "s2-bad-rows")
    emile.get_by_role("button", name=re.compile("Recevoir les 993 bonnes lignes")).click()
    expect(main).to_contain_text(re.compile(rf"Échéances nouvelles\s*{KNOWN}\b"), timeout=60_000)
    expect(main).to_contain_text(re.compile(rf"En attente d’une personne reliée\s*{993 - KNOWN}"))
    shot(emile, "s3-received")


def test_2_a_call_of_their_system_moves_one(relais, as_person, mark, due, shot):
    emile = as_person("emile")
    emile.goto("/gestion/api/apitoken/creer/")
    emile.get_by_label("Nom du système").fill(f"Facturation {mark}")
    for box in emile.locator("main input[name=scopes]").all():
        box.check()
    emile.get_by_role("button", name="Créer le jeton").click()
    token = emile.locator("code.r-secret").inner_text()
    data = {"kind": KIND, "client_number": f"{mark}-0", "due_on": (due + dt.timedelta(days=1)).isoformat()}
    answer = call(relais, token, "PUT", f"{mark}-0", data)
    assert (answer["result"], answer["matched"]) == ("changed", True)
    assert call(relais, token, "PUT", f"{mark}-0", data)["result"] == "unchanged"
    assert call(relais, token, "GET", f"{mark}-0")["due_on"] == data["due_on"]


def call(relais: Relais, token: str, method: str, reference: str, result: dict | None = None) -> dict:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps(result).encode() if result else None
    address = f"{relais.url}/api/v1/deadlines/{reference}"
    with urllib.request.urlopen(urllib.request.Request(address, data=body, headers=headers, method=method)) as answer:
        return json.loads(answer.read())


def test_3_people_receive_and_the_dashboard_counts_them(relais, as_person, mark, due, on_day, shot):
    on_day(due - dt.timedelta(days=7))
    wanted = [f"{mark}-{place}@relais.example" for place in range(1, CONSENTING)]
    wait_until(lambda: all(relais.mails(address) for address in wanted), 60, "a reminder to each who wants it")
    moved = relais.mails(f"{mark}-0@relais.example")
    assert all(re.search(rf"au plus tard le {(due + dt.timedelta(days=1)).day}(er)? ", mail["text"]) for mail in moved)
    assert not relais.mails(f"{mark}-{CONSENTING}@relais.example"), "never asked"
    on_day(due + dt.timedelta(days=2))
    shell(relais, "from reminders.indicators.actions import measure_recent; measure_recent()")
    relais.move_clock(days=0)
    emile = as_person("emile")
    emile.goto(f"/gestion/indicators/outcome/tableau/?start={due}&end={due}")
    people = people_due(relais, due)
    digital, all_due = sum(bool(relais.mails(address)) for address in people), len(people)
    assert digital >= len(wanted) and all_due >= KNOWN - 1
    panel = emile.locator("section[aria-labelledby=reading-due]")
    shot(emile, "s4-dashboard")
    expect(panel).to_contain_text(f"({digital}) ÷ toutes les échéances de la période ({all_due})")
    expect(emile.locator("section[aria-labelledby=t-kind] tbody td").first).to_have_text(str(all_due))
    expect(panel.locator(".r-number")).to_contain_text(f"{100 * digital / all_due:.1f}".replace(".", ","))


def people_due(relais: Relais, due: dt.date) -> list[str]:
    """By hand: the address of each person whom the organization said to be due that day."""
    asked = """SELECT c.email FROM imported_deadlines_importeddeadline a JOIN people_citizen c ON c.id = a.citizen_id
               WHERE a.due_on = %s AND a.deadline_id IS NOT NULL"""
    with psycopg.connect(Cluster(relais.folder).url("superuser")) as database:
        return [address for (address,) in database.execute(asked, [due])]
