"""Where a call never goes: the addresses by which one reaches inside."""

import asyncio
import socket

import pytest
from aiohttp.resolver import ThreadedResolver

from portal.webhooks.places import ForbiddenPlace, may_call, problem_of
from portal.webhooks.resolving import OutsideResolver

INSIDE = [
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    # Site-local (RFC 3879: deprecated, still routed inside by old networks), and each other range kept apart.
    "fec0::1",
    "feff:ffff::1",
    "100::1",
    "5f00::1",
    "2001:2::1",
    "2001:20::1",
    "2001:3::1",
    "2620:4f:8000::1",
    "3fff::1",
    "4000::1",
    "192.0.0.9",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.175.48.1",
    "198.51.100.1",
    "203.0.113.1",
    "168.63.129.16",
]


@pytest.fixture(autouse=True)
def _outside_the_demonstration(settings):
    settings.DEMO = False


@pytest.mark.parametrize("address", INSIDE)
def test_inside_is_never_called(address):
    assert not may_call(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "2001:4860:4860::8888", "::ffff:8.8.8.8"]
)
def test_outside_may_be(address):
    assert may_call(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x",
        "https://10.0.0.8/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://a.localhost/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://intranet/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "http://example.org/",
        "http://127.0.0.1/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "",
        "exemple",
        "https://user:pass@example.org/",
        "https://@example.org/",
        "https://example.org/#x",
        "https://example.org:99999/",
        "https://example.org:abc/",
        "https://exa mple.org/",
        "https://example.org/\r\nHost: x",
        "https://[::1",
        "https://example.org/" + "x" * 600,
    ],
)
def test_a_bad_address_is_told_in_words(url):
    assert problem_of(url).endswith(".")


@pytest.mark.parametrize(
    "url", ["https://example.org/relais", "https://erp.saaq.example:8443/a?b=c", "https://1.1.1.1/"]
)
def test_a_good_address(url):
    assert problem_of(url) == ""


def test_loopback_in_the_demonstration_only(settings):
    settings.DEMO = True
    assert problem_of("http://127.0.0.1:9000/x") == problem_of("http://localhost:9000/x") == ""
    assert problem_of("http://example.org/") and problem_of("https://10.0.0.1/")


def resolved(monkeypatch, *addresses):
    async def resolve(self, host, port=0, family=socket.AF_UNSPEC):
        return [
            {"hostname": host, "host": one, "port": port, "family": family, "proto": 0, "flags": 0} for one in addresses
        ]

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)

    async def run():
        resolver = OutsideResolver()
        return await resolver.resolve("erp.example", 443)

    return asyncio.run(run())


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_points_inside_is_refused(monkeypatch, address):
    with pytest.raises(ForbiddenPlace):
        resolved(monkeypatch, address)


def test_one_inside_address_among_others_is_enough(monkeypatch):
    with pytest.raises(ForbiddenPlace):
        resolved(monkeypatch, "1.1.1.1", "10.0.0.1")
    with pytest.raises(ForbiddenPlace):
        resolved(monkeypatch)


def test_the_connection_gets_the_addresses_that_were_checked(monkeypatch):
    assert [one["host"] for one in resolved(monkeypatch, "1.1.1.1")] == ["1.1.1.1"]
