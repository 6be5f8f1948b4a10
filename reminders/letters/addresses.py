"""Pure rules of the address that the envelope's window shows (measures and sources: `letter.typ`)."""

import re
import textwrap

MOST_LINES = 5
LONGEST_NAME_LINE = 52
"""Characters of a line of the name in the smallest size: a longer name goes on at the next line."""
LONGEST_LINE = 40
"""Characters, spaces included: Canada Post asks for fewer than 40 without the spaces."""

_POSTAL_CODE = re.compile(r"\b([A-Za-z]\d[A-Za-z])[\s-]*(\d[A-Za-z]\d)\b")


def address_lines(name: str, address: str) -> list[str]:
    """Name, then the address as the person wrote it, one left margin; the postal code as Canada Post asks.

    More lines than the window holds are joined two by two from the top of the address, never cut; a long name is
    written on several lines."""
    names = textwrap.wrap(" ".join(name.split()), LONGEST_NAME_LINE, break_on_hyphens=False)
    written = [" ".join(line.split()) for line in address.splitlines()]
    lines = [_with_postal_code(line) for line in written if line]
    while len(lines) > max(2, MOST_LINES - len(names)):
        shortest = min(range(len(lines) - 2), key=lambda at: len(lines[at]) + len(lines[at + 1]))
        lines[shortest : shortest + 2] = [f"{lines[shortest]}, {lines[shortest + 1]}"]
    return [*names, *lines]


def size_of(lines: list[str]) -> int:
    """Size of the letters, in points: smaller when a line is long, so that none is folded in the window."""
    longest = max(map(len, lines))
    return 12 if longest <= LONGEST_LINE else 10 if longest <= LONGEST_LINE + 8 else 9


def _with_postal_code(line: str) -> str:
    """Capitals, one space inside, two before it."""
    found = _POSTAL_CODE.search(line)
    if not found:
        return line
    before = line[: found.start()].rstrip(" ,")
    code = f"{found[1]} {found[2]}".upper()
    return f"{before}\u2002{code}{line[found.end() :]}" if before else code + line[found.end() :]
