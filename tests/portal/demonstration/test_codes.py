"""Codes agree with RFC 6238's own examples (appendix B, SHA-1, last six digits)."""

import base64

import pytest

from portal.demonstration.codes import code_at, seconds_left

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
)
def test_codes_of_the_standard(at: int, code: str) -> None:
    assert code_at(SECRET, at) == code


def test_short_secrets_need_no_padding() -> None:
    assert len(code_at("JBSWY3DPEHPK3PXA", 59)) == 6


def test_seconds_left_never_zero() -> None:
    assert [seconds_left(at) for at in (0, 29.9, 30)] == [30, 1, 30]
