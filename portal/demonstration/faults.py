"""Makes a sink behave badly on request: `control.json` in its folder, read at each call.

    {"smtp": {"delay": 2, "reply": "451 4.3.0 Plus tard", "times": 3, "cut": true},
     "sms": {"delay": 2, "status": 503, "retry_after": 30, "times": 3, "cut": true}}

`delay` is in seconds; `times` counts down and then all is well again (absent: until the file changes); `cut` accepts
the message, then hangs up without an answer.
"""

import json
import threading
from dataclasses import dataclass
from pathlib import Path

_lock = threading.Lock()


@dataclass(frozen=True)
class SinkFault:
    delay: float = 0
    reply: str = ""
    status: int = 0
    retry_after: int = 0
    cut: bool = False


def next_fault(folder: Path, sink: str) -> SinkFault:
    """What this call must suffer; nothing when the file is absent or does not name this sink."""
    path = folder / "control.json"
    with _lock:
        try:
            wishes = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return SinkFault()
        wish = dict(wishes.get(sink) or {})
        times = wish.pop("times", None)
        if not wish or times == 0:
            return SinkFault()
        if times is not None:
            wishes[sink]["times"] = times - 1
            partial = path.with_suffix(".new")
            partial.write_text(json.dumps(wishes), encoding="utf-8")
            partial.replace(path)
    return SinkFault(**wish)
