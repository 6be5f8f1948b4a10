"""docs/production.md followed to the letter on a fresh machine, until a citizen reads an answer there.

Nothing of the demonstration: HTTPS by a proxy, a database without anybody, e-mails of a relay.
"""

import contextlib
import http.client
import json
import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from tests import days
from tests.browser import guide
from tests.browser.conftest import Relais, code_in, enter_code, pass_first_steps, wait_until
from tests.browser.test_account import press
from tests.browser.test_invitation_story import PASSWORD, code_received

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(600)]
OPERATOR, ADMINISTRATOR, AGENT, CITIZEN = (f"{name}@{guide.HOST}" for name in ("olga", "paule", "luc", "rosa"))
ORGANIZATION, TEAM = "Ville de Val-Clair", "Permis et taxes"
PROBES = ("/livez", "/readyz")


@pytest.fixture(scope="module")
def portal(tmp_path_factory, clamd):
    """`clamd`: none on a machine without it; documents would then wait, and nothing else."""
    with guide.installed(tmp_path_factory.mktemp("installation"), clamd or "tcp://127.0.0.1:9") as portal:
        yield portal


@pytest.fixture(scope="module")
def relais(portal) -> Relais:
    """The e-mails that its relay received."""
    return Relais(portal.url, portal.folder)


@pytest.fixture(scope="module")
def windows(chromium, portal):
    """`windows("luc")`: this person's browser, the same at each call."""
    opened: dict[str, BrowserContext] = {}

    def of(name: str, *, width: int = 390) -> Page:
        if name not in opened:
            viewport = {"width": width, "height": 844}
            opened[name] = chromium.new_context(
                base_url=portal.url, viewport=viewport, locale="fr-CA", ignore_https_errors=True
            )
            opened[name].set_default_timeout(30_000)
            opened[name].new_page()
        return opened[name].pages[0]

    yield of
    for context in opened.values():
        context.close()


@pytest.fixture(scope="module")
def secrets() -> dict[str, str]:
    """Person → secret of their application of authentication."""
    return {}


def test_1_every_command_of_the_guide_ends_well(portal):
    (portal.folder / "data/files").mkdir(parents=True, mode=0o700)
    ran = []
    for step in guide.steps():
        if "Start the three processes" in step:
            start_processes(portal)
        for command in guide.commands(step):
            ran.append(command[2])
            portal.run(command)
    assert ran == ["set_up", "first_operator"], "the guide changed: so must this walk"
    again = portal.run(["python", "manage.py", "set_up"])
    assert "Keys made" not in again
    assert "the answer of the first operator" in again


def start_processes(portal) -> None:
    portal.run(["python", "manage.py", "ready"])
    for name, command in guide.processes().items():
        portal.start(name, command)


def test_2_it_says_that_it_is_well(portal):
    for address in PROBES:
        wait_until(lambda address=address: status(portal, address) == 200, 90, portal.log("pages"))
    assert ask(portal, "/healthz") == 400, "all but the probes answer by name"
    assert ask(portal, "/healthz", host=guide.HOST) == 301, "and in HTTPS"
    wait_until(lambda: healthy(portal), 90, "every check of /healthz")


def status(portal, address: str) -> int:
    """As a balancer asks: by number, in plain HTTP."""
    with contextlib.suppress(OSError):
        return ask(portal, address)
    return 0


def ask(portal, address: str, *, host: str = "10.1.2.3") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", portal.pages, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", address, headers={"Host": host})
        return connection.getresponse().status


def healthy(portal) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", portal.pages, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", "/healthz", headers={"Host": guide.HOST, "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        return answer.status == 200 and json.loads(answer.read())["status"] == "ok"


def test_3_the_first_operator_makes_an_organization(relais, windows, secrets, shot):
    page = windows("olga")
    accept(page, relais, OPERATOR, "Olga Lévesque", secrets, shot=shot)
    page.goto("/gestion/")
    expect(page.locator("h1")).to_contain_text("Olga Lévesque")
    expect(page.locator("main")).to_contain_text("Aucun organisme n’est encore administré")
    shot(page, "g2-operator-390")
    page.locator("main").get_by_role("link", name="Organismes").first.click()
    page.get_by_role("link", name=re.compile("^Ajouter")).first.click()
    page.get_by_label("Nom", exact=True).fill(ORGANIZATION)
    page.get_by_label("Code").fill("val-clair")
    shot(page, "g3-organization-390")
    press(page, "Enregistrer")
    expect(page.locator("main")).to_contain_text("L’organisme est inscrit")
    page.get_by_label("Adresse courriel").fill(ADMINISTRATOR)
    shot(page, "g4-administrator-390")
    press(page, "Envoyer l’invitation")
    expect(page.locator("main")).to_contain_text("L’invitation part dans la minute")


def accept(page: Page, relais: Relais, email: str, name: str, secrets: dict, *, shot=None) -> None:
    """From the e-mail to the role: its address, its code, a password, an application."""
    code = code_received(relais, email)
    assert f"{guide.HOST}:{relais.url.rsplit(':', 1)[1]}/invitation" in relais.mails(email)[-1]["text"]
    page.goto("/invitation")
    page.get_by_label("Votre adresse courriel").fill(email)
    page.get_by_label("Code reçu par courriel").fill(code)
    if shot:
        shot(page, "g1-invitation-390")
    press(page, "Continuer")
    page.get_by_label("Prénom et nom").fill(name)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Accepter et continuer")
    page.get_by_role("link", name="Ajouter une application").click()
    secrets[email] = page.locator("#authenticator_secret").inner_text().replace(" ", "")
    enter_code(page, totp(secrets[email]))
    expect(page.locator("main")).to_contain_text("votre rôle est en vigueur")


def totp(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(days.real_time()) // 30))


def test_4_the_administrator_makes_a_team_and_invites_an_agent(relais, windows, secrets, shot):
    page = windows("paule")
    accept(page, relais, ADMINISTRATOR, "Paule Dionne", secrets)
    page.goto("/gestion/")
    shot(page, "g5-administrator-390")
    page.locator("main").get_by_role("link", name="Équipes").first.click()
    page.get_by_role("link", name=re.compile("^Ajouter")).first.click()
    shot(page, "g6-team-390")
    organization = page.get_by_label("Organisme")
    if organization.evaluate("field => field.tagName") == "SELECT":
        organization.select_option(label=ORGANIZATION)
    page.get_by_label("Nom", exact=True).fill(TEAM)
    press(page, "Enregistrer")
    page.goto("/gestion/")
    page.locator("main").get_by_role("link", name="Invitations").first.click()
    page.get_by_role("link", name=re.compile("^(Ajouter|Inviter)")).first.click()
    page.get_by_label("Adresse courriel").fill(AGENT)
    page.get_by_label("Rôle").select_option("agent")
    page.get_by_label("Équipe").select_option(label=TEAM)
    press(page, "Envoyer l’invitation")
    expect(page.locator("main")).to_contain_text("L’invitation part dans la minute")
    accept(windows("luc"), relais, AGENT, "Luc Hébert", secrets)


def test_5_a_citizen_signs_up_and_writes(relais, windows, shot):
    page = windows("rosa")
    page.goto("/")
    expect(page.locator("body")).not_to_contain_text(re.compile("démonstration", re.I))
    shot(page, "g7-home-390")
    page.get_by_role("link", name="Créer un compte").last.click()
    page.get_by_label("Prénom").fill("Rosa")
    page.get_by_label("Nom de famille").fill("Bélanger")
    page.get_by_label("courriel").fill(CITIZEN)
    page.get_by_role("textbox", name="Mot de passe").fill(PASSWORD)
    press(page, "Créer mon compte")
    enter_code(page, code_in(wait_until(lambda: relais.mails(CITIZEN), 60, "the code")[-1]["text"]))
    pass_first_steps(page)
    shot(page, "g8-space-390")
    page.goto("/messages/nouveau/")
    service = page.get_by_label("Service")
    service.select_option(service.locator("option", has_text=TEAM).get_attribute("value"))
    page.get_by_label("Objet").fill("Un permis de clôture")
    page.get_by_label("Message", exact=True).fill("Faut-il un permis pour une clôture?")
    press(page, "Envoyer le message")
    expect(page.locator("main")).to_contain_text("Pas encore lu")


def test_6_the_agent_answers_and_the_citizen_reads(relais, windows, shot):
    agent, citizen, before = windows("luc"), windows("rosa"), len(relais.mails(CITIZEN))
    wants_email(citizen)
    agent.goto("/gestion/")
    agent.locator("main").get_by_role("link", name="Ma file").first.click()
    agent.locator("main").get_by_role("link", name="Un permis de clôture").first.click()
    expect(agent.locator("h1")).to_contain_text("Un permis de clôture")
    agent.locator("textarea[name=body]").fill("Oui, sauf si elle fait moins d’un mètre.")
    shot(agent, "g9-agent-390")
    press(agent, "Envoyer la réponse")
    expect(agent.locator("main")).to_contain_text("Pas encore lu")
    result = wait_until(lambda: relais.mails(CITIZEN)[before:], 90, "the e-mail that tells of the answer")[-1]
    assert "mètre" not in result["text"]
    citizen.goto("/espace/")
    shot(citizen, "g10-space-390")
    citizen.locator("main").get_by_role("link", name="Un permis de clôture").first.click()
    expect(citizen.locator("main")).to_contain_text("Oui, sauf si elle fait moins d’un mètre.")
    shot(citizen, "g11-answer-390")


def wants_email(page: Page) -> None:
    """Nobody is written to who did not ask. No text message can be asked for: this portal sends none."""
    page.goto("/espace/")
    page.get_by_role("link", name="Choisir comment être averti").first.click()
    page.locator("input[name=file_news-email]").check()
    expect(page.locator("main input[type=checkbox][name$=sms]:enabled")).to_have_count(0)
    expect(page.locator(".r-points li", has_text=re.compile("texte", re.I))).to_contain_text("non offert")
    page.locator("main form:has(input[type=checkbox]) button[type=submit]").first.click()
    expect(page.locator("input[name=file_news-email]")).to_be_checked()


def test_7_the_operator_signs_in_again_and_sees_who_works(portal, windows, secrets, shot):
    page = windows("olga, elsewhere")
    page.goto("/gestion/")
    page.locator("input[name=login]").fill(OPERATOR)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url("**/2fa/authenticate/**")
    enter_code(page, totp(secrets[OPERATOR]))
    expect(page.locator("h1")).to_contain_text("Olga Lévesque")
    page.goto("/gestion/health/heartbeat/")
    expect(page.locator("main")).to_contain_text("worker1@")
    shot(page, "g12-signs-390")
    assert healthy(portal)
    portal.stop()
    assert {name: process.returncode for name, process in portal.running.items()} == dict.fromkeys(portal.running, 0)
