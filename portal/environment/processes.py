"""Which kind of process this one is. Its entry point says so, before the settings are read."""

from enum import StrEnum


class Process(StrEnum):
    """What serves pages, what works on tasks (beat too), and everything else: commands, tests."""

    PAGES = "pages"
    WORKER = "worker"
    COMMAND = "command"


_declared: list[Process] = []


def declare(kind: Process) -> None:
    """Say it once: pages import what makes tasks later, and stay pages."""
    if not _declared:
        _declared.append(kind)


def current() -> Process:
    return _declared[0] if _declared else Process.COMMAND
