"""The embedded database: made, shared, left, and found again after the worst."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal.launch import binaries
from portal.launch.cluster import Cluster
from portal.launch.places import ROOT
from portal.launch.postgres import in_use
from portal.launch.processes import is_alive, wait_for

pytestmark = pytest.mark.slow

USE = """
import sys
from pathlib import Path
from portal.launch.postgres import in_use
with in_use(Path(sys.argv[1])) as addresses:
    print(addresses["DATABASE_URL"], flush=True); sys.stdin.read()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder whose database is already made. As root, where the server's account can go."""
    made = tmp_path_factory.mktemp("data")
    for parent in (made, *made.parents[:2]):
        if os.geteuid() == 0 and parent.name.startswith("pytest-"):
            parent.chmod(0o755)
    made.chmod(0o711)
    with in_use(made):
        pass
    yield made
    Cluster(made).stop()


def pid_of(folder: Path) -> int:
    return int((Cluster(folder).home / "data" / "postmaster.pid").read_text().split()[0])


def value(url: str, statement: str) -> object:
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchone()[0]


def test_three_roles_own_what_they_must(folder: Path) -> None:
    with in_use(folder) as addresses:
        owner, web = addresses["DATABASE_OWNER_URL"], addresses["DATABASE_URL"]
        broker = addresses["BROKER_URL"].replace("pgmq:", "postgres:")
        assert value(web, "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == 0
        assert value(web, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user") is False
        assert value(owner, "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") is True
        assert value(broker, "SELECT nspowner = current_user::regrole FROM pg_namespace WHERE nspname = 'pgmq'") is True
        assert value(broker, "SELECT has_database_privilege(current_database(), 'CREATE')") is False


def test_the_web_role_uses_what_the_owner_makes_and_makes_nothing(folder: Path) -> None:
    with in_use(folder) as addresses:
        with psycopg.connect(addresses["DATABASE_OWNER_URL"]) as owner:
            owner.execute("CREATE TABLE IF NOT EXISTS trial (id bigint)")
        with psycopg.connect(addresses["DATABASE_URL"]) as web:
            web.execute("INSERT INTO trial VALUES (1)")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute("CREATE TABLE mine (id bigint)")


def test_it_is_private_and_checks_its_pages(folder: Path) -> None:
    with in_use(folder) as addresses:
        web = addresses["DATABASE_URL"]
        assert value(web, "SHOW data_checksums") == "on"
        assert value(web, "SHOW listen_addresses") == "127.0.0.1"
        assert value(web, "SELECT lower('É') || unaccent('é')") == "ée"
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(web.replace(web.split(":")[2].split("@")[0], "wrong"))
    assert (folder / "postgres.json").stat().st_mode & 0o077 == 0


def test_the_last_user_stops_it(folder: Path) -> None:
    with in_use(folder):
        pid = pid_of(folder)
        with subprocess.Popen(
            [sys.executable, "-c", USE, folder], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            assert other.stdout.readline()
            assert pid_of(folder) == pid
            other.stdin.close()
            assert other.wait(10) == 0
        assert is_alive(pid)
    assert wait_for(lambda: not is_alive(pid), 5)


def test_a_server_left_by_a_killed_user_is_found_then_stopped(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", USE, folder], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline()
        other.kill()
    pid = pid_of(folder)
    assert is_alive(pid)
    with in_use(folder):
        assert pid_of(folder) == pid
    assert wait_for(lambda: not is_alive(pid), 5)


def test_what_was_committed_survives_kill_9(folder: Path) -> None:
    with in_use(folder) as addresses:
        with psycopg.connect(addresses["DATABASE_OWNER_URL"]) as owner:
            owner.execute("CREATE TABLE survivors AS SELECT generate_series(1, 1000) AS id")
        os.kill(pid_of(folder), signal.SIGKILL)
    with in_use(folder) as addresses:
        assert value(addresses["DATABASE_OWNER_URL"], "SELECT count(*) FROM survivors") == 1000


def test_a_stale_pid_that_belongs_to_another_program_is_forgotten(folder: Path) -> None:
    """As after a restart of the machine: the file names a pid that something else now has."""
    with in_use(folder):
        stale = (Cluster(folder).home / "data" / "postmaster.pid").read_text().split("\n", 1)
    file = Cluster(folder).home / "data" / "postmaster.pid"
    file.write_text(f"{os.getpid()}\n{stale[1]}")
    with in_use(folder) as addresses:
        assert value(addresses["DATABASE_URL"], "SELECT 1") == 1


def test_it_moves_when_its_port_was_taken(folder: Path) -> None:
    port = json.loads((folder / "postgres.json").read_text())["port"]
    with socket.create_server(("127.0.0.1", port)), in_use(folder) as addresses:
        assert f":{port}/" not in addresses["DATABASE_URL"]
        assert value(addresses["DATABASE_URL"], "SELECT 1") == 1


def test_a_making_cut_short_is_done_again(tmp_path: Path, folder: Path) -> None:
    """Killed during initdb: only the temporary name is there."""
    room = folder.parent / "cut"
    room.mkdir(mode=0o755)
    cluster = Cluster(room)
    cluster._make_home()
    (cluster.home / "data.new").mkdir()
    (cluster.home / "data.new" / "PG_VERSION").write_text("18\n")
    with in_use(room) as addresses:
        assert value(addresses["DATABASE_URL"], "SELECT current_database()") == "relais"


@pytest.mark.skipif(not binaries._in_system(), reason="no PostgreSQL of the system on this machine")
def test_a_postgresql_of_the_system_serves_too(folder: Path) -> None:
    room = folder.parent / "system"
    room.mkdir(mode=0o755)
    with in_use(room, wheel=False) as addresses:
        assert value(addresses["DATABASE_URL"], "SELECT lower('É')") == "é"
