"""The Range header: what is asked, what is ignored, what is impossible."""

import pytest

from portal.documents.ranges import NotSatisfiable, span_of


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("", 0, 100),
        ("bytes=0-", 0, 100),
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=90-500", 90, 100),
        ("bytes=-10", 90, 100),
        ("bytes=-500", 0, 100),
        ("bytes=5-2", 0, 100),
        ("bytes=-", 0, 100),
        ("bytes=0-1,5-9", 0, 100),
        ("octets=0-1", 0, 100),
        ("bytes=a-b", 0, 100),
        ("bytes=" + "9" * 40 + "-", 0, 100),
    ],
)
def test_span(header: str, start: int, stop: int) -> None:
    span = span_of(header, 100)
    assert (span.start, span.stop) == (start, stop)


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_beyond_the_end(header: str) -> None:
    with pytest.raises(NotSatisfiable):
        span_of(header, 100)
