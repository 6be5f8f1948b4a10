"""What apps above erase of a person whose account was closed thirty days ago, by dotted name."""

_erasers: list[str] = []


def register(name: str) -> None:
    """Add an action called with `citizen` and `by`, in the transaction that erases the account."""
    if name not in _erasers:
        _erasers.append(name)


def erasers() -> tuple[str, ...]:
    return tuple(_erasers)
