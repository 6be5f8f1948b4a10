"""An organization's system drives a dossier by API while its citizen answers: opened, moved, answered, decided; and by
a file, for whom the portal does not know yet."""

import json
import re
import urllib.error
import urllib.request
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Relais, wait_until
from tests.browser.test_accessible import EVERY_RULE, axe_faults, overflow
from tests.portal.webhooks.receiving import Receiver, receiver

__all__ = ["receiver"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long]
TYPE, NUMBER = "permis-conduire", "A-100"
"""A type of the SAAQ, and Amélie's number there."""


@pytest.fixture(scope="module")
def story() -> dict:
    """What one step of the walk leaves to the next."""
    return {"number": f"API-{uuid.uuid4().hex[:6]}"}


def system(relais: Relais, token: str, method: str, path: str, content: dict | None = None) -> dict:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps(content).encode() if content is not None else None
    asked = urllib.request.Request(f"{relais.url}/api/v1{path}", data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(asked) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()) from error


def put(relais: Relais, story: dict, **more) -> dict:
    content = {"dossier_type": TYPE, "client_number": NUMBER} | more
    return system(relais, story["token"], "PUT", f"/dossiers/{story['number']}", content)


def looked_at(page) -> None:
    faults = [*axe_faults(page, EVERY_RULE, "light"), *overflow(page)]
    assert not faults, f"{page.url}: " + "\n".join(faults)


def has_received(receiver: Receiver, event: str, story: dict) -> bool:
    return (event, story["number"]) in [(one["type"], one["data"]["reference"]) for one in receiver.received]


def test_1_their_administrator_lets_their_system_in(relais, as_person, story, shot):
    emile = as_person("emile")
    emile.goto("/gestion/api/apitoken/creer/")
    emile.get_by_label("Nom du système").fill(f"Dossiers {story['number']}")
    for scope in ("dossiers:read", "dossiers:write"):
        emile.locator(f"main input[value='{scope}']").check()
    looked_at(emile)
    emile.get_by_role("button", name="Créer le jeton").click()
    story["token"] = emile.locator("code.r-secret").inner_text()
    types = {row["code"]: row for row in system(relais, story["token"], "GET", "/dossier-types")}
    assert types[TYPE]["published"]
    story["stages"] = [stage["code"] for stage in types[TYPE]["stages"]]
    story["refusal"] = next(row["code"] for row in types[TYPE]["reasons"] if row["outcome"] == "refused")
    story["remedy"] = types[TYPE]["remedies"][0]["code"]


def test_2_a_dossier_is_opened_and_she_reads_it(relais, as_person, story, shot):
    assert put(relais, story, note="Nous avons reçu votre demande.") == {
        "number": story["number"],
        "result": "created",
        "matched": True,
    }
    assert put(relais, story, note="Nous avons reçu votre demande.")["result"] == "unchanged"
    amelie = as_person("amelie")
    amelie.goto("/dossiers/")
    amelie.get_by_role("link").filter(has=amelie.get_by_text(story["number"])).or_(
        amelie.locator("li", has_text=story["number"]).get_by_role("link")
    ).first.click()
    story["dossier"] = amelie.url
    expect(amelie.locator("main")).to_contain_text("Nous avons reçu votre demande.")
    looked_at(amelie)
    shot(amelie, "da1-opened")


def test_3_their_system_writes_she_answers_and_it_is_notified(relais, as_person, story, receiver, shot):
    emile = as_person("emile")
    emile.goto("/gestion/webhooks/subscription/creer/")
    emile.get_by_label("Adresse de votre système").fill(receiver.url)
    for event in ("dossier.message", "dossier.document"):
        emile.locator(f"main input[value='{event}']").check()
    emile.get_by_role("button", name="Ajouter cette adresse").click()
    assert emile.locator("code.r-secret").inner_text().startswith("whsec_")
    body = {"subject": f"Question {story['number']}", "body": "Portez-vous des lunettes pour conduire?"}
    system(relais, story["token"], "PUT", f"/dossiers/{story['number']}/messages/M-1", body)
    amelie = as_person("amelie", java_script=False)
    amelie.goto(story["dossier"])
    amelie.get_by_role("link", name=re.compile(f"Question {story['number']}")).first.click()
    expect(amelie.locator("main")).to_contain_text("Portez-vous des lunettes")
    shot(amelie, "da2-message")
    amelie.locator("main textarea").first.fill("Oui, depuis deux ans.")
    amelie.get_by_role("button", name="Envoyer la réponse").click()
    expect(amelie.locator("main")).to_contain_text("Oui, depuis deux ans.")
    wait_until(lambda: has_received(receiver, "dossier.message", story), 120, "their system is notified that she wrote")
    read = system(relais, story["token"], "GET", f"/dossiers/{story['number']}/messages")["messages"]
    assert [(row["author"], row["body"]) for row in read][-1] == ("citizen", "Oui, depuis deux ans.")
    assert "lunettes" not in str(receiver.calls)
    emile.goto("/gestion/webhooks/subscription/")
    emile.locator("#result_list tbody a").first.click()
    shot(emile, "da3-address")
    looked_at(emile)
    emile.get_by_role("button", name="Arrêter d’appeler cette adresse").click()


def test_4_moved_then_decided_and_she_reads_how_to_contest(relais, as_person, story, shot):
    put(relais, story, stage=story["stages"][-1], note="Votre demande est étudiée.")
    decision = {
        "outcome": "refused",
        "reason": story["refusal"],
        "remedy": story["remedy"],
        "words": "Vision à revoir.",
    }
    assert put(relais, story, stage=story["stages"][-1], state="closed", decision=decision)["result"] == "changed"
    read = system(relais, story["token"], "GET", f"/dossiers/{story['number']}")
    assert (read["state"], read["decision"]["outcome"]) == ("closed", "refused") and read["decision"]["contest_until"]
    amelie = as_person("amelie", width=390)
    amelie.goto(story["dossier"])
    main = amelie.locator("main")
    expect(main).to_contain_text("Vision à revoir.")
    expect(main).to_contain_text("Votre demande est étudiée.")
    looked_at(amelie)
    shot(amelie, "da4-decided")


def test_5_a_file_does_the_same_for_somebody_the_portal_does_not_know(relais, as_person, story, shot):
    emile = as_person("emile")
    emile.goto("/gestion/imported_dossiers/dossierfile/deposer/")
    looked_at(emile)
    number = f"{story['number']}-F"
    content = f"numéro;genre;numéro de client\n{number};{TYPE};{number}\n{number}-X;inconnu;{number}\n".encode()
    emile.locator("input[type=file]").set_input_files([{"name": "d.csv", "mimeType": "text/csv", "buffer": content}])
    emile.get_by_role("button", name="Essayer ce fichier").click()
    main = emile.locator("main")
    expect(main).to_contain_text("Aucun genre de dossier", timeout=60_000)
    emile.get_by_role("button", name=re.compile("Recevoir la bonne ligne")).click()
    expect(main).to_contain_text(re.compile(r"En attente d’une personne reliée\s*1\b"), timeout=60_000)
    shot(emile, "da5-file")
    emile.get_by_role("link", name="Voir les dossiers qui attendent une personne").click()
    expect(emile.locator("main")).to_contain_text(number)
    looked_at(emile)
    shot(emile, "da6-waiting")
