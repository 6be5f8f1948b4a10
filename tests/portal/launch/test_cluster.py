"""The embedded database takes its share of the machine, between two bounds."""

import pytest

from portal.launch.cluster import memory_of_machine, memory_settings

GB = 2**30


@pytest.mark.parametrize(
    ("memory", "buffers", "sorting"),
    [
        (512 * 2**20, "128MB", "4MB"),
        (4 * GB, "512MB", "8MB"),
        (24 * GB, "2048MB", "32MB"),
        (512 * GB, "2048MB", "32MB"),
    ],
)
def test_the_share_follows_the_machine(memory, buffers, sorting):
    settings = memory_settings(memory)
    assert (settings["shared_buffers"], settings["work_mem"], settings["jit"]) == (buffers, sorting, "off")


def test_the_machine_is_measured():
    assert memory_of_machine() > 2**28
