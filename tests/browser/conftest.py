"""The portal as people meet it: the demonstration started by its one command, on real components, seen in Chromium.

One demonstration serves the whole folder. It has its own data folder, embedded database, worker, beat, mail sink and a
real clamd when the machine has one.
"""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import string
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import days

ROOT = Path(__file__).resolve().parents[2]
# The suite's own settings do not reach the demonstration: it makes its own.
NOT_INHERITED = [
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "BROKER_URL",
    "DEMO",
    "DATA_DIR",
    "SECRET_KEY",
    "ENCRYPTION_KEYS",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "CLOCK_OFFSET_FILE",
    "EMAIL_URL",
    "SMS_URL",
    "CLAMD_URL",
    "DJANGO_SETTINGS_MODULE",
    "RELAIS_STARTED_AT",
]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP relais.example 127.0.0.1",  # `test_production_guide`
]
KEPT_FOR = 5 * 60  # seconds of a kept sign-in: half of what a page that asks again who is there accepts (step_up.py)
# A line of the logs that says a failure of ours; «not well yet» is what a start says until all of it is up.
FAULT = re.compile(r" (ERROR|CRITICAL) (?!.* 503 GET /healthz)")
PATIENCE = 300  # seconds for a first start, beside another group of tests


@dataclass
class Relais:
    """The running demonstration. `ahead`: seconds between its clock and the real one when it began (`--on DATE`)."""

    url: str
    folder: Path
    ahead: float = 0
    typed: dict[str, str] = field(default_factory=dict)

    @cached_property
    def accounts(self) -> dict[str, dict]:
        return {row["key"]: row for row in json.loads((self.folder / "accounts.json").read_text())}

    def totp(self, key: str) -> str:
        """A code that was not typed yet: each works once, and another comes after thirty seconds."""
        secret = self.accounts[key]["totp_secret"]

        def fresh() -> str:
            code = format_hotp_value(hotp_value(secret, int(days.real_time()) // 30))
            return code if code != self.typed.get(key) else ""

        self.typed[key] = wait_until(fresh, 40, f"another code for {key}")
        return self.typed[key]

    def mails(self, to: str) -> list[dict]:
        """E-mails that the sink received for this address, oldest first."""
        sent = [json.loads(path.read_text()) for path in sorted((self.folder / "demo/sent").glob("*-email-*.json"))]
        return [mail for mail in sent if mail["to"] == to]

    def texts(self, to: str) -> list[str]:
        """Text messages that the gateway received for this number, oldest first."""
        sent = [json.loads(path.read_text()) for path in sorted((self.folder / "demo/sent").glob("*-sms-*.json"))]
        return [text["text"] for text in sent if text["to"] == to]

    def move_clock(self, *, days: float) -> None:
        """Moves the portal's clock, for every process at once, from the hour at which the walks began."""
        (self.folder / "clock_offset").write_text(str(self.ahead + days * 86_400))


def wait_until(condition, seconds: float = 60, what: str = "") -> None:
    """Looks again and again at what other processes do; fails with `what` when it does not come."""
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < deadline, f"did not happen within {seconds} s: {what}"
        time.sleep(0.2)
    return result


@pytest.fixture(scope="session")
def clamd(tmp_path_factory) -> Iterator[str | None]:
    """Address of a real clamd with a test signature; None where there is none (CI has it)."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    if not program:
        assert not os.environ.get("CI"), "CI installs clamd: .ci/run did not"
        yield None
        return
    folder = tmp_path_factory.mktemp("clamd")
    folder.chmod(0o755)
    signatures = folder / "signatures"
    shutil.copytree(ROOT / "tests/fixtures/clamav", signatures)
    port = free_port()
    (folder / "clamd.conf").write_text(
        f"TCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {signatures}\nForeground yes\nUser root\n"
        "StreamMaxLength 30M\nMaxFileSize 30M\nMaxScanSize 120M\nAlertExceedsMax yes\n"
    )
    process = subprocess.Popen([program, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port), 60, "clamd")
        yield f"tcp://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def pass_first_steps(page: Page) -> None:
    """From the first of the three pages that follow signing up, to one's space, answering nothing."""
    expect(page).to_have_url(re.compile("[^=]/premiers-pas/$"))
    for name in ("Passer cette étape", "Continuer", "Plus tard : aller à mon espace"):
        page.locator("main").get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_url(re.compile("[^=]/espace/$"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@pytest.fixture(scope="session")
def relais(tmp_path_factory, clamd) -> Iterator[Relais]:
    """`manage.py demo`, as a newcomer starts it; or the running one whose data folder RELAIS_RUNNING names."""
    if running := os.environ.get("RELAIS_RUNNING"):
        port = json.loads((Path(running) / "local.json").read_text())["port"]
        yield Relais(f"http://localhost:{port}", Path(running))
        return
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    if clamd:
        environment["CLAMD_URL"] = clamd
    days.begin()
    (folder / "data").mkdir(mode=0o711)  # as the launcher makes it
    days.clock_file(folder / "data/clock_offset")
    log = (folder / "demo.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port), "--data-dir", str(folder / "data")],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    relais = Relais(f"http://localhost:{port}", folder / "data", days.ahead())
    try:
        wait_until(lambda: is_well(relais.url) or process.poll() is not None, PATIENCE, "the demonstration")
        assert process.poll() is None, (folder / "demo.log").read_text()
        yield relais
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        log.close()


@pytest.fixture(autouse=True)
def nothing_fails(request) -> Iterator[None]:
    """Fail a walk during which a page or a task failed on the server, even where the walk looked at something else."""
    if "relais" not in request.fixturenames:
        yield
        return
    logs = request.getfixturevalue("relais").folder / "logs"
    before = {path: path.stat().st_size for path in logs.glob("*.log")}
    yield
    faults = [line for path in sorted(logs.glob("*.log")) for line in lines_after(path, before.get(path, 0))]
    faults = [line for line in faults if FAULT.search(line)]
    assert not faults, "".join(faults[:10])


def lines_after(path: Path, place: int) -> list[str]:
    """The lines of a file that were written after that place, in bytes."""
    with path.open("rb") as file:
        file.seek(place)
        return file.read().decode(errors="replace").splitlines(keepends=True)


def is_well(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
        return answer.status == 200
    return False


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        assert not os.environ.get("CI"), "CI installs Chromium: .ci/run did not"
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium, relais):
    """`new_context(width=320, java_script=False, dark=True)`: a browser window of its own, closed afterwards."""
    opened: list[BrowserContext] = []

    def make(*, width: int = 1280, java_script: bool = True, dark: bool = False) -> BrowserContext:
        context = chromium.new_context(
            base_url=relais.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=java_script,
            color_scheme="dark" if dark else "light",
            locale="fr-CA",
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture(scope="package")
def sessions() -> dict[str, dict]:
    """Kept sign-ins (role → cookies, and when): a code of an authenticator application works once."""
    return {}


@pytest.fixture
def as_person(relais, new_context, sessions):
    """`as_person("amelie", width=320)`: a page of a window where this person is signed in."""

    def open_page(key: str, **options) -> Page:
        context = new_context(**options)
        page = context.new_page()
        if key == "anonymous":
            return page
        if key in sessions and time.monotonic() - sessions[key]["at"] < KEPT_FOR:
            context.add_cookies(sessions[key]["cookies"])
            if is_signed_in(page, relais.accounts[key]):
                return page
        sign_in(relais, page, key)
        sessions[key] = {"cookies": context.cookies(), "at": time.monotonic()}
        return page

    return open_page


def is_signed_in(page: Page, account: dict) -> bool:
    """Does a kept sign-in still open its side, and the pages that ask who is there? A walk that moves the clock ends
    the sessions of the others, or makes their proof old."""
    place = "/gestion/" if account["totp_secret"] else "/compte/password/change/"
    page.goto(place)
    return urlsplit(page.url).path == place


def sign_in(relais: Relais, page: Page, key: str, *, here: bool = False) -> None:
    """By hand, as people do: password, then the code received by e-mail or the application's.

    `here`: on the page of sign-in to which the portal led.
    """
    account = relais.accounts[key]
    before = len(relais.mails(account["email"]))
    if not here:
        page.goto("/compte/login/")
    page.locator("input[name=login]").fill(account["email"])
    page.locator("input[name=password]").fill(account["password"])
    page.locator("main form").filter(has=page.locator("input[name=password]")).locator(
        "button[type=submit]"
    ).first.click()
    if account["totp_secret"]:
        page.wait_for_url("**/2fa/authenticate/**")
        code = relais.totp(key)
    else:
        page.wait_for_url("**/code/confirm/**")
        mail = wait_until(lambda: relais.mails(account["email"])[before:], 30, f"the code of {key}")[-1]
        code = code_in(mail["text"])
    enter_code(page, code)
    expect(page).not_to_have_url(re.compile("/(login|2fa)/"))


def prove_again(relais: Relais, page: Page, key: str) -> None:
    """Where a page asks again who is there: the password, or a code of the application."""
    if "/reauthenticate/" not in page.url:
        return
    account = relais.accounts[key]
    if account["totp_secret"]:
        enter_code(page, relais.totp(key))
    else:
        page.locator("main input[name=password]").fill(account["password"])
        page.locator("main form button[type=submit]").first.click()
    expect(page).not_to_have_url(re.compile("/reauthenticate/"))


def some_letters() -> str:
    """Letters that make a title the only one. No figure: six of them look like the number of a file, which no text that
    leaves to everybody may hold."""
    return "".join(random.choices(string.ascii_lowercase, k=6))


def code_in(text: str) -> str:
    """The code of an e-mail, alone on its line."""
    return re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4}|[A-Z0-9]{6})\s*$", text, re.M)[1]


def enter_code(page: Page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    page.locator("form:has(input[name=code]) button[type=submit]").first.click()


@pytest.fixture(scope="session")
def shot():
    """`shot(page, name)`: keeps a screenshot where SCREENSHOTS says (nowhere otherwise)."""
    folder = os.environ.get("SCREENSHOTS")

    def keep(page: Page, name: str, *, whole: bool = True) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)

    return keep
