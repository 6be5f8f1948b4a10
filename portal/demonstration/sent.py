"""What arrived, one JSON file each in a private folder; written by the sinks, read by the demonstration's page."""

import datetime as dt
import json
import os
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path


def _seconds_ahead() -> float:
    """The sinks run without Django: the file is the one that `portal.clock` reads, named by the same variable."""
    try:
        return float(Path(os.environ["CLOCK_OFFSET_FILE"]).read_text(encoding="ascii"))
    except (KeyError, OSError, ValueError):
        return 0.0


@dataclass(frozen=True)
class SentMessage:
    """One e-mail or SMS as its provider saw it. `at`: ISO 8601, UTC, real clock, so that names sort by arrival;
    `seconds_ahead`: how far Relais's clock was moved then."""

    kind: str
    to: str
    text: str
    sender: str = ""
    subject: str = ""
    html: str = ""
    reference: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    at: str = field(default_factory=lambda: dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"))

    seconds_ahead: float = field(default_factory=_seconds_ahead)

    @property
    def arrived_at(self) -> dt.datetime:
        """The hour that it was for Relais."""
        return dt.datetime.fromisoformat(self.at) + dt.timedelta(seconds=self.seconds_ahead)


def keep(folder: Path, sent: SentMessage) -> Path:
    """Writes it whole (a reader never sees half), readable by its owner only. Names sort by time."""
    box = folder / "sent"
    box.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = box / f"{sent.at.replace(':', '-')}-{sent.kind}-{sent.id[:8]}.json"
    partial = path.with_suffix(".new")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(sent), file, ensure_ascii=False)
    partial.replace(path)
    return path


def latest(folder: Path, *, limit: int = 50) -> list[SentMessage]:
    """The most recent first."""
    paths = sorted((folder / "sent").glob("*.json"), reverse=True)[:limit]
    return [_read(path) for path in paths]


def with_id(folder: Path, identity: str) -> SentMessage | None:
    """One of the most recent, by its identifier."""
    return next((sent for sent in latest(folder) if sent.id == identity), None)


def with_reference(folder: Path, reference: str) -> SentMessage | None:
    """The SMS that bears this client's reference, the most recent first."""
    paths = sorted((folder / "sent").glob("*-sms-*.json"), reverse=True)
    return next((sent for path in paths if (sent := _read(path)).reference == reference), None)


def _read(path: Path) -> SentMessage:
    return SentMessage(**{"seconds_ahead": 0.0, **json.loads(path.read_text(encoding="utf-8"))})
