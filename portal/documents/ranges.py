"""The Range header (RFC 9110 §14), for a download cut half-way. Pure."""

import re
from dataclasses import dataclass


class NotSatisfiable(Exception):
    """The range starts after the end of the file: 416."""


@dataclass(frozen=True)
class ByteRange:
    """Bytes [start, stop) of `size`."""

    start: int
    stop: int
    size: int

    @property
    def length(self) -> int:
        return self.stop - self.start

    @property
    def is_partial(self) -> bool:
        return self.length < self.size

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.stop - 1}/{self.size}"


def span_of(header: str, size: int) -> ByteRange:
    """The span asked by `header`. Several ranges, another unit or nonsense: the whole file, as the RFC allows."""
    whole = ByteRange(0, size, size)
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip())
    if not match or match.groups() == ("", ""):
        return whole
    first, last = match.groups()
    if not first:
        if int(last) == 0:
            raise NotSatisfiable
        return ByteRange(max(size - int(last), 0), size, size)
    start, stop = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < int(first):
        return whole
    if start >= size:
        raise NotSatisfiable
    return ByteRange(start, stop, size)
