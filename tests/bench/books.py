"""Times of several rounds under a name each, told as ratios: absolute figures are those of a machine on a day."""

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path


def say(line: str) -> None:
    """Print a line of figures; and keep it, when the run writes a report (`python3 -m tests.bench --write`)."""
    print(line)
    if place := os.environ.get("BENCH_REPORT"):
        with Path(place).open("a", encoding="utf-8") as report:
            report.write(f"{line}\n")


class Book:
    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.counts: dict[str, int] = {}

    def time(self, name: str, work: Callable[[], int]) -> None:
        """`work` returns how many rows or messages it was about."""
        started = time.perf_counter()
        self.counts[name] = work()
        self.times[name].append(time.perf_counter() - started)

    def median(self, name: str) -> float:
        return statistics.median(self.times[name])

    def rate(self, name: str) -> float:
        """A second."""
        return self.counts[name] / self.median(name)

    def tell(self, *names: str, beside: str = "") -> None:
        """With the time of each over that of `beside`."""
        for name in names:
            ratio = f"{self.median(name) / self.median(beside):8.2f} ×" if beside else ""
            say(f"{name:<44}{self.counts[name]:>10} rows{self.median(name) * 1000:>12.1f} ms{ratio}")

    def tell_rates(self, *names: str, beside: str) -> None:
        """With the rate of each over that of `beside`."""
        for name in names:
            say(f"{name:<44}{self.rate(name):>10,.0f} /s{self.rate(name) / self.rate(beside):>8.2f} ×")


def told_load() -> str:
    """A ratio measured while others work says less."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
