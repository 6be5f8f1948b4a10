"""The same action in several threads at once, each with its own connection: real transactions, real races."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

SECTION = 10  # of the pool's twelve connections


def at_once(action: Callable[[], Any], times: int = 2) -> list[Any]:
    """What each of `times` threads returned or raised; they begin together, and already connected when the pool
    has room for all: then only the actions race."""
    found, gate = [], threading.Barrier(times)

    def run() -> None:
        if times <= SECTION:
            connections["default"].ensure_connection()
        gate.wait()
        try:
            found.append(action())
        except Exception as error:
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
