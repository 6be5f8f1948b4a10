"""The embedded database as commands see it: use it while you need it; the last one to leave stops it.

Every user holds a shared lock on one file, which the kernel drops however the process dies; whoever leaves and can take
the lock alone was the last. A server left by a kill -9 is found and used by the next command.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from portal.launch.cluster import DATABASE, Cluster
from portal.launch.locks import FileLock, held
from portal.launch.places import ROOT
from portal.launch.processes import run
from portal.launch.sentences import step

PREPARED = 2
"""Rises when roles or rights change: a folder prepared before is prepared again."""


@contextlib.contextmanager
def in_use(folder: Path, *, wheel: bool = True) -> Iterator[dict[str, str]]:
    """The server of this data folder, running, with its roles and database; gives the addresses as settings.

    Raises Trouble."""
    cluster = Cluster(folder, wheel=wheel)
    users = FileLock(folder / "postgres.users.lock")
    with held(folder / "postgres.lock"):
        users.take(shared=True)
        try:
            _bring_up(cluster)
        except BaseException:
            _bring_down(cluster, users)
            raise
    try:
        yield addresses(cluster)
    finally:
        with held(folder / "postgres.lock"):
            _bring_down(cluster, users)


def addresses(cluster: Cluster) -> dict[str, str]:
    return {
        "DATABASE_URL": cluster.url("web"),
        "DATABASE_OWNER_URL": cluster.url("owner"),
        "BROKER_URL": cluster.url("broker", scheme="pgmq"),
    }


def _bring_up(cluster: Cluster) -> None:
    if cluster.facts().get("prepared") == PREPARED and (cluster.home / "data").is_dir():
        if not cluster.is_running():
            cluster.start()
        return
    with step("Base de données"):
        if not cluster.is_running():
            cluster.start()
        _prepare(cluster)


def _prepare(cluster: Cluster) -> None:
    """Roles and database, by a program apart: it needs the driver. Cut short, it is done again."""
    environment = os.environ | addresses(cluster)
    environment["DATABASE_SUPERUSER_URL"] = cluster.url("superuser", database="postgres")
    run(
        [sys.executable, "-m", "portal.launch.roles", DATABASE],
        title="Base de données",
        log=cluster.log.with_name("setup.log"),
        env=environment,
        cwd=ROOT,
    )
    cluster.keep(cluster.facts() | {"prepared": PREPARED})


def _bring_down(cluster: Cluster, users: FileLock) -> None:
    """Leaves; stops the server when nobody else uses it."""
    alone = users.take(wait=False)
    if alone:
        cluster.stop()
    users.leave()
