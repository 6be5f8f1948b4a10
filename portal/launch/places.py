"""Where things are: the checkout, its virtual environment, the data folder."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
BEGIN_AGAIN = "begin-again"
"""Name of the file by which a page of the demonstration asks for fresh data."""


def data_dir() -> Path:
    """`DATA_DIR` (default `var/` in the checkout), made if needed.

    Closed to others, but root lets the database's account pass through without listing."""
    folder = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return folder


def private_dir(folder: Path) -> Path:
    """Makes a folder that only its owner reads."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def write_private(path: Path, text: str) -> None:
    """Writes the whole file or nothing (a crash leaves the former one), readable by its owner only (0600)."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
