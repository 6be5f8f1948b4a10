"""`manage.py demo`: the whole portal on one machine, from a bare checkout to an address to open."""

import argparse
import contextlib
import http.client
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from portal.launch import installation, local, postgres
from portal.launch.cluster import Cluster
from portal.launch.locks import FileLock
from portal.launch.places import BEGIN_AGAIN, ROOT, data_dir, private_dir
from portal.launch.ports import port_is_free
from portal.launch.processes import run
from portal.launch.sentences import Trouble, say, step
from portal.launch.stamps import Stamp, fingerprint
from portal.launch.supervisor import Child, Supervisor
from portal.launch.welcome import welcome

QUIET_WORKER = "--without-gossip --without-mingle --without-heartbeat"
"""Workers tell each other nothing: our broker has no topics, and health comes from heartbeat rows."""

APPS = ("portal", "messaging", "programs", "reminders")
MADE = ("postgres", "postgres.json", "files", "demo", "accounts.json", "clock_offset", "stamps")
"""What a demonstration makes in its folder, besides its keys, its ports and its logs."""
PATIENCE = 60
"""Seconds given to the pages to answer."""


def main(arguments: list[str]) -> int:
    """Serves until Ctrl-C or SIGTERM; exit code. Raises Trouble."""
    options = _options(arguments)
    # Kept through the re-execution of the set-up, so that the time shown is the person's.
    start = float(os.environ.setdefault("RELAIS_STARTED_AT", str(time.time())))
    if options.data_dir:
        os.environ["DATA_DIR"] = str(Path(options.data_dir).resolve())
    folder = data_dir()
    with _alone(folder, options.port):
        if not port_is_free(options.port):
            raise _port_taken(options.port)
        installation.ensure("demo")
        os.environ.pop("RELAIS_STARTED_AT")
        while True:
            (folder / BEGIN_AGAIN).unlink(missing_ok=True)
            with _database(folder) as addresses:
                os.environ.update(addresses)
                local.choose_ports(folder, options.port)
                local.complete(os.environ, folder)
                _fill(folder)
                code = _serve(folder, options.port, start)
            if not addresses or not (folder / BEGIN_AGAIN).exists():
                return code
            for name in addresses:
                os.environ.pop(name)
            _forget(folder)
            start = time.time()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py demo", description="Prépare et sert une démonstration de Relais.")
    parser.add_argument("--port", type=int, default=local.DEFAULT_PORT, help="port des pages (8000 si rien n’est dit)")
    parser.add_argument("--data-dir", help="dossier des données (var/ si rien n’est dit)")
    return parser.parse_args(arguments)


@contextlib.contextmanager
def _alone(folder: Path, port: int) -> Iterator[None]:
    """One demonstration per data folder. The lock is dropped by the re-execution of the set-up and taken again."""
    lock = FileLock(folder / "demo.lock")
    if not lock.take(wait=False):
        address = lock.facts().get("address", f"http://localhost:{port}")
        raise Trouble(
            f"La démonstration fonctionne déjà avec ces données : {address}",
            "Ouvrez cette adresse. Pour une seconde démonstration : "
            f"python3 manage.py demo --port {_next_free(port)} --data-dir UN_AUTRE_DOSSIER",
        )
    lock.note(address=f"http://localhost:{port}", pid=os.getpid())
    try:
        yield
    finally:
        lock.leave()


def _port_taken(port: int) -> Trouble:
    return Trouble(
        f"Le port {port} est déjà pris par un autre programme.",
        f"Choisissez-en un autre : python3 manage.py demo --port {_next_free(port)}",
    )


def _next_free(port: int) -> int:
    return next(other for other in range(port + 1, port + 1000) if port_is_free(other))


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[dict[str, str]]:
    """The embedded database, or the one that DATABASE_URL names."""
    if os.environ.get("DATABASE_URL"):
        yield {}
    else:
        with postgres.in_use(folder) as addresses:
            yield addresses


def _forget(folder: Path) -> None:
    """Remove what the demonstration made, but its keys and ports. Nothing while another command uses the database."""
    if Cluster(folder).is_running():
        say("Une autre commande utilise la base de données : les données sont gardées.")
        return
    for name in MADE:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _fill(folder: Path) -> None:
    """Tables, people and static files; only what the code's last change calls for, so that a start is short."""
    # Accounts and their secrets belong to one database: another one must be filled too.
    database = sha256(os.environ["DATABASE_URL"].partition("@")[2].encode()).hexdigest()
    kinds = {".py", ".yaml", ".json", ".csv"}  # code, and the reference data beside it
    code = [path for app in APPS for path in (ROOT / app).rglob("*") if path.suffix in kinds]
    filled = Stamp(folder / "stamps" / "database", database + fingerprint(code))
    accounts = folder / "accounts.json"
    static = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    lock = ROOT / "package-lock.json"
    collected = Stamp(folder / "static" / ".relais.stamp", fingerprint([*static, *([lock] if lock.is_file() else [])]))
    with ThreadPoolExecutor(1) as beside:  # static files have nothing to do with the database
        collecting = None if collected.is_fresh() else beside.submit(_collect, folder, collected)
        if not filled.is_fresh() or not accounts.is_file():
            with step("Tables de la base de données"):
                _manage(folder, "migrate", "--database", "owner", "--no-input")
            with step("Organismes, programmes, échéances et personnes fictives"):
                _manage(folder, "seed_demo", "--accounts-file", str(accounts))
            filled.write()
        if collecting:
            with step("Présentation des pages"):
                collecting.result()


def _collect(folder: Path, stamp: Stamp) -> None:
    _manage(folder, "collectstatic", "--no-input", "--verbosity", "0")
    stamp.write()


def _manage(folder: Path, *words: str) -> None:
    run(
        [sys.executable, "manage.py", *words],
        title=words[0],
        log=folder / "logs" / ("static.log" if words[0] == "collectstatic" else "setup.log"),
        env=os.environ,
        cwd=ROOT,
    )


def _workers() -> int:
    """Two processes of pages, as in production, where the machine has two cores: 125 MB each."""
    return min(2, os.cpu_count() or 1)


def _children(folder: Path, port: int) -> list[Child]:
    """The same processes as in production (docs/production.md), and the sinks."""
    logs = private_dir(folder / "logs")
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    ports = local.facts(folder)
    celery = "celery --quiet -A portal.celery"
    pages = f"granian --interface wsgi --host 127.0.0.1 --port {port} --workers {_workers()} --no-ws"
    sinks = f"portal.demonstration --smtp-port {ports['smtp_port']} --sms-port {ports['sms_port']} --folder"
    commands = {
        (
            "pages",
            "pages",
        ): [
            *f"{pages} --blocking-threads 8 --workers-kill-timeout 5 --respawn-failed-workers --log-config".split(),
            str(ROOT / "portal" / "granian.json"),
            "portal.wsgi:application",
        ],
        ("envois", "sinks"): [*sinks.split(), str(folder / "demo")],
        ("tâches", "worker"): f"{celery} worker -n worker@%h --concurrency 3 {QUIET_WORKER} --loglevel INFO".split(),
        ("horloge", "beat"): f"{celery} beat --pidfile= --loglevel INFO".split(),
    }
    return [
        Child(name=name, command=[sys.executable, "-m", *words], log=logs / f"{log}.log", environment=environment)
        for (name, log), words in commands.items()
    ]


def _serve(folder: Path, port: int, start: float) -> int:
    pages, *others = _children(folder, port)
    supervisor = Supervisor([pages])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, supervisor.ask_to_stop)
    try:
        supervisor.start()
        ready = supervisor.watch(until=lambda: _answers(port), patience=PATIENCE)
        if not ready and not supervisor.is_stopping:
            raise Trouble(
                f"Les pages n’ont pas répondu en {PATIENCE} secondes.",
                f"Les détails sont dans {folder / 'logs' / 'pages.log'}. Relancez la même commande.",
            )
        if ready:
            supervisor.add(others)  # each loads the whole portal: beside the pages, they would all be late
            welcome(f"http://localhost:{port}", folder / "accounts.json", seconds=time.time() - start)
        supervisor.watch(until=(folder / BEGIN_AGAIN).exists)
        say("\nArrêt de Relais : ce qui est en cours se termine (Ctrl-C encore une fois pour ne pas attendre)…")
    finally:
        supervisor.stop()
    if (folder / BEGIN_AGAIN).exists():
        say("La démonstration recommence avec des données neuves.")
    else:
        say("Relais est arrêté. Les données sont gardées : la même commande le relance.")
    return 0


def _answers(port: int) -> bool:
    """Asks for the home page: whoever opens it next finds it warm."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 600
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
