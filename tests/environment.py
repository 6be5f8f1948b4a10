"""The environment of the tests, set before Django reads its settings (loaded by `-p tests.environment`)."""

import os
import tempfile
from pathlib import Path

# Before Django reads its settings: a demonstration on a folder of its own.
_ROOM = Path(tempfile.mkdtemp(prefix="relais-tests-"))
# What the groups of one run share (`portal.launch.suite`): the keys of the rows that were seeded once for all.
_SHARED = Path(os.environ.get("TEST_RUN_FOLDER") or _ROOM)
os.environ.update(
    {
        "DEMO": "1",
        "DATA_DIR": str(_ROOM),
        "SECRET_KEY": "tests-only-" + "k7" * 40,
        "ENCRYPTION_KEYS": str(_SHARED / "keys.json"),
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,testserver",
        "CLOCK_OFFSET_FILE": str(_ROOM / "clock"),
        "EMAIL_URL": os.environ.get("TEST_EMAIL_URL", "smtp://127.0.0.1:9"),
        "BROKER_URL": "memory://",
        "CLAMD_URL": "",
        "SMS_URL": "",
    }
)
(_ROOM / "static").mkdir()
(_ROOM / "files").mkdir()  # `migrate` marks it as the folder of the test database
